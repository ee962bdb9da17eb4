"""`image://blob/<sha256>`: the room's pictures, from the session's cache, scaled to what is shown."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QBrush, QImage, QImageReader, QPainter
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickImageProvider

from warroom.errors import WarroomError

if TYPE_CHECKING:  # the client costs more than the first frame may
    from warroom.client.session import Session

log = logging.getLogger(__name__)

TIMEOUT_S = 15.0
_MOST_PIXELS = 4_000_000  # the room makes them far smaller
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FIRST = "first"
_FIRST_OF_EACH = """
import QtQuick
Item {
    Image { cache: false; source: "image://blob/first"; sourceSize: Qt.size(1, 1) }
    Image { cache: false; source: "image://feed/first"; sourceSize: Qt.size(1, 1) }
}
"""


class BlobImages(QQuickImageProvider):
    """Called on Qt's own image thread, one at a time; the session is asked on its loop. An image that cannot be had stays empty."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._loop = loop
        self._session: Session | None = None
        self._asked: Future[Path] | None = None

    def show(self, session: Session | None) -> None:
        """Whose pictures; None when the room is left: one that is on its way then is not waited for."""
        self._session = session
        asked = self._asked
        if session is None and asked is not None:
            asked.cancel()

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        if id == _FIRST:
            return _nothing()
        session = self._session
        if session is None or not _DIGEST.fullmatch(id):
            return QImage()
        path = session.cached_blob(id) or self._fetch(session, id)
        return _read(path, requested) if path is not None else QImage()

    def _fetch(self, session: Session, digest: str) -> Path | None:
        if self._loop.is_closed():
            return None
        self._asked = asked = asyncio.run_coroutine_threadsafe(session.blob(digest), self._loop)
        if self._session is not session:  # left meanwhile
            asked.cancel()
        try:
            return asked.result(TIMEOUT_S)
        except (WarroomError, TimeoutError, CancelledError, asyncio.CancelledError) as error:
            asked.cancel()
            log.warning("picture %s… could not be had: %s", digest[:12], error)
            return None


class FeedImages(QQuickImageProvider):
    """`image://feed/<small or avatar>/<path>`: a file that the room made of a feed picture, filling its place; never fetched here."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        if id == _FIRST:
            return _nothing()
        kind, _, path = id.partition("/")
        reader = QImageReader(unquote(path))
        natural = reader.size()
        if not natural.isValid() or requested.isEmpty() or natural.width() * natural.height() > _MOST_PIXELS:
            return QImage()
        reader.setScaledSize(natural.scaled(requested, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        picture = reader.read()
        return _cut(picture, requested, min(requested.width(), requested.height()) / (2 if kind == "avatar" else 16))


class Pictures:
    """The image providers of one engine: the room's blobs, the feeds' pictures. (Cards are drawn by `composer/card_view.py`.)

    Qt's image thread asks a provider for its type under a lock of Qt's own; the first time, PySide wants Python's lock for that.
    Should the main thread hold Python's and want Qt's just then, as when a row with a picture is inserted, both wait for ever. So
    each is asked once before there is anything to show, here and at once; every image that is shown is `asynchronous`.
    """

    def __init__(self, engine: QQmlEngine, loop: asyncio.AbstractEventLoop) -> None:
        self._blobs = BlobImages(loop)
        engine.addImageProvider("blob", self._blobs)
        engine.addImageProvider("feed", FeedImages())
        component = QQmlComponent(engine)
        component.setData(_FIRST_OF_EACH.encode(), QUrl())
        self._first = component.create()

    def show(self, session: Session) -> None:
        """Those of a joined room."""
        self._blobs.show(session)

    def forget(self) -> None:
        self._blobs.show(None)


def _nothing() -> QImage:
    made = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    return made


def _cut(picture: QImage, size: QSize, radius: float) -> QImage:
    """The middle of it, with round corners: so that nothing has to be clipped where it is shown."""
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(picture))
    painter.setBrushOrigin((size.width() - picture.width()) // 2, (size.height() - picture.height()) // 2)
    painter.drawRoundedRect(0, 0, size.width(), size.height(), radius, radius)
    painter.end()
    return made


def _read(path: Path, requested: QSize) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    natural = reader.size()
    if requested.width() > 0 and requested.height() > 0 and natural.isValid():
        reader.setScaledSize(natural.scaled(requested.boundedTo(natural), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
