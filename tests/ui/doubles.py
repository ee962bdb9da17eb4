"""A room on the table as the whole desktop needs it: with feeds, a link, codes and pages of posts. Time stands still until told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path

from tests.desktop.table_room import Change, Seat, TableRoom
from warroom import locations
from warroom.client.change import Link
from warroom.client.feed import FeedWord
from warroom.errors import Unreachable
from warroom.plan.model import Plan
from warroom.plan.read import read_plan
from warroom.sources.count import TopicCount
from warroom.sources.health import SourceHealth
from warroom.sources.post import Link as Card
from warroom.sources.post import Post
from warroom.watch.filters import Filter
from warroom.wire import CodeReply, FeedHistory, FeedPosts, PostPage, Profile


def rehearsal_plan() -> Plan:
    return read_plan(locations.assets() / "rehearsals" / "super-bowl-xlvii" / "event.toml")


class Place(Seat):
    """One seat with everything a desktop asks of its session."""

    def __init__(self, room: TableRoom, person: str, folder: Path) -> None:
        super().__init__(room, person, folder)
        self.link = Link("live", room.now, round_trip_ms=18.0)
        self.seq = 0
        self.epoch = "e"
        self.pages: dict[str, tuple[Post, ...]] = {}
        self.closed = False
        self.asked: list[tuple[tuple[str, ...], int, dict[str, Filter]]] = []
        self.searched: list[str] = []
        self.no_posts: Exception | None = None  # raised where posts are asked for
        self.files: dict[str, Path] = {}
        self.fetched: list[tuple[str, str]] = []
        self.media_gate = asyncio.Event()
        self.media_gate.set()
        self.people: dict[str, Profile] = {}
        self.looked_up: list[tuple[str, ...]] = []
        self._words: asyncio.Queue[FeedWord] = asyncio.Queue()
        room.seats.append(self)

    def say(self, word: FeedWord) -> None:
        """The room says this on the feed stream."""
        self._words.put_nowait(word)

    def post(self, *posts: Post) -> None:
        self.say(FeedPosts(posts))

    async def feed(self, topics: Sequence[str], rate: int = 10, filters: Mapping[str, Filter] | None = None) -> AsyncGenerator[FeedWord]:
        self.asked.append((tuple(topics), rate, dict(filters or {})))
        while True:
            yield await self._words.get()

    async def posts(
        self, topic: str = "", before: int = 0, query: str = "", limit: int = 50, *, after: int = 0, around: int = 0, group: str = ""
    ) -> PostPage:
        """`pages` are kept newest first; what is asked for by words is under "?" and by group under "group:ID"."""
        self.searched.append(query)
        if self.no_posts is not None:
            raise self.no_posts
        kept = self.pages.get(f"group:{group}" if group else "?" if query else topic, ())
        if query:
            kept = tuple(post for post in kept if query in post.text)
        if around:
            newer = [post for post in kept if post.at > around][-limit // 2 :]
            older = [post for post in kept if post.at <= around][: limit // 2]
            return PostPage((*newer, *older), more=len(older) == limit // 2, newer=len(newer) == limit // 2)
        if after:
            page = tuple(post for post in kept if post.at > after)[-limit:]
            return PostPage(page, more=True)
        page = tuple(post for post in kept if not before or post.at < before)[:limit]
        return PostPage(page, more=len(page) == limit)

    async def media(self, url: str, size: str = "small") -> Path:
        self.fetched.append((url, size))
        await self.media_gate.wait()
        if url not in self.files:
            raise Unreachable("The picture could not be had.", "")
        return self.files[url]

    async def profiles(self, ids: Sequence[str]) -> tuple[Profile, ...]:
        self.looked_up.append(tuple(ids))
        return tuple(self.people[id] for id in ids if id in self.people)

    async def issue_code(self, person: str) -> CodeReply:
        expires = self.server_now() + 900_000
        invitation = f"warroom://10.0.0.12:7000/r?code=K7QF-2MXD&fp={'ab' * 32}"
        return CodeReply(person, "K7QF-2MXD", expires, "10.0.0.12:7000", invitation)

    def lose(self, phase: str, why: str) -> None:
        """The link goes; what is shown is as old as the last word."""
        self.link = Link(phase, self.server_now(), why)
        self.tell(Change(link=True))

    def find(self) -> None:
        self.link = Link("live", self.server_now(), round_trip_ms=18.0)
        self.tell(Change(link=True))

    async def close(self) -> None:
        self.closed = True
        await super().close()


def post(number: int, topic: str, now: int, text: str = "", **more: object) -> Post:
    """Post `number` of a topic, so many seconds old as `age` says."""
    age = int(more.pop("age", 0)) * 1000
    words = text or f"Post {number} about {topic.lower()}, long enough to take a second line in a narrow column."
    fields: dict[str, object] = {
        "source": "Bluesky (rehearsal)",
        "network": "bluesky",
        "author": f"writer{number}.example",
        "in_rehearsal": True,
    }
    return Post(id=f"{topic}:{number}", text=words, at=now - age, seen=now - age, topics=(topic,), **(fields | more))


def history(plan: Plan, now: int) -> FeedHistory:
    """Half an hour of counts, some posts of every kind, and sources well and ill."""
    counts = []
    for place, topic in enumerate(plan.topics):
        for second in range(1_800):
            wave = 40 + 25 * ((second // 60 + place) % 7)
            counts.append(TopicCount(topic.name, now - 1_800_000 + second * 1000, wave * (9 if not place and second > 1_500 else 1)))
    posts = [
        post(number, topic.name, now, age=4 + 7 * number + place, reshares=number * 311)
        for place, topic in enumerate(plan.topics)
        for number in range(9, 0, -1)
    ]
    first = plan.topics[0].name
    posts += [
        post(20, first, now, "half the stadium is pitch black", age=3, copies=12),
        post(21, first, now, "a screenshot of something", age=2, warning="flashing lights"),
        post(22, first, now, "", age=1, network="feed", author_name="Wire desk", link=Card("https://wire.example/1", "Play is halted")),
    ]
    sources = (
        SourceHealth("Bluesky (rehearsal)", "rehearsal", "live", 31.0, now - 60_000),
        SourceHealth("Wire", "feed", "silent", 0.0, now - 180_000, "silent for 3 min"),
        SourceHealth("Mastodon (rehearsal)", "rehearsal", "failed", 0.0, now - 20_000, "refused the connection"),
    )
    return FeedHistory(tuple(counts), tuple(posts), sources)
