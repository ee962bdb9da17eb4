"""Answers "already said?": one question of a device at a time, its newest; none longer than it may. On the event loop's thread."""

from __future__ import annotations

import asyncio
import logging
import time

from warroom.room.clock import Clock
from warroom.room.refusals import refusal
from warroom.room.store.said import CLOSEST, Found, SaidSearch
from warroom.watch.said import verdict
from warroom.wire import Said, SaidPost, SaidRequest

MOST_TEXT = 3_000
MOST_HOURS = 24.0
MOST_WAITING = 32  # devices
ANSWER_WITHIN_S = 3.0

_HOUR_MS = 3_600_000
_log = logging.getLogger(__name__)


class AlreadySaid:
    def __init__(self, search: SaidSearch, clock: Clock) -> None:
        self._search = search
        self._clock = clock
        self._newest: dict[str, object] = {}  # by device: the question that is still wanted
        self._running: tuple[str, object] | None = None

    async def answer(self, asked: SaidRequest, device: str) -> Said:
        """Raises RoomError: 400, 409 `overtaken` by a newer question of this device, 429, 503 where it takes too long; StorageError."""
        _check(asked)
        if device not in self._newest and len(self._newest) >= MOST_WAITING:
            raise refusal(429, "Too many devices ask this at once.", retry_after=1)
        began, question = time.monotonic(), object()
        self._newest[device] = question
        if self._running is not None and self._running[0] == device:
            self._search.interrupt()
        try:
            found = await self._found(asked, device, question)
        finally:
            if self._newest.get(device) is question:
                del self._newest[device]
        return _said(found, (time.monotonic() - began) * 1000)

    async def _found(self, asked: SaidRequest, device: str, question: object) -> Found:
        now = self._clock.now()

        def wanted() -> bool:
            if self._newest.get(device) is not question:
                return False
            self._running = (device, question)
            return True

        future = self._search.search(asked.text, now - int(asked.hours * _HOUR_MS), now, wanted)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                while (found := await asyncio.wrap_future(future)) is None and self._newest.get(device) is question:
                    future = self._search.search(asked.text, now - int(asked.hours * _HOUR_MS), now, wanted)  # broken off for another
        except TimeoutError:
            if self._running == (device, question):
                self._search.interrupt()
            _log.warning("already said? was not answered within %s s", ANSWER_WITHIN_S)
            raise refusal(503, "The room could not look this up in time.", "too_slow", retry_after=2) from None
        finally:
            if self._running == (device, question):
                self._running = None
        if found is None:
            raise refusal(409, "A newer text of this device is being looked up.", "overtaken")
        return found

    async def close(self) -> None:
        await asyncio.to_thread(self._search.close)


def _check(asked: SaidRequest) -> None:
    if len(asked.text) > MOST_TEXT:
        raise refusal(400, f"text: at most {MOST_TEXT} characters are looked up.", field="text")
    if not 0 < asked.hours <= MOST_HOURS:
        raise refusal(400, f"hours: more than 0 and at most {MOST_HOURS:g}.", field="hours")


def _said(found: Found, took_ms: float) -> Said:
    return Said(
        verdict=verdict(found.count, found.of, found.words),
        count=found.count,
        of=found.of,
        exact=found.exact,
        since=found.first.at if found.first is not None else 0,
        first=found.first,
        closest=tuple(SaidPost(one.post, one.score, one.posts) for one in found.matches[:CLOSEST]),
        per_minute=found.per_minute,
        took_ms=round(took_ms, 1),
    )
