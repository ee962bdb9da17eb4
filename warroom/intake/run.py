"""`warroom intake`: reads the plan's sources for one room and hands it what matched, ten times a second."""

from __future__ import annotations

import argparse
import asyncio
import logging
from pathlib import Path

import msgspec

from warroom import collector
from warroom.client.running import local_address, read_run
from warroom.client.session import Session
from warroom.errors import RoomError, StorageError, Unreachable
from warroom.intake.entry import Lonely, enter, run_alone
from warroom.intake.marks import Marks
from warroom.intake.memory import Memory
from warroom.intake.nudge import Nudges
from warroom.intake.outgoing import Outgoing
from warroom.intake.play import Player
from warroom.intake.sources import Supervisor, build
from warroom.intake.watching import Watching
from warroom.room.folder import IntakeFile
from warroom.sources.feed_child import Documents
from warroom.sources.health import SourceHealth
from warroom.sources.open import new_client
from warroom.watch.pipeline import Pipeline
from warroom.wire import FeedBatch

log = logging.getLogger(__name__)

BATCH_S = 0.1
_HEALTH_S = 1.0
_MOVED_S = 2.0  # out of touch for so long: has the room come back at another address?


def main(args: list[str]) -> int:
    """Read until SIGTERM; 0 then, and where the room and the parent are both gone; 75 where another intake is at work."""
    parser = argparse.ArgumentParser(prog="warroom intake", description="Reads the sources of one room.")
    parser.add_argument("--room-folder", type=Path, required=True, help="the folder of the room, on this machine")
    folder: Path = parser.parse_args(args).room_folder
    return run_alone(folder, "intake", lambda: _work(folder))


async def _work(folder: Path) -> None:
    lonely = Lonely()
    session = await enter(folder, lambda: _token(folder), lonely, "intake")
    intake = Intake(folder, session)
    collector.ease()
    try:
        await intake.run(lonely)
    finally:
        await intake.close()


def _token(folder: Path) -> str:
    try:
        return msgspec.json.decode((folder / "intake.json").read_bytes(), type=IntakeFile).token
    except (OSError, msgspec.MsgspecError) as error:
        raise Unreachable(f"{folder / 'intake.json'} cannot be read.") from error


class Intake:
    """Sources and pipeline run on whatever the room does; only `_carry` waits for the room."""

    def __init__(self, folder: Path, session: Session) -> None:
        self._folder = folder
        self._session = session
        self._memory = Memory(folder / "intake-state.json")
        self._http = new_client()
        planned = session.state.plan
        self._marks = Marks(folder / "intake-marks")
        self._pipeline = Pipeline(planned.topics, self._now)
        self._pipeline.know(self._marks.read())
        self._watching = Watching(self._pipeline)
        self._documents = Documents()
        readers = build(planned.sources, self._http, self._memory, self._now, self._documents.read)
        self._supervisor = Supervisor(readers, self._pipeline, self._now)
        plays = any(source.kind == "rehearsal" for source in planned.sources)
        self._player = Player(self._memory, self._pipeline) if plays else None
        self._outgoing = Outgoing()
        self._gathered = asyncio.Event()
        self._told_health = 0.0

    async def run(self, lonely: Lonely) -> None:
        """Until cancelled. Raises Orphaned, RoomError where the room will not have us."""
        self._supervisor.start()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._gather(), name="gather what the sources read")
            tasks.create_task(self._carry(), name="hand it to the room")
            tasks.create_task(self._look_after(lonely), name="look after the room")

    async def close(self) -> None:
        await self._supervisor.close()
        await self._documents.close()
        await self._memory.flush()
        await self._http.aclose()
        await self._session.close()

    def _now(self) -> int:
        return self._session.server_now()

    async def _gather(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            self._watching.follow(self._session.state)
            if self._player is not None:
                self._player.step(self._session.state.pace, self._now())
            self._outgoing.add(self._pipeline.batch(), self._pipeline.marks())
            self._gathered.set()
            due = max(due + BATCH_S, loop.time())
            await asyncio.sleep(due - loop.time())

    async def _carry(self) -> None:
        """As soon as there is something to carry: of its own pace it would let each batch wait for another half of BATCH_S."""
        loop = asyncio.get_running_loop()
        while True:
            await self._gathered.wait()
            self._gathered.clear()
            began = loop.time()
            health = self._health() if began - self._told_health >= _HEALTH_S else ()
            if self._outgoing or health:
                await self._hand_over(self._outgoing.next(health), began)

    async def _hand_over(self, batch: FeedBatch, now: float) -> None:
        """Ten a second at most; what was not answered is taken there again."""
        try:
            await self._session.feed_in(batch)
        except Unreachable as error:
            log.debug("the room did not answer a batch: %s", error)
            await asyncio.sleep(0.3)
        except RoomError as error:
            if error.status in (401, 403):
                raise
            log.error("the room refused a batch, which is lost: %s", error)
            if error.status >= 500:
                self._outgoing.refused_now()
            else:
                self._outgoing.done()
            await asyncio.sleep(0.3)
        else:
            self._marks.add(self._outgoing.done())
            if batch.sources:
                self._told_health = now

    def _health(self) -> tuple[SourceHealth, ...]:
        return (*(self._player.health() if self._player is not None else ()), *self._supervisor.health())

    async def _look_after(self, lonely: Lonely) -> None:
        away_s = 0.0
        nudges = Nudges(self._folder)
        while True:
            await asyncio.sleep(1.0)
            await self._memory.flush()
            for name in nudges.take():
                await self._supervisor.again(name)
            there = self._session.link.phase == "live"
            lonely.check(there)
            away_s = 0.0 if there else away_s + 1.0
            if away_s >= _MOVED_S:
                await self._follow_move()

    async def _follow_move(self) -> None:
        """The room may have been opened again on another port; its folder says where."""
        run = read_run(self._folder)
        if run is None or str(local_address(run)) == self._session.address:
            return
        try:
            own = self._folder / "children" / "intake"
            session = await Session.open(
                str(local_address(run)), _token(self._folder), fingerprint=run.fingerprint, cache=own / "blobs", device_folder=own
            )
        except (Unreachable, RoomError, StorageError) as error:
            log.info("the room has moved and cannot be entered yet: %s", error)
            return
        before, self._session = self._session, session
        await before.close()
