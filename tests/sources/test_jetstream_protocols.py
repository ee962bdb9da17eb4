"""Both protocols of Jetstream, plain and packed, against a server of our own (`jetstream_peer`): the real bridge that the tests
marked `peers` use does not pack.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.sources.jetstream_dictionary import V1_DICTIONARY, v1_file
from tests.sources.jetstream_peer import DICTIONARY_PATH, Json, Peer, account, post, running
from tests.sources.loopback import DATA, Enough, Gathered, Waits, answer, unused_port
from warroom.plan.model import Topic
from warroom.sources.jetstream import Jetstream
from warroom.sources.jetstream_zstd import V1_ID
from warroom.watch.pipeline import Pipeline

NOW = 1_790_000_000_000  # ms
US = NOW * 1_000
SECOND = 1_000_000
EVENTS = [post(number, US - 60 * SECOND + number * SECOND) for number in range(1, 6)]
OTHER = zstandard.train_dictionary(4_096, [json.dumps(post(number, US + number)).encode() for number in range(2_000)], dict_id=77)


class Watched(Gathered):
    """A sink that also lets a pipeline match, as intake does."""

    def __init__(self) -> None:
        super().__init__()
        self.pipeline = Pipeline([Topic("Game", ("touchdown",))], now=lambda: NOW)

    def take(self, items: Any, reader: Any, /) -> None:
        self.pipeline.take(items, reader)
        super().take(items, reader)

    def numbers(self) -> list[int]:
        return [int(post.text.rpartition(" ")[2]) for post in self.posts if post.text.startswith("touchdown number")]


def source(*peers: Peer | str, waits: Waits | None = None, **options: Any) -> Jetstream:
    hosts = [peer if isinstance(peer, str) else peer.ws for peer in peers]
    options = {"dictionary": v1_file()} | options
    return Jetstream("Bluesky", hosts, now=lambda: NOW, patience=(waits or Waits()).patience, **options)


async def reading(jetstream: Jetstream, sink: Gathered, *until: Callable[[], bool]) -> None:
    task = asyncio.create_task(jetstream.run(sink))
    try:
        for condition in until:
            await sink.until(condition)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 90))


@pytest.mark.parametrize(
    ("versions", "packs", "options", "spoken"),
    [
        ((1, 2), (1, 2), {}, (2, True)),
        ((1, 2), (1,), {}, (2, False)),
        ((1,), (1,), {}, (1, True)),
        ((1,), (), {}, (1, False)),
        ((1,), (1,), {"dictionary": None}, (1, False)),
        ((1,), (1,), {"dictionary": Path(__file__)}, (1, False)),
        ((1, 2), (1, 2), {"version": 1}, (1, True)),
        ((1, 2), (1, 2), {"compress": False}, (2, False)),
        ((1, 2), (1, 2), {"version": 1, "compress": False}, (1, False)),
    ],
)
def test_the_best_is_spoken_that_both_sides_can(
    versions: tuple[int, ...], packs: tuple[int, ...], options: dict[str, Any], spoken: tuple[int, bool]
) -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS, versions=versions, packs=packs)) as peer:
            sink, waits = Watched(), Waits()
            jetstream = source(peer, waits=waits, cursor=US - 60 * SECOND, **options)
            await reading(jetstream, sink, lambda: len(sink.posts) >= 5)
            assert sink.numbers() == [1, 2, 3, 4, 5]
            assert (jetstream.health().state, jetstream.health().why) == ("live", "")
            assert waits.seconds == [], "what is refused is asked for otherwise at once"
            last = peer.queries()[-1]
            assert ("kinds" in last, "compress" in last or "zstdDictionary" in last) == (spoken[0] == 2, spoken[1])
            assert last["cursor"] == [str(US - 65 * SECOND)]
            assert last["collections" if spoken[0] == 2 else "wantedCollections"] == ["app.bsky.feed.post"]
            assert not any("sec-websocket-extensions" in request.headers for request in peer.server.requests), "deflate is never offered"
            assert sink.gaps == []

    run(scenario)


@pytest.mark.parametrize(
    ("versions", "packs"), [((1,), ()), ((1,), (1,)), ((2,), ()), ((2,), (2,))], ids=["v1", "v1 zstd", "v2", "v2 zstd"]
)
def test_real_frames_are_the_same_posts_in_every_protocol(versions: tuple[int, ...], packs: tuple[int, ...]) -> None:
    folder = DATA / "jetstream"
    if not folder.is_dir():
        pytest.skip("the real frames are not beside this checkout")
    events: list[Json] = [json.loads(line) | {"seq": 1} for line in (folder / "expected_v1.jsonl").read_bytes().splitlines()]
    dictionary = zstandard.ZstdCompressionDict((folder / "subscribe_events_20260811.zdict").read_bytes())
    published = zstandard.ZstdCompressionDict((folder / "legacy_subscribe.zdict").read_bytes())
    assert published.dict_id() == V1_ID
    posts = [event for event in events if event.get("commit", {}).get("collection") == "app.bsky.feed.post"]
    wanted = {event["commit"]["rkey"]: event for event in posts if "record" in event["commit"]}

    async def scenario() -> None:
        first = min(event["time_us"] for event in events)
        async with running(Peer(events, versions=versions, packs=packs, dictionary=dictionary, v1_dictionary=published)) as peer:
            sink = Gathered()
            jetstream = Jetstream(
                "Bluesky",
                [peer.ws],
                dictionary=folder / "legacy_subscribe.zdict",
                now=lambda: first // 1_000 + 2_000,
                cursor=first,
                patience=Waits().patience,
            )
            await reading(jetstream, sink, lambda: len(sink.posts) >= 17)
            assert jetstream.health().why == ""
        assert {one.id.rpartition("/")[2] for one in sink.posts} == set(wanted)
        for one in sink.posts:
            event = wanted[one.id.rpartition("/")[2]]
            record = event["commit"]["record"]
            assert (one.author, one.text) == (event["did"], record["text"])
            assert one.languages == tuple(dict.fromkeys(lang.partition("-")[0] for lang in record.get("langs", ())))
            assert (one.link.title if one.link else None) == record.get("embed", {}).get("external", {}).get("title")

    run(scenario)


def test_a_dictionary_that_was_replaced_is_fetched_again() -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS, dictionary=OTHER)) as peer:
            peer.handed_out.append(V1_DICTIONARY)  # as from a cache that is behind
            sink = Watched()
            await reading(source(peer, cursor=US - 60 * SECOND), sink, lambda: len(sink.posts) >= 5)
            asked = [request.target.partition("?")[0] for request in peer.server.requests]
            assert asked.count(DICTIONARY_PATH) == 2
            assert [query["zstdDictionary"] for query in peer.queries()] == [[str(V1_ID)], ["77"]]

    run(scenario)


def test_where_the_dictionary_stays_unknown_the_stream_is_read_plain() -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS, dictionary=OTHER)) as peer:
            peer.handed_out += [V1_DICTIONARY, V1_DICTIONARY]
            sink = Watched()
            await reading(source(peer, cursor=US - 60 * SECOND), sink, lambda: len(sink.posts) >= 5)
            assert ["zstdDictionary" in query for query in peer.queries()] == [True, True, False]

    run(scenario)


def test_another_host_goes_on_by_time_where_the_first_broke_off_and_nothing_is_lost_or_told_twice() -> None:
    async def scenario() -> None:
        later = [post(number, US - 60 * SECOND + number * SECOND + 300_000) for number in range(1, 6)]
        elsewhere = [event | {"seq": 900_000 + event["seq"]} for event in later]  # each host has its own numbers and its own moments
        async with running(Peer(EVENTS[:3])) as first, running(Peer(elsewhere)) as second:

            async def gone(_session: object) -> bool:
                first.answers += [answer(502)] * 100
                return False

            first.faults.append(gone)
            sink = Watched()
            await reading(source(first, second, cursor=US - 60 * SECOND), sink, lambda: 5 in sink.numbers())
            assert [int(query["cursor"][0]) for query in second.queries()] == [US - 59 * SECOND - 5 * SECOND]
            batch = sink.pipeline.batch()
            assert sorted(one.text for one in batch.posts) == [f"touchdown number {number}" for number in range(1, 6)]
            assert (sum(count.count for count in batch.counts), batch.total, sink.gaps) == (5, 5, [])

    run(scenario)


def test_who_is_busy_or_refuses_is_left_for_the_next_host_at_once() -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS)) as busy, running(Peer(versions=())) as refusing, running(Peer(EVENTS)) as good:
            busy.answers += [answer(503, Retry_After="30")] * 10
            sink, waits = Watched(), Waits()
            await reading(source(busy, refusing, good, waits=waits, cursor=US - 60 * SECOND), sink, lambda: len(sink.posts) >= 5)
            assert waits.seconds == []

    run(scenario)


@pytest.mark.parametrize("version", [1, 2])
def test_edits_deletions_and_accounts_that_go_are_told(version: int) -> None:
    async def scenario() -> None:
        at = US - 10 * SECOND
        events = [
            post(1, at, did="did:plc:a"),
            post(2, at + 1, did="did:plc:b"),
            post(3, at + 2, did="did:plc:b"),
            post(4, at + SECOND, "touchdown number 44", operation="update", rkey="key1", did="did:plc:a"),
            post(5, at + SECOND + 1, operation="delete", rkey="key2", did="did:plc:b"),
            account(6, at + SECOND + 2, "did:plc:c", active=False, status="deleted"),
            account(7, at + SECOND + 3, "did:plc:a", active=False, status="throttled"),
            account(8, at + SECOND + 4, "did:plc:b", active=False, status="takendown"),
        ]
        async with running(Peer(events, versions=[version])) as peer:
            sink = Watched()
            await reading(source(peer, cursor=at), sink, lambda: len(sink.deleted) >= 3)
        ids = {number: f"at://did:plc:{who}/app.bsky.feed.post/key{number}" for number, who in ((1, "a"), (2, "b"), (3, "b"))}
        assert [(one.id, one.edited) for one in sink.posts] == [(ids[1], 0), (ids[2], 0), (ids[3], 0), (ids[1], NOW - 9_000)]
        assert sink.posts[-1].text == "touchdown number 44"
        assert sink.deleted[0] == ids[2]
        assert set(sink.deleted) == {ids[2], ids[3]}, "of whoever is gone, all; of whoever is throttled, none"

    run(scenario)


@pytest.mark.parametrize("version", [1, 2])
def test_what_cannot_be_had_any_more_is_a_gap(version: int) -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS, versions=[version], floor_us=US - 57 * SECOND)) as peer:
            sink = Watched()
            await reading(source(peer, cursor=US - 300 * SECOND), sink, lambda: len(sink.posts) >= 3)
        assert sink.numbers() == [3, 4, 5]
        assert [(gap.source, gap.since, gap.until) for gap in sink.gaps] == [("Bluesky", NOW - 300_000, NOW - 57_000)]
        assert sink.gaps[0].why == ("keeps nothing so old any more" if version == 2 else "did not give again what came meanwhile")

    run(scenario)


def test_no_more_than_half_an_hour_is_asked_for_again_and_the_rest_is_a_gap() -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS)) as peer:
            sink = Watched()
            await reading(source(peer, cursor=US - 7_200 * SECOND), sink, lambda: len(sink.posts) >= 5)
            assert peer.queries()[-1]["cursor"] == [str(US - 1_800 * SECOND)]
        assert [(gap.since, gap.why) for gap in sink.gaps] == [
            (NOW - 7_200_000, "was out of reach for longer than the half hour that is asked for again")
        ]

    run(scenario)


def test_a_place_in_the_future_is_no_place() -> None:
    async def scenario() -> None:
        async with running(Peer()) as peer:
            sink = Watched()
            jetstream = source(peer, cursor=US + 3_600 * SECOND)
            task = asyncio.create_task(jetstream.run(sink))
            await peer.opened.wait()
            peer.say(post(1, US))
            await sink.until(lambda: len(sink.posts) == 1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert "cursor" not in peer.queries()[-1]

    run(scenario)


def test_a_server_that_says_the_place_is_too_old_is_read_from_now_on_and_what_lies_between_is_a_gap() -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS, versions=[2])) as peer:
            peer.answers.append(answer(400, b'{"error":"CursorTooOld","message":"floor is 9"}'))
            sink, waits = Watched(), Waits(enough=100)
            jetstream = source(peer, waits=waits, cursor=US - 60 * SECOND, compress=False)
            task = asyncio.create_task(jetstream.run(sink))
            await peer.opened.wait()
            peer.say(post(9, US))
            await sink.until(lambda: sink.numbers() == [9])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert [(gap.since, gap.until, gap.why) for gap in sink.gaps] == [(NOW - 60_000, NOW, "keeps nothing so old any more")]

    run(scenario)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"$type": "error", "error": "ConsumerTooSlow", "message": "x"}, "dropped us because we read too slowly"),
        ({"$type": "error", "error": "Whatever"}, "ended the stream (Whatever)"),
        ({"$type": "error"}, "ended the stream (an error without a name)"),
    ],
)
def test_an_error_of_the_stream_is_told_and_what_came_before_it_is_kept(body: Json, why: str) -> None:
    async def scenario() -> None:
        async with running(Peer(EVENTS[:1], versions=[2])) as peer:

            async def error(session: Any) -> bool:
                await session.send_json(body)
                return True

            peer.faults.append(error)
            sink, waits = Watched(), Waits(enough=1)
            jetstream = source(peer, waits=waits, cursor=US - 60 * SECOND)
            with pytest.raises(Enough):
                await jetstream.run(sink)
            assert (jetstream.health().state, jetstream.health().why, jetstream.health().since) == ("failed", why, NOW)
            assert sink.numbers() == [1]

    run(scenario)


def test_nobody_there_is_told() -> None:
    async def scenario() -> None:
        jetstream = source(f"ws://127.0.0.1:{unused_port()}", waits=Waits(enough=1))
        with pytest.raises(Enough):
            await jetstream.run(Gathered())
        assert jetstream.health().why in ("refused the connection", "could not be reached (All connection attempts failed)")

    run(scenario)


def test_a_dictionary_under_another_number_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "other.zdict"
    file.write_bytes(OTHER.as_bytes())

    async def scenario() -> None:
        async with running(Peer(EVENTS, versions=(1,), packs=(1,))) as peer:
            sink = Watched()
            await reading(source(peer, cursor=US - 60 * SECOND, dictionary=file), sink, lambda: len(sink.posts) >= 5)
            assert "compress" not in peer.queries()[-1]

    run(scenario)
    assert f"compresses with the dictionary {V1_ID}, and other.zdict is 77" in caplog.text
