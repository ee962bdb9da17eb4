"""Mastodon's hashtag and public timelines: streamed where a user's token is given, else asked for again and again.

https://docs.joinmastodon.org/methods/streaming/ and /methods/timelines/. Streams have no replay, so what was missed is asked
for by `min_id` after each connection. A server allows 300 requests in 5 minutes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec
from httpx_sse import ServerSentEvent, aconnect_sse

from warroom.errors import SourceBusy, SourceError, SourceGarbled
from warroom.sources.base import Sink, words_of
from warroom.sources.health import SourceHealth
from warroom.sources.mastodon_status import Status, order, post_of, read_page, read_status
from warroom.sources.monitor import Clock, Monitor, unix_ms
from warroom.sources.patience import Patience, answered, garbled, keep_trying
from warroom.sources.post import Post
from warroom.sources.retry_after import retry_after

POLL_S = 10.0
PAGE = 40
_PAGES = 25  # of a gap that are read at most
_REMEMBERED = 20_000
_LONGEST_EVENT = 1_000_000  # bytes
_LONGEST_PAGE = 10_000_000
_TIMEOUT = httpx.Timeout(15.0, read=40.0)  # a stream says something every 15 s
_FEW_LEFT = 10

V = TypeVar("V")


@dataclass
class Timeline:
    """One timeline, and the greatest id read of it."""

    rest: str
    stream: str
    params: dict[str, str] = field(default_factory=dict)
    last: str = ""


def timelines(hashtags: tuple[str, ...]) -> list[Timeline]:
    """One a hashtag; without any, the public timeline."""
    if not hashtags:
        return [Timeline("timelines/public", "streaming/public")]
    names = [name.removeprefix("#") for name in hashtags]
    return [Timeline(f"timelines/tag/{quote(name, safe='')}", "streaming/hashtag", {"tag": name}) for name in names]


class Mastodon:
    """One server. `token` is asked for at every connection, in a worker thread; it may block, and None means none."""

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
    ) -> None:
        self.name = name
        self._base = server.rstrip("/")
        self._host = urlsplit(server).netloc
        self._timelines = timelines(hashtags)
        self._client = client
        self._token = token
        self._now = now
        self._patience = patience or Patience()
        self._poll_s = poll_s
        self._monitor = Monitor(name, "mastodon", now)
        self._reader = _EditionReader()
        self._read = 0
        self._ids: dict[str, tuple[str, str]] = {}  # status id -> Post.id, edited_at; the last 20,000
        self._gone: dict[str, None] = {}  # ids deleted before they were seen

    def health(self) -> SourceHealth:
        return self._monitor.health()

    async def run(self, sink: Sink, /) -> None:
        await keep_trying(lambda: self._session(sink), self._monitor, self._patience, lambda: self._read)

    async def _session(self, sink: Sink) -> None:
        token = await asyncio.to_thread(self._token)
        if not token:
            await self._poll(sink)
            return
        host = await self._streaming_host()
        async with asyncio.TaskGroup() as group:
            for timeline in self._timelines:
                group.create_task(self._stream(timeline, host, token, sink))

    async def _poll(self, sink: Sink) -> None:
        while True:
            spare = 0.0
            for timeline in self._timelines:
                spare = max(spare, await self._newer(timeline, None, sink))
            self._read += 1
            self._monitor.live()
            await self._patience.sleep(max(self._poll_s, spare))

    async def _stream(self, timeline: Timeline, host: str, token: str, sink: Sink) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{host}/api/v1/{timeline.stream}"
        async with aconnect_sse(self._client, "GET", url, params=timeline.params, headers=headers, timeout=_TIMEOUT) as events:
            response = events.response
            if response.status_code != 200:
                raise answered(response.status_code, retry_after(response.headers.get("Retry-After")))
            if "text/event-stream" not in response.headers.get("Content-Type", ""):
                raise SourceGarbled("does not stream there")
            response.stream = _Bounded(response.stream)
            await self._newer(timeline, token, sink)
            self._monitor.live()
            async for event in events.aiter_sse():
                self._read += 1
                self._hear(timeline, event, sink)

    def _hear(self, timeline: Timeline, event: ServerSentEvent, sink: Sink) -> None:
        if event.event == "delete":
            self._delete(event.data.strip(), sink)
        elif event.event in ("update", "status.update", "status_update"):  # the last from servers that are only like Mastodon
            try:
                status = read_status(event.data)
            except msgspec.ValidationError:
                self._monitor.remark("a post could not be read")
                return
            except msgspec.DecodeError as error:
                raise garbled(error) from error
            if event.event == "update":
                timeline.last = max(timeline.last, status.id, key=order)
            self._take([status], sink)

    def _delete(self, status_id: str, sink: Sink) -> None:
        known = self._ids.pop(status_id, None)
        if known is not None:
            sink.delete([known[0]])
        _remember(self._gone, status_id, None)

    def _take(self, statuses: list[Status], sink: Sink) -> None:
        editions: list[_Edition] = []
        seen = self._now()
        for status in statuses:
            edited = status.edited_at or ""
            if status.id in self._gone or edited < self._ids.get(status.id, ("", ""))[1]:
                continue
            post = post_of(status, self.name, self._host, seen)
            _remember(self._ids, status.id, (post.id, edited))
            editions.append(_Edition(post, edited))
        if editions:
            sink.take(editions, self._reader)
            self._monitor.heard(len(editions))

    async def _newer(self, timeline: Timeline, token: str | None, sink: Sink) -> float:
        """Reads what is newer than the last read; the newest page the first time.

        Returns the seconds to wait to stay within the server's limit.
        """
        spare = 0.0
        for _ in range(_PAGES):
            before = timeline.last
            page, spare = await self._page(timeline, token)
            timeline.last = max([before, *(status.id for status in page)], key=order)
            self._take(sorted(page, key=lambda status: order(status.id)), sink)
            if not before or timeline.last == before or spare:
                break
        return spare

    async def _page(self, timeline: Timeline, token: str | None) -> tuple[list[Status], float]:
        params = {"limit": str(PAGE)} | ({"min_id": timeline.last} if timeline.last else {})
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = await self._get(f"{self._base}/api/v1/{timeline.rest}", params, headers)
        try:
            statuses, unread = read_page(response.content)
        except msgspec.DecodeError as error:
            raise garbled(error) from error
        if unread and not statuses:
            raise SourceGarbled("sent posts that cannot be read")
        return statuses, _spare(response, self._now())

    async def _get(self, url: str, params: dict[str, str], headers: dict[str, str]) -> httpx.Response:
        async with asyncio.timeout(60):
            async with self._client.stream("GET", url, params=params, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as response:
                if response.status_code != 200:
                    raise answered(response.status_code, retry_after(response.headers.get("Retry-After")))
                body = b""
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > _LONGEST_PAGE:
                        raise SourceGarbled("sent a page of more than 10 MB")
        return httpx.Response(
            200, headers={name: value for name, value in response.headers.items() if name.startswith("x-ratelimit")}, content=body
        )

    async def _streaming_host(self) -> str:
        """Where streams are, as the server itself says; always with the scheme of its own address."""
        try:
            response = await self._get(f"{self._base}/api/v2/instance", {}, {})
            instance = msgspec.json.decode(response.content, type=_Instance)
        except SourceBusy:
            raise
        except (msgspec.DecodeError, SourceError):
            return self._base  # an older server, or one like Mastodon: its streams are where it is
        netloc = urlsplit(instance.configuration.urls.streaming or "").netloc
        return f"{urlsplit(self._base).scheme}://{netloc}" if netloc else self._base


class _Edition(NamedTuple):
    post: Post
    edited: str


class _EditionReader:
    """Two servers' readings of one edition of a post are the same, even where their HTML differs."""

    def words(self, items: Sequence[_Edition], /) -> list[str]:
        return [words_of(item.post) for item in items]

    def languages(self, item: _Edition, /) -> tuple[str, ...]:
        return item.post.languages

    def key(self, item: _Edition, /) -> Hashable:
        return item.post.id, item.edited

    def author(self, item: _Edition, /) -> Hashable:
        return item.post.author

    def heard(self, item: _Edition, /) -> int:
        return item.post.at

    def post(self, item: _Edition, /) -> Post:
        return item.post


