"""The window: which screen it shows, what lies over it, and how it is entered, left and closed."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import shell_memory
from warroom.desktop.keys import Keys
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.desktop.wall.place import WallPlace
from warroom.desktop.window.bench_place import BenchPlace
from warroom.desktop.window.home import Home
from warroom.desktop.window.wall_alone import come_in
from warroom.options import DesktopOptions

if TYPE_CHECKING:
    from warroom.client.host import Host
    from warroom.client.session import Session
    from warroom.desktop.images import Pictures
    from warroom.desktop.window.desk import DeskScreen

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PANES = ("feeds", "composer", "board")
HELPERS = ("intake",)  # devices that are no people

log = logging.getLogger(__name__)


@QmlElement
@QmlUncreatable("There is one shell.")
class Shell(QObject):
    """`quitting` once the window may go; the program then ends."""

    changed = Signal()
    soloChanged = Signal()
    sheetChanged = Signal()
    askedFocus = Signal(str)  # a pane, by its name
    askedFullScreen = Signal()
    askedSplit = Signal(int)  # the divider beside the pane in hand: 1 to the right, -1 to the left
    splitsChanged = Signal()
    quitting = Signal()

    def __init__(self, tasks: Tasks, notices: Notices, images: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._notices, self._images = tasks, notices, images
        self._keys = Keys(self)
        self._home = Home(tasks, notices, self)
        self._home.entered.connect(self._enter)
        self._memory = shell_memory.recall()
        self._home.share = self._memory.share
        self._home.shareChanged.connect(lambda share: self._keep(msgspec.structs.replace(self._memory, share=share)))
        self._wall = WallPlace(self._memory.wall, notices, self)
        self._wall.kept.connect(lambda wall: self._keep(msgspec.structs.replace(self._memory, wall=wall)))
        self._wall.changed.connect(self._fill_wall)
        self._wall.askedQuit.connect(self.quit)
        self._bench = BenchPlace(tasks, notices, self._keys, self._memory.bench, self)
        self._bench.kept.connect(lambda folder: self._keep(msgspec.structs.replace(self._memory, bench=folder)))
        self._session: Session | None = None
        self._host: Host | None = None
        self._desk: DeskScreen | None = None
        self._solo, self._tab, self._sheet = "", "feeds", ""
        self._leaving_quits = False
        self._add_keys()

    def begin(self, options: DesktopOptions) -> None:
        """What the command line asked for; called once, after the first frame."""
        if options.wall is not None:
            self._wall.begin(options.wall)
            if options.wall.alone:
                self._tasks.spawn("Bring the wall into its room", come_in(self._home, self._wall, options), "first.join")
                return
        if options.bench is not None:
            self._bench.show(options.bench)
        elif options.plan is not None:
            self._home.start(options.plan)
        elif options.rehearsal is not None:
            self._home.rehearse(options.rehearsal.beginning, options.rehearsal.speed)
        elif options.address:
            self._home.offer(options.address, options.code)
        if not self._home.busy:
            self._home.look_around()

    def _add_keys(self) -> None:
        keys = self._keys

        def joined() -> bool:
            return self._desk is not None

        for place, (pane, words) in enumerate(zip(PANES, ("Feeds", "Composer", "Board"), strict=True), start=1):
            keys.add("anywhere", f"pane.{pane}", f"{words} alone", f"F{place}", lambda pane=pane: self.only(pane), ready=joined)
            keys.add("anywhere", f"go.{pane}", f"To the {words.lower()}", f"Alt+{place}", lambda pane=pane: self.goTo(pane), ready=joined)
        keys.add("anywhere", "go.pulse", "To the pulse", "Alt+4", lambda: self.goTo("pulse"), ready=joined)
        keys.add("anywhere", "go.moments", "To the moments", "Alt+5", lambda: self.goTo("moments"), ready=joined)
        keys.add("anywhere", "split.left", "Divider to the left", "Ctrl+Alt+Left", lambda: self.askedSplit.emit(-1), ready=joined)
        keys.add("anywhere", "split.right", "Divider to the right", "Ctrl+Alt+Right", lambda: self.askedSplit.emit(1), ready=joined)
        keys.add("anywhere", "window.full", "Full screen", "F11", self.askedFullScreen.emit, over="*")
        keys.add("anywhere", "window.palette", "All commands", "Ctrl+K", lambda: self.openSheet("palette"))
        keys.add(
            "anywhere", "room.down", "Stand down", "Ctrl+Shift+S", lambda: self.openSheet("standdown"), ready=self._may_stand_down, over="*"
        )
        keys.add("anywhere", "room.people", "People and invitations", "Ctrl+I", lambda: self.openSheet("people"), ready=joined)
        keys.add("anywhere", "room.sources", "Sources and their tokens", "F6", lambda: self.openSheet("sources"), ready=joined)
        keys.add("anywhere", "room.leave", "Leave the room", "Ctrl+L", self.leave, ready=joined)
        keys.add("anywhere", "window.quit", "Quit", "Ctrl+Q", self.quit, over="*")
        keys.add("first", "first.keys", "List of keys", "?", lambda: self.openSheet("keys"))
        self._wall.add_keys(keys)
        self._home.add_keys(keys)
        self._bench.add_keys()
        keys.publish()

    def _may_stand_down(self) -> bool:
        return self._session is not None and self._session.state.stood_down is None

    # entering and leaving

    def _enter(self, session: Session, host: Host | None) -> None:
        from warroom.desktop.window.desk import DeskScreen

        self._session, self._host = session, host
        self._desk = DeskScreen(session, self._trouble, self._tasks, self._notices, self)
        self._keys.add("desk", "desk.keys", "List of keys", "?", lambda: self.openSheet("keys"))
        self._keys.add("desk", "desk.back", "Back", "Esc", self.back)
        self._desk.add_keys(self._keys)
        self._bench.enter(self._desk)
        self._desk.askedPane.connect(self.goTo)
        self._desk.people.askedOpen.connect(lambda: self.openSheet("people"))
        self._desk.sources.folder = self.hosted_folder
        feeds = self._desk.feeds
        feeds.pointerHolds = self._memory.pointer_holds
        feeds.pointerHoldsChanged.connect(lambda: self._keep(msgspec.structs.replace(self._memory, pointer_holds=feeds.pointerHolds)))
        feeds.pictures = self._memory.feed_pictures
        feeds.picturesChanged.connect(lambda: self._keep(msgspec.structs.replace(self._memory, feed_pictures=feeds.pictures)))
        sound = self._desk.sound
        sound.on = self._memory.sound
        sound.turned.connect(lambda on: self._keep(msgspec.structs.replace(self._memory, sound=on)))
        self._images.show(session)
        self._fill_wall()
        self._keys.publish()
        self._solo, self._sheet = "", ""
        self._keys.cover("shell", "")
        self.changed.emit()
        self.soloChanged.emit()
        self.sheetChanged.emit()

    def _fill_wall(self) -> None:
        if self._desk is not None:
            self._desk.wall.show(self._wall.shown)

    def _trouble(self) -> str | None:
        return None if self._host is None else self._host.trouble

    @Slot()
    def leave(self) -> None:
        """Out of the room, to the first screen; asks first where others would lose it."""
        self._leaving_quits = False
        self._ask_or_go()

    @Slot()
    def quit(self) -> None:
        """Close the window; asks first where others would lose the room."""
        self._leaving_quits = True
        if self._session is None:
            self.quitting.emit()
        else:
            self._ask_or_go()

    def _ask_or_go(self) -> None:
        if self._host is not None and self._others():
            self.openSheet("leave")
        else:
            self._tasks.spawn("Leave the room", self._go(stop=True))

    def _others(self) -> tuple[str, ...]:
        """The other people connected to this room, stand-ins left out."""
        if self._session is None:
            return ()
        imitations = {person.name for person in self._session.state.plan.people if person.imitation}
        here = {
            present.person for present in self._session.presence if present.device != self._session.device and present.name not in HELPERS
        }
        return tuple(sorted(here - imitations))

    @Slot(bool)
    def goAway(self, stop: bool) -> None:
        """The answer to the question: `stop` closes the room for everybody, else it runs on without this window."""
        self._tasks.spawn("Leave the room", self._go(stop=stop))

    async def _go(self, stop: bool) -> None:
        self.closeSheet()
        await self.close(stop)
        if self._leaving_quits:
            self.quitting.emit()
        else:
            self._home.look_around()

    async def close(self, stop: bool) -> None:
        """Take the desk down and let the room go; `stop` ends a hosted one."""
        desk, session, host = self._desk, self._session, self._host
        self._desk = self._session = self._host = None
        if desk is None or session is None:
            return
        self._keys.clear()
        self._add_keys()
        self._bench.enter(None)
        self.changed.emit()
        desk.stop()
        self._images.forget()
        await session.close()
        desk.deleteLater()
        if host is not None:
            await (host.stop() if stop else host.leave())

    @property
    def hosted_folder(self) -> Path | None:
        """Of the room that this window hosts."""
        return None if self._host is None else self._host.folder

    # panes and sheets

    @Slot(str)
    def only(self, pane: str) -> None:
        """This pane alone; asked again, all panes."""
        self._tab = pane
        self._solo = "" if self._solo == pane else pane
        self.soloChanged.emit()
        self.askedFocus.emit(pane)

    @Slot(str)
    def goTo(self, pane: str) -> None:
        """The keyboard to this pane, brought to the front where panes are tabs."""
        if pane in PANES:
            self._tab = pane
            if self._solo:
                self._solo = pane
            self.soloChanged.emit()
        self.askedFocus.emit(pane)

    @Slot()
    def back(self) -> None:
        if self._desk is not None and self._desk.goBack():
            return
        if self._solo:
            self._solo = ""
            self.soloChanged.emit()
        self.askedFocus.emit(self._tab)

    @Slot(str)
    def openSheet(self, name: str) -> None:
        """palette · keys · people · standdown · leave"""
        self._keys.query = ""
        self._sheet = name
        self._keys.cover("shell", name)
        self.sheetChanged.emit()

    @Slot()
    def closeSheet(self) -> None:
        if self._sheet:
            self._sheet = ""
            self._keys.cover("shell", "")
            self.sheetChanged.emit()
            self.askedFocus.emit(self._tab)

    @Slot(str)
    def runCommand(self, id: str) -> None:
        """From the palette: it closes first, so that a command may open a sheet of its own."""
        self.closeSheet()
        self._keys.run(id)

    # memory

    @Slot(int, int, int, int, bool)
    def keepWindow(self, x: int, y: int, width: int, height: int, maximised: bool) -> None:
        place = self._memory.window if maximised else (x, y, width, height)
        self._keep(msgspec.structs.replace(self._memory, window=place, maximised=maximised))

    @Slot(list)
    def keepSplits(self, splits: list[float]) -> None:
        self._keep(msgspec.structs.replace(self._memory, splits=tuple(float(share) for share in splits)))
        self.splitsChanged.emit()

    def _keep(self, memory: shell_memory.Memory) -> None:
        if memory != self._memory:
            self._memory = memory
            shell_memory.keep(memory)

    # what is shown

    @Property(Home, constant=True)
    def home(self) -> Home:
        return self._home

    @Property(Keys, constant=True)
    def keys(self) -> Keys:
        return self._keys

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(WallPlace, constant=True)
    def wall(self) -> WallPlace:
        return self._wall

    @Property(BenchPlace, constant=True)
    def bench(self) -> BenchPlace:
        return self._bench

    @Property(QObject, notify=changed)
    def desk(self) -> QObject | None:
        return self._desk

    @Property(str, notify=soloChanged)
    def solo(self) -> str:
        return self._solo

    @Property(str, notify=soloChanged)
    def tab(self) -> str:
        return self._tab

    @Property(str, notify=sheetChanged)
    def sheet(self) -> str:
        return self._sheet

    @Property(str, notify=sheetChanged)
    def others(self) -> str:
        """Who would lose the room."""
        return ", ".join(self._others())

    @Property(list, constant=True)
    def window(self) -> list[int]:
        return list(self._memory.window or ())

    @Property(bool, constant=True)
    def maximised(self) -> bool:
        return self._memory.maximised

    @Property(list, notify=splitsChanged)
    def splits(self) -> list[float]:
        return list(self._memory.splits)
