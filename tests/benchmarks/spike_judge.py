"""Runs a detector over a night and says what it saw, when, and what it saw that was not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from tests.benchmarks.spike_nights import Made, Rising
from warroom.plan.model import Sensitivity
from warroom.watch.detect import Detector, Rise

BEGAN = 1_000_000_000  # the second at which every night begins
CLOSING_S = 1.5  # from a second's beginning to its being looked at: it must be over, and late posts are waited for a little
Alerts = list[int]


@dataclass(frozen=True)
class Verdict:
    made: Made
    delays: tuple[tuple[Rising, float | None], ...]  # None: missed
    false: int
    in_floods: int
    judged_s: int


def ours(made: Made, sensitivity: Sensitivity = "balanced") -> Alerts:
    """The seconds at which the program's own detector tells a spike."""
    detector = Detector(sensitivity)
    alerts = []
    counts = made.counts.tolist()
    seen = made.seen.tolist() if made.seen is not None else None
    new = made.new.tolist() if made.new is not None else None
    for number, count in enumerate(counts):
        second = BEGAN + number
        if count:
            detector.add(second, count)
        if seen is not None and new is not None and seen[number]:
            detector.add_authors(second, seen[number], new[number])
        if isinstance(detector.close(second), Rise):
            alerts.append(number)
    return alerts


def plain(made: Made) -> Alerts:
    """What one would write first: bins of ten seconds against a moving average and its Poisson spread, then two minutes of silence."""
    alerts: Alerts = []
    counts = made.counts
    mean = 0.0
    for begin in range(0, len(counts) - 9, 10):
        count = float(counts[begin : begin + 10].sum())
        if begin >= 300 and count >= 10 and (count - mean) / sqrt(mean + 1.0) >= 5.0 and (not alerts or begin + 9 - alerts[-1] >= 120):
            alerts.append(begin + 9)
        mean += (count - mean) * (0.1 if begin < 300 else 0.02)
    return alerts


def judge(made: Made, alerts: Sequence[int]) -> Verdict:
    """The first alert of a rise is its, though a rise is missed where that came too late; any other alert is false."""
    delays: list[tuple[Rising, float | None]] = []
    its: set[int] = set()
    for rise in made.rises:
        first = next((alert for alert in alerts if rise.onset <= alert <= rise.until), None)
        delays.append((rise, None if first is None else max(0.0, first - rise.visible + CLOSING_S)))
        if made.baseline == "published":
            its |= {alert for alert in alerts if rise.onset <= alert <= rise.over}
        else:
            its |= set([alert for alert in alerts if rise.onset <= alert <= rise.over][:1])
    false = [alert for alert in alerts if alert not in its and alert >= made.judged_from]
    in_floods = sum(any(begin <= alert < end + 60 for begin, end in made.floods) for alert in false)
    return Verdict(made, tuple(delays), len(false), in_floods, len(made.counts) - made.judged_from)


def possible(rise: Rising) -> float:
    """Seconds that any rule takes on average, even one told both volumes, if it may be wrong once in three hours.

    Lorden's bound for a change in independent posts: the logarithm of the time between false alarms over the information a second.
    """
    before, after = max(rise.level, 1e-3), max(rise.level, 1e-3) * rise.factor
    return log(10_800.0) / (after * log(after / before) - (after - before))


Rule = Callable[[Made], Alerts]
