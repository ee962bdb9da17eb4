"""What the room has set is what is watched."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from warroom.intake.watching import Watching, followed
from warroom.plan.model import Plan, Topic
from warroom.review.model import Moment, Pace, State, TurnSeen
from warroom.sources.base import PostReader
from warroom.sources.post import Post
from warroom.watch.pipeline import Pipeline
from warroom.watch.spike import Turn

NOW = 1_790_000_000_000
POST = Post("1", "S", "bluesky", "ann", "panko and lights", NOW, NOW)
MOMENT = Moment("m1", "Lights", "Blackout", NOW, "Mia", (POST,))


def state(*topics: Topic) -> State:
    plan = msgspec.convert({"event": {"name": "E", "starts": "2026-11-21T20:00:00+00:00"}}, Plan)
    return State("r", "live", replace(plan, topics=topics), NOW, Pace(NOW, NOW))


def test_topics_are_matched_as_soon_as_they_are_set() -> None:
    pipeline = Pipeline([], lambda: NOW)
    watching = Watching(pipeline)
    for topics, expected in (((Topic("Blackout", ("lights",)),), "Blackout"), ((Topic("Crumbs", ("panko",)),), "Crumbs")):
        watching.follow(state(*topics))
        pipeline.take([replace(POST, id=expected)], PostReader())
        assert [post.topics for post in pipeline.batch().posts] == [(expected,)]


def test_open_moments_are_followed_and_no_others() -> None:
    turned = replace(MOMENT, id="m2", turns=(TurnSeen(Turn("m2", (), ("storm",)), NOW),))
    passed = replace(MOMENT, id="m3", decision="pass")
    nowhere = replace(MOMENT, id="m4", topic="")
    moments = {moment.id: moment for moment in (MOMENT, turned, passed, nowhere)}
    assert [(each.id, each.last) for each in followed(replace(state(), moments=moments))] == [("m1", ()), ("m2", ("storm",))]
