"""How a child process comes into its room: by what the room's server wrote into its folder."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from warroom.client.lock import Lock
from warroom.client.running import local_address, read_run
from warroom.client.session import Session
from warroom.errors import RoomError, Unreachable

log = logging.getLogger(__name__)

ALREADY_AT_WORK = 75
ALONE_S = 60.0  # without its room, and without whoever started it


class Orphaned(Exception):
    """The room is gone, and whoever started this process too."""


class Lonely:
    """Whether this process has outlived its use: the room away for a minute, and the parent gone."""

    def __init__(self) -> None:
        self._parent = os.getppid() if os.getppid() != 1 else 0  # 1: it was gone before we could look
        self._away_since = 0.0

    def check(self, room_is_there: bool) -> None:
        """Raises Orphaned."""
        if room_is_there:
            self._away_since = 0.0
        elif not self._away_since:
            self._away_since = time.monotonic()
        elif time.monotonic() - self._away_since >= ALONE_S and os.getppid() != self._parent:
            raise Orphaned


async def enter(folder: Path, token: Callable[[], str], lonely: Lonely, device: str) -> Session:
    """A session of the room in `folder`, tried until there is one. Raises RoomError where the token is refused, Orphaned."""
    pause = 0.1
    while True:
        run = read_run(folder)
        try:
            if run is not None:
                where = local_address(run)
                own = folder / "children" / device
                return await Session.open(str(where), token(), fingerprint=run.fingerprint, cache=own / "blobs", device_folder=own)
        except Unreachable as error:
            log.info("the room cannot be reached yet: %s", error)
        except RoomError as error:
            if error.status in (401, 403, 404):
                raise
            log.info("the room cannot be entered yet: %s", error)
        lonely.check(room_is_there=False)
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 2.0)


def run_alone(folder: Path, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> int:
    """Run `work` until SIGTERM, Ctrl-C or its own end, if no other process of this name is at work in the folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    lock = Lock.take(folder / f"{name}.lock")
    if lock is None:
        log.info("another %s is at work in %s", name, folder)
        return ALREADY_AT_WORK
    try:
        with asyncio.Runner(loop_factory=_quick_loop()) as runner:
            runner.run(_until_told(work))
    except BaseException as error:
        cause = _only(error)
        if isinstance(cause, Orphaned):
            log.info("the room and the program that started this are gone")
        elif isinstance(cause, asyncio.CancelledError):
            log.info("told to end")
        else:
            raise cause from None
    finally:
        lock.give_back()
    return 0


def _only(error: BaseException) -> BaseException:
    """What a task group failed of: the first failure of them all."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _until_told(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    task = asyncio.create_task(work(), name="work")
    if os.name != "nt":
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
    await task


def _quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # not made for Windows
        return None
    return uvloop.new_event_loop
