"""What waits to be handed to the room: bounded however long the room is away, its counts always whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec

from warroom.sources.count import TopicCount
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.watch.batch import Batch
from warroom.watch.spike import Spike, SpikeEnd, Turn
from warroom.wire import FeedBatch

MOST_POSTS = 10_000  # kept while the room is away, the newest
MOST_AT_ONCE = 1_000  # in one request
MOST_DELETED = 20_000
MOST_GAPS = 200  # the latest
MOST_MARKS = 100_000  # the latest
COUNTED_MS = 31 * 60_000  # older seconds are shown by nobody


class Outgoing:
    """One loop owns it. `next` gives the next request's content: the same again until `done` says that the room answered."""

    def __init__(self) -> None:
        self._posts: dict[str, Post] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._deleted: dict[str, None] = {}
        self._gaps: dict[Gap, None] = {}
        self._spikes: list[Spike] = []  # these few are never let go
        self._ended: list[SpikeEnd] = []
        self._turns: list[Turn] = []
        self._total = 0
        self._not_sent = 0
        self._marks: deque[int] = deque(maxlen=MOST_MARKS)  # of what is in the counts
        self._marks_under_way: list[int] = []
        self._under_way: FeedBatch | None = None

    def __bool__(self) -> bool:
        waits = self._posts or self._counts or self._deleted or self._gaps or self._total or self._not_sent
        return bool(self._under_way or waits or self._spikes or self._ended or self._turns)

    def add(self, batch: Batch, marks: Sequence[int] = ()) -> None:
        """`marks` stand for the posts that the batch counts."""
        self._marks += marks
        for post in batch.posts:
            self._posts.pop(post.id, None)
            self._posts[post.id] = post
        self._add(batch.counts, batch.deleted, batch.total, batch.not_sent)
        self._gaps.update(dict.fromkeys(batch.gaps))
        self._spikes += batch.spikes
        self._ended += batch.ended
        self._turns += batch.turns
        for post_id in batch.deleted:
            self._posts.pop(post_id, None)
        self._bound()

    def next(self, sources: tuple[SourceHealth, ...] = ()) -> FeedBatch:
        """The oldest posts first; all counts at once. What the room may have had already keeps its id and its counts."""
        again = self._under_way
        if again is None:
            batch = self._take(sources)
        else:
            posts = tuple(post for post in again.posts if post.id not in self._deleted)
            batch = msgspec.structs.replace(again, posts=posts, sources=sources)
        self._under_way = batch
        return batch

    def done(self) -> list[int]:
        """The room has taken, or refused, what `next` gave. Returns the marks of what that counted."""
        self._under_way = None
        marks, self._marks_under_way = self._marks_under_way, []
        return marks

    def refused_now(self) -> None:
        """The room could not take it: its posts and counts are lost, what was spotted goes with the next."""
        lost, self._under_way = self._under_way, None
        self._marks_under_way = []
        if lost is not None:
            self._spikes[:0] = lost.spikes
            self._ended[:0] = lost.ended
            self._turns[:0] = lost.turns

    def _take(self, sources: tuple[SourceHealth, ...]) -> FeedBatch:
        ids = list(self._posts)[:MOST_AT_ONCE]
        posts = tuple(self._posts.pop(post_id) for post_id in ids)
        counts = tuple(TopicCount(topic, second, count) for (topic, second), count in self._counts.items())
        spotted = tuple(self._spikes), tuple(self._ended), tuple(self._turns)
        batch = FeedBatch(posts, counts, sources, tuple(self._deleted), self._total, self._not_sent, tuple(self._gaps), *spotted)
        self._marks_under_way = list(self._marks)
        self._marks.clear()
        self._counts.clear()
        self._deleted.clear()
        self._gaps.clear()
        for told in (self._spikes, self._ended, self._turns):
            told.clear()
        self._total = self._not_sent = 0
        return batch

    def _add(self, counts: Sequence[TopicCount], deleted: Sequence[str], total: int, not_sent: int) -> None:
        for count in counts:
            key = (count.topic, count.second)
            self._counts[key] = self._counts.get(key, 0) + count.count
        self._deleted.update(dict.fromkeys(deleted))
        self._total += total
        self._not_sent += not_sent

    def _bound(self) -> None:
        over = len(self._posts) - MOST_POSTS
        if over > 0:
            for post_id in list(self._posts)[:over]:
                del self._posts[post_id]
            self._not_sent += over
        for post_id in list(self._deleted)[: max(0, len(self._deleted) - MOST_DELETED)]:
            del self._deleted[post_id]
        for gap in list(self._gaps)[: max(0, len(self._gaps) - MOST_GAPS)]:
            del self._gaps[gap]
        seconds = COUNTED_MS // 1_000
        if len(self._counts) > 4 * seconds:
            newest = max(second for _, second in self._counts)
            self._counts = {key: count for key, count in self._counts.items() if key[1] > newest - COUNTED_MS}
