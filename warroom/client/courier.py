"""Takes commands to the room, each once however often it has to be carried."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

from warroom.client.change import Late
from warroom.client.clock import ServerClock, steady_ms
from warroom.client.follow import Follower
from warroom.client.line import Line
from warroom.client.outbox import Outbox, Waiting, may_wait
from warroom.client.replica import Gap
from warroom.errors import Kept, RoomError, Unreachable
from warroom.review.commands import Command
from warroom.wire import CommandReply, CommandRequest

log = logging.getLogger(__name__)

PATIENCE_S = 8.0
_ROUND_S = 1.0  # how long a command's own events may take to come by the stream before they are fetched
_FOLD_S = 5.0


@dataclass(frozen=True)
class Sent:
    """`seq` is that of the command's last event."""

    seq: int
    id: str


class Courier:
    def __init__(self, line: Line, clock: ServerClock, follower: Follower, outbox: Outbox) -> None:
        self._line, self._clock, self._follower, self._outbox = line, clock, follower, outbox

    def waiting(self) -> tuple[Waiting, ...]:
        return self._outbox.waiting()

    def withdraw(self, id: str) -> None:
        self._outbox.remove(id)

    async def send(self, command: Command, id: str) -> Sent:
        try:
            reply = await self._carry(command, id)
        except (Unreachable, asyncio.CancelledError) as error:
            if not may_wait(command):
                raise
            self._outbox.add(id, command, self._clock.now())
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Kept(error.message, "It is kept here and sent as soon as the room answers.", error.code) from error
        await self._come_round(reply)
        return Sent(reply.seq, id)

    async def flush(self) -> AsyncIterator[Late]:
        """Deliver what waits, in order, until the room cannot be reached again."""
        for late in self._outbox.expire(self._clock.now()):
            yield Late(late.id, late.command, "expired", "It could not be delivered within five minutes, so it was not given.")
        for one in self._outbox.waiting():
            try:
                await self._come_round(await self._carry(one.command, one.id))
            except RoomError as error:
                self._outbox.remove(one.id)
                yield Late(one.id, one.command, "refused", error.message)
            except Unreachable as error:
                log.info("still not delivered: %s", error)
                return
            else:
                self._outbox.remove(one.id)
                yield Late(one.id, one.command, "delivered")

    async def _carry(self, command: Command, id: str) -> CommandReply:
        """Post it until there is an answer or no patience left; the same id makes that safe."""
        request = CommandRequest(id, command)
        until = steady_ms() + PATIENCE_S * 1000
        pause = 0.1
        while True:
            sent = steady_ms()
            try:
                reply = await self._line.call("POST", "commands", reply=CommandReply, body=request)
            except Unreachable:
                if steady_ms() + pause * 1000 >= until:
                    raise
                await asyncio.sleep(random.uniform(pause / 2, pause))
                pause = min(pause * 2, 1.5)
                continue
            self._clock.sample(sent, steady_ms(), reply.server_time)
            return reply

    async def _come_round(self, reply: CommandReply) -> None:
        replica = self._follower.replica
        if reply.epoch != replica.epoch:
            self._follower.start_again()
            return
        if await replica.reached(reply.seq, _ROUND_S):
            return
        try:
            await self._follower.catch_up()
        except (Unreachable, Gap, RoomError) as error:
            log.info("the answer came, its events not yet: %s", error)
            await replica.reached(reply.seq, _FOLD_S)
