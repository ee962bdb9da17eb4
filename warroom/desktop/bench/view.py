"""A card of the bench as a QML item: the pixels that its thread made, drawn as they are."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from warroom.desktop.bench.screen import Bench
from warroom.desktop.card.framed import FramedItem

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class BenchCard(FramedItem):
    """Shows the newest picture called `name`, filling the item; nothing before there is one. `sharp`: pixels stay pixels."""

    benchChanged = Signal()
    sharpChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._sharp = False

    def _get_bench(self) -> Bench | None:
        return self._maker

    def _set_bench(self, bench: Bench | None) -> None:
        if self._follow(bench):
            self.benchChanged.emit()

    bench = Property(Bench, _get_bench, _set_bench, notify=benchChanged)

    def _get_sharp(self) -> bool:
        return self._sharp

    def _set_sharp(self, sharp: bool) -> None:
        if sharp != self._sharp:
            self._sharp = sharp
            self.sharpChanged.emit()
            self.update()

    sharp = Property(bool, _get_sharp, _set_sharp, notify=sharpChanged)

    def paint(self, painter: QPainter) -> None:
        image = self._maker.image(self._name) if self._maker is not None else None
        if image is None or image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._sharp)
        painter.drawImage(QRectF(0, 0, self.width(), self.height()), image)
