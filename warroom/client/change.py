"""What a session tells those who listen to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom.review.commands import Command
from warroom.review.events import Logged

Phase = Literal["live", "stale", "offline"]
By = Literal["sse", "poll"]


@dataclass(frozen=True)
class Link:
    """How this device stands with the room. `stale`: connected, but silent for 5 s. `offline`: no answer at all.

    `since` is when the room was last heard, or in phase `live` since when it is heard again; the server's clock as
    estimated here, in ms. `why` is a sentence, empty while live.
    """

    phase: Phase
    since: int
    why: str = ""
    round_trip_ms: float = 0.0
    by: By = "sse"


@dataclass(frozen=True)
class Late:
    """What became of a command that waited in the outbox."""

    id: str
    command: Command
    outcome: Literal["delivered", "refused", "expired"]
    message: str = ""


@dataclass(frozen=True)
class Change:
    """`reset`: the state was taken anew and may differ in anything. `outbox`: what waits to be sent has changed."""

    events: tuple[Logged, ...] = ()
    reset: bool = False
    link: bool = False
    presence: bool = False
    outbox: bool = False
    late: tuple[Late, ...] = ()
