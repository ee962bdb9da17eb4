"""The top bar: is this live, what time is it there, who can sign, how the room is reached, and the way to stand it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import called, imitations, standing_by
from warroom.desktop.topbar_words import Position, jumps, light_label, light_words, link_words, position, stale_words
from warroom.desktop.window.pacing import Pacer
from warroom.review import coverage, duty
from warroom.review.commands import ResumeRoom, SetDuty, StandDownRoom

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

SPEEDS = (1, 2, 5, 10, 30, 60)
VOLUMES = (
    "Volumes pass through the published points of that night. What lies between them, and the clock time of points that have none, "
    "is ours, and so is every post. What people talk about outside the topics is ours altogether: words, times and volumes."
)


@dataclass(frozen=True)
class LightRow:
    role: str
    tone: str
    name: str
    label: str
    words: str


@QmlElement
@QmlUncreatable("The top bar belongs to the desk.")
class TopBar(QObject):
    """Renewed with every change of the room and every second."""

    changed = Signal()
    ticked = Signal()

    def __init__(self, live: LiveRoom, hosted: Callable[[], str | None], parent: QObject) -> None:
        """`hosted` is None where another machine has the room, else what the host says of its trouble (empty: none)."""
        super().__init__(parent)
        self._live, self._hosted = live, hosted
        self._lights = RecordListModel(LightRow, "role", self)
        self._position = Position("", "")
        self._pacer = Pacer(live, "window")
        live.changed.connect(self._refresh)
        live.ticked.connect(self._refresh)
        self._refresh()

    def add_keys(self, keys: Keys) -> None:
        keys.add("desk", "desk.duty", "Go on or off duty", "D", self.toggleDuty)
        if self.rehearsal:
            keys.add("desk", "pace.pause", "Rehearsal: pause or go on", "Shift+P", self.togglePause, ready=lambda: self.mayPace)
            keys.add("desk", "pace.faster", "Rehearsal: faster", "Shift+F", lambda: self._step(1), ready=lambda: self.mayPace)
            keys.add("desk", "pace.slower", "Rehearsal: slower", "Shift+D", lambda: self._step(-1), ready=lambda: self.mayPace)
            keys.add("desk", "pace.kickoff", "Rehearsal: to kick-off", "Shift+K", lambda: self.jump("kick-off"), ready=lambda: self.mayPace)
            keys.add(
                "desk", "pace.blackout", "Rehearsal: to the blackout", "Shift+B", lambda: self.jump("blackout"), ready=lambda: self.mayPace
            )

    # what can be done

    @Slot(str)
    def standDown(self, reason: str) -> None:
        """At once; the second gesture was made where this is called from."""
        self._live.ask("Stand down", StandDownRoom(reason), "window")

    @Slot()
    def resume(self) -> None:
        self._live.ask("Resume", ResumeRoom(), "window")

    @Slot()
    def toggleDuty(self) -> None:
        self._live.ask("Set duty", SetDuty(self._live.session.person, not self.onDuty), "window")

    @Slot(int)
    def setSpeed(self, speed: int) -> None:
        self._pacer.want(float(speed), False)

    @Slot()
    def togglePause(self) -> None:
        self._pacer.want(self._pacer.speed, not self._pacer.paused)

    @Slot(str)
    def jump(self, name: str) -> None:
        """To `kick-off` or `blackout`."""
        at = jumps(self._live.state).get(name)
        if at is not None:
            self._pacer.want(self._pacer.speed, False, at)

    def _step(self, by: int) -> None:
        place = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - self._pacer.speed)) + by
        if 0 <= place < len(SPEEDS):
            self.setSpeed(SPEEDS[place])

    # what is shown

    def _refresh(self, _change: object = None) -> None:
        state, now = self._live.state, self._live.now()
        connected = standing_by(self._live.session.presence)
        lights = coverage.coverage(state, connected, now)
        played = imitations(state.plan)
        self._lights.show(
            LightRow(light.role, light.light, light.label, light_label(light, connected, played), light_words(light, connected, played))
            for light in lights
        )
        self._position = position(state, self._live.event_now())
        self.changed.emit()

    @Property(RecordListModel, constant=True)
    def lights(self) -> RecordListModel[LightRow]:
        return self._lights

    @Property(bool, notify=changed)
    def imitations(self) -> bool:
        """Whether all who stand by are imitations, so that saying it once is enough."""
        return bool(self._lights.rows) and all(light.label != light.name for light in self._lights.rows)

    @Property(bool, constant=True)
    def rehearsal(self) -> bool:
        return self._live.state.kind == "rehearsal"

    @Property(str, constant=True)
    def event(self) -> str:
        return self._live.state.plan.event.name

    @Property(str, constant=True)
    def zone(self) -> str:
        return clock.zone_name(self._live.state.plan.event.starts)

    @Property(str, constant=True)
    def volumes(self) -> str:
        return VOLUMES

    @Property(str, notify=changed)
    def clock(self) -> str:
        return self._live.clock_at(self._live.now())

    @Property(str, notify=changed)
    def now(self) -> str:
        """Where the run of show is."""
        return self._position.now

    @Property(str, notify=changed)
    def next(self) -> str:
        """What it expects next, and when."""
        return self._position.next

    @Property(str, notify=changed)
    def room(self) -> str:
        return link_words(self._live.session.link, self._live.session.presence)

    @Property(str, notify=changed)
    def roomShort(self) -> str:
        """The same for a narrow bar."""
        return link_words(self._live.session.link, self._live.session.presence, short=True)

    @Property(str, notify=changed)
    def stale(self) -> str:
        """The banner's words; empty while what is shown is what is."""
        link = self._live.session.link
        shown = self._live.clock_at(link.since)
        return stale_words(link, self._live.now(), shown, self._hosted())

    @Property(bool, notify=changed)
    def stoodDown(self) -> bool:
        return self._live.state.stood_down is not None

    @Property(str, notify=changed)
    def stoodDownWords(self) -> str:
        down = self._live.state.stood_down
        if down is None:
            return ""
        when = self._live.clock_at(down.at)
        why = f": {down.reason}" if down.reason else ""
        who = called(down.by, self._live.session.person)
        return f"Stood down by {who} at {when}{why}. Nobody publishes, and sign-offs given before are void."

    @Property(str, notify=changed)
    def resumeWords(self) -> str:
        """What the resume button says; empty where pressing it would do nothing."""
        down = self._live.state.stood_down
        if down is None:
            return ""
        if not down.resume_asked_by:
            return "Ask to resume"
        if down.resume_asked_by == self._live.session.person:
            return ""
        return f"Resume with {down.resume_asked_by}"

    @Property(str, notify=changed)
    def resumeHint(self) -> str:
        down = self._live.state.stood_down
        if down is None:
            return ""
        if down.resume_asked_by == self._live.session.person:
            return "You asked to resume; a second person has to, and one of you two is a producer."
        return "It takes two people, one of them a producer."

    @Property(bool, notify=changed)
    def onDuty(self) -> bool:
        return self._live.session.person in duty.on_duty(self._live.state, self._live.now())

    @Property(str, constant=True)
    def me(self) -> str:
        return self._live.session.person

    @Property(str, constant=True)
    def roles(self) -> str:
        return ", ".join(self._live.session.roles)

    @Property(bool, constant=True)
    def producer(self) -> bool:
        return "producer" in self._live.session.roles

    @Property(bool, constant=True)
    def mayPace(self) -> bool:
        return self.rehearsal and self.producer

    @Property(list, constant=True)
    def speeds(self) -> list[int]:
        return list(SPEEDS)

    @Property(int, notify=changed)
    def speed(self) -> int:
        return round(self._live.state.pace.speed)

    @Property(bool, notify=changed)
    def paused(self) -> bool:
        return self._live.state.pace.paused

    @Property(str, notify=changed)
    def pace(self) -> str:
        return "paused" if self.paused else f"{self._live.state.pace.speed:g}×"
