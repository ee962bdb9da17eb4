"""A topic's volume over the last half hour, as the pulse draws it. Pure; times in milliseconds of the event's clock."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from warroom.watch.trend import Trend, trend

WINDOW_S = 1_800
BIN_S = 10
LATE_S = 30
TREND_S = 1_200  # what the trend is worked out from
RECENT_BINS = 12  # of the newest, left out of what is usual
LEAST_BINS = 30


@dataclass(frozen=True)
class Curve:
    """Posts a second, oldest first, in bins of ten seconds.

    `part` of a bin, more than one where time runs fast, has passed since the newest ended.
    """

    values: tuple[float, ...]
    part: float


class Series:
    """Counts by second. Told in any order; what is older than the window is forgotten."""

    def __init__(self) -> None:
        self._seconds: dict[int, int] = {}
        self._bins: dict[int, int] = {}
        self._first = 0  # the first second ever told

    def clear(self) -> None:
        self._seconds.clear()
        self._bins.clear()
        self._first = 0

    def add(self, second_ms: int, count: int) -> None:
        second = second_ms // 1000
        self._seconds[second] = self._seconds.get(second, 0) + count
        place = second // BIN_S
        self._bins[place] = self._bins.get(place, 0) + count
        self._first = min(self._first or second, second)

    def cut(self, now_ms: int) -> None:
        """The event's clock stands at `now_ms` now: nothing of later is known any more."""
        now = now_ms // 1000
        self._seconds = {second: count for second, count in self._seconds.items() if second <= now}
        self._bins = {}
        for second, count in self._seconds.items():
            self._bins[second // BIN_S] = self._bins.get(second // BIN_S, 0) + count
        self._first = min(self._seconds, default=0)

    def forget(self, now_ms: int) -> None:
        oldest = now_ms // 1000 - WINDOW_S - 2 * BIN_S
        if len(self._seconds) > WINDOW_S + 300:
            self._seconds = {second: count for second, count in self._seconds.items() if second >= oldest}
            self._bins = {place: count for place, count in self._bins.items() if place >= oldest // BIN_S}

    def rate(self, now_ms: int, speed: float = 1.0) -> float:
        """Posts a second over the last ten whole seconds; over more when time runs faster."""
        until = self._whole(now_ms, speed)
        span = max(BIN_S, int(2 * speed))
        return self._sum(until - span, until) / span

    def curve(self, now_ms: int, speed: float = 1.0) -> Curve:
        last = self._whole(now_ms, speed) // BIN_S  # not drawn: the bin that is still filling, or is not told whole yet
        places = range(last - WINDOW_S // BIN_S, last)
        values = tuple(self._bins.get(place, 0) / BIN_S for place in places)
        return Curve(values, (now_ms / 1000 - last * BIN_S) / BIN_S)

    def per_second(self, now_ms: int, speed: float = 1.0) -> tuple[int, ...]:
        """The counts of the last half hour, second by second, oldest first; from the first one that is known to the last told whole."""
        until = self._whole(now_ms, speed)
        since = max(until - WINDOW_S, self._first) if self._first else until
        return tuple(self._seconds.get(second, 0) for second in range(since, until))

    def trend(self, now_ms: int, speed: float = 1.0) -> Trend | None:
        """Whether it rises, is at its crest, falls or is steady, and since when; None while too little is known."""
        until = self._whole(now_ms, speed)
        since = max(until - TREND_S, self._first) if self._first else until
        if until - since < 4 * LATE_S:
            return None
        return trend([self._seconds.get(second, 0) for second in range(since, until)], until * 1000)

    def any_since(self, now_ms: int, seconds: int) -> bool:
        """Whether anything was told of the last so many seconds."""
        last = now_ms // 1000
        return self._sum(last - seconds, last + 1) > 0

    def usual(self, now_ms: int) -> float:
        """Posts a second, the median of what is known from before the last two minutes; 0 while that is under five minutes."""
        last = now_ms // 1000 // BIN_S - RECENT_BINS
        first = max(last - WINDOW_S // BIN_S + RECENT_BINS, -(-self._first // BIN_S)) if self._first else last
        if last - first < LEAST_BINS:
            return 0.0
        return median(self._bins.get(place, 0) for place in range(first, last)) / BIN_S

    def _whole(self, now_ms: int, speed: float) -> int:
        """The second before which everything has been told; counts are told once a second of ours, `speed` seconds of the event's."""
        return (now_ms - int(1000 * max(1.0, speed))) // 1000

    def _sum(self, since: int, until: int) -> int:
        return sum(self._seconds.get(second, 0) for second in range(since, until))
