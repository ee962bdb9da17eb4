"""The posts that a moment freezes: what is on the screen first, then what the room has kept of the topic."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from warroom.errors import WarroomError
from warroom.sources.post import Post

if TYPE_CHECKING:
    from warroom.client.session import Session

ENOUGH = 24
FETCH_S = 1.5  # the stopwatch is to start when the key is pressed, not when the disk is done

log = logging.getLogger("warroom.desktop")


async def gather(session: Session, topic: str, at_hand: Iterable[Post], query: str = "") -> tuple[Post, ...]:
    """At most `ENOUGH`, those `at_hand` first. A room that cannot be asked in time costs the rest, never the moment."""
    found = _once(at_hand)
    if len(found) >= ENOUGH or not (topic or query):
        return found[:ENOUGH]
    try:
        async with asyncio.timeout(FETCH_S):
            page = await session.posts(topic=topic, query=query, limit=2 * ENOUGH)
    except (WarroomError, TimeoutError) as error:
        log.warning("a moment keeps the %s posts at hand; the room's could not be had: %s", len(found), error)
        return found
    return _once((*found, *page.posts))[:ENOUGH]


def _once(posts: Iterable[Post]) -> tuple[Post, ...]:
    kept: dict[str, Post] = {}
    for post in posts:
        kept.setdefault(post.id, post)
    return tuple(kept.values())