class _Urls(msgspec.Struct):
    streaming: str | None = None


class _Configuration(msgspec.Struct):
    urls: _Urls = msgspec.field(default_factory=_Urls)


class _Instance(msgspec.Struct):
    configuration: _Configuration = msgspec.field(default_factory=_Configuration)


class _Bounded(httpx.AsyncByteStream):
    """A stream of lines none of which is endless."""

    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        assert isinstance(stream, httpx.AsyncByteStream)
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        line = 0
        async for part in self._stream:
            line = len(part) - part.rfind(b"\n") - 1 if b"\n" in part else line + len(part)
            if line > _LONGEST_EVENT:
                raise SourceGarbled("sent an event of more than 1 MB")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def _remember(memory: dict[str, V], key: str, value: V) -> None:
    memory.pop(key, None)
    memory[key] = value
    if len(memory) > _REMEMBERED:
        del memory[next(iter(memory))]


def _spare(response: httpx.Response, now: int) -> float:
    """Seconds until the server's limit is renewed, when few requests are left of it; else 0."""
    try:
        left = int(response.headers["X-RateLimit-Remaining"])
        reset = dt.datetime.fromisoformat(response.headers["X-RateLimit-Reset"])
    except (KeyError, ValueError):
        return 0.0
    return max(0.0, reset.timestamp() - now / 1_000) if left < _FEW_LEFT else 0.0
