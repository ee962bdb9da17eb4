"""Work that goes on for as long as the room is open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

_log = logging.getLogger(__name__)


def every(seconds: float, what: Callable[[], Awaitable[None]], name: str) -> asyncio.Task[None]:
    """Do it each so many seconds, first after that long. One failure is logged and does not end it; cancel the task to."""

    async def go_on() -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await what()
            except Exception:  # a stream without its sign of life would look dead to everyone
                _log.exception("%s failed", name)

    return asyncio.create_task(go_on(), name=name)
