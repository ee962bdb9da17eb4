"""Which servers can only be polled, because something on the way holds streams back: remembered for a day."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import msgspec

from warroom.client.outbox import write_private
from warroom.errors import StorageError

log = logging.getLogger(__name__)

_KEPT_S = 24 * 3600


class Transports:
    def __init__(self, file: Path) -> None:
        self._file = file

    def polls(self, base: str) -> bool:
        return self._read().get(base, 0.0) > time.time()

    def remember(self, base: str, *, polls: bool) -> None:
        until = {known: when for known, when in self._read().items() if when > time.time() and known != base}
        if polls:
            until[base] = time.time() + _KEPT_S
        try:
            write_private(self._file, msgspec.json.encode(until))
        except StorageError as error:
            log.warning("how %s is reached is not remembered: %s", base, error)

    def _read(self) -> dict[str, float]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, float])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read: %s", self._file, error)
            return {}
