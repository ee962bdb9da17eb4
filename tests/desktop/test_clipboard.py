from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage

from warroom.desktop.clipboard import Clipboard


@pytest.fixture
def clipboard(qapp: QGuiApplication) -> Iterator[Clipboard]:
    board = Clipboard()
    yield board
    board.forget()
    qapp.clipboard().clear()


def test_a_picture_is_offered_as_the_files_own_bytes_and_as_its_url(clipboard: Clipboard, tmp_path: Path) -> None:
    path = tmp_path / "1x1.jpg"
    Image.new("RGB", (40, 40), "#123456").save(path, quality=91)
    clipboard.offer_picture(path, "image/jpeg")
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("image/jpeg").data()) == path.read_bytes()
    assert [url.toLocalFile() for url in data.urls()] == [str(path)]
    assert clipboard.picture() == path


def test_pixels_of_another_program_come_as_png(clipboard: Clipboard) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    pasted = clipboard.picture()
    assert isinstance(pasted, bytes)
    assert pasted.startswith(b"\x89PNG")


def test_text_is_no_picture_and_our_data_does_not_stay(clipboard: Clipboard) -> None:
    clipboard.offer_text("Power out?")
    assert QGuiApplication.clipboard().text() == "Power out?"
    assert clipboard.picture() is None
    clipboard.forget()
    assert QGuiApplication.clipboard().text() == ""
