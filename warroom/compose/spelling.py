"""Words that look misspelt, by pyspellchecker's lists of words; advice only, since no list knows every word.

    speller = spelling.ready("en-GB")          # None until its list is read, which a thread begins to do
    speller.misspelt(("Lights out at teh dome",), own=("Crumb",))

What begins with a capital inside a sentence is taken for a name; what holds a digit, a sign or letters of another script is left alone, as
are links, handles and hashtags. Where a list knows only one way of spelling English, the other is right too.
"""

from __future__ import annotations

import bisect
import functools
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spellchecker import SpellChecker

LANGUAGES = ("en", "es", "fr", "it", "pt", "de", "ru", "nl", "lv", "eu")
"""Those whose lists are good for whole words. Arabic and Persian join words with what goes before, and have none here."""

_ELSEWHERE = re.compile(
    r"h?t?tps?(?:\s?:/{0,3}|//)\S*|\bwww\.\S+|\b[\w-]+\.(?:com|org|net|example|social|app)\b\S*|[@#][\w.@-]+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PART = re.compile(r"[\w@#&+]")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:]\s|\n)\s*[\"“‘'(]*$")
_SHORT = 3  # letters: shorter ones are mostly abbreviations
_LONGEST = 25
_BEFORE = 24  # signs between the end of a sentence and the next word
_BRITISH = (
    *(("our", "or"), ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("ogue", "og"), ("ll", "l"), ("l", "ll"), ("ae", "e"), ("oe", "e")),
    *(("ence", "ense"), ("gramme", "gram"), ("grey", "gray"), ("cheque", "check"), ("tyre", "tire"), ("plough", "plow")),
)
_SPOKEN = frozenset(
    ("gonna", "gotta", "wanna", "yeah", "yep", "nope", "haha", "hmm", "ooh", "ahh", "omg", "lol", "emoji", "hashtag", "livestream")
)


class Misspelt(NamedTuple):
    word: str
    instead: str  # empty where nothing is near


class Speller:
    """One language. Used by one thread at a time."""

    def __init__(self, language: str) -> None:
        self._english = language == "en"
        self._script = "CYRILLIC" if language == "ru" else "LATIN"
        self._list = SpellChecker(language=language, distance=1)
        self._sorted = sorted(self._list.word_frequency.dictionary)
        self._near = functools.lru_cache(512)(self._nearest)

    def misspelt(self, texts: Iterable[str], own: Sequence[str] = (), advised: int = 8) -> tuple[Misspelt, ...]:
        """Each once, in the order in which they stand. `own`: names and spellings that are right here. Advice, which takes a
        millisecond each, is looked for with the first `advised`."""
        known = {word.casefold() for phrase in own for word in _WORD.findall(phrase)}
        found: dict[str, str] = {}
        for text in texts:
            for word, last in _suspects(text):
                if not self._right(word, known) and not (last and self._begun(word)):
                    found.setdefault(word.casefold(), word)
        near = (self._near(folded) if place < advised else "" for place, folded in enumerate(found))
        return tuple(Misspelt(word, instead) for word, instead in zip(found.values(), near, strict=True))

    def _right(self, word: str, known: set[str]) -> bool:
        if not all(unicodedata.name(letter, "").startswith(self._script) for letter in word if letter.isalpha()):
            return True
        plain = word.casefold().replace("’", "'")
        whole = plain.removesuffix("'s").removesuffix("s'")
        forms = {plain, whole, whole.removesuffix("s"), whole.removesuffix("es")}
        if forms & known or forms & _SPOKEN or any(form in self._list for form in (plain, whole)):
            return True
        return self._english and any(whole.replace(ours, theirs, 1) in self._list for ours, theirs in _BRITISH if ours in whole)

    def _begun(self, word: str) -> bool:
        """Whether it may still become a word: the last one of a text is often being typed."""
        at = bisect.bisect_left(self._sorted, word.casefold())
        return at < len(self._sorted) and self._sorted[at].startswith(word.casefold())

    def _nearest(self, word: str) -> str:
        near = self._list.correction(word)
        return near if near and near != word else ""


def _suspects(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text that a list could know, and whether the text ends with it."""
    text = _ELSEWHERE.sub(lambda found: " " * len(found.group()), text)
    shouted = text.upper() == text
    for found in _WORD.finditer(text):
        start, end, word = found.start(), found.end(), found.group()
        if not _SHORT <= len(word) <= _LONGEST or _PART.match(text[max(0, start - 1) : start]) or _PART.match(text[end : end + 1]):
            continue
        name = word[0].isupper() and not shouted and not _begins(text, start)
        if not name and (shouted or word[1:] == word[1:].lower()):
            yield word, end == len(text)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there. Only the nearest signs are looked at: a long text has thousands of words."""
    before = text[max(0, at - _BEFORE) : at]
    return _SENTENCE_END.search(before if at <= _BEFORE else f"x{before}") is not None


_spellers: dict[str, Speller | None] = {}
_reading = threading.Lock()


def ready(language: str) -> Speller | None:
    """The speller of a BCP 47 language; None where there is none, or while its list is being read."""
    primary = language.partition("-")[0].casefold()
    if primary not in LANGUAGES:
        return None
    with _reading:
        if primary not in _spellers:
            _spellers[primary] = None
            threading.Thread(target=_read, args=(primary,), name=f"read the words of {primary}", daemon=True).start()
        return _spellers[primary]


def _read(language: str) -> None:
    speller = Speller(language)
    with _reading:
        _spellers[language] = speller
