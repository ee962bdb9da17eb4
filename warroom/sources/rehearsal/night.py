"""A night that can be played again, as its file under `assets/rehearsals/` tells it. Times are ms of Unix time."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import msgspec

MINUTE_MS = 60_000


class Moment(msgspec.Struct, frozen=True):
    what: str
    at: int


class Point(msgspec.Struct, frozen=True):
    """A published volume: `per_minute` posts in the minute that begins at `at`. `at_ours`: nobody published the clock time."""

    what: str
    at: int
    per_minute: int
    published_by: tuple[str, ...]
    at_ours: bool = False
    sudden: bool = False  # nothing led up to it


class Advert(msgspec.Struct, frozen=True):
    """One brand's own volume that night, given to the rehearsal's invented brand."""

    topic: str
    at: int
    posts: int  # in ten minutes
    knots: tuple[tuple[int, float], ...]  # ms, posts a minute; ours


class Night(msgspec.Struct, frozen=True):
    """Knots, shares and phases are ours; points, moments and totals are published."""

    name: str
    midnight: int  # before it, where it takes place
    first: int
    last: int
    total: int
    total_from: int
    halftime: int
    halftime_from: int
    halftime_until: int
    starts: tuple[Moment, ...]
    moments: tuple[Moment, ...]
    points: tuple[Point, ...]
    knots: tuple[tuple[int, float], ...]
    advert: Advert
    topics: tuple[str, ...]  # what `shares` divides between, in order
    shares: tuple[tuple[int, tuple[float, ...]], ...]
    phases: tuple[tuple[int, str], ...]

    def start(self, name: str) -> int:
        """The event time at which a rehearsal that begins at "kick-off" or "blackout" begins."""
        return next(moment.at for moment in self.starts if moment.what == name)

    def phase(self, event_ms: int) -> str:
        return next((name for at, name in reversed(self.phases) if at <= event_ms), self.phases[0][1])


def read_night(file: Path) -> Night:
    """Reads a shipped night. The file is ours, so what is wrong in it is a fault of the program's and raises as it comes."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    zone = dt.timezone(_offset(data["utc_offset"]))
    day: dt.date = data["date"]

    def ms(time: dt.time) -> int:
        return int(dt.datetime.combine(day, time, zone).timestamp()) * 1_000

    def knots(table: dict[str, Any]) -> tuple[tuple[int, float], ...]:
        return tuple((ms(at), float(level)) for at, level in table["per_minute"])

    moments = tuple(Moment(moment["what"], ms(moment["at"])) for moment in data["moment"])
    brand, half = data["brand"], data["halftime"]
    return Night(
        name=data["name"],
        midnight=ms(dt.time()),
        first=ms(data["first"]),
        last=ms(data["last"]),
        total=data["total"]["posts"],
        total_from=next(moment.at for moment in moments if moment.what == "kick-off"),
        halftime=half["posts"],
        halftime_from=ms(half["from"]),
        halftime_until=ms(half["until"]),
        starts=tuple(Moment(start["name"], ms(start["at"])) for start in data["start"]),
        moments=moments,
        points=tuple(_point(point, ms(point["at"])) for point in data["point"]),
        knots=knots(data["between"]),
        advert=Advert(brand["topic"], ms(brand["advert_from"]), brand["advert_posts"], knots(brand["between"])),
        topics=tuple(data["mix"]["topics"]),
        shares=tuple((ms(at), tuple(map(float, parts))) for at, *parts in data["mix"]["shares"]),
        phases=tuple((ms(at), name) for at, name in data["phases"]["list"]),
    )


def _point(point: dict[str, Any], at: int) -> Point:
    return Point(
        point["what"], at, point["per_minute"], tuple(point["published_by"]), point.get("at_ours", False), point.get("sudden", False)
    )


def _offset(text: str) -> dt.timedelta:
    hours, minutes = text[1:].split(":")
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if text[0] == "-" else offset
