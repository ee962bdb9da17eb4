"""The curve of one topic, painted with QPainter: the same in software and on a graphics card."""

from __future__ import annotations

from PySide6.QtCore import Property, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PulseCurve(QQuickPaintedItem):
    """`values` oldest first, the newest at the right edge; `part` of a step has passed since, so the curve glides.

    It stands on zero. Its scale is its own highest value, but a steady one stays at six tenths of the height, and `floor` keeps
    three posts from looking like a storm.
    """

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = []
        self._part = 0.0
        self._floor = 1.0
        self._colour = QColor("white")
        self._radius = 0.0
        self._stroke = 1.6
        self.setAntialiasing(True)

    def _set_values(self, values: list[float]) -> None:
        self._values = list(values)
        self._renew()

    def _set_part(self, part: float) -> None:
        self._part = part
        self._renew()

    def _set_floor(self, floor: float) -> None:
        self._floor = floor
        self._renew()

    def _set_colour(self, colour: QColor) -> None:
        self._colour = QColor(colour)
        self._renew()

    def _set_radius(self, radius: float) -> None:
        self._radius = radius
        self._renew()

    def _set_stroke(self, stroke: float) -> None:
        self._stroke = stroke
        self._renew()

    def _renew(self) -> None:
        self.changed.emit()
        self.update()

    values = Property(list, lambda self: self._values, _set_values, notify=changed)
    part = Property(float, lambda self: self._part, _set_part, notify=changed)
    floor = Property(float, lambda self: self._floor, _set_floor, notify=changed)
    colour = Property(QColor, lambda self: self._colour, _set_colour, notify=changed)
    radius = Property(float, lambda self: self._radius, _set_radius, notify=changed)
    stroke = Property(float, lambda self: self._stroke, _set_stroke, notify=changed)

    def paint(self, painter: QPainter) -> None:
        width, height = self.width(), self.height()
        if len(self._values) < 2 or width < 2 or height < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._radius:
            rounded = QPainterPath()
            rounded.addRoundedRect(QRectF(0, -2 * self._radius, width, height + 2 * self._radius), self._radius, self._radius)
            painter.setClipPath(rounded)
        line = self._line(width, height)
        ground = QPolygonF(line)
        ground.append(QPointF(line[-1].x(), height))
        ground.append(QPointF(line[0].x(), height))
        fill = QLinearGradient(0, 0, 0, height)
        top, foot = QColor(self._colour), QColor(self._colour)
        top.setAlphaF(0.42)
        foot.setAlphaF(0.06)
        fill.setColorAt(0, top)
        fill.setColorAt(1, foot)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colour, self._stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(line))

    def _line(self, width: float, height: float) -> list[QPointF]:
        step = width / (len(self._values) - 1)
        most = max(self._floor, *self._values, 1.7 * sum(self._values) / len(self._values))
        room = height - 3
        points = [
            QPointF(width - (len(self._values) - 1 - place + self._part) * step, 1.5 + room * (1 - value / most))
            for place, value in enumerate(self._values)
        ]
        points.append(QPointF(width + 1, points[-1].y()))
        return points
