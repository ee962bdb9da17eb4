"""What became of a moment since it was called, as it is told to everybody who works on it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from warroom.desktop import clock
from warroom.review.model import Moment, TurnSeen
from warroom.watch.tame import quoted

SHOWN_WORDS = 3


class Noted(msgspec.Struct, frozen=True):
    """How much of a moment's news somebody has noted."""

    turns: int = 0
    deleted: int = 0
    edited: int = 0  # ms: the latest edit noted


@dataclass(frozen=True)
class News:
    """`words` for a banner, `short` for a card; `tone` red where somebody may have come to harm, else amber."""

    words: str = ""
    short: str = ""
    tone: str = ""


def all_of(moment: Moment) -> Noted:
    return Noted(len(moment.turns), len(moment.deleted), max((post.edited for post in moment.edited), default=0))


def news(moment: Moment, noted: Noted, event_clock: dt.tzinfo | None, at: int = 0) -> News:
    """What is new since `noted`; `at`: when the newest turn was, on the event's clock."""
    lines: list[str] = []
    short: list[str] = []
    turns = moment.turns[noted.turns :]
    grave = any(seen.turn.grave for seen in turns)
    if turns:
        lines.append(turn_words(turns[-1], event_clock, at))
        short.append(turn_short(turns[-1]))
    gone, changed = len(moment.deleted), sum(post.edited > noted.edited for post in moment.edited)
    if gone > noted.deleted:
        lines.append(f"{_posts(gone)} of its {len(moment.evidence)} deleted by their authors. The moment keeps what was seen.")
        short.append(f"{_posts(gone)} deleted")
    if changed:
        lines.append(f"{_posts(changed)} of its {len(moment.evidence)} changed since by their authors.")
        if not short:
            short.append(f"{_posts(changed)} changed")
    return News(" ".join(lines), " · ".join(short), ("red" if grave else "amber") if lines else "")


def turn_words(seen: TurnSeen, zone: dt.tzinfo | None, at: int = 0) -> str:
    when = f" at {clock.clock(at, zone)}" if at else ""
    turn = seen.turn
    if turn.grave:
        rises = "rises" if len(turn.grave) == 1 else "rise"
        return f"It turned{when}: {_listed(turn.grave)} {rises} now. It was called on {_listed(turn.was)}."
    return f"What is said of it changed{when}: now {_listed(turn.now)}. It was called on {_listed(turn.was)}."


def turn_short(seen: TurnSeen) -> str:
    return f"Turned: {_listed((seen.turn.grave or seen.turn.now)[:2])}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{quoted(word, 40)}”" for word in words[:SHOWN_WORDS]) or "other words"


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count} posts"
