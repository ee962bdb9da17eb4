"""A card's picture as a QML item: the pixels that the preview's thread made, drawn as they are."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from warroom.desktop.card_preview import CardPreview

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CardView(QQuickPaintedItem):
    """Shows the newest picture called `name` of `preview`, whole, in its own proportions, in the middle of the item."""

    previewChanged = Signal()
    nameChanged = Signal()
    readyChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._preview: CardPreview | None = None
        self._name = ""
        self.setOpaquePainting(False)

    def _get_preview(self) -> CardPreview | None:
        return self._preview

    def _set_preview(self, preview: CardPreview | None) -> None:
        if preview is self._preview:
            return
        if self._preview is not None:
            self._preview.framed.disconnect(self._on_frame)
        self._preview = preview
        if preview is not None:
            preview.framed.connect(self._on_frame)
        self.previewChanged.emit()
        self.update()

    preview = Property(CardPreview, _get_preview, _set_preview, notify=previewChanged)

    def _get_name(self) -> str:
        return self._name

    def _set_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.nameChanged.emit()
            self.update()

    name = Property(str, _get_name, _set_name, notify=nameChanged)

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._preview is not None and self._preview.images.get(self._name) is not None

    def paint(self, painter: QPainter) -> None:
        image = self._preview.images.get(self._name) if self._preview is not None else None
        if image is None or image.isNull():
            return
        scale = min(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawImage(QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height), image)

    def _on_frame(self, name: str) -> None:
        if name == self._name:
            self.update()
            self.readyChanged.emit()
