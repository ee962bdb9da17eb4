"""A real room on loopback, in the test's own loop, behind a layer that goes wrong when told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.e2e.plans import live_plan
from tests.waiting import soon
from warroom.client.session import Session
from warroom.plan.read import read_plan
from warroom.room.app import make_app
from warroom.room.clock import wall_ms
from warroom.room.folder import OwnerFile, RoomFolder
from warroom.room.opening import Wanted, open_room
from warroom.room.room import Room, Where

Fault = Literal["lost", "before", "silent", "gone", "garbled", "refused", "damaged"]


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    body: bytes


@dataclass
class Faults:
    """`plan` holds the faults of the next requests whose path ends so, one each; `asked` is every request that came."""

    plan: dict[str, list[Fault]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def next(self, method: str, path: str) -> Fault | None:
        for end, faults in self.plan.items():
            wanted_method, _, wanted = end.rpartition(" ")
            if faults and wanted in path and wanted_method in ("", method):
                return faults.pop(0)
        return None

    def bodies(self, end: str) -> list[bytes]:
        return [one.body for one in self.asked if one.path.endswith(end)]


class Layer:
    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app, self._faults = app, faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        fault = self._faults.next(scope["method"], scope["path"])
        heard = _Heard(receive)
        try:
            await self._answer(fault, scope, heard, send)
        finally:
            self._faults.asked.append(Asked(scope["method"], scope["path"], bytes(heard.body)))

    async def _answer(self, fault: Fault | None, scope: Scope, receive: Receive, send: Send) -> None:
        if fault is None:
            await self._app(scope, receive, send)
        elif fault == "lost":  # done, but the answer does not arrive
            await self._app(scope, receive, _nowhere)
            await _plain(send, 502, b"bad gateway")
        elif fault == "before":
            while (await receive()).get("more_body"):
                continue
            await _plain(send, 503, b"try later")
        elif fault == "gone":
            await _plain(send, 410, b'{"error": "gone", "message": "Too old.", "detail": {}}')
        elif fault == "refused":
            await _plain(send, 401, b'{"error": "unauthorised", "message": "Not with this token.", "detail": {}}')
        elif fault == "garbled":
            await _plain(send, 200, b'{"epoch": 3')
        elif fault == "damaged":
            await _plain(send, 200, b"not these bytes")
        else:
            await self._app(scope, receive, _only_the_start(send))


class _Heard:
    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.body = bytearray()

    async def __call__(self) -> Message:
        message = await self._receive()
        self.body += message.get("body", b"")
        return message


async def _nowhere(message: Message) -> None:
    return


def _only_the_start(send: Send) -> Send:
    async def start(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)

    return start


async def _plain(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


@dataclass
class FaultyRoom:
    room: Room
    faults: Faults
    address: str
    token: str
    folder: Path

    async def session(self, name: str = "me") -> Session:
        own = self.folder / name
        return await Session.open(self.address, self.token, cache=own / "cache", device_folder=own)


@asynccontextmanager
async def faulty_room(tmp_path: Path, wall: Callable[[], int] = wall_ms) -> AsyncIterator[FaultyRoom]:
    folder = RoomFolder(tmp_path / "room")
    faults = Faults()
    room = await open_room(folder, Wanted(read_plan(live_plan(tmp_path)), "live", "cup"), Where("http://127.0.0.1"), wall)
    config = uvicorn.Config(
        Layer(make_app({"cup": room}), faults), port=0, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())  # without its signal handlers: the loop is the test's
    try:
        await soon(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        owner = msgspec.json.decode(folder.owner.read_bytes(), type=OwnerFile)
        yield FaultyRoom(room, faults, f"http://127.0.0.1:{port}/cup", owner.token, tmp_path)
    finally:
        room.close_streams()
        server.should_exit = True
        await serving
        await room.close()
        folder.close()
