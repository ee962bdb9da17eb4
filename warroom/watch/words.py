"""Text made comparable, and where a word begins and ends in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

_SAME = {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0xFE0F: None}
_UNSPACED = (  # scripts written without spaces between words: a term may stand anywhere in them
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFF),
)
UNSPACED = "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSPACED) + "]"  # one of their characters, as a regular expression


def folded(text: str) -> str:
    """Case folded, composed, one plain space for any run of white space, plain quotes and hyphens. NUL stays: it parts fields."""
    return folded_each([text])[0]


def folded_each(texts: Sequence[str]) -> list[str]:
    """Each text `folded`; in one go, because this is done to every post of a network."""
    return [
        text
        if (text := whole.casefold()).isascii() and "\n" not in text and "  " not in text and "\t" not in text and "\r" not in text
        else " ".join(normalize("NFC", text.translate(_SAME)).split())
        for whole in texts
    ]


@lru_cache(maxsize=4096)
def is_wordy(char: str) -> bool:
    """Part of a word: a letter, a digit, a mark on one, or the underscore."""
    return char == "_" or unicodedata.category(char)[0] in "LNM"


@lru_cache(maxsize=4096)
def is_unspaced(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _UNSPACED)


def joined(before: str, after: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    return is_wordy(before) and is_wordy(after) and not is_unspaced(before) and not is_unspaced(after)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]`, a term that was found, stands there as words of its own.

    A term that begins with # must be the whole hashtag, one that begins with @ the whole handle; neither begins inside a word
    or an e-mail address.
    """
    first = text[start]
    if start:
        before = text[start - 1]
        if first == "#":
            if joined(before, "x"):
                return False
        elif first == "@":
            if before in ".-+" or joined(before, "x"):
                return False
        elif joined(before, first):
            return False
    if end == len(text):
        return True
    after = text[end]
    if first == "#":
        return not is_wordy(after)
    if first == "@":
        return not (is_wordy(after) or (after in ".-" and end + 1 < len(text) and is_wordy(text[end + 1])))
    return not joined(text[end - 1], after)
