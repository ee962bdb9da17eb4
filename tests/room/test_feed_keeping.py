"""How what arrives is gathered before it is written."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.room.test_posts import post
from warroom.room import feed as feeds
from warroom.room.clock import Clock
from warroom.room.feed import Feed
from warroom.room.store.pages import Page
from warroom.room.store.posts import PostStore
from warroom.wire import FeedBatch

MANY = 200


async def _taken(folder: Path) -> tuple[str, list[bool]]:
    """The newest that is kept when history was asked for, and after which batches some waited to be written."""
    feed = Feed(PostStore(folder / "posts.db"), Clock())
    try:
        waited = []
        for batch in range(3):
            feed.take(FeedBatch(posts=tuple(post(batch * MANY + number) for number in range(MANY)), id=f"b{batch}"))
            waited.append(feed._gathering is not None)
            if feed._keeping is not None:
                await asyncio.wait((feed._keeping,), timeout=60)
        await feed.history(feeds.Asked(frozenset({"Us"})))
        newest = await feed.page(Page("Us", limit=1))
        return newest.posts[0].id, waited
    finally:
        feed.close_streams()
        await feed.close()


def test_a_flood_is_gathered_and_is_all_there_when_history_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_GATHER_S", 600.0)
    newest, waited = asyncio.run(_taken(tmp_path))
    assert waited == [False, True, True]
    assert newest == f"p{3 * MANY - 1}"


def test_what_was_gathered_is_kept_when_the_room_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_GATHER_S", 600.0)

    async def closed() -> None:
        feed = Feed(PostStore(tmp_path / "posts.db"), Clock())
        feed.take(FeedBatch(posts=tuple(post(number) for number in range(MANY)), id="b1"))
        assert feed._keeping is not None
        await asyncio.wait((feed._keeping,), timeout=60)
        feed.take(FeedBatch(posts=(post(5_000),), id="b2"))
        feed.close_streams()
        await feed.close()

    asyncio.run(closed())
    store = PostStore(tmp_path / "posts.db")
    assert [one.id for one in store.page(Page(limit=1)).result(10).posts] == ["p5000"]
    store.close()
