"""From what sources read to what a room is sent: matched, known ones dropped, copies folded, counted, sampled."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from warroom.plan.model import Topic
from warroom.sources.base import PostReader, Reader, words_of
from warroom.sources.gap import Gap
from warroom.sources.post import Post
from warroom.sources.rehearsal.tick import Tick
from warroom.watch.batch import Batch
from warroom.watch.fold import Recent, fingerprint
from warroom.watch.match import Matcher
from warroom.watch.sample import FairSample
from warroom.watch.volume import Volume
from warroom.watch.words import folded, folded_each

T = TypeVar("T")

RATE = 5_000  # posts a second that a room is sent at most
_KNOWN = 100_000  # posts whose second reading is noticed
_FOLDED = 20_000  # texts whose copies are noticed
_RETOLD = 50  # posts a batch that are sent again because they have more copies
_RETELL_MS = 1_000  # and how long one of them waits for that
_GAPS = 200  # told in one batch, the latest


class _Kept:
    """A matched post on its way: its decoded item until it is sent, the post itself afterwards."""

    __slots__ = ("copies", "item", "mark", "post", "reader", "told_at", "topics")

    def __init__(self, item: Any, reader: Reader[Any], topics: tuple[str, ...], mark: int) -> None:
        self.item = item
        self.reader = reader
        self.topics = topics
        self.mark = mark
        self.copies = 0
        self.post: Post | None = None
        self.told_at = 0


class Pipeline:
    """The sink of all sources of one room. `now` gives server time in ms; not thread-safe: one loop owns it."""

    def __init__(self, topics: Sequence[Topic], now: Callable[[], int], rate: int = RATE) -> None:
        self._matcher = Matcher(topics)
        self._now = now
        self._rate = rate
        self._tokens = float(rate)
        self._taken_at = now()
        self.volume = Volume()
        self._known: Recent[int, bool] = Recent(_KNOWN)
        self._folds: Recent[int, _Kept] = Recent(_FOLDED)
        self._marks: Recent[str, int] = Recent(_FOLDED)
        self._sample: FairSample[_Kept] = FairSample(rate)
        self._played: list[_Kept] = []
        self._grown: dict[int, _Kept] = {}
        self._deleted: dict[str, None] = {}
        self._gaps: deque[Gap] = deque(maxlen=_GAPS)
        self._read = 0
        self._not_sent = 0

    def watch(self, topics: Sequence[Topic]) -> None:
        """Other topics from now on; what was matched before stays as it was."""
        self._matcher = Matcher(topics)

    def take(self, items: Sequence[T], reader: Reader[T]) -> None:
        """Counts every new post that matches a topic and keeps it, or its being a copy, for the next batch."""
        now = self._now()
        newest = now // 1_000 * 1_000
        self._read += len(items)
        self.volume.reach(newest)
        matcher, known = self._matcher, self._known
        texts = folded_each(reader.words(items))
        for place, terms in matcher.terms_of_each(texts).items():
            item = items[place]
            topics = matcher.plain.get(terms)
            if topics is None:
                topics = matcher.of_terms(terms, reader.languages(item))
            key = hash(reader.key(item))  # of 64 bits, and a quarter of the memory of what it stands for
            if not topics or key in known:
                continue
            known.put(key, True)
            second = reader.heard(item) // 1_000 * 1_000
            self.volume.add(topics, second if second < newest else newest)
            self._keep(_Kept(item, reader, topics, fingerprint(texts[place])))

    def _keep(self, kept: _Kept) -> None:
        first = self._folds.get(kept.mark)
        if first is not None:
            first.copies += 1
            self._grown[kept.mark] = first
        elif self._sample.offer(kept.topics, kept):
            self._folds.put(kept.mark, kept)
        else:
            self._not_sent += 1

    def play(self, tick: Tick) -> None:
        """A rehearsal's posts and counts: the counts are taken as they are, the posts were sampled by who wrote them."""
        self._read += tick.total
        self._not_sent += tick.not_sent
        if tick.counts:
            self.volume.turn_back(max(count.second for count in tick.counts))
        for count in tick.counts:
            self.volume.add((count.topic,), count.second, count.count)
        reader = PostReader()
        for post in tick.posts:
            text = folded(words_of(post))
            topics = self._matcher.topics(text, post.languages)
            if not topics:
                continue
            kept = _Kept(post, reader, topics, fingerprint(text))
            first = self._folds.get(kept.mark)
            if first is None:
                self._folds.put(kept.mark, kept)
                self._played.append(kept)
            else:
                first.copies += 1
                self._grown[kept.mark] = first

    def delete(self, ids: Sequence[str]) -> None:
        for post_id in ids:
            self._deleted[post_id] = None
            mark = self._marks.drop(post_id)
            if mark is not None:
                self._folds.drop(mark)
                self._grown.pop(mark, None)

    def gap(self, gap: Gap) -> None:
        self._gaps.append(gap)

    def batch(self) -> Batch:
        """Everything since the last batch, posts in the order in which the network had them. Meant for ten times a second."""
        now = self._now()
        budget = self._budget(now)
        taken, dropped = self._sample.take(budget)
        self._tokens -= len(taken)
        for kept in dropped:
            self._folds.drop(kept.mark)
            self._grown.pop(kept.mark, None)
            self._not_sent += 1 + kept.copies
        played, self._played = self._played, []
        posts = [self._first_telling(kept, now) for kept in (*taken, *played)]
        posts += self._retold(now)
        deleted, self._deleted = self._deleted, {}
        if deleted:
            posts = [post for post in posts if post.id not in deleted]
        posts.sort(key=_made)
        read, self._read = self._read, 0
        not_sent, self._not_sent = self._not_sent, 0
        gaps, self._gaps = self._gaps, deque(maxlen=_GAPS)
        return Batch(tuple(posts), self.volume.drain(), read, not_sent, tuple(deleted), tuple(gaps))

    def _budget(self, now: int) -> int:
        passed = max(0, now - self._taken_at) / 1_000
        self._taken_at = now
        self._tokens = min(self._rate, self._tokens + passed * self._rate)
        return int(self._tokens)

    def _first_telling(self, kept: _Kept, now: int) -> Post:
        post = msgspec.structs.replace(kept.reader.post(kept.item), topics=kept.topics, copies=kept.copies)
        kept.item, kept.post, kept.told_at = None, post, now
        self._marks.put(post.id, kept.mark)
        self._grown.pop(kept.mark, None)
        return post

    def _retold(self, now: int) -> list[Post]:
        """Posts with more copies than were told, the most copied first, each at most once a second."""
        due = sorted((kept for kept in self._grown.values() if kept.told_at + _RETELL_MS <= now), key=lambda kept: -kept.copies)
        retold = []
        for kept in due[:_RETOLD]:
            del self._grown[kept.mark]
            if kept.post is not None:
                kept.post = msgspec.structs.replace(kept.post, copies=kept.copies)
                kept.told_at = now
                retold.append(kept.post)
        return retold


def _made(post: Post) -> int:
    return post.at
