"""What the room wants watched: its topics and its open moments, as they are changed."""

from __future__ import annotations

from collections.abc import Mapping

from warroom.plan.model import Plan
from warroom.review.model import Item, Moment, State
from warroom.watch.pipeline import Pipeline
from warroom.watch.turning import Followed

MOST_MOMENTS = 40  # the newest; nobody works on more at once
_FINISHED = ("published", "killed", "expired")


class Watching:
    """`follow` costs nothing while nothing changes, so it may be called ten times a second."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._plan: Plan | None = None
        self._moments: Mapping[str, Moment] | None = None
        self._items: Mapping[str, Item] | None = None

    def follow(self, state: State) -> None:
        """The state is never changed but replaced, part by part, so what is the same object is the same."""
        if state.plan is not self._plan:
            self._plan = state.plan
            self._pipeline.watch(state.plan.topics, state.plan.elsewhere, state.plan.grave)
        if state.moments is not self._moments or state.items is not self._items:
            self._moments, self._items = state.moments, state.items
            self._pipeline.spotter.follow(followed(state))


def followed(state: State) -> tuple[Followed, ...]:
    """The moments that somebody may still work on: not passed on, and not all their items finished."""
    unfinished, some = set(), set()
    for item in state.items.values():
        some.add(item.moment)
        if item.phase not in _FINISHED:
            unfinished.add(item.moment)
    moments = [
        moment
        for moment in state.moments.values()
        if moment.topic and moment.decision != "pass" and (moment.id in unfinished or moment.id not in some)
    ]
    newest = sorted(moments, key=lambda moment: moment.called_at)[-MOST_MOMENTS:]
    return tuple(Followed(moment.id, moment.topic, moment.evidence, moment.turns[-1].turn.now if moment.turns else ()) for moment in newest)
