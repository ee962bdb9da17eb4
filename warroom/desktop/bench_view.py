"""A card of the bench as a QML item: the pixels that its thread made, drawn as they are."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from warroom.desktop.bench import Bench

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class BenchCard(QQuickPaintedItem):
    """Shows the newest picture called `name`, filling the item; nothing before there is one. `sharp`: pixels stay pixels."""

    benchChanged = Signal()
    nameChanged = Signal()
    sharpChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._bench: Bench | None = None
        self._name, self._sharp = "", False
        self.setOpaquePainting(False)

    def _get_bench(self) -> Bench | None:
        return self._bench

    def _set_bench(self, bench: Bench | None) -> None:
        if bench is self._bench:
            return
        if self._bench is not None:
            self._bench.framed.disconnect(self._on_frame)
        self._bench = bench
        if bench is not None:
            bench.framed.connect(self._on_frame)
        self.benchChanged.emit()
        self.update()

    bench = Property(Bench, _get_bench, _set_bench, notify=benchChanged)

    def _get_name(self) -> str:
        return self._name

    def _set_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.nameChanged.emit()
            self.update()

    name = Property(str, _get_name, _set_name, notify=nameChanged)

    def _get_sharp(self) -> bool:
        return self._sharp

    def _set_sharp(self, sharp: bool) -> None:
        if sharp != self._sharp:
            self._sharp = sharp
            self.sharpChanged.emit()
            self.update()

    sharp = Property(bool, _get_sharp, _set_sharp, notify=sharpChanged)

    def paint(self, painter: QPainter) -> None:
        image = self._bench.image(self._name) if self._bench is not None else None
        if image is None or image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._sharp)
        painter.drawImage(QRectF(0, 0, self.width(), self.height()), image)

    def _on_frame(self, name: str) -> None:
        if name == self._name:
            self.update()
