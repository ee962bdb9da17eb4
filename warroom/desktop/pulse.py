"""The pulse strip: how much is said of each topic, over the last half hour of the event's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds_stream import FeedStream
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.pulse_curve import PulseCurve  # noqa: F401 - the strip's QML draws with it
from warroom.desktop.pulse_series import Series
from warroom.review.events import PaceSet
from warroom.wire import FeedCounts, FeedHistory

if TYPE_CHECKING:
    from warroom.client.change import Change

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "pulse"


@QmlElement
@QmlUncreatable("Topics belong to the pulse.")
class PulseTopic(QObject):
    """One topic's card, renewed once a second."""

    changed = Signal()

    def __init__(self, name: str, colour: int, parent: QObject) -> None:
        super().__init__(parent)
        self.series = Series()
        self._name, self._colour = name, colour
        self._rate, self._words = "", ""
        self._values: list[float] = []
        self._part = 0.0

    def renew(self, now: int, speed: float) -> None:
        """`now` and the speed of the event's clock."""
        self.series.forget(now)
        rate = self.series.rate(now, speed)
        self._rate = clock.count(round(rate)) if rate >= 9.95 or rate == 0 else f"{rate:.1f}"
        self._words = self.series.trend(now, speed)
        curve = self.series.curve(now)
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
        return self._words

    @Property(list, notify=changed)
    def values(self) -> list[float]:
        return self._values

    @Property(float, notify=changed)
    def part(self) -> float:
        return self._part


@QmlElement
@QmlUncreatable("The pulse belongs to the desk.")
class Pulse(QObject):
    """One card a topic, in the event plan's order."""

    currentChanged = Signal()

    def __init__(self, live: LiveRoom, stream: FeedStream, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._topics = [PulseTopic(topic.name, place, self) for place, topic in enumerate(live.state.plan.topics)]
        self._by_name = {topic.name: topic for topic in self._topics}
        self._current = 0
        stream.history.connect(self._on_history)
        stream.counts.connect(self._on_counts)
        live.ticked.connect(self._renew)
        live.changed.connect(self._on_change)
        self._renew()

    def _on_history(self, word: FeedHistory) -> None:
        for topic in self._topics:
            topic.series.clear()
        self._add(word)
        self._renew()

    def _on_counts(self, word: FeedCounts) -> None:
        self._add(word)

    def _on_change(self, change: Change) -> None:
        for logged in change.events:
            if isinstance(logged.body, PaceSet):  # the event's clock may have been set back
                for topic in self._topics:
                    topic.series.cut(logged.body.pace.event_ms)
                self._renew()

    def _add(self, word: FeedHistory | FeedCounts) -> None:
        for count in word.counts:
            topic = self._by_name.get(count.topic)
            if topic is not None:
                topic.series.add(count.second, count.count)

    def _renew(self) -> None:
        now, speed = self._live.event_now(), self._live.state.pace.speed
        for topic in self._topics:
            topic.renew(now, speed)

    def add_keys(self, keys: Keys) -> None:
        keys.add(PLACE, "pulse.next", "Next topic", "Right L", lambda: self.turn(1), repeats=True)
        keys.add(PLACE, "pulse.previous", "Previous topic", "Left H", lambda: self.turn(-1), repeats=True)

    def curve(self, topic: str) -> tuple[int, ...]:
        """The topic's posts per second up to now, as a moment keeps them."""
        card = self._by_name.get(topic)
        return card.series.per_second(self._live.event_now()) if card is not None else ()

    @property
    def topic(self) -> str:
        return self._topics[self._current].name if self._topics else ""

    def turn(self, by: int) -> None:
        self.go(self._current + by)

    @Slot(int)
    def go(self, place: int) -> None:
        if place != self._current and 0 <= place < len(self._topics):
            self._current = place
            self.currentChanged.emit()

    @Property(list, constant=True)
    def topics(self) -> list[PulseTopic]:
        return self._topics

    @Property(int, notify=currentChanged)
    def current(self) -> int:
        return self._current
