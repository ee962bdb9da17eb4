"""The wall's words and numbers for one joined room, renewed each second while a wall is open. It takes no input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.desktop import clock
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import imitations, standing_by
from warroom.desktop.pulse.screen import Pulse, PulseTopic
from warroom.desktop.topbar_words import light_words, position
from warroom.desktop.wall import rows as wall_rows
from warroom.desktop.wall.rows import Lead, WallRow, Watch
from warroom.review import coverage
from warroom.sources.rehearsal.night import Night, read_night

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN_BINS = 90  # of ten seconds


@dataclass(frozen=True)
class WallLight:
    """`words` says why where the light is not green, `name` is the role alone."""

    role: str
    tone: str
    name: str
    words: str


@QmlElement
@QmlUncreatable("The wall belongs to the desk.")
class WallScreen(QObject):
    """`hosted` as for `TopBar`. Nothing is worked out before `show`."""

    changed = Signal()

    def __init__(self, live: LiveRoom, pulse: Pulse, hosted: Callable[[], str | None], parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._pulse, self._hosted = live, pulse, hosted
        self._shown = False
        self._lead = Lead()
        self._card: PulseTopic | None = None
        self._watch: Watch | None = None
        self._position = ""
        self._counts: tuple[str, ...] = ()
        self._items = RecordListModel(WallRow, "id", self)
        self._lights = RecordListModel(WallLight, "role", self)
        self._night = _night(live)
        live.changed.connect(self._refresh)
        live.ticked.connect(self._refresh)

    def show(self, shown: bool) -> None:
        self._shown = shown
        self._refresh()

    def _refresh(self, _change: object = None) -> None:
        if not self._shown:
            return
        state, now = self._live.state, self._live.now()
        self._lead = wall_rows.lead(state)
        self._card = next((card for card in self._pulse.topics if card.name == self._lead.topic), None)
        self._watch = wall_rows.watch(state, self._night, now)
        self._position = position(state, self._live.event_now()).now
        self._counts = wall_rows.counts(state, now)
        self._items.show(wall_rows.wall_rows(state, now))
        connected, played = standing_by(self._live.session.presence), imitations(state.plan)
        lights = coverage.coverage(state, connected, now)
        self._lights.show(WallLight(light.role, light.light, light.label, light_words(light, connected, played)) for light in lights)
        self.changed.emit()

    # what is this, and what time is it there

    @Property(bool, constant=True)
    def rehearsal(self) -> bool:
        return self._live.state.kind == "rehearsal"

    @Property(str, notify=changed)
    def kind(self) -> str:
        """`LIVE`, `REHEARSAL`, `REHEARSAL 10×`, `REHEARSAL paused`."""
        if not self.rehearsal:
            return "LIVE"
        pace = self._live.state.pace
        how = "paused" if pace.paused else f"{pace.speed:g}×" if pace.speed != 1 else ""
        return f"REHEARSAL {how}".strip()

    @Property(str, constant=True)
    def event(self) -> str:
        return self._live.state.plan.event.name

    @Property(str, notify=changed)
    def position(self) -> str:
        """Where the run of show is."""
        return self._position

    @Property(str, notify=changed)
    def clock(self) -> str:
        return self._live.clock_at(self._live.now())

    # the large pane

    @Property(str, notify=changed)
    def lead(self) -> str:
        """spike · moment · calm"""
        return self._lead.kind

    @Property(str, notify=changed)
    def leadTopic(self) -> str:
        return self._lead.topic

    @Property(str, notify=changed)
    def leadTitle(self) -> str:
        return self._lead.title

    @Property(str, notify=changed)
    def leadWords(self) -> str:
        return self._lead.words

    @Property(str, notify=changed)
    def leadRate(self) -> str:
        """`3,858/s`, as it is now; what it was when spotted where no topic counts it; empty where neither is known."""
        if self._card is not None:
            return f"{self._card.rate}/s"
        spotted = self._lead.per_s
        return "" if self._lead.kind != "spike" else f"{clock.count(round(spotted))}/s" if spotted >= 9.95 else f"{spotted:.1f}/s"

    @Property(str, notify=changed)
    def leadTimes(self) -> str:
        """`41 times its baseline`"""
        if self._lead.kind != "spike":
            return ""
        speed = self._live.state.pace.speed
        rate = self._card.series.rate(self._live.event_heard(), speed) if self._card is not None else self._lead.per_s
        return wall_rows.times_words(rate, self._lead.baseline)

    @Property(int, notify=changed)
    def leadColour(self) -> int:
        return self._live.state.colour(self._lead.topic)

    @Property(list, notify=changed)
    def leadValues(self) -> list[float]:
        return self._card.values[-SHOWN_BINS:] if self._card is not None else []

    @Property(float, notify=changed)
    def leadPart(self) -> float:
        return self._card.part if self._card is not None else 0.0

    @Property(Pulse, constant=True)
    def pulse(self) -> Pulse:
        return self._pulse

    # what runs and what waits

    @Property(str, notify=changed)
    def watchLabel(self) -> str:
        return self._watch.label if self._watch is not None else ""

    @Property(str, notify=changed)
    def watch(self) -> str:
        """The stopwatch of the oldest running moment; empty where none runs."""
        return clock.stopwatch(self._watch.ran) if self._watch is not None else ""

    @Property(str, notify=changed)
    def watchFoot(self) -> str:
        return self._watch.foot if self._watch is not None else ""

    @Property(str, notify=changed)
    def watchOthers(self) -> str:
        others = self._watch.others if self._watch is not None else 0
        return "" if not others else "1 more moment runs" if others == 1 else f"{others} more moments run"

    @Property(RecordListModel, constant=True)
    def items(self) -> RecordListModel[WallRow]:
        return self._items

    @Property(RecordListModel, constant=True)
    def lights(self) -> RecordListModel[WallLight]:
        return self._lights

    @Property(str, notify=changed)
    def counts(self) -> str:
        return "  ·  ".join(self._counts)

    @Property(str, notify=changed)
    def countsShort(self) -> str:
        """Without the median, where there is no room for it."""
        return "  ·  ".join(self._counts[-2:])

    # what nobody may miss

    @Property(str, notify=changed)
    def stale(self) -> str:
        """`Not live: last heard at 20:41:07, 12 s ago`; empty while what is shown is what is."""
        link = self._live.session.link
        if link.phase == "live":
            return ""
        return f"Not live: last heard at {self._live.clock_at(link.since)}, {clock.span(self._live.now() - link.since)} ago"

    @Property(str, notify=changed)
    def staleWhy(self) -> str:
        link = self._live.session.link
        if link.phase == "live":
            return ""
        trouble = self._hosted()
        why = (link.why or "The room does not answer").rstrip(".")
        if trouble:
            return f"{why}. It cannot be started again: {trouble.rstrip('.')}."
        return f"{why}. {'Trying again.' if trouble is None else 'Starting it again.'}"

    @Property(bool, notify=changed)
    def stoodDown(self) -> bool:
        return self._live.state.stood_down is not None

    @Property(str, notify=changed)
    def downBy(self) -> str:
        return wall_rows.down_words(self._live.state, imitations(self._live.state.plan))[0]

    @Property(str, notify=changed)
    def downWhy(self) -> str:
        return wall_rows.down_words(self._live.state, imitations(self._live.state.plan))[1]


def _night(live: LiveRoom) -> Night | None:
    """The night that this room plays again."""
    names = {source.name for source in live.state.plan.sources if source.kind == "rehearsal"}
    files = sorted((locations.assets() / "rehearsals").glob("*.toml")) if live.state.kind == "rehearsal" else ()
    return next((night for night in map(read_night, files) if night.name in names), None)
