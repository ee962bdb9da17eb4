"""Blanks and moulds: what a shell's texts may become, and what was filled into them. Pure; nothing here raises on any text.

A mould is a text with `{name}` where a blank stands; braces around anything else are only braces. `pour` fills a mould;
`read` goes the other way: the values that, poured into every mould, give exactly these texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from warroom.review.model import Blank

MOST_BLANKS = 12
LONGEST_BLANK = 280  # graphemes
NAME = regex.compile(r"[a-z][a-z0-9_]{0,30}")
PATTERNS: dict[str, tuple[str, regex.Pattern[str]]] = {
    "digits": ("digits only", regex.compile(r"[0-9]+")),
    "score": ("a score such as 2–1", regex.compile(r"[0-9]{1,3} ?[-–:] ?[0-9]{1,3}")),
    "time": ("a time such as 20:45", regex.compile(r"[0-9]{1,3}[:.][0-9]{2}")),
    "minute": ("a minute such as 45+2", regex.compile(r"[0-9]{1,3}(\+[0-9]{1,2})?['′]?")),
}
"""What a blank may be held to, by name: how to say it, and what matches it whole."""

_PLACE = regex.compile(r"\{([a-z][a-z0-9_]{0,30})\}")
_GRAPHEME = regex.compile(r"[\U0001F1E6-\U0001F1FF]{2}[\p{Grapheme_Cluster_Break=Extend}\p{Grapheme_Cluster_Break=SpacingMark}\u200d]*|\X")
"""Flags apart: `\\X` alone counts back to the first of a row of them for each."""
_NO_WORDS = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}--[\u200c\u200d\U000e0020-\U000e007f]]", regex.VERSION1)
_POINTS_ELSEWHERE = regex.compile(r"(?i)://|\bwww\.|(?<![\p{L}\p{N}])[@#][\p{L}\p{N}_]|\b[\w-]+\.(com|net|org|io|tv|app|co|me|link)\b")
_LONGEST_GRAPHEME = 20  # code points: more than any family emoji has
_JOINS = regex.compile(r"^[\p{M}\u200d]|[\u200c\u200d]$")
_MOST_WORK = 20_000  # in ways to read a text and the letters looked at in them; beyond it the text counts as not read
_LETTERS_A_TRY = 10


def count(text: str) -> int:
    return len(text) if text.isascii() and "\r" not in text else len(_GRAPHEME.findall(text))


def pour(mould: str, values: Mapping[str, str]) -> str:
    return str(_PLACE.sub(lambda place: values.get(place[1], place[0]), mould))


def named(mould: str, blanks: Sequence[Blank]) -> tuple[str, ...]:
    """The blanks that stand in it, in their order, each once."""
    known = {blank.name for blank in blanks}
    return tuple(dict.fromkeys(name for name in _PLACE.findall(mould) if name in known))


def wrong(blank: Blank, value: str) -> str:
    """Why `value` may not stand in the blank, as the end of a sentence that begins with the blank's name; empty where it may."""
    if not value.strip():
        return "is empty"
    if _NO_WORDS.search(value):
        return "holds a line break or a sign that cannot be seen"
    if _JOINS.search(value):
        return "begins or ends with a sign that joins what stands beside it"
    used = count(value)
    if used > blank.most:
        return f"has {used} characters and {blank.most} is the most"
    if blank.pattern:
        words, pattern = PATTERNS.get(blank.pattern, ("nothing this version knows", None))
        if pattern is None or not pattern.fullmatch(value):
            return f"must be {words}"
    if _POINTS_ELSEWHERE.search(value):
        return "holds a link, a handle or a hashtag"
    return ""


@dataclass
class _Work:
    left: int = _MOST_WORK

    def spend(self, letters: int = 0) -> bool:
        self.left -= 1 + letters // _LETTERS_A_TRY
        return self.left >= 0


@dataclass(frozen=True)
class _Reading:
    blanks: Mapping[str, Blank]
    work: _Work = field(default_factory=_Work)

    def all(self, pairs: Sequence[tuple[str, str]], known: dict[str, str]) -> dict[str, str] | None:
        """Values that fit every (mould, text), the least open mould first, so that most is known when the others come."""
        if not pairs:
            return known
        order = sorted(range(len(pairs)), key=lambda place: self._open(pairs[place][0], known))
        mould, text = pairs[order[0]]
        rest = [pairs[place] for place in order[1:]]
        if self.work.left < 0:
            return None
        for values in self._one(_parts(mould, self.blanks), text, known):
            found = self.all(rest, values)
            if found is not None:
                return found
        return None

    def _open(self, mould: str, known: Mapping[str, str]) -> tuple[int, int]:
        names = [name for name in _PLACE.findall(mould) if name in self.blanks and name not in known]
        return len(set(names)), len(mould)

    def _one(self, parts: tuple[str | Blank, ...], text: str, known: dict[str, str]) -> Iterator[dict[str, str]]:
        if not self.work.spend() or self._least(parts, known) > len(text):
            return
        if not parts:
            if not text:
                yield known
            return
        first, rest = parts[0], parts[1:]
        fixed = first if isinstance(first, str) else known.get(first.name)
        if fixed is not None:
            if text.startswith(fixed):
                yield from self._one(rest, text[len(fixed) :], known)
            return
        assert isinstance(first, Blank)
        for end in self._ends(rest, text, first):
            if not self.work.spend(end):
                return
            if not wrong(first, text[:end]):
                yield from self._one(rest, text[end:], {**known, first.name: text[:end]})

    def _ends(self, rest: tuple[str | Blank, ...], text: str, blank: Blank) -> Iterator[int]:
        """Where the blank at the beginning of `text` may end: before the next fixed words, at the nearest first."""
        if not rest:
            yield len(text)
            return
        following = rest[0]
        most = sum(map(len, _GRAPHEME.findall(text[: blank.most * _LONGEST_GRAPHEME])[: blank.most]))
        for end in range(1, most + 1):
            if not isinstance(following, str) or text.startswith(following, end):
                yield end

    def _least(self, parts: tuple[str | Blank, ...], known: Mapping[str, str]) -> int:
        """Letters that these parts take at the least: a blank is never empty."""
        return sum(len(part) if isinstance(part, str) else len(known.get(part.name, "?")) for part in parts)


def _parts(mould: str, blanks: Mapping[str, Blank]) -> tuple[str | Blank, ...]:
    parts: list[str | Blank] = []
    at = 0
    for place in _PLACE.finditer(mould):
        blank = blanks.get(place[1])
        if blank is None:
            continue
        if place.start() > at:
            parts.append(mould[at : place.start()])
        parts.append(blank)
        at = place.end()
    if at < len(mould):
        parts.append(mould[at:])
    return tuple(parts)


def read(blanks: Sequence[Blank], pairs: Sequence[tuple[str, str]]) -> dict[str, str] | None:
    """The values that make every (mould, text) of `pairs` true and that the blanks allow; None where there are none.

    Where several readings fit, any of them is right: they all pour to the very same texts.
    """
    return _Reading({blank.name: blank for blank in blanks}).all(list(pairs), {})
