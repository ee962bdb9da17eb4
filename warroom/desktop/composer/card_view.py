"""A card's picture as a QML item: the pixels that the preview's thread made, drawn as they are."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement

from warroom.desktop.card.framed import FramedItem
from warroom.desktop.composer.preview import CardPreview

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CardView(FramedItem):
    """Shows the newest picture called `name` of `preview`, whole, in its own proportions, in the middle of the item."""

    previewChanged = Signal()
    readyChanged = Signal()

    def _get_preview(self) -> CardPreview | None:
        return self._maker

    def _set_preview(self, preview: CardPreview | None) -> None:
        if self._follow(preview):
            self.previewChanged.emit()

    preview = Property(CardPreview, _get_preview, _set_preview, notify=previewChanged)

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._maker is not None and self._maker.images.get(self._name) is not None

    def paint(self, painter: QPainter) -> None:
        image = self._maker.images.get(self._name) if self._maker is not None else None
        if image is None or image.isNull():
            return
        scale = min(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawImage(QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height), image)

    def _on_frame(self, name: str) -> None:
        super()._on_frame(name)
        if name == self._name:
            self.readyChanged.emit()
