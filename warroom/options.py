"""What the command line asks of the desktop."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Beginning = Literal["kick-off", "blackout"]


@dataclass(frozen=True)
class RehearsalOptions:
    """A rehearsal asked for: where in the night it begins, and how many times faster than life it runs (1 to 60)."""

    beginning: Beginning = "kick-off"
    speed: float = 1.0


@dataclass(frozen=True)
class WallOptions:
    """A wall asked for. 0 is what this device remembers, or the usual. `alone`: this device shows nothing else."""

    screen: int = 0  # counted from 1, in the system's order
    distance: float = 0.0  # metres
    inches: float = 0.0  # the screen's diagonal, where it does not say the truth
    alone: bool = False


@dataclass(frozen=True)
class DesktopOptions:
    """At most one of `plan`, `address` and `rehearsal` is given; with none of them the first-start screen asks."""

    plan: Path | None = None  # start a room of this event plan; it has been read once without problems
    address: str = ""  # join the room there
    code: str = ""  # the join code; empty: the screen asks for it
    rehearsal: RehearsalOptions | None = None
    wall: WallOptions | None = None
    bench: Path | None = None  # a designer's folder, followed in the bench; no room is needed
