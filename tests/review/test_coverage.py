"""Who is on duty, the light of each role, and the gaps of the night."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.driver import MINUTE, START, START_MS, Driver, plan
from warroom.plan.model import Cue, Event, Lane, Person, Plan, Rule, Window
from warroom.review.commands import SetDuty, SetPace
from warroom.review.coverage import RoleLight, coverage, gaps, night
from warroom.review.duty import minutes, on_duty, within

EVERYBODY = ("Pia", "Will", "Wanda", "Bea", "Cole", "Dora")


def light(room: Driver, role: str, *connected: str) -> RoleLight:
    return next(one for one in coverage(room.state, connected, room.now) if one.role == role)


def one_role(*people: Person, count: int = 1, cues: tuple[Cue, ...] = ()) -> Plan:
    return plan(people=(Person("Pia", ("producer",)), *people), lanes=(Lane("full", (Rule("legal", count=count),)),), run_of_show=cues)


@pytest.mark.parametrize(
    ("window", "minute", "inside"),
    [
        (Window("18:30", "20:30"), "18:29", False),
        (Window("18:30", "20:30"), "18:30", True),
        (Window("18:30", "20:30"), "20:29", True),
        (Window("18:30", "20:30"), "20:30", False),
        (Window("22:00", "02:00"), "21:59", False),
        (Window("22:00", "02:00"), "23:59", True),
        (Window("22:00", "02:00"), "00:00", True),
        (Window("22:00", "02:00"), "01:59", True),
        (Window("22:00", "02:00"), "02:00", False),
        (Window("09:00", "09:00"), "08:59", True),
    ],
)
def test_a_window_has_its_start_and_not_its_end(window: Window, minute: str, inside: bool) -> None:
    assert within(window, minutes(minute)) is inside


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_a_window_lasts_as_long_as_it_says(start: int, end: int) -> None:
    window = Window(f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}")
    assert sum(within(window, minute) for minute in range(1440)) == ((end - start) % 1440 or 1440)


def test_duty_follows_the_events_clock_in_its_own_zone() -> None:
    room = Driver(kind="rehearsal")
    assert on_duty(room.state, room.now) == frozenset(EVERYBODY)
    room.say("Pia", SetPace(60, False))
    room.now += 90_000  # a minute and a half of ours are an hour and a half of the event's: past 20:30
    assert on_duty(room.state, room.now) == frozenset(EVERYBODY) - {"Cole"}


def test_what_people_say_goes_before_the_roster() -> None:
    room = Driver()
    room.say("Bea", SetDuty("Bea", False))
    room.tick(100 * MINUTE)
    room.say("Cole", SetDuty("Cole", True))
    assert on_duty(room.state, room.now) == frozenset(EVERYBODY) - {"Bea"}


def test_green_is_on_duty_and_connected() -> None:
    one = light(Driver(), "legal", "Cole")
    assert (one.light, one.words, one.people) == ("green", "Legal", ("Cole",))


def test_amber_is_on_duty_but_not_connected() -> None:
    one = light(Driver(), "legal", "Dora", "Bea")
    assert (one.light, one.words) == ("amber", "Legal — Cole not connected")
    assert light(Driver(), "brand", "Bea").light == "green", "one of two is enough"


def test_amber_is_only_a_deputy() -> None:
    room = Driver()
    room.say("Cole", SetDuty("Cole", False))
    one = light(room, "legal", "Cole", "Dora")
    assert (one.light, one.words, one.people) == ("amber", "Legal — only Dora as deputy", ("Dora",))


def test_red_is_nobody() -> None:
    room = Driver()
    for person in ("Cole", "Dora"):
        room.say(person, SetDuty(person, False))
    one = light(room, "legal", *EVERYBODY)
    assert (one.light, one.words, one.people) == ("red", "Legal — nobody on duty", ())


def test_red_is_a_role_that_nobody_has_and_too_few_for_its_count() -> None:
    assert light(Driver(one_role()), "legal").words == "Legal — nobody has this role"
    two = Driver(one_role(Person("Cole", ("legal",)), Person("Lea", ("legal",)), count=2))
    assert light(two, "legal", "Cole", "Lea").light == "green"
    assert light(two, "legal", "Cole").words == "Legal — Lea not connected"
    two.say("Lea", SetDuty("Lea", False))
    assert (light(two, "legal", "Cole").light, light(two, "legal", "Cole").words) == ("red", "Legal — 1 of 2 on duty")


def test_every_role_of_every_lane_has_a_light_in_the_lanes_order() -> None:
    assert [one.role for one in coverage(Driver().state, (), START_MS)] == ["brand", "legal"]


def test_the_nights_gaps_are_named_before_it_begins() -> None:
    (gap,) = gaps(plan())
    assert (gap.role, gap.light, gap.words) == ("legal", "amber", "Legal — only Dora as deputy from 20:30 on")
    assert (gap.starts, gap.ends) == (START_MS + 90 * MINUTE, START_MS + 240 * MINUTE)


def test_a_gap_in_the_middle_has_both_its_ends() -> None:
    cole = Person("Cole", ("legal",), (Window("18:00", "20:00"), Window("21:15", "01:00")))
    (gap,) = gaps(one_role(cole))
    assert (gap.light, gap.words) == ("red", "Legal — nobody on duty from 20:00 to 21:15")


def test_a_night_without_anybody_is_one_gap() -> None:
    assert [gap.words for gap in gaps(one_role())] == ["Legal — nobody has this role all night"]


def test_gaps_past_midnight_and_in_order_of_time() -> None:
    night_shift = one_role(Person("Cole", ("legal",), (Window("20:00", "00:30"),)), cues=(Cue("19:00", "Kick-off"), Cue("01:30", "End")))
    assert [gap.words for gap in gaps(night_shift)] == [
        "Legal — nobody on duty from 19:00 to 20:00",
        "Legal — nobody on duty from 00:30 on",
    ]


@pytest.mark.parametrize(
    ("people", "cues", "expected"),
    [
        ((), (), 240),
        ((), (Cue("18:00", "Doors"), Cue("20:45", "Final whistle")), 105),
        ((Person("Cole", ("legal",), (Window("18:30", "23:00"),)),), (Cue("20:45", "Final whistle"),), 240),
        ((Person("Cole", ("legal",), (Window("08:00", "12:00"),)),), (), 240),
        ((Person("Cole", ("legal",), (Window("22:00", "02:00"),)),), (), 420),
        ((Person("Cole", ("legal",), (Window("09:00", "09:00"),)),), (), 240),
    ],
)
def test_how_long_the_night_is(people: tuple[Person, ...], cues: tuple[Cue, ...], expected: int) -> None:
    assert night(one_role(*people, cues=cues)) == expected


def test_gaps_are_on_the_events_own_wall_clock() -> None:
    east = START.astimezone(dt.timezone(dt.timedelta(hours=9)))  # 02:00 there
    there = plan(
        event=Event("Cup final", east),
        people=(Person("Cole", ("legal",), (Window("02:00", "03:00"),)),),
        lanes=(Lane("full", (Rule("legal"),)),),
    )
    assert gaps(there) == ()
    late = Person("Cole", ("legal",), (Window("02:30", "03:00"),))
    (gap,) = gaps(Plan(event=there.event, people=(late,), lanes=there.lanes))
    assert (gap.starts, gap.ends, gap.words) == (START_MS, START_MS + 30 * MINUTE, "Legal — nobody on duty from 02:00 to 02:30")


def test_an_event_that_does_not_begin_on_the_hour() -> None:
    half_past = Event("Cup final", START.replace(minute=30, second=45))
    late = one_role(Person("Cole", ("legal",), (Window("20:00", "22:00"),)), cues=(Cue("22:15", "End"),))
    night_of_it = Plan(event=half_past, people=late.people, lanes=late.lanes, run_of_show=late.run_of_show)
    assert night(night_of_it) == 165
    assert [gap.words for gap in gaps(night_of_it)] == [
        "Legal — nobody on duty from 19:30 to 20:00",
        "Legal — nobody on duty from 22:00 on",
    ]
    assert gaps(night_of_it)[0].starts == START_MS + 30 * MINUTE
