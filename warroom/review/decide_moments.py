"""Calling moments and deciding them."""

from __future__ import annotations

from typing import Any

import msgspec

from warroom.review.asking import LONGEST_TITLE, Ask, refusal, short, text
from warroom.review.commands import CallMoment, DecideMoment
from warroom.review.events import Happening, ItemExpired, MomentCalled, MomentDecided

MOST_EVIDENCE = 200
MOST_SECONDS = 7_200
SAFE_INTEGER = 2**53 - 1  # above it, canonical JSON cannot carry a whole number


def call_moment(ask: Ask, command: CallMoment) -> tuple[Happening, ...]:
    title = text(command.title, "The moment's title", LONGEST_TITLE)
    if command.topic and ask.state.plan.topic(command.topic) is None:
        raise refusal("bad_request", f"The event plan has no topic {command.topic!r}. Call the moment on one it has.", topic=command.topic)
    if len(command.evidence) > MOST_EVIDENCE or len(command.curve) > MOST_SECONDS:
        message = f"A moment keeps at most {MOST_EVIDENCE} posts and {MOST_SECONDS} seconds of curve. Pick the telling ones."
        raise refusal("too_large", message, longest=MOST_EVIDENCE)
    if not carried([msgspec.to_builtins(post) for post in command.evidence]) or not carried(list(command.curve)):
        raise refusal("bad_request", "A post in the evidence holds a number no log can keep. Leave that post out.")
    if command.spike and command.spike not in ask.state.spikes:
        raise refusal("not_found", "The room has no such spike. Call the moment without it.", spike=command.spike)
    return (MomentCalled(ask.new_id(), title, command.topic, command.evidence, command.curve, command.spike),)


def decide_moment(ask: Ask, command: DecideMoment) -> tuple[Happening, ...]:
    moment = ask.moment(command.moment)
    if moment.decision == command.decision:
        raise refusal("wrong_state", f"{moment.decided_by} already decided {moment.decision}.", decision=moment.decision)
    if moment.decision == "pass":
        raise refusal("wrong_state", f"{moment.decided_by} passed on this moment. Call it again if it came back.", decision="pass")
    if moment.decision == "go" and command.decision == "wait":
        raise refusal("wrong_state", "It is a go already. Pass on it to stop, or hold its items.", decision="go")
    decided = MomentDecided(moment.id, command.decision, short(command.reason, "The reason"))
    if command.decision != "pass":
        return (decided,)
    open_items = (i for i in ask.state.items.values() if i.moment == moment.id and i.phase not in ("published", "expired", "killed"))
    reason = f"{ask.person.name} passed on its moment."
    return (decided, *(ItemExpired(item.id, reason) for item in open_items))


def carried(value: Any) -> bool:
    match value:
        case bool():
            return True
        case int():
            return -SAFE_INTEGER <= value <= SAFE_INTEGER
        case dict():
            return all(carried(each) for each in value.values())
        case list() | tuple():
            return all(carried(each) for each in value)
    return True
