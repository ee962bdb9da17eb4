"""Which roles can sign now, and which of them will have nobody at some time of the night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import pairwise
from typing import Literal

import msgspec

from warroom.plan.model import Plan, Window
from warroom.review import lanes
from warroom.review.duty import DAY_MIN, minutes, on_duty, rostered
from warroom.review.lanes import label
from warroom.review.model import State

Light = Literal["green", "amber", "red"]
_NIGHT_MIN = 240  # how long a night is taken to be where neither roster nor run of show says
_BEFORE_MIN = DAY_MIN // 2  # what begins up to so long before the event is taken to do so, not to begin the day after


class RoleLight(msgspec.Struct, frozen=True):
    """`words` is the whole pill: "Brand", "Legal — Cole not connected", "Client — nobody on duty"."""

    role: str
    label: str
    light: Light
    words: str
    people: tuple[str, ...]  # on duty with the role, else the deputies on duty


class Gap(msgspec.Struct, frozen=True):
    """A stretch of the night, in Unix milliseconds on the event's clock, without enough people of a role.

    `red`: nobody may sign; `amber`: only a deputy may. `words` is one sentence with the times on the event's wall clock.
    """

    role: str
    label: str
    light: Light
    starts: int
    ends: int
    words: str


def asked_roles(plan: Plan) -> dict[str, int]:
    """Every role some lane asks, in the lanes' order, and how many different people at most."""
    asked: dict[str, int] = {}
    for lane in plan.lanes:
        for role in dict.fromkeys(rule.role for rule in lane.rules):
            count = sum(rule.count for rule in lane.rules if rule.role == role)
            asked[role] = max(asked.get(role, 0), count)
    return asked


def coverage(state: State, connected: Collection[str], now_ms: int) -> tuple[RoleLight, ...]:
    """A light for each role that some lane asks. `connected` are the people with a device in the room just now.

    Green: enough of its people are on duty and connected. Amber: on duty but not connected, or only a deputy is on duty.
    Red: nobody who may sign is on duty.
    """
    duty = on_duty(state, now_ms)
    return tuple(_light(state.plan, role, count, duty, connected) for role, count in asked_roles(state.plan).items())


def _light(plan: Plan, role: str, count: int, duty: Collection[str], connected: Collection[str]) -> RoleLight:
    light, short, people = _staffed(plan, role, count, duty)
    absent = [name for name in people if name not in connected]
    if light == "green" and len(people) - len(absent) < count:
        light, short = "amber", f"{', '.join(absent)} not connected"
    words = f"{label(role)} — {short}" if short else label(role)
    return RoleLight(role, label(role), light, words, people)


def _staffed(plan: Plan, role: str, count: int, duty: Collection[str]) -> tuple[Light, str, tuple[str, ...]]:
    """By duty alone: the light, what is short (empty if nothing is), and the people it counts on."""
    have = lanes.holders(plan, role)
    there = tuple(name for name in have if name in duty)
    if len(there) >= count:
        return "green", "", there
    if there:  # a deputy steps in for a role that has nobody, not beside one who is there
        return "red", f"{len(there)} of {count} on duty", there
    deputies = tuple(name for name in lanes.deputies(plan, role) if name in duty)
    if len(deputies) >= count:
        return "amber", f"only {', '.join(deputies)} as deputy", deputies
    return "red", "nobody on duty" if have else "nobody has this role", ()


def gaps(plan: Plan) -> tuple[Gap, ...]:
    """Every gap of the night by roster alone, from the event's start to its last cue or the end of the last duty, in order of time."""
    length = night(plan)
    first = plan.event.starts.hour * 60 + plan.event.starts.minute
    edges = {edge for person in plan.people for window in person.on_duty for edge in (minutes(window.start), minutes(window.end))}
    marks = sorted({0, length, *((edge - first) % DAY_MIN for edge in edges if (edge - first) % DAY_MIN < length)})
    found = [
        (start, role, light, short, end)
        for role, count in asked_roles(plan).items()
        for start, end, light, short in _stretches(plan, role, count, marks, first)
        if light != "green"
    ]
    return tuple(_gap(plan, *each, length) for each in sorted(found, key=lambda each: each[0]))


def night(plan: Plan) -> int:
    """How many minutes the event lasts: to its last cue or, if later, the last duty that begins before or during it."""
    first = plan.event.starts.hour * 60 + plan.event.starts.minute
    cues = [(minutes(cue.at) - first) % DAY_MIN for cue in plan.run_of_show]
    cues = [cue for cue in cues if cue <= DAY_MIN - _BEFORE_MIN]  # the others are before the event
    duties = [_ends(window, first) for person in plan.people for window in person.on_duty if window.start != window.end]
    return min(DAY_MIN, max([0, *cues, *duties])) or _NIGHT_MIN


def _ends(window: Window, first: int) -> int:
    starts = (minutes(window.start) - first) % DAY_MIN
    if starts > DAY_MIN - _BEFORE_MIN:
        starts -= DAY_MIN
    return starts + ((minutes(window.end) - minutes(window.start)) % DAY_MIN)


def _stretches(plan: Plan, role: str, count: int, marks: list[int], first: int) -> list[tuple[int, int, Light, str]]:
    stretches: list[tuple[int, int, Light, str]] = []
    for start, end in pairwise(marks):
        duty = {person.name for person in plan.people if rostered(person, (first + start) % DAY_MIN)}
        light, short, _ = _staffed(plan, role, count, duty)
        if stretches and stretches[-1][1:] == (start, light, short):
            stretches[-1] = (stretches[-1][0], end, light, short)
        else:
            stretches.append((start, end, light, short))
    return stretches


def _gap(plan: Plan, start: int, role: str, light: Light, short: str, end: int, length: int) -> Gap:
    begins = plan.event.starts.replace(second=0, microsecond=0)
    starts, ends = begins + dt.timedelta(minutes=start), begins + dt.timedelta(minutes=end)
    if start == 0 and end == length:
        span = "all night"
    elif end == length:
        span = f"from {starts:%H:%M} on"
    else:
        span = f"from {starts:%H:%M} to {ends:%H:%M}"
    words = f"{label(role)} — {short} {span}"
    return Gap(role, label(role), light, int(starts.timestamp() * 1000), int(ends.timestamp() * 1000), words)
