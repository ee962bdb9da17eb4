"""The system clipboard for handing over: a picture as the file's own bytes, and text.

`QClipboard.setImage` would offer pixels encoded anew, so a picture goes up as its bytes under its own type and as a file
URL. What another program makes of a paste is its own affair; the bytes offered are the approved ones. `forget` must run
before the application ends: a clipboard that still holds our data then crashes some platforms.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication, QImage

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif")
PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp")


class Clipboard:
    """All of it on the GUI thread."""

    def __init__(self) -> None:
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._ours = False

    def offer_picture(self, path: Path, mime: str) -> None:
        data = QMimeData()
        data.setData(mime, QByteArray(path.read_bytes()))
        data.setUrls([QUrl.fromLocalFile(str(path))])
        self._clipboard.setMimeData(data)
        self._ours = True

    def offer_text(self, text: str) -> None:
        self._clipboard.setText(text)
        self._ours = True

    def holds_picture(self) -> bool:
        """Whether what was copied is a picture rather than words: a picture file, or an image without text."""
        data = self._clipboard.mimeData()
        if data is None:
            return False
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            return Path(files[0]).suffix.lower() in PICTURE_ENDINGS
        return data.hasImage() and not data.hasText()

    def some_words(self, most: int) -> str:
        """The first `most` letters of the words on it, where it holds more; else empty."""
        data = self._clipboard.mimeData()
        words = data.text() if data is not None and data.hasText() else ""
        return words[:most] if len(words) > most else ""

    def picture(self) -> bytes | Path | None:
        """What can be pasted as a picture: a copied file's path, or the bytes of a copied image; None when there is none."""
        data = self._clipboard.mimeData()
        if data is None:
            return None
        for url in data.urls():
            if url.isLocalFile():
                return Path(url.toLocalFile())
        for mime in PICTURE_TYPES:
            if data.hasFormat(mime):
                return bytes(data.data(mime).data())
        if data.hasImage():
            return _png(QImage(data.imageData()))
        return None

    def forget(self) -> None:
        if self._ours:
            self._clipboard.clear()
            self._ours = False


def _png(image: QImage) -> bytes | None:
    """An image that came as pixels only (a screenshot tool's), as PNG bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return bytes(buffer.data().data()) if not image.isNull() and image.save(buffer, "PNG") else None
