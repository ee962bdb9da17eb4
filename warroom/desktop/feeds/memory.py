"""What one person's feeds of one room remember on this device."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from warroom import locations
from warroom.desktop import device_memory
from warroom.watch.filters import Filter
from warroom.watch.mute import Mute


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
        self.now = device_memory.recall(self._file, Memory, Memory())

    def keep(self, memory: Memory) -> None:
        if memory != self.now:
            self.now = memory
            device_memory.keep(self._file, memory, "what the feeds remember")
