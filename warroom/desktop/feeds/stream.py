"""The one feed stream of a joined room, handed on as Qt signals to the pulse and the feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing

from PySide6.QtCore import QObject, Signal

from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.watch.filters import Filter
from warroom.wire import FeedCounts, FeedGaps, FeedGone, FeedHistory, FeedPosts, FeedSources

RATE = 10  # posts a second and topic: more than anybody reads, less than would tire the screen


class FeedStream(QObject):
    """Reads for as long as it lives; the session opens the stream again by itself and then begins with a history."""

    history = Signal(object)
    posts = Signal(object)
    counts = Signal(object)
    sources = Signal(object)
    gone = Signal(object)
    gaps = Signal(object)

    def __init__(self, live: LiveRoom, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._tasks = live, tasks
        self._rate = RATE
        self._filters: dict[str, Filter] = {}
        self._task: asyncio.Task[None] | None = None
        self.again()

    @property
    def rate(self) -> int:
        return self._rate

    def ask(self, *, rate: int | None = None, filters: Mapping[str, Filter] | None = None) -> None:
        """Another rate, or other filters, from now on: the stream is opened again, with a history."""
        wanted = (self._rate if rate is None else rate, self._filters if filters is None else dict(filters))
        if wanted != (self._rate, self._filters):
            self._rate, self._filters = wanted
            self.again()

    def again(self) -> None:
        """Open it anew, as where the plan's topics have changed."""
        self.stop()
        self._task = self._tasks.spawn("Read the feeds", self._read(), "feeds")

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _read(self) -> None:
        topics = [topic.name for topic in self._live.state.plan.topics]
        async with aclosing(self._live.session.feed(topics, self._rate, self._filters)) as words:
            async for word in words:
                match word:
                    case FeedHistory():
                        self.history.emit(word)
                    case FeedPosts():
                        self.posts.emit(word)
                    case FeedCounts():
                        self.counts.emit(word)
                    case FeedSources():
                        self.sources.emit(word)
                    case FeedGone():
                        self.gone.emit(word)
                    case FeedGaps():
                        self.gaps.emit(word)
