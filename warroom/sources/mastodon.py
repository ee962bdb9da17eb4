"""Mastodon's hashtag and public timelines, each server in the best way it allows: a WebSocket, server-sent events, or asking.

Streams need a user's token and have no replay, so what was missed is asked for by `min_id` after each connection; what cannot be had
is told as a gap. One post from several servers has one id: its `uri`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

import httpx
import msgspec

from warroom.errors import SourceBusy, SourceError, SourceRefused
from warroom.sources.base import Sink
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.mastodon_rest import Rest, Timeline, TokenRefused, go_on, place_of, timelines
from warroom.sources.mastodon_seen import EditionReader, Seen
from warroom.sources.mastodon_status import Status, order, read_status, time_ms
from warroom.sources.mastodon_stream import NoStream, by_events, by_socket
from warroom.sources.monitor import Clock, Monitor, unix_ms
from warroom.sources.patience import Patience, garbled, keep_trying, leaf

POLL_S = 10.0
PAGES = 25  # of a gap that are read at most
_LESSER_MS = 600_000  # for so long a lesser way is kept to before a better one is tried again
_REFUSED_MS = 60_000  # for so long a server is read without a token that it does not take
_TRIES = 3

Way = Literal["socket", "events"]


class Mastodon:
    """One server. `token` is asked for at every connection, in a worker thread; it may block, and None means none.

    `place` is where the reader before this one was, in the words that `save_place` was told.
    """

    def __init__(
        self,
        name: str,
        server: str,
        hashtags: tuple[str, ...] = (),
        *,
        client: httpx.AsyncClient,
        token: Callable[[], str | None] = lambda: None,
        now: Clock = unix_ms,
        patience: Patience | None = None,
        poll_s: float = POLL_S,
        pages: int = PAGES,
        place: str = "",
        save_place: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.name = name
        self._timelines = timelines(hashtags)
        go_on(self._timelines, place)
        self._save_place = save_place
        self._client = client
        self._rest = Rest(server, client, now)
        self._token = token
        self._now = now
        self._patience = patience or Patience()
        self._poll_s = poll_s
        self._pages = pages
        self._monitor = Monitor(name, "mastodon", now)
        self._reader = EditionReader()
        self._seen = Seen(name, urlsplit(server).netloc)
        self._read = 0
        self._closed: dict[Way, int] = {}  # ways that the server does not offer, and until when we believe so

    def health(self) -> SourceHealth:
        return self._monitor.health()

    async def run(self, sink: Sink, /) -> None:
        await keep_trying(lambda: self._session(sink), self._monitor, self._patience, lambda: self._read)

    async def _session(self, sink: Sink) -> None:
        token = await asyncio.to_thread(self._token)
        if not token:
            await self._ask(sink, None, "")
            return
        try:
            await self._stream(sink, token)
        except NoStream as error:
            await self._ask(sink, token, f"{error.message}, so it is asked every {self._poll_s:.0f} s", _LESSER_MS)
        except TokenRefused as error:
            try:
                why = f"{error.message}, so it is asked every {self._poll_s:.0f} s without it"
                await self._ask(sink, None, why, _REFUSED_MS)
            except SourceRefused:
                raise error from None

    async def _stream(self, sink: Sink, token: str) -> None:
        """By the best way that is not known to be closed. Always raises; NoStream when all are."""
        host = await self._rest.streaming()
        ways: dict[Way, Callable[[], Awaitable[None]]] = {
            "socket": lambda: self._listen(sink, host, token),
            "events": lambda: self._listen_apart(sink, host, token),
        }
        refused: NoStream | None = None
        for way, listen in ways.items():
            if self._now() < self._closed.get(way, 0):
                continue
            try:
                await listen()
            except BaseExceptionGroup as group:
                error = leaf(group)
                if not isinstance(error, NoStream):
                    raise error from group
                refused = error
                self._closed[way] = self._now() + _LESSER_MS
        raise refused or NoStream("does not stream")

    async def _listen(self, sink: Sink, host: str, token: str) -> None:
        """To all timelines over one socket."""
        async with asyncio.TaskGroup() as group:

            def opened() -> None:
                self._monitor.connected()
                group.create_task(self._fill_all(sink, token))

            self._await_fill(self._timelines)
            hear = partial(self._hear, sink)
            group.create_task(by_socket(host, token, self._timelines, hear, opened))

    async def _listen_apart(self, sink: Sink, host: str, token: str) -> None:
        """To each timeline over a connection of its own."""
        async with asyncio.TaskGroup() as group:

            def opened(timeline: Timeline) -> None:
                self._monitor.connected()
                group.create_task(self._fill(sink, token, timeline))

            self._await_fill(self._timelines)
            for timeline in self._timelines:
                group.create_task(by_events(self._client, host, token, timeline, partial(self._hear, sink), opened))

    def _await_fill(self, waiting: list[Timeline]) -> None:
        """What is streamed from now on does not say that nothing before it is missing."""
        for timeline in waiting:
            timeline.filling, timeline.ahead, timeline.ahead_at = True, "", 0

    def _hear(self, sink: Sink, timeline: Timeline | None, event: str, payload: str) -> None:
        self._read += 1
        if event == "delete":
            if (gone := self._seen.delete(payload.strip())) is not None:
                sink.delete([gone])
        elif event in ("update", "status.update", "status_update"):  # the last from servers that are only like Mastodon
            try:
                status = read_status(payload)
            except msgspec.ValidationError:
                self._monitor.remark("a post could not be read")
                return
            except msgspec.DecodeError as error:
                raise garbled(error) from error
            if event == "update" and timeline is not None:
                self._advance(timeline, status)
            self._take([status], sink)

    def _advance(self, timeline: Timeline, status: Status) -> None:
        at = time_ms(status.created_at)
        if timeline.filling:
            if order(status.id) > order(timeline.ahead):
                timeline.ahead, timeline.ahead_at = status.id, at
        elif order(status.id) > order(timeline.last):
            self._reached(timeline, status.id, at)

    def _take(self, statuses: list[Status], sink: Sink) -> None:
        editions = self._seen.editions(statuses, self._now())
        if editions:
            sink.take(editions, self._reader)
            self._monitor.heard(len(editions))

    async def _fill_all(self, sink: Sink, token: str) -> None:
        for timeline in self._timelines:
            await self._fill(sink, token, timeline)

    async def _fill(self, sink: Sink, token: str, timeline: Timeline) -> None:
        """Asks for what was missed before the stream began; what the server does not give is a gap."""
        why = ""
        for tried in range(1, _TRIES + 1):
            try:
                while spare := await self._newer(timeline, token, sink):
                    await self._patience.sleep(spare)
                why = ""
                break
            except SourceRefused:
                why = "does not let missed posts be asked for"
                break
            except (SourceError, httpx.HTTPError, OSError) as error:
                why = "did not give the posts that were missed"
                asked = error.retry_after or 0.0 if isinstance(error, SourceBusy) else 0.0
                await self._patience.sleep(max(asked, self._patience.wait(tried)))
        if why and timeline.last:
            sink.gap(Gap(self.name, timeline.at, self._now(), why))
        timeline.filling = False
        if order(timeline.ahead) > order(timeline.last):
            self._reached(timeline, timeline.ahead, timeline.ahead_at)
        self._monitor.live("" if not why or timeline.last else f"{why}; posts come from now on")

    async def _ask(self, sink: Sink, token: str | None, why: str, until_ms: int = 0) -> None:
        """Reads by asking again and again; for `until_ms` where it is set."""
        began = self._now()
        while not until_ms or self._now() - began < until_ms:
            spare = 0.0
            for timeline in self._timelines:
                spare = max(spare, await self._newer(timeline, token, sink))
            self._read += 1
            self._monitor.live(why)
            await self._patience.sleep(max(self._poll_s, spare))

    async def _newer(self, timeline: Timeline, token: str | None, sink: Sink) -> float:
        """Reads forward from the last post read; the newest page the first time. Returns the seconds to wait where it could not end."""
        for _ in range(self._pages):
            before = timeline.last
            page = await self._rest.page(timeline, token, before)
            self._reach(timeline, page.statuses)
            self._take(sorted(page.statuses, key=lambda status: order(status.id)), sink)
            if not before or timeline.last == before:
                return page.spare if not timeline.filling else 0.0
            if page.spare:
                return page.spare
        await self._skip(timeline, token, sink)
        return 0.0

    async def _skip(self, timeline: Timeline, token: str | None, sink: Sink) -> None:
        """Too much was missed to be read: go on with the newest, and say what is left out."""
        read = timeline.at
        page = await self._rest.page(timeline, token, "")
        made = [time for status in page.statuses if (time := time_ms(status.created_at))]
        apart = all(order(status.id) > order(timeline.last) for status in page.statuses)
        if apart and made and min(made) > read:
            sink.gap(Gap(self.name, read, min(made), "had more posts than can be asked for afterwards"))
        self._reach(timeline, page.statuses)
        self._take(sorted(page.statuses, key=lambda status: order(status.id)), sink)

    def _reach(self, timeline: Timeline, statuses: list[Status]) -> None:
        newest = max(statuses, key=lambda status: order(status.id), default=None)
        if newest is not None and order(newest.id) > order(timeline.last):
            self._reached(timeline, newest.id, time_ms(newest.created_at))

    def _reached(self, timeline: Timeline, last: str, at: int) -> None:
        timeline.last, timeline.at = last, at
        self._save_place(place_of(self._timelines))
