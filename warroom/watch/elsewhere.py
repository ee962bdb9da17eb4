"""Words and hashtags that rise across the whole stream without being in any topic."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from math import sqrt
from typing import Any

import msgspec
import uuid_utils

from warroom.plan.model import Sensitivity
from warroom.sources.base import Reader
from warroom.sources.post import Post
from warroom.watch.phrases import TYPICAL, alike
from warroom.watch.spike import ELSEWHERE, Spike, SpikeEnd
from warroom.watch.tokens import telling, tokens

RATE = 200  # posts a second whose words are looked at, whatever the stream has
_BUCKET_S = 10
_RECENT = 6  # buckets: the minute that is compared
_QUICK = 2  # and the latest of them alone
_SPAN_S = 300
_SPANS = 6
_MOST_TERMS = 10_000  # of one span
_WARM_POSTS = 500  # before anything counts as usual
_WARM_S = 300
_EVERY_S = 2  # from one look to the next
_TITLE = 3  # words
_TOGETHER = 0.4  # of a word's posts: one that is in so many of them rises with it
_QUIET_S = 1_800  # before the same words are told again
_BACK_S = 60
_OVER = 0.4  # of the peak


class Rarity(msgspec.Struct, frozen=True):
    """What a word must have to be told."""

    sure: float  # standard deviations above the half hour
    lift: float  # times its usual share
    authors: int  # in the minute
    cool_s: int  # from one spike elsewhere to the next


RARITIES: dict[Sensitivity, Rarity] = {
    "fewer": Rarity(9.0, 6.0, 18, 600),
    "balanced": Rarity(7.0, 4.0, 12, 240),
    "more": Rarity(5.5, 3.0, 8, 120),
}


class _Heard:
    __slots__ = ("author", "make", "words")

    def __init__(self, words: frozenset[str], author: int, make: Callable[[], Post]) -> None:
        self.words = words
        self.author = author
        self.make = make


class _Bucket:
    __slots__ = ("authors", "counts", "heard", "second", "stream")

    def __init__(self, second: int) -> None:
        self.second = second
        self.heard: list[_Heard] = []
        self.counts: Counter[str] = Counter()
        self.authors: set[int] = set()
        self.stream = 0


class _Open:
    __slots__ = ("id", "peak", "word", "words")

    def __init__(self, spike: Spike, word: str, words: Collection[str]) -> None:
        self.id = spike.id
        self.peak = spike.per_s
        self.word = word
        self.words = words


class Elsewhere:
    """Of one stream. Of each author one post in ten seconds counts, so that a count is one of people. Seconds are of its clock."""

    def __init__(self, sensitivity: Sensitivity, known: Collection[str] = ()) -> None:
        self.expect(sensitivity, known)
        self._lost: SpikeEnd | None = None
        self._open: _Open | None = None
        self._begin()

    def _begin(self) -> None:
        """Nothing was heard yet."""
        self._recent: deque[_Bucket] = deque(maxlen=_RECENT)
        self._now: Counter[str] = Counter()
        self._spans: deque[tuple[Counter[str], int]] = deque(maxlen=_SPANS)
        self._span: Counter[str] = Counter()
        self._span_posts = 0
        self._span_until = 0
        self._tokens = 0.0
        self._took_at = 0
        self._first = 0
        self._looked = self._newest = 0
        self._told_at = -(10**9)
        self._quiet: dict[str, int] = {}

    def expect(self, sensitivity: Sensitivity, known: Collection[str]) -> None:
        """Another sensitivity, or other words that belong to topics, from now on; what is known of the stream stays."""
        self.sensitivity = sensitivity
        self.rarity = RARITIES[sensitivity]
        self.known = frozenset(known)

    def offer(
        self, texts: Sequence[str], items: Sequence[Any], matched: Collection[int], reader: Reader[Any], now_ms: int, each: int = 1
    ) -> None:
        """An even sample of these, as many as the time since the last offer allows; `matched` are places that are in a topic.

        Each stands for so many posts. Where the clock was put back, all begins anew.
        """
        if now_ms // 1_000 < self._newest - _BACK_S:
            self._lose(now_ms // 1_000)
        self._newest = now_ms // 1_000
        self._tokens = min(RATE, self._tokens + max(0, now_ms - self._took_at) * RATE / 1_000)
        self._took_at = now_ms
        second = now_ms // 1_000
        bucket = self._bucket(second)
        bucket.stream += (len(items) - len(matched)) * each
        wanted = min(int(self._tokens), len(texts))
        if not wanted:
            return
        self._tokens -= wanted
        for number in range(wanted):
            place = number * len(texts) // wanted
            if place not in matched:
                self._hear(bucket, texts[place], items[place], reader)

    def _lose(self, second: int) -> None:
        if self._open is not None:
            self._lost = SpikeEnd(self._open.id, second * 1_000, self._open.peak)
            self._open = None
        self._begin()

    def _hear(self, bucket: _Bucket, text: str, item: Any, reader: Reader[Any]) -> None:
        author = hash(reader.author(item))
        if author in bucket.authors:
            return
        bucket.authors.add(author)
        words = frozenset(word for word in tokens(text) if telling(word))
        if words:
            bucket.heard.append(_Heard(words, author, lambda: reader.post(item)))
            bucket.counts.update(words)
            self._now.update(words)

    def _bucket(self, second: int) -> _Bucket:
        begins = second - second % _BUCKET_S
        if not self._recent or self._recent[-1].second < begins:
            if not self._first:
                self._first = second
            if len(self._recent) == _RECENT:
                self._pass(self._recent.popleft())
            self._recent.append(_Bucket(begins))
        return self._recent[-1]

    def _pass(self, bucket: _Bucket) -> None:
        """It is of the past now."""
        self._now.subtract(bucket.counts)
        for word in bucket.counts:
            if self._now[word] <= 0:
                del self._now[word]
        if bucket.second >= self._span_until:
            if self._span_posts:
                self._spans.append((Counter(dict(self._span.most_common(_MOST_TERMS))), self._span_posts))
            self._span, self._span_posts = Counter(), 0
            self._span_until = bucket.second + _SPAN_S
        self._span.update(bucket.counts)
        self._span_posts += len(bucket.heard)

    def look(self, second: int) -> tuple[Spike | None, SpikeEnd | None]:
        """What rises now, and what is over; to be asked as often as one likes."""
        if self._lost is not None:
            lost, self._lost = self._lost, None
            return None, lost
        if second - self._looked < _EVERY_S:
            return None, None
        self._looked = second
        self._bucket(second)
        posts = self._posts_before()
        if posts < _WARM_POSTS or second - self._first < _WARM_S:
            return None, None
        ended = self._end(second)
        if self._open is not None or second - self._told_at < self.rarity.cool_s:
            return None, ended
        return self._strongest(second, posts), ended

    def again(self, told: Spike) -> Spike | None:
        """The spike that is on, by all that was heard of it in the last minute; None where it is another one, or over."""
        opened = self._open
        if opened is None or opened.id != told.id:
            return None
        buckets = list(self._recent)
        saying = [heard for bucket in buckets for heard in bucket.heard if opened.word in heard.words]
        beside = self._beside(opened.word, saying, self._posts_before())
        per_s = self._per_s(len(saying), buckets)
        opened.peak = max(opened.peak, per_s)
        return msgspec.structs.replace(
            told,
            per_s=per_s,
            peak=opened.peak,
            authors=len({heard.author for heard in saying}),
            rising=(opened.word, *beside),
            posts=_three(saying, {opened.word, *beside}),
        )

    def _posts_before(self) -> int:
        return self._span_posts + sum(number for _, number in self._spans)

    def _end(self, second: int) -> SpikeEnd | None:
        opened = self._open
        if opened is None:
            return None
        per_s = self._per_s(self._now[opened.word], list(self._recent))
        opened.peak = max(opened.peak, per_s)
        if per_s >= _OVER * opened.peak:
            return None
        self._open = None
        return SpikeEnd(opened.id, second * 1_000, opened.peak)

    def _heard_before(self, word: str) -> bool:
        return self._span[word] > 0 or any(word in span for span, _ in self._spans)

    def _usual(self, word: str, posts: int) -> float:
        """Its share of the half hour's posts. A word too rare to be kept may have been there once in every span."""
        count = self._span[word] + sum(span[word] for span, _ in self._spans)
        return (count + 1.0) / (posts + 1.0)

    def _strongest(self, second: int, posts: int) -> Spike | None:
        rarity = self.rarity
        for length in (_QUICK, _RECENT):
            buckets = list(self._recent)[-length:]
            number = sum(len(bucket.heard) for bucket in buckets)
            best, strongest = "", rarity.sure
            for word, whole in self._now.items():
                if whole < rarity.authors or word in self.known or self._quiet.get(word, 0) > second:
                    continue
                count = sum(bucket.counts[word] for bucket in buckets)
                expected = self._usual(word, posts) * number
                if count >= rarity.authors and count >= rarity.lift * expected:
                    steps = 2.0 * (sqrt(count + 0.375) - sqrt(expected + 0.375))
                    if steps > strongest:
                        best, strongest = word, steps
            if best:
                spike = self._tell(best, strongest, buckets, second, posts)
                if spike is not None:
                    return spike
        return None

    def _tell(self, word: str, steps: float, buckets: list[_Bucket], second: int, posts: int) -> Spike | None:
        saying = [heard for bucket in buckets for heard in bucket.heard if word in heard.words]
        people = len({heard.author for heard in saying})
        if people < self.rarity.authors:
            self._quiet[word] = second + _BUCKET_S
            return None
        beside = self._beside(word, saying, posts)
        self._quiet = {each: until for each, until in self._quiet.items() if until > second}
        self._quiet |= dict.fromkeys((word, *beside), second + _QUIET_S)
        self._told_at = second
        number = sum(len(bucket.heard) for bucket in buckets)
        counted = [bucket for bucket in buckets if bucket.counts[word]]
        spike = Spike(
            id=str(uuid_utils.uuid7()),
            topic=ELSEWHERE,
            title=" · ".join((word, *beside)[:_TITLE]),
            since=counted[0].second * 1_000,
            spotted=second * 1_000,
            per_s=self._per_s(len(saying), buckets),
            baseline=self._per_s(1, buckets) * self._usual(word, posts) * number if self._heard_before(word) else 0.0,
            score=steps,
            authors=people,
            rising=(word, *beside),
            posts=_three(saying, {word, *beside}),
            rule="words",
        )
        self._open = _Open(spike, word, beside)
        return spike

    def _beside(self, word: str, saying: list[_Heard], posts: int) -> tuple[str, ...]:
        """Other words that rise in the same posts, the most common first."""
        with_it = Counter(other for heard in saying for other in heard.words if other != word and other not in self.known)
        most = [(other, count) for other, count in with_it.most_common(12) if count >= _TOGETHER * len(saying)]
        return tuple(other for other, count in most if count >= self.rarity.lift * self._usual(other, posts) * len(saying))[:5]

    def _per_s(self, count: int, buckets: list[_Bucket]) -> float:
        """Of the whole stream, by what part of it was looked at."""
        heard = sum(len(bucket.heard) for bucket in buckets)
        stream = sum(bucket.stream for bucket in buckets)
        seconds = len(buckets) * _BUCKET_S
        return count / seconds * max(1.0, stream / heard if heard else 1.0)


def _three(saying: list[_Heard], words: set[str]) -> tuple[Post, ...]:
    """The posts that hold most of the words, each by somebody else."""
    chosen: list[_Heard] = []
    for heard in sorted(saying, key=lambda each: (-len(each.words & words), len(each.words))):
        if all(heard.author != other.author and not alike(heard.words, other.words) for other in chosen):
            chosen.append(heard)
        if len(chosen) == TYPICAL:
            break
    return tuple(heard.make() for heard in chosen)
