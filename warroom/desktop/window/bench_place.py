"""Where the designers' bench is shown: over the panes of a joined room's desk, or in a window without a room. Made when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.keys import Keys
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks

if TYPE_CHECKING:  # it draws cards, which costs more than the first frame may
    from warroom.desktop.bench.screen import Bench
    from warroom.desktop.window.desk import DeskScreen

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The bench's place belongs to the shell.")
class BenchPlace(QObject):
    """`kept(folder)`: to be remembered for the next start."""

    changed = Signal()
    kept = Signal(str)

    def __init__(self, tasks: Tasks, notices: Notices, keys: Keys, remembered: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._notices, self._keys = tasks, notices, keys
        self._remembered = remembered
        self._bench: Bench | None = None
        self._desk: DeskScreen | None = None
        self._alone = False

    def add_keys(self) -> None:
        self._keys.add("anywhere", "bench.open", "The designers' bench", "F4", self.turn)
        if self._bench is not None:
            self._bench.add_keys(self._keys)

    def enter(self, desk: DeskScreen | None) -> None:
        """The desk of the room that was joined; None when it is left."""
        self._desk = desk
        if desk is not None:
            desk.overChanged.connect(self._follow_desk)
        if self._bench is not None:
            self._bench.enter(desk.live if desk is not None else None)
            self.close()
            self._bench.add_keys(self._keys)

    def show(self, folder: Path | None = None) -> None:
        """Bring it up; without a folder that of last time, else that of the plan's brand."""
        bench = self._bench or self._make()
        if folder is None and not bench.folder:
            folder = self._usual()
        bench.come(folder)
        if self._desk is not None:
            self._desk.showBench(True)
        else:
            self._alone = True
            self.changed.emit()

    @Slot()
    def turn(self) -> None:
        """The bench; asked again, what was there before."""
        if self._bench is not None and self._bench.open:
            self.close()
        else:
            self.show()

    @Slot()
    def close(self) -> None:
        if self._bench is not None:
            self._bench.go()
        if self._desk is not None:
            self._desk.showBench(False)
        if self._alone:
            self._alone = False
            self.changed.emit()

    def stop(self) -> None:
        """Follow nothing any more."""
        if self._bench is not None:
            self._bench.stop()

    @Property(QObject, notify=changed)
    def bench(self) -> QObject | None:
        return self._bench

    @Property(bool, notify=changed)
    def alone(self) -> bool:
        """It has the window, without a room."""
        return self._alone

    def _make(self) -> Bench:
        from warroom.desktop.bench.screen import Bench
        from warroom.desktop.bench.view import BenchCard  # noqa: F401 - its QML draws with it

        bench = self._bench = Bench(self._tasks, self._notices, self)
        bench.askedBack.connect(self.close)
        bench.kept.connect(self._on_kept)
        bench.add_keys(self._keys)
        self._keys.publish()
        if self._desk is not None:
            bench.enter(self._desk.live)
        self.changed.emit()
        return bench

    def _on_kept(self, folder: str) -> None:
        self._remembered = folder
        self.kept.emit(folder)

    def _usual(self) -> Path | None:
        planned = self._desk.live.state.plan.brand if self._desk is not None else ""
        places = (Path(place) for place in (self._remembered, planned) if place)
        return next((place for place in places if place.exists()), None)

    def _follow_desk(self) -> None:
        """The desk may have left the bench for another screen."""
        if self._bench is not None and self._desk is not None and self._bench.open and self._desk.over != "bench":
            self._bench.go()
