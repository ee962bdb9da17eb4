"""`spike.*`: how soon a spike is told, how many are not, and how often one is told that is none; the rule of thumb beside it.

Nights of three hours, made second by second (`spike_nights.py`), and the published curves; rises of 2, 3 and 10 times, at
once and as ramps, upon flat, noisy, growing and already raised baselines, from 0.2 to 5,000 posts a second; quiet nights;
floods of a few accounts; topics where the same people keep writing. All of the family JUDGE, by which no threshold was
chosen; those were chosen on the family CHOOSE.

A delay runs from the first visible rise (`spike_nights.VISIBLE`) to the alert, and holds the second and a half until a second
is looked at. `spike.delay` and `spike.missed` are over the rises that can be seen in time at all: those that even a rule told
both volumes would see within five seconds (`spike_judge.possible`). The table by case, printed beside, holds all of them.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.spike_judge import Rule, Verdict, judge, ours, plain, possible
from tests.benchmarks.spike_nights import (
    BASELINES,
    FACTORS,
    HOURS_3,
    RATES,
    REGULARS,
    Made,
    flood,
    night,
    published,
    published_points,
    regulars,
)

SEEDS = (10_001, 10_002, 10_003)
CURVES = ("all", "The game", "Blackout", "Halftime show", "CRUMB")
FLOODS = ((3, 4.0), (6, 20.0), (30, 20.0))  # accounts, and times as much as everybody else
_FEW = 6  # accounts; thirty people who begin to write at once are, for the first seconds, what a spike is
_IN_TIME_S = 5.0
Delays = list[float | None]


def measure_spike() -> list[Figure]:
    own: list[Verdict] = []
    other: list[Verdict] = []
    for made in nights():
        own.append(_judged(made, ours))
        other.append(_judged(made, plain))
    same = [[_judged(made, rule) for made in nights_of_regulars()] for rule in (ours, plain)]
    for line in breakdown([*own, *same[0]]):
        print(line, file=sys.stderr)
    pairs = _visible(own), _visible(other)
    return [
        Figure("spike.delay", _at(pairs[0], 0.5), "s", _at(pairs[1], 0.5), "< 15"),
        Figure("spike.delay.p90", _at(pairs[0], 0.9), "s", _at(pairs[1], 0.9), "< 15"),
        Figure("spike.missed", _missed(pairs[0]), "%", _missed(pairs[1])),
        Figure("spike.false_per_3h", _false(own), "alerts", _false(other), "≤ 1"),
        Figure("spike.floods", _floods(own, few=True), "% told", _floods(other, few=True), "0"),
        Figure("spike.floods.of_30", _floods(own, few=False), "% told", _floods(other, few=False)),
        Figure("spike.regulars.false_per_3h", _false(same[0]), "alerts", _false(same[1]), "≤ 1"),
        Figure("spike.regulars.missed", _missed(_visible(same[0])), "%", _missed(_visible(same[1]))),
    ]


def nights() -> Iterator[Made]:
    for seed in SEEDS:
        for rate in RATES:
            for baseline in BASELINES:
                yield night("judge", rate, baseline, seed)
                yield night("judge", rate, baseline, seed, quiet=True)
    for rate in RATES:
        for accounts, factor in FLOODS:
            yield flood("judge", rate, accounts, factor, SEEDS[0])
    for topic in CURVES:
        yield published(topic, SEEDS[0])
    yield from published_points(SEEDS[0])


def nights_of_regulars() -> Iterator[Made]:
    for seed in SEEDS:
        for rate, apart_s in REGULARS:
            yield regulars("judge", rate, apart_s, seed)
            yield regulars("judge", rate, apart_s, seed, quiet=True)


def _judged(made: Made, rule: Rule) -> Verdict:
    return judge(made, rule(made))


def _visible(verdicts: Iterable[Verdict]) -> Delays:
    return [delay for verdict in verdicts for rise, delay in verdict.delays if possible(rise) <= _IN_TIME_S]


def _at(delays: Sequence[float | None], share: float) -> float:
    seen = [delay for delay in delays if delay is not None]
    return percentile(seen, share) if seen else float("nan")


def _missed(delays: Sequence[float | None]) -> float:
    return 100.0 * sum(delay is None for delay in delays) / len(delays)


def _false(verdicts: Iterable[Verdict]) -> float:
    judged = [verdict for verdict in verdicts if not verdict.made.floods]
    return sum(verdict.false for verdict in judged) / sum(verdict.judged_s for verdict in judged) * HOURS_3


def _floods(verdicts: Iterable[Verdict], *, few: bool) -> float:
    """How many of the floods were told as spikes."""
    judged = [verdict for verdict in verdicts if verdict.made.floods and (verdict.made.accounts <= _FEW) == few]
    return 100.0 * sum(verdict.in_floods for verdict in judged) / sum(len(verdict.made.floods) for verdict in judged)


def breakdown(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """By baseline and rate: false alarms in three hours; by how much it rises: median, 90th percentile, missed, and what is possible."""
    yield f"{'baseline':<10}{'posts/s':>8}{'false/3h':>10}" + "".join(f"{f'{factor:g}× median':>16} p90 miss  best" for factor in FACTORS)
    groups: dict[tuple[str, float], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.made.baseline in BASELINES:
            groups[verdict.made.baseline, verdict.made.rate].append(verdict)
    for (baseline, rate), group in sorted(groups.items(), key=lambda pair: (BASELINES.index(pair[0][0]), pair[0][1])):
        yield f"{baseline:<10}{rate:>8g}{_false(group):>10.2f}" + "".join(_case(group, factor) for factor in FACTORS)
    for verdict in verdicts:
        if verdict.made.baseline == "published":
            told = ", ".join("missed" if delay is None else f"{delay:.1f} s" for _, delay in verdict.delays) or "no rise"
            yield f"{verdict.made.name}: {told}; {verdict.false} false"
        elif verdict.made.baseline == "regulars":
            missed = sum(delay is None for _, delay in verdict.delays)
            yield f"{verdict.made.name}: {missed} of {len(verdict.delays)} missed; {verdict.false} false"
        elif verdict.in_floods:
            yield f"{verdict.made.name}: {verdict.in_floods} alerts in {len(verdict.made.floods)} floods"


def _case(group: Sequence[Verdict], factor: float) -> str:
    both = [(rise, delay) for verdict in group for rise, delay in verdict.delays if rise.factor == factor]
    delays = [delay for _, delay in both]
    best = percentile([possible(rise) for rise, _ in both], 0.5) if both else float("nan")
    missed = f"{sum(delay is None for delay in delays)}/{len(delays)}"
    return f"{_at(delays, 0.5):>16.1f}{_at(delays, 0.9):>4.0f}{missed:>6}{best:>6.1f}"
