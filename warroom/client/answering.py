"""Whether a room's server that runs also answers: one that hangs must be ended, for nobody else can open its room meanwhile."""

from __future__ import annotations

import asyncio
import time

import httpx
import msgspec

EVERY_S = 1.0  # while it answers; after a miss at once
PATIENCE_S = 1.5  # for one answer
HANGS_AFTER_S = 5.0
_MISSED = 3  # in a row; a window that stood still itself loses one at most


class _Room(msgspec.Struct, frozen=True):
    intake_silent_s: float = 0.0


class _Health(msgspec.Struct, frozen=True):
    rooms: dict[str, _Room] = {}


class Answering:
    """Asks `GET /healthz`. Made for one server and one event loop; `close` when it is asked no more."""

    def __init__(self, base: str) -> None:
        """`base` is the address for programs on this machine."""
        self._url = f"{base}/healthz"
        self._http = httpx.AsyncClient(verify=False, trust_env=False, timeout=PATIENCE_S)
        self._answered = time.monotonic()
        self._next = 0.0
        self._missed = 0
        self.intake_silent_s = 0.0  # for how long the room had heard nothing of its intake when it last answered

    @property
    def hangs(self) -> bool:
        """Whether nothing was answered for more than five seconds, however often it was asked."""
        return self._missed >= _MISSED and time.monotonic() - self._answered > HANGS_AFTER_S

    async def ask(self) -> bool:
        """Whether it answered when last asked. Asks about once a second, else returns at once."""
        if time.monotonic() >= self._next:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    answer = await self._http.get(self._url)
            except (httpx.TransportError, TimeoutError):
                self._missed += 1
                self._next = 0.0
            else:
                self.intake_silent_s = _intake_silent_s(answer.content)
                self._answered, self._missed = time.monotonic(), 0
                self._next = self._answered + EVERY_S
        return not self._missed

    async def close(self) -> None:
        await self._http.aclose()


def _intake_silent_s(answer: bytes) -> float:
    """0 where the answer does not say: a room that only answers oddly does not hang."""
    try:
        health = msgspec.json.decode(answer, type=_Health)
    except msgspec.MsgspecError:
        return 0.0
    return max((room.intake_silent_s for room in health.rooms.values()), default=0.0)
