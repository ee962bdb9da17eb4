"""What intake sends, on its way to the feeds that show it: history, then posts at the asked rate, counts, sources.

Posts are not in the log. All on the event loop's thread; the post store has threads of its own.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

from warroom.ending import end
from warroom.errors import StorageError
from warroom.room.clock import Clock
from warroom.room.counts import Counts
from warroom.room.hub import Hub, Listener
from warroom.room.sampling import Sampler
from warroom.room.sse import frame
from warroom.room.store.pages import Page
from warroom.room.store.posts import TAKEN_KEPT, Arrived, PostStore
from warroom.room.tasks import every
from warroom.sources.count import TopicCount
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.watch.filters import Filter
from warroom.wire import FeedBatch, FeedCounts, FeedGaps, FeedGone, FeedHistory, FeedPosts, FeedSources, PostPage

HISTORY_POSTS = 200  # of each asked topic
SILENT_AFTER_S = 5.0  # without a word from intake
PRUNE_EVERY_S = 30.0
MOST_WAITING = 100  # batches not yet in the store; more are shown but not kept

_MANY = 100  # posts written at once, from which on the next are gathered
_GATHER_S = 0.5  # each takes less the more are written with it

_STORE_WAIT_S = 2.0
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A feed as it is asked for: its topics, at most how many posts of each a second, and what to let by where that is not all."""

    topics: frozenset[str]
    rate: int = 10
    view: tuple[tuple[str, Filter], ...] = ()  # in the order of the topics' names


@dataclass(slots=True)
class _Group:
    """Everyone who asked for the same: sampled and written once."""

    sampler: Sampler
    hub: Hub = field(default_factory=Hub)


