"""The pulse strip: how much is said of each topic, over the last half hour of the event's clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.pulse.curve import PulseCurve  # noqa: F401 - the strip's QML draws with it
from warroom.desktop.pulse.series import Series
from warroom.desktop.pulse.words import TRENDS, grown, standing_on, times
from warroom.review.events import PaceSet, SpikeMarked, SpikeOver, SpikeSpotted, TopicsSet
from warroom.review.model import SpikeSeen
from warroom.watch.trend import Trend
from warroom.wire import FeedCounts, FeedHistory

if TYPE_CHECKING:
    from warroom.client.change import Change

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "pulse"
_RENEWING = (PaceSet, SpikeSpotted, SpikeOver, SpikeMarked, TopicsSet)


TRENDS_A_TICK = 8  # each takes some thousandths of a second
BETWEEN_MS = 40  # one trend and the next: a frame is drawn in it
QUIET_S = 90


@QmlElement
@QmlUncreatable("Topics belong to the pulse.")
class PulseTopic(QObject):
    """One topic's card, renewed once a second."""

    changed = Signal()

    def __init__(self, name: str, colour: int, parent: QObject) -> None:
        super().__init__(parent)
        self.series = Series()
        self.trend: Trend | None = None
        self._name, self._colour = name, colour
        self._rate, self._words, self._ratio, self._spike = "", "", "", ""
        self._values: list[float] = []
        self._part = 0.0

    def look(self, now: int, speed: float) -> None:
        """Work the trend out anew."""
        self.trend = self.series.trend(now, speed)

    def renew(self, now: int, speed: float, seen: SpikeSeen | None, zone: dt.tzinfo | None) -> None:
        """`now` and the speed of the event's clock; the spike that stands on the topic."""
        self.series.forget(now)
        rate = self.series.rate(now, speed)
        self._rate = clock.count(round(rate)) if rate >= 9.95 or rate == 0 else f"{rate:.1f}"
        quiet = self.trend is not None and not self.series.any_since(now, QUIET_S)
        self._words = "quiet" if quiet else TRENDS[self.trend.kind] if self.trend is not None else ""
        self._spike = "" if seen is None else f"since {clock.clock(seen.spike.since, zone)}"
        self._ratio = grown(rate, seen.spike.baseline) if seen is not None else times(rate, self.series.usual(now))
        curve = self.series.curve(now, speed)
        self._values, self._part = list(curve.values), curve.part
        self.changed.emit()

    @Property(str, constant=True)
    def name(self) -> str:
        return self._name

    @Property(int, constant=True)
    def colour(self) -> int:
        return self._colour

    @Property(str, notify=changed)
    def rate(self) -> str:
        return self._rate

    @Property(str, notify=changed)
    def words(self) -> str:
        """What the curve does: rising, at its crest, falling, steady, quiet; empty while that is not known."""
        return self._words

    @Property(str, notify=changed)
    def ratio(self) -> str:
        """`×41`: how many times what is usual; empty while that is not known."""
        return self._ratio

    @Property(str, notify=changed)
    def spike(self) -> str:
        """`since 20:38:11`; empty where none stands."""
        return self._spike

    @Property(list, notify=changed)
    def values(self) -> list[float]:
        return self._values

    @Property(float, notify=changed)
    def part(self) -> float:
        return self._part


@dataclass(frozen=True)
class TopicRow:
    name: str
    modelData: PulseTopic


