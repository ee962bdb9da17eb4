"""This device's copy of the room: a snapshot and every event since, folded by the same code as the room's own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from warroom.review.events import Logged
from warroom.review.fold import fold
from warroom.review.model import State
from warroom.wire import Snapshot


class Gap(Exception):
    """An event came whose predecessor did not, or that does not stand on the log known here: start again."""


@dataclass(eq=False)
class _Awaited:
    seq: int
    done: asyncio.Future[None]


class Replica:
    def __init__(self, snapshot: Snapshot) -> None:
        self._awaited: list[_Awaited] = []
        self.epoch = ""
        self.seq = 0
        self.state: State = snapshot.state
        self._hash = ""
        self.start(snapshot)

    def start(self, snapshot: Snapshot) -> None:
        self.epoch, self.seq, self.state = snapshot.epoch, snapshot.seq, snapshot.state
        self._hash = ""
        self._wake()

    def take(self, event: Logged) -> bool:
        """Fold one event; False for one that was folded already. Raises Gap."""
        if event.seq <= self.seq:
            return False
        if event.seq != self.seq + 1 or (self._hash and event.previous and event.previous != self._hash):
            raise Gap(f"event {event.seq} after {self.seq}")
        self.state = fold(self.state, event)
        self.seq = event.seq
        self._hash = event.hash
        self._wake()
        return True

    async def reached(self, seq: int, timeout: float) -> bool:
        """Wait until everything up to `seq` is folded; False when that takes longer than `timeout` seconds."""
        if self.seq >= seq:
            return True
        one = _Awaited(seq, asyncio.get_running_loop().create_future())
        self._awaited.append(one)
        try:
            async with asyncio.timeout(timeout):
                await one.done
        except TimeoutError:
            return False
        finally:
            self._awaited.remove(one)
        return True

    def _wake(self) -> None:
        for one in self._awaited:
            if one.seq <= self.seq and not one.done.done():
                one.done.set_result(None)
