"""One joined room, seen from one device."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import uuid_utils

from warroom.client.address import parse_address
from warroom.client.blobs import BlobCache
from warroom.client.change import Change, Link
from warroom.client.clock import ServerClock
from warroom.client.courier import Courier, Sent
from warroom.client.feed import FeedWord, Wanted, follow_feed
from warroom.client.follow import Follower, take_snapshot
from warroom.client.line import Line, Params
from warroom.client.media import MediaCache
from warroom.client.outbox import Outbox, Waiting
from warroom.client.presence import PresenceTeller
from warroom.client.publishing import Publication, publish
from warroom.client.replica import Replica
from warroom.client.transports import Transports
from warroom.ending import end
from warroom.review.commands import Command
from warroom.review.model import State
from warroom.watch.filters import Filter
from warroom.wire import CodeReply, CodeRequest, FeedBatch, Me, PostPage, Present, Profile, Profiles, Said, SaidRequest

log = logging.getLogger(__name__)

Listener = Callable[[Change], None]
_ALL: Mapping[str, Filter] = {}


class Session:
    """Made by `open`, ended by `close`. Everything happens on the event loop it was opened on; listeners are called there."""

    def __init__(self, line: Line, me: Me, clock: ServerClock, replica: Replica, cache: Path, device_folder: Path) -> None:
        name = hashlib.sha256(f"{line.address.room}\0{me.device}".encode()).hexdigest()[:16]
        self.address = str(line.address)
        self.fingerprint = line.fingerprint
        self.room = line.address.room
        self.person = me.person
        self.device = me.device
        self._device_folder = device_folder
        self._line, self._clock = line, clock
        self._listeners: list[Listener] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._follower = Follower(line, clock, replica, Transports(device_folder / "transports.json"), self._tell)
        self._courier = Courier(line, clock, self._follower, Outbox(device_folder / f"outbox-{name}.json"))
        self._blobs = BlobCache(line, cache)
        self._media = MediaCache(line, cache / "media")
        self._presence = PresenceTeller(line, clock)
        self._flushing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, address: str, token: str, *, fingerprint: str = "", cache: Path, device_folder: Path) -> Session:
        """Join the stream of a room that this device has a token for.

        `cache` keeps pictures and may be shared by all rooms; `device_folder` keeps what is this device's own: undelivered
        commands, and how servers are reached. Raises RoomError, Unreachable, WrongCertificate, BadAddress.
        """
        where = parse_address(address)
        line = await Line.open(where, token, fingerprint or where.fingerprint)
        try:
            clock = ServerClock()
            me = await line.call("GET", "me", reply=Me)
            replica = Replica(await take_snapshot(line, clock))
            session = cls(line, me, clock, replica, cache, device_folder)
        except BaseException:
            await line.close()
            raise
        session._spawn("follow the room", session._follower.run())
        session._spawn("watch for silence", session._follower.watch())
        if me.person:  # intake is nobody
            session._spawn("tell the room that we are here", session._presence.run())
        session._deliver_late()
        return session

    @property
    def state(self) -> State:
        return self._follower.replica.state

    @property
    def seq(self) -> int:
        return self._follower.replica.seq

    @property
    def epoch(self) -> str:
        return self._follower.replica.epoch

    @property
    def presence(self) -> tuple[Present, ...]:
        return self._follower.presence

    @property
    def link(self) -> Link:
        return self._follower.link

    @property
    def roles(self) -> tuple[str, ...]:
        person = self.state.plan.person(self.person)
        return person.roles if person is not None else ()

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Commands that could not be delivered yet."""
        return self._courier.waiting()

    def server_now(self) -> int:
        return self._clock.now()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every change from now on; calling what is returned ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    async def send(self, command: Command, *, id: str | None = None) -> Sent:
        """Ask the room for something, and return when its events have been folded here.

        Tried again with the same id while no answer comes. Raises RoomError when the room says no. When it
        stays silent, raises Kept for a command that waits in the outbox from here on (`waiting`), and Unreachable for one that
        would mean nothing later.
        """
        try:
            return await self._courier.send(command, id or str(uuid_utils.uuid7()))
        finally:
            if self.waiting:
                self._tell(Change(outbox=True))

    def withdraw(self, id: str) -> None:
        """Take a waiting command out of the outbox."""
        self._courier.withdraw(id)
        self._tell(Change(outbox=True))

    async def put_blob(self, path: Path) -> str:
        return await self._blobs.put(path)

    async def publish(self, path: Path, *, over: bool = False, tell: Callable[[str], None] = lambda _: None) -> Publication:
        """Publish the template in the folder `path`; of a brand's folder or file, or a font or picture of it, every template that is not in
        the room exactly so. All of them or none.

        `over`: also where somebody else published a version that this device did not build on. `tell` hears what it is doing.
        Raises TemplateError with all problems, PackError, RoomError (403 not_allowed, 409 stale_template), Kept, Unreachable, StorageError.
        """
        return await publish(self, path, self._device_folder, over, tell)

    async def blob(self, sha256: str) -> Path:
        return await self._blobs.get(sha256)

    def forget_blob(self, sha256: str) -> None:
        """Fetch it anew when it is wanted again: what is kept here is not what it should be."""
        self._blobs.forget(sha256)

    def cached_blob(self, sha256: str) -> Path | None:
        """Where the bytes are if they are here already."""
        path = self._blobs.path(sha256)
        return path if path.is_file() else None

    def feed(self, topics: Sequence[str], rate: int = 10, filters: Mapping[str, Filter] = _ALL) -> AsyncGenerator[FeedWord]:
        """What the room says of these topics' feeds, without end; after a break it begins with a FeedHistory again.

        A topic that `filters` names shows only what passes.
        """
        return follow_feed(self._line, Wanted(tuple(topics), rate, filters), lambda: self.link.by)

    async def posts(
        self,
        topic: str = "",
        before: int = 0,
        query: str = "",
        limit: int = 50,
        *,
        after: int = 0,
        around: int = 0,
        group: str = "",
    ) -> PostPage:
        """A page of what the room keeps: see `PostPage`. `query` is as a person types it: `lights "went out" -joke author:ann`."""
        params: dict[str, str | int] = {"topic": topic, "before": before, "query": query, "limit": limit}
        params |= {"after": after, "around": around, "group": group}
        return await self._line.call("GET", "posts", reply=PostPage, params={key: value for key, value in params.items() if value})

    async def media(self, url: str, size: Literal["small", "avatar"] = "small") -> Path:
        """A post's picture or its author's, small: a JPEG on this machine.

        Raises RoomError (404: there is none to be had), Unreachable, StorageError.
        """
        return await self._media.get(url, size)

    def cached_media(self, url: str, size: Literal["small", "avatar"] = "small") -> Path | None:
        """Where it is if it is here already."""
        return self._media.held(url, size)

    async def profiles(self, ids: Sequence[str]) -> tuple[Profile, ...]:
        """Who stands behind these DIDs of kept posts, at most 100: those that are known within a few seconds. Ask again for the others."""
        params: Params = {"ids": tuple(ids)}
        return (await self._line.call("GET", "profiles", reply=Profiles, params=params, timeout=10.0)).found

    async def said(self, text: str, hours: float = 2.0) -> Said:
        """How many posts of the last hours say nearly this. Raises RoomError (`overtaken` where this device asked again), Unreachable."""
        return await self._line.call("POST", "said", reply=Said, body=SaidRequest(text, hours))

    async def issue_code(self, person: str) -> CodeReply:
        return await self._line.call("POST", "codes", reply=CodeReply, body=CodeRequest(person))

    def busy_with(self, item: str, activity: str) -> None:
        """Tell the others what is open here: `activity` is "editing", "reviewing" or "" for nothing."""
        self._presence.note(item if activity else "", activity)

    async def feed_in(self, batch: FeedBatch) -> None:
        """Intake's: hand the room what was read. Raises RoomError for any other device, Unreachable."""
        await self._line.request("POST", "feed", content=msgspec.json.encode(batch))

    async def close(self) -> None:
        await end(self._tasks)
        await self._blobs.close()
        await self._media.close()
        await self._line.close()
        self._listeners.clear()

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception:  # one listener's mistake must not stop the others, nor the stream
                log.exception("a listener to the room failed")
        if change.link and self.link.phase == "live":
            self._deliver_late()

    def _deliver_late(self) -> None:
        if self.waiting and (self._flushing is None or self._flushing.done()):
            self._flushing = self._spawn("deliver what waited", self._flush())

    async def _flush(self) -> None:
        async for late in self._courier.flush():
            self._tell(Change(outbox=True, late=(late,)))

    def _spawn(self, what: str, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=what)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("could not go on to %s", task.get_name(), exc_info=task.exception())
