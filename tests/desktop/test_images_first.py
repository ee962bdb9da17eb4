from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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


class Slow:
    """A session whose pictures are on their way for ever."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def cached_blob(self, digest: str) -> None:
        return None

    async def blob(self, digest: str) -> Path:
        self.asked.set()
        return await asyncio.Event().wait()


def test_a_room_is_left_without_waiting_for_a_picture_that_is_on_its_way() -> None:
    async def leave() -> None:
        blobs, slow = images.BlobImages(asyncio.get_running_loop()), Slow()
        blobs.show(slow)
        with ThreadPoolExecutor(1) as qt:
            image = asyncio.get_running_loop().run_in_executor(qt, blobs.requestImage, "a" * 64, QSize(), QSize(10, 10))
            await asyncio.to_thread(slow.asked.wait, 40)
            blobs.show(None)
            assert (await asyncio.wait_for(image, 10)).isNull()

    asyncio.run(leave())
