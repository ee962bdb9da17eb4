from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.client.replica import Gap, Replica
from warroom.plan.model import Event, Person, Plan
from warroom.review.chain import seal
from warroom.review.events import DutySet, Logged, RoomStarted
from warroom.review.fold import fold, fold_all
from warroom.review.model import Pace
from warroom.wire import Snapshot

PLAN = Plan(Event("Cup", dt.datetime(2026, 7, 19, 19, tzinfo=dt.UTC)), people=(Person("Ann", ("producer",)),))


def log(length: int) -> list[Logged]:
    lines = [seal(Logged(1, 1, "room", "", "", RoomStarted("cup", "live", PLAN, Pace(1, 1))), "").line]
    for seq in range(2, length + 1):
        lines.append(seal(Logged(seq, seq, "Ann", "d", f"c{seq}", DutySet("Ann", seq % 2 == 0)), lines[-1].hash).line)
    return lines


def snapshot(lines: list[Logged], seq: int) -> Snapshot:
    return Snapshot("e", seq, 1, fold_all(None, lines[:seq]))


@given(st.integers(1, 12), st.data())
def test_a_snapshot_and_what_followed_is_the_room_however_often_things_come(at: int, data: st.DataObject) -> None:
    lines = log(12)
    replica = Replica(snapshot(lines, at))
    rest = lines[at:]
    for line in rest:
        for again in data.draw(st.lists(st.sampled_from(lines[: line.seq - 1]), max_size=3)):
            assert not replica.take(again)
        assert replica.take(line)
    assert replica.seq == 12
    assert replica.state == fold_all(None, lines)


def test_a_hole_in_the_log_is_noticed() -> None:
    lines = log(5)
    replica = Replica(snapshot(lines, 2))
    with pytest.raises(Gap):
        replica.take(lines[3])
    assert replica.seq == 2


def test_a_rewritten_log_is_noticed() -> None:
    lines = log(5)
    replica = Replica(snapshot(lines, 2))
    replica.take(lines[2])
    other = seal(Logged(4, 4, "Ann", "d", "c4", DutySet("Ann", True)), "0" * 64).line
    with pytest.raises(Gap):
        replica.take(other)
    assert replica.state == fold(fold_all(None, lines[:2]), lines[2])


def test_waiting_ends_when_the_log_has_come_so_far() -> None:
    async def whole() -> None:
        lines = log(5)
        replica = Replica(snapshot(lines, 2))
        assert await replica.reached(2, 0.01)
        assert not await replica.reached(4, 0.01)
        waiting = asyncio.create_task(replica.reached(4, 5))
        await asyncio.sleep(0)
        for line in lines[2:4]:
            replica.take(line)
        assert await waiting

    asyncio.run(whole())
