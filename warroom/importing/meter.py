"""What an import is at, for who waits for it: one line that is written over on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from warroom.importing.design import At

QUIET = 2.0
"""Seconds of silence where nobody looks: what is done by then needs no line."""
PAUSE = 10.0
"""Seconds between two lines there."""


class Meter:
    """Writes to `out`, never to where the report goes. `name`: what is imported."""

    def __init__(self, name: str, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._out, self._clock = name, out, clock
        self._terminal = out.isatty()
        self._began = self._next = clock()
        if not self._terminal:
            self._next += QUIET
        self._at = At()
        self._since = self._began

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        if self._terminal:
            self._write("\r\x1b[K")

    def tell(self, at: At) -> None:
        """To be called whenever that changes, and each second."""
        now = self._clock()
        if at != self._at:
            self._at, self._since = at, now
        if self._terminal:
            wide = shutil.get_terminal_size().columns
            self._write(f"\r\x1b[K{self._line(now)[: wide - 1]}")
        elif now >= self._next:
            self._next = now + PAUSE
            self._write(f"{self._line(now)}\n")

    def _line(self, now: float) -> str:
        at, taken = self._at, int(now - self._since)
        if at.writing:
            doing = "writing the template"
        elif at.of:
            doing = f"layer {at.number} of {at.of}, “{_plain(at.name)}”"
        else:
            doing = "reading"
        return f"{self._name}: {doing}{f' ({taken} s)' if taken >= QUIET else ''} …"

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            self._terminal, self._next = False, float("inf")  # nobody reads; the import goes on


def _plain(name: str) -> str:
    """Short, and without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in name[:60])
