"""Which templates this person pinned and which they used last. Losing it costs nothing, so a file that cannot be read counts as none."""

from __future__ import annotations

import logging

import msgspec

from warroom import locations

log = logging.getLogger(__name__)
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
    file = locations.home() / "templates.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=TemplateMemory)
    except FileNotFoundError:
        return TemplateMemory()
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read and is made anew: %s", file, error)
        return TemplateMemory()


def keep(memory: TemplateMemory) -> None:
    file = locations.home() / "templates.json"
    beside = file.with_suffix(".new")
    try:
        beside.write_bytes(msgspec.json.encode(memory))
        beside.replace(file)
    except OSError as error:
        log.warning("which templates are pinned cannot be kept: %s", error)
