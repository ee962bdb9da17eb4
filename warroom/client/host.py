"""The room that this machine hosts: its processes are started here, watched, and started again when they die."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import re
import secrets
import shutil
import time
from pathlib import Path

import msgspec

from warroom import locations
from warroom.client.answering import Answering
from warroom.client.children import Child, alive
from warroom.client.helpers import Helpers, child_log
from warroom.client.listening import listen
from warroom.client.lock import held
from warroom.client.outbox import write_private
from warroom.client.remembered import Remembered, remember
from warroom.client.running import HostFile, RunningRoom, answers, find_running, local_address, read_host, read_owner, read_run
from warroom.ending import end
from warroom.errors import StorageError, WarroomError
from warroom.plan.model import Plan
from warroom.plan.read import read_plan
from warroom.review.model import RoomKind
from warroom.room.folder import RunningRoom as RunFile

log = logging.getLogger(__name__)

_READY_S = 20.0
_WATCH_S = 0.2
_STOP_S = 6.0
_LONGEST_PAUSE_S = 10.0
_LEAST_FREE = 1_000_000  # bytes; no room opens with less


class Host:
    """Made by `start` or `adopt`; ended by `leave` (the room goes on) or `stop`. Lives on one event loop."""

    def __init__(self, folder: Path, how: HostFile) -> None:
        self.folder = folder
        self.name, self.kind = how.name, how.kind
        self.room = ""
        self.address = ""
        self.fingerprint = ""
        self.trouble = ""  # why the room cannot be started again just now; empty while all is well
        self._how = how
        self._port = how.port
        self._server: Child | None = None
        self._helpers = Helpers(folder, how)
        self._answering: Answering | None = None
        self._failures = 0
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls,
        plan_path: Path,
        kind: RoomKind,
        *,
        share: bool = False,
        colleagues: bool = False,
        patience: float | None = None,
        owner: str = "",
    ) -> Host:
        """Open a new room of this plan, and return when it answers. `owner` is a producer of the plan; empty: the first one.

        With `share` other machines can join it, over TLS. With `colleagues` the plan's imitation people answer, after about
        `patience` seconds. Raises PlanError, TemplateError for the plan's own brand, StorageError, WarroomError.
        """
        plan = await asyncio.to_thread(_checked, plan_path, kind)
        imitations = tuple(person.name for person in plan.people if person.imitation) if colleagues else ()
        how = HostFile(name=plan.event.name, kind=kind, share=share, colleagues=imitations, patience=patience)
        folder, room = _new_folder(plan.event.name)
        host = cls(folder, how)
        await host._begin(["--plan", str(plan_path.resolve()), "--kind", kind, "--room", room, *(["--owner", owner] if owner else [])])
        return host

    @classmethod
    async def adopt(cls, folder: Path) -> Host:
        """Take over a room that an earlier window left running, or open again one that is not running any more, or hangs."""
        how = read_host(folder)
        if how is None or not (folder / "log.db").exists():
            raise WarroomError(f"{folder} holds no room.", "Start one from an event plan.", "no_room")
        host = cls(folder, how)
        await host._find_server()
        await host._begin([])
        return host

    @staticmethod
    def running() -> tuple[RunningRoom, ...]:
        """Rooms of this machine that answer now, latest first. Blocks for up to a second for each that hangs."""
        return find_running()

    @property
    def token(self) -> str:
        """Of the owner's device. Raises StorageError."""
        return read_owner(self.folder).token

    @property
    def server_pid(self) -> int:
        return self._server.pid if self._server is not None else 0

    async def leave(self) -> None:
        """Stop watching; the room and its intake go on without this window."""
        await self._unwatch()
        self._helpers.let_go()
        if self._server is not None:
            self._server.let_go()

    async def _unwatch(self) -> None:
        if self._watching is not None:
            await end([self._watching])
            self._watching = None
        await self._ask_no_more()

    async def stop(self) -> None:
        """Close the room: intake and colleagues first, then the server, each asked first and made to after six seconds."""
        await self._unwatch()
        await _end(self._helpers.running())
        if self._server is not None:
            await _end([self._server])
        self._helpers.forget()
        self._server = None

    async def _find_server(self) -> bool:
        """Whether a server of this room runs already; then it is ours. One that does not answer is ended, and does not count.

        Only with the folder's lock held is the pid in `run.json` still the server's, and not a later process's.
        """
        run = read_run(self.folder)
        if run is None or not alive(run.pid):
            return False
        server, answering = Child("room", run.pid, child_log(self.folder, "room")), Answering(local_address(run).base)
        try:
            while not await answering.ask():
                if server.ended() is not None or not held(self.folder / "room.lock"):
                    return False
                if answering.hangs:
                    log.warning("the room's process was left hanging; it is ended")
                    await asyncio.to_thread(server.kill)
                    return False
                await asyncio.sleep(_WATCH_S)
        finally:
            await answering.close()
        self._port, self._server = local_address(run).port, server
        await self._found(run)
        return True

    async def _begin(self, new: list[str]) -> None:
        if self._server is None:
            try:
                await self._start_server(new)
                self._keep_how()
            except BaseException:
                await self.stop()
                raise
        self._helpers.start()
        self._watching = asyncio.create_task(self._watch(), name=f"watch over {self.room}")
        self._remember()

    def _keep_how(self) -> None:
        """So that another window can go on hosting. Raises StorageError."""
        how = msgspec.structs.replace(self._how, port=self._port)
        if how != read_host(self.folder):
            write_private(self.folder / "host.json", msgspec.json.encode(how))

    async def _start_server(self, new: list[str]) -> None:
        listening = await asyncio.to_thread(listen, "0.0.0.0" if self._how.share else "127.0.0.1", self._port)
        with listening:
            host, port = listening.getsockname()[:2]
            args = ["serve", "--folder", str(self.folder), "--host", host, "--port", str(port), *new]
            if os.name == "nt":  # no handing over of sockets: free the port for the child just before it starts
                listening.close()
                self._server = Child.start("room", args, child_log(self.folder, "room"))
            else:
                self._server = Child.start(
                    "room", [*args, "--fd", str(listening.fileno())], child_log(self.folder, "room"), (listening.fileno(),)
                )
        self._port = port
        if new:  # in a new folder it can only find this server; it loads while that does, and waits for it
            self._helpers.begin("intake")
        await self._ready(self._server)

    async def _ready(self, server: Child) -> None:
        until = time.monotonic() + _READY_S
        while time.monotonic() < until:
            if server.ended() is not None:
                raise WarroomError("The room could not be opened.", self._why(server), "room_failed")
            run = read_run(self.folder)
            if run is not None and run.pid == server.pid and await asyncio.to_thread(answers, run):
                await self._found(run)
                return
            await asyncio.sleep(0.03)
        raise WarroomError(f"The room did not open within {_READY_S:g} s.", self._why(server), "room_failed")

    def _why(self, server: Child) -> str:
        """What the server said; on a full disk it cannot even do that."""
        if shutil.disk_usage(self.folder).free < _LEAST_FREE:
            return f"The disk with {self.folder} is full: free some space there."
        return server.last_words() or f"Its log is {server.log}."

    async def _found(self, run: RunFile) -> None:
        where = local_address(run)
        self.room, self.address, self.fingerprint = run.room, str(where), run.fingerprint
        await self._ask_no_more()
        self._answering = Answering(where.base)

    async def _ask_no_more(self) -> None:
        if self._answering is not None:
            answering, self._answering = self._answering, None
            await answering.close()

    async def _watch(self) -> None:
        """A dead room is noticed within a second, one that hangs within seven; it is started again, on the same port and
        folder. So are its helpers."""
        while True:
            await asyncio.sleep(_WATCH_S)
            try:
                if self._server is None or self._server.ended() is not None:
                    await self._restart()
                elif self._answering is not None and not await self._answering.ask():
                    if self._answering.hangs:
                        log.warning("the room's process does not answer; it is ended")
                        await asyncio.to_thread(self._server.kill)
                else:
                    await self._helpers.end_silent_intake(self._answering.intake_silent_s if self._answering is not None else 0.0)
                    self._helpers.start()
            except (WarroomError, OSError) as error:
                self._failures += 1
                self.trouble = str(error)
                log.error("the room cannot be started again: %s", error)
                if self._server is not None and self._server.ended() is None:
                    await asyncio.to_thread(self._server.kill)
                await asyncio.sleep(min(0.5 * 2**self._failures, _LONGEST_PAUSE_S))

    async def _restart(self) -> None:
        if self._server is not None:
            log.warning("the room's process ended with %s; it is started again", self._server.ended())
        if not await self._find_server():  # another window may have been quicker
            await self._start_server([])
        self._failures = 0
        self.trouble = ""

    def _remember(self) -> None:
        try:
            owner = read_owner(self.folder)
            remember(
                Remembered(
                    room=self.room,
                    name=self.name,
                    kind=self.kind,
                    address=self.address,
                    token=owner.token,
                    person=owner.person,
                    device=owner.device,
                    fingerprint=self.fingerprint,
                    folder=str(self.folder),
                )
            )
        except StorageError as error:
            log.warning("the room is open but will not be found under recent rooms: %s", error)


def _checked(plan_path: Path, kind: RoomKind) -> Plan:
    plan = read_plan(plan_path, live=kind == "live")
    if plan.brand:
        from warroom.compose.template import planned_templates  # Pillow and the fonts take a while, and a rehearsal needs none here

        planned_templates(plan)
    return plan


async def _end(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + _STOP_S
    for child in children:
        if not await asyncio.to_thread(child.wait, until):
            log.warning("%s did not end when asked to", child.name)
            await asyncio.to_thread(child.kill)


def _new_folder(name: str) -> tuple[Path, str]:
    """A folder, and a name for its room that no other room has: rooms are remembered by it."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "room"
    room = f"{plain}-{secrets.token_hex(3)}"
    today = dt.datetime.now().astimezone().date().isoformat()
    folder = locations.rooms() / f"{today}-{room}"
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise StorageError(f"{folder} cannot be made: {error.strerror or error}.", "Is there space left on the disk?") from error
    return folder, room
