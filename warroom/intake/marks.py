"""Which posts the room has counted, for an intake that was killed: what a source then gives again is not counted twice."""

from __future__ import annotations

import logging
import os
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path

MOST = 50_000  # in one file, of two: more than match within the seconds that are asked for again
_BYTES = 8

log = logging.getLogger(__name__)


class Marks:
    """Appended to `intake-marks` in the room's folder, and not waited for: a killed process loses nothing that was written.

    A full file becomes `intake-marks.old` and takes the place of the one before it. Numbers of 64 bits, the lower byte first.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._old = file.with_suffix(".old")
        self._refused = False

    def read(self) -> list[int]:
        """Oldest first."""
        return [*self._of(self._old), *self._of(self._file)]

    def add(self, marks: Sequence[int]) -> None:
        if not marks:
            return
        numbers = array("Q", marks)
        if sys.byteorder == "big":
            numbers.byteswap()
        try:
            self._append(numbers.tobytes())
            self._refused = False
        except OSError as error:
            if not self._refused:
                log.warning("what was counted is not kept: %s", error)
            self._refused = True

    def _append(self, content: bytes) -> None:
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size % _BYTES:  # the disk was full within a number
                os.ftruncate(handle, size - size % _BYTES)
            os.write(handle, content)
        finally:
            os.close(handle)
        if size + len(content) >= MOST * _BYTES:
            self._file.replace(self._old)

    def _of(self, file: Path) -> list[int]:
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            log.warning("%s cannot be read, posts may be counted twice: %s", file, error)
            return []
        numbers = array("Q")
        numbers.frombytes(content[: len(content) - len(content) % _BYTES])
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()
