"""The volume of a night, second by second and topic by topic, through its published points.

Minutes come first: a published minute has its published number, the others lie on the night's knots and are scaled so
that the published totals hold. Within a minute the rate is the derivative of a monotone cubic through the cumulative
volume (Fritsch and Carlson, 1980), so it is never negative, has no steps, and the minute's integral is exactly its number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from warroom.sources.count import TopicCount
from warroom.sources.rehearsal.night import MINUTE_MS, Night

_SECONDS = 60


class Curve:
    """Volumes of `night`. Counts are exact: those of any two neighbouring spans add up to that of both together."""

    def __init__(self, night: Night) -> None:
        self._first = night.first
        self._night = night
        self.topics = (*night.topics, night.advert.topic)
        sudden = {(point.at - night.first) // MINUTE_MS for point in night.points if point.sudden}
        brand = [round(between(night.advert.knots, at)) for at in range(night.first, night.last, MINUTE_MS)]
        self._all = _Minutes(_whole_minutes(night), sudden)
        self._brand = _Minutes(brand, set())
        self._counts = self._each_second()

    @property
    def seconds(self) -> int:
        return len(self._counts)

    def rate(self, event_ms: int) -> dict[str, float]:
        """Posts a second of each topic at this moment; all 0 outside the night."""
        minutes = (event_ms - self._first) / MINUTE_MS
        brand = self._brand.rate(minutes)
        rest = self._all.rate(minutes) - brand
        shares = self._shares(event_ms)
        return {topic: rest * share for topic, share in zip(self.topics, shares, strict=False)} | {self.topics[-1]: brand}

    def counts(self, since: int, until: int) -> tuple[TopicCount, ...]:
        """Posts made in `[since, until)`, by topic and second; seconds and topics without any are left out."""
        counts = []
        for number in range(max(0, (since - self._first) // 1_000), min(self.seconds, -((self._first - until) // 1_000))):
            start = self._first + number * 1_000
            low, high = max(0, since - start), min(1_000, until - start)
            for topic, whole in zip(self.topics, self._counts[number], strict=True):
                part = whole * high // 1_000 - whole * low // 1_000
                if part:
                    counts.append(TopicCount(topic, start, part))
        return tuple(counts)

    def _shares(self, event_ms: int) -> list[float]:
        knots = self._night.shares
        place = bisect_right(knots, event_ms, key=_at)
        (start, low), (end, high) = knots[max(0, place - 1)], knots[min(place, len(knots) - 1)]
        part = (event_ms - start) / (end - start) if end > start and event_ms > start else 0.0
        parts = [before + (after - before) * part for before, after in zip(low, high, strict=True)]
        return [share / sum(parts) for share in parts]

    def _each_second(self) -> list[tuple[int, ...]]:
        whole, brands = self._all.per_second(), self._brand.per_second()
        counts = []
        owed = [0.0] * len(self._night.topics)
        for number, (total, brand) in enumerate(zip(whole, brands, strict=True)):
            rest = max(0, total - brand)
            owed = [debt + rest * share for debt, share in zip(owed, self._shares(self._first + number * 1_000), strict=True)]
            paid = [max(0, int(debt)) for debt in owed]
            while sum(paid) < rest:
                neediest = max(range(len(owed)), key=lambda place: owed[place] - paid[place])
                paid[neediest] += 1
            while sum(paid) > rest:
                richest = max(range(len(owed)), key=lambda place: paid[place] - owed[place] if paid[place] else -1.0)
                paid[richest] -= 1
            owed = [debt - count for debt, count in zip(owed, paid, strict=True)]
            counts.append((*paid, min(brand, total)))
        return counts


class _Minutes:
    """Whole numbers a minute made a smooth rate that keeps each of them."""

    def __init__(self, volumes: Sequence[int], sudden: set[int]) -> None:
        self._volumes = volumes
        self._sums = list(accumulate(volumes, initial=0))
        self._slopes = [float(volumes[0])]
        for number in range(1, len(volumes)):
            before, after = volumes[number - 1], volumes[number]
            calm = 2.0 * before * after / (before + after) if before and after else 0.0
            self._slopes.append(float(min(before, after)) if number in sudden else calm)
        self._slopes.append(float(volumes[-1]))

    def rate(self, minutes: float) -> float:
        """A second, at so many minutes from the beginning."""
        number = int(minutes)
        if minutes < 0 or number >= len(self._volumes):
            return 0.0
        t, volume, left, right = minutes - number, self._volumes[number], self._slopes[number], self._slopes[number + 1]
        a, b = left + right - 2.0 * volume, 3.0 * volume - 2.0 * left - right
        return max(0.0, (3.0 * a * t + 2.0 * b) * t + left) / _SECONDS

    def per_second(self) -> list[int]:
        marks = []
        for number, volume in enumerate(self._volumes):
            left, right = self._slopes[number], self._slopes[number + 1]
            a, b = left + right - 2.0 * volume, 3.0 * volume - 2.0 * left - right
            marks += [self._sums[number] + int(((a * t + b) * t + left) * t) for t in (second / _SECONDS for second in range(_SECONDS))]
        marks.append(self._sums[-1])
        return [max(0, after - before) for before, after in pairwise(marks)]


def _whole_minutes(night: Night) -> list[int]:
    """Every minute's volume: the published ones as they are, the others scaled to the published totals."""
    points = {point.at: point.per_minute for point in night.points}
    knots = sorted([*((at, level) for at, level in night.knots if at not in points), *((at, float(level)) for at, level in points.items())])
    minutes = list(range(night.first, night.last, MINUTE_MS))
    volumes = {at: points.get(at, round(between(knots, at))) for at in minutes}
    half = [at for at in minutes if night.halftime_from <= at < night.halftime_until]
    game = [at for at in minutes if at >= night.total_from and not night.halftime_from <= at < night.halftime_until]
    for span, total in ((half, night.halftime), (game, night.total - night.halftime)):
        ours = [at for at in span if at not in points]
        wanted = total - sum(volumes[at] for at in span if at in points)
        factor = wanted / sum(volumes[at] for at in ours)
        sums = list(accumulate((volumes[at] * factor for at in ours), initial=0.0))
        for at, low, high in zip(ours, sums, [*sums[1:-1], float(wanted)], strict=False):
            volumes[at] = round(high) - round(low)
    return [volumes[at] for at in minutes]


def between(knots: Sequence[tuple[int, float]], at: int) -> float:
    """The level at that time, on straight lines between the knots."""
    place = bisect_right(knots, at, key=_at)
    if place == 0:
        return knots[0][1]
    if place == len(knots):
        return knots[-1][1]
    (start, low), (end, high) = knots[place - 1], knots[place]
    return low + (high - low) * (at - start) / (end - start)


def _at(knot: tuple[int, object]) -> int:
    return knot[0]
