"""Sends a draft for approval: the cuts encoded to real files, everything uploaded by digest, then one command. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from warroom.compose.model import Finding
from warroom.desktop.composer_edit import network_name
from warroom.desktop.drafts import Draft
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
class Encoded:
    """One cut as a file on this machine, exactly as it will be handed over."""

    cut: Cut
    path: Path


@dataclass(frozen=True)
class Parcel:
    """All that one send needs, fixed before it starts: typing on changes nothing in it."""

    draft: Draft
    title: str
    item_title: str
    cuts: tuple[Encoded, ...]
    pictures: tuple[Path, ...]
    findings: tuple[Finding, ...]
    fingerprint: Fingerprint


def content(parcel: Parcel) -> Content:
    draft = parcel.draft
    used = {filled.value for filled in draft.slots}
    return Content(
        title=parcel.title,
        template=draft.template,
        slots=draft.slots,
        cuts=tuple(encoded.cut for encoded in parcel.cuts),
        targets=tuple(TargetText(aim.network, aim.account, aim.cut, draft.caption, draft.alt) for aim in draft.aims),
        why=draft.why,
        credits=tuple(credit for credit in draft.credits if credit.blob in used),
        findings=tuple(_recorded(finding) for finding in parcel.findings),
    )


def _recorded(finding: Finding) -> Recorded:
    where = f"{finding.cut}: " if finding.cut and not finding.ok else ""
    return Recorded(check=finding.check, ok=finding.ok, blocking=finding.level == "block", text=where + finding.text)


async def make_item(room: Room, draft: Draft, title: str) -> None:
    """The item itself, where the room has it not yet. Its id is the draft's, so asking twice makes it once."""
    if draft.item not in room.state.items:
        await room.send(commands.CreateItem(moment=draft.moment, title=title, lane=draft.lane), id=draft.item)


async def deliver(room: Room, parcel: Parcel, progress: Callable[[str], None]) -> None:
    """Upload and send. Raises RoomError (412 stale_version: somebody was faster), Unreachable, StorageError; may be repeated."""
    await make_item(room, parcel.draft, parcel.item_title)
    paths: Sequence[Path] = (*(encoded.path for encoded in parcel.cuts), *parcel.pictures)
    for done, path in enumerate(paths):
        progress(f"Uploading {done + 1} of {len(paths)}")
        await room.put_blob(path)
    progress("Sending")
    command = commands.SendForApproval(
        item=parcel.draft.item, base=parcel.draft.base, content=content(parcel), fingerprint=parcel.fingerprint
    )
    await room.send(command, id=parcel.draft.sending)


def target_names(draft: Draft) -> str:
    return ", ".join(dict.fromkeys(network_name(aim.network) for aim in draft.aims))
