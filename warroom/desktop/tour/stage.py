"""A desktop that somebody's hands play on instead of a person's, from its first frame to its end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from warroom.desktop.app import Desktop, catching, prepare, write_log
from warroom.desktop.event_loop import event_loop
from warroom.desktop.tour.hands import Stuck
from warroom.options import DesktopOptions

WIDTH, HEIGHT = 1920, 1080
SIZES = (("", WIDTH, HEIGHT), ("-1366x768", 1366, 768), ("-3840x2160", 3840, 2160))  # every screen is pictured at each


def perform(options: DesktopOptions, play: Callable[[Desktop], Awaitable[None]], stuck: Path, *, stop_room: bool = False) -> int:
    """Open the window, let `play` run, close it; `stop_room` ends the room that it hosts.

    What `play` raises comes out; where it is stuck, the file `stuck` shows the window as it was then.
    """
    write_log()
    app = prepare(QApplication(sys.argv[:1]))
    loop = event_loop(app)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_perform(options, play, stop_room, stuck, loop))
    finally:
        loop.close()
    return 0


async def _perform(
    options: DesktopOptions, play: Callable[[Desktop], Awaitable[None]], stop_room: bool, stuck: Path, loop: asyncio.AbstractEventLoop
) -> None:
    desktop = Desktop(options)
    desktop.window.setWidth(WIDTH)
    desktop.window.setHeight(HEIGHT)
    with catching(desktop.notices, loop):
        try:
            await play(desktop)
        except Stuck:
            desktop.window.grabWindow().save(str(stuck))
            raise
        finally:
            await desktop.shell.close(stop=stop_room)
            await desktop.close()
