"""`image://blob/<sha256>`: the room's pictures, from the session's cache, scaled to what is shown."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQml import QQmlEngine, QQmlImageProviderBase
from PySide6.QtQuick import QQuickImageProvider

from warroom.errors import WarroomError

if TYPE_CHECKING:  # the client costs more than the first frame may
    from warroom.client.session import Session

log = logging.getLogger(__name__)

TIMEOUT_S = 15.0
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BlobImages(QQuickImageProvider):
    """Called on Qt's own image thread, one at a time; the session is asked on its loop. An image that cannot be had stays empty."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image, QQmlImageProviderBase.Flag.ForceAsynchronousImageLoading)
        self._loop = loop
        self._session: Session | None = None

    def show(self, session: Session | None) -> None:
        """Whose pictures; None when the room is left."""
        self._session = session

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        session = self._session
        if session is None or not _DIGEST.fullmatch(id):
            return QImage()
        path = session.cached_blob(id) or self._fetch(session, id)
        return _read(path, requested) if path is not None else QImage()

    def _fetch(self, session: Session, digest: str) -> Path | None:
        if self._loop.is_closed():
            return None
        asked = asyncio.run_coroutine_threadsafe(session.blob(digest), self._loop)
        try:
            return asked.result(TIMEOUT_S)
        except (WarroomError, TimeoutError, CancelledError, asyncio.CancelledError) as error:
            asked.cancel()
            log.warning("picture %s… could not be had: %s", digest[:12], error)
            return None


class Pictures:
    """The image provider of one engine: the room's blobs. (The composer's cards are drawn by `card_view.py`.)"""

    def __init__(self, engine: QQmlEngine, loop: asyncio.AbstractEventLoop) -> None:
        self._blobs = BlobImages(loop)
        engine.addImageProvider("blob", self._blobs)

    def show(self, session: Session) -> None:
        """Those of a joined room."""
        self._blobs.show(session)

    def forget(self) -> None:
        self._blobs.show(None)


def _read(path: Path, requested: QSize) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    natural = reader.size()
    if requested.width() > 0 and requested.height() > 0 and natural.isValid():
        reader.setScaledSize(natural.scaled(requested.boundedTo(natural), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
