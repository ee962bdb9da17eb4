"""The program's window where there is no screen: Qt drawing in software on its own loop, and the desk of a room on the table.

Qt is imported inside the functions: the benchmarks that measure a start do without.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

POSTS_A_SECOND = 20


@contextmanager
def screenless() -> Iterator[asyncio.AbstractEventLoop]:
    """Qt's loop on this thread, with the program's fonts and look."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", QSG_RENDER_LOOP="basic")
    from PySide6.QtWidgets import QApplication

    from warroom.desktop import app as program
    from warroom.desktop.event_loop import event_loop

    app = program.prepare(QApplication.instance() or QApplication([]))
    loop = event_loop(app)
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def entered(session: Any) -> Any:
    """The whole desktop at 1920 × 1080, in that room."""
    from warroom.desktop.app import Desktop, spare_collector
    from warroom.options import DesktopOptions

    desktop = Desktop(DesktopOptions())
    desktop.window.resize(1920, 1080)
    desktop.shell.changed.connect(lambda: spare_collector(desktop.shell))  # as when the program runs
    desktop.shell._enter(session, None)
    return desktop


def rehearsing(folder: Path, name: str) -> Any:
    """A writer's place in a rehearsal on the table."""
    from tests.desktop.table_room import TableRoom
    from tests.ui.doubles import Place, rehearsal_plan

    return Place(TableRoom(folder / f"room-{name}", "rehearsal", rehearsal_plan()), "Writer on duty", folder / f"writer-{name}")


async def traffic(place: Any) -> None:
    """Posts as the room sends them, spread over the topics, and once a second the counts; the room's clock goes on."""
    from tests.ui.doubles import post
    from warroom.sources.count import TopicCount
    from warroom.wire import FeedCounts

    topics, began, first = [topic.name for topic in place.state.plan.topics], time.monotonic(), place._room.now
    for number in itertools.count(1000):
        place._room.now = first + int((time.monotonic() - began) * 1000)
        place.post(post(number, topics[number % len(topics)], place._room.now))
        if number % POSTS_A_SECOND == 0:
            place.say(FeedCounts(tuple(TopicCount(topic, place._room.now, 40 + number % 60) for topic in topics), POSTS_A_SECOND))
        await asyncio.sleep(1 / POSTS_A_SECOND)
