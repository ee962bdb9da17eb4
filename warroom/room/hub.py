"""Who is listening, and the frames on their way to them. All on the event loop's thread.

A frame is made once and goes to every listener's queue; one that does not read as fast as the room speaks is let go, and
comes back by itself from where it was.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

MOST_FRAMES = 2_000  # waiting for one listener
MOST_BYTES = 8_000_000


class Listener:
    """One open stream's queue."""

    def __init__(self) -> None:
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._awake = asyncio.Event()
        self.overrun = asyncio.Event()
        self.closed = False

    @property
    def behind(self) -> bool:
        return bool(self._frames)

    def put(self, frame: bytes) -> bool:
        """False where its queue ran over: it is closed then, and what waited is thrown away."""
        if self.closed:
            return False
        self._frames.append(frame)
        self._bytes += len(frame)
        if len(self._frames) > MOST_FRAMES or self._bytes > MOST_BYTES:
            self._frames.clear()
            self.overrun.set()
            self.close()
            return False
        self._awake.set()
        return True

    def close(self) -> None:
        """The stream ends when what waits has been read."""
        self.closed = True
        self._awake.set()

    async def take(self) -> bytes:
        """All that waits, as one piece; empty when the stream is to end. One reader only."""
        while not self._frames and not self.closed:
            self._awake.clear()
            await self._awake.wait()
        whole = b"".join(self._frames)
        self._frames.clear()
        self._bytes = 0
        return whole


class Hub:
    """The listeners of one kind of stream. Closed for good at shutdown."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self.closed = False

    def __len__(self) -> int:
        return len(self._listeners)

    def add(self) -> Listener:
        listener = Listener()
        if self.closed:
            listener.close()
        self._listeners.add(listener)
        return listener

    def remove(self, listener: Listener) -> None:
        listener.close()
        self._listeners.discard(listener)

    def send(self, frames: Iterable[bytes], idle_only: bool = False) -> None:
        """`idle_only`: pass over those that have something to read already (a sign of life would tell them nothing)."""
        whole = b"".join(frames)
        for listener in [one for one in self._listeners if not (idle_only and one.behind)]:
            if not listener.put(whole):
                self._listeners.discard(listener)

    def close(self) -> None:
        self.closed = True
        for listener in self._listeners:
            listener.close()
