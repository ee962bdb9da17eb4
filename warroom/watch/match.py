"""Which topics a post belongs to: one pass over its words, however many terms the topics have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation

from warroom.plan.model import Topic
from warroom.watch.words import folded, stands_alone

_REMEMBERED = 65_536
_PARTING = "\x01"


class Matcher:
    """Topics made ready for matching. Not changed afterwards; a new plan takes a new one."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        numbers: dict[str, int] = {}
        self._topics: list[tuple[str, int, int, int, frozenset[str]]] = []
        for topic in topics:
            any_of, all_of, none_of = (_bits(terms, numbers) for terms in (topic.any, topic.all, topic.none))
            if any_of or all_of:
                languages = frozenset(language.casefold() for language in topic.languages)
                self._topics.append((topic.name, any_of, all_of, none_of, languages))
        self._find = AhoCorasick(list(numbers), implementation=Implementation.DFA).find_matches_as_indexes if numbers else _nothing
        self._by_terms: dict[int, tuple[tuple[str, frozenset[str]], ...]] = {}
        self.plain: dict[int, tuple[str, ...]] = {}  # what `of_terms` answered before, where no language matters

    def topics(self, words: str, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names of the topics that `words` (folded) belongs to, in the plan's order."""
        found = self.terms_of_each([words])
        return self.of_terms(found[0], languages) if found else ()

    def terms_of_each(self, texts: Sequence[str]) -> dict[int, int]:
        """Which terms stand in which of `texts` (folded): by place, in order, a number that `of_terms` understands. Others are left out.

        All texts are searched as one, parted by a character that is part of no word.
        """
        words = _PARTING.join(texts)
        hits = self._find(words, True)
        if not hits:
            return {}
        nexts = list(accumulate([len(text) + 1 for text in texts]))  # where the text after each begins
        found: dict[int, int] = {}
        place, begins, following = 0, 0, nexts[0]
        for number, start, end in hits:  # in the order in which they end
            if end >= following:
                place = bisect_right(nexts, end)
                following = nexts[place]
                begins = nexts[place - 1]
            if start >= begins and stands_alone(words, start, end):
                found[place] = found.get(place, 0) | 1 << number
        return found

    def of_terms(self, terms: int, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The topics that these terms make. A post that names no language counts as being in any."""
        plain = self.plain.get(terms)
        return plain if plain is not None else self._decide(terms, languages)

    def _decide(self, terms: int, languages: tuple[str, ...]) -> tuple[str, ...]:
        matching = self._by_terms.get(terms)
        if matching is None:
            if len(self._by_terms) >= _REMEMBERED:
                self._by_terms.clear()
                self.plain.clear()
            matching = tuple(
                (name, wanted)
                for name, any_of, all_of, none_of, wanted in self._topics
                if (terms & any_of or not any_of) and terms & all_of == all_of and not terms & none_of
            )
            self._by_terms[terms] = matching
            if not any(wanted for _, wanted in matching):
                self.plain[terms] = tuple(name for name, _ in matching)
        return tuple(name for name, wanted in matching if not wanted or not languages or not wanted.isdisjoint(languages))


def _bits(terms: Sequence[str], numbers: dict[str, int]) -> int:
    bits = 0
    for term in terms:
        if text := folded(term).strip():
            bits |= 1 << numbers.setdefault(text, len(numbers))
    return bits


def _nothing(_words: str, _overlapping: bool = False) -> list[tuple[int, int, int]]:
    return []
