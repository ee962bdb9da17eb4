"""Small pictures and profiles, as a desk asks the room for them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PIL import Image

from tests.client.faulty_room import faulty_room
from warroom.errors import RoomError
from warroom.sources.post import Picture, Post
from warroom.wire import FeedBatch

OURS = "rehearsal:dark-stadium.jpg"


def test_a_picture_is_fetched_once_and_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    async def main() -> None:
        async with faulty_room(tmp_path) as room:
            session = await room.session()
            now = room.room.clock.now()
            post = Post("p", "s", "feed", "a", "Ahoy", now, now, pictures=(Picture(OURS, "Dark."),), topics=("The match",))
            room.room.feed.take(FeedBatch((post,)))
            assert session.cached_media(OURS) is None
            first, second = await asyncio.gather(session.media(OURS), session.media(OURS))
            assert first == second == session.cached_media(OURS) == await session.media(OURS)
            assert sum("/media" in one.path for one in room.faults.asked) == 1
            with Image.open(first) as picture:
                assert picture.size == (480, 270)
            with pytest.raises(RoomError) as refused:
                await session.media("https://elsewhere.example/a.jpg", "avatar")
            assert refused.value.status == 404
            assert await session.profiles(["did:plc:" + "a" * 24]) == ()
            await session.close()

    asyncio.run(main())
