"""The room's four hours for `soak`: batches as intake sends them, decoded, kept, pruned and passed on to a desktop, by a clock of our own.

`python -m tests.benchmarks.soak_room HOURS SHARE` takes SHARE of a thousand matched posts a second, and as much of what the store may
keep; counts and batches are whole.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import msgspec

from tests.benchmarks.intake_traffic import BEGAN_MS, in_round
from tests.benchmarks.soak_intake import BATCH_MS, TOPICS
from tests.benchmarks.soak_memory import HOUR_MS, Ledger
from tests.benchmarks.soak_posts import posts
from tests.waiting import soon
from warroom.room.clock import Clock
from warroom.room.feed import PRUNE_EVERY_S, Asked, Feed
from warroom.room.store.pages import Page
from warroom.room.store.posts import KEPT_BYTES, KEPT_POSTS, Limits, PostStore
from warroom.sources.count import TopicCount
from warroom.wire import FeedBatch

MATCHED = 1_000  # posts a second
_WAITING = 20  # batches the store may be behind before time stands still for it
_NAMES = tuple(f"Topic {number + 1}" for number in range(TOPICS))


class Soak:
    def __init__(self, folder: Path, share: float) -> None:
        self.now = BEGAN_MS
        self.posts = 0
        self._share = share
        self._owed = 0.0
        self._samples = posts()
        limits = Limits(posts=int(KEPT_POSTS * share), bytes=int(KEPT_BYTES * share))
        self._feed = Feed(PostStore(folder / "posts.db", limits), Clock(wall=lambda: self.now))
        self._asked = Asked(frozenset(_NAMES))
        self._listener, self._opening = self._feed.listen(self._asked)

    async def batch(self) -> None:
        """A tenth of a second. What the room does by the seconds of the clock on the wall is called by ours."""
        self.now += BATCH_MS
        self._owed += self._share * MATCHED * BATCH_MS / 1_000
        count, self._owed = int(self._owed), self._owed % 1
        sent = msgspec.json.encode(self._batch(count))
        self._feed.take(msgspec.json.decode(sent, type=FeedBatch))
        self.posts += count
        since = self.now - BEGAN_MS
        if since % 1_000 == 0:
            await self._feed._each_second()
        if self._listener.behind:
            await self._listener.take()
        if since % int(PRUNE_EVERY_S * 1_000) == 0:
            await self._feed._prune()
        if since % 60_000 == 0:
            await self._feed.page(Page(query="river -garden", topic=_NAMES[0]))
        if since % 600_000 == 0:  # a desktop comes back
            await self._feed.history(self._asked)
        await asyncio.sleep(0)
        await soon(lambda: len(self._feed._waiting) <= _WAITING, "the store")

    def _batch(self, count: int) -> FeedBatch:
        second = self.now // 1_000 * 1_000
        made = []
        for number in range(self.posts, self.posts + count):
            turn, place = divmod(number, len(self._samples))
            post = self._samples[place]
            text = in_round(post.text.encode(), turn % 100).decode()
            made.append(msgspec.structs.replace(post, id=f"{post.id}{turn}", text=text, at=self.now - 50, seen=self.now))
        counts = tuple(TopicCount(name, second, MATCHED * BATCH_MS // 1_000 // TOPICS) for name in _NAMES)
        return FeedBatch(tuple(made), counts, total=5 * MATCHED * BATCH_MS // 1_000, not_sent=0)

    async def close(self) -> None:
        await self._feed.close()


async def _main(hours: float, share: float) -> None:
    with tempfile.TemporaryDirectory(prefix="soak-room-") as folder:
        soak = Soak(Path(folder), share)
        ledger = Ledger(soak.now)
        while soak.now < BEGAN_MS + hours * HOUR_MS:
            await soak.batch()
            ledger.look(soak.now)
        await soak.close()
        ledger.tell(soak.posts)


if __name__ == "__main__":
    asyncio.run(_main(float(sys.argv[1]), float(sys.argv[2])))
