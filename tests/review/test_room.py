"""The room itself: standing down and resuming, duty, pace, devices."""

from __future__ import annotations

import math

import pytest

from tests.review.driver import MINUTE, START_MS, Driver
from warroom.errors import RoomError
from warroom.review.commands import ResumeRoom, SetDuty, SetPace, StandDownRoom
from warroom.review.duty import event_time
from warroom.review.events import DeviceJoined, DeviceRemoved, Logged
from warroom.review.fold import fold, fold_all
from warroom.review.model import Pace


def code(refusal: RoomError) -> tuple[int, str]:
    return refusal.status, refusal.code


def test_anybody_stands_the_room_down() -> None:
    room = Driver()
    room.say("Dora", StandDownRoom("Injury"))
    down = room.state.stood_down
    assert down is not None
    assert (down.by, down.reason, down.at, room.state.last_stand_down) == ("Dora", "Injury", room.now, room.now)
    assert code(room.refused("Bea", StandDownRoom())) == (409, "wrong_state")


def test_it_takes_two_people_to_resume() -> None:
    room = Driver()
    assert code(room.refused("Pia", ResumeRoom())) == (409, "wrong_state")
    room.say("Dora", StandDownRoom())
    began = room.now
    room.say("Pia", ResumeRoom())
    assert room.state.stood_down is not None
    assert room.state.stood_down.resume_asked_by == "Pia"
    refusal = room.refused("Pia", ResumeRoom())
    assert code(refusal) == (403, "not_allowed")
    assert "somebody else" in refusal.message
    room.say("Dora", ResumeRoom())
    assert room.state.stood_down is None
    (past,) = room.state.past_stand_downs
    assert (past.at, past.resumed_at) == (began, room.now)


def test_one_of_the_two_is_a_producer() -> None:
    room = Driver()
    room.say("Dora", StandDownRoom())
    room.say("Will", ResumeRoom())
    for person in ("Will", "Bea"):
        refusal = room.refused(person, ResumeRoom())
        assert code(refusal) == (403, "not_allowed")
        assert "producer" in refusal.message
    room.say("Pia", ResumeRoom())
    assert room.state.stood_down is None


def test_standing_down_again_takes_the_first_half_of_a_resume_back() -> None:
    room = Driver()
    room.say("Dora", StandDownRoom("Injury"))
    room.say("Pia", ResumeRoom())
    room.say("Bea", StandDownRoom())
    down = room.state.stood_down
    assert down is not None
    assert (down.by, down.reason, down.resume_asked_by) == ("Dora", "Injury", "")
    room.say("Will", ResumeRoom())
    assert room.state.stood_down is not None


def test_duty_is_ones_own_to_set_or_a_producers() -> None:
    room = Driver()
    room.say("Cole", SetDuty("Cole", False))
    room.say("Pia", SetDuty("Bea", False))
    assert room.state.duty == {"Cole": False, "Bea": False}
    assert code(room.refused("Bea", SetDuty("Cole", True))) == (403, "not_allowed")
    assert code(room.refused("Pia", SetDuty("Nobody", True))) == (404, "not_found")


def test_only_a_rehearsal_has_a_pace_and_a_producer_sets_it() -> None:
    assert code(Driver().refused("Pia", SetPace(2, False))) == (409, "wrong_state")
    room = Driver(kind="rehearsal")
    assert code(room.refused("Will", SetPace(2, False))) == (403, "not_allowed")
    for speed in (0, -1, 61, math.nan, math.inf):
        assert code(room.refused("Pia", SetPace(speed, False))) == (400, "bad_request")
    for event_ms in (-1, 10**15):
        assert code(room.refused("Pia", SetPace(1, False, event_ms))) == (400, "bad_request")


def test_pace_changes_without_a_jump_unless_one_is_asked_for() -> None:
    room = Driver(kind="rehearsal")
    room.say("Pia", SetPace(10, False), MINUTE)
    assert room.state.pace == Pace(event_ms=START_MS + MINUTE, server_ms=room.now, speed=10)
    room.say("Pia", SetPace(10, True), MINUTE)
    assert event_time(room.state, room.now + MINUTE) == START_MS + 11 * MINUTE
    room.say("Pia", SetPace(1, False, START_MS), MINUTE)
    assert event_time(room.state, room.now) == START_MS


def test_what_happened_before_a_change_of_pace_keeps_its_time_at_the_event() -> None:
    room = Driver(kind="rehearsal")
    room.say("Pia", SetPace(10, False), MINUTE)
    signed = room.now + MINUTE
    room.say("Pia", SetPace(10, True), 2 * MINUTE)
    room.say("Pia", SetPace(2, False, START_MS), 5 * MINUTE)
    assert event_time(room.state, signed) == START_MS + 11 * MINUTE
    assert event_time(room.state, signed + 2 * MINUTE) == START_MS + 21 * MINUTE, "it was paused by then"
    assert event_time(room.state, room.now + MINUTE) == START_MS + 2 * MINUTE
    assert event_time(room.state, room.state.started_at - MINUTE) == START_MS - MINUTE


@pytest.mark.parametrize("first", [None, "later"])
def test_a_log_begins_with_its_start(first: str | None) -> None:
    lines = [] if first is None else [Logged(1, 0, "room", "", "", DeviceRemoved("d"))]
    with pytest.raises(ValueError, match="log"):
        fold_all(None, lines)


def test_devices_come_and_go() -> None:
    room = Driver()
    joined = fold(room.state, Logged(2, 7, "Bea", "d", "", DeviceJoined("d", "Bea", "Bea's phone")))
    assert (joined.devices["d"].person, joined.devices["d"].joined_at) == ("Bea", 7)
    assert fold(joined, Logged(3, 8, "Pia", "e", "", DeviceRemoved("d"))).devices == {}
