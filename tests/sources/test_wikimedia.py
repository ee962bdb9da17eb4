"""Edit bursts from a small EventStreams service written from the documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.peers.wikimedia_small import SmallEventStreams, change, small_event_streams
from tests.sources.loopback import Gathered
from tests.waiting import soon
from warroom.plan.model import Topic
from warroom.sources.open import new_client
from warroom.sources.patience import Patience
from warroom.sources.wikimedia import AGENT, Wikimedia
from warroom.sources.wikimedia_edits import Change, Wanted, wiki_names
from warroom.watch.pipeline import Pipeline

START = 1_790_000_000


class Clock:
    def __init__(self) -> None:
        self.ms = START * 1_000 + 90_000

    def __call__(self) -> int:
        return self.ms


@asynccontextmanager
async def reading(
    peer: SmallEventStreams,
    gathered: Gathered | Pipeline,
    clock: Clock,
    waited: list[tuple[str, str]] | None = None,
    places: list[str] | None = None,
) -> AsyncIterator[Wikimedia]:
    async with new_client() as client:
        said = waited if waited is not None else []

        async def wait(seconds: float) -> None:
            said.append((source.health().state, source.health().why))
            await asyncio.sleep(0)

        pages = ("Jamal Quill", "Cup_final")
        kept = places if places is not None else []
        source = Wikimedia(
            "Wikipedia",
            pages,
            ("en",),
            client=client,
            address=peer.address,
            now=clock,
            patience=Patience(sleep=wait),
            place=kept[-1] if kept else "",
            save_place=kept.append,
        )
        task = asyncio.create_task(source.run(gathered))
        try:
            yield source
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def test_edits_by_several_people_within_a_minute_are_one_post_that_grows() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_event_streams() as peer, reading(peer, gathered, Clock()) as source:
            await soon(lambda: peer.listeners == 1)
            peer.happen(*(change("Jamal Quill", who, START + n) for n, who in enumerate(("ann", "bo", "ann"))))
            await gathered.until(lambda: len(gathered.posts) == 1)
            peer.happen(change("Jamal Quill", "cy", START + 59))
            await gathered.until(lambda: len(gathered.posts) == 2)
            first, grown = gathered.posts
            assert first.text == "Edit burst: 3 edits on Jamal Quill by 2 people in 60 s"
            assert grown.text == "Edit burst: 4 edits on Jamal Quill by 3 people in 60 s"
            assert (first.id, first.at, first.network, first.languages) == (grown.id, START * 1_000, "wikimedia", ("en",))
            assert (first.edited, grown.edited) == (0, START * 1_000 + 90_000)
            assert first.url == "https://en.wikipedia.org/wiki/Jamal_Quill"
            assert source.health().state == "live"
            headers = peer.asked[0][1]
            assert headers["user-agent"] == AGENT

    asyncio.run(run())


def test_what_is_no_burst_of_these_pages_is_no_post() -> None:
    quiet = [
        *(change("Jamal Quill", "ann", START + n) for n in range(5)),  # one person
        *(change("Cup final", who, START + 70 * n) for n, who in enumerate("abcd")),  # too slow
        *(change("Elsewhere", who, START + n) for n, who in enumerate("abcd")),
        *(change("Cup final", who, START + n, bot=True) for n, who in enumerate("abcd")),
        *(change("Cup final", who, START + n, namespace=1) for n, who in enumerate("abcd")),
        *(change("Cup final", who, START + n, type="categorize") for n, who in enumerate("abcd")),
        *(change("Cup final", who, START + n, wiki="dewiki", meta={"domain": "de.wikipedia.org"}) for n, who in enumerate("abcd")),
        *(change("Cup final", who, START + n, meta={"domain": "canary"}) for n, who in enumerate("abcd")),
    ]

    async def run() -> None:
        gathered = Gathered()
        clock = Clock()
        clock.ms += 600_000
        async with small_event_streams() as peer, reading(peer, gathered, clock):
            await soon(lambda: peer.listeners == 1)
            peer.happen(*quiet, *(change("Cup final", who, START + 400 + n) for n, who in enumerate("abc")))
            await gathered.until(lambda: len(gathered.posts) == 1)
            assert gathered.posts[0].text == "Edit burst: 3 edits on Cup final by 3 people in 60 s"

    asyncio.run(run())


def test_each_burst_is_its_own_post_in_the_topic_of_the_page() -> None:
    async def run() -> None:
        clock = Clock()
        clock.ms += 600_000
        pipeline = Pipeline([Topic("Quill", ("jamal quill",)), Topic("People", ("people", "score", "edit"))], now=clock)
        async with small_event_streams() as peer, reading(peer, pipeline, clock):
            await soon(lambda: peer.listeners == 1)
            for begins in (START, START + 300):
                peer.happen(*(change("Jamal Quill", who, begins + n) for n, who in enumerate("abcde")))
            posts: dict[str, tuple[str, ...]] = {}
            counts: list[int] = []

            def both() -> bool:
                batch = pipeline.batch()
                posts.update({post.id: (post.text, post.group, *post.topics) for post in batch.posts})
                counts.extend(count.count for count in batch.counts)
                return len(posts) == 2 and all("5 edits" in told[0] for told in posts.values())

            await soon(both)
            assert set(posts.values()) == {("Edit burst: 5 edits on Jamal Quill by 5 people in 60 s", "", "Quill")}
            assert sum(counts) == 2

    asyncio.run(run())


def test_after_a_break_it_goes_on_by_id_then_by_time_then_from_now_with_a_gap() -> None:
    async def run() -> None:
        gathered = Gathered()
        clock = Clock()
        async with small_event_streams() as peer, reading(peer, gathered, clock):
            await soon(lambda: peer.listeners == 1)
            peer.happen(change("Cup final", "a", START), change("Cup final", "b", START + 1))
            peer.close()
            await soon(lambda: peer.listeners == 0 or len(peer.asked) > 1)
            peer.happen(change("Cup final", "c", START + 2))
            await gathered.until(lambda: len(gathered.posts) == 1)
            assert '"offset": 1' in peer.asked[1][1]["last-event-id"]
            peer.forgets = True
            peer.close()
            await soon(lambda: len(peer.asked) >= 4 and peer.listeners == 1)
            assert "last-event-id" not in peer.asked[3][1]
            assert "since=2026-09-21T14%3A13%3A22Z" in peer.asked[3][0]
            assert gathered.gaps == []
            peer.happen(change("Cup final", "d", START + 4))
            await gathered.until(lambda: len(gathered.posts) == 2)
            assert "4 edits" in gathered.posts[-1].text, "what was read twice counts once"
            peer.forgets_time = True
            peer.close()
            await soon(lambda: len(gathered.gaps) == 1 and peer.listeners == 1)
            (gap,) = gathered.gaps
            assert (gap.source, gap.since, gap.until) == ("Wikipedia", (START + 4) * 1_000, clock.ms)

    asyncio.run(run())


def test_hours_out_of_reach_are_a_gap_and_half_an_hour_is_read() -> None:
    async def run() -> None:
        gathered = Gathered()
        clock = Clock()
        async with small_event_streams() as peer, reading(peer, gathered, clock):
            await soon(lambda: peer.listeners == 1)
            peer.happen(change("Other", "a", START))
            peer.happen(*(change("Cup final", who, START + n) for n, who in enumerate("abc")))
            await gathered.until(lambda: len(gathered.posts) == 1)
            clock.ms += 7_200_000
            peer.close()
            await soon(lambda: len(gathered.gaps) == 1)
            assert gathered.gaps[0].until == clock.ms - 1_800_000
            await soon(lambda: len(peer.asked) == 2)
            assert "since=" in peer.asked[-1][0]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "asks", "state", "why"),
    [
        (429, "33", "waiting", "says too many requests, asked us to wait 33 s"),
        (503, "", "waiting", "says it is overloaded"),
        (404, "", "failed", "has nothing at this address (404)"),
        (500, "", "failed", "has trouble of its own (500)"),
    ],
)
def test_a_server_that_will_not_is_quoted_and_tried_again(status: int, asks: str, state: str, why: str) -> None:
    async def run() -> None:
        waited: list[tuple[str, str]] = []
        async with small_event_streams() as peer:
            peer.status, peer.retry_after = status, asks
            async with reading(peer, Gathered(), Clock(), waited) as source:
                await soon(lambda: bool(waited))
                assert waited[0] == (state, why)
                peer.status = 0
                await soon(lambda: source.health().state == "live")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"data: " + b"x" * 2_000_000, "sent an event of more than 1 MB"),
        (b"event: error\ndata: no\n\n", "ended the stream with an error of its own"),
    ],
)
def test_a_broken_stream_is_begun_again(raw: bytes, why: str) -> None:
    async def run() -> None:
        waited: list[tuple[str, str]] = []
        gathered = Gathered()
        async with small_event_streams() as peer, reading(peer, gathered, Clock(), waited):
            await soon(lambda: peer.listeners == 1)
            peer.say(raw)
            await soon(lambda: bool(waited))
            assert waited[0] == ("failed", why)
            await soon(lambda: len(peer.asked) == 2 and peer.listeners >= 1)
            peer.happen(*(change("Cup final", who, START + n) for n, who in enumerate("abc")))
            await gathered.until(lambda: len(gathered.posts) == 1)

    asyncio.run(run())


def test_events_that_cannot_be_read_are_passed_over_and_a_wrong_clock_moves_nothing() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_event_streams() as peer, reading(peer, gathered, Clock()) as source:
            await soon(lambda: peer.listeners == 1)
            peer.say(b"data: garbage\n\ndata: \xff\xfe\n\n")
            peer.happen(change("Other", "a", START + 86_400))
            peer.happen(*(change("Cup final", who, START + n) for n, who in enumerate("abc")))
            await gathered.until(lambda: len(gathered.posts) == 1)
            assert source.health().why == "2 events could not be read"
            assert source._last_at == (START + 2) * 1_000

    asyncio.run(run())


@pytest.mark.parametrize("written", ["en", "enwiki", "en.wikipedia.org", "https://en.wikipedia.org/", " EN "])
def test_a_wiki_may_be_written_in_several_ways(written: str) -> None:
    assert wiki_names(written) == ("enwiki", "en.wikipedia.org")
    wanted = Wanted((), (written,))
    assert wanted(Change("x", "enwiki", "edit"))
    assert not wanted(Change("x", "dewiki", "edit"))


def test_other_wikis_than_wikipedia_are_named_by_domain() -> None:
    wanted = Wanted(("Q 1",), ("commons.wikimedia.org",))
    meta = Change("x").meta
    meta.domain = "commons.wikimedia.org"
    assert wanted(Change("q_1", "commonswiki", "new", meta=meta))
    assert wiki_names("zh-min-nan") == ("zh_min_nanwiki", "zh-min-nan.wikipedia.org")


def test_the_next_reader_goes_on_where_this_one_ended() -> None:
    async def run() -> None:
        places: list[str] = []
        async with small_event_streams() as peer:
            gathered = Gathered()
            async with reading(peer, gathered, Clock(), places=places):
                await soon(lambda: peer.listeners == 1)
                peer.happen(change("Jamal Quill", "ann", START))
                await soon(lambda: bool(places))
            async with reading(peer, gathered, Clock(), places=places):
                await soon(lambda: len(peer.asked) == 2)
            assert "last-event-id" not in peer.asked[0][1]
            assert peer.asked[1][1]["last-event-id"] in places[-1].replace("\\", "")
            assert str(START * 1_000) in places[-1]
        async with small_event_streams() as peer, reading(peer, gathered, Clock(), places=["no place"]):
            await soon(lambda: len(peer.asked) == 1)
            assert "last-event-id" not in peer.asked[0][1]

    asyncio.run(run())
