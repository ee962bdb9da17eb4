"""Which of a library's assets this person put into cards last. Losing it costs nothing, so a file that cannot be read counts as none."""

from __future__ import annotations

import logging

import msgspec

from warroom import locations

log = logging.getLogger(__name__)
MOST = 40  # assets of one library
MOST_LIBRARIES = 20


class LibraryMemory(msgspec.Struct, frozen=True):
    """By where the library is: its files, the last used first."""

    recent: dict[str, tuple[str, ...]] = {}

    def of(self, where: str) -> tuple[str, ...]:
        return self.recent.get(where, ())

    def used(self, where: str, file: str) -> LibraryMemory:
        files = (file, *(other for other in self.of(where) if other != file))[:MOST]
        others = {key: value for key, value in self.recent.items() if key != where}
        return LibraryMemory(dict([*others.items(), (where, files)][-MOST_LIBRARIES:]))


def recall() -> LibraryMemory:
    file = locations.home() / "library.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=LibraryMemory)
    except FileNotFoundError:
        return LibraryMemory()
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read and is made anew: %s", file, error)
        return LibraryMemory()


def keep(memory: LibraryMemory) -> None:
    file = locations.home() / "library.json"
    beside = file.with_suffix(".new")
    try:
        beside.write_bytes(msgspec.json.encode(memory))
        beside.replace(file)
    except OSError as error:
        log.warning("which assets were used last cannot be kept: %s", error)
