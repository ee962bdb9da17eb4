"""Runs a test's coroutine on Qt's own loop, as the desktop does."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from tests.desktop.table_room import Seat
from tests.waiting import soon
from warroom.desktop.event_loop import event_loop
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks


def play(app: QApplication, body: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `body` to its end; what it leaves running is cancelled."""
    loop = event_loop(app)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(asyncio.wait_for(body(), 150))
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        asyncio.set_event_loop(None)
        loop.close()
        # Qt's objects go here, on their own thread: left to the collector they would go on whichever thread it runs.
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()


async def until(what: Callable[[], object]) -> None:
    """Let the loop go on until `what` is true."""
    await soon(what)


class Chair:
    """A view-model's surroundings for one seat of a room on the table."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.root = QObject()
        self.notices = Notices(self.root)
        self.tasks = Tasks(self.notices)
        self.live = LiveRoom(seat, self.tasks, self.root)

    def told(self, place: str) -> list[str]:
        return [notice.words for notice in self.notices.rows if notice.place == place]

    async def close(self) -> None:
        self.live.stop()
        await self.tasks.close()
        self.root.deleteLater()
