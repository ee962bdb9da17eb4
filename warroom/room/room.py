"""One open room: its log, its authority, its blobs, its feeds, and everyone who listens. On the event loop's thread."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

import msgspec

from warroom.ending import end
from warroom.errors import StorageError
from warroom.plan.model import Person
from warroom.review.commands import Actor
from warroom.review.events import DeviceJoined, Logged, PaceSet
from warroom.room.access import CODE_LIVES_MS, Access, hashed, hashed_code, new_code, new_device, new_token
from warroom.room.already_said import AlreadySaid
from warroom.room.authority import Authority, Head
from warroom.room.blobs import Blobs
from warroom.room.clock import Clock
from warroom.room.feed import Feed
from warroom.room.hub import Hub, Listener
from warroom.room.outside import Outside
from warroom.room.packs import Packs
from warroom.room.presence import Presences
from warroom.room.refusals import refusal
from warroom.room.sse import frame
from warroom.room.store.posts import PostStore
from warroom.room.store.rows import CodeRow, Kept, TokenRow
from warroom.room.store.said import SaidSearch
from warroom.room.store.sqlite import SqliteLog
from warroom.room.tasks import every
from warroom.room.watching import Watching
from warroom.wire import HEARTBEAT_S, LONG_POLL_S, Beat, CodeReply, Hello, JoinReply, Presence, PresenceNote, Tail

IN_MEMORY = 2_000  # of the newest lines, as they go over the wire
TOO_FAR = 20_000  # lines behind; a snapshot is the shorter way then
_CHUNK = 500
_PRESENCE_EVERY_S = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Where:
    """Where the room is reached: the address to type and what the QR holds besides."""

    address: str
    fingerprint: str = ""

    def invitation(self, room: str, code: str) -> str:
        pinned = f"&fp={self.fingerprint}" if self.fingerprint else ""
        return f"warroom://{self.address.split('://', 1)[1]}/{room}?code={code}{pinned}"


class Room:
    """`start` within a running loop; `close_streams` before the server waits for its connections; `close` last."""

    def __init__(self, log: SqliteLog, kept: Kept, head: Head, blobs: Blobs, posts: PostStore, clock: Clock, where: Where) -> None:
        self.epoch = kept.epoch
        self.name = head.state.room
        self.blobs = blobs
        self.clock = clock
        self.where = where
        self.access = Access(kept.tokens, kept.codes)
        self.presences = Presences()
        self.feed = Feed(posts, clock)
        self.already_said = AlreadySaid(SaidSearch(posts.path), clock)
        self.authority = Authority(log, head, kept.obeyed, clock, blobs.holds_picture, Packs(blobs).read, self._told)
        self.watching = Watching(self.authority, clock)
        self.outside = Outside(posts.path.parent, lambda: self.authority.durable.state, self.feed)
        self._log = log
        self._hub = Hub()
        self._recent: deque[tuple[Logged, bytes]] = deque(maxlen=IN_MEMORY)
        self._news = asyncio.Event()
        self._presence_version = 0
        self._presence_read: dict[str, int] = {}
        self._snapshot = (-1, b"")
        self._tasks = [
            every(HEARTBEAT_S, self._beat, "room-beat"),
            every(_PRESENCE_EVERY_S, self._tell_presence, "room-presence"),
        ]

    @property
    def seq(self) -> int:
        return self.authority.durable.seq

    def person(self, name: str) -> Person:
        person = self.authority.durable.state.plan.person(name)
        if person is None:
            raise refusal(403, f"{name} is not in this event's plan.", person=name)
        return person

    # --- the log

    def snapshot(self) -> bytes:
        """As JSON. The state is written out once for each seq, the time in it is now."""
        head = self.authority.durable
        if self._snapshot[0] != head.seq:
            self._snapshot = (head.seq, msgspec.json.encode(head.state))
        state = msgspec.Raw(self._snapshot[1])
        return msgspec.json.encode({"epoch": self.epoch, "seq": head.seq, "server_time": self.clock.now(), "state": state})

    def check_cursor(self, epoch: str, after: int) -> None:
        """Raises RoomError 410 where the log cannot be gone on with from there."""
        if epoch != self.epoch or not self.seq - TOO_FAR <= after <= self.seq:
            raise refusal(410, "The room's log does not go on from there. Take the snapshot again.", epoch=self.epoch, seq=self.seq)

    def listen(self, actor: TokenRow, after: int) -> tuple[Listener, AsyncIterator[bytes]]:
        """A listener to every line from now on, and what comes before: hello, who is here, and the lines after `after`."""
        listener = self._hub.add()
        self._came(actor)
        now = self.clock.now()
        greeting = frame("hello", Hello(self.epoch, self.seq, now)) + frame("presence", Presence(self.presences.now(now)))
        return listener, self._opening(greeting, after, self.seq)

    def leave(self, actor: TokenRow, listener: Listener) -> None:
        self._hub.remove(listener)
        self._went(actor)

    async def poll(self, actor: TokenRow, after: int, wait_s: float) -> Tail:
        """The lines after `after`: at once if there are any, or if somebody came or went; else after `wait_s` at most."""
        self._came(actor)
        try:
            if self._presence_read.get(actor.device) is not None:
                await self._something(actor.device, after, min(wait_s, LONG_POLL_S))
            self._presence_read[actor.device] = self._presence_version
            lines = await self._lines(after, min(self.seq, after + _CHUNK))
            return Tail(self.epoch, self.seq, self.clock.now(), lines, self.presences.now(self.clock.now()))
        finally:
            self._went(actor)

    # --- who is here

    def noted(self, actor: Actor, note: PresenceNote) -> Beat:
        name = self._device_name(actor.device)
        self.presences.noted(actor.device, actor.person, name, note, self.clock.now())
        return Beat(self.seq, self.clock.now())

    async def issue_code(self, person: str) -> CodeReply:
        """A new code for this person of the plan. Raises RoomError."""
        if self.authority.durable.state.plan.person(person) is None:
            raise refusal(404, f"There is nobody called {person} in this event's plan.", person=person)
        code = new_code()
        row = CodeRow(hashed_code(code), person, self.clock.now() + CODE_LIVES_MS)
        await self.authority.keep(code=row)
        self.access.issued(row)
        return CodeReply(person, code, row.expires, self.where.address, self.where.invitation(self.name, code))

    async def join(self, code: str, device_name: str, address: str) -> JoinReply:
        """Let a device in by its code. Raises RoomError."""
        used = self.access.take(code, address, self.clock.now())
        try:
            device, token = await self.let_in(used.person, device_name, used)
        except BaseException:
            self.access.issued(CodeRow(used.hash, used.person, used.expires))
            raise
        return JoinReply(self.name, device, used.person, self.person(used.person).roles, token, self.epoch)

    async def let_in(self, person: str, device_name: str, code: CodeRow | None = None) -> tuple[str, str]:
        """A new device of this person's: its id and its token. Raises RoomError."""
        device, token = new_device(), new_token()
        row = TokenRow(hashed(token), "device", device, person)
        await self.authority.admit(DeviceJoined(device, person, device_name), row, code)
        self.access.admitted(row)
        return device, token

    async def let_intake_in(self) -> str:
        """A token for an intake. Raises RoomError."""
        token = new_token()
        row = TokenRow(hashed(token), "intake", new_device(), "")
        await self.authority.keep(token=row)
        self.access.admitted(row)
        return token

    # --- the end

    def close_streams(self) -> None:
        """Everyone who listens is let go, so that the server need not wait for them."""
        self._hub.close()
        self.feed.close_streams()
        self._wake()

    async def close(self) -> None:
        await end(self._tasks)
        await self.outside.close()
        await self.already_said.close()
        await self.feed.close()
        await self.authority.close()

    def _told(self, lines: tuple[Logged, ...]) -> None:
        frames: list[bytes] = []
        for line in lines:
            written = self._frame(line)
            self._recent.append((line, written))
            frames.append(written)
            if isinstance(line.body, PaceSet):
                self.feed.jump(line.body.pace.event_ms)
        self._hub.send(frames)
        self._wake()

    def _frame(self, line: Logged) -> bytes:
        return frame("logged", line, id=f"{self.epoch}.{line.seq}")

    async def _opening(self, greeting: bytes, after: int, until: int) -> AsyncIterator[bytes]:
        yield greeting
        while after < until:
            frames = await self._frames(after, min(until, after + _CHUNK))
            after += len(frames)
            yield b"".join(frames)

    async def _frames(self, after: int, until: int) -> list[bytes]:
        if self._recent and self._recent[0][0].seq <= after + 1:
            first = self._recent[0][0].seq
            return [self._recent[seq - first][1] for seq in range(after + 1, until + 1)]
        return [self._frame(line) for line in await self._read(after, until)]

    async def _lines(self, after: int, until: int) -> tuple[Logged, ...]:
        if self._recent and self._recent[0][0].seq <= after + 1:
            first = self._recent[0][0].seq
            return tuple(self._recent[seq - first][0] for seq in range(after + 1, until + 1))
        return await self._read(after, until) if after < until else ()

    async def _read(self, after: int, until: int) -> tuple[Logged, ...]:
        try:
            return await asyncio.to_thread(self._log.read, after, until - after)
        except StorageError as error:
            _log.error("the log cannot be read: %s", error)
            raise refusal(507, "The room's computer cannot read its log. Its own log says why.", "storage") from error

    async def _something(self, device: str, after: int, wait_s: float) -> None:
        """Until there is a line after `after`, or somebody came or went, or `wait_s` are over, or the room closes."""
        try:
            async with asyncio.timeout(wait_s):
                while self.seq <= after and self._presence_read[device] == self._presence_version and not self._hub.closed:
                    await self._news.wait()
        except TimeoutError:
            return

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _device_name(self, device: str) -> str:
        known = self.authority.durable.state.devices.get(device)
        return known.name if known else ""

    def _came(self, actor: TokenRow) -> None:
        if actor.kind == "device":
            self.presences.opened(actor.device, actor.person, self._device_name(actor.device), self.clock.now())

    def _went(self, actor: TokenRow) -> None:
        if actor.kind == "device":
            self.presences.closed(actor.device, self.clock.now())

    async def _beat(self) -> None:
        self._hub.send((frame("beat", Beat(self.seq, self.clock.now())),), idle_only=True)

    async def _tell_presence(self) -> None:
        present = self.presences.take(self.clock.now())
        if present is not None:
            self._presence_version += 1
            self._hub.send((frame("presence", Presence(present)),))
            self._wake()
