"""Jetstream over a real socket: what is read, where it resumes, and how it bears a server that misbehaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sources.loopback import (
    CLOSE,
    Enough,
    Gathered,
    Handler,
    Waits,
    answer,
    frame,
    hang_up,
    serving,
    stay_silent,
    stream,
    unused_port,
)
from warroom.plan.model import Topic
from warroom.sources.base import Reader
from warroom.sources.jetstream import Jetstream
from warroom.watch.pipeline import Pipeline

NOW = 1_790_000_000_000


def event(number: int, text: str = "the lights went out", **commit: object) -> bytes:
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-07-19T19:00:00Z", "langs": ["en-GB"]}
    body = {
        "rev": f"rev{number}",
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": f"key{number}",
        "record": record,
    } | commit
    return json.dumps({"did": "did:plc:own", "time_us": (NOW * 1_000) + number, "kind": "commit", "commit": body}).encode()


def source(*hosts: str, waits: Waits, **options: object) -> Jetstream:
    return Jetstream("Bluesky", hosts, version=1, compress=False, now=lambda: NOW + 1_000, patience=waits.patience, **options)


async def read_until(jetstream: Jetstream, gathered: Gathered, posts: int) -> None:
    task = asyncio.create_task(jetstream.run(gathered))
    try:
        await gathered.until(lambda: len(gathered.posts) >= posts)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_posts_and_deletions_are_handed_on_and_nothing_else() -> None:
    async def scenario() -> None:
        gone = json.dumps(
            {
                "did": "did:plc:own",
                "time_us": 1,
                "kind": "commit",
                "commit": {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "old"},
            }
        )
        like = event(2, collection="app.bsky.feed.like", record={"subject": {"uri": "at://x"}})
        account = b'{"did":"did:plc:own","time_us":5,"kind":"account","account":{"active":true}}'
        sent = [frame(part) for part in (event(1), gone.encode(), like, account, event(3, "again"))]
        async with serving(stream(b"".join(sent), keep=True)) as server:
            gathered = Gathered()
            await read_until(source(server.ws, waits=Waits()), gathered, 2)
        assert [post.text for post in gathered.posts] == ["the lights went out", "again"]
        assert gathered.deleted == ["at://did:plc:own/app.bsky.feed.post/old"]
        assert gathered.posts[0].id == "at://did:plc:own/app.bsky.feed.post/key1"
        assert gathered.posts[0].languages == ("en",)
        assert gathered.posts[0].at < gathered.posts[0].seen == NOW + 1_000
        query = parse_qs(urlsplit(server.requests[0].target).query)
        assert query["wantedCollections"] == ["app.bsky.feed.post"]
        assert "cursor" not in query
        assert "sec-websocket-extensions" not in server.requests[0].headers

    asyncio.run(scenario())


def test_after_a_break_it_resumes_where_it_was_and_nothing_is_lost_or_told_twice() -> None:
    async def scenario() -> None:
        first = stream(frame(event(1, "one touchdown")) + frame(event(2, "two touchdowns")))
        second = stream(frame(event(2, "two touchdowns")) + frame(event(3, "three touchdowns")), keep=True)
        saved: list[int] = []
        async with serving(first, second) as server:
            pipeline = Pipeline([Topic("Game", ("touchdown", "touchdowns"))], now=lambda: NOW + 1_000)
            jetstream = source(server.ws, waits=Waits(), cursor=NOW * 1_000 - 60_000_000, save_cursor=saved.append)
            gathered = Gathered()

            class Both(Gathered):
                def take(self, items: Sequence[Any], reader: Reader[Any], /) -> None:
                    pipeline.take(items, reader)
                    gathered.take(items, reader)

            task = asyncio.create_task(jetstream.run(Both()))
            await gathered.until(lambda: len(gathered.posts) >= 3)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        cursors = [int(parse_qs(urlsplit(request.target).query)["cursor"][0]) for request in server.requests]
        assert cursors == [NOW * 1_000 - 65_000_000, NOW * 1_000 + 2 - 5_000_000]
        batch = pipeline.batch()
        assert [post.text for post in batch.posts] == ["one touchdown", "two touchdowns", "three touchdowns"]
        assert sum(count.count for count in batch.counts) == 3
        assert saved == [NOW * 1_000 + 2]

    asyncio.run(scenario())


def test_hosts_are_tried_in_turn() -> None:
    async def scenario() -> None:
        async with serving(stream(frame(event(1)), keep=True)) as server:
            gathered = Gathered()
            waits = Waits()
            jetstream = source(f"ws://127.0.0.1:{unused_port()}", server.ws, waits=waits)
            await read_until(jetstream, gathered, 1)
            assert len(waits.seconds) == 1
            assert jetstream.health().state == "live"

    asyncio.run(scenario())


FAULTS: list[tuple[str, Handler, str, str]] = [
    ("vanishes in a frame", stream(frame(event(1))[:40]), "failed", "broke off the connection"),
    ("closes in order", stream(CLOSE), "failed", "closed the connection"),
    ("hangs up before answering", hang_up, "failed", "broke off the connection"),
    ("garbage", stream(frame(b"hello?") * 3, keep=True), "failed", "sent something that is not JSON"),
    ("half a frame", stream(frame(event(1)[:60]) * 3, keep=True), "failed", "sent half a frame"),
    ("JSON of something else", stream(frame(b"[1, 2]") * 3, keep=True), "failed", "sent something that is not a Jetstream event"),
    ("429 with Retry-After", answer(429, Retry_After="30"), "waiting", "says too many requests, asked us to wait 30 s"),
    ("429 without", answer(429), "waiting", "says too many requests"),
    ("503", answer(503), "waiting", "says it is overloaded"),
    ("404", answer(404), "failed", "has nothing at this address (404)"),
    ("a web page", answer(200, b"<html>"), "failed", "does not open a stream there (200)"),
    ("500", answer(500), "failed", "has trouble of its own (500)"),
    (
        "an endless message",
        stream(frame(b"[" * 9_000_000, fin=False), frame(b"[" * 9_000_000, opcode=0, fin=False), keep=True),
        "failed",
        "sent a message without end",
    ),
]


@pytest.mark.parametrize(("fault", "state", "why"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_is_named_waited_out_and_recovered_from(fault: Handler, state: str, why: str) -> None:
    async def scenario() -> None:
        async with serving(fault) as server:
            waits = Waits(enough=1)
            broken = source(server.ws, waits=waits)
            with pytest.raises(Enough):
                await asyncio.wait_for(broken.run(Gathered()), 20)
            health = broken.health()
            assert (health.state, health.why) == (state, why)
            assert waits.seconds[0] >= {"says too many requests, asked us to wait 30 s": 30, "says too many requests": 10}.get(why, 0.5)
        async with serving(fault, stream(frame(event(1)), keep=True)) as server:
            gathered = Gathered()
            recovering = source(server.ws, waits=Waits())
            await read_until(recovering, gathered, 1)
            assert recovering.health().state == "live"

    asyncio.run(scenario())


def test_who_refuses_the_connection_is_said_to() -> None:
    async def scenario() -> None:
        broken = source(f"ws://127.0.0.1:{unused_port()}", waits=Waits(enough=1))
        with pytest.raises(Enough):
            await broken.run(Gathered())
        assert broken.health().why == "refused the connection"

    asyncio.run(scenario())


def test_a_server_that_never_answers_is_given_up() -> None:
    async def scenario() -> None:
        async with serving(stay_silent) as server:
            broken = source(server.ws, waits=Waits(enough=1), connect_s=0.05)
            with pytest.raises(Enough):
                await asyncio.wait_for(broken.run(Gathered()), 10)
            assert broken.health().why == "did not answer in time"

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "odd",
    [frame(b"x" * 10_000_000), frame(b"not json"), frame(event(1)[:50]), frame(b'{"did": 5}')],
    ids=["10 MB", "garbage", "half", "other JSON"],
)
def test_one_unreadable_message_is_left_out_and_said(odd: bytes) -> None:
    async def scenario() -> None:
        async with serving(stream(frame(event(1)) + odd + frame(event(2)), keep=True)) as server:
            gathered = Gathered()
            jetstream = source(server.ws, waits=Waits())
            await read_until(jetstream, gathered, 2)
            assert [post.id[-4:] for post in gathered.posts] == ["key1", "key2"]
            assert (jetstream.health().state, jetstream.health().why) == ("live", "1 message could not be read")

    asyncio.run(scenario())


def test_slow_and_split_messages_are_read_whole() -> None:
    async def scenario() -> None:
        slow = [bytes([byte]) for byte in frame(event(1))]
        whole = event(2)
        split = [frame(whole[:50], fin=False), frame(whole[50:90], opcode=0, fin=False), frame(whole[90:], opcode=0)]
        async with serving(stream(*slow, *split, keep=True)) as server:
            gathered = Gathered()
            await read_until(source(server.ws, waits=Waits()), gathered, 2)
            assert len(gathered.posts) == 2

    asyncio.run(scenario())
