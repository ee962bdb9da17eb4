"""A Jetstream that fails in every way there is: it is said what and since when, reading comes back by itself, nothing is lost
or told twice once it heals, and nothing else is touched.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import zstandard

from tests.sources.jetstream_dictionary import V1_DICTIONARY
from tests.sources.jetstream_peer import Peer, Session, as_v1, as_v2, post, running
from tests.sources.loopback import CLOSE, Waits, frame
from tests.sources.test_jetstream_protocols import NOW, OTHER, SECOND, US, Watched, source
from warroom.sources.health import SourceHealth
from warroom.sources.jetstream import Jetstream

EVENTS = [post(number, US - 30 * SECOND + number * SECOND) for number in range(1, 4)]
LAST = post(9, US)
DAY_US = 86_400 * SECOND


def _json(number: int) -> bytes:
    return json.dumps(post(number, US)).encode()


def sends(*raw: bytes, goes_on: bool = True) -> Callable[[Session], Awaitable[bool]]:
    async def fault(session: Session) -> bool:
        for part in raw:
            await session.write(part)
        return goes_on

    return fault


async def in_latin_1(session: Session) -> bool:
    body = as_v1(post(2, US)) if session.version == 1 else as_v2(post(2, US))
    for _ in range(3):
        await session.write(frame(json.dumps(body).replace("touchdown", "Tor für").encode("latin-1")))
    return True


def packs(*messages: bytes, by: Callable[[bytes], bytes], times: int = 3) -> Callable[[Session], Awaitable[bool]]:
    async def fault(session: Session) -> bool:
        for message in messages * times:
            await session.send_packed(by(message))
        return True

    return fault


async def freezes(_session: Session) -> bool:
    await asyncio.Event().wait()
    return False


def _bomb(_message: bytes) -> bytes:
    return zstandard.ZstdCompressor(dict_data=V1_DICTIONARY).compress(b" " * 200_000_000)


def _unsized_bomb(_message: bytes) -> bytes:
    return zstandard.ZstdCompressor(dict_data=V1_DICTIONARY, write_content_size=False).compress(b" " * 50_000_000)


def _wrongly(message: bytes) -> bytes:
    return zstandard.ZstdCompressor(dict_data=OTHER).compress(message)


def _halved(message: bytes) -> bytes:
    return zstandard.ZstdCompressor(dict_data=V1_DICTIONARY).compress(message)[:-30]


UNREADABLE = "something that cannot be unpacked"
BREAKING = [
    # what it is, what the connection does after its first event, what is said of it
    ("killed", sends(goes_on=False), "broke off the connection"),
    ("ended in order", sends(CLOSE, goes_on=False), "closed the connection"),
    (
        "ended for slowness",
        sends(frame((1008).to_bytes(2, "big") + b"client too slow", opcode=8), goes_on=False),
        "dropped us because we read too slowly",
    ),
    ("cut within a message", sends(frame(_json(2))[:60], goes_on=False), "broke off the connection"),
    (
        "a length that is a lie",
        sends(b"\x81\x7f" + (2**62).to_bytes(8, "big") + b"x" * 100),
        "sent something that is not WebSocket, or lied about its length",
    ),
    ("shorter than it says", sends(b"\x81\x7e\x00\x20" + _json(2)), "sent something that is not WebSocket, or lied about its length"),
    ("an opcode that is none", sends(frame(b"abc", opcode=5)), "sent something that is not WebSocket, or lied about its length"),
    ("10 MB, thrice", sends(*[frame(b"[" * 10_000_000)] * 3), "sent messages of more than 1 MB"),
    ("a message without end", sends(frame(b"[" * 9_000_000, fin=False), frame(b"[" * 9_000_000, opcode=0)), "sent a message without end"),
    ("Latin-1", in_latin_1, "sent something that is not JSON"),
    ("UTF-16", sends(*[frame(_json(2).decode().encode("utf-16"))] * 3), "sent something that is not JSON"),
    ("endless brackets", sends(*[frame(b"[" * 900_000)] * 3), "sent JSON without end"),
    ("packed garbage", packs(b"garbage", by=lambda message: message), f"sent {UNREADABLE}"),
    ("a zstd bomb", packs(b"", by=_bomb), "sent messages of more than 1 MB"),
    ("a zstd bomb that hides its size", packs(b"", by=_unsized_bomb, times=3), f"sent {UNREADABLE}"),
    ("half a zstd frame", packs(_json(2), by=_halved), f"sent {UNREADABLE}"),
    ("another dictionary", packs(_json(2), by=_wrongly), "compresses with a dictionary that it did not name"),
]


class Course:
    """What is said of a source, whenever that changes."""

    def __init__(self, jetstream: Jetstream, waits: Waits) -> None:
        self._jetstream = jetstream
        self.while_waiting: list[SourceHealth] = []
        self._sleep = waits._sleep
        waits._sleep = self._noted

    async def _noted(self, seconds: float) -> None:
        self.while_waiting.append(self._jetstream.health())
        await self._sleep(seconds)


async def through(peer: Peer, **options: Any) -> tuple[Watched, Course]:
    """Reads a peer from its first event on until it has healed and said its last, beside a healthy one, which notices nothing."""
    async with running(peer), running(Peer(EVENTS)) as healthy:
        sink, other, waits = Watched(), Watched(), Waits()
        course_of: dict[str, Course] = {}

        async def sleep(seconds: float) -> None:
            await course_of["it"]._noted(seconds)

        jetstream = source(peer, waits=waits, cursor=US - 30 * SECOND, **options)
        course = course_of["it"] = Course(jetstream, waits)
        jetstream._patience = type(jetstream._patience)(sleep=sleep, chance=lambda: 0.5)
        beside = source(healthy, cursor=US - 30 * SECOND)
        tasks = [asyncio.create_task(jetstream.run(sink)), asyncio.create_task(beside.run(other))]
        await sink.until(lambda: 3 in sink.numbers())
        peer.say(LAST)
        await sink.until(lambda: 9 in sink.numbers())
        healthy.say(LAST)
        await other.until(lambda: 9 in other.numbers())
        assert jetstream.health().state == beside.health().state == "live"
        assert beside.health().why == ""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert healthy.sessions == 1
        assert other.numbers() == [1, 2, 3, 9]
    return sink, course


def whole(sink: Watched) -> None:
    """Nothing lost, nothing twice, no gap."""
    assert sink.numbers() == [1, 2, 3, 9]
    batch = sink.pipeline.batch()
    assert sorted(one.text for one in batch.posts) == [f"touchdown number {number}" for number in (1, 2, 3, 9)]
    assert (sum(count.count for count in batch.counts), batch.total, sink.gaps) == (4, 4, [])


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(("fault", "why"), [case[1:] for case in BREAKING], ids=[case[0] for case in BREAKING])
def test_a_fault_is_told_and_nothing_is_lost_or_told_twice(version: int, fault: Callable[[Session], Awaitable[bool]], why: str) -> None:
    async def scenario() -> None:
        peer = Peer(EVENTS, versions=[version])
        peer.faults.append(fault)
        sink, course = await through(peer)
        (told,) = course.while_waiting
        assert (told.state, told.why, told.since) == ("failed", why, NOW)
        whole(sink)

    asyncio.run(asyncio.wait_for(scenario(), 90))


def test_a_fault_again_and_again_is_one_trouble_since_it_began() -> None:
    async def scenario() -> None:
        peer = Peer(EVENTS)
        peer.faults += [sends(goes_on=False)] * 5
        sink, course = await through(peer)
        assert [(told.state, told.since) for told in course.while_waiting] == [("failed", NOW)] * 5
        whole(sink)

    asyncio.run(asyncio.wait_for(scenario(), 90))


def test_one_that_freezes_is_given_up_and_asked_again() -> None:
    async def scenario() -> None:
        many = [post(number, US - 30 * SECOND + number, f"nothing to see {number}") for number in range(100, 160)]
        peer = Peer([*many, *EVENTS])
        left = len(many)

        async def after_many(session: Session) -> bool:
            for event in many[1:]:
                await session.send(event)
            await sink.until(lambda: jetstream._intake.read >= left)
            clock[0] += 20_000
            return await freezes(session)

        peer.faults.append(after_many)
        async with running(peer):
            sink, waits, clock = Watched(), Waits(), [NOW]
            jetstream = source(peer, waits=waits, cursor=US - 30 * SECOND, look_s=0.05)
            jetstream._now = jetstream._monitor._now = lambda: clock[0]
            course = Course(jetstream, waits)
            jetstream._patience = type(jetstream._patience)(sleep=course._noted, chance=lambda: 0.5)
            task = asyncio.create_task(jetstream.run(sink))
            await sink.until(lambda: sink.numbers() == [1, 2, 3])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        (told,) = course.while_waiting
        assert (told.state, told.why) == ("failed", "sends nothing any more")
        assert told.since == NOW, "not since it was noticed"
        assert len(sink.posts) == left + 3, "what came before the frost is not told again"

    asyncio.run(asyncio.wait_for(scenario(), 90))


@pytest.mark.parametrize("ahead_us", [DAY_US, -DAY_US], ids=["a day ahead", "a day behind"])
@pytest.mark.parametrize("version", [1, 2])
def test_a_clock_that_is_a_day_off_is_said_and_counted_by_ours(version: int, ahead_us: int) -> None:
    async def scenario() -> None:
        peer = Peer([], versions=[version])
        async with running(peer):
            sink = Watched()
            jetstream = source(peer)
            task = asyncio.create_task(jetstream.run(sink))
            await peer.opened.wait()
            peer.say(post(1, US + ahead_us))
            await sink.until(lambda: 1 in sink.numbers())
            health = jetstream.health()
            assert (health.state, health.why) == ("live", f"its clock is 24 h {'ahead of' if ahead_us > 0 else 'behind'} ours")
            peer.faults.append(sends(goes_on=False))
            for number in (2, 3):
                peer.say(post(number, US + ahead_us + number))
            await sink.until(lambda: 3 in sink.numbers())
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        batch = sink.pipeline.batch()
        assert [(count.second, count.count) for count in batch.counts] == [(NOW, 3)]
        assert all(one.at <= NOW for one in sink.posts)
        assert sink.gaps == []

    asyncio.run(asyncio.wait_for(scenario(), 90))


@pytest.mark.parametrize("ahead_us", [DAY_US, -DAY_US], ids=["a day ahead", "a day behind"])
def test_a_clock_that_is_off_is_asked_by_its_own_and_the_next_host_by_ours(ahead_us: int) -> None:
    async def scenario() -> None:
        astray, right = Peer([]), Peer([*EVENTS, LAST])
        async with running(astray), running(right):
            sink = Watched()
            task = asyncio.create_task(source(astray, right).run(sink))
            await astray.opened.wait()

            async def gone(_session: Session) -> bool:
                astray.versions = ()
                return False

            astray.faults += [sends(goes_on=False), gone]
            astray.say(post(1, US + ahead_us))  # it breaks off after this, and after the next connection's first
            astray.say(post(2, US + ahead_us + SECOND))
            astray.say(post(3, US + ahead_us + SECOND))
            await sink.until(lambda: 9 in sink.numbers())
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            own = [int(query["cursor"][0]) for query in astray.queries() if "cursor" in query]
            assert own[:1] == [US + ahead_us - 5 * SECOND]
            assert [int(query["cursor"][0]) for query in right.queries()] == [US - 5 * SECOND]

    asyncio.run(asyncio.wait_for(scenario(), 90))


def test_one_message_from_the_future_does_not_move_the_place() -> None:
    async def scenario() -> None:
        saved: list[int] = []
        peer = Peer([EVENTS[0], post(50, US + DAY_US, "from tomorrow")])
        async with running(peer):
            sink = Watched()
            jetstream = source(peer, cursor=US - 30 * SECOND, save_cursor=saved.append)
            task = asyncio.create_task(jetstream.run(sink))
            await sink.until(lambda: len(sink.posts) == 2)
            peer.say(LAST)
            await sink.until(lambda: 9 in sink.numbers())
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert max(saved) == US
        assert jetstream.health().why == ""

    asyncio.run(asyncio.wait_for(scenario(), 90))


def test_a_slow_one_is_read_at_its_pace() -> None:
    async def scenario() -> None:
        peer = Peer(EVENTS)

        async def slowly(session: Session) -> bool:
            for byte in frame(json.dumps({"did": "did:plc:x", "time_us": US, "kind": "identity"}).encode()):
                await session.write(bytes([byte]))
            return True

        peer.faults.append(slowly)
        async with running(peer):
            sink = Watched()
            jetstream = source(peer, cursor=US - 30 * SECOND, version=1, compress=False)
            task = asyncio.create_task(jetstream.run(sink))
            await sink.until(lambda: 3 in sink.numbers())
            assert (jetstream.health().state, jetstream.health().why) == ("live", "")
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert peer.sessions == 1

    asyncio.run(asyncio.wait_for(scenario(), 90))
