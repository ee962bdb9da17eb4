"""The contact sheet as the bench shows it: where each small card lies, what was found on it, how large it has to be rendered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.contact import Cell
from warroom.compose.model import Template
from warroom.compose.stress import stresses, untried
from warroom.designing.check import notes
from warroom.desktop.bench import rows
from warroom.desktop.models import RecordListModel

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

LEAST_SIDE, MOST_SIDE, STEP = 240, 960, 80  # of small cards, in device pixels


@QmlElement
@QmlUncreatable("The sheet belongs to the bench.")
class BenchCells(QObject):
    """`sized` when small cards have to be rendered at another size, `side`."""

    changed = Signal()
    sized = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.side = 560  # device pixels of the longest side
        self._cells = RecordListModel(rows.CellRow, "id", self)
        self._heads = RecordListModel(rows.HeadRow, "key", self)
        self._findings = RecordListModel(rows.FindingRow, "id", self)
        self._measures, self._ratio, self._high = rows.Measures(900, 700, 12, 24), 1.0, 0
        self._template: Template | None = None
        self._checked: Mapping[str, Cell] = {}

    def show(self, template: Template, checked: Mapping[str, Cell]) -> None:
        """`checked`: what is known of the cards so far, by their names."""
        self._template, self._checked = template, checked
        shown = stresses()
        cells, heads, self._high = rows.sheet_rows(template, shown, checked, self._measures)
        self._cells.show(cells)
        self._heads.show(heads)
        found = notes(tuple(checked.values()))
        self._findings.show(rows.finding_rows(found, {stress.title: stress.key for stress in shown}))
        self.changed.emit()

    def clear(self) -> None:
        self._template, self._checked = None, {}
        for model in (self._cells, self._heads, self._findings):
            model.show(())
        self.changed.emit()

    @Property(RecordListModel, constant=True)
    def cells(self) -> RecordListModel[rows.CellRow]:
        return self._cells

    @Property(RecordListModel, constant=True)
    def heads(self) -> RecordListModel[rows.HeadRow]:
        return self._heads

    @Property(RecordListModel, constant=True)
    def findings(self) -> RecordListModel[rows.FindingRow]:
        return self._findings

    @Property(str, constant=True)
    def untried(self) -> str:
        """Which stress text this machine cannot show; empty for none."""
        return untried()

    @Property(int, notify=changed)
    def high(self) -> int:
        """How high the sheet is."""
        return self._high

    @Slot(int, int, int, int, float)
    def setRoom(self, width: int, height: int, gap: int, head: int, ratio: float) -> None:
        """How large the sheet may be, in pixels of the window; `ratio`: device pixels in each."""
        measures = rows.Measures(width, height, gap, head)
        if width < 100 or height < 100 or (measures, ratio) == (self._measures, self._ratio):
            return
        self._measures, self._ratio = measures, ratio
        if self._template is not None:
            self.show(self._template, self._checked)
        longest = max((max(cell.width, cell.height) for cell in self._cells.rows), default=width // 2)
        side = min(MOST_SIDE, max(LEAST_SIDE, -(-round(longest * ratio) // STEP) * STEP))
        if side != self.side:
            self.side = side
            self.sized.emit()
