"""Three hours of a topic, made second by second: what happens in them is known, so a detector can be judged on them.

Two families of streams that share no way of being made and no seeds. CHOOSE is what thresholds may be chosen on; JUDGE is
what the benchmark judges on, and nothing was chosen by it:

    CHOOSE  gamma-mixed Poisson counts under an autoregressive drift of the logarithm; straight ramps; exponential growth;
            regulars who all write alike; seeds 1 to 999
    JUDGE   cascades (every post draws answers, those draw answers; a Hawkes process) under slow waves and short squalls;
            rounded ramps; straight growth; regulars of whom few write most; seeds from 10,000

The published curves belong to JUDGE alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from warroom.sources.rehearsal.play import Rehearsal

HOURS_3 = 10_800
RATES = (0.2, 1.0, 5.0, 25.0, 100.0, 1_000.0, 5_000.0)
BASELINES = ("flat", "noisy", "growing", "raised")
FACTORS = (2.0, 3.0, 10.0)
SHAPES = ("step", "ramp")
REGULARS = ((1.0, 25), (5.0, 25), (25.0, 25), (5.0, 100))  # posts a second, and seconds from one post of an account to its next
STRANGERS = 0.02  # of posts where nothing happens
CROWD = 0.8  # of what a rise adds is by strangers
HEARD_S = 60  # an author not heard for one to two of these is new again, as in `watch.spotter`
VISIBLE = 1.3  # times the level before it: from there on a rise counts as visible, if nothing hides it in noise

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Rising:
    """Seconds from the night's begin; `until`: the latest that an alert is worth something."""

    visible: int
    onset: int
    until: int
    over: int  # nothing of it is left
    factor: float
    shape: str
    level: float  # posts a second before it


@dataclass(frozen=True)
class Made:
    name: str
    rate: float
    baseline: str
    counts: Counts
    rises: tuple[Rising, ...] = ()
    seen: Counts | None = None  # posts whose authors were looked at; None: each is by somebody else
    new: Counts | None = None
    floods: tuple[tuple[int, int], ...] = field(default=())
    judged_from: int = 0
    accounts: int = 0  # of a flood


