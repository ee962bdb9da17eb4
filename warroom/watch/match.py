"""Which topics a post belongs to: one pass over its words, however many terms the topics have."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from warroom.plan.model import Topic
from warroom.watch.words import folded, stands_alone

_REMEMBERED = 65_536


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
        self._plain: dict[int, tuple[str, ...]] = {}  # terms whose topics ask for no language

    def topics(self, words: str, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names of the topics that `words` (folded) belongs to, in the plan's order."""
        terms = self.terms(words)
        return self.of_terms(terms, languages) if terms else ()

    def terms(self, words: str) -> int:
        """Which terms stand in `words` (folded), as bits of a number that `of_terms` understands; 0: none."""
        terms = 0
        for number, start, end in self._find(words, True):
            bit = 1 << number
            if not terms & bit and stands_alone(words, start, end):
                terms |= bit
        return terms

    def of_terms(self, terms: int, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A post that names no language counts as being in any."""
        plain = self._plain.get(terms)
        return plain if plain is not None else self._decide(terms, languages)

    def _decide(self, terms: int, languages: tuple[str, ...]) -> tuple[str, ...]:
        matching = self._by_terms.get(terms)
        if matching is None:
            if len(self._by_terms) >= _REMEMBERED:
                self._by_terms.clear()
                self._plain.clear()
            matching = tuple(
                (name, wanted)
                for name, any_of, all_of, none_of, wanted in self._topics
                if (terms & any_of or not any_of) and terms & all_of == all_of and not terms & none_of
            )
            self._by_terms[terms] = matching
            if not any(wanted for _, wanted in matching):
                self._plain[terms] = tuple(name for name, _ in matching)
        return tuple(name for name, wanted in matching if not wanted or not languages or not wanted.isdisjoint(languages))


def _bits(terms: Sequence[str], numbers: dict[str, int]) -> int:
    bits = 0
    for term in terms:
        if text := folded(term).strip():
            bits |= 1 << numbers.setdefault(text, len(numbers))
    return bits


def _nothing(_words: str, _overlapping: bool = False) -> list[tuple[int, int, int]]:
    return []
