"""The feeds of some topics, as the room passes them on."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from warroom.client.line import Line, Params, decode
from warroom.client.stream import server_sent
from warroom.errors import RoomError, Unreachable
from warroom.wire import STALE_AFTER_S, FeedCounts, FeedGone, FeedHistory, FeedPosts, FeedSources

log = logging.getLogger(__name__)

FeedWord = FeedHistory | FeedPosts | FeedCounts | FeedSources | FeedGone

_KINDS: dict[str, type[FeedWord]] = {
    "history": FeedHistory,
    "posts": FeedPosts,
    "counts": FeedCounts,
    "sources": FeedSources,
    "gone": FeedGone,
}


async def follow_feed(line: Line, topics: Sequence[str], rate: int) -> AsyncGenerator[FeedWord]:
    """Never ends but by being closed; a broken stream is opened again and begins with its history. Raises RoomError if refused."""
    params: Params = {"topics": tuple(topics), "rate": rate}
    tries = 0
    while True:
        try:
            async with aclosing(server_sent(line, "feed", params, STALE_AFTER_S)) as events:
                async for event in events:
                    tries = 0
                    kind = _KINDS.get(event.event)
                    if kind is not None:
                        yield decode(event.data.encode(), kind)
        except Unreachable as error:
            log.debug("the feed broke: %s", error)
        except RoomError as error:
            if error.status not in (410, 429) and error.status < 500:
                raise
            log.info("the feed was refused: %s", error)
        tries += 1
        await asyncio.sleep(random.uniform(0.05, min(3.0, 0.2 * 2**tries)))
