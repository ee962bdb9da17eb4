"""The people of the room: who is here, who is on duty, when nobody will be, and the producer's invitations."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.qr import QrCode  # noqa: F401 - the sheet's QML draws with it
from warroom.desktop.tasks import Tasks
from warroom.review import coverage, duty
from warroom.review.commands import SetDuty
from warroom.wire import CodeReply

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "people"
GAPS = f"{PLACE}:gaps"
GAPS_TOLD = 3  # in the notice; the sheet has all


@dataclass(frozen=True)
class PersonRow:
    """`code` and what goes with it stand while an invitation made here can be used."""

    name: str
    roles: str
    here: bool
    duty: bool
    words: str
    imitation: bool
    me: bool
    code: str
    invitation: str
    expires: str


@dataclass(frozen=True)
class GapRow:
    key: str
    tone: str
    words: str


@QmlElement
@QmlUncreatable("People belong to the desk.")
class People(QObject):
    """One row a person of the plan. `askedOpen` when the notice of the night's gaps wants them shown."""

    changed = Signal()
    askedOpen = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self._codes: dict[str, CodeReply] = {}
        self._copied = ""
        self._rows = RecordListModel(PersonRow, "name", self)
        self._gaps = RecordListModel(GapRow, "key", self)
        self._gaps.show(GapRow(f"{gap.role}:{gap.starts}", gap.light, gap.words) for gap in coverage.gaps(live.state.plan))
        self._before = self._is_before()
        if self._before:
            self._tell_gaps()
        live.changed.connect(self._refresh)
        live.ticked.connect(self._refresh)
        self._refresh()

    def stop(self) -> None:
        self._notices.dismiss(GAPS)

    def _is_before(self) -> bool:
        return self._live.event_now() < int(self._live.state.plan.event.starts.timestamp() * 1000)

    def _tell_gaps(self) -> None:
        """Before the event starts there is still time to find somebody."""
        words = [row.words for row in self._gaps.rows]
        if words:
            more = f"\nand {len(words) - GAPS_TOLD} more" if len(words) > GAPS_TOLD else ""
            hint = "So says the roster of the event plan. Whoever has the role can go on duty by hand."
            self._notices.tell("window", "\n".join(words[:GAPS_TOLD]) + more, hint, "warning", GAPS, "People", self.askedOpen.emit)

    @Slot(str)
    def invite(self, person: str) -> None:
        """A new join code; one asked for before is void."""
        self._tasks.spawn("Make a join code", self._invite(person), PLACE)

    async def _invite(self, person: str) -> None:
        self._codes[person] = await self._live.session.issue_code(person)
        self._refresh()

    @Slot(str)
    def copy(self, person: str) -> None:
        """The whole invitation, for a message to that person."""
        reply = self._codes.get(person)
        if reply is not None:
            QGuiApplication.clipboard().setText(f"{reply.invitation}\n{reply.address} · {reply.code}")
            self._copied = person
            self.changed.emit()

    @Slot(str, bool)
    def setDuty(self, person: str, on: bool) -> None:
        self._live.ask("Set duty", SetDuty(person, on), PLACE)

    def _refresh(self, _change: object = None) -> None:
        self._rows.show(self._row(person.name) for person in self._live.state.plan.people)
        if self._before and not self._is_before():
            self._before = False
            self._notices.dismiss(GAPS)
        self.changed.emit()

    def _row(self, name: str) -> PersonRow:
        state, now = self._live.state, self._live.now()
        person = state.plan.person(name)
        here = [present for present in self._live.session.presence if present.person == name]
        reply = self._codes.get(name)
        code = reply if reply is not None and reply.expires > now else None
        return PersonRow(
            name=name,
            roles=", ".join(person.roles) if person is not None else "",
            here=bool(here),
            duty=name in duty.on_duty(state, now),
            words=", ".join(dict.fromkeys(present.name for present in here)) if here else "not connected",
            imitation=person is not None and person.imitation,
            me=name == self._live.session.person,
            code=code.code if code is not None else "",
            invitation=code.invitation if code is not None else "",
            expires=f"usable for {clock.span(code.expires - now)}" if code is not None else "",
        )

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[PersonRow]:
        return self._rows

    @Property(RecordListModel, constant=True)
    def gaps(self) -> RecordListModel[GapRow]:
        """When and of which role the roster has too few people, over the whole night."""
        return self._gaps

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(bool, constant=True)
    def mayInvite(self) -> bool:
        return "producer" in self._live.session.roles

    @Property(str, notify=changed)
    def copied(self) -> str:
        """The person whose invitation was copied last."""
        return self._copied
