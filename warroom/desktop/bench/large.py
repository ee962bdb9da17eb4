"""One card of the bench shown large, at the pixels it will have."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.model import Template
from warroom.compose.stress import SAMPLE, stresses
from warroom.desktop.bench.rows import CellRow
from warroom.desktop.bench.worker import LARGE, BenchWorker, Shown, image_of
from warroom.desktop.keys import Keys
from warroom.desktop.models import RecordListModel

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

ZOOMS = (0.0, 0.5, 1.0, 2.0, 4.0)  # 0: as large as there is room


@QmlElement
@QmlUncreatable("The large card belongs to the bench.")
class BenchLarge(QObject):
    """Which card of the sheet it is, and how large."""

    changed = Signal()

    def __init__(
        self, worker: BenchWorker, cells: RecordListModel[CellRow], template: Callable[[], Template | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._worker, self._cells, self._template = worker, cells, template
        self.shown: Shown | None = None
        self._wrong, self._zoom = "", 0
        worker.large.connect(self._on_large)

    def add_keys(self, keys: Keys, ready: Callable[[], bool]) -> None:
        def shown() -> bool:
            return self.shown is not None

        keys.add("bench", "bench.right", "Next card", "Right Down", lambda: self._step(1), ready=ready, repeats=True)
        keys.add("bench", "bench.left", "Previous card", "Left Up", lambda: self._step(-1), ready=ready, repeats=True)
        keys.add("bench", "bench.large", "Card large", "Enter Space", self.turn, ready=ready)
        keys.add("bench", "bench.in", "Larger", "+ =", lambda: self.magnify(1), ready=shown)
        keys.add("bench", "bench.out", "Smaller", "-", lambda: self.magnify(-1), ready=shown)
        keys.add("bench", "bench.fit", "As large as there is room", "0", lambda: self.magnify(0), ready=shown)

    @Slot()
    def clear(self) -> None:
        """The sheet again."""
        self.shown = None
        self._worker.want_large(None)
        self.changed.emit()

    def keep(self, template: Template) -> None:
        """The template was read anew; a cut that it has no more is shown no more."""
        if self.shown is not None and self.shown.cut not in [cut.name for cut in template.cuts]:
            self.clear()
        else:
            self.changed.emit()

    @Property(str, notify=changed)
    def id(self) -> str:
        """Of the card; empty for the sheet."""
        return image_of(self.shown.cut, self.shown.stress.key) if self.shown is not None else ""

    @Property(str, constant=True)
    def picture(self) -> str:
        """The name of its picture."""
        return LARGE

    @Property(str, notify=changed)
    def title(self) -> str:
        return f"{self.shown.cut.replace('x', ':')} · {self.shown.stress.title}" if self.shown is not None else ""

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """Why it cannot be painted."""
        return self._wrong

    @Property(int, notify=changed)
    def width(self) -> int:
        """At export size."""
        return self._size[0]

    @Property(int, notify=changed)
    def height(self) -> int:
        return self._size[1]

    @Property(float, notify=changed)
    def zoom(self) -> float:
        """Device pixels for each pixel of the card; 0: as large as there is room."""
        return ZOOMS[self._zoom]

    @property
    def _size(self) -> tuple[int, int]:
        template = self._template()
        return template.cut(self.shown.cut).size if self.shown is not None and template is not None else (1, 1)

    @Slot(str)
    def show(self, id: str) -> None:
        """This card of the sheet."""
        row = self._cells.record(id)
        if row is None:
            return
        stress = next((one for one in stresses() if one.key == id.partition("/")[0]), SAMPLE)
        self.shown, self._wrong = Shown(row.cut, stress), ""
        self._worker.want_large(self.shown)
        self.changed.emit()

    @Slot()
    def turn(self) -> None:
        """The sample of the first cut; asked again, the sheet."""
        if self.shown is not None:
            self.clear()
        elif self._cells.count:
            self.show(self._cells.rows[0].id)

    @Slot(int)
    def magnify(self, by: int) -> None:
        """Larger, smaller, or (0) as large as there is room."""
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + by)) if by else 0
        self.changed.emit()

    def _step(self, by: int) -> None:
        ids = [row.id for row in self._cells.rows]
        if ids:
            self.show(ids[(ids.index(self.id) + by) % len(ids)] if self.id in ids else ids[0])

    def _on_large(self, shown: Shown, wrong: str) -> None:
        if shown == self.shown:
            self._wrong = wrong
            self.changed.emit()
