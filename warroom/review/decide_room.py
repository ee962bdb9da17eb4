"""Standing down and resuming, duty, and the pace of a rehearsal."""

from __future__ import annotations

from warroom.plan.model import Person
from warroom.review.asking import Ask, refusal, short
from warroom.review.commands import ResumeRoom, SetDuty, SetPace, StandDownRoom
from warroom.review.duty import event_time
from warroom.review.events import DutySet, Happening, PaceSet, ResumeAsked, Resumed, StoodDown
from warroom.review.lanes import has_role
from warroom.review.model import Pace

FASTEST = 60.0
LATEST_MS = 4_102_444_800_000  # the year 2100: far inside what a date can hold, at any pace


def stand_down_room(ask: Ask, command: StandDownRoom) -> tuple[Happening, ...]:
    """Anybody may, at any time. Said again while somebody asks to resume, that asking is void."""
    down = ask.state.stood_down
    if down is not None and not down.resume_asked_by:
        raise refusal("wrong_state", f"{down.by} stood the room down already. Nothing can be published.", by=down.by)
    return (StoodDown(short(command.reason, "The reason")),)


def resume_room(ask: Ask, _: ResumeRoom) -> tuple[Happening, ...]:
    down = ask.state.stood_down
    if down is None:
        raise refusal("wrong_state", "The room is not stood down.")
    first = ask.state.plan.person(down.resume_asked_by)
    if first is None:
        return (ResumeAsked(),)
    if first.name == ask.person.name:
        raise refusal("not_allowed", f"You asked to resume. Now {_second(first)} has to.", asked_by=first.name)
    if not has_role(first, "producer") and not has_role(ask.person, "producer"):
        message = f"{first.name} asked to resume; neither of you is a producer. A producer has to."
        raise refusal("not_allowed", message, asked_by=first.name)
    return (Resumed(asked_by=first.name),)


def _second(first: Person) -> str:
    return "somebody else" if has_role(first, "producer") else "a producer"


def set_duty(ask: Ask, command: SetDuty) -> tuple[Happening, ...]:
    if ask.state.plan.person(command.person) is None:
        raise refusal("not_found", f"The event plan has nobody called {command.person!r}.", person=command.person)
    if command.person != ask.person.name and not has_role(ask.person, "producer"):
        raise refusal("not_allowed", f"Only {command.person} or a producer may set {command.person}'s duty.", person=command.person)
    return (DutySet(command.person, command.on),)


def set_pace(ask: Ask, command: SetPace) -> tuple[Happening, ...]:
    if ask.state.kind != "rehearsal":
        raise refusal("wrong_state", "This room is live: its time is the world's. Only a rehearsal has a pace.")
    ask.need_role("producer", to="set the pace")
    if not 0 < command.speed <= FASTEST:
        raise refusal("bad_request", f"The speed goes up to {FASTEST:.0f}× and is more than 0. To stop, pause.", speed=command.speed)
    event_ms = command.event_ms if command.event_ms is not None else event_time(ask.state, ask.now)
    if not 0 <= event_ms <= LATEST_MS:
        raise refusal("bad_request", "That is no time the event clock could show.", event_ms=event_ms)
    return (PaceSet(Pace(event_ms=event_ms, server_ms=ask.now, speed=command.speed, paused=command.paused)),)
