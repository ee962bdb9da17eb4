"""Where the run of show is and how the room is reached, in words. Pure; times in milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from warroom.client.change import Link
from warroom.desktop import clock
from warroom.plan.model import Plan
from warroom.review.coverage import RoleLight
from warroom.review.model import State
from warroom.wire import Present

BLACKOUT = dt.time(20, 37, 57)  # three seconds before the lights went out
_HALF_DAY = 43_200_000


@dataclass(frozen=True)
class Position:
    now: str
    next: str


def cue_times(plan: Plan) -> list[tuple[int, str]]:
    """Every cue in order of time; a clock time means the one nearest to the event's start."""
    starts = plan.event.starts
    times = []
    for cue in plan.run_of_show:
        hour, minute = cue.at.split(":")
        at = int(starts.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0).timestamp() * 1000)
        begin = int(starts.timestamp() * 1000)
        if at < begin - _HALF_DAY:
            at += 2 * _HALF_DAY
        elif at > begin + _HALF_DAY:
            at -= 2 * _HALF_DAY
        times.append((at, cue.what))
    return sorted(times)


def position(state: State, event_now: int) -> Position:
    """What the run of show expects to be on now, and what next."""
    cues = cue_times(state.plan)
    past = [what for at, what in cues if at <= event_now]
    ahead = next(((at, what) for at, what in cues if at > event_now), None)
    zone = state.plan.event.starts.tzinfo
    coming = f"{clock.hours_minutes(ahead[0], zone)} {ahead[1]}" if ahead else ""
    if not past:
        return Position("before the event" if cues else "", coming)
    return Position(past[-1], coming)


def jumps(state: State) -> dict[str, int]:
    """The two places a rehearsal can be set to, on the event's clock."""
    starts = state.plan.event.starts
    blackout = dt.datetime.combine(starts.date(), BLACKOUT, starts.tzinfo)
    return {"kick-off": int(starts.timestamp() * 1000), "blackout": int(blackout.timestamp() * 1000)}


def light_label(light: RoleLight, connected: Collection[str], played: Collection[str]) -> str:
    """`Brand`; `Brand · imitation` where all who stand by, on duty and connected, are imitations."""
    there = [person for person in light.people if person in connected]
    return f"{light.label} · imitation" if there and all(person in played for person in there) else light.label


def light_words(light: RoleLight, connected: Collection[str], played: Collection[str]) -> str:
    """The whole pill: `Legal · imitation — Cole not connected`."""
    return light_label(light, connected, played) + light.words.removeprefix(light.label)


def link_words(link: Link, presence: Sequence[Present], *, short: bool = False) -> str:
    """`Room · 12 here · 18 ms`; `short` without the last."""
    if link.phase == "offline":
        return "Room · no answer"
    if link.phase == "stale":
        return "Room · silent"
    here = len({present.person for present in presence})
    trip = f"{link.round_trip_ms:.0f} ms" if link.round_trip_ms and not short else ""
    return " · ".join(part for part in ("Room", f"{here} here" if here else "", trip) if part)


def stale_words(link: Link, now: int, shown: str, hosted: str | None) -> str:
    """`What you see is from 20:41:07, 12 s old: …`; empty while the link is live. `shown`: that time; `hosted`: as for `TopBar`."""
    if link.phase == "live":
        return ""
    why = (link.why or "the room does not answer").rstrip(".")
    doing = "trying again" if hosted is None else (f"it cannot be started again: {hosted.rstrip('.')}" if hosted else "starting it again")
    return f"What you see is from {shown}, {clock.span(now - link.since)} old: {why[:1].lower()}{why[1:]}, {doing}."
