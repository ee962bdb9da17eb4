"""The feeds of some topics, as the room passes them on."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field

import msgspec

from warroom.client.change import By
from warroom.client.line import Line, Params, decode
from warroom.client.stream import server_sent
from warroom.errors import RoomError, Unreachable
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.watch.filters import Filter
from warroom.wire import STALE_AFTER_S, FeedCounts, FeedGaps, FeedGone, FeedHistory, FeedPosts, FeedSources

log = logging.getLogger(__name__)

FeedWord = FeedHistory | FeedPosts | FeedCounts | FeedSources | FeedGone | FeedGaps

_KINDS: dict[str, type[FeedWord]] = {
    "history": FeedHistory,
    "posts": FeedPosts,
    "counts": FeedCounts,
    "sources": FeedSources,
    "gone": FeedGone,
    "gaps": FeedGaps,
}
_ASK_S = 2.0
_BRIEF = (410, 429)  # refusals that pass


@dataclass(frozen=True, slots=True)
class Wanted:
    """At most `rate` posts a second of each topic, and of each only what its filter lets by."""

    topics: tuple[str, ...]
    rate: int = 10
    filters: Mapping[str, Filter] = field(default_factory=dict)

    @property
    def params(self) -> Params:
        view: Params = {"view": msgspec.json.encode(self.filters).decode()} if self.filters else {}
        return {"topics": self.topics, "rate": self.rate, **view}


async def follow_feed(line: Line, wanted: Wanted, by: Callable[[], By]) -> AsyncGenerator[FeedWord]:
    """Never ends but by being closed. After a break it begins with the history again. Raises RoomError for what stays refused.

    `by` says whether streams come through; where they do not, the room is asked every two seconds for what is new.
    """
    tries = 0
    while True:
        words = _asked(line, wanted) if by() == "poll" else _streamed(line, wanted)
        try:
            async with aclosing(words):
                async for word in words:
                    tries = 0
                    yield word
        except Unreachable as error:
            log.debug("the feed broke: %s", error)
        except RoomError as error:
            if error.status not in _BRIEF and error.status < 500:
                raise
            log.info("the feed was refused: %s", error)
        tries += 1
        await asyncio.sleep(random.uniform(0.05, min(3.0, 0.2 * 2**tries)))


async def _streamed(line: Line, wanted: Wanted) -> AsyncGenerator[FeedWord]:
    async with aclosing(server_sent(line, "feed", wanted.params, STALE_AFTER_S)) as events:
        async for event in events:
            kind = _KINDS.get(event.event)
            if kind is not None:
                yield decode(event.data.encode(), kind)


async def _asked(line: Line, wanted: Wanted) -> AsyncGenerator[FeedWord]:
    params: Params = {**wanted.params, "wait": 0}
    known: FeedHistory | None = None
    while True:
        history = await line.call("GET", "feed", reply=FeedHistory, params=params, timeout=10.0)
        for word in (history,) if known is None else news(known, history):
            yield word
        known = history
        await asyncio.sleep(_ASK_S)


def news(before: FeedHistory, now: FeedHistory) -> Iterator[FeedWord]:
    """What a stream would have said between two histories: the whole again where counts were taken back."""
    known = {(count.topic, count.second): count.count for count in before.counts}
    first = min((count.second for count in now.counts), default=0)
    added = [TopicCount(count.topic, count.second, count.count - known.get((count.topic, count.second), 0)) for count in now.counts]
    still_there = {(count.topic, count.second) for count in now.counts}
    if any(count.count < 0 for count in added) or any(key[1] >= first and key not in still_there for key in known):
        yield now
        return
    posts = tuple(sorted(_others(before.posts, now.posts), key=lambda post: post.at))
    if posts:
        yield FeedPosts(posts)
    changed = tuple(count for count in added if count.count)
    yield FeedCounts(changed, round(sum(count.count for count in changed) / _ASK_S))
    if now.sources != before.sources:
        yield FeedSources(now.sources)
    if gaps := tuple(gap for gap in now.gaps if gap not in before.gaps):
        yield FeedGaps(gaps)


def _others(before: tuple[Post, ...], now: tuple[Post, ...]) -> Iterator[Post]:
    """Those of now that are new, or have more copies, or were edited."""
    known = {post.id: post for post in before}
    for post in now:
        if known.get(post.id) != post:
            yield post
