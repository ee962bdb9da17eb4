"""A small EventStreams service: recent changes as server-sent events, resumed by `Last-Event-ID` or `since`; with faults on demand.

Written from https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams_HTTP_Service and the fields of mediawiki/recentchange,
because no real one can be reached here. An id is a JSON list of topics with offsets and timestamps, as the real service's.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.listening import listening

Json = dict[str, object]


def change(title: str, user: str, at: int, **other: object) -> Json:
    """`at` in seconds."""
    return {
        "$schema": "/mediawiki/recentchange/1.0.0",
        "meta": {"domain": "en.wikipedia.org", "id": f"{title}-{user}-{at}", "stream": "mediawiki.recentchange"},
        "type": "edit",
        "namespace": 0,
        "title": title,
        "title_url": f"https://en.wikipedia.org/wiki/{title.replace(' ', '_')}",
        "comment": "score",
        "timestamp": at,
        "user": user,
        "bot": False,
        "wiki": "enwiki",
        "length": {"old": 100, "new": 140},
    } | other


@dataclass
class SmallEventStreams:
    port: int = 0
    events: list[Json] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # target, headers
    status: int = 0  # answered instead of a stream
    retry_after: str = ""
    forgets: bool = False  # ids are too old
    forgets_time: bool = False
    _streams: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def listeners(self) -> int:
        return len(self._streams)

    def happen(self, *changes: Json) -> None:
        for one in changes:
            self.events.append(one)
            for writer in self._streams:
                writer.write(self._event(len(self.events) - 1))

    def say(self, raw: bytes) -> None:
        for writer in self._streams:
            writer.write(raw)

    def close(self) -> None:
        for writer in self._streams:
            writer.close()

    def _event(self, offset: int) -> bytes:
        where = json.dumps([{"topic": "eqiad.mediawiki.recentchange", "partition": 0, "offset": offset}])
        return f"event: message\nid: {where}\ndata: {json.dumps(self.events[offset])}\n\n".encode()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            target = first.split(" ")[1]
            self.asked.append((target, headers))
            await self._serve(target, headers, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went first
        finally:
            self._streams.discard(writer)
            writer.close()

    async def _serve(self, target: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        query = parse_qs(urlsplit(target).query)
        last = headers.get("last-event-id", "")
        status = self.status or (400 if (last and self.forgets) or ("since" in query and self.forgets_time) else 0)
        if status:
            asks = f"Retry-After: {self.retry_after}\r\n" if self.retry_after else ""
            writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n{asks}Connection: close\r\n\r\n".encode())
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n:ok\n\n")
        for offset in range(self._first(last, query.get("since", [""])[0]), len(self.events)):
            writer.write(self._event(offset))
        self._streams.add(writer)
        await writer.wait_closed()

    def _first(self, last: str, since: str) -> int:
        if last:
            return int(json.loads(last)[0]["offset"]) + 1
        if since:
            begins = dt.datetime.fromisoformat(since).timestamp()
            return next((n for n, event in enumerate(self.events) if float(str(event["timestamp"])) >= begins), len(self.events))
        return len(self.events)


@asynccontextmanager
async def small_event_streams() -> AsyncIterator[SmallEventStreams]:
    peer = SmallEventStreams()
    async with listening(peer.connected) as peer.port:
        yield peer
