"""Calls of moments that are under way: one for one thing, however often its key is pressed, with evidence and curve."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from warroom.desktop.feeds.screen import Feeds
from warroom.desktop.live import LiveRoom
from warroom.desktop.moments.evidence import ENOUGH, gather
from warroom.desktop.pulse.screen import Pulse
from warroom.desktop.tasks import Tasks
from warroom.review.commands import CallMoment
from warroom.sources.post import Post
from warroom.watch.spike import Spike


class MomentCalls:
    """`called(moment)` once the room has it."""

    def __init__(self, live: LiveRoom, pulse: Pulse, feeds: Feeds, tasks: Tasks, called: Callable[[str], None]) -> None:
        self._live, self._pulse, self._feeds, self._tasks, self._called = live, pulse, feeds, tasks, called
        self._under_way: dict[str, asyncio.Task[str]] = {}  # by what they are on

    def on_post(self, post: Post, topic: str, title: str) -> asyncio.Task[str]:
        return self._begin(f"post {post.id} {topic}", title, topic, (post, *self._at_hand(topic)), "feeds")

    def on_topic(self, topic: str, place: str = "pulse") -> asyncio.Task[str]:
        return self._begin(f"topic {topic}", topic, topic, self._at_hand(topic), place)

    def on_spike(self, spike: Spike, title: str) -> asyncio.Task[str]:
        """One that is in no topic of the room's keeps its own posts, and what the room finds by the words that rise."""
        query = spike.rising[0].lstrip("#") if not spike.topic and spike.rising else ""
        at_hand = (*spike.posts, *self._at_hand(spike.topic))
        topic = spike.topic if self._live.state.plan.topic(spike.topic) is not None else ""
        return self._begin(f"spike {spike.id}", title, topic, at_hand, "pulse", spike.id, query)

    def _at_hand(self, topic: str) -> tuple[Post, ...]:
        column = self._feeds.column_of(topic)
        return column.newest(ENOUGH) if column is not None else ()

    def _begin(
        self, on: str, title: str, topic: str, at_hand: tuple[Post, ...], place: str, spike: str = "", query: str = ""
    ) -> asyncio.Task[str]:
        if on not in self._under_way:
            self._under_way[on] = self._tasks.spawn("Call a moment", self._call(title, topic, at_hand, spike, query), place)
            self._under_way[on].add_done_callback(lambda _: self._under_way.pop(on))
        return self._under_way[on]

    async def _call(self, title: str, topic: str, at_hand: tuple[Post, ...], spike: str, query: str) -> str:
        curve = self._pulse.curve(topic)  # as it was when the key was pressed
        evidence = await gather(self._live.session, topic, at_hand, query)
        sent = await self._live.session.send(CallMoment(title, topic, evidence, curve, spike))
        self._called(sent.id)
        return sent.id
