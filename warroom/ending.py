"""The end of tasks that go on by themselves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

log = logging.getLogger(__name__)

AGAIN_S = 5.0  # long enough for whoever says goodbye to a server first
_TIMES = 3


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel them and return when they have ended, whatever they raise.

    What has not ended after five seconds is cancelled anew: a cancellation that meets another end of the same wait can be lost on the
    way (https://github.com/python/cpython/issues/86296), and whoever closes a room would wait for ever. After fifteen it is left, and
    logged.
    """
    asked = tuple(tasks)
    left = {task for task in asked if not task.done()}
    for _ in range(_TIMES):
        for task in left:
            task.cancel()
        if left:
            _, left = await asyncio.wait(left, timeout=AGAIN_S)
    for task in asked:
        if task in left:
            log.error("%s does not end", task.get_name())
        elif not task.cancelled():
            task.exception()  # looked at, or asyncio says that nobody did
