"""Moments: called by a key, decided by a key, with the stopwatch running in front of everybody."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.feeds.column import FeedColumn
from warroom.desktop.feeds.screen import Feeds
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.moments.calls import MomentCalls
from warroom.desktop.moments.news import all_of
from warroom.desktop.moments.noted import NotedMoments
from warroom.desktop.moments.rows import Looks, MomentRow, moment_rows, title_of
from warroom.desktop.moments.spike_rows import title_of as spike_title
from warroom.desktop.notices import Notices
from warroom.desktop.pulse.screen import Pulse
from warroom.desktop.tasks import Tasks
from warroom.review.commands import DecideMoment
from warroom.sources.post import Post

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "moments"
REASONS = (
    "Not ours to say",
    "Somebody is hurt, or may be",
    "Too late by now",
    "Already said by others",
    "Too small",
    "Cannot be cleared in time",
)


@QmlElement
@QmlUncreatable("Moments belong to the desk.")
class Moments(QObject):
    """`askedCompose(moment)` when the composer is wanted on a moment that is a go."""

    changed = Signal()
    chosenChanged = Signal()
    askedCompose = Signal(str)

    askedEvidence = Signal(str)

    def __init__(
        self, live: LiveRoom, pulse: Pulse, feeds: Feeds, noted: NotedMoments, tasks: Tasks, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._pulse, self._feeds = live, pulse, feeds
        self._noted, self._tasks, self._notices = noted, tasks, notices
        self._rows = RecordListModel(MomentRow, "id", self)
        self._chosen = ""
        self._passing = ""
        self._calls = MomentCalls(live, pulse, feeds, tasks, self.choose)
        self._going: set[str] = set()
        feeds.askedMoment.connect(self.call_on_post)
        feeds.askedCompose.connect(self.compose_on_post)
        live.changed.connect(self._refresh)
        pulse.renewed.connect(self._refresh)  # once a second, too
        noted.changed.connect(self._refresh)
        self._refresh()

    def add_keys(self, keys: Keys) -> None:
        there = self._has
        keys.add("desk", "moments.go", "Go: answer this moment", "G", lambda: self.decide("go"), ready=lambda: self._may("go"))
        keys.add(
            "desk", "moments.wait", "Wait: keep an eye on this moment", "W", lambda: self.decide("wait"), ready=lambda: self._may("wait")
        )
        keys.add("desk", "moments.pass", "Pass on this moment, with a reason", "X", self.askPass, ready=there)
        keys.add("desk", "moments.noted", "Noted: how this moment turned", "Shift+N", self.note, ready=self._news)
        keys.add(PLACE, "moments.evidence", "Look at the evidence of this moment", "E Enter", self.lookAtEvidence, ready=there)
        keys.add("desk", "moments.compose", "Compose on this moment", "C", lambda: self.compose(self._chosen), ready=there)
        keys.add("feeds", "feeds.moment", "Call a moment on this post", "M", self.call_on_post)
        keys.add(
            "feeds", "feeds.compose", "Compose on this post", "C", self.compose_on_post, ready=lambda: self._feeds.chosen() is not None
        )
        keys.add("pulse", "pulse.moment", "Call a moment on this topic's volume", "M", self.call_on_pulse)
        keys.add(PLACE, "moments.next", "Next moment", "Right L J Down", lambda: self._step(1), repeats=True)
        keys.add(PLACE, "moments.previous", "Previous moment", "Left H K Up", lambda: self._step(-1), repeats=True)

    # calling

    def call_on_post(self) -> None:
        """A moment on the chosen post, with the newest of its topic beside it; the one that runs on it already, where there is one."""
        post, column = self._feeds.chosen(), self._feeds.column
        if post is None or column is None:
            self._notices.tell("feeds", "No post is chosen.", "J chooses the next one; then M calls a moment on it.", key="feeds:none")
            return
        already = self._called_on(post)
        if already:
            self.choose(already)
        else:
            self._call_on(post, column)

    def _call_on(self, post: Post, column: FeedColumn) -> asyncio.Task[str]:
        """On the topic where the post is gone: nobody's words are kept who took them back before."""
        if column.is_gone(post.id):
            return self._calls.on_topic(column.name, "feeds")
        return self._calls.on_post(post, column.name, title_of(post))

    def call_on_pulse(self) -> None:
        """A moment on the chosen topic's volume, with its newest posts."""
        topic = self._pulse.topic
        if topic:
            self._calls.on_topic(topic)

    def call_on_spike(self, spike: str) -> None:
        """A moment on this spike, with its posts first; the one called on it already, where there is one."""
        seen = self._live.state.spikes.get(spike)
        if seen is None:
            return
        if seen.moment:
            self.choose(seen.moment)
        else:
            self._calls.on_spike(seen.spike, spike_title(seen.spike))

    def compose_on_post(self) -> None:
        """The moment on the chosen post, called now if none runs on it, decided go at once, and the composer on it."""
        post, column = self._feeds.chosen(), self._feeds.column
        if post is None or column is None:
            return
        already = self._called_on(post)
        if already:
            self.choose(already)
            self.compose(already)
        else:
            self._tasks.spawn("Compose on this post", self._go_once_called(self._call_on(post, column)), "feeds")

    def _called_on(self, post: Post) -> str:
        """The newest moment that still runs and was called on this very post; empty when there is none."""
        moments = (self._live.state.moments[row.id] for row in self._rows.rows)
        return next((moment.id for moment in moments if moment.evidence and moment.evidence[0].id == post.id), "")

    async def _go_once_called(self, call: asyncio.Task[str]) -> None:
        await asyncio.wait((call,))
        if not call.cancelled() and call.exception() is None:  # else the call itself says what was wrong
            await self._go(call.result())

    async def _go(self, moment: str) -> None:
        """Once at a time for one moment."""
        if moment in self._going:
            return
        self._going.add(moment)
        try:
            if self._live.state.moments[moment].decision != "go":
                await self._live.session.send(DecideMoment(moment, "go"))
            self.askedCompose.emit(moment)
        finally:
            self._going.discard(moment)

    # deciding

    @Slot(str)
    def choose(self, moment: str) -> None:
        self._chosen = moment
        self._refresh()
        self.chosenChanged.emit()

    @Slot(str)
    def decide(self, decision: str) -> None:
        """`go` or `wait` on the chosen moment."""
        if self._may(decision):
            self._live.ask(f"Decide {decision}", DecideMoment(self._chosen, decision), PLACE)

    @Slot()
    def askPass(self) -> None:
        """Offer the reasons; `pass_` does it."""
        if self._has():
            self._passing = self._chosen
            self.changed.emit()

    @Slot(int)
    def passBecause(self, place: int) -> None:
        """`place` counts from 0."""
        if 0 <= place < len(REASONS):
            self.passWith(REASONS[place])

    @Slot(str)
    def passWith(self, reason: str) -> None:
        if self._passing:
            self._live.ask("Pass", DecideMoment(self._passing, "pass", reason.strip()), PLACE)
        self.keep()

    @Slot()
    def keep(self) -> None:
        """Leave the reasons without passing."""
        self._passing = ""
        self.changed.emit()

    @Slot(str)
    def compose(self, moment: str) -> None:
        """The composer on this moment, which is decided go by that."""
        if moment in self._live.state.moments:
            self._tasks.spawn("Compose", self._go(moment), PLACE)

    @Slot()
    def note(self) -> None:
        """What became of the chosen moment is noted by this person, and not shown again."""
        moment = self._live.state.moments.get(self._chosen)
        if moment is not None:
            self._noted.note(moment.id, all_of(moment))

    @Slot()
    def lookAtEvidence(self) -> None:
        if self._has():
            self.askedEvidence.emit(self._chosen)

    def _news(self) -> bool:
        row = self._rows.record(self._chosen)
        return row is not None and bool(row.news)

    def _step(self, by: int) -> None:
        rows = self._rows.rows
        if rows:
            self.choose(rows[min(max(0, self._rows.find(self._chosen) + by), len(rows) - 1)].id)

    def _has(self) -> bool:
        return self._rows.find(self._chosen) >= 0

    def _may(self, decision: str) -> bool:
        row = self._rows.record(self._chosen)
        return row is not None and (row.decision == "open" or (row.decision == "wait" and decision == "go"))

    # what is shown

    def _refresh(self, _change: object = None) -> None:
        before = self._chosen
        looks = Looks(self._live.session.person, self._live.now(), self._chosen, self._pulse.trend_of, self._noted.of)
        rows = moment_rows(self._live.state, looks)
        if rows and not any(row.chosen for row in rows):
            self._chosen = rows[0].id
            rows = (replace(rows[0], chosen=True), *rows[1:])
        if self._passing and not any(row.id == self._passing for row in rows):
            self._passing = ""
        self._rows.show(rows)
        self.changed.emit()
        if self._chosen != before:
            self.chosenChanged.emit()

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[MomentRow]:
        return self._rows

    @Property(int, notify=chosenChanged)
    def chosenIndex(self) -> int:
        return self._rows.find(self._chosen)

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(list, constant=True)
    def reasons(self) -> list[str]:
        return list(REASONS)

    @Property(bool, notify=changed)
    def passing(self) -> bool:
        """Whether the reasons for a pass are being asked for."""
        return bool(self._passing)

    @Property(str, notify=changed)
    def passingTitle(self) -> str:
        moment = self._live.state.moments.get(self._passing)
        return moment.title if moment is not None else ""

    @Property(bool, notify=changed)
    def mayGo(self) -> bool:
        return self._may("go")

    @Property(bool, notify=changed)
    def mayWait(self) -> bool:
        return self._may("wait")
