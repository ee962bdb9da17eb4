"""The room's clock: milliseconds of Unix time that never go back, also when the computer's clock does."""

from __future__ import annotations

import time
from collections.abc import Callable


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


class Clock:
    """`not_before`: the last time that the log knows."""

    def __init__(self, not_before: int = 0, wall: Callable[[], int] = wall_ms) -> None:
        self._last = not_before
        self._wall = wall

    def now(self) -> int:
        self._last = max(self._last, self._wall())
        return self._last
