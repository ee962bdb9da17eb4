"""What a topic's posts say now that they did not say in the half hour before, and the posts that say it most typically."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Sequence
from math import log

from msgspec.structs import replace

from warroom.sources.base import words_of
from warroom.sources.post import Post
from warroom.watch.tokens import terms

SHOWN = 6
TYPICAL = 3
_KEPT = 400  # posts of the last minutes, of a topic
_NOW_MS = 180_000
_SPAN_MS = 300_000  # of one part of the half hour
_SPANS = 6
_MOST_TERMS = 1_500  # of one span
_LEAST_AUTHORS = 3
_LIFT = 2.0
_ALIKE = 0.6  # of the words of two posts together: the one repeats the other
_SAME = 0.7  # of a phrase's posts: a word that is hardly ever without it is not shown beside it


class Worded:
    """One post's terms. `at` on the clock that the topic's counts are on."""

    __slots__ = ("at", "post", "terms")

    def __init__(self, post: Post, at: int) -> None:
        self.post = post
        self.at = at
        self.terms = terms(words_of(replace(post, pictures=())))  # one picture's description in many posts would be all that rises


class Phrases:
    """Of one topic: the latest posts, and how often each term stood in those of the half hour before. Memory is bounded."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Nothing was said yet."""
        self.latest: deque[Worded] = deque(maxlen=_KEPT)
        self._spans: deque[tuple[Counter[str], int]] = deque(maxlen=_SPANS)
        self._span: Counter[str] = Counter()
        self._span_posts = 0
        self._span_until = 0
        self._rises_since = 0

    def rises(self, since: int) -> None:
        """What is said from `since` on belongs to a rise and not to the half hour before, until that is told with 0."""
        self._rises_since = since

    def add(self, said: Worded) -> None:
        if not self._span_until:
            self._span_until = said.at + _SPAN_MS
        if len(self.latest) == self.latest.maxlen:
            self._pass(self.latest.popleft())
        self.latest.append(said)
        while self.latest and self.latest[0].at < said.at - _NOW_MS:
            self._pass(self.latest.popleft())

    def _pass(self, said: Worded) -> None:
        """It is of the past now."""
        if self._rises_since and said.at >= self._rises_since:
            return
        if said.at >= self._span_until:
            self._spans.append((Counter(dict(self._span.most_common(_MOST_TERMS))), self._span_posts))
            self._span, self._span_posts = Counter(), 0
            self._span_until = said.at + _SPAN_MS
        self._span.update(said.terms)
        self._span_posts += 1

    def drop(self, ids: Collection[str]) -> None:
        """Posts that their authors took back are shown by nothing."""
        if any(said.post.id in ids for said in self.latest):
            self.latest = deque((said for said in self.latest if said.post.id not in ids), maxlen=_KEPT)

    def since(self, at: int) -> list[Worded]:
        return [said for said in self.latest if said.at >= at]

    def share_before(self, term: str, until: int) -> float:
        """In what share of the posts of the half hour before `until` it stood; never quite none."""
        posts = self._span_posts + sum(number for _, number in self._spans)
        count = self._span[term] + sum(span[term] for span, _ in self._spans)
        for said in self.latest:
            if said.at < until:
                posts += 1
                count += term in said.terms
        return (count + 0.5) / (posts + 10.0)

    def rising(self, since: int, most: int = SHOWN) -> tuple[str, ...]:
        """Terms that stand more often in the posts from `since` on than in the half hour before, the strongest first."""
        return tuple(term for term, _ in self._strengths(self.since(since), since)[:most])

    def typical(self, since: int, most: int = TYPICAL) -> tuple[Post, ...]:
        """Posts from `since` on that hold most of what rises, each by another person and in other words."""
        said = self.since(since)
        strengths = dict(self._strengths(said, since)[: 2 * SHOWN])
        return typical(said, strengths, most)

    def _strengths(self, said: Sequence[Worded], since: int) -> list[tuple[str, float]]:
        by = authors(said)
        number = max(1, len(said))
        least = min(_LEAST_AUTHORS, max(1, number // 3))
        strengths = {}
        for term, who in by.items():
            if len(who) < least:
                continue
            usual = self.share_before(term, since)
            share = len(who) / number
            if share >= _LIFT * usual:
                length = 1.0 + 0.25 * term.count(" ")
                strengths[term] = length * len(who) * log(share / usual)
        return parted(strengths, by)


def authors(said: Iterable[Worded]) -> dict[str, set[str]]:
    """Who said each term."""
    by: dict[str, set[str]] = {}
    for one in said:
        for term in one.terms:
            by.setdefault(term, set()).add(one.post.author)
    return by


def parted(strengths: dict[str, float], by: dict[str, set[str]]) -> list[tuple[str, float]]:
    """The strongest first, without what only repeats a stronger one: a part of its phrase, or a longer one around it."""
    kept: list[tuple[str, float]] = []
    for term, strength in sorted(strengths.items(), key=lambda pair: (-pair[1], pair[0])):
        words = f" {term} "
        if not any(
            (f" {other} " in words or words in f" {other} " or other.lstrip("#") == term.lstrip("#"))
            and len(by[term] & by[other]) >= _SAME * min(len(by[term]), len(by[other]))
            for other, _ in kept
        ):
            kept.append((term, strength))
        if len(kept) == 4 * SHOWN:
            break
    return kept


def typical(said: Sequence[Worded], strengths: dict[str, float], most: int = TYPICAL) -> tuple[Post, ...]:
    """The posts that hold most of it. What one chosen post says counts half for the next."""
    left = {term: strength for term, strength in strengths.items() if strength > 0}
    chosen: list[Worded] = []
    rest = list(said)
    while rest and len(chosen) < most:
        best = max(rest, key=lambda one: (sum(left.get(term, 0.0) for term in one.terms), one.post.reshares, -one.at))
        chosen.append(best)
        rest = [one for one in rest if one.post.author != best.post.author and not alike(one.terms, best.terms)]
        for term in best.terms:
            if term in left:
                left[term] /= 2.0
    return tuple(one.post for one in chosen)


def alike(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two posts, given by their terms, say the same in nearly the same words."""
    words, others = ({term for term in terms if " " not in term} for terms in (one, other))
    return len(words & others) >= _ALIKE * len(words | others)
