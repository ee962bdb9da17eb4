"""A Jetstream of our own, written from its documents and lexicon: both protocols, plain and packed, cursors; and made to fail as wanted.

No real server of the second protocol that packs runs on this machine: this one stands in for it, and is strict where the
documents are (a parameter of the other protocol, deflate beside zstd, an unknown dictionary: 400).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import zstandard

from tests.sources.jetstream_dictionary import V1_DICTIONARY
from tests.sources.loopback import Request, Server, answer, frame, opened, serving

V2 = "network.bsky.jetstream.subscribeEvents"
V1_PATH, V2_PATH, DICTIONARY_PATH = "/subscribe", f"/xrpc/{V2}", "/xrpc/network.bsky.jetstream.getZstdDictionary"
_SEQ_CURSOR = 10**15  # a smaller cursor is a sequence number

Json = dict[str, Any]


class Session:
    """One connection to the peer. `write` sends raw bytes, `send` one message as this connection wants it."""

    def __init__(self, peer: Peer, writer: asyncio.StreamWriter, version: int, pack: Callable[[bytes], bytes] | None) -> None:
        self.peer = peer
        self.version = version
        self._writer = writer
        self._pack = pack

    async def write(self, raw: bytes) -> None:
        self._writer.write(raw)
        await self._writer.drain()

    async def send(self, event: Json) -> None:
        body = as_v1(event) if self.version == 1 else as_v2(event)
        await self.send_json(body)

    async def send_json(self, body: Json) -> None:
        message = json.dumps(body, ensure_ascii=False).encode()
        await self.write(frame(self._pack(message), opcode=2) if self._pack else frame(message))

    async def send_packed(self, packed: bytes) -> None:
        await self.write(frame(packed, opcode=2))


Fault = Callable[[Session], Awaitable[bool]]  # what a connection does after its first event; whether it goes on then


class Peer:
    """`events` are kept in v1's shape with `time_us` and `seq`. What one connection is to do wrong is in `faults`, in turn."""

    def __init__(
        self,
        events: Sequence[Json] = (),
        *,
        versions: Sequence[int] = (1, 2),
        packs: Sequence[int] = (1, 2),
        dictionary: zstandard.ZstdCompressionDict = V1_DICTIONARY,
        v1_dictionary: zstandard.ZstdCompressionDict = V1_DICTIONARY,
        floor_us: int = 0,
    ) -> None:
        self.events = list(events)
        self.versions = tuple(versions)
        self.packs = tuple(packs)
        self.dictionary = dictionary
        self.v1_dictionary = v1_dictionary
        self.handed_out: deque[zstandard.ZstdCompressionDict] = deque()  # instead of `dictionary`, once each
        self.floor_us = floor_us
        self.faults: deque[Fault] = deque()
        self.answers: deque[Any] = deque()  # HTTP answers instead of streams, once each
        self.server = Server([])
        self.sessions = 0
        self.opened = asyncio.Event()  # a stream, for the first time
        self._waiting: set[asyncio.Queue[Json]] = set()

    @property
    def ws(self) -> str:
        return self.server.ws

    def targets(self) -> list[str]:
        """Of all streams that were asked for, in turn."""
        return [request.target for request in self.server.requests if not request.target.startswith(DICTIONARY_PATH)]

    def queries(self) -> list[dict[str, list[str]]]:
        return [parse_qs(urlsplit(target).query) for target in self.targets()]

    def say(self, event: Json) -> None:
        """It happens now."""
        self.events.append(event)
        for queue in self._waiting:
            queue.put_nowait(event)

    async def handle(self, request: Request, writer: asyncio.StreamWriter) -> None:
        path = urlsplit(request.target).path
        query = parse_qs(urlsplit(request.target).query)
        if path == DICTIONARY_PATH and 2 in self.versions and 2 in self.packs:
            handed = self.handed_out.popleft() if self.handed_out else self.dictionary
            await answer(200, handed.as_bytes(), X_Zstd_Dictionary_Id=str(handed.dict_id()))(request, writer)
        elif self.answers and path != DICTIONARY_PATH:
            await self.answers.popleft()(request, writer)
        elif (version := {V1_PATH: 1, V2_PATH: 2}.get(path)) in self.versions and version is not None:
            wrong = self._wrong(version, query, request)
            if wrong:
                await answer(400, json.dumps({"error": wrong, "message": "no"}).encode())(request, writer)
            else:
                await self._stream(version, query, request, writer)
        else:
            await answer(404)(request, writer)

    def _wrong(self, version: int, query: dict[str, list[str]], request: Request) -> str:
        if "sec-websocket-extensions" in request.headers and ("compress" in query or "zstdDictionary" in query):
            return "InvalidRequest"
        if version == 1:
            return "InvalidRequest" if "compress" in query and 1 not in self.packs else ""
        known = {"kinds", "collections", "dids", "maxMessageSizeBytes", "cursor", "zstdDictionary"}
        if set(query) - known or ("zstdDictionary" in query and 2 not in self.packs):
            return "InvalidRequest"
        if "zstdDictionary" in query and query["zstdDictionary"] != [str(self.dictionary.dict_id())]:
            return "UnknownZstdDictionary"
        cursor = int(query.get("cursor", ["0"])[0])
        return "CursorTooOld" if 0 < cursor < _SEQ_CURSOR else ""

    async def _stream(self, version: int, query: dict[str, list[str]], request: Request, writer: asyncio.StreamWriter) -> None:
        packed = "compress" in query or "zstdDictionary" in query
        pack = zstandard.ZstdCompressor(dict_data=self.v1_dictionary if version == 1 else self.dictionary).compress if packed else None
        queue: asyncio.Queue[Json] = asyncio.Queue()
        session = Session(self, writer, version, pack)
        self.sessions += 1
        first = True
        cursor = int(query.get("cursor", ["0"])[0])
        await opened(request, writer)
        if version == 2 and 0 < cursor < self.floor_us:
            await session.send_json(
                {"$type": "message", "payload": {"$type": f"{V2}#info", "name": "OutdatedCursor", "message": "resumed from seq 7"}}
            )
        for event in self.events if cursor else []:
            if event["time_us"] >= max(cursor, self.floor_us):
                queue.put_nowait(event)
        self._waiting.add(queue)
        self.opened.set()
        try:
            while True:
                await session.send(await queue.get())
                if first and self.faults and not await self.faults.popleft()(session):
                    return
                first = False
        finally:
            self._waiting.discard(queue)


