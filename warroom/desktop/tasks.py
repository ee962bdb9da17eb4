"""Every coroutine the desktop starts has its owner here: a strong reference until it ends, and an end at shutdown.

(qasync's own `asyncSlot` keeps no reference; a pending one is lost at the next garbage collection.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from warroom.desktop.notices import Notices
from warroom.errors import Kept, WarroomError

T = TypeVar("T")


class Tasks:
    """Starts coroutines on the running loop. An error of ours becomes a notice at the task's place, any other a crash notice."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, what: str, coroutine: Coroutine[Any, Any, T], place: str = "window") -> asyncio.Task[T]:
        """Start it; `what` names it to the user ("Send for approval"), `place` is where its error stands."""
        task = asyncio.get_running_loop().create_task(coroutine, name=what)
        self._running.add(task)
        task.add_done_callback(lambda done: self._ended(done, what, place))
        return task

    def _ended(self, task: asyncio.Task[Any], what: str, place: str) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Kept):
            return  # what waits is said in one place, for as long as it waits
        if isinstance(error, WarroomError):
            self._notices.report(place, error, key=f"{place}:{what}")
        elif error is not None:
            self._notices.crash(what, error)

    def running(self) -> tuple[str, ...]:
        return tuple(sorted(task.get_name() for task in self._running))

    async def close(self, timeout: float = 3.0) -> None:
        """Cancel what still runs and wait for it to end, at most `timeout` seconds."""
        others = [task for task in self._running if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=timeout)
