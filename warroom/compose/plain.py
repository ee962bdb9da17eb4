"""Texts as they are read, for checking: whether there is anything to see in one, and what word it is whatever it is written with."""

from __future__ import annotations

import functools
import unicodedata

import regex

_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}--[\t\n\r]]", regex.VERSION1)
_SEEN = regex.compile(r"[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]")
_MIXED = regex.compile(r"[\p{L}\p{M}]+")
_LATIN = regex.compile("[a-z]")
# Letters of Cyrillic and of Greek, small, each above the Latin one that it is read as.
_ALIKE = str.maketrans(
    "аеорсухіѕјԁԛԝкмтнв" + "αειορτυνκηχβμωγ",
    "aeopcyxisjdqwkmthb" + "aeioptuvknxbmwy",
)


def blank(text: str) -> bool:
    """Whether nothing of it shows: empty, white space, or signs that are made to be invisible."""
    return _SEEN.search(text) is None


@functools.lru_cache(64)
def read(text: str) -> str:
    """As it is read: without what does not show, compatibility forms, case and runs of white space made one.

    In a word that has Latin letters, those of other scripts that look like them are taken for them.
    """
    folded = " ".join(unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold().split())
    return folded if folded.isascii() else _MIXED.sub(_as_latin, folded)


def _as_latin(word: regex.Match[str]) -> str:
    found: str = word.group()
    return found.translate(_ALIKE) if _LATIN.search(found) else found
