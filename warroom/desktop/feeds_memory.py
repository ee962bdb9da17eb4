"""What one person's feeds of one room remember on this device. Losing it costs little, so a file that cannot be read counts as none."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import msgspec

from warroom import locations
from warroom.watch.filters import Filter
from warroom.watch.mute import Mute

log = logging.getLogger(__name__)


class Memory(msgspec.Struct, frozen=True):
    """`order` names topics, left to right; those it does not name follow in the plan's order."""

    mutes: tuple[Mute, ...] = ()
    filters: dict[str, Filter] = {}
    order: tuple[str, ...] = ()


class FeedMemory:
    """Written whole at each change: a person made it, so it is seldom."""

    def __init__(self, room: str, person: str) -> None:
        name = hashlib.sha256(f"{room}\0{person}".encode()).hexdigest()[:16]
        self._file: Path = locations.home() / "device" / f"feeds-{name}.json"
        self.now = self._recall()

    def _recall(self) -> Memory:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Memory)
        except FileNotFoundError:
            return Memory()
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read and is made anew: %s", self._file, error)
            return Memory()

    def keep(self, memory: Memory) -> None:
        if memory == self.now:
            return
        self.now = memory
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(msgspec.json.encode(memory))
            beside.replace(self._file)
        except OSError as error:
            log.warning("what the feeds remember cannot be kept: %s", error)
