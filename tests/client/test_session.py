"""One session against a room whose wire goes wrong."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.client.faulty_room import FaultyRoom, faulty_room
from tests.waiting import soon
from warroom.client.change import Change
from warroom.client.session import Session
from warroom.errors import RoomError, Unreachable
from warroom.review.commands import CallMoment, ClaimTarget, StandDownRoom
from warroom.wire import CommandRequest

Test = Callable[[FaultyRoom, Session], Awaitable[None]]
CALL = CallMoment(title="Lights", topic="The match", evidence=())


def run(tmp_path: Path, test: Test) -> None:
    async def whole() -> None:
        async with faulty_room(tmp_path) as room:
            session = await room.session()
            try:
                await test(room, session)
            finally:
                await session.close()

    asyncio.run(whole())


def ids(room: FaultyRoom) -> list[str]:
    return [msgspec.json.decode(body, type=CommandRequest).id for body in room.faults.bodies("/commands")]


def test_a_lost_answer_is_asked_for_again_with_the_same_id_and_done_once(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        room.faults.plan["/commands"] = ["lost", "before"]
        sent = await session.send(CALL)
        assert ids(room) == [sent.id] * 3
        assert list(session.state.moments) == [sent.id]
        assert session.seq == sent.seq == room.room.seq

    run(tmp_path, test)


def test_its_own_write_is_folded_when_send_returns(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        for _ in range(20):
            sent = await session.send(CALL)
            assert sent.id in session.state.moments

    run(tmp_path, test)


def test_its_own_write_is_fetched_where_the_stream_is_silent(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        room.faults.plan["/events"] = ["silent"]
        room.room.close_streams()
        room.room._hub.closed = False
        await soon(lambda: not room.faults.plan["/events"])
        sent = await session.send(CALL)
        assert sent.id in session.state.moments

    run(tmp_path, test)


def test_a_log_that_is_gone_is_taken_anew(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        seen: list[Change] = []
        session.listen(seen.append)
        room.faults.plan["/events"] = ["gone"]
        room.room.close_streams()
        room.room._hub.closed = False  # the room itself goes on
        await soon(lambda: any(change.reset for change in seen))
        other = await room.session("other")
        sent = await other.send(CALL)
        await soon(lambda: sent.id in session.state.moments)
        assert session.link.phase == "live"
        await other.close()

    run(tmp_path, test)


def test_a_refused_stream_is_said_and_recovered_from(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        room.faults.plan["/events"] = ["refused"] * 3
        room.room.close_streams()
        room.room._hub.closed = False
        await soon(lambda: session.link.phase == "offline")
        assert session.link.why == "Not with this token."
        await soon(lambda: session.link.phase == "live")

    run(tmp_path, test)


def test_a_listener_that_fails_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        seen: list[Change] = []

        def bad(change: Change) -> None:
            raise RuntimeError("no")

        session.listen(bad)
        end = session.listen(seen.append)
        await session.send(CALL)
        assert any(change.events for change in seen)
        end()
        seen.clear()
        await session.send(CALL)
        assert seen == []

    with caplog.at_level(logging.CRITICAL):
        run(tmp_path, test)


def test_what_cannot_be_delivered_waits_and_a_stand_down_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.client.courier.PATIENCE_S", 0.3)

    async def test(room: FaultyRoom, session: Session) -> None:
        late: list[Change] = []
        session.listen(lambda change: late.append(change) if change.late else None)
        room.faults.plan["/commands"] = ["before"] * 40
        with pytest.raises(Unreachable, match="kept"):
            await session.send(CALL)
        with pytest.raises(Unreachable):
            await session.send(StandDownRoom("Stop"))
        with pytest.raises(Unreachable) as not_kept:
            await session.send(ClaimTarget(item="i", target=0, digest="d"))
        assert "kept" not in not_kept.value.hint
        assert [type(one.command) for one in session.waiting] == [StandDownRoom, CallMoment]

        again = await room.session()  # the program was started again
        assert len(again.waiting) == 2
        room.faults.plan.clear()
        again._deliver_late()
        await soon(lambda: not again.waiting)
        assert again.state.stood_down is not None
        assert len(again.state.moments) == 1
        await again.close()

    run(tmp_path, test)


def test_an_answer_that_cannot_be_read_is_no_crash(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        room.faults.plan["/posts"] = ["garbled"]
        with pytest.raises(Unreachable, match="cannot be read"):
            await session.posts()
        room.faults.plan["/snapshot"] = ["garbled"]
        with pytest.raises(Unreachable):
            await room.session("other")
        room.faults.plan["/me"] = ["refused"]
        with pytest.raises(RoomError):
            await room.session("other")

    run(tmp_path, test)


def test_pictures_are_sent_once_and_fetched_whole(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        file = tmp_path / "a.png"
        Image.new("RGB", (40, 40), "red").save(file)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        room.faults.plan["PUT /blobs/"] = ["lost"]
        assert await session.put_blob(file) == sha256
        assert await session.put_blob(file) == sha256
        assert len([one for one in room.faults.asked if one.method == "PUT"]) == 1  # the lost answer was looked up

        other = await room.session("other")
        assert other.cached_blob(sha256) is None
        room.faults.plan["GET /blobs/"] = ["damaged", "before"]
        paths = await asyncio.gather(*(other.blob(sha256) for _ in range(5)))
        assert {path.read_bytes() for path in paths} == {file.read_bytes()}
        assert len([one for one in room.faults.asked if one.method == "GET" and "/blobs/" in one.path]) == 3
        assert other.cached_blob(sha256) == paths[0]

        with pytest.raises(RoomError):
            await other.blob("0" * 64)
        await other.close()

    run(tmp_path, test)


def test_a_picture_damaged_each_time_is_never_kept(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        file = tmp_path / "a.png"
        Image.new("RGB", (40, 40), "blue").save(file)
        sha256 = await session.put_blob(file)
        other = await room.session("other")
        room.faults.plan["GET /blobs/"] = ["damaged"] * 3
        with pytest.raises(Unreachable, match="damaged"):
            await other.blob(sha256)
        assert other.cached_blob(sha256) is None
        await other.close()

    run(tmp_path, test)


def test_a_feed_that_breaks_begins_again(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        histories = 0
        async with asyncio.timeout(10):
            async for word in session.feed(["The match"]):
                histories += type(word).__name__ == "FeedHistory"
                if histories == 2:
                    break
                room.room.feed.close_streams()
                room.room.feed.closed = False
        assert histories == 2

    run(tmp_path, test)


def test_a_feed_of_no_topic_is_refused(tmp_path: Path) -> None:
    async def test(room: FaultyRoom, session: Session) -> None:
        with pytest.raises(RoomError):
            await anext(session.feed(["No such topic"]))

    run(tmp_path, test)
