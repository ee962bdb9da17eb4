"""Whether a topic's volume rises, is at its crest, falls or is steady, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import sqrt
from statistics import median
from typing import Literal

import msgspec

Kind = Literal["rising", "crest", "falling", "steady"]

_WIDTHS = (5, 10, 20, 30, 60)  # seconds of a window; the first that usually holds enough posts
_ENOUGH = 50
_RECENT_S = 300
_LOOKED_AT_S = 1_200
_SURE = 4.0  # standard deviations between two windows
_SPANS = (1, 3, 8)  # windows as long as so many of them are compared
_RISE, _FALL = 1.2, 0.85  # and at least so much of a difference
_HIGH = 1.3  # of the usual volume: what a crest stands above
_DOWN = 0.75  # of its crest: falling, however slowly it came to that
_SLIDING = 0.9  # of what it was two minutes ago, or eight windows: still falling
_SLIDING_S = 120
_CLIMBING = 1.1  # times what it was two windows ago: still rising
_RESTED_MS = 60_000  # a shorter rest on the way up is no crest
_CREST_MS = 300_000  # a crest that lasts longer is the new steady


class Trend(msgspec.Struct, frozen=True):
    """`since` in ms of the same clock as the `until_ms` that was asked about."""

    kind: Kind
    since: int


def trend(counts_per_second: Sequence[int], until_ms: int) -> Trend:
    """Of the whole seconds before `until_ms`, oldest first; leave out a second that is still running.

    It looks at the last twenty minutes. What it says of one moment does not depend on when it is asked, but for what has since
    become the usual volume; so `since` stands still, within seconds, while nothing changes. It takes milliseconds: ask once a second.
    """
    end, counts = until_ms // 1_000, counts_per_second[-_LOOKED_AT_S:]
    width = _width(counts)
    if len(counts) < 4 * width:
        return Trend("steady", (end - len(counts)) * 1_000)
    return _Walk(counts, end, width).walk()


def _width(counts: Sequence[int]) -> int:
    recent = counts[-_RECENT_S:]
    rate = sum(recent) / max(1, len(recent))
    return next((width for width in _WIDTHS if rate * width >= _ENOUGH), _WIDTHS[-1])


def _steps(before: float, after: float) -> float:
    """How many standard deviations of Poisson noise lie between two counts (Anscombe, 1948)."""
    return (sqrt(after + 0.375) - sqrt(before + 0.375)) * sqrt(2.0)


class _Walk:
    """Steps through the seconds with what is known at each, on a grid of the clock's own."""

    def __init__(self, counts: Sequence[int], end: int, width: int) -> None:
        self._sums = list(accumulate(counts, initial=0))
        self._width = width
        self._begin = end - len(counts)
        windows = [self._count(at, width) for at in range(width + -self._begin % width, len(counts) + 1, width)]
        self._usual = max(1.0, median(windows))
        moves = [abs(_steps(before, after)) for before, after in pairwise(windows)]
        self._noise = max(1.0, 1.4826 * median(moves))
        self._kind: Kind = "steady"
        self._since = self._peak_at = self._rose = 0
        self._peak = 0.0

    def walk(self) -> Trend:
        stride = max(2, self._width // 5)
        first = 2 * self._width
        for at in range(first + -(self._begin + first) % stride, len(self._sums), stride):
            self._step(at)
        return Trend(self._kind, (self._begin + self._since) * 1_000)

    def _count(self, at: int, width: int) -> int:
        return self._sums[at] - self._sums[at - width]

    def _step(self, at: int) -> None:
        level = self._count(at, self._width)
        way, span = self._way(at, level)
        if way > 0:
            self._rise(at, span)
        elif way < 0:
            if self._kind != "falling":
                self._become("falling", self._peak_at if self._kind in ("rising", "crest") else at - span)
        else:
            self._settle(at, level)
        if level >= self._peak or self._kind == "steady":
            self._peak, self._peak_at = level, at

    def _way(self, at: int, level: float) -> tuple[int, int]:
        """Up, down or neither, and in windows of how many seconds that shows."""
        for part in _SPANS:
            span = part * self._width
            if at < 2 * span:
                break
            after, before = self._count(at, span), self._count(at - span, span)
            mean = after / part
            sure = _steps(before, after) / self._noise
            if sure >= _SURE and after >= _RISE * before and level >= mean:
                return 1, span
            if sure <= -_SURE and after <= _FALL * before and level <= mean:
                return -1, span
        return 0, 0

    def _rise(self, at: int, span: int) -> None:
        if self._kind == "rising":
            return
        rested = self._kind == "crest" and (at - self._since) * 1_000 <= _RESTED_MS
        if not rested:
            self._rose = at - span
            self._peak = 0.0
        self._become("rising", self._rose)

    def _settle(self, at: int, level: float) -> None:
        """Neither up nor down by much."""
        if self._kind == "rising" and not self._moves_on(at, level, up=True):
            self._become("crest" if level >= _HIGH * self._usual else "steady", at - self._width)
        elif self._kind == "crest":
            if level < _DOWN * self._peak and _steps(self._peak, level) / self._noise < -_SURE:
                self._become("falling", self._peak_at)
            elif level < _HIGH * self._usual or (at - self._since) * 1_000 > _CREST_MS:
                self._become("steady", at)
        elif self._kind == "falling" and not self._moves_on(at, level, up=False):
            self._become("steady", at)

    def _moves_on(self, at: int, level: float, *, up: bool) -> bool:
        """The way it went, though too slowly to be sure by itself."""
        earlier = at - (2 * self._width if up else max(_SPANS[-1] * self._width, _SLIDING_S))
        if up:
            return earlier >= self._width and level > _CLIMBING * self._count(earlier, self._width)
        span = _SPANS[1] * self._width
        if earlier < span:
            return False
        now, before = self._count(at, span), self._count(earlier, span)
        return now > 1.1 * _SPANS[1] * self._usual and now < _SLIDING * before

    def _become(self, kind: Kind, since: int) -> None:
        self._kind, self._since = kind, since