class Feed:
    def __init__(self, store: PostStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._counts = Counts()
        self._groups: dict[Asked, _Group] = {}
        self._sources: tuple[SourceHealth, ...] = ()
        self._new_counts: dict[tuple[str, int], int] = {}
        self._taken: dict[str, None] = {}  # ids of the latest batches
        self._total = self._last_total = 0
        self._waiting: list[Arrived] = []
        self._keeping: asyncio.Future[tuple[Post, ...]] | None = None
        self._gathering: asyncio.TimerHandle | None = None
        self._gather_to = 0.0
        self._heard = time.monotonic()
        self._told_silent = False
        self.closed = False
        self.trouble = ""  # why posts are not being kept, if they are not
        self._tasks = [every(1.0, self._each_second, "feed-counts"), every(PRUNE_EVERY_S, self._prune, "feed-prune")]

    async def restore(self) -> None:
        """The counts of before the room was opened again, and which batches are in them."""
        try:
            counts = await _result(self._store.counts())
            taken = await _result(self._store.taken())
            self._counts.add(counts)
            self._taken = dict.fromkeys(taken)
        except StorageError as error:
            _log.warning("the counts of before are lost: %s", error)

    def take(self, batch: FeedBatch) -> None:
        """One batch of intake's. Of one that was taken before, and not answered in time, only the sources are news."""
        self._heard = time.monotonic()
        self._told_silent = False
        if batch.id in self._taken:
            batch = FeedBatch(sources=batch.sources, id=batch.id)
        self._remember(batch.id)
        self._total += batch.total
        if batch.posts or batch.deleted or batch.counts or batch.gaps:
            self._keep(Arrived(batch.posts, batch.deleted, batch.counts, batch=batch.id, gaps=batch.gaps))
        self._counts.add(batch.counts)
        for count in batch.counts:
            key = (count.topic, count.second)
            self._new_counts[key] = self._new_counts.get(key, 0) + count.count
        if batch.gaps:  # before the posts: those that ended it stand above its bar
            self._tell(frame("gaps", FeedGaps(batch.gaps)))
        if batch.posts or batch.not_sent:
            self._show(batch)
        if batch.deleted:
            self._tell(frame("gone", FeedGone(batch.deleted)))
        if batch.sources and batch.sources != self._sources:
            self._sources = batch.sources
            self._tell(frame("sources", FeedSources(batch.sources)))

    def _remember(self, batch: str) -> None:
        self._taken[batch] = None
        if len(self._taken) > 2 * TAKEN_KEPT:
            self._taken = dict.fromkeys(list(self._taken)[-TAKEN_KEPT:])

    @property
    def silent_s(self) -> float:
        """For how long intake has said nothing; 0 before its first word of any source."""
        return time.monotonic() - self._heard if self._sources else 0.0

    def jump(self, event_ms: int) -> None:
        """A rehearsal's clock was set: what was counted after that moment is not so any more."""
        self._tell_counts()
        self._counts.jump(event_ms)
        self._keep(Arrived(jump=event_ms))

    def listen(self, asked: Asked) -> tuple[Listener, AsyncIterator[bytes]]:
        """A listener, and what it is to be sent before anything else."""
        self._tell_counts()  # so that what history says already is not told again
        group = self._groups.get(asked)
        if group is None:
            group = self._groups[asked] = _Group(Sampler(asked.topics, asked.rate, dict(asked.view)))
        listener = group.hub.add()
        if self.closed:
            listener.close()
        return listener, self._history(asked, self._counts.all(), self._sources_now())

    def leave(self, listener: Listener, asked: Asked) -> None:
        group = self._groups[asked]
        group.hub.remove(listener)
        if not len(group.hub):
            del self._groups[asked]

    async def page(self, asked: Page) -> PostPage:
        """Raises StorageError."""
        return await _result(self._store.page(asked))

    async def has_picture(self, url: str) -> bool:
        """Whether it stands in a kept post. Raises StorageError."""
        await self._all_kept()
        return await _result(self._store.has_picture(url))

    async def has_author(self, did: str) -> bool:
        """Whether a kept post is by this author. Raises StorageError."""
        await self._all_kept()
        return await _result(self._store.has_author(did))

    def close_streams(self) -> None:
        self.closed = True
        for group in self._groups.values():
            group.hub.close()

    async def close(self) -> None:
        await end(self._tasks)
        if self._gathering is not None and self._keeping is None:
            self._keep_waiting()
        if self._keeping is not None:
            await asyncio.wait((self._keeping,))
        await asyncio.to_thread(self._store.close)

    async def history(self, asked: Asked) -> FeedHistory:
        """What a listener is sent first, for one who can only ask again and again."""
        return await self._whole(asked, self._counts.all(), self._sources_now())

    async def _history(self, asked: Asked, counts: tuple[TopicCount, ...], sources: tuple[SourceHealth, ...]) -> AsyncIterator[bytes]:
        yield frame("history", await self._whole(asked, counts, sources))

    async def _whole(self, asked: Asked, counts: tuple[TopicCount, ...], sources: tuple[SourceHealth, ...]) -> FeedHistory:
        await self._all_kept()
        shows = Sampler(asked.topics, asked.rate, dict(asked.view)).shows
        try:
            posts = await _result(self._store.newest(sorted(asked.topics), HISTORY_POSTS, shows))
            gaps = await _result(self._store.gaps())
        except StorageError as error:
            _log.warning("the posts of before cannot be read: %s", error)
            posts, gaps = (), ()
        return FeedHistory(counts, posts, sources, gaps)

    def _show(self, batch: FeedBatch) -> None:
        now = self._clock.now()
        for group in list(self._groups.values()):
            posts, left_out = group.sampler.sample(batch.posts, now)
            if posts or left_out or batch.not_sent:
                group.hub.send((frame("posts", FeedPosts(posts, left_out + batch.not_sent)),))

    def _tell(self, *frames: bytes, idle_only: bool = False) -> None:
        for group in list(self._groups.values()):
            group.hub.send(frames, idle_only)

    def _tell_counts(self) -> None:
        counts = tuple(TopicCount(topic, second, count) for (topic, second), count in self._new_counts.items())
        self._new_counts.clear()
        if counts:
            self._tell(frame("counts", FeedCounts(counts, self._last_total)))

    async def _each_second(self) -> None:
        """Also the stream's sign of life: counts go out each second, with or without any."""
        counts = tuple(TopicCount(topic, second, count) for (topic, second), count in self._new_counts.items())
        self._new_counts.clear()
        self._tell(frame("counts", FeedCounts(counts, self._total)))
        self._last_total, self._total = self._total, 0
        if not self._told_silent and self._sources and time.monotonic() - self._heard > SILENT_AFTER_S:
            self._told_silent = True
            self._tell(frame("sources", FeedSources(self._sources_now())))

    def _sources_now(self) -> tuple[SourceHealth, ...]:
        """When intake says nothing, nothing is being read, whatever it said last."""
        silent_s = time.monotonic() - self._heard
        if silent_s <= SILENT_AFTER_S:
            return self._sources
        since = self._clock.now() - int(silent_s * 1000)
        why = "is not being read: the program that reads the sources has not been heard of"
        return tuple(SourceHealth(one.name, one.kind, "failed", 0.0, since, why, one.last_post) for one in self._sources)

    def _keep(self, arrived: Arrived) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.trouble = "posts come faster than they can be kept"
            return
        self._waiting.append(arrived)
        if self._keeping is None and self._gathering is None:
            if time.monotonic() < self._gather_to:
                self._gathering = asyncio.get_running_loop().call_later(_GATHER_S, self._keep_waiting)
            else:
                self._keep_waiting()

    def _keep_waiting(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        batches, self._waiting = self._waiting, []
        self._gather_to = time.monotonic() + _GATHER_S if sum(len(batch.posts) for batch in batches) >= _MANY else 0.0
        self._keeping = asyncio.wrap_future(self._store.keep(batches))
        self._keeping.add_done_callback(self._kept)

    def _kept(self, keeping: asyncio.Future[tuple[Post, ...]]) -> None:
        self._keeping = None
        if keeping.cancelled():
            return
        error = keeping.exception()
        if error is not None and not self.trouble:
            _log.error("posts are shown but not kept: %s", error)
        self.trouble = str(error) if error is not None else ""
        if error is None and (led := keeping.result()):
            self._show(FeedBatch(led))
        if self._waiting and self._gathering is None:
            self._keep_waiting()

    async def _all_kept(self) -> None:
        """What came before now is in the store when this returns: those were the batch being written and the one that waits."""
        for _ in range(2):
            if self._keeping is None and self._waiting:
                self._keep_waiting()
            if self._keeping is not None:
                await asyncio.wait((self._keeping,), timeout=_STORE_WAIT_S)

    async def _prune(self) -> None:
        try:
            await _result(self._store.prune(self._clock.now()))
        except StorageError as error:
            _log.warning("old posts could not be forgotten: %s", error)


async def _result(future: Future[_T]) -> _T:
    return await asyncio.wrap_future(future)


def asked_topics(values: Sequence[str], known: Sequence[str]) -> frozenset[str]:
    """The topics of `topics=…`, once or several times; a name is taken whole before it is parted at its commas."""
    found: set[str] = set()
    for value in values:
        found |= {value} if value in known else {part.strip() for part in value.split(",") if part.strip()}
    return frozenset(found)
