"""What the first screen lists: rooms found again, and what is wrong in an event plan. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warroom.errors import FileProblems, Problem

if TYPE_CHECKING:  # the client costs more than the first frame may
    from warroom.client.remembered import Remembered
    from warroom.client.running import RunningRoom


@dataclass(frozen=True)
class RecentRow:
    """`running`: it is hosted here and still answers."""

    room: str
    name: str
    words: str
    running: bool
    rehearsal: bool


@dataclass(frozen=True)
class ProblemRow:
    key: str
    place: str
    where: str
    problem: str
    hint: str


def recent_rows(known: Sequence[Remembered], running: Iterable[RunningRoom], now: dt.datetime, most: int = 5) -> tuple[RecentRow, ...]:
    """Running ones first, then the latest seen."""
    up = {room.room: room for room in running}
    rows = [RecentRow(room.room, room.name, _kind(room.kind) + "still running", True, room.kind == "rehearsal") for room in up.values()]
    for room in known:
        if room.room not in up:
            rows.append(RecentRow(room.room, room.name, _kind(room.kind) + _day(room.last_seen, now), False, room.kind == "rehearsal"))
    return tuple(rows[:most])


def _kind(kind: str) -> str:
    return "rehearsal, " if kind == "rehearsal" else ""


def _day(ms: int, now: dt.datetime) -> str:
    seen = dt.datetime.fromtimestamp(ms / 1000, now.tzinfo)
    days = (now.date() - seen.date()).days
    if days <= 0:
        return f"today {seen:%H:%M}"
    if days == 1:
        return f"yesterday {seen:%H:%M}"
    return f"{seen.day} {seen:%B}" + (f" {seen.year}" if seen.year != now.year else "")


def problem_rows(problems: Iterable[Problem]) -> tuple[ProblemRow, ...]:
    return tuple(
        ProblemRow(
            key=f"{place}",
            place=f"{problem.file.name}:{problem.line}" if problem.line else problem.file.name,
            where=problem.key,
            problem=problem.problem,
            hint=problem.hint,
        )
        for place, problem in enumerate(problems)
    )


def wrong_words(wrong: FileProblems) -> str:
    """Over the list of problems: how many, and in which files."""
    count = len(wrong.problems)
    many = f"{count} things in {wrong.files} have" if count > 1 else f"One thing in {wrong.files} has"
    return f"{many} to be put right; nothing was started."
