"""A room in memory: commands go the way they go in the real one (due, decide, seal, fold), with a clock that the test moves."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from warroom.compose.pack import Manifest
from warroom.errors import RoomError
from warroom.plan.model import Event, Guardrails, Lane, Person, Plan, Rule, Target, Topic, Window
from warroom.review.asking import no_pack
from warroom.review.chain import seal
from warroom.review.commands import Actor, CallMoment, Command, CreateItem, DecideMoment, SendForApproval, SignOffItem
from warroom.review.decide import decide
from warroom.review.due import due
from warroom.review.events import Happening, Logged, RoomStarted
from warroom.review.fold import fold
from warroom.review.model import Content, Cut, Filled, Item, Pace, RoomKind, State, TargetText
from warroom.review.standing import Standing, standing
from warroom.review.watched import Told, watched
from warroom.sources.post import Post
from warroom.watch.spike import Spike

ZONE = dt.timezone(dt.timedelta(hours=2))
START = dt.datetime(2026, 7, 19, 19, 0, tzinfo=ZONE)
START_MS = int(START.timestamp() * 1000)
MINUTE = 60_000


def plan(**changes: object) -> Plan:
    """A night like the example event plan's: brand until 23:00, legal until 20:30 with the brand lead as its deputy."""
    values: dict[str, object] = {
        "event": Event(name="Cup final", starts=START),
        "topics": (Topic(name="The match", any=("cup final",)),),
        "people": (
            Person("Pia", ("producer",)),
            Person("Will", ("writer",)),
            Person("Wanda", ("writer", "brand"), (Window("18:30", "23:00"),)),
            Person("Bea", ("brand",), (Window("18:30", "23:00"),)),
            Person("Cole", ("legal",), (Window("18:30", "20:30"),), deputy="Dora"),
            Person("Dora", ("designer",)),
        ),
        "lanes": (
            Lane(
                "full",
                (Rule("brand", not_author=True, within=300, then="escalate"), Rule("legal", not_author=True, within=300, then="expire")),
            ),
            Lane("shell", (Rule("brand", within=120, then="expire"),)),
            Lane("quick", (Rule("brand", within=120, then="expire"),)),
            Lane("slow", (Rule("legal", within=60, then="escalate"),)),
        ),
        "targets": (Target("bluesky", "crumb.example"), Target("instagram", "crumb")),
        "guardrails": Guardrails(),
    }
    return Plan(**{**values, **changes})


def content(words: str = "Lights out.", *, alt: str = "A biscuit in the dark.", targets: int = 1) -> Content:
    places = (("bluesky", "crumb.example"), ("instagram", "crumb"))[:targets]
    blob = hashlib.sha256(words.encode()).hexdigest()
    return Content(
        title=words,
        template="reaction-on-photo",
        slots=(Filled("headline", words),),
        cuts=(Cut("1x1", blob, 1080, 1080, 12_345, "image/png"),),
        targets=tuple(TargetText(network, account, "1x1", f"{words} #BigGame", alt) for network, account in places),
    )


def post(number: int = 1, text: str = "lights out", *, edited: int = 0) -> Post:
    return Post(f"p{number}", "Bluesky", "bluesky", "@a", text, START_MS, START_MS, topics=("The match",), edited=edited)


def spike(number: int = 1, topic: str = "The match", **changes: object) -> Spike:
    values: dict[str, object] = {
        "id": f"01936b2a-0000-7000-8000-{number:012x}",
        "topic": topic,
        "title": topic or "earthquake",
        "since": START_MS - 3_000,
        "spotted": START_MS,
        "per_s": 41.0,
        "baseline": 2.0,
        "score": 17.5,
        "authors": 38,
        "rising": ("lights out", "dark"),
        "posts": (post(1),),
    }
    return Spike(**{**values, **changes})


class Driver:
    """`say` answers with what was logged; `log` is the sealed whole."""

    def __init__(self, the_plan: Plan | None = None, kind: RoomKind = "live") -> None:
        self.now = START_MS
        self.log: list[Logged] = []
        self.state: State
        self.missing: set[str] = set()
        self._ids = 0
        pace = Pace(event_ms=START_MS, server_ms=START_MS)
        self._append("room", "", RoomStarted("night", kind, the_plan or plan(), pace), None)

    def _append(self, person: str, command: str, body: Happening, state: State | None) -> Logged:
        line = Logged(seq=len(self.log) + 1, at=self.now, person=person, device="desk", command=command, body=body)
        line = seal(line, self.log[-1].hash if self.log else "").line
        self.log.append(line)
        self.state = fold(state, line)
        return line

    def tick(self, ms: int = 0) -> list[Logged]:
        """Let time pass and do what it does."""
        self.now += ms
        return [self._append("room", "", body, self.state) for body in due(self.state, self.now)]

    def say(self, person: str, command: Command, ms: int = 1_000) -> list[Logged]:
        self.tick(ms)
        self._ids += 1
        bodies = decide(self.state, f"c{self._ids}", command, Actor(person, "desk"), self.now, self.has, self.pack)
        return [self._append(person, f"c{self._ids}", body, self.state) for body in bodies]

    def watch(self, told: Told, ms: int = 1_000) -> tuple[str, ...]:
        """What intake tells, as the room writes it down; answers with what was dropped."""
        self.tick(ms)
        seen = watched(self.state, told)
        for body in seen.happened:
            self._append("room", "", body, self.state)
        return seen.dropped

    def pack(self, manifest: str) -> Manifest:
        """Of the template that its name begins with: `plain-type 3` is a third one of `plain-type`."""
        if manifest in self.missing:
            return no_pack(manifest)
        key = manifest.split(" ")[0]
        return Manifest(1, key, key.capitalize(), "brand.toml", ())

    def has(self, blob: str) -> bool:
        return blob not in self.missing

    def refused(self, person: str, command: Command, ms: int = 1_000) -> RoomError:
        """The refusal of a command that must be refused; nothing may have been logged for it."""
        self.tick(ms)
        before = len(self.log)
        with pytest.raises(RoomError) as caught:
            self.say(person, command, 0)
        assert len(self.log) == before
        assert caught.value.message.endswith(".") or ": http" in caught.value.message, "a refusal is a sentence"
        return caught.value

    # --- the usual way

    def go(self, title: str = "Blackout") -> str:
        moment = self.say("Will", CallMoment(title, "The match", ()))[0].command
        self.say("Pia", DecideMoment(moment, "go"))
        return moment

    def item(self, lane: str = "full", moment: str = "") -> str:
        return self.say("Will", CreateItem(moment or self.go(), "Lights out", lane))[0].command

    def sent(self, words: str = "Lights out.", lane: str = "full", targets: int = 1) -> str:
        item = self.item(lane)
        self.send(item, words, targets=targets)
        return item

    def send(self, item: str, words: str, by: str = "Will", targets: int = 1) -> None:
        current = self.state.items[item].current
        self.say(by, SendForApproval(item, current.number if current else 0, content(words, targets=targets)))

    def sign(self, item: str, person: str, role: str) -> None:
        self.say(person, SignOffItem(item, role, self.digest(item)))

    def greenlit(self, targets: int = 1) -> str:
        item = self.sent(targets=targets)
        self.sign(item, "Bea", "brand")
        self.sign(item, "Cole", "legal")
        return item

    # --- looking

    def look(self, item: str) -> Item:
        return self.state.items[item]

    def digest(self, item: str) -> str:
        current = self.look(item).current
        return current.digest if current else ""

    def standing(self, item: str) -> Standing:
        return standing(self.state, item)
