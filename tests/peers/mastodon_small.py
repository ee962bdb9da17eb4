"""A small Mastodon: timelines by `min_id`, one WebSocket for many streams, server-sent events; with faults on demand.

Written from https://docs.joinmastodon.org/methods/streaming/ and /methods/timelines/, because no real Mastodon streaming server
runs here. What the documents do not show, the names in `stream` of a hashtag, is taken to be `["hashtag", TAG]`. It is therefore
proof of what those documents say, not of what a Mastodon does.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.listening import listening
from tests.sources.loopback import CLOSE, frame

Json = dict[str, object]
Wish = tuple[str, ...]  # ("hashtag", "crumb"), ("public",)


@dataclass
class SmallMastodon:
    """Set the fields that are faults at any time; they hold for requests from then on."""

    token: str = "good"
    port: int = 0
    posts: list[Json] = field(default_factory=list)  # oldest first
    asked: list[str] = field(default_factory=list)  # targets of all requests
    wishes: list[Json] = field(default_factory=list)  # what clients sent over sockets
    socket_status: int = 0  # answered instead of opening a WebSocket
    events_status: int = 0
    rest_status: int = 0
    unknown: Wish = ()  # the stream that is answered with an error
    access: str = "public"  # of timelines: public | authenticated
    rest_gate: asyncio.Event | None = None  # timelines wait for it
    _sockets: dict[asyncio.StreamWriter, set[Wish]] = field(default_factory=dict)
    _events: dict[asyncio.StreamWriter, Wish] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def listeners(self) -> int:
        return sum(map(len, self._sockets.values())) + len(self._events)

    @property
    def sockets(self) -> int:
        return len(self._sockets)

    def publish(self, post: Json, *streams: Wish, event: str = "update") -> None:
        """To everybody who listens to one of `streams`; and into the timelines, unless it is there."""
        if event == "update":
            self.keep(post)
        self.tell(event, json.dumps(post), *streams)

    def keep(self, *posts: Json) -> None:
        self.posts += [post for post in posts if post["id"] not in {known["id"] for known in self.posts}]

    def tell(self, event: str, payload: str, *streams: Wish) -> None:
        for writer, wishes in self._sockets.items():
            for wish in wishes & set(streams):
                writer.write(frame(json.dumps({"stream": list(wish), "event": event, "payload": payload}).encode()))
        for writer, wish in self._events.items():
            if wish in streams:
                writer.write(f"event: {event}\ndata: {payload}\n\n".encode())

    def say(self, raw: bytes) -> None:
        """These bytes, as they are, to every socket."""
        for writer in self._sockets:
            writer.write(raw)

    def close(self) -> None:
        """Ends every stream properly."""
        self.say(CLOSE)
        for writer in [*self._sockets, *self._events]:
            writer.close()

    def kill(self) -> None:
        """Cuts every stream off."""
        for writer in [*self._sockets, *self._events]:
            writer.transport.abort()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            target = first.split(" ")[1]
            self.asked.append(target)
            await self._serve(target, headers, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went first
        finally:
            self._sockets.pop(writer, None)
            self._events.pop(writer, None)
            writer.close()

    async def _serve(self, target: str, headers: dict[str, str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = urlsplit(target).path.removeprefix("/api/")
        query = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        known = headers.get("authorization") == f"Bearer {self.token}"
        if path == "v1/streaming":
            await self._socket(headers, known, reader, writer)
        elif path.startswith("v1/streaming/"):
            await self._stream((path.rpartition("/")[2], *query.values()), known, writer)
        else:
            if self.rest_gate is not None and "timelines" in path:
                await self.rest_gate.wait()
            status, body = self._answer(path, query, known, "authorization" in headers)
            _reply(writer, status, body)
            await writer.drain()

    def _answer(self, path: str, query: dict[str, str], known: bool, with_token: bool) -> tuple[int, object]:
        if path == "v2/instance":
            return 200, {"configuration": {"urls": {"streaming": f"wss://127.0.0.1:{self.port}"}}}
        if self.rest_status:
            return self.rest_status, {"error": "no"}
        if with_token and not known:
            return 401, {"error": "The access token is invalid"}
        if path == "v1/accounts/verify_credentials":
            return (200, {"acct": "ann", "display_name": "Ann of the desk"}) if known else (401, {"error": "no"})
        if path == "v1/timelines/home":
            return (200, []) if known else (401, {"error": "no"})
        if not path.startswith("v1/timelines/"):
            return 404, {"error": "Record not found"}
        if self.access == "authenticated" and not known:
            return 401, {"error": "This method requires an authenticated user"}
        return 200, self._page(path, query)

    def _page(self, path: str, query: dict[str, str]) -> list[Json]:
        tag = path.rpartition("/")[2] if "/tag/" in path else ""
        there = [post for post in self.posts if not tag or tag in {one["name"] for one in post["tags"]}]
        limit = int(query.get("limit", "20"))
        if "min_id" in query:
            return [post for post in there if int(str(post["id"])) > int(query["min_id"])][:limit][::-1]
        return there[::-1][:limit]

    async def _stream(self, wish: Wish, known: bool, writer: asyncio.StreamWriter) -> None:
        status = self.events_status or (200 if known else 401)
        if status != 200:
            _reply(writer, status, {"error": "no"})
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n:)\n")
        self._events[writer] = wish
        await writer.wait_closed()

    async def _socket(self, headers: dict[str, str], known: bool, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status = self.socket_status or (101 if known else 401)
        if status != 101:
            _reply(writer, status, {"error": "no"})
            return
        key = headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        writer.write(
            f"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        self._sockets[writer] = set()
        while (message := await _client_message(reader)) is not None:
            wish = json.loads(message)
            self.wishes.append(wish)
            named: Wish = tuple(str(wish[part]) for part in ("stream", "tag") if part in wish)
            if named == self.unknown:
                writer.write(frame(b'{"error":"Unknown stream type","status":400}'))
            elif wish["type"] == "subscribe":
                self._sockets[writer].add(named)
            else:
                self._sockets[writer].discard(named)


def _reply(writer: asyncio.StreamWriter, status: int, body: object) -> None:
    content = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} Whatever\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    writer.write(head.encode() + content)


async def _client_message(reader: asyncio.StreamReader) -> bytes | None:
    """The next text a client sent, unmasked (RFC 6455, section 5.3); None when it closes. Pings and pongs are passed over."""
    while True:
        first, second = await reader.readexactly(2)
        size = second & 127
        if size >= 126:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        mask = await reader.readexactly(4)
        body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(await reader.readexactly(size)))
        if first & 15 == 8:
            return None
        if first & 15 == 1:
            return body


@asynccontextmanager
async def small_mastodon() -> AsyncIterator[SmallMastodon]:
    peer = SmallMastodon()
    async with listening(peer.connected) as peer.port:
        yield peer
