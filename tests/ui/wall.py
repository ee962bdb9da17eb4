"""The wall's window in the hands of a test."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from tests.ui.conftest import Stage
from warroom.desktop.wall.place import WallPlace


def wall_window() -> QQuickWindow | None:
    windows = (window for window in QGuiApplication.topLevelWindows() if window.objectName() == "wallWindow" and window.isVisible())
    return next(windows, None)


async def show_wall(stage: Stage, width: int, height: int, inches: float, metres: float = 6.0) -> Stage:
    """The wall open, as a screen of that size would show it."""
    place: WallPlace = stage.shell.wall
    place._keep(msgspec.structs.replace(place._memory, open=True, inches=inches, distance=metres))
    await stage.until(wall_window)
    wall = Stage(stage.desktop)
    found = wall_window()
    assert found is not None
    wall.window = found
    found.showNormal()
    wall.resize(width, height)
    await wall.until(lambda: (found.width(), found.height()) == (width, height))
    place.measure(width, height)
    for _ in range(3):
        await wall.settle()
    return wall
