"""First start: start a room, join a room, rehearse; and the rooms that were here before."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import platform
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.desktop.keys import Keys
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.desktop.window.home_rows import ProblemRow, RecentRow, problem_rows, recent_rows, wrong_words
from warroom.errors import FileProblems, StorageError, WarroomError

if TYPE_CHECKING:  # httpx and the rest of the client cost more than the first frame may
    from warroom.client.host import Host
    from warroom.client.remembered import Remembered
    from warroom.client.session import Session

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

REHEARSAL = "super-bowl-xlvii"
OPEN_S = 30.0
DESK_PARTS = (
    "httpx",
    "numpy",
    "warroom.compose.checks",
    "warroom.desktop.composer.card_view",
    "warroom.desktop.composer.screen",
    "warroom.desktop.window.desk",
)


@QmlElement
@QmlUncreatable("The first screen belongs to the shell.")
class Home(QObject):
    """`entered(session, host)` when a room is joined; `host` is None where another machine has it."""

    changed = Signal()
    askedPlan = Signal()
    askedJoin = Signal()
    askedCode = Signal()  # another code: the room would not take this one
    entered = Signal(object, object)
    shareChanged = Signal(bool)

    def __init__(self, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._notices = tasks, notices
        self._busy = ""
        self._doctor, self._doctor_tone = "", "third"
        self._address = self._code = ""
        self._joining = False
        self._share = True
        self._plan = self._wrong = ""
        self.seat_colleagues = True  # whether a rehearsal's imitation approvers are seated
        self._recent: RecordListModel[RecentRow] = RecordListModel(RecentRow, "room", self)
        self._problems: RecordListModel[ProblemRow] = RecordListModel(ProblemRow, "key", self)

    def add_keys(self, keys: Keys) -> None:
        idle = self._idle
        keys.add("first", "first.start", "Start a room from an event plan", "N", self.askedPlan.emit, ready=idle)
        keys.add("first", "first.join", "Join a room", "J", self.openJoin, ready=idle)
        keys.add("first", "first.rehearse", "Rehearse from kick-off", "R", lambda: self.rehearse("kick-off"), ready=idle)
        keys.add("first", "first.blackout", "Rehearse from the blackout", "B", lambda: self.rehearse("blackout"), ready=idle)
        keys.add("first", "first.last", "Go back into the latest room", "L", self.latest, ready=lambda: idle() and bool(self._recent.rows))

    def _idle(self) -> bool:
        return not self._busy

    # looking around, after the first frame

    def look_around(self) -> None:
        """Which rooms are known or still running, and what this computer lacks; in the background."""
        self._tasks.spawn("Look for recent rooms", self._find_rooms(), "first")
        self._tasks.spawn("Look at this computer", self._examine(), "first")

    async def _find_rooms(self) -> None:
        from warroom.client.remembered import remembered
        from warroom.client.running import find_running

        known, running = await asyncio.to_thread(lambda: (remembered(), find_running()))
        self._recent.show(recent_rows(known, running, dt.datetime.now().astimezone()))
        self.changed.emit()

    async def _examine(self) -> None:
        from warroom import doctor

        checks = await asyncio.to_thread(doctor.report)
        needed = [check.name for check in checks if not check.ok and not check.optional]
        optional = [check.name for check in checks if not check.ok and check.optional]
        if needed:
            self._doctor, self._doctor_tone = f"This computer lacks: {', '.join(needed)}. warroom doctor says how to mend it.", "amber"
        else:
            lacks = f" Missing, but not needed: {', '.join(optional)}; see warroom doctor." if optional else ""
            self._doctor, self._doctor_tone = f"Everything this computer needs is here.{lacks}", "third"
        self.changed.emit()

    # the three choices

    @Slot(QUrl)
    def startPlan(self, url: QUrl) -> None:
        """The event plan picked or dropped."""
        self.start(Path(url.toLocalFile()))

    def start(self, plan: Path) -> None:
        self._plan = str(plan)
        self._begin("Opening the room", self._start(plan), "first.start")

    @Slot()
    def again(self) -> None:
        """The same plan once more, after it was put right."""
        if self._plan:
            self.start(Path(self._plan))

    @Slot(str)
    def rehearse(self, beginning: str, speed: float = 1.0) -> None:
        """From `kick-off` or `blackout`."""
        self._begin("Starting the rehearsal", self._rehearse(beginning, speed), "first.rehearse")

    @Slot()
    def openJoin(self) -> None:
        self._joining = True
        self.changed.emit()
        self.askedJoin.emit()

    @Slot()
    def closeJoin(self) -> None:
        self._joining = False
        self._notices.clear("first.join")
        self.changed.emit()

    @Slot(str, str)
    def join(self, address: str, code: str) -> None:
        """`address` may be a whole invitation, which carries its code."""
        self._address, self._code = address.strip(), code.strip()
        self._joining = True
        self._begin("Joining", self._join(self._address, self._code), "first.join")

    def offer(self, address: str, code: str) -> None:
        """As given on the command line: joined at once where there is a code, else the form waits for one."""
        self._address = address
        if code or "code=" in address:
            self.join(address, code)
        else:
            self.openJoin()

    @Slot(str)
    def reopen(self, room: str) -> None:
        """A room of the recent ones: gone on with, started again, or joined again."""
        self._begin("Going back into the room", self._reopen(room), "first.recent")

    def latest(self) -> None:
        if self._recent.rows:
            self.reopen(self._recent.rows[0].room)

    def _begin(self, what: str, work: Coroutine[Any, Any, None], place: str) -> None:
        if self._busy:
            work.close()
            return
        for other in ("first", "first.start", "first.rehearse", "first.join", "first.recent"):
            self._notices.clear(other)
        self._problems.show(())
        self._wrong = ""
        self._busy = what
        self.changed.emit()
        self._tasks.spawn(what, self._unbusy(work), place)

    async def _unbusy(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except FileProblems as wrong:
            self._wrong = wrong_words(wrong)
            self._problems.show(problem_rows(wrong.problems))
            self.changed.emit()
            self.look_around()
        except WarroomError as error:
            self.look_around()
            if error.code.startswith("code_"):
                self.askedCode.emit()
            raise
        finally:
            self._busy = ""
            self.changed.emit()

    async def _start(self, plan: Path) -> None:
        from warroom.client.host import Host

        host, _ = await asyncio.gather(Host.start(plan, "live", share=self._share), self._ready_the_desk())
        await self._enter_hosted(host)

    async def _rehearse(self, beginning: str, speed: float) -> None:
        from warroom.client.host import Host
        from warroom.desktop.topbar_words import jumps
        from warroom.review.commands import SetPace

        plan = locations.assets() / "rehearsals" / REHEARSAL / "event.toml"
        host, _ = await asyncio.gather(Host.start(plan, "rehearsal", colleagues=self.seat_colleagues), self._ready_the_desk())
        session = await self._open_hosted(host)
        at = jumps(session.state)[beginning]
        await session.send(SetPace(speed, False, at))
        self.entered.emit(session, host)

    async def _ready_the_desk(self) -> None:
        """Load what the desk is made of while the room's process starts; a piece at a time, for the window goes on meanwhile."""
        await asyncio.sleep(0.1)  # first the process
        for part in DESK_PARTS:
            importlib.import_module(part)
            await asyncio.sleep(0)

    async def _enter_hosted(self, host: Host) -> None:
        self.entered.emit(await self._open_hosted(host), host)

    async def _open_hosted(self, host: Host) -> Session:
        try:
            return await _open(host.address, host.token, host.fingerprint)
        except BaseException:
            await host.leave()
            raise

    async def bring_in(self, known: Remembered | None, address: str, code: str, device: str) -> None:
        """Into a room that is remembered, else by its code, as a device of that name; without a person to ask. Raises WarroomError."""
        await self._ready_the_desk()
        if known is None:
            await self._join(address, code, device)
        else:
            await self._open_known(known)

    async def _open_known(self, known: Remembered) -> None:
        session = await _open(known.address, known.token, known.fingerprint)
        self._remember(known)
        self.entered.emit(session, None)

    async def _join(self, address: str, code: str, device: str = "") -> None:
        from warroom.client.join import join
        from warroom.client.remembered import Remembered

        joined = await join(address, code, device or platform.node() or "desktop")
        reply = joined.reply
        room = Remembered(reply.room, reply.room, "live", joined.address, reply.token, reply.person, reply.device, joined.fingerprint)
        self._remember(room)  # before anything else can fail: the code is used up
        session = await _open(joined.address, reply.token, joined.fingerprint)
        state = session.state
        self._remember(msgspec.structs.replace(room, name=state.plan.event.name, kind=state.kind))
        self._joining = False
        self.entered.emit(session, None)

    async def _reopen(self, room: str) -> None:
        from warroom.client.host import Host
        from warroom.client.remembered import remembered
        from warroom.client.running import find_running

        running = {one.room: one for one in await asyncio.to_thread(find_running)}
        known = next((one for one in remembered() if one.room == room), None)
        if room in running:
            await self._enter_hosted(await Host.adopt(running[room].folder))
        elif known is not None and known.folder:
            await self._enter_hosted(await Host.adopt(Path(known.folder)))
        elif known is not None:
            await self._open_known(known)
        else:
            raise WarroomError("This room is not known here any more.", "Join it again with a new code.")

    def _remember(self, room: Remembered) -> None:
        """A disk that refuses keeps nobody out."""
        from warroom.client.remembered import remember

        try:
            remember(room)
        except StorageError as error:
            hint = "Going back into this room will take a new code, once this window is closed."
            self._notices.tell("window", error.message, hint, "warning", key="remember")

    # what is shown

    @Property(RecordListModel, constant=True)
    def recent(self) -> RecordListModel[RecentRow]:
        return self._recent

    @Property(RecordListModel, constant=True)
    def problems(self) -> RecordListModel[ProblemRow]:
        return self._problems

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What the list of problems is headed with."""
        return self._wrong

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(str, notify=changed)
    def busy(self) -> str:
        return self._busy

    @Property(bool, notify=changed)
    def joining(self) -> bool:
        return self._joining

    @Property(str, notify=changed)
    def address(self) -> str:
        return self._address

    @Property(str, notify=changed)
    def code(self) -> str:
        return self._code

    @Property(str, notify=changed)
    def plan(self) -> str:
        return self._plan

    @Property(str, notify=changed)
    def doctor(self) -> str:
        return self._doctor

    @Property(str, notify=changed)
    def doctorTone(self) -> str:
        return self._doctor_tone

    def _get_share(self) -> bool:
        return self._share

    def _set_share(self, share: bool) -> None:
        if share != self._share:
            self._share = share
            self.shareChanged.emit(share)

    share = Property(bool, _get_share, _set_share, notify=shareChanged)


async def _open(address: str, token: str, fingerprint: str) -> Session:
    from warroom.client.session import Session

    home = locations.home()
    async with asyncio.timeout(OPEN_S):
        return await Session.open(address, token, fingerprint=fingerprint, cache=home / "pictures", device_folder=home / "device")
