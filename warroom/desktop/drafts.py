"""What is being written on this machine, kept as it is typed: one JSON file an item, replaced whole.

A draft outlives a crash, a restart and the room itself. It is never changed by the room: where the room has moved on
meanwhile, the composer says so and a person chooses. No Qt here; one thread of its own does all the writing.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from warroom.review.model import Credit, Filled

log = logging.getLogger(__name__)
PLAN = "plan"  # the pack of what was made with the plan's own template, or ours
_FOLDER_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


_CUTS = re.compile(r"^\d+:\d+(?:, \d+:\d+)*: ")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def advice_key(check: str, text: str) -> str:
    """What a piece of advice is set aside by, for good: said of other cuts, with other numbers, it is the same."""
    return f"{check}/{_NUMBER.sub('#', _CUTS.sub('', text))}"


class Aim(msgspec.Struct, frozen=True):
    """One target as chosen for a draft: an account of the plan and the cut it gets."""

    network: str
    account: str
    cut: str


class Draft(msgspec.Struct, frozen=True):
    """`item` is also the id of the command that makes the item, so making it twice is impossible. Times in milliseconds."""

    item: str
    moment: str
    lane: str = "full"
    base: int = 0  # the version it was made from; 0: none yet
    template: str = ""
    slots: tuple[Filled, ...] = ()
    caption: str = ""
    alt: str = ""
    why: str = ""
    aims: tuple[Aim, ...] = ()
    credits: tuple[Credit, ...] = ()
    saved_at: int = 0
    pack: str = ""  # the manifest of the template's version that it keeps to, or PLAN; empty: it follows the newest
    template_version: int = 0  # of `pack`
    shell: str = ""  # what it is made from; the item knows it once it is in the room
    outcome: str = ""  # the result it is to wait for
    result: str = ""
    aside: tuple[str, ...] = ()  # advice that was set aside, as `advice_key` names it
    sending: str = ""  # the id under which it is being sent: after a crash it is sent again as the same command

    def filled(self, name: str) -> Filled | None:
        return next((filled for filled in self.slots if filled.slot == name), None)

    def pinned(self, version: int, manifest: str) -> Draft:
        """It keeps to this version of its template; 0 and no manifest: to the plan's own, or ours."""
        return msgspec.structs.replace(self, pack=manifest or PLAN, template_version=version)

    def slot(self, name: str) -> str:
        filled = self.filled(name)
        return filled.value if filled is not None else ""

    def credit(self, slot: str) -> Credit | None:
        return next((credit for credit in self.credits if credit.slot == slot), None)


_decoder = msgspec.json.Decoder(Draft)


class DraftStore:
    """The drafts of one room in `folder`. `save` and `drop` return at once; a thread writes, the latest of each item wins.

    `on_trouble` is called on that thread, with the error when the disk refuses and with None once a write succeeds again.
    What could not be written stays queued and is tried again with the next save and on `close`.
    """

    def __init__(self, folder: Path, on_trouble: Callable[[OSError | None], None] = lambda _error: None) -> None:
        self._folder = folder
        self._on_trouble = on_trouble
        self._pending: dict[str, Draft | None] = {}
        self._kept = {draft.item: draft for draft in self._read_all()}
        self._changed = threading.Condition()
        self._closing = False
        self._busy = False
        self._in_trouble = False
        self._thread = threading.Thread(target=self._write, name="drafts", daemon=True)
        self._thread.start()

    @property
    def folder(self) -> Path:
        return self._folder

    def get(self, item: str) -> Draft | None:
        return self._kept.get(item)

    def all(self) -> tuple[Draft, ...]:
        """Latest saved last."""
        return tuple(sorted(self._kept.values(), key=lambda draft: draft.saved_at))

    def save(self, draft: Draft) -> None:
        self._queue(draft.item, draft)

    def drop(self, item: str) -> None:
        self._queue(item, None)

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything saved so far is on the disk; False when it is not after `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._pending and not self._busy, timeout)

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout=5.0)

    def _queue(self, item: str, draft: Draft | None) -> None:
        self._path(item)  # refused here, not on the writer's thread
        with self._changed:
            if draft is None:
                self._kept.pop(item, None)
            else:
                self._kept[item] = draft
            self._pending[item] = draft
            self._changed.notify_all()

    def _write(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._pending) or self._closing)
                if not self._pending:
                    return
                batch, self._pending, self._busy = self._pending, {}, True
                last = self._closing
            failed = self._write_batch(batch)
            with self._changed:
                self._pending = failed | self._pending
                self._busy = False
                self._changed.notify_all()
                if last:
                    return
                if failed and self._pending.keys() == failed.keys():
                    # A full disk does not empty itself by asking: try again when more is typed, or every two seconds.
                    self._changed.wait(timeout=2.0)

    def _write_batch(self, batch: dict[str, Draft | None]) -> dict[str, Draft | None]:
        failed: dict[str, Draft | None] = {}
        trouble: OSError | None = None
        for item, draft in batch.items():
            try:
                self._write_one(item, draft)
            except OSError as error:
                failed[item] = draft
                trouble = error
        if trouble is not None or self._in_trouble:
            self._on_trouble(trouble)
        self._in_trouble = trouble is not None
        return failed

    def _write_one(self, item: str, draft: Draft | None) -> None:
        path = self._path(item)
        if draft is None:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".part")
        with temporary.open("wb") as file:
            file.write(msgspec.json.encode(draft))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def _path(self, item: str) -> Path:
        if not item or not set(item) <= _FOLDER_SAFE:
            raise ValueError(f"{item!r} cannot name a draft")
        return self._folder / f"{item}.json"

    def _read_all(self) -> list[Draft]:
        drafts = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                drafts.append(_decoder.decode(path.read_bytes()))
            except msgspec.MsgspecError:
                with contextlib.suppress(OSError):  # the disk can only be read: it is set aside another time
                    path.replace(path.with_suffix(".damaged"))  # kept for a person to look at, never shown as a draft
            except OSError as error:
                log.warning("The draft %s cannot be read: %s", path, error)
        return drafts
