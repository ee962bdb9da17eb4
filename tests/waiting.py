"""Wait for a condition, never for a time: look again after a blink, and fail in words when it does not come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

BLINK_S = 0.005
WITHIN_S = 60.0  # a machine with ten times as much to do gets there too


def until(condition: Callable[[], object], what: str = "it", within_s: float = WITHIN_S) -> None:
    """Block this thread until the condition holds."""
    ends = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < ends, f"{what} did not come within {within_s:g} s"
        time.sleep(BLINK_S)


async def soon(condition: Callable[[], object], what: str = "it", within_s: float = WITHIN_S) -> None:
    """Let the loop go on until the condition holds."""
    ends = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < ends, f"{what} did not come within {within_s:g} s"
        await asyncio.sleep(BLINK_S)
