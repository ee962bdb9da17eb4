"""Open the room that a folder keeps, or make it from an event plan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from warroom.errors import StorageError, WarroomError
from warroom.plan.model import Person, Plan
from warroom.review.chain import verify
from warroom.review.events import RoomStarted
from warroom.review.fold import fold_all
from warroom.review.model import Pace, RoomKind
from warroom.room.authority import ROOM, Head
from warroom.room.blobs import Blobs
from warroom.room.clock import Clock, wall_ms
from warroom.room.folder import IntakeFile, OwnerFile, RoomFolder, write_private
from warroom.room.room import Room, Where
from warroom.room.store.posts import PostStore
from warroom.room.store.rows import Kept
from warroom.room.store.sqlite import SqliteLog

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the room is to be, where the folder holds none yet. An empty `owner` is the plan's first producer."""

    plan: Plan | None = None
    kind: RoomKind = "live"
    room: str = ""
    owner: str = ""


async def open_room(folder: RoomFolder, wanted: Wanted, where: Where, wall: Callable[[], int] = wall_ms) -> Room:
    """`wall`: milliseconds of Unix time, of which the room's clock is made.

    Raises WarroomError: no plan for a new room, a damaged or changed log, a disk that refuses.
    """
    log = SqliteLog(folder.log)
    try:
        kept = log.kept()
        clock = Clock(kept.lines[-1].line.at if kept.lines else 0, wall)
        if not kept.lines:
            kept = _begin(log, kept, wanted, clock)
        broken = verify(kept.lines)
        if broken is not None:
            raise StorageError(
                f"The log in {folder.log} was changed outside the room: it is not what was sealed from event {broken} on.",
                "Keep this folder as it is, and open a copy that was made before.",
                code="log_changed",
            )
        last = kept.lines[-1].line
        head = Head(fold_all(None, (sealed.line for sealed in kept.lines)), last.seq, last.hash)
        posts = PostStore(folder.posts)
    except BaseException:
        log.close()
        raise
    room = Room(log, kept, head, Blobs(folder.blobs), posts, clock, where)
    try:
        await room.feed.restore()
        await _let_ours_in(room, folder, wanted.owner)
    except BaseException:
        await room.close()
        raise
    return room


def room_id(name: str, starts: str) -> str:
    """`Cup final`, `2026-07-19` -> `cup-final-2026-07-19`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-")
    return f"{words or 'room'}-{starts}"


def _begin(log: SqliteLog, kept: Kept, wanted: Wanted, clock: Clock) -> Kept:
    plan = wanted.plan
    if plan is None:
        raise WarroomError("This folder holds no room yet.", "Name the event plan to make it from: --plan EVENT.toml.", code="no_plan")
    id = wanted.room or room_id(plan.event.name, plan.event.starts.date().isoformat())
    if not _ID.fullmatch(id):
        raise WarroomError(f"{id!r} cannot be a room's name.", "Use small letters, digits and dashes, 64 at most.", code="bad_room")
    _owner(plan, wanted.owner)
    now = clock.now()
    event_ms = now if wanted.kind == "live" else int(plan.event.starts.timestamp() * 1000)
    started = RoomStarted(room=id, kind=wanted.kind, plan=plan, pace=Pace(event_ms=event_ms, server_ms=now))
    line = log.begin(started, now, ROOM)
    return Kept(kept.epoch, (line,), (), (), ())


def _owner(plan: Plan, named: str) -> Person:
    producers = [person for person in plan.people if "producer" in person.roles]
    owner = next((person for person in producers if not named or person.name == named), None)
    if owner is None:
        what = f"{named} is not a producer in the event plan." if named else "The event plan has no producer."
        raise WarroomError(what, 'Give somebody roles = ["producer"]: who starts the room is its first producer.', code="no_producer")
    return owner


async def _let_ours_in(room: Room, folder: RoomFolder, owner: str) -> None:
    """The tokens of whoever starts the server and of the intake beside it; new ones where the files are gone."""
    if not folder.owner.exists():
        person = _owner(room.authority.durable.state.plan, owner).name
        device, token = await room.let_in(person, "This computer")
        write_private(folder.owner, OwnerFile(token, person, device))
    if not folder.intake.exists():
        write_private(folder.intake, IntakeFile(await room.let_intake_in()))
