"""What intake must know after it was ended or killed: where each source was, and what the room was told once."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import msgspec

from warroom.client.outbox import write_private
from warroom.errors import StorageError

log = logging.getLogger(__name__)


class _Kept(msgspec.Struct):
    cursors: dict[str, int] = {}
    places: dict[str, str] = {}
    history_told: bool = False


class Memory:
    """`intake-state.json` in the room's folder. Changes are marked at once and written by `flush`, about once a second."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = self._read()
        self._changed = False

    def cursor(self, source: str) -> int:
        return self._kept.cursors.get(source, 0)

    def set_cursor(self, source: str, cursor: int) -> None:
        self._kept.cursors[source] = cursor
        self._changed = True

    def place(self, source: str) -> str:
        """Where a source was, in its own words; empty where it was nowhere."""
        return self._kept.places.get(source, "")

    def set_place(self, source: str, place: str) -> None:
        self._kept.places[source] = place
        self._changed = True

    @property
    def history_told(self) -> bool:
        return self._kept.history_told

    def tell_history(self) -> None:
        self._kept.history_told = True
        self._changed = True

    async def flush(self) -> None:
        if not self._changed:
            return
        self._changed = False
        try:
            await asyncio.to_thread(write_private, self._file, msgspec.json.encode(self._kept))
        except StorageError as error:
            self._changed = True
            log.warning("where the sources were is not kept: %s", error)

    def _read(self) -> _Kept:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return _Kept()
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read, sources begin from now: %s", self._file, error)
            return _Kept()