@QmlElement
@QmlUncreatable("The pulse belongs to the desk.")
class Pulse(QObject):
    """One card a topic, in the topics' order, following them as they are changed."""

    currentChanged = Signal()
    renewed = Signal()

    def __init__(self, live: LiveRoom, stream: FeedStream, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._topics: list[PulseTopic] = []
        self._by_name: dict[str, PulseTopic] = {}  # also those that are no topic any more: moments may stand on them
        self._shown = RecordListModel(TopicRow, "name", self)
        self._topics_seq = -1
        self._looked = 0
        self._left = 0  # trends to work out before the next second
        self._timer = QTimer(self, interval=BETWEEN_MS)
        self._timer.timeout.connect(self._look_on)
        self._current = 0
        stream.history.connect(self._on_history)
        stream.counts.connect(self._on_counts)
        live.ticked.connect(self._on_tick)
        live.changed.connect(self._on_change)
        self._follow_topics()
        self._on_tick()

    def _follow_topics(self) -> None:
        """A card for each topic there is by now; those there were keep their curves."""
        state = self._live.state
        if state.topics_seq == self._topics_seq:
            return
        self._topics_seq = state.topics_seq
        current = self.topic
        for topic in state.plan.topics:
            if topic.name not in self._by_name:
                self._by_name[topic.name] = PulseTopic(topic.name, state.colour(topic.name), self)
        self._topics = [self._by_name[topic.name] for topic in state.plan.topics]
        self._shown.show(TopicRow(topic.name, topic) for topic in self._topics)
        names = [topic.name for topic in self._topics]
        self._current = names.index(current) if current in names else min(self._current, max(0, len(names) - 1))
        self.currentChanged.emit()

    def _on_history(self, word: FeedHistory) -> None:
        for topic in self._by_name.values():
            topic.series.clear()
        self._add(word)
        for topic in self._topics[:TRENDS_A_TICK]:
            self._look(topic)
        self._renew()

    def _on_counts(self, word: FeedCounts) -> None:
        self._add(word)

    def _on_change(self, change: Change) -> None:
        self._follow_topics()
        for logged in change.events:
            if isinstance(logged.body, PaceSet):  # the event's clock may have been set back
                for topic in self._by_name.values():
                    topic.series.cut(logged.body.pace.event_ms)
        if change.reset or change.link or any(isinstance(logged.body, _RENEWING) for logged in change.events):
            self._renew()

    def _add(self, word: FeedHistory | FeedCounts) -> None:
        for count in word.counts:
            topic = self._by_name.get(count.topic)
            if topic is not None:
                topic.series.add(count.second, count.count)

    def _on_tick(self) -> None:
        """The numbers at once; each topic's trend by itself before the next second, which shows it."""
        self._renew()
        self._left = min(len(self._topics), TRENDS_A_TICK)
        self._timer.start()

    def _look_on(self) -> None:
        if self._left <= 0 or not self._topics:
            self._timer.stop()
            return
        self._left -= 1
        self._looked = (self._looked + 1) % len(self._topics)
        self._look(self._topics[self._looked])

    def _renew(self) -> None:
        state, now = self._live.state, self._live.event_heard()  # of a room that is not heard nothing is known since
        for topic in self._topics:
            topic.renew(now, state.pace.speed, standing_on(state, topic.name), state.plan.event.starts.tzinfo)
        self.renewed.emit()

    def _look(self, topic: PulseTopic) -> None:
        topic.look(self._live.event_heard(), self._live.state.pace.speed)

    def add_keys(self, keys: Keys) -> None:
        keys.add(PLACE, "pulse.next", "Next topic", "Right L", lambda: self.turn(1), repeats=True)
        keys.add(PLACE, "pulse.previous", "Previous topic", "Left H", lambda: self.turn(-1), repeats=True)

    def curve(self, topic: str) -> tuple[int, ...]:
        """The topic's posts per second up to now, as a moment keeps them."""
        card = self._by_name.get(topic)
        return card.series.per_second(self._live.event_heard(), self._live.state.pace.speed) if card is not None else ()

    def trend_of(self, topic: str) -> Trend | None:
        """What the topic's curve does, and since when on the event's clock; None while that is not known."""
        card = self._by_name.get(topic)
        return card.trend if card is not None else None

    def rate_of(self, topic: str) -> str:
        card = self._by_name.get(topic)
        return card.rate if card is not None else ""

    @property
    def topic(self) -> str:
        return self._topics[self._current].name if self._current < len(self._topics) else ""

    def turn(self, by: int) -> None:
        self.go(self._current + by)

    @Slot(int)
    def go(self, place: int) -> None:
        if place != self._current and 0 <= place < len(self._topics):
            self._current = place
            self.currentChanged.emit()

    @property
    def topics(self) -> list[PulseTopic]:
        return self._topics

    @Property(RecordListModel, constant=True)
    def shown(self) -> RecordListModel[TopicRow]:
        """The same topics as a list that changes in place."""
        return self._shown

    @Property(int, notify=currentChanged)
    def current(self) -> int:
        return self._current
