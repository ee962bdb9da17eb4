"""Servers on this machine that answer as a test wants, also badly; and a sink that keeps what it is given."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.listening import listening
from warroom.sources.base import Reader
from warroom.sources.gap import Gap
from warroom.sources.patience import Patience
from warroom.sources.post import Post

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@dataclass
class Request:
    target: str
    headers: dict[str, str]


Handler = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """`handlers` answer the connections in turn, the last of them all further ones."""

    handlers: list[Handler]
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            number = len(self.requests)
            self.requests.append(Request(first.split(" ")[1], headers))
            await self.handlers[min(number, len(self.handlers) - 1)](self.requests[-1], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went first
        finally:
            writer.close()


@asynccontextmanager
async def serving(*handlers: Handler) -> AsyncIterator[Server]:
    server = Server(list(handlers))
    async with listening(server.connected) as server.port:
        yield server


def answer(status: int, body: bytes = b"", **headers: str) -> Handler:
    """An HTTP answer; underscores in header names stand for hyphens."""

    async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", "Connection: close", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)

    return handle


def frame(payload: bytes, opcode: int = 1, fin: bool = True) -> bytes:
    """A WebSocket frame as a server sends it."""
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big") if size < 65_536 else b"\x7f" + size.to_bytes(8, "big")
    return bytes([(128 if fin else 0) | opcode]) + length + payload


CLOSE = frame((1000).to_bytes(2, "big"), opcode=8)


def stream(*sent: bytes, keep: bool = False) -> Handler:
    """Opens a WebSocket, sends these bytes, and hangs up, or stays if it is to `keep` the connection."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        await opened(request, writer)
        await send(writer, sent, keep)

    return handle


async def opened(request: Request, writer: asyncio.StreamWriter) -> None:
    """The WebSocket is open."""
    key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
    writer.write(f"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    await writer.drain()


async def send(writer: asyncio.StreamWriter, parts: Sequence[bytes], keep: bool) -> None:
    """One after the other; `keep` the connection open then."""
    for part in parts:
        writer.write(part)
        await writer.drain()
    if keep:
        await asyncio.Event().wait()


async def hang_up(_request: Request, _writer: asyncio.StreamWriter) -> None:
    """Takes the request and closes."""


async def stay_silent(_request: Request, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


class Gathered:
    """A sink: posts in the order in which they came."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.keys: list[object] = []
        self.deleted: list[str] = []
        self.gaps: list[Gap] = []
        self._changed = asyncio.Event()

    def take(self, items: Sequence[Any], reader: Reader[Any], /) -> None:
        self.posts += [reader.post(item) for item in items]
        self.keys += [reader.key(item) for item in items]
        self._changed.set()

    def delete(self, ids: Sequence[str], /) -> None:
        self.deleted += ids
        self._changed.set()

    def gap(self, gap: Gap, /) -> None:
        self.gaps.append(gap)
        self._changed.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), 10)


class Enough(BaseException):
    """Ends a source's run in a test, where an Exception would be taken for trouble with the server."""


class Waits:
    """A patience that does not wait; after `enough` waits it ends the run instead."""

    def __init__(self, enough: int = 1_000) -> None:
        self.seconds: list[float] = []
        self._enough = enough

    @property
    def patience(self) -> Patience:
        return Patience(sleep=self._sleep, chance=lambda: 0.5)

    async def _sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) >= self._enough:
            raise Enough
        await asyncio.sleep(0)


def unused_port() -> int:
    """One on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
