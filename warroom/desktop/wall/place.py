"""Where the wall stands: on which screen, read from how far, how large its text is; remembered on this device."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import msgspec
from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen, QWindow
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.keys import Keys
from warroom.desktop.notices import Notices
from warroom.desktop.shell_memory import WallMemory
from warroom.desktop.wall import sizes as wall_sizes
from warroom.options import WallOptions

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

DISTANCES_M = (2, 3, 4, 6, 8, 12)
NOTICE = "wall"


@dataclass(frozen=True)
class _Seen:
    """What is known of a screen: `name` is the same when it comes back."""

    name: str
    words: str
    screen: QScreen


@QmlElement
@QmlUncreatable("The shell has one wall.")
class WallPlace(QObject):
    """`kept(WallMemory)` when something is to be remembered. `shown` only while its screen is there."""

    changed = Signal()
    sizesChanged = Signal()
    kept = Signal(object)
    askedQuit = Signal()

    def __init__(self, memory: WallMemory, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._memory, self._notices = memory, notices
        self._alone = False
        self._waiting = ""
        self._window: QWindow | None = None
        self._pixels = (1920, 1080)
        self._sizes = wall_sizes.sizes(self._pixels, wall_sizes.of_diagonal(wall_sizes.INCHES, self._pixels)[1], memory.distance)
        self._keys: Keys | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._screens_changed)
        app.screenRemoved.connect(self._screens_changed)

    def begin(self, options: WallOptions) -> None:
        """What the command line asked for."""
        memory = msgspec.structs.replace(self._memory, open=True)
        if options.distance:
            memory = msgspec.structs.replace(memory, distance=options.distance)
        if options.inches:
            memory = msgspec.structs.replace(memory, inches=options.inches)
        seen = _screens()
        if options.screen > len(seen):
            there = "There is one screen." if len(seen) == 1 else f"There are {len(seen)} screens."
            self._notices.tell("window", f"The wall cannot be put on screen {options.screen}. {there}", "", "warning", key=NOTICE)
        elif options.screen:
            memory = msgspec.structs.replace(memory, screen=seen[options.screen - 1].name)
        self._alone = options.alone
        self._keep(memory)

    def add_keys(self, keys: Keys) -> None:
        self._keys = keys
        keys.add("anywhere", "wall.toggle", "Wall: open or close", "F9", self.toggle, over="*")
        for place, seen in enumerate(_screens(), start=1):
            put, there = partial(self.put, seen.name), partial(_is_there, seen.name)
            keys.add("anywhere", f"wall.screen.{place}", f"Wall on screen {place}: {seen.words}", "", put, ready=there)
        for metres in DISTANCES_M:
            keys.add("anywhere", f"wall.far.{metres}", f"Wall: read from {metres} m", "", partial(self.readFrom, metres))

    # opening and closing

    @Slot()
    def toggle(self) -> None:
        """On the screen it was on last, else on one that the desk is not on."""
        if self._memory.open:
            self.close()
        else:
            self._keep(msgspec.structs.replace(self._memory, open=True))
            self._say_what_cannot_be()

    def put(self, name: str) -> None:
        """On that screen; where it is there already, it closes."""
        here = self.shown and self._target() is not None and self._target().name == name
        self._keep(msgspec.structs.replace(self._memory, open=not here, screen=name))
        self._seat()
        self._say_what_cannot_be()

    @Slot()
    def close(self) -> None:
        self._keep(msgspec.structs.replace(self._memory, open=False))

    @Slot()
    def shut(self) -> None:
        """Its window was closed by the system's own means."""
        if self._alone:
            self.askedQuit.emit()
        else:
            self.close()

    def readFrom(self, metres: float) -> None:
        self._keep(msgspec.structs.replace(self._memory, distance=float(metres)))
        self._remeasure()
        self._say_what_cannot_be()

    def wait_for(self, words: str) -> None:
        """What stands on the wall while there is no room."""
        self._waiting = words
        self.changed.emit()

    def give_up_alone(self) -> None:
        """A person is needed: the desk's window comes forward."""
        self._alone = False
        self.changed.emit()

    def _keep(self, memory: WallMemory) -> None:
        if memory != self._memory:
            self._memory = memory
            self.kept.emit(memory)
        self.changed.emit()

    # the screen

    def _target(self) -> _Seen | None:
        """The screen that was chosen; where none was, the first that the desk is not on. None while the chosen one is gone."""
        seen = _screens()
        if self._memory.screen:
            found = next((one for one in seen if one.name == self._memory.screen), None)
            return found if found is not None or not self._alone else seen[0] if seen else None
        desk = next((window.screen() for window in QGuiApplication.topLevelWindows() if window.objectName() == "window"), None)
        return next((one for one in seen if one.screen is not desk), seen[0] if seen else None)

    def _screens_changed(self, _screen: object = None) -> None:
        if self._keys is not None:
            self.add_keys(self._keys)
            self._keys.publish()
        self.changed.emit()
        self._seat()

    @Slot(QWindow)
    def seat(self, window: QWindow) -> None:
        """Put its window on its screen, full."""
        self._window = window
        window.destroyed.connect(self._unseat)
        self._seat()

    def _unseat(self) -> None:
        self._window = None

    def _seat(self) -> None:
        seen = self._target()
        if self._window is None or seen is None:
            return
        self._window.setScreen(seen.screen)
        self._window.setGeometry(seen.screen.geometry())
        self._window.showFullScreen()
        self._window.setCursor(Qt.CursorShape.BlankCursor)

    @Slot(int, int)
    def measure(self, width: int, height: int) -> None:
        """The window has this size now."""
        if width > 0 and height > 0:
            self._pixels = (width, height)
            self._remeasure()

    def _remeasure(self) -> None:
        made = wall_sizes.sizes(self._pixels, self._height_mm(), self._memory.distance)
        if made != self._sizes:
            self._sizes = made
            self.sizesChanged.emit()

    def _height_mm(self) -> float:
        """Of the wall's window: what the user said of the screen, else what the screen says, else that of a usual one."""
        if self._memory.inches:
            return wall_sizes.of_diagonal(self._memory.inches, self._pixels)[1]
        said = self._said()
        if said is None:
            return wall_sizes.of_diagonal(wall_sizes.INCHES, self._pixels)[1]
        (_, height), pixels = said
        return height * self._pixels[1] / pixels[1]

    def _said(self) -> tuple[tuple[float, float], tuple[int, int]] | None:
        seen = self._target()
        if seen is None:
            return None
        size, box = seen.screen.physicalSize(), seen.screen.geometry()
        pixels = (box.width(), box.height())
        believed = wall_sizes.believed((size.width(), size.height()), pixels)
        return (believed, pixels) if believed is not None else None

    def _say_what_cannot_be(self) -> None:
        """On the desk: where the wall cannot keep what was asked of it."""
        self._notices.dismiss(NOTICE)
        if not self.shown:
            return
        if self._sizes.readable_m < self._memory.distance:
            far = f"{self._memory.distance:g} m"
            words = f"From {far} the wall's text would not fit this screen; it can be read from {self._sizes.readable_m:.1f} m."
            self._notices.tell("window", words, "Choose “Wall: read from …” in the palette, or a larger screen.", key=NOTICE)
        elif not self._memory.inches and self._said() is None:
            words = f"The wall's screen does not say how large it is; {wall_sizes.INCHES:g} inches are assumed."
            self._notices.tell("window", words, "`warroom wall --inches N` says it for good.", key=NOTICE)

    # what is shown

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        return self._memory.open and self._target() is not None

    @Property(bool, notify=changed)
    def alone(self) -> bool:
        """This device shows the wall and nothing else."""
        return self._alone and self.shown

    @Property(str, notify=changed)
    def waiting(self) -> str:
        return self._waiting

    @Property(float, notify=changed)
    def distance(self) -> float:
        return self._memory.distance

    @Property(int, notify=sizesChanged)
    def small(self) -> int:
        """The smallest text there is."""
        return self._sizes.small

    @Property(int, notify=sizesChanged)
    def body(self) -> int:
        return self._sizes.body

    @Property(int, notify=sizesChanged)
    def large(self) -> int:
        return self._sizes.large

    @Property(int, notify=sizesChanged)
    def clock(self) -> int:
        return self._sizes.clock

    @Property(int, notify=sizesChanged)
    def title(self) -> int:
        return self._sizes.title

    @Property(int, notify=sizesChanged)
    def watch(self) -> int:
        return self._sizes.watch

    @Property(int, notify=sizesChanged)
    def step(self) -> int:
        return self._sizes.step

    @Slot(float, float, float, int, float, result=int)
    def fit(self, room: float, each: float, gap: float, count: int, more: float) -> int:
        """How many of `count` boxes are shown; see `wall_sizes.fit`."""
        return wall_sizes.fit(room, each, gap, count, more)


def _screens() -> tuple[_Seen, ...]:
    """In the system's order. Two of one name are told apart by their number."""
    found: list[_Seen] = []
    for number, screen in enumerate(QGuiApplication.screens(), start=1):
        name = " ".join(part for part in (screen.name(), screen.manufacturer(), screen.model(), screen.serialNumber()) if part)
        name = name or f"screen {number}"
        if any(one.name == name for one in found):
            name = f"{name} ({number})"
        box = screen.geometry()
        called = screen.model() or screen.name()
        found.append(_Seen(name, f"{called}, {box.width()} × {box.height()}" if called else f"{box.width()} × {box.height()}", screen))
    return tuple(found)


def _is_there(name: str) -> bool:
    return any(one.name == name for one in _screens())
