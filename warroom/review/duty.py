"""Who is on duty: the roster's windows on the event's clock, and what people said by hand, which goes before the roster."""

from __future__ import annotations

import datetime as dt

from warroom.plan.clock import EventClock
from warroom.plan.model import Person, Window
from warroom.review.model import Pace, State

DAY_MIN = 24 * 60


def clock(pace: Pace) -> EventClock:
    return EventClock(pace.event_ms, pace.server_ms, pace.speed, pace.paused)


def event_time(state: State, at_ms: int) -> int:
    """The event's time, in Unix milliseconds, when the server's clock showed or will show `at_ms`, at the pace set by then."""
    by_then = (pace for pace in (state.pace, *reversed(state.past_paces)) if pace.server_ms <= at_ms)
    return clock(next(by_then, state.past_paces[0] if state.past_paces else state.pace)).event_time(at_ms)


def minutes(text: str) -> int:
    """`HH:MM` as minutes after midnight."""
    hours, _, rest = text.partition(":")
    return int(hours) * 60 + int(rest)


def within(window: Window, minute: int) -> bool:
    """Whether a minute of the day lies in the window: its start does, its end does not. Start equal to end is all day."""
    start, end = minutes(window.start), minutes(window.end)
    if start < end:
        return start <= minute < end
    return minute >= start or minute < end


def minute_of_day(state: State, event_ms: int) -> int:
    """The wall clock where the event is."""
    local = dt.datetime.fromtimestamp(event_ms / 1000, state.plan.event.starts.tzinfo)
    return local.hour * 60 + local.minute


def rostered(person: Person, minute: int) -> bool:
    return not person.on_duty or any(within(window, minute) for window in person.on_duty)


def on_duty(state: State, now_ms: int) -> frozenset[str]:
    """The people on duty when the server's clock shows `now_ms`."""
    minute = minute_of_day(state, event_time(state, now_ms))
    return frozenset(person.name for person in state.plan.people if state.duty.get(person.name, rostered(person, minute)))
