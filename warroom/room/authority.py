"""Where every command is decided, one after the other, and becomes part of the log. All on the event loop's thread.

Two states are kept. `pending` is what will be true when everything queued for the disk is on it: commands are decided on
it, so nobody waits for the disk to be told no. `durable` is what is on the disk: only that is shown to anybody, and only
then is a command answered. When the disk refuses, `pending` falls back to `durable` and the commands in between are refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from warroom.compose.pack import Manifest
from warroom.ending import end
from warroom.errors import StorageError
from warroom.review.chain import Sealed, seal
from warroom.review.commands import Actor, Command
from warroom.review.decide import decide
from warroom.review.due import due, next_due
from warroom.review.events import DeviceJoined, Happening, Logged
from warroom.review.fold import fold
from warroom.review.model import State
from warroom.room.clock import Clock
from warroom.room.refusals import full, refusal
from warroom.room.store.rows import CodeRow, Obeyed, TokenRow, Write
from warroom.room.store.sqlite import SqliteLog

ROOM = "room"  # who acts where the room itself does
SHORTEST_SLEEP_S = 0.02
LONGEST_SLEEP_S = 5.0  # the computer's clock may be set forward
AFTER_FAILURE_S = 5.0
COMMIT_S = 10.0

_log = logging.getLogger(__name__)

Told = Callable[[tuple[Logged, ...]], None]


@dataclass(frozen=True, slots=True)
class Head:
    """The state after the last line, and what the next line has to follow."""

    state: State
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class _InFlight:
    write: Write
    after: Head
    answer: asyncio.Future[Obeyed | None]


class Authority:
    """`told` hears every line, in order, once it is on the disk."""

    def __init__(
        self,
        log: SqliteLog,
        head: Head,
        obeyed: Sequence[Obeyed],
        clock: Clock,
        has_blob: Callable[[str], bool],
        packs: Callable[[str], Manifest],
        told: Told,
    ) -> None:
        self.durable = head
        self._pending = head
        self._log = log
        self._clock = clock
        self._has_blob = has_blob
        self._packs = packs
        self._told = told
        self._obeyed = {command.id: command for command in obeyed}
        self._asked: dict[str, tuple[str, asyncio.Future[Obeyed | None]]] = {}
        self._in_flight: deque[_InFlight] = deque()
        self._generation = 0
        self._failing = False
        self._loop = asyncio.get_running_loop()
        self._moved = asyncio.Event()
        self._ticking = asyncio.create_task(self._keep_time(), name="room-deadlines")
        log.start(self._from_writer)

    async def obey(self, id: str, command: Command, actor: Actor) -> Obeyed:
        """Decide it, and answer when it is on the disk. Raises RoomError: what `decide` refuses, `id_reused`, `disk_full`."""
        asked = _digest(command, actor)
        known = self._known(id, asked)
        if known is None:
            known = self._begin(id, asked, command, actor)
        answer = await _settled(known)
        assert answer is not None
        return answer

    async def admit(self, joined: DeviceJoined, token: TokenRow, code: CodeRow | None) -> None:
        """Let a device in: its line, its token and the used code are kept together or not at all."""
        now = self._clock.now()
        lines, after = self._sealed((joined,), now, joined.person, joined.device, f"join-{joined.device}")
        await _settled(self._queue(after, lines=lines, token=token, code=code))

    async def keep(self, *, token: TokenRow | None = None, code: CodeRow | None = None) -> None:
        """Keep what is no event: an intake's token, a new join code."""
        await _settled(self._queue(self._pending, token=token, code=code))

    @property
    def pending(self) -> State:
        """What will be true when everything that is queued is on the disk."""
        return self._pending.state

    def note(self, happening: Happening) -> asyncio.Future[Obeyed | None]:
        """What the room itself saw, told onto `pending`; done when it is on the disk. Raises RoomError where it cannot be written."""
        now = self._clock.now()
        self._let_time_pass(now)
        lines, after = self._sealed((happening,), now, ROOM, "", "")
        return self._queue(after, lines=lines)

    async def close(self) -> None:
        """No more deadlines; what is queued is committed, and answered, first."""
        await end([self._ticking])
        await asyncio.gather(*(flight.answer for flight in self._in_flight), return_exceptions=True)
        await asyncio.to_thread(self._log.close)

    def _known(self, id: str, asked: str) -> asyncio.Future[Obeyed | None] | None:
        digest: str
        if id in self._obeyed:
            digest = self._obeyed[id].digest
            answer: asyncio.Future[Obeyed | None] = self._loop.create_future()
            answer.set_result(self._obeyed[id])
        elif id in self._asked:
            digest, answer = self._asked[id]
        else:
            return None
        if digest != asked:
            raise refusal(422, "This id was used for another command.", "id_reused", id=id)
        return answer

    def _begin(self, id: str, asked: str, command: Command, actor: Actor) -> asyncio.Future[Obeyed | None]:
        now = self._clock.now()
        self._let_time_pass(now)
        happened = decide(self._pending.state, id, command, actor, now, self._has_blob, self._packs)
        lines, after = self._sealed(happened, now, actor.person, actor.device, id)
        answer = self._queue(after, lines=lines, obeyed=Obeyed(id, asked, after.seq, now))
        self._asked[id] = (asked, answer)
        return answer

    def _let_time_pass(self, now: int) -> None:
        """What is due by now happened before whatever is asked now."""
        happened = due(self._pending.state, now)
        if happened:
            lines, after = self._sealed(happened, now, ROOM, "", "")
            self._queue(after, lines=lines)

    def _sealed(self, happened: Sequence[Happening], now: int, person: str, device: str, command: str) -> tuple[tuple[Sealed, ...], Head]:
        """The lines these make on top of `pending`, and the head after them. Raises RoomError where they cannot be written down."""
        head = self._pending
        lines: list[Sealed] = []
        for body in happened:
            line = Logged(seq=head.seq + 1, at=now, person=person, device=device, command=command, body=body)
            try:
                sealed = seal(line, head.hash)
                msgspec.json.encode(sealed.line)
            except (ValueError, OverflowError) as error:
                raise refusal(400, f"This holds something that JSON cannot carry safely: {error}.") from error
            head = Head(fold(head.state, sealed.line), sealed.line.seq, sealed.line.hash)
            lines.append(sealed)
        return tuple(lines), head

    def _queue(
        self,
        after: Head,
        *,
        lines: tuple[Sealed, ...] = (),
        obeyed: Obeyed | None = None,
        token: TokenRow | None = None,
        code: CodeRow | None = None,
    ) -> asyncio.Future[Obeyed | None]:
        flight = _InFlight(Write(self._generation, lines, obeyed, token, code), after, self._loop.create_future())
        flight.answer.add_done_callback(_seen)
        self._pending = after
        self._moved.set()
        self._in_flight.append(flight)
        self._log.append(flight.write)
        return flight.answer

    def _from_writer(self, writes: Sequence[Write], error: StorageError | None) -> None:
        self._loop.call_soon_threadsafe(self._committed, len(writes), error)

    def _committed(self, count: int, error: StorageError | None) -> None:
        """The disk has taken the oldest `count` writes, or refused them."""
        flights = [self._in_flight.popleft() for _ in range(count)]
        for flight in flights:
            write = flight.write
            if write.obeyed:
                del self._asked[write.obeyed.id]
            if error is not None:
                flight.answer.set_exception(error)
                continue
            self.durable = flight.after
            if write.obeyed:
                self._obeyed[write.obeyed.id] = write.obeyed
            if write.lines:
                self._told(tuple(sealed.line for sealed in write.lines))
            flight.answer.set_result(write.obeyed)
        self._failing = error is not None
        if error is not None and flights[-1].write.generation == self._generation:
            self._generation += 1
            self._pending = self.durable

    async def _keep_time(self) -> None:
        """Sleeps until the next deadline; wakes when there may be another."""
        while True:
            self._moved.clear()
            try:
                if not self._failing:
                    self._let_time_pass(self._clock.now())
            except Exception:  # one bad deadline must not stop the others for the rest of the night
                _log.exception("what is due could not be worked out")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._until_next()):
                    await self._moved.wait()
            if self._failing:
                await asyncio.sleep(AFTER_FAILURE_S)
                self._failing = False

    def _until_next(self) -> float:
        deadline = next_due(self._pending.state)
        wait_s = (deadline - self._clock.now()) / 1000 if deadline else LONGEST_SLEEP_S
        return min(max(wait_s, SHORTEST_SLEEP_S), LONGEST_SLEEP_S)


async def _settled(answer: asyncio.Future[Obeyed | None]) -> Obeyed | None:
    """Shielded: one who hangs up does not take the answer from another who asked the same."""
    try:
        async with asyncio.timeout(COMMIT_S):
            return await asyncio.shield(answer)
    except StorageError as error:
        raise full(error) from error
    except TimeoutError as error:
        raise refusal(503, "The disk of the room's computer has not answered. Ask again, with the same id.", "slow_disk") from error


def _seen(answer: asyncio.Future[Obeyed | None]) -> None:
    """Whoever asked may have hung up; the failure itself is logged by the writer."""
    if not answer.cancelled():
        answer.exception()


def _digest(command: Command, actor: Actor) -> str:
    body = msgspec.json.encode((actor, command), order="deterministic")
    return hashlib.sha256(body).hexdigest()
