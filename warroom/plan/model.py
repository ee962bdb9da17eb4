"""The event plan as typed values. `read.py` makes them from TOML; the room's first log entry carries them whole.

All values are checked when read, so the rest of the program trusts them: names are unique, every role, person and lane
that is named exists, durations are seconds, dates and times carry the event's zone.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec


class Event(msgspec.Struct, frozen=True):
    name: str
    starts: dt.datetime  # always with a zone; the zone of the event clock
    language: str = "en"


class Cue(msgspec.Struct, frozen=True):
    """One line of the run of show. `at` is `HH:MM` on the event's own clock."""

    at: str
    what: str


Sensitivity = Literal["fewer", "balanced", "more"]


class Topic(msgspec.Struct, frozen=True):
    """`any` of these, and `all` of these, and `none` of these: words, phrases, #hashtags, @handles; whole words, case folded."""

    name: str
    any: tuple[str, ...]
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # BCP 47 primary tags; empty: every language
    sensitivity: Sensitivity = "balanced"  # of its spikes


SourceKind = Literal["jetstream", "mastodon", "feed", "wikimedia", "rehearsal"]


class Source(msgspec.Struct, frozen=True):
    """One source. Which fields count depends on `kind`; `name` is what the strip of sources shows."""

    kind: SourceKind
    name: str
    server: str = ""  # mastodon: base URL; jetstream, wikimedia: base URL instead of the public one's
    hashtags: tuple[str, ...] = ()  # mastodon; empty: the public timeline
    token: str = ""  # "keyring:NAME"; never the secret itself
    url: str = ""  # feed
    pages: tuple[str, ...] = ()  # wikimedia: titles; empty: every article of the wikis
    wikis: tuple[str, ...] = ()  # wikimedia: "en" or "en.wikipedia.org"; empty: all
    appview: str = ""  # jetstream: base URL of who tells handles and pictures, instead of the public one
    directory: str = ""  # jetstream: base URL of the PLC directory, instead of the public one
    servers: tuple[str, ...] = ()  # jetstream: several base URLs, tried in turn
    version: Literal[0, 1, 2] = 0  # jetstream: its protocol; 0: the newest that the server speaks
    compress: bool = True  # jetstream: packed where the server can
    dictionary: str = ""  # jetstream: absolute path of the zstd dictionary of its protocol 1, which no server hands out


class Window(msgspec.Struct, frozen=True):
    """On duty from `start` to `end`, `HH:MM` on the event's clock; `end` before `start` means past midnight."""

    start: str
    end: str


class Person(msgspec.Struct, frozen=True):
    name: str
    roles: tuple[str, ...]
    on_duty: tuple[Window, ...] = ()  # empty: always
    deputy: str = ""  # the person who may sign in this one's place
    imitation: bool = False  # a rehearsal's stand-in, labelled so wherever it is shown


AtZero = Literal["escalate", "expire", "wait"]


class Rule(msgspec.Struct, frozen=True):
    role: str
    count: int = 1  # how many different people
    not_author: bool = False
    within: int = 0  # seconds from being sent; 0: no limit
    then: AtZero = "wait"


class Lane(msgspec.Struct, frozen=True):
    name: str
    rules: tuple[Rule, ...]


class Target(msgspec.Struct, frozen=True):
    network: str
    account: str
    by: Literal["hand", "imitation"] = "hand"


class Word(msgspec.Struct, frozen=True):
    """A word that may not be used; from and until are inclusive dates."""

    word: str
    since: dt.date | None = None
    until: dt.date | None = None
    instead: str = ""


class Name(msgspec.Struct, frozen=True):
    """Who or what may be named tonight, spelt as they spell it; `also`: other right spellings; `handles` as `@name` or `bluesky:@name`."""

    name: str
    also: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


class Guardrails(msgspec.Struct, frozen=True):
    """`own` are words that are right here whatever a list of words says: those of topics, people and names, besides the plan's."""

    block: tuple[str, ...] = ("alt_text", "overflow", "caption_length")
    words: tuple[Word, ...] = ()
    names: tuple[Name, ...] = ()
    links: tuple[str, ...] = ()  # hosts that links may go to; empty: any
    own: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()  # of the plan's targets: ours
    language: str = "en"


class Outcome(msgspec.Struct, frozen=True):
    """Something the night decides, with all that it can come to; what is locked to a result waits until it is marked."""

    name: str
    results: tuple[str, ...]


PUBLISH = ("designer", "producer")


class Plan(msgspec.Struct, frozen=True):
    event: Event
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
    people: tuple[Person, ...] = ()
    lanes: tuple[Lane, ...] = ()
    targets: tuple[Target, ...] = ()
    run_of_show: tuple[Cue, ...] = ()
    guardrails: Guardrails = Guardrails()
    brand: str = ""  # absolute path of brand.toml on the machine that started the room; empty: the brand that ships
    format: int = 1
    elsewhere: Sensitivity | Literal["off"] = "balanced"  # of what rises across the whole stream, in no topic
    grave: tuple[str, ...] = ()  # words that tell of harm, besides those built in
    publish: tuple[str, ...] = PUBLISH  # the roles that may publish templates to the room
    outcomes: tuple[Outcome, ...] = ()
    library: str = ""  # absolute path of the folder with library.toml, or s3://bucket/prefix; empty: the pictures that ship

    def outcome(self, name: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.name == name), None)

    def person(self, name: str) -> Person | None:
        return next((person for person in self.people if person.name == name), None)

    def lane(self, name: str) -> Lane | None:
        return next((lane for lane in self.lanes if lane.name == name), None)

    def topic(self, name: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.name == name), None)
