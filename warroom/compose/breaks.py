"""Where lines may break, and in which order the letters of a line are drawn.

Breaks are those of Unicode Standard Annex 14 as ICU finds them: also between the words of Thai, Lao, Khmer and Burmese, which
are written without spaces (by its dictionaries). Headlines break better than the annex asks for: Japanese between phrases,
Korean only at spaces; `anywhere` gives all breaks of the annex, for a text that does not fit so.
Directions are found once for a whole paragraph (Unicode Standard Annex 9), since what a letter's is may hang on an earlier line.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import regex

from warroom.compose import bidi
from warroom.compose.fonts import text_engine

SOFT_HYPHEN = "\u00ad"
_KANA = regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}]")
_INSIDE_KOREAN = regex.compile(r"\p{Script=Hangul}\p{M}*\Z")
_KOREAN = regex.compile(r"\p{Script=Hangul}")
_PHRASES = 200
"""Letters; longer Japanese texts break by the annex: finding phrases takes a tenth of a millisecond each."""


class _Breaker(Protocol):
    def __call__(self, text: str, locale: str, /) -> Iterable[str]: ...


@functools.cache
def _breaker() -> _Breaker:
    from icu4py.breakers import LineBreaker  # here: it maps forty megabytes, which the first window need not wait for

    return LineBreaker


@functools.lru_cache(1024)
def break_units(paragraph: str, anywhere: bool = False) -> tuple[str, ...]:
    """The pieces a line may break between, of a text without newlines; together they are the text."""
    phrases = not anywhere and len(paragraph) <= _PHRASES and _KANA.search(paragraph)
    units = [unit for unit in _breaker()(paragraph, "ja@lb=strict;lw=phrase" if phrases else "en@lb=strict") if unit]
    if not anywhere and _KOREAN.search(paragraph):
        units = _kept_together(units)
    return tuple(units) or ("",)


def _kept_together(units: list[str]) -> list[str]:
    """Korean words whole."""
    out: list[str] = []
    for unit in units:
        if out and _INSIDE_KOREAN.search(out[-1]) and _KOREAN.match(unit):
            out[-1] += unit
        else:
            out.append(unit)
    return out


@dataclass(frozen=True)
class Line:
    """A line as it is drawn. `levels` has each letter's embedding level; empty: all run from left to right."""

    text: str
    levels: bytes = b""
    right_to_left: bool = False  # the paragraph's direction: where the line starts


@dataclass(frozen=True)
class Paragraph:
    """A text without newlines, in the pieces it may break between."""

    text: str
    units: tuple[str, ...]
    starts: tuple[int, ...]  # of each unit, and the text's end
    levels: bytes
    right_to_left: bool

    def line(self, first: int, end: int) -> Line:
        """The line of the units from `first` to before `end`, without the spaces at its end; broken at a soft hyphen, it shows one."""
        start = self.starts[first]
        text = line_end(self.text[start : self.starts[end]], end == len(self.units))
        return Line(text, self.levels[start : start + len(text)], self.right_to_left)


def line_end(text: str, last: bool) -> str:
    """The text as it ends a line; `last`: its paragraph too."""
    text = text.rstrip()
    return text[:-1] + "-" if text.endswith(SOFT_HYPHEN) and not last else text


@functools.lru_cache(256)
def paragraph(text: str, anywhere: bool = False) -> Paragraph:
    units, at, starts = break_units(text, anywhere), 0, [0]
    for unit in units:
        at += len(unit)
        starts.append(at)
    levels, right_to_left = bidi.resolved(text) if text_engine().shapes else (b"", False)
    return Paragraph(text, units, tuple(starts), levels, right_to_left)
