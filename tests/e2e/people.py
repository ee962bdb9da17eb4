"""What people do at their desks, spelled out for tests: cards made, rooms waited for, devices joined."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from warroom.client.change import Change
from warroom.client.host import Host
from warroom.client.join import join
from warroom.client.session import Session
from warroom.compose.encode import encode_cuts
from warroom.compose.model import SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template
from warroom.locations import assets
from warroom.plan.model import Plan
from warroom.review.commands import CallMoment, CreateItem, DecideMoment, SendForApproval
from warroom.review.model import Content, Cut, Filled, TargetText
from warroom.review.standing import standing
from warroom.sources.post import Post

WITHIN_S = 60.0


async def until(session: Session, true: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    """Wait for the room to become so; looked at after every change."""
    changed = asyncio.Event()
    end = session.listen(lambda change: changed.set())
    try:
        async with asyncio.timeout(within_s):
            while not true():
                changed.clear()
                await changed.wait()
    except TimeoutError:
        raise AssertionError(f"{what}: not within {within_s:g} s; seq {session.seq}, {session.link}") from None
    finally:
        end()


def changes_of(session: Session) -> list[Change]:
    seen: list[Change] = []
    session.listen(seen.append)
    return seen


async def render(folder: Path, headline: str) -> tuple[tuple[Cut, ...], dict[str, Path]]:
    """A card of a shipped template, all its cuts, and each blob's file."""

    def work() -> tuple[tuple[Cut, ...], dict[str, Path]]:
        brand = load_brand(assets() / "templates" / "brand.toml")
        renderer = CardRenderer(load_template(assets() / "templates" / "breaking-line", brand))
        encoded = encode_cuts(renderer, SlotValues(texts={"headline": headline}), folder)
        cuts = tuple(Cut(cut.name, cut.sha256, cut.width, cut.height, cut.size, cut.mime) for cut in encoded)
        return cuts, {cut.sha256: cut.path for cut in encoded}

    return await asyncio.to_thread(work)


def targets_of(plan: Plan, caption: str, alt: str) -> tuple[TargetText, ...]:
    return tuple(TargetText(target.network, target.account, "1x1", caption, alt) for target in plan.targets)


async def card(session: Session, folder: Path, headline: str, caption: str) -> Content:
    """A finished card: rendered, its pictures in the room."""
    cuts, files = await render(folder, headline)
    for file in files.values():
        await session.put_blob(file)
    alt = "A biscuit on a dark table, lit from the left, beside a glass of milk."
    targets = targets_of(session.state.plan, caption, alt)
    return Content(headline, "breaking-line", (Filled("headline", headline),), cuts, targets, why="It is about snacks.")


async def item_on(session: Session, evidence: tuple[Post, ...], title: str = "Lights out", lane: str = "full") -> str:
    """A moment called on these posts, decided go, and an item on it: the item's id."""
    topic = session.state.plan.topics[0].name
    called = await session.send(CallMoment(title=title, topic=topic, evidence=evidence))
    await session.send(DecideMoment(moment=called.id, decision="go"))
    return (await session.send(CreateItem(moment=called.id, title=title, lane=lane))).id


async def send_card(session: Session, item: str, content: Content) -> None:
    current = session.state.items[item].current
    await session.send(SendForApproval(item=item, base=current.number if current else 0, content=content))


def greenlit(session: Session, item: str) -> bool:
    return standing(session.state, item).greenlit


def digest(session: Session, item: str) -> str:
    current = session.state.items[item].current
    assert current is not None
    return current.digest


@asynccontextmanager
async def at_the_host(host: Host, folder: Path) -> AsyncIterator[Session]:
    session = await Session.open(
        host.address, host.token, fingerprint=host.fingerprint, cache=folder / "owner-cache", device_folder=folder / "owner"
    )
    try:
        yield session
    finally:
        await session.close()


@asynccontextmanager
async def joined(producer: Session, person: str, folder: Path) -> AsyncIterator[Session]:
    """A second device that came in by a join code."""
    issued = await producer.issue_code(person)
    came = await join(issued.invitation, "", f"{person}'s laptop")
    own = folder / came.reply.device
    session = await Session.open(came.address, came.reply.token, fingerprint=came.fingerprint, cache=own / "cache", device_folder=own)
    try:
        yield session
    finally:
        await session.close()
