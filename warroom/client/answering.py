"""Whether a room's server that runs also answers: one that hangs must be ended, for nobody else can open its room meanwhile."""

from __future__ import annotations

import asyncio
import time

import httpx
import msgspec

from warroom.ending import end

EVERY_S = 1.0  # while it answers
PATIENCE_S = 1.5  # of one look
HANGS_AFTER_S = 5.0
_STEP_S = 0.1
_MOST_S = 0.5  # that one step counts for: a window that stood still itself knows nothing of that time


class _Room(msgspec.Struct, frozen=True):
    intake_silent_s: float = 0.0


class _Health(msgspec.Struct, frozen=True):
    rooms: dict[str, _Room] = {}


class Answering:
    """Asks `GET /healthz`. Made for one server and one event loop; `close` when it is asked no more."""

    def __init__(self, base: str) -> None:
        """`base` is the address for programs on this machine."""
        self._url = f"{base}/healthz"
        self._http = httpx.AsyncClient(verify=False, trust_env=False, timeout=None)
        self._asking: asyncio.Task[httpx.Response] | None = None
        self._next = 0.0
        self._looked = 0.0
        self._silent_s = 0.0  # for which an answer was waited for, as far as this loop was awake to see one come
        self.intake_silent_s = 0.0  # for how long the room had heard nothing of its intake when it last answered

    @property
    def hangs(self) -> bool:
        """Whether it was waited for in vain for more than five seconds, not counting those in which this process stood still itself."""
        return self._silent_s > HANGS_AFTER_S

    async def ask(self) -> bool:
        """Whether it answered when last asked. Asks about once a second, else returns at once; a question that waits is not repeated."""
        if time.monotonic() >= self._next:
            if not self._silent_s:
                self._looked = time.monotonic()
            if self._asking is None:
                self._asking = asyncio.create_task(self._http.get(self._url), name="ask a room whether it is there")
            await self._wait(self._asking)
            if self._asking.done():
                self._heard(self._asking)
                self._asking = None
        return not self._silent_s

    async def close(self) -> None:
        if self._asking is not None:
            await end([self._asking])
        await self._http.aclose()

    async def _wait(self, asking: asyncio.Task[httpx.Response]) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not asking.done() and time.monotonic() < ends:
            await asyncio.wait([asking], timeout=_STEP_S)
            self._count()

    def _count(self) -> None:
        now = time.monotonic()
        self._silent_s += min(now - self._looked, _MOST_S)
        self._looked = now

    def _heard(self, asking: asyncio.Task[httpx.Response]) -> None:
        try:
            answer = asking.result()
        except httpx.TransportError:
            return
        self.intake_silent_s = _intake_silent_s(answer.content)
        self._silent_s = 0.0
        self._next = time.monotonic() + EVERY_S


def _intake_silent_s(answer: bytes) -> float:
    """0 where the answer does not say: a room that only answers oddly does not hang."""
    try:
        health = msgspec.json.decode(answer, type=_Health)
    except msgspec.MsgspecError:
        return 0.0
    return max((room.intake_silent_s for room in health.rooms.values()), default=0.0)
