"""Looks whether a brand's font can be used, before anything is drawn with it."""

from __future__ import annotations

import functools
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from warroom import locations
from warroom.compose.font_copies import steady
from warroom.compose.fonts import Face, FontFacts, facts
from warroom.compose.layer import File

MOST_BYTES = 64_000_000
_TRIED = "".join(map(chr, (*range(33, 127), *range(161, 256))))
"""Every font is asked for these letters at once: what cannot draw them shall not be found out while somebody types."""
_TALLEST = 8.0  # sizes


def is_woff2(file: File) -> bool:
    """No machine reads these, also one where somebody has installed what could: a card must look the same on all."""
    try:
        with file.path.open("rb") as font:
            return font.read(4) == b"wOF2"
    except OSError:
        return False


def font_facts(file: File) -> FontFacts | None:
    """Weight and axes of a font; None when the file is none that can be used."""
    if file.path.is_relative_to(locations.assets()):
        return facts(file.path, file.digest)
    try:
        if file.path.stat().st_size > MOST_BYTES or is_woff2(file):
            return None
        return _facts(str(steady(file.path, file.digest)), file.digest)
    except OSError:
        return None  # it went, or is being written: the next look sees what became of it


@functools.lru_cache(512)
def _facts(path: str, digest: str) -> FontFacts | None:
    place = Path(path)
    try:
        known = facts(place, digest)
        with TTFont(place, lazy=True, fontNumber=0) as font:
            letters = frozenset(font.getBestCmap() or ())
        set_ = ImageFont.truetype(path, 64)
        if known.axes:
            set_.set_variation_by_axes([axis.default for axis in known.axes])
        sizes = [set_.getmask(letter).size for letter in _TRIED if ord(letter) in letters]
        face = Face(place, tuple(axis.default for axis in known.axes), 0, digest)
        sound = 0 < face.cap <= face.ascent < _TALLEST and face.descent < _TALLEST
    except Exception:
        return None
    return known if sound and letters and all(max(size) < _TALLEST * 64 for size in sizes) else None
