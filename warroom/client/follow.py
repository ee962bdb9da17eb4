"""Keeps a replica up with its room for as long as it runs, whatever happens to the room or the wire between."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import aclosing

from warroom.client.change import By, Change, Link, Phase
from warroom.client.clock import ServerClock, steady_ms
from warroom.client.line import Line
from warroom.client.replica import Gap, Replica
from warroom.client.stream import NoHello, Said, by_poll, by_stream
from warroom.client.transports import Transports
from warroom.errors import RoomError, Unreachable
from warroom.review.events import Logged
from warroom.wire import PROTOCOL, STALE_AFTER_S, Beat, Hello, Presence, Present, Snapshot

log = logging.getLogger(__name__)

_LONGEST_PAUSE_S = 3.0
_POLL_SPELL_S = 600.0  # then a stream is tried again: the proxy may be gone
_PROBE_S = 3.0  # short of what would make the replica stale


async def take_snapshot(line: Line, clock: ServerClock) -> Snapshot:
    sent = steady_ms()
    snapshot = await line.call("GET", "snapshot", reply=Snapshot, timeout=10.0)
    clock.sample(sent, steady_ms(), snapshot.server_time)
    return snapshot


class Follower:
    """`run` and `watch` are two endless tasks of the session's. `tell` is called on the loop for every change."""

    def __init__(self, line: Line, clock: ServerClock, replica: Replica, transports: Transports, tell: Callable[[Change], None]) -> None:
        self.replica = replica
        self.presence: tuple[Present, ...] = ()
        self._line, self._clock, self._tell = line, clock, tell
        self._transports = transports
        self._by: By = "poll" if transports.polls(line.address.base) else "sse"
        self._phase: Phase = "live"
        self._why = ""
        self._since = self._last_heard = clock.now()
        self._heard_at = steady_ms()
        self._tries = 0
        self._again = False
        self._probe_at = steady_ms() + _POLL_SPELL_S * 1000

    @property
    def link(self) -> Link:
        return Link(self._phase, self._since, self._why, self._clock.round_trip_ms, self._by)

    async def run(self) -> None:
        while True:
            await self._once()
            await asyncio.sleep(self._pause())

    async def watch(self) -> None:
        """Says that what is shown is old as soon as nothing was heard for five seconds, whatever `run` is waiting for."""
        while True:
            silent_s = (steady_ms() - self._heard_at) / 1000
            if self._phase == "live" and silent_s >= STALE_AFTER_S - 0.3:
                self._mark("stale", "Nothing has been heard from the room.")
            await asyncio.sleep(0.25)

    async def catch_up(self) -> None:
        """Fetch what is missing at once, beside the stream. Raises RoomError, Unreachable."""
        tail = await by_poll(self._line, self.replica.epoch, self.replica.seq, wait=0)
        self._take_events(tail.events)

    def start_again(self) -> None:
        """Take the snapshot anew when the stream next breaks: the room said it is another one now."""
        self._again = True

    async def _once(self) -> None:
        try:
            if self._again:
                await self._take_anew()
            await (self._listen() if self._by == "sse" else self._poll())
        except NoHello as error:
            await self._without_stream(error)
        except Gap as error:
            log.warning("the room's log does not continue what is known here: %s", error)
            self._again = True
        except RoomError as error:
            self._refused(error)
        except Unreachable as error:
            self._lost(error)
        except Exception:  # a board that looks live and is not would be worse than one more try
            log.exception("following the room failed")
            self._again = True
            self._lost(Unreachable("What the room said could not be used.", "", "garbled"))

    async def _take_anew(self) -> None:
        self.replica.start(await take_snapshot(self._line, self._clock))
        self._again = False
        self._heard()
        self._tell(Change(reset=True))

    async def _listen(self, patience: float = STALE_AFTER_S) -> None:
        async with aclosing(by_stream(self._line, self.replica.epoch, self.replica.seq, patience)) as said:
            async for one in said:
                if self._by == "poll":
                    self._use("sse")
                self._take(one)
                if self._again:
                    return

    async def _poll(self) -> None:
        while not self._again:
            if steady_ms() >= self._probe_at:
                self._probe_at = steady_ms() + _POLL_SPELL_S * 1000
                await self._listen(_PROBE_S)
            sent = steady_ms()
            tail = await by_poll(self._line, self.replica.epoch, self.replica.seq)
            self._heard()
            self._clock.heard(tail.server_time)
            if not tail.events and steady_ms() - sent < 100:  # answered without waiting: do not spin
                await asyncio.sleep(0.2)
            self._take_events(tail.events)
            self._take(Presence(tail.presence))

    async def _without_stream(self, error: NoHello) -> None:
        """The stream's first words did not come: if a poll is answered, something holds streams back, so poll from here on."""
        if self._by == "poll":
            return
        try:
            await self.catch_up()
        except RoomError as refusal:
            self._refused(refusal)
        except (Unreachable, Gap):
            self._lost(error)
        else:
            log.info("streams do not come through from %s: polling", self._line.address.base)
            self._use("poll")
            self._heard()

    def _use(self, by: By) -> None:
        self._by = by
        self._probe_at = steady_ms() + _POLL_SPELL_S * 1000
        self._transports.remember(self._line.address.base, polls=by == "poll")
        self._tell(Change(link=True))

    def _take(self, said: Said) -> None:
        if isinstance(said, Hello) and said.protocol != PROTOCOL:
            raise Unreachable("The room speaks another version.", "Use the same version of warroom as the room's.", "protocol")
        self._heard()
        if isinstance(said, Logged):
            self._take_events((said,))
        elif isinstance(said, Presence):
            if said.present != self.presence:
                self.presence = said.present
                self._tell(Change(presence=True))
        else:
            self._clock.heard(said.server_time)
            if isinstance(said, Beat) and said.seq > self.replica.seq:
                raise Gap(f"the room stands at {said.seq}, this replica at {self.replica.seq}")

    def _take_events(self, events: tuple[Logged, ...]) -> None:
        new = tuple(event for event in events if self.replica.take(event))
        if new:
            self._tell(Change(events=new))

    def _heard(self) -> None:
        self._heard_at = steady_ms()
        self._last_heard = self._clock.now()
        self._tries = 0
        if self._phase != "live":
            self._mark("live", "")

    def _refused(self, error: RoomError) -> None:
        if error.status == 410:
            self._again = True
            return
        self._tries += 1
        self._mark("offline", error.message)

    def _lost(self, error: Unreachable) -> None:
        self._tries += 1
        if self._tries > 1 or error.code == "protocol":  # once may be a room that is just being started again
            self._mark("offline", error.message)

    def _mark(self, phase: Phase, why: str) -> None:
        if (phase, why) == (self._phase, self._why):
            return
        self._since = self._clock.now() if phase == "live" else self._last_heard
        self._phase, self._why = phase, why
        self._tell(Change(link=True))

    def _pause(self) -> float:
        """Seconds before the next try, drawn at random so that many desktops do not come back in step."""
        if self._tries == 0:
            return random.uniform(0.1, 0.5) if self._again else random.uniform(0.01, 0.1)
        return random.uniform(0.1, min(_LONGEST_PAUSE_S, 0.25 * 2**self._tries))
