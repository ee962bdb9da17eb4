"""Which templates this person pinned and which they used last."""

from __future__ import annotations

from pathlib import Path

import msgspec

from warroom import locations
from warroom.desktop import device_memory

MOST = 40


class TemplateMemory(msgspec.Struct, frozen=True):
    """Keys, the first pinned and the last used first."""

    pinned: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()

    def used(self, key: str) -> TemplateMemory:
        return msgspec.structs.replace(self, recent=(key, *(other for other in self.recent if other != key))[:MOST])

    def turned(self, key: str) -> TemplateMemory:
        """Pinned if it was not, else no longer."""
        others = tuple(other for other in self.pinned if other != key)
        return msgspec.structs.replace(self, pinned=others if key in self.pinned else (*others, key)[:MOST])

    def order(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """All `keys`: the pinned, then those used last, then the others as they come."""
        there = set(keys)
        return tuple(dict.fromkeys((*(key for key in (*self.pinned, *self.recent) if key in there), *keys)))


def recall() -> TemplateMemory:
    return device_memory.recall(_file(), TemplateMemory, TemplateMemory())


def keep(memory: TemplateMemory) -> None:
    device_memory.keep(_file(), memory, "which templates are pinned")


def _file() -> Path:
    return locations.home() / "templates.json"
