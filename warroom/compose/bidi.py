"""The order in which letters of mixed direction are drawn (Unicode Standard Annex 9), by FriBiDi.

Pillow loads FriBiDi at run time to shape text; the same library gives the embedding levels here. Without it `levels` raises
`MissingPart`, and text from right to left is refused before it comes to that.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import sys
from dataclasses import dataclass

import regex

from warroom.errors import MissingPart

_RIGHT_TO_LEFT = regex.compile(
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Bidi_Class=AN}\p{Bidi_Class=RLE}\p{Bidi_Class=RLO}\p{Bidi_Class=RLI}]"
)
_NAMES = {
    "win32": ("fribidi", "fribidi-0", "libfribidi-0", "libfribidi"),
    "darwin": ("libfribidi.dylib", "libfribidi.0.dylib"),
}
_PAR_ON = 0x40  # FRIBIDI_PAR_ON: the first strong letter decides the line's direction


@dataclass(frozen=True)
class LevelRun:
    """Letters `start` to `end` of the line, all of one direction."""

    start: int
    end: int
    level: int

    @property
    def right_to_left(self) -> bool:
        return self.level % 2 == 1


@functools.cache
def _library() -> ctypes.CDLL:
    found = ctypes.util.find_library("fribidi")
    for name in (*((found,) if found else ()), *_NAMES.get(sys.platform, ("libfribidi.so.0", "libfribidi.so"))):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    from warroom.compose.fonts import fribidi_hint

    raise MissingPart("FriBiDi is missing: text from right to left cannot be drawn.", fribidi_hint())


def resolved(paragraph: str) -> tuple[bytes, bool]:
    """The embedding level of each letter (an odd one runs from right to left) and whether the paragraph itself does.

    No levels for a paragraph that runs from left to right throughout.
    """
    if not _RIGHT_TO_LEFT.search(paragraph):
        return b"", False
    library, count = _library(), len(paragraph)
    letters = (ctypes.c_uint32 * count)(*map(ord, paragraph))
    types, brackets = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)()
    out, base = (ctypes.c_int8 * count)(), ctypes.c_uint32(_PAR_ON)
    library.fribidi_get_bidi_types(letters, count, types)
    library.fribidi_get_bracket_types(letters, count, types, brackets)
    library.fribidi_get_par_embedding_levels_ex(types, brackets, count, ctypes.byref(base), out)
    return bytes(out), bool(base.value & 1)


def levels(line: str) -> bytes:
    """The embedding level of each letter of a line that is a paragraph by itself."""
    return resolved(line)[0] or bytes(len(line))


def visual_runs(line: str, known: bytes = b"") -> tuple[LevelRun, ...]:
    """Runs of one level, from left to right as they are drawn (rule L2). `known` are the levels its paragraph gives it."""
    runs: list[LevelRun] = []
    for at, level in enumerate(known or levels(line)):
        if runs and runs[-1].level == level:
            runs[-1] = LevelRun(runs[-1].start, at + 1, level)
        else:
            runs.append(LevelRun(at, at + 1, level))
    for lowest in range(max((run.level for run in runs), default=0), 0, -1):
        _reverse(runs, lowest)
    return tuple(runs)


def _reverse(runs: list[LevelRun], lowest: int) -> None:
    """Reverse every stretch of runs of at least this level."""
    at = 0
    while at < len(runs):
        end = at
        while end < len(runs) and runs[end].level >= lowest:
            end += 1
        runs[at:end] = reversed(runs[at:end])
        at = max(end, at + 1)
