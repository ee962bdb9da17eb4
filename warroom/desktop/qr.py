"""A QR code as an item: dark on light with its quiet zone, whatever the theme, so that phones read it."""

from __future__ import annotations

import segno
from PySide6.QtCore import Property, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

QUIET = 4  # modules around it, as ISO/IEC 18004 asks


@QmlElement
class QrCode(QQuickPaintedItem):
    """`words` is what it holds; nothing is painted while that is empty."""

    wordsChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._words = ""

    def _set_words(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.wordsChanged.emit()
            self.update()

    words = Property(str, lambda self: self._words, _set_words, notify=wordsChanged)

    def paint(self, painter: QPainter) -> None:
        if not self._words:
            return
        modules = list(segno.make(self._words, error="m", micro=False).matrix_iter(border=QUIET))
        side = int(min(self.width(), self.height())) // len(modules)
        left = (self.width() - side * len(modules)) / 2
        top = (self.height() - side * len(modules)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), QColor("white"))
        for y, row in enumerate(modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(left + x * side, top + y * side, side, side), QColor("black"))
