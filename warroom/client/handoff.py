"""Handing one target over: claimed in the room, laid out on this machine's disk, and reported back with its link."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from warroom.client.courier import Sent
from warroom.client.session import Session
from warroom.errors import RoomError, WarroomError
from warroom.review.commands import ClaimTarget, ReleaseTarget, ReportFailed, ReportPosted
from warroom.review.model import Item, TargetText, Version
from warroom.targets.folder import HandOffFolder, write_folder
from warroom.targets.imitation import ImitationPage, ImitationPost, accept, page_of
from warroom.targets.route import Way, kept_link, page_address, way


@dataclass(frozen=True)
class HandedOff:
    """One claimed target. The claim lapses at `until`, server time; `compose_page` is empty where there is none to open."""

    item: str
    target: int
    claim: str
    until: int
    digest: str
    text: TargetText
    folder: HandOffFolder
    picture: Path
    way: Way
    compose_page: str


async def hand_off(session: Session, item_id: str, target: int, folder: Path) -> HandedOff:
    """Claim a target of a greenlit item and write its folder under `folder`.

    The pictures are fetched before the claim, so that its two minutes are for the person. Raises RoomError (not_greenlit,
    already_claimed, stood_down, stale_digest …), Unreachable, StorageError; the claim is given back if anything fails after it.
    """
    item, version = _current(session, item_id)
    blobs = {cut.blob: await session.blob(cut.blob) for cut in version.content.cuts}
    sent = await session.send(ClaimTarget(item=item.id, target=target, digest=version.digest))
    try:
        claimed = session.state.items[item_id].targets[target]
        written = await asyncio.to_thread(write_folder, folder, item, version, blobs)
        text = version.content.targets[target]
        return HandedOff(
            item=item_id,
            target=target,
            claim=sent.id,
            until=claimed.until,
            digest=version.digest,
            text=text,
            folder=written,
            picture=written.picture(text.cut),
            way=way(session.state, text),
            compose_page=page_address(session.state, text),
        )
    except BaseException:
        await _give_back(session, item_id, target, sent.id)
        raise


async def report_posted(session: Session, handed: HandedOff, link: str) -> Sent:
    """Say where the post is. Raises BadLink before the room is asked; RoomError where the claim has lapsed."""
    kept = kept_link(session.state, handed.text, link)
    return await session.send(ReportPosted(item=handed.item, target=handed.target, claim=handed.claim, link=kept))


async def report_failed(session: Session, handed: HandedOff, reason: str) -> Sent:
    return await session.send(ReportFailed(item=handed.item, target=handed.target, claim=handed.claim, reason=reason))


async def give_back(session: Session, handed: HandedOff) -> Sent:
    """Let go of the claim without having posted."""
    return await session.send(ReleaseTarget(item=handed.item, target=handed.target, claim=handed.claim))


def imitation_page(session: Session, account: str) -> ImitationPage:
    return page_of(session.state, account)


def post_on_imitation(session: Session, handed: HandedOff) -> tuple[ImitationPage, ImitationPost]:
    """Press Post on the imitation page with what was handed over; report its link with `report_posted`. Raises NotAccepted."""
    if handed.way != "imitation":
        raise WarroomError("This target is a real one.", "Post it on its own page, and paste the link.", "not_imitation")
    return accept(page_of(session.state, handed.text.account), handed.picture, handed.text.caption, handed.text.alt)


def _current(session: Session, item_id: str) -> tuple[Item, Version]:
    item = session.state.items.get(item_id)
    if item is None or item.current is None:
        raise WarroomError("There is nothing to hand over yet.", "", "not_found")
    return item, item.current


async def _give_back(session: Session, item: str, target: int, claim: str) -> None:
    try:
        async with asyncio.timeout(5):
            await session.send(ReleaseTarget(item=item, target=target, claim=claim))
    except (RoomError, WarroomError, TimeoutError):  # it lapses by itself in two minutes
        return
