"""Edits of Wikipedia's pages by Wikimedia's EventStreams; a burst of them on one page is a post.

https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams_HTTP_Service: server-sent events, resumed by `Last-Event-ID`, or by
`?since=` where that is not kept any more. Servers close a connection about every 15 minutes, which is no trouble. Events of the
domain `canary` are the service's own, to be dropped. It asks for a User-Agent that names the program.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import httpx
import msgspec
from httpx_sse import SSEError, aconnect_sse

from warroom.errors import SourceGarbled
from warroom.sources.base import Sink
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.mastodon_stream import Bounded
from warroom.sources.monitor import Clock, Monitor, unix_ms
from warroom.sources.patience import Patience, Trouble, answered, keep_trying
from warroom.sources.retry_after import retry_after
from warroom.sources.wikimedia_edits import BURST_MS, BurstReader, Bursts, Change, Wanted, read_change

PUBLIC = "https://stream.wikimedia.org"
AGENT = "warroom/0.1 (live event desk; desktop program)"
_TIMEOUT = httpx.Timeout(15.0, read=60.0)
_REPLAY_MS = 1_800_000  # half an hour is asked for afterwards at most: what the pulse shows
_TOO_OLD = (400, 404, 416)
_SAVED_MS = 1_000  # a busy second has fifty edits
_LASTED_MS = 60_000  # a connection that lasted so long may be closed without anybody calling it trouble


class Wikimedia:
    """`pages` empty: every article of `wikis`; `wikis` empty: of all. `address` is another server's, for tests and mirrors.

    `place` is where the reader before was, as `save_place` was told it about once a second.
    """

    def __init__(
        self,
        name: str,
        pages: Sequence[str] = (),
        wikis: Sequence[str] = (),
        *,
        client: httpx.AsyncClient,
        address: str = "",
        now: Clock = unix_ms,
        patience: Patience | None = None,
        place: str = "",
        save_place: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.name = name
        self._url = f"{(address or PUBLIC).rstrip('/')}/v2/stream/recentchange"
        self._client = client
        self._now = now
        self._patience = patience or Patience()
        self._monitor = Monitor(name, "wikimedia", now)
        self._wanted = Wanted(pages, wikis)
        self._bursts = Bursts(name, now)
        self._reader = BurstReader()
        self._read = 0
        was = _read_place(place)
        self._last_id = was.id
        self._last_at = was.at  # ms, of the last event
        self._save_place = save_place
        self._saved_at = 0
        self._by_time = False  # the id is too old: ask by time
        self._unread = 0

    def health(self) -> SourceHealth:
        return self._monitor.health()

    async def run(self, sink: Sink, /) -> None:
        await keep_trying(lambda: self._sessions(sink), self._monitor, self._patience, lambda: self._read)

    async def _sessions(self, sink: Sink) -> None:
        """One after the other as long as each lasted a while: so the service itself wants it."""
        while True:
            began = self._now()
            await self._listen(sink)
            if self._now() - began < _LASTED_MS:
                raise Trouble("closed the connection")
            await self._patience.sleep(self._patience.wait(1))

    async def _listen(self, sink: Sink) -> None:
        headers = {"User-Agent": AGENT}
        params = {}
        if self._last_at and self._last_at < self._now() - _REPLAY_MS:
            self._lose(sink, self._now() - _REPLAY_MS, "was out of reach for longer than is read afterwards")
        if self._last_id and not self._by_time:
            headers["Last-Event-ID"] = self._last_id
        elif self._last_at:
            params["since"] = _iso(self._last_at)
        async with aconnect_sse(self._client, "GET", self._url, params=params, headers=headers, timeout=_TIMEOUT) as events:
            response = events.response
            if response.status_code in _TOO_OLD and (params or "Last-Event-ID" in headers):
                self._step_back(sink)
            if response.status_code != 200:
                raise answered(response.status_code, retry_after(response.headers.get("Retry-After")))
            if "text/event-stream" not in response.headers.get("Content-Type", ""):
                raise SourceGarbled("does not stream there")
            response.stream = Bounded(response.stream)
            self._monitor.connected()
            try:
                async for event in events.aiter_sse():
                    if event.event in ("", "message"):
                        self._hear(event.data, event.id, sink)
                    elif event.event == "error":
                        raise SourceGarbled("ended the stream with an error of its own")
            except SSEError as error:
                raise SourceGarbled("sent something that is no stream of events") from error

    def _step_back(self, sink: Sink) -> None:
        """The server cannot go on from there: by time then; and where that fails too, from now on."""
        if self._last_id and not self._by_time:
            self._by_time = True
        else:
            self._lose(sink, self._now(), "does not keep its events for so long")

    def _lose(self, sink: Sink, until: int, why: str) -> None:
        sink.gap(Gap(self.name, self._last_at, until, why))
        self._last_id, self._by_time = "", False
        self._last_at = 0 if until >= self._now() else until

    def _hear(self, data: str, event_id: str, sink: Sink) -> None:
        if event_id:
            self._last_id, self._by_time = event_id, False
        if not data:
            return
        try:
            change = read_change(data)
        except msgspec.DecodeError:
            self._unread += 1
            self._monitor.remark(f"{self._unread} event{'s' if self._unread > 1 else ''} could not be read")
            return
        self._read += 1
        if change.meta.domain == "canary":
            return
        self._monitor.heard(1)
        self._monitor.live()
        self._reach(change)
        if self._wanted(change) and (burst := self._bursts.add(change)) is not None:
            sink.take([burst], self._reader)

    def _reach(self, change: Change) -> None:
        at = change.timestamp * 1_000
        if self._last_at < at <= self._now() + BURST_MS:  # a clock a day off moves nothing
            self._last_at = at
        if self._now() - self._saved_at >= _SAVED_MS:
            self._saved_at = self._now()
            self._save_place(msgspec.json.encode(_Place(self._last_id, self._last_at)).decode())


class _Place(msgspec.Struct, frozen=True):
    id: str = ""
    at: int = 0


def _read_place(place: str) -> _Place:
    try:
        return msgspec.json.decode(place or "{}", type=_Place)
    except msgspec.MsgspecError:
        return _Place()


def _iso(ms: int) -> str:
    return dt.datetime.fromtimestamp(ms / 1_000, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
