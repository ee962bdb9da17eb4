"""How the desktop on the machine that hosts asks intake to try a source again at once: by a file in the room's folder."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from warroom.client.outbox import write_private

log = logging.getLogger(__name__)

_NAME = "sources-again.json"


class _Wish(msgspec.Struct):
    sources: list[str]
    number: int


def nudge(folder: Path, source: str) -> None:
    """Ask for it; a wish that was not seen yet still stands. Raises StorageError."""
    before = _read(folder / _NAME)
    others = [name for name in before.sources if name != source][-20:]
    write_private(folder / _NAME, msgspec.json.encode(_Wish([*others, source], before.number + 1)))


class Nudges:
    """What was asked since it was last looked; what stood there before does not count."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _NAME
        self._seen = _read(self._file).number

    def take(self) -> tuple[str, ...]:
        wish = _read(self._file)
        if wish.number == self._seen:
            return ()
        asked = wish.number - self._seen
        self._seen = wish.number
        return tuple(wish.sources[-asked:]) if asked > 0 else tuple(wish.sources)


def _read(file: Path) -> _Wish:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Wish)
    except FileNotFoundError:
        return _Wish([], 0)
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read: %s", file, error)
        return _Wish([], 0)
