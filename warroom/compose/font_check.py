"""Looks whether a brand's font can be used, before anything is drawn with it."""

from __future__ import annotations

import functools
import itertools
import time
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

from warroom import locations
from warroom.compose.font_copies import Uncopied, steady
from warroom.compose.fonts import Face, FontFacts, facts
from warroom.compose.layer import File

MOST_BYTES = 64_000_000
_TRIED = "".join(map(chr, (*range(33, 127), *range(161, 256))))
"""Every font is asked for these letters at once: what cannot draw them shall not be found out while somebody types."""
_TALLEST = 8.0  # sizes


_SLOWEST = 0.25
"""Seconds of one letter of 64 pixels; those of printed books take a thousandth of it."""
_LONGEST = 40_000
"""Bytes of one letter's outline: more than ten thousand points, which take seconds to draw at the size of a headline."""


class BadFont(ValueError):
    """A font that cannot be used: the rest of a sentence that begins with its name, and what to do."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


_NONE = ("is not a font that can be used.", "Use a TTF, OTF or WOFF file.")
_UNPACK = "Use its TTF or OTF file, or unpack it: uv tool run --from 'fonttools[woff]' fonttools ttLib.woff2 decompress FILE.woff2"
_INTRICATE = ("has letters of so many points that a card would not be drawn in time.", "Simplify its outlines, or use another font.")


def font_facts(file: File) -> FontFacts:
    """Weight and axes of a font. Raises BadFont."""
    if file.path.is_relative_to(locations.assets()):
        return facts(file.path, file.digest)
    try:
        if file.path.stat().st_size > MOST_BYTES:
            raise BadFont(f"has more than {MOST_BYTES // 1_000_000} MB.", "Use one with fewer letters.")
        if _is_woff2(file):
            raise BadFont("is packed as WOFF2, which is not read.", _UNPACK)
        found = _facts(str(steady(file.path, file.digest)), file.digest)
    except Uncopied as wrong:
        raise BadFont(f"{wrong}.", "Free some space there.") from wrong
    except OSError as wrong:  # it went, or is being written: the next look sees what became of it
        raise BadFont(*_NONE) from wrong
    if not isinstance(found, FontFacts):
        raise BadFont(*found)
    return found


def varies(file: File) -> bool:
    """Whether a font that has axes has letters that follow them; the font was found to be one that can be used."""
    return _varies(str(file.path), file.digest)


@functools.lru_cache(512)
def _varies(path: str, _digest: str) -> bool:
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return "gvar" in font or "CFF2" in font
    except (TTLibError, OSError):  # it went, or is being written: the next look sees what became of it
        return True


def _is_woff2(file: File) -> bool:
    """No machine reads these, also one where somebody has installed what could: a card must look the same on all."""
    with file.path.open("rb") as font:
        return font.read(4) == b"wOF2"


@functools.lru_cache(512)
def _facts(path: str, digest: str) -> FontFacts | tuple[str, str]:
    place = Path(path)
    try:
        known = facts(place, digest)
        with TTFont(place, lazy=True, fontNumber=0) as font:
            letters = frozenset(font.getBestCmap() or ())
            if "loca" in font and _longest(font) > _LONGEST:
                return _INTRICATE
        set_ = ImageFont.truetype(path, 64)
        if known.axes:
            set_.set_variation_by_axes([axis.default for axis in known.axes])
        for letter in _TRIED:
            if ord(letter) not in letters:
                continue
            began = time.thread_time()
            if max(set_.getmask(letter).size) >= _TALLEST * 64:
                return _NONE
            if time.thread_time() - began > _SLOWEST:
                return _INTRICATE
        face = Face(place, tuple(axis.default for axis in known.axes), 0, digest)
        sound = 0 < face.cap <= face.ascent < _TALLEST and face.descent < _TALLEST
    except Exception:
        return _NONE
    return known if sound and letters else _NONE


def _longest(font: TTFont) -> int:
    """Bytes of the longest outline of a TrueType font."""
    places = font["loca"].locations
    return max((end - start for start, end in itertools.pairwise(places)), default=0)
