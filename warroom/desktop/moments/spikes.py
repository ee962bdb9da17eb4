"""Spikes in front of a person: the newest one that nobody has acted on, and the list of all there were this night."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.moments.screen import Moments
from warroom.desktop.moments.spike_rows import (
    SpikeRow,
    after,
    facts,
    is_elsewhere,
    offered_topic,
    rising,
    spike_rows,
    title_of,
    typical,
    waiting,
)
from warroom.desktop.pulse.screen import Pulse
from warroom.review.commands import MarkSpike
from warroom.review.model import SpikeMark, SpikeSeen
from warroom.watch.spike import MOST_REFINED

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "spike"
LIST = "spikes"


@dataclass(frozen=True)
class TypicalRow:
    key: str
    author: str
    source: str
    words: str


@QmlElement
@QmlUncreatable("Spikes belong to the desk.")
class Spikes(QObject):
    """`spotted(title, words)` once for each spike that comes while the desk stands; `askedTopic(name, words)` offers one as a topic."""

    changed = Signal()
    listChanged = Signal()
    spotted = Signal(str, str)
    askedFocus = Signal()
    askedList = Signal()
    askedTopic = Signal(str, list)
    left = Signal()  # the keyboard goes back to where it was

    def __init__(self, live: LiveRoom, pulse: Pulse, moments: Moments, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._pulse, self._moments = live, pulse, moments
        self._known = set(live.state.spikes)
        self._shown = self._chosen = ""
        self._in_hand = False  # it has the keyboard or the pointer, and is not changed for another under them
        self._posts = RecordListModel(TypicalRow, "key", self)
        self._rows = RecordListModel(SpikeRow, "id", self)
        self._waiting: tuple[SpikeSeen, ...] = ()
        live.changed.connect(self._look)
        pulse.renewed.connect(self._look)  # once a second
        self._look()

    def add_keys(self, keys: Keys) -> None:
        def there() -> bool:
            return bool(self._shown)

        keys.add("anywhere", "spikes.open", "The newest spike; again, all of this night", "F8", self.ask)
        keys.add(PLACE, "spike.moment", "Call a moment on it", "M", self.call, ready=there)
        keys.add(PLACE, "spike.dismiss", "Dismiss it, for everybody", "X", lambda: self.mark("dismissed"), ready=there)
        keys.add(PLACE, "spike.false", "False alarm", "Z", lambda: self.mark("false_alarm"), ready=there)
        keys.add(PLACE, "spike.topic", "Make it a topic", "T", self.makeTopic, ready=lambda: self.elsewhere)
        keys.add(PLACE, "spike.next", "Next spike that waits", "J Right Down", lambda: self.step(1), repeats=True, ready=there)
        keys.add(PLACE, "spike.previous", "Previous spike that waits", "K Left Up", lambda: self.step(-1), repeats=True, ready=there)
        keys.add(PLACE, "spike.leave", "Leave it where it is", "Esc", self.left.emit)

        def some() -> bool:
            return bool(self._chosen)

        keys.add(LIST, "spikes.next", "Next spike", "J Down", lambda: self.choose(1), repeats=True, ready=some)
        keys.add(LIST, "spikes.previous", "Previous spike", "K Up", lambda: self.choose(-1), repeats=True, ready=some)
        keys.add(LIST, "spikes.moment", "Call a moment on it, or go to the one called", "M Enter", self.callChosen, ready=some)
        keys.add(LIST, "spikes.false", "False alarm", "Z", lambda: self.markChosen("false_alarm"), ready=some)
        keys.add(LIST, "spikes.dismiss", "Dismiss it, for everybody", "X", lambda: self.markChosen("dismissed"), ready=some)
        keys.add(LIST, "spikes.topic", "Make it a topic", "T", self.makeChosenTopic, ready=some)

    # what comes

    def _look(self, _change: object = None) -> None:
        state = self._live.state
        for id, seen in state.spikes.items():
            if id not in self._known:
                self._known.add(id)
                self.spotted.emit(f"Spike: {title_of(seen.spike)}", f"{facts(seen.spike)}\n{', '.join(rising(seen.spike))}".strip())
        self._waiting = waiting(state, self._live.now())
        ids = [seen.spike.id for seen in self._waiting]
        if self._shown not in ids or not self._in_hand:
            self._shown = ids[0] if ids else ""
        self._fill()

    def _fill(self) -> None:
        seen = self._seen
        posts = typical(seen.spike.posts) if seen is not None else ()
        self._posts.show(TypicalRow(f"{self._shown} {place}", one.author, one.source, one.words) for place, one in enumerate(posts))
        rows = spike_rows(self._live.state, self._live.session.person, self._chosen)
        if rows and not any(row.chosen for row in rows):
            self._chosen = rows[0].id
            rows = spike_rows(self._live.state, self._live.session.person, self._chosen)
        self._rows.show(rows)
        self.changed.emit()
        self.listChanged.emit()

    @property
    def _seen(self) -> SpikeSeen | None:
        return self._live.state.spikes.get(self._shown)

    # hands

    def ask(self) -> None:
        """To the alert; from there, or where none waits, to the list of all."""
        if self._shown and not self._in_hand:
            self.askedFocus.emit()
        else:
            self.askedList.emit()

    @Slot(bool)
    def hold(self, in_hand: bool) -> None:
        """The view tells whether the keyboard or the pointer is on it."""
        self._in_hand = in_hand
        self._look()

    @Slot(int)
    def step(self, by: int) -> None:
        ids = [seen.spike.id for seen in self._waiting]
        if self._shown in ids:
            self._shown = ids[min(max(0, ids.index(self._shown) + by), len(ids) - 1)]
            self._fill()

    @Slot()
    def call(self) -> None:
        """A moment on it."""
        self._moments.call_on_spike(self._shown)

    @Slot(str)
    def mark(self, mark: SpikeMark) -> None:
        """`dismissed` or `false_alarm`, for the whole room."""
        self._mark(self._shown, mark)

    @Slot()
    def makeTopic(self) -> None:
        self._offer(self._shown)

    @Slot(int)
    def choose(self, by: int) -> None:
        self.chooseRow(self._rows.find(self._chosen) + by)

    @Slot(int)
    def chooseRow(self, row: int) -> None:
        rows = self._rows.rows
        if rows:
            self._chosen = rows[min(max(0, row), len(rows) - 1)].id
            self._fill()

    @Slot()
    def callChosen(self) -> None:
        self._moments.call_on_spike(self._chosen)
        self.left.emit()

    @Slot(str)
    def markChosen(self, mark: SpikeMark) -> None:
        self._mark(self._chosen, mark)

    @Slot()
    def makeChosenTopic(self) -> None:
        self._offer(self._chosen)

    def _mark(self, spike: str, mark: SpikeMark) -> None:
        seen = self._live.state.spikes.get(spike)
        if seen is not None and seen.mark != mark:
            self._live.ask("Mark the spike", MarkSpike(spike, mark), "pulse")

    def _offer(self, spike: str) -> None:
        seen = self._live.state.spikes.get(spike)
        if seen is not None and is_elsewhere(seen.spike):
            name, words = offered_topic(seen.spike)
            self.askedTopic.emit(name, list(words))

    # what is shown

    @Property(str, notify=changed)
    def shown(self) -> str:
        """The spike of the alert; empty where none waits for anybody."""
        return self._shown

    @Property(str, notify=changed)
    def title(self) -> str:
        return title_of(self._seen.spike) if self._seen is not None else ""

    @Property(str, notify=changed)
    def topic(self) -> str:
        return self._seen.spike.topic if self._seen is not None else ""

    @Property(int, notify=changed)
    def place(self) -> int:
        """Of its card in the pulse; -1 for what rises elsewhere."""
        names = [topic.name for topic in self._live.state.plan.topics]
        return names.index(self.topic) if self.topic in names else -1

    @Property(int, notify=changed)
    def colour(self) -> int:
        return self._live.state.colour(self.topic)

    @Property(bool, notify=changed)
    def elsewhere(self) -> bool:
        """It is in no topic of the room's."""
        return self._seen is not None and is_elsewhere(self._seen.spike)

    @Property(str, notify=changed)
    def since(self) -> str:
        seen = self._seen
        if seen is None:
            return ""
        return f"since {clock.clock(seen.spike.since, self._live.state.plan.event.starts.tzinfo)} · {after(seen.spike)}"

    @Property(str, notify=changed)
    def facts(self) -> str:
        """As it was when it was spotted, and how much it is now, or was when the room was last heard."""
        seen = self._seen
        if seen is None:
            return ""
        rate, heard_at = self._pulse.rate_of(seen.spike.topic), self._live.heard_at()
        now = f"{rate}/s at {heard_at}" if heard_at else f"now {rate}/s"
        return f"{facts(seen.spike)} · {now}" if rate else facts(seen.spike)

    @Property(list, notify=changed)
    def rising(self) -> list[str]:
        """Words and phrases that rose against the last half hour, the strongest first."""
        return list(rising(self._seen.spike)) if self._seen is not None else []

    @Property(bool, notify=changed)
    def awaits(self) -> bool:
        """More will be told of it, a few seconds after it was spotted."""
        return self._seen is not None and self._seen.spike.refined < MOST_REFINED

    @Property(RecordListModel, constant=True)
    def posts(self) -> RecordListModel[TypicalRow]:
        return self._posts

    @Property(str, notify=changed)
    def others(self) -> str:
        """`1 of 3`; empty where it is the only one that waits."""
        ids = [seen.spike.id for seen in self._waiting]
        return f"{ids.index(self._shown) + 1} of {len(ids)}" if len(ids) > 1 and self._shown in ids else ""

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[SpikeRow]:
        return self._rows

    @Property(int, notify=listChanged)
    def chosenRow(self) -> int:
        return self._rows.find(self._chosen)

    @Property(bool, notify=listChanged)
    def chosenElsewhere(self) -> bool:
        seen = self._live.state.spikes.get(self._chosen)
        return seen is not None and is_elsewhere(seen.spike)

    @Property(str, notify=listChanged)
    def summary(self) -> str:
        """How many there were, and what became of them."""
        rows = self._rows.rows
        false, moments = sum(row.mark == "false_alarm" for row in rows), sum(row.mark == "moment" for row in rows)
        spikes = "No spike so far." if not rows else "1 spike" if len(rows) == 1 else f"{len(rows)} spikes"
        if not rows:
            return spikes
        became = "1 became a moment" if moments == 1 else f"{moments} became moments"
        return f"{spikes} · {became} · {'1 false alarm' if false == 1 else f'{false} false alarms'}"
