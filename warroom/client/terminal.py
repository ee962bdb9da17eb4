"""`warroom publish FOLDER` and `warroom retire TEMPLATE`: for a designer in a terminal, in a room that this user has joined or started."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from warroom import locations
from warroom.client.remembered import Remembered, remembered
from warroom.client.session import Session
from warroom.errors import RoomError, TemplateError, Unreachable, WarroomError
from warroom.review.commands import RetireTemplate

OPEN_S = 15.0
WRONG = 2  # the exit code for what the user can mend


def publish(path: Path, room: str = "", *, over: bool = False) -> int:
    """Publish what stands at `path`; the exit code. `room` is a room's id or name, empty for the one this user was in last.

    Raises WarroomError, with what to do about it.
    """
    try:
        return asyncio.run(_publish(path, chosen(room), over))
    except TemplateError as error:
        print(f"{error}\nNothing was published.", file=sys.stderr)
        return WRONG


def chosen(room: str) -> Remembered:
    """Raises WarroomError where this user was never in such a room."""
    known = remembered()
    if not known:
        raise WarroomError("This user has joined no room yet.", "Join it first: warroom join ADDRESS CODE.", "no_room")
    found = next((one for one in known if not room or room in (one.room, one.name)), None)
    if found is None:
        rooms = ", ".join(one.room for one in known)
        raise WarroomError(f"This user was never in a room called {room}.", f"There are: {rooms}.", "no_room")
    return found


def retire(key: str, room: str = "") -> int:
    """Offer the template no more; the exit code. Raises WarroomError."""
    return asyncio.run(_retire(key, chosen(room)))


async def _publish(path: Path, room: Remembered, over: bool) -> int:
    session = await _session(room)
    try:
        done = await session.publish(path, over=over, tell=_tell)
    except RoomError as error:
        if error.code == "stale_template":
            raise WarroomError(error.message, "With --over it is published over theirs; every version stays.", error.code) from error
        raise
    finally:
        await session.close()
        _tell("")
    print(f"{room.name or room.room}: {done.words}")
    return 0


async def _retire(key: str, room: Remembered) -> int:
    session = await _session(room)
    try:
        await session.send(RetireTemplate(key))
        name = session.state.templates[key][-1].name
    finally:
        await session.close()
    print(f"{room.name or room.room}: {name} is offered no more.")
    return 0


async def _session(room: Remembered) -> Session:
    home = locations.home()
    try:
        async with asyncio.timeout(OPEN_S):
            return await Session.open(
                room.address, room.token, fingerprint=room.fingerprint, cache=home / "pictures", device_folder=home / "device"
            )
    except TimeoutError as error:
        raise Unreachable(f"The room {room.name or room.room} does not answer at {room.address}.", "Is it running there?") from error


def _tell(progress: str) -> None:
    """On one line that is written anew, where somebody looks."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)
