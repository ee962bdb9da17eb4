"""A room on the table: the real rules and fold in memory, with sessions that look like the client's. No network, time by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uuid_utils

from warroom.client.change import Change, Link
from warroom.client.outbox import Waiting
from warroom.client.publishing import Publication, publish
from warroom.compose.pack import Manifest, read_manifest
from warroom.plan.model import Event, Lane, Person, Plan, Rule, Target, Topic
from warroom.review.asking import no_pack
from warroom.review.commands import Actor, Command
from warroom.review.decide import decide
from warroom.review.due import due
from warroom.review.events import Happening, Logged, RoomStarted
from warroom.review.fold import fold
from warroom.review.model import Pace, RoomKind, State
from warroom.wire import Present, Said

START = 1_359_942_000_000


def plan(by: str = "hand") -> Plan:
    return Plan(
        event=Event("Cup final", dt.datetime(2026, 7, 19, 19, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        topics=(Topic("The match", ("kick-off",)),),
        people=(
            Person("Producer on duty", ("producer",)),
            Person("Writer 1", ("writer",)),
            Person("Writer 2", ("writer",)),
            Person("Brand lead", ("brand",)),
            Person("Counsel", ("legal",), deputy="Brand lead"),
        ),
        lanes=(
            Lane("full", (Rule("brand", 1, True, 300, "escalate"), Rule("legal", 1, True, 300, "expire"))),
            Lane("quick", (Rule("brand", 1, False, 120, "expire"),)),
        ),
        targets=(Target("bluesky", "crumb.example", by), Target("instagram", "crumb", by)),
    )


@dataclass(frozen=True)
class Sent:
    seq: int
    id: str


class TableRoom:
    """`now` is its clock, in milliseconds; `wait` lets it run."""

    def __init__(self, folder: Path, kind: RoomKind = "live", room_plan: Plan | None = None) -> None:
        self.folder = folder
        self.now = START
        self.seats: list[Seat] = []
        self.log: list[Logged] = []
        self.answers: dict[str, tuple[Command, int]] = {}
        self.state: State = None
        self._append("room", "", (RoomStarted("r", kind, room_plan or plan(), Pace(START, START)),))

    def seat(self, person: str) -> Seat:
        seat = Seat(self, person, self.folder / person.replace(" ", "-"))
        self.seats.append(seat)
        return seat

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * 1000)
        self._append("room", "", due(self.state, self.now))

    def blob(self, sha256: str) -> Path:
        return self.folder / "blobs" / sha256

    def pack(self, manifest: str) -> Manifest:
        return read_manifest(self.blob(manifest).read_bytes()) if self.blob(manifest).exists() else no_pack(manifest)

    def take(self, id: str, command: Command, person: str) -> int:
        if id in self.answers:
            known, seq = self.answers[id]
            assert known == command, "one id, two commands"
            return seq
        self._append("room", "", due(self.state, self.now))
        self.now += 1
        happenings = decide(self.state, id, command, Actor(person, person), self.now, lambda sha: self.blob(sha).exists(), self.pack)
        self._append(person, id, happenings)
        self.answers[id] = (command, len(self.log))
        return len(self.log)

    def _append(self, person: str, command: str, happenings: tuple[Happening, ...]) -> None:
        lines = []
        for body in happenings:
            lines.append(Logged(len(self.log) + 1, self.now, person, person, command, body))
            self.log.append(lines[-1])
            self.state = fold(self.state, lines[-1])
        if lines:
            for seat in self.seats:
                seat.tell(Change(tuple(lines)))

    def tell_presence(self) -> None:
        for seat in self.seats:
            seat.tell(Change(presence=True))


class Seat:
    """What a view-model sees of a session."""

    def __init__(self, room: TableRoom, person: str, folder: Path) -> None:
        self._room = room
        self.room = "r"
        self.person = person
        self.device = person
        self.folder = folder
        self.note = ("", "")
        self.link = Link("live", room.now)
        self.refuse: Exception | None = None  # raised by the next send, before the room hears of it
        self.asked_said: list[str] = []  # texts of which was asked whether they were said already
        self.answers_said: dict[str, Said | Exception] = {}  # to them; nobody said any other
        self.waiting: tuple[Waiting, ...] = ()  # what could not be delivered yet
        self._listeners: list[Callable[[Change], None]] = []

    def withdraw(self, id: str) -> None:
        self.waiting = tuple(one for one in self.waiting if one.id != id)
        self.tell(Change(outbox=True))

    @property
    def state(self) -> State:
        return self._room.state

    @property
    def roles(self) -> tuple[str, ...]:
        person = self._room.state.plan.person(self.person)
        return person.roles if person else ()

    @property
    def presence(self) -> tuple[Present, ...]:
        return tuple(Present(seat.person, seat.person, "desk", START, *seat.note) for seat in self._room.seats)

    def server_now(self) -> int:
        return self._room.now

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    async def send(self, command: Command, *, id: str | None = None) -> Sent:
        if self.refuse is not None:
            refuse, self.refuse = self.refuse, None
            raise refuse
        name = id or str(uuid_utils.uuid7())
        return Sent(self._room.take(name, command, self.person), name)

    def ask(self, command: Command, id: str | None = None) -> str:
        """As `send`, without a loop; returns the command's id."""
        name = id or str(uuid_utils.uuid7())
        self._room.take(name, command, self.person)
        return name

    async def said(self, text: str, hours: float = 2.0) -> Said:
        self.asked_said.append(text)
        answer = self.answers_said.get(text, Said("fresh", 0, 41_233))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def put_blob(self, path: Path) -> str:
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        self._room.blob(sha).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, self._room.blob(sha))
        return sha

    async def blob(self, sha256: str) -> Path:
        return self._room.blob(sha256)

    def forget_blob(self, sha256: str) -> None:
        """The room's own file is the only one here."""

    async def publish(self, path: Path, *, over: bool = False, tell: Callable[[str], None] = lambda _: None) -> Publication:
        return await publish(self, path, self.folder, over, tell)

    def cached_blob(self, sha256: str) -> Path | None:
        path = self._room.blob(sha256)
        return path if path.exists() else None

    def busy_with(self, item: str, activity: str) -> None:
        self.note = (item if activity else "", activity)
        self._room.tell_presence()

    async def close(self) -> None:
        self._listeners.clear()