@asynccontextmanager
async def running(peer: Peer) -> AsyncIterator[Peer]:
    async with serving(peer.handle) as server:
        peer.server = server
        yield peer


def post(number: int, time_us: int, text: str = "", *, operation: str = "create", rkey: str = "", did: str = "did:plc:own") -> Json:
    record = {"$type": "app.bsky.feed.post", "text": text or f"touchdown number {number}", "createdAt": _time(time_us), "langs": ["en"]}
    commit: Json = {"rev": f"rev{number}", "operation": operation, "collection": "app.bsky.feed.post", "rkey": rkey or f"key{number}"}
    if operation != "delete":
        commit |= {"record": record, "cid": "bafy"}
    return {"did": did, "time_us": time_us, "kind": "commit", "seq": number, "commit": commit}


def account(number: int, time_us: int, did: str, **said: object) -> Json:
    body = {"did": did, "seq": number, "time": _time(time_us), **said}
    return {"did": did, "time_us": time_us, "kind": "account", "seq": number, "account": body}


def as_v1(event: Json) -> Json:
    return {name: value for name, value in event.items() if name != "seq"} | {"cursor": event["seq"]}


def as_v2(event: Json) -> Json:
    kind = event["kind"]
    flat = {"$type": f"{V2}#{kind}", "seq": event["seq"], "did": event["did"], "time": _time(event["time_us"])}
    flat["witnessedAt"] = flat["time"]
    flat |= event["commit"] if kind == "commit" else {kind: event[kind]}
    return {"$type": "message", "payload": flat}


def _time(time_us: int) -> str:
    time = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=time_us)
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")
