"""Sends a draft for approval: the cuts encoded to real files, everything uploaded by digest, then one command. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from warroom.compose.checks import blocking, check_item
from warroom.compose.counts import USUAL, Server
from warroom.compose.encode import Aimed, EncodedCut, encode_for, fingerprint_of
from warroom.compose.limits import Own
from warroom.compose.model import Finding, SlotValues
from warroom.compose.render import CardRenderer
from warroom.desktop.composer.words import words_of
from warroom.desktop.drafts import PLAN, Draft
from warroom.errors import WarroomError
from warroom.plan.model import Plan
from warroom.review import commands
from warroom.review.model import Content, Cut, Fingerprint, State, TargetText
from warroom.review.model import Finding as Recorded


class Room(Protocol):
    """What sending needs of a session."""

    @property
    def state(self) -> State: ...
    async def send(self, command: commands.Command, *, id: str | None = None) -> object: ...
    async def put_blob(self, path: Path) -> str: ...


@dataclass(frozen=True)
class Parcel:
    """All that one send needs, fixed before it starts: typing on changes nothing in it."""

    draft: Draft
    title: str
    item_title: str
    cuts: tuple[EncodedCut, ...]
    files: tuple[str, ...]  # for each of the draft's aims, which of the cuts goes there
    pictures: tuple[Path, ...]
    findings: tuple[Finding, ...]
    fingerprint: Fingerprint


class Blocked(WarroomError):
    """A check that blocks is not ok; `findings` are those."""

    code = "blocked_check"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0].text, findings[0].hint)
        self.findings = findings


@dataclass(frozen=True)
class Servers:
    """What the servers of a draft's targets say of themselves."""

    words: Server = USUAL
    pictures: Own = field(default_factory=dict)


def pack(
    draft: Draft,
    renderer: CardRenderer,
    values: SlotValues,
    plan: Plan,
    today: dt.date,
    folder: Path,
    titles: tuple[str, str],
    servers: Servers | None = None,
) -> Parcel:
    """Render every cut once more, check exactly those, and encode them into `folder`. Slow: for a worker thread.

    `titles` are what the board calls the version, and the item where it has none. Raises Blocked, PictureError, StorageError.
    """
    servers = servers or Servers()
    cards = tuple(renderer.render(values, name) for name in renderer.cuts)
    words = words_of(draft, renderer.template, servers.words)
    findings = check_item(cards, values, words, plan.guardrails, today)
    wrong = blocking(findings)
    if wrong:
        raise Blocked(wrong)
    printed = fingerprint_of(renderer, values)
    aims = tuple(Aimed(aim.network, aim.account, aim.cut) for aim in draft.aims)
    encoded = encode_for(tuple((card.cut, card.image) for card in cards), aims, folder, servers.pictures)
    return Parcel(
        draft=draft,
        title=titles[0] or titles[1],
        item_title=titles[1],
        cuts=encoded.cuts,
        files=encoded.names,
        pictures=tuple(dict.fromkeys(Path(asset.path) for asset in values.pictures.values())),
        findings=findings,
        fingerprint=Fingerprint(printed.template, printed.brand, printed.fonts, printed.pillow, printed.layout, printed.codecs),
    )


def content(parcel: Parcel) -> Content:
    draft = parcel.draft
    used = {filled.value for filled in draft.slots}
    return Content(
        title=parcel.title,
        template=draft.template,
        slots=draft.slots,
        cuts=tuple(Cut(cut.name, cut.sha256, cut.width, cut.height, cut.size, cut.mime) for cut in parcel.cuts),
        targets=tuple(
            TargetText(aim.network, aim.account, file, draft.caption, draft.alt) for aim, file in zip(draft.aims, parcel.files, strict=True)
        ),
        why=draft.why,
        credits=tuple(credit for credit in draft.credits if credit.blob in used),
        findings=tuple(_recorded(finding) for finding in parcel.findings),
        template_version=draft.template_version,
        pack="" if draft.pack == PLAN else draft.pack,
    )


def _recorded(finding: Finding) -> Recorded:
    return Recorded(check=finding.check, ok=finding.ok, blocking=finding.level == "block", text=finding.text)


async def make_item(room: Room, draft: Draft, title: str) -> None:
    """The item itself, where the room has it not yet. Its id is the draft's, so asking twice makes it once."""
    if draft.item not in room.state.items:
        create = commands.CreateItem(draft.moment, title, draft.lane, draft.shell, draft.outcome, draft.result)
        await room.send(create, id=draft.item)


async def deliver(room: Room, parcel: Parcel, progress: Callable[[str], None]) -> None:
    """Upload and send. Raises RoomError (412 stale_version: somebody was faster), Unreachable, StorageError; may be repeated."""
    await make_item(room, parcel.draft, parcel.item_title)
    paths: Sequence[Path] = (*(cut.path for cut in parcel.cuts), *parcel.pictures)
    for done, path in enumerate(paths):
        progress(f"Uploading {done + 1} of {len(paths)}")
        await room.put_blob(path)
    progress("Sending")
    command = commands.SendForApproval(
        item=parcel.draft.item, base=parcel.draft.base, content=content(parcel), fingerprint=parcel.fingerprint
    )
    await room.send(command, id=parcel.draft.sending)
