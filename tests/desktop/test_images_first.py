from __future__ import annotations

import asyncio
import threading

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlEngine
from PySide6.QtWidgets import QApplication

from warroom.desktop import images


def test_each_provider_is_asked_once_before_anything_is_shown(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str, bool]] = []

    def watched(kind: type) -> None:
        whole = kind.requestImage

        def request(self: object, id: str, size: QSize, requested: QSize) -> QImage:
            made: QImage = whole(self, id, size, requested)
            asked.append((kind.__name__, id, not made.isNull() and threading.current_thread() is threading.main_thread()))
            return made

        monkeypatch.setattr(kind, "requestImage", request)

    watched(images.BlobImages)
    watched(images.FeedImages)
    engine = QQmlEngine()
    loop = asyncio.new_event_loop()
    pictures = images.Pictures(engine, loop)
    assert sorted(asked) == [("BlobImages", "first", True), ("FeedImages", "first", True)], "at once, and on this thread"
    pictures.forget()
    engine.deleteLater()
    loop.close()
