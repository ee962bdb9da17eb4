"""The event clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.plan.clock import EventClock

times = st.integers(0, 4_000_000_000_000)
speeds = st.floats(1, 60)


def test_a_live_room_runs_on_server_time() -> None:
    clock = EventClock.live(1_000)
    assert clock.event_time(5_000) == 5_000
    assert clock.server_time(5_000) == 5_000


def test_a_rehearsal_runs_from_its_own_time_at_its_own_pace() -> None:
    clock = EventClock(anchor_event_ms=100_000, anchor_server_ms=9_000_000, speed=60.0)
    assert clock.event_time(9_001_000) == 160_000
    assert clock.server_time(160_000) == 9_001_000
    slow = clock.at_pace(9_001_000, 1.0, paused=False)
    assert slow.event_time(9_002_000) == 161_000


def test_a_paused_clock_stands_still_and_goes_on_from_there() -> None:
    paused = EventClock(100_000, 9_000_000).at_pace(9_000_500, 1.0, paused=True)
    assert paused.event_time(9_900_000) == 100_500
    assert paused.at_pace(9_900_000, 2.0, paused=False).event_time(9_901_000) == 102_500


@given(times, times, speeds, st.lists(st.tuples(st.integers(0, 10_000_000), speeds, st.booleans()), max_size=8))
def test_no_change_of_pace_makes_event_time_jump_or_go_back(
    event: int, server: int, speed: float, changes: list[tuple[int, float, bool]]
) -> None:
    clock = EventClock(event, server, speed)
    now, last = server, event
    for later, pace, paused in changes:
        now += later
        before = clock.event_time(now)
        clock = clock.at_pace(now, pace, paused)
        assert clock.event_time(now) == before >= last
        last = before


@pytest.mark.parametrize("speed", [0.0, -1.0, float("inf"), float("nan")])
def test_time_does_not_stand_or_run_back(speed: float) -> None:
    with pytest.raises(ValueError, match="forward"):
        EventClock(0, 0, speed)
