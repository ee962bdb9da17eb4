"""What a process of `soak` reports of itself: its memory, as the hours of its clock go by."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

import msgspec

HOUR_MS = 3_600_000
EVERY_MS = HOUR_MS // 12
WARM_H = 2.0  # the room keeps two hours of posts: only then is everything as full as it gets
_KB = 1_024


class Look(msgspec.Struct, frozen=True):
    """`own`: what no other process shares (Linux's USS), `whole`: all that is resident; MB."""

    hours: float
    own: float
    whole: float


class Told(msgspec.Struct, frozen=True):
    """`posts`: how many went through."""

    looks: tuple[Look, ...]
    posts: int


class Ledger:
    """Looks at this process's memory every five minutes of its clock."""

    def __init__(self, began_ms: int) -> None:
        self._began = self._due = began_ms
        self._looks: list[Look] = []

    def look(self, now_ms: int) -> None:
        if now_ms >= self._due:
            self._due += EVERY_MS
            gc.collect()  # what is garbage already is no growth
            self._looks.append(Look((now_ms - self._began) / HOUR_MS, *memory()))

    def tell(self, posts: int) -> None:
        print(msgspec.json.encode(Told(tuple(self._looks), posts)).decode(), flush=True)


def memory() -> tuple[float, float]:
    """MB of this process: its own, and all."""
    sizes: dict[str, int] = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split()[:2]
        sizes[name.rstrip(":")] = int(size)
    return (sizes["Private_Clean"] + sizes["Private_Dirty"]) / _KB, sizes["Rss"] / _KB


def growth(looks: Sequence[Look], warm_h: float = WARM_H) -> float:
    """MB an hour from `warm_h` on: the slope of the line nearest to all looks (least squares)."""
    late = [look for look in looks if look.hours >= warm_h]
    middle, mean = sum(look.hours for look in late) / len(late), sum(look.own for look in late) / len(late)
    spread = sum((look.hours - middle) ** 2 for look in late)
    return sum((look.hours - middle) * (look.own - mean) for look in late) / spread