def night(family: str, rate: float, baseline: str, seed: int, *, quiet: bool = False) -> Made:
    """One of the family's nights: six rises, one of each factor and shape, in an order of chance; or none at all.

    Where the baseline is to be raised before, there are three of them.
    """
    chance = np.random.default_rng([seed, round(rate * 10), BASELINES.index(baseline), quiet])
    level = _level(family, baseline, chance) * rate
    rises: list[Rising] = []
    if not quiet:
        kinds = [(factor, shape) for factor in FACTORS for shape in SHAPES]
        apart = 2_960 if baseline == "raised" else 1_480
        for place, number in enumerate(chance.permutation(len(kinds))[: 8_880 // apart]):
            onset = 1_900 + place * apart + (apart - 1_480) // 2 + int(chance.integers(0, 200))
            _raise(family, level, rises, onset, *kinds[number], chance)
    if baseline == "raised":
        level, rises = _with_plateaus(level, rises)
    counts = _stream(family, level, baseline, chance)
    new = chance.binomial(counts, 0.93)
    return Made(f"{family} {baseline} {rate:g}/s", rate, baseline, counts, tuple(rises), counts, new, judged_from=600)


def regulars(family: str, rate: float, apart_s: int, seed: int, *, quiet: bool = False) -> Made:
    """The same people keep writing, so hardly any post is by somebody new; now and then some strangers come within one second.

    Six rises in which mostly strangers write, as in `night`, or none.
    """
    chance = np.random.default_rng([seed, round(rate * 10), apart_s, quiet, 7])
    level, rises = np.full(HOURS_3, rate), list[Rising]()
    if not quiet:
        kinds = [(factor, shape) for factor in FACTORS for shape in SHAPES]
        for place, number in enumerate(chance.permutation(len(kinds))):
            _raise(family, level, rises, 1_900 + place * 1_480 + int(chance.integers(0, 200)), *kinds[number], chance)
    counts = _stream(family, level, "flat", chance)
    strange = chance.binomial(counts, STRANGERS + (CROWD - STRANGERS) * (1.0 - rate / level))
    if quiet:
        for second in range(1_000, HOURS_3 - 60, 400):
            come = round(5.0 * rate**0.5)
            counts[second] += come
            strange[second] += come
    new = _new(counts - strange, _accounts(family, round(rate * apart_s)), chance) + strange
    return Made(f"{family} regulars {rate:g}/s, {apart_s} s apart", rate, "regulars", counts, tuple(rises), counts, new, judged_from=600)


def _accounts(family: str, number: int) -> Floats:
    """How often each is the one who writes."""
    often = np.ones(number) if family == "choose" else 1.0 / np.arange(1, number + 1) ** 0.7
    return often / often.sum()


def _new(counts: Counts, often: Floats, chance: np.random.Generator) -> Counts:
    """How many of each second's posts are by accounts not heard shortly before."""
    young, old = set[int](), set[int]()
    new = np.zeros(len(counts), np.int64)
    for second, count in enumerate(counts.tolist()):
        if second % HEARD_S == 0:
            young, old = set(), young
        for author in chance.choice(len(often), count, p=often).tolist():
            new[second] += author not in young and author not in old
            young.add(author)
    return new


def flood(family: str, rate: float, accounts: int, factor: float, seed: int) -> Made:
    """Nothing happens, but every half hour a few accounts write `factor` times as much as everybody else for five minutes.

    Both families share this: of few accounts none is new after its first post, and nothing else about a flood is looked at.
    """
    chance = np.random.default_rng([seed, round(rate * 10), accounts, round(factor)])
    counts = _stream(family, np.full(HOURS_3, rate), "flat", chance)
    seen, new = counts.copy(), chance.binomial(counts, 0.93)
    floods = []
    for begin in range(2_000, HOURS_3 - 600, 1_800):
        for second in range(begin, begin + 300):
            bots = int(chance.poisson(rate * factor))
            counts[second] += bots
            seen[second] += bots
            heard = second - begin
            before = accounts * (1.0 - (1.0 - 1.0 / accounts) ** (rate * factor * heard))
            after = accounts * (1.0 - (1.0 - 1.0 / accounts) ** (rate * factor * heard + bots))
            new[second] += min(bots, round(after) - round(before))
        floods.append((begin, begin + 300))
    return Made(f"{family} flood of {accounts} at {rate:g}/s", rate, "flood", counts, (), seen, new, tuple(floods), 600, accounts)


def published(topic: str, seed: int) -> Made:
    """The rehearsal's night with the noise of JUDGE over it. Its rises are read off the smooth curve itself."""
    chance = np.random.default_rng([seed, 47])
    curve = Rehearsal.shipped().curve
    first = curve._first
    rate = np.array([_of(curve.rate(first + second * 1_000), topic) for second in range(curve.seconds)])
    return Made(f"Super Bowl XLVII: {topic}", float(np.median(rate)), "published", _stream("judge", rate, "flat", chance), _visible(rate))


def published_points(seed: int) -> list[Made]:
    """Super Bowl XLVIII by its five published minutes, the quarter hour before each at what its total leaves for an ordinary minute."""
    usual = 90_000.0  # of 24.9 million posts in four hours
    known = {49: 244_889.0, 88: 215_540.0, 93: 229_533.0, 102: 381_605.0, 133: 271_775.0}  # minutes from 18:50
    minutes: dict[float, float] = {0.0: usual}
    for at, level in known.items():
        minutes |= {at - 3.0: usual * 1.1, at - 0.5: level, at + 1.0: level * 0.9, at + 6.0: usual * 1.2}
    made = [points("Super Bowl XLVIII", dict(sorted(minutes.items())), seed)]
    return [*made, points("Super Bowl XLVIII, a thousandth of it", dict(sorted(minutes.items())), seed + 1, 0.001)]


def points(name: str, minutes: dict[float, float], seed: int, scale: float = 1.0) -> Made:
    """A night of which only some minutes are published: straight lines between them, `minutes` from its begin."""
    chance = np.random.default_rng([seed, 48])
    rate = np.interp(np.arange(HOURS_3), [at * 60 for at in minutes], [level / 60 * scale for level in minutes.values()])
    return Made(name, float(np.median(rate)), "published", _stream("judge", rate, "flat", chance), _visible(rate))


def _of(rates: dict[str, float], topic: str) -> float:
    return sum(rates.values()) if topic == "all" else rates[topic]


def _visible(rate: Floats) -> tuple[Rising, ...]:
    """What somebody who looks at the curve alone would call a rise: half above two to five minutes before, a third above the last.

    It is over when it is back within a quarter of what it rose from, or has lasted a quarter of an hour.
    """
    rises: list[Rising] = []
    second = 1_800
    while second < len(rate) - 60:
        before = max(0.05, float(np.mean(rate[second - 300 : second - 120])))
        lately = float(np.mean(rate[second - 120 : second - 60]))
        if rate[second] >= max(0.5, 1.5 * before, 1.3 * lately):
            after = rate[second + 60 : second + 900] < 1.25 * before
            over = second + 60 + int(np.argmax(after)) if after.any() else second + 900
            factor = float(rate[second : second + 300].max() / before)
            rises.append(Rising(second, second - 120, min(over, second + 120), over + 60, factor, "curve", before))
            second = over
        second += 1
    return tuple(rises)


def _level(family: str, baseline: str, chance: np.random.Generator) -> Floats:
    time = np.arange(HOURS_3) / HOURS_3
    if baseline == "growing":
        times = float(chance.uniform(2.0, 5.0))
        return times**time if family == "choose" else 1.0 + (times - 1.0) * time
    return np.ones(HOURS_3)


def _raise(family: str, level: Floats, rises: list[Rising], onset: int, factor: float, shape: str, chance: np.random.Generator) -> None:
    rise_s = 0 if shape == "step" else int(chance.integers(20, 120))
    hold_s, fade_s = int(chance.integers(200, 420)), int(chance.integers(40, 100))
    up = np.arange(1, rise_s + 1) / max(1, rise_s)
    if family == "judge":
        up = up * up * (3.0 - 2.0 * up)
    fade = np.exp(-np.arange(5 * fade_s) / fade_s)
    times = 1.0 + (factor - 1.0) * np.concatenate([up, np.ones(hold_s), fade])
    before = float(level[onset])
    level[onset : onset + len(times)] *= times
    visible = onset + int(np.argmax(times >= VISIBLE))
    rises.append(Rising(visible, onset, onset + rise_s + hold_s, onset + len(times), factor, shape, before))


def _with_plateaus(level: Floats, rises: list[Rising]) -> tuple[Floats, list[Rising]]:
    """Every rise comes upon a level that was tripled twelve minutes before; the tripling is a rise itself."""
    level, made = level.copy(), []
    for rise in rises:
        begin, end = rise.onset - 720, rise.over + 120
        made.append(Rising(begin, begin, begin + 300, rise.onset, 3.0, "step", float(level[begin])))
        made.append(Rising(rise.visible, rise.onset, rise.until, end + 60, rise.factor, rise.shape, rise.level * 3.0))
        level[begin:end] *= 3.0
    return level, made


def _stream(family: str, level: Floats, baseline: str, chance: np.random.Generator) -> Counts:
    if baseline != "noisy":
        return chance.poisson(level)
    return _gamma(level, chance) if family == "choose" else _cascade(level, chance)


def _gamma(level: Floats, chance: np.random.Generator) -> Counts:
    """Variance four times the mean within seconds, and a drift of a seventh either way within minutes."""
    steps = chance.normal(0.0, 1.0, len(level))
    drift = np.zeros(len(level))
    keeps = float(np.exp(-1.0 / 45.0))
    for second in range(1, len(level)):
        drift[second] = drift[second - 1] * keeps + steps[second] * np.sqrt(1.0 - keeps * keeps)
    mean = level * np.exp(0.13 * drift)
    return chance.poisson(chance.gamma(mean / 3.0 + 1e-9, 3.0))


def _cascade(level: Floats, chance: np.random.Generator) -> Counts:
    """Half of all posts are answers, drawn within a quarter of a minute; waves of minutes; now and then a squall."""
    length = len(level)
    time = np.arange(length)
    waves = sum(0.06 * np.sin(time * 2.0 * np.pi / chance.uniform(90, 500) + chance.uniform(0, 7)) for _ in range(3))
    squalls = np.zeros(length)
    for begin in chance.integers(0, length - 30, 40):
        squalls[begin : begin + int(chance.integers(3, 15))] += chance.uniform(0.1, 0.45)
    own = chance.poisson(level * 0.5 * np.exp(waves + squalls))
    kernel = np.exp(-np.arange(90) / 15.0)
    kernel /= kernel.sum()
    whole, born = own.copy(), own
    for _ in range(8):
        born = chance.poisson(0.5 * np.convolve(born, kernel)[:length])
        whole = whole + born
    return whole
