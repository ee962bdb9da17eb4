"""Tells the room that this device is there, and what it has open."""

from __future__ import annotations

import asyncio
import logging

from warroom.client.clock import ServerClock, steady_ms
from warroom.client.line import Line
from warroom.errors import RoomError, Unreachable
from warroom.wire import Beat, PresenceNote

log = logging.getLogger(__name__)

EVERY_S = 4.0


class PresenceTeller:
    """`note` may be called at any time on the loop; `run` is the session's task."""

    def __init__(self, line: Line, clock: ServerClock) -> None:
        self._line, self._clock = line, clock
        self._note = PresenceNote()
        self._changed = asyncio.Event()

    def note(self, item: str, activity: str) -> None:
        note = PresenceNote(busy_with=item, activity=activity)
        if note != self._note:
            self._note = note
            self._changed.set()

    async def run(self) -> None:
        while True:
            self._changed.clear()
            await self._tell()
            try:
                async with asyncio.timeout(EVERY_S):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def _tell(self) -> None:
        sent = steady_ms()
        try:
            beat = await self._line.call("POST", "presence", reply=Beat, body=self._note)
        except (Unreachable, RoomError) as error:  # the stream is what says so to the person
            log.debug("presence was not told: %s", error)
        else:
            self._clock.sample(sent, steady_ms(), beat.server_time)
