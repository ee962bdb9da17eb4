"""`warroom colleagues`: the imitation approvers of a rehearsal, so that one person alone can go the whole way.

They are real clients with devices of their own, let in by join codes like anybody else. They answer only for people whom
the plan calls imitations, and only in rehearsals.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec

from warroom.client.address import Address
from warroom.client.change import Change
from warroom.client.join import join
from warroom.client.line import Line
from warroom.client.outbox import write_private
from warroom.client.running import local_address, read_owner, read_run
from warroom.client.session import Session
from warroom.errors import RoomError, StorageError, Unreachable, WarroomError
from warroom.intake.entry import Lonely, enter, run_alone
from warroom.intake.wishes import Wish, wish_of
from warroom.plan.model import Person
from warroom.wire import CodeReply, CodeRequest

log = logging.getLogger(__name__)

PATIENCE_S = 9.0


class _Token(msgspec.Struct, frozen=True):
    token: str


def main(args: list[str]) -> int:
    """Answer until SIGTERM; 0 then. Raises WarroomError where somebody named is no imitation."""
    parser = argparse.ArgumentParser(prog="warroom colleagues", description="Imitation approvers for a rehearsal.")
    parser.add_argument("--room-folder", type=Path, required=True, help="the folder of the room, on this machine")
    parser.add_argument("--as", dest="names", action="append", required=True, metavar="NAME", help="whom to imitate")
    parser.add_argument("--patience", type=float, default=PATIENCE_S, metavar="SECONDS", help="about how long they think; 0: not at all")
    parser.add_argument("--first-asks-changes", action="store_true", help="the first named sends the first item back once")
    options = parser.parse_args(args)
    asker = options.names[0] if options.first_asks_changes else ""
    return run_alone(options.room_folder, "colleagues", lambda: _work(options.room_folder, options.names, options.patience, asker))


async def _work(folder: Path, names: Sequence[str], patience_s: float, asker: str) -> None:
    lonely = Lonely()
    async with asyncio.TaskGroup() as tasks:
        for name in names:
            tasks.create_task(_answer_as(folder, name, patience_s, asker, lonely), name=f"answer as {name}")


async def _answer_as(folder: Path, name: str, patience_s: float, asker: str, lonely: Lonely) -> None:
    session = await _sit_down(folder, name, lonely)
    colleague = Colleague(session, _imitation(session, name), patience_s, asker)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(colleague.work(), name=f"work as {name}")
            tasks.create_task(_look_after(session, lonely), name="look after the room")
    finally:
        await session.close()


async def _look_after(session: Session, lonely: Lonely) -> None:
    while True:
        await asyncio.sleep(1.0)
        lonely.check(session.link.phase == "live")


def _imitation(session: Session, name: str) -> Person:
    person = session.state.plan.person(name)
    if session.state.kind != "rehearsal":
        raise WarroomError("Imitations answer in rehearsals only; this room is live.", "", "not_a_rehearsal")
    if person is None or not person.imitation:
        raise WarroomError(f"{name} is no imitation in this event's plan.", "Give the person imitation = true.", "not_an_imitation")
    return person


async def _sit_down(folder: Path, name: str, lonely: Lonely) -> Session:
    """With the token of an earlier run if the room still takes it, else with a new join code."""
    kept = folder / "children" / "colleagues" / f"{name.encode().hex()[:32]}.json"
    for attempt in range(2):
        await _ensure_token(folder, name, kept, lonely)
        try:
            return await enter(folder, lambda: msgspec.json.decode(kept.read_bytes(), type=_Token).token, lonely, f"{kept.stem}")
        except RoomError as error:
            if attempt or error.status != 401:
                raise
            kept.unlink(missing_ok=True)
    raise AssertionError("the loop returns or raises")


async def _ensure_token(folder: Path, name: str, kept: Path, lonely: Lonely) -> None:
    while not kept.exists():
        try:
            token = await _join(folder, name)
            await asyncio.to_thread(write_private, kept, msgspec.json.encode(_Token(token)))
        except (Unreachable, StorageError) as error:
            log.info("%s cannot join yet: %s", name, error)
            lonely.check(room_is_there=False)
            await asyncio.sleep(0.3)


async def _join(folder: Path, name: str) -> str:
    run = read_run(folder)
    if run is None:
        raise Unreachable("The room is not running.")
    where = local_address(run)
    line = await Line.open(where, read_owner(folder).token, run.fingerprint)
    try:
        issued = await line.call("POST", "codes", reply=CodeReply, body=CodeRequest(name))
    finally:
        await line.close()
    joined = await join(_invitation(where, issued.code), "", f"{name} (imitation)")
    return joined.reply.token


def _invitation(where: Address, code: str) -> str:
    pinned = f"&fp={where.fingerprint}" if where.fingerprint else ""
    return f"warroom://{where.base.split('://', 1)[1]}/{where.room}?code={code}{pinned}"


class Colleague:
    """Looks at the room after every change, thinks for a while, and acts if it still wants the same."""

    def __init__(self, session: Session, me: Person, patience_s: float, asker: str) -> None:
        self._session = session
        self._me = me
        self._patience_s = patience_s
        self._asker = asker
        self._changed = asyncio.Event()
        self._refused: set[Wish] = set()
        self._stop_listening = session.listen(self._heard)

    async def work(self) -> None:
        try:
            while True:
                self._changed.clear()
                wish = self._wish()
                if wish is None:
                    await self._changed.wait()
                elif await self._still_wanted(wish):
                    await self._act(wish)
        finally:
            self._stop_listening()

    def _heard(self, change: Change) -> None:
        if change.events or change.reset or change.link:
            self._changed.set()

    def _wish(self) -> Wish | None:
        wish = wish_of(self._session.state, self._me, self._asker)
        return None if wish in self._refused else wish

    async def _still_wanted(self, wish: Wish) -> bool:
        if self._patience_s <= 0:
            return True
        self._session.busy_with(wish.item, "reviewing")
        try:
            async with asyncio.timeout(self._patience_s * random.uniform(0.6, 1.5)):
                while self._wish() == wish:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return self._wish() == wish
        finally:
            self._session.busy_with("", "")
        return False

    async def _act(self, wish: Wish) -> None:
        try:
            await self._session.send(wish.command)
        except RoomError as error:
            log.info("%s was refused: %s", self._me.name, error)
            self._refused.add(wish)
        except Unreachable as error:
            log.info("%s could not answer: %s", self._me.name, error)
            await asyncio.sleep(1.0)
