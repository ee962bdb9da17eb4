"""What the room asks of the net for the desks, and only of what it keeps: small pictures, and who wrote the posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from warroom.review.model import State
from warroom.room.feed import Feed
from warroom.room.media import Media
from warroom.room.profiles import Profiles
from warroom.sources.post import Post


class Outside:
    """On the event loop's thread; nothing is asked before somebody looks."""

    def __init__(self, folder: Path, state: Callable[[], State], feed: Feed) -> None:
        self._state = state
        self._feed = feed
        self.profiles = Profiles(folder / "profiles.json", state, feed.has_author)
        self.media = Media(folder / "media", state, self._stands)

    async def close(self) -> None:
        await self.media.close()
        await self.profiles.close()

    async def _stands(self, url: str) -> bool:
        return (
            await self._feed.has_picture(url)
            or self.profiles.has_picture(url)
            or any(url in (post.avatar, *(picture.url for picture in post.pictures)) for post in _logged(self._state()))
        )


def _logged(state: State) -> Iterator[Post]:
    """Posts that stand in the log, whatever became of them since."""
    for moment in state.moments.values():
        yield from moment.evidence
        yield from moment.edited
    for seen in state.spikes.values():
        yield from seen.spike.posts
