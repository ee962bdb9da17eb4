"""Folding what is watched: topics, spikes, and what becomes of a moment's evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from warroom.plan.model import Topic
from warroom.review import events as ev
from warroom.review.events import Logged
from warroom.review.model import Moment, SpikeSeen, State, TurnSeen
from warroom.watch.spike import refined


def _topics_set(state: State, logged: Logged, body: ev.TopicsSet) -> State:
    plan = replace(state.plan, topics=body.topics, elsewhere=body.elsewhere)
    colours = coloured(state.colours, state.plan.topics, body.topics)
    return replace(state, plan=plan, colours=colours, topics_seq=logged.seq, topics_by=logged.person, topics_at=logged.at)


def coloured(known: dict[str, int], before: Iterable[Topic], topics: Iterable[Topic]) -> dict[str, int]:
    """`known` with a colour for each of `topics`: those there `before` keep theirs, others get theirs back or the first that is free."""
    colours, names = dict(known), [topic.name for topic in topics]
    stay = {topic.name for topic in before} & known.keys()
    taken = {known[name] for name in names if name in stay}
    for name in names:
        if name in stay:
            continue
        if colours.get(name, -1) < 0 or colours[name] in taken:
            colours[name] = next(colour for colour in range(len(taken) + 1) if colour not in taken)
        taken.add(colours[name])
    return colours


def _spike_spotted(state: State, logged: Logged, body: ev.SpikeSpotted) -> State:
    return replace(state, spikes={**state.spikes, body.spike.id: SpikeSeen(body.spike, logged.at)})


def _spike_refined(state: State, _: Logged, body: ev.SpikeRefined) -> State:
    return _with_spike(state, body.spike.id, spike=refined(state.spikes[body.spike.id].spike, body.spike))


def _spike_over(state: State, _: Logged, body: ev.SpikeOver) -> State:
    return _with_spike(state, body.end.spike, ended=body.end)


def _spike_marked(state: State, logged: Logged, body: ev.SpikeMarked) -> State:
    return _with_spike(state, body.spike, mark=body.mark, marked_at=logged.at, marked_by=logged.person)


def _moment_turned(state: State, logged: Logged, body: ev.MomentTurned) -> State:
    moment = state.moments[body.turn.moment]
    return _with_moment(state, replace(moment, turns=(*moment.turns, TurnSeen(body.turn, logged.at))))


def _evidence_changed(state: State, _: Logged, body: ev.EvidenceChanged) -> State:
    moment = state.moments[body.moment]
    deleted = tuple(dict.fromkeys((*moment.deleted, *body.deleted)))
    edited = {post.id: post for post in (*moment.edited, *body.edited)}
    return _with_moment(state, replace(moment, deleted=deleted, edited=tuple(edited.values())))


def called_on(state: State, spike: str, moment: str) -> State:
    """The state in which that spike has its moment."""
    return _with_spike(state, spike, moment=moment) if spike in state.spikes else state


def _with_spike(state: State, which: str, /, **changes: Any) -> State:
    return replace(state, spikes={**state.spikes, which: replace(state.spikes[which], **changes)})


def _with_moment(state: State, moment: Moment) -> State:
    return replace(state, moments={**state.moments, moment.id: moment})


FOLDS: dict[type, Callable[[State, Logged, Any], State]] = {
    ev.TopicsSet: _topics_set,
    ev.SpikeSpotted: _spike_spotted,
    ev.SpikeRefined: _spike_refined,
    ev.SpikeOver: _spike_over,
    ev.SpikeMarked: _spike_marked,
    ev.MomentTurned: _moment_turned,
    ev.EvidenceChanged: _evidence_changed,
}
