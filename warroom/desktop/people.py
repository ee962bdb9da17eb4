"""The people of the room: who is here, who is on duty, and the producer's invitations."""

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
from warroom.review import duty
from warroom.review.commands import SetDuty
from warroom.wire import CodeReply

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "people"


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


@QmlElement
@QmlUncreatable("People belong to the desk.")
class People(QObject):
    """One row a person of the plan."""

    changed = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self._codes: dict[str, CodeReply] = {}
        self._copied = ""
        self._rows = RecordListModel(PersonRow, "name", self)
        live.changed.connect(self._refresh)
        live.ticked.connect(self._refresh)
        self._refresh()

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
