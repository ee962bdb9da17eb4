"""`warroom serve`: one room's server, as a process of its own that outlives whoever started it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import get_args

import uvicorn
from starlette.types import ASGIApp

from warroom import collector
from warroom.errors import WarroomError
from warroom.plan.model import Plan
from warroom.review.model import RoomKind
from warroom.room.app import make_app
from warroom.room.clock import wall_ms
from warroom.room.folder import RoomFolder, RunningRoom, write_private
from warroom.room.opening import Wanted, open_room
from warroom.room.room import Room, Where

SHUT_DOWN_S = 2  # for requests that are under way
KEEP_ALIVE_S = 75
_log = logging.getLogger(__name__)


def main(args: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; 0 then. Raises WarroomError where the room cannot be opened."""
    options = _parser().parse_args(args)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    folder = RoomFolder(options.folder)
    try:
        wanted = Wanted(
            _plan(options.plan, options.kind) if options.plan and not folder.log.exists() else None,
            options.kind,
            options.room,
            options.owner,
        )
        listening = _listening(options)
        with listening, asyncio.Runner(loop_factory=uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()) as runner:
            runner.run(_serve(folder, wanted, listening, options.host))
    finally:
        folder.close()
    return 0


def _plan(path: Path, kind: RoomKind) -> Plan:
    from warroom.plan.read import read_plan  # a tenth of a second that a room opened again can do without

    return read_plan(path, live=kind == "live")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="warroom serve", description="The server of one room.")
    parser.add_argument("--folder", type=Path, required=True, help="where the room is kept; made when missing")
    parser.add_argument("--plan", type=Path, help="the event plan to make the room from, where the folder holds none")
    parser.add_argument("--kind", choices=get_args(RoomKind), default="live")
    parser.add_argument("--room", default="", help="the room's name in its address")
    parser.add_argument("--owner", default="", help="which producer starts the room; the plan's first, if not said")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; other than loopback is served by TLS")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fd", type=int, help="a listening socket that was inherited")
    return parser


def _listening(options: argparse.Namespace) -> socket.socket:
    try:
        if options.fd is not None:
            return socket.socket(fileno=options.fd)
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        both = options.host == "::" and socket.has_dualstack_ipv6()
        return socket.create_server((options.host, options.port), family=family, backlog=2048, dualstack_ipv6=both)
    except (OSError, OverflowError) as error:
        where = f"socket {options.fd}" if options.fd is not None else f"{options.host}, port {options.port}"
        raise WarroomError(
            f"The room cannot listen on {where}: {error}.", "Choose another port, or 0 for any.", code="cannot_listen"
        ) from error


async def _serve(folder: RoomFolder, wanted: Wanted, listening: socket.socket, name: str) -> None:
    host, port = listening.getsockname()[:2]
    plain = ipaddress.ip_address(host).is_loopback
    fingerprint = "" if plain else _fingerprint(folder)
    scheme = "http" if plain else "https"
    where = Where(f"{scheme}://{_bracketed(_outside(host))}:{port}", fingerprint)
    room = await open_room(folder, wanted, where)
    try:
        server = _Server(room, _config(make_app({room.name: room}, [name]), folder, plain))
        here = f"{scheme}://{_bracketed(_inside(host))}:{port}"
        collector.ease()
        server.ready = lambda: _say_ready(folder, RunningRoom(os.getpid(), here, room.name, room.epoch, wall_ms(), fingerprint))
        await server.serve(sockets=[listening])
    finally:
        folder.run.unlink(missing_ok=True)
        await room.close()


def _config(app: ASGIApp, folder: RoomFolder, plain: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=SHUT_DOWN_S,
        ssl_certfile=None if plain else folder.certificate,
        ssl_keyfile=None if plain else folder.key,
    )


def _say_ready(folder: RoomFolder, running: RunningRoom) -> None:
    write_private(folder.run, running)
    _log.info("room %s is at %s", running.room, running.address)


def _fingerprint(folder: RoomFolder) -> str:
    from warroom.room import certificate  # cryptography takes a while to load, and most rooms need none of it

    return certificate.fingerprint(folder, [_outside("0.0.0.0")])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _inside(host: str) -> str:
    """The address for programs on this computer."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _outside(host: str) -> str:
    """The address for others: where the room listens everywhere, the one this computer goes out by. Nothing is sent."""
    if host not in ("0.0.0.0", "::"):
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


class _Server(uvicorn.Server):
    """Closes the room's streams before it waits for its connections, and leaves the process to end by itself."""

    def __init__(self, room: Room, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._room = room
        self.ready: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._room.close_streams()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """As uvicorn's, but the signal is not raised again: the room is closed after this."""
        handled = [signal.SIGINT, signal.SIGTERM]
        before = {number: signal.signal(number, self.handle_exit) for number in handled}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
