"""A picture that is being dragged on the card, and what a network lays over it, beside the pictures kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.pictures import assert_as_kept
from tests.ui.test_composer import composer, drawn
from tests.ui.test_composer_frame import with_photo

SIZES = [(1366, 768), (1920, 1080)]


async def ready(stage: Stage, me: Place, room: TableRoom, size: tuple[int, int], cut: str) -> None:
    stage.resize(*size)
    await with_photo(stage, me, cut)
    screen = composer(stage)
    screen.fill("headline", "Some things taste better in the dark.")
    await stage.key("Esc")
    await drawn(stage)
    if stage.window.width() < 1920:  # beside other panes the templates are a row of names
        in_sight = [f"template {row.key}" for row in screen.templates.rows.rows[3:7]]
        await stage.until(lambda: all(screen.preview.images.get(name) for name in in_sight))
    await stage.until(lambda: screen.said.words.startswith("Nobody") and not screen.said.old)


def composing(stage: Stage) -> QImage:
    """The composer alone, where other panes stand beside it."""
    whole = stage.grab()
    return whole if whole.width() < 1920 else whole.copy(QRect(724, 288, 664, 784))


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_what_networks_lay_over_it(stage: Stage, me: Place, room: TableRoom, tmp_path: Path, width: int, height: int) -> None:
    await ready(stage, me, room, (width, height), "9x16")
    await stage.key("S")
    await stage.settle()
    assert_as_kept(composing(stage), f"composer_overlay_{width}", tmp_path)


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_in_the_middle_of_a_drag(stage: Stage, me: Place, room: TableRoom, tmp_path: Path, width: int, height: int) -> None:
    await ready(stage, me, room, (width, height), "4x5")
    at, left, plain = stage.middle("composer.hand"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    await stage.act(lambda: QTest.mousePress(stage.window, left, plain, at))
    for part in (20, 50, 90):
        await stage.act(lambda part=part: QTest.mouseMove(stage.window, at + QPoint(part, 0)))
    await drawn(stage)
    await stage.settle()
    picture = composing(stage)
    await stage.act(lambda: QTest.mouseRelease(stage.window, left, plain, at + QPoint(90, 0)))
    assert_as_kept(picture, f"composer_drag_{width}", tmp_path)
