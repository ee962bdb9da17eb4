"""What is a spike and what is not, on streams whose story is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.plan.model import Sensitivity
from warroom.watch.detect import Detector, Fall, Rise

BEGAN = 1_790_000_000
HOUR = 3_600


def poisson(rate: float, chance: random.Random) -> int:
    if rate > 30:
        return max(0, round(chance.gauss(rate, rate**0.5)))
    number, left = 0, chance.expovariate(1.0)
    while left < rate:
        number, left = number + 1, left + chance.expovariate(1.0)
    return number


People = Callable[[int, int], tuple[int, int]]


def run(
    rates: Sequence[float], sensitivity: Sensitivity = "balanced", seed: int = 5, people: People | None = None
) -> tuple[list[Rise], list[Fall]]:
    """`people(second, posts)`: how many posts' authors were looked at, and how many of them were new."""
    chance, detector = random.Random(seed), Detector(sensitivity)
    rises: list[Rise] = []
    falls: list[Fall] = []
    for number, rate in enumerate(rates):
        posts = poisson(rate, chance)
        detector.add(BEGAN + number, posts)
        if people is not None and posts:
            detector.add_authors(BEGAN + number, *people(number, posts))
        found = detector.close(BEGAN + number)
        if isinstance(found, Rise):
            rises.append(found)
        elif found is not None:
            falls.append(found)
    return rises, falls


def spike(rate: float, factor: float, before: int = HOUR, lasts: int = 300, after: int = 900) -> list[float]:
    return [rate] * before + [rate * factor] * lasts + [rate] * after


@pytest.mark.parametrize(
    ("rate", "factor", "within"), [(0.2, 10.0, 60), (1.0, 10.0, 25), (5.0, 3.0, 25), (100.0, 2.0, 8), (5_000.0, 2.0, 5)]
)
def test_a_rise_is_told_once_soon_with_its_beginning_and_its_end(rate: float, factor: float, within: int) -> None:
    rises, falls = run(spike(rate, factor))
    assert len(rises) == 1
    rise = rises[0]
    assert 0 <= rise.spotted - BEGAN - HOUR <= within
    assert abs(rise.since - BEGAN - HOUR) <= max(3, within // 2)
    assert rise.rule == "baseline"
    assert rate * 0.7 <= rise.baseline <= rate * 1.5
    assert rise.per_s > rise.baseline
    assert len(falls) == 1
    assert 0 < falls[0].at - BEGAN - HOUR - 300 <= 120 if rate >= 1 else falls[0].at > rise.spotted
    assert falls[0].peak >= rate * factor * 0.8


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.2, 1.0, 20.0, 3_000.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_chance_is_no_spike(rate: float, seed: int) -> None:
    assert run([rate] * 2 * HOUR, seed=seed) == ([], [])


def test_slow_growth_is_no_spike() -> None:
    assert run([50 * 4 ** (second / (3 * HOUR)) for second in range(3 * HOUR)])[0] == []


def test_a_rise_upon_a_level_that_is_raised_already() -> None:
    rises, _ = run([20.0] * HOUR + [80.0] * 720 + [240.0] * 300)
    assert [rise.spotted - BEGAN - HOUR < 20 for rise in rises] == [True, False]
    assert 0 <= rises[1].spotted - BEGAN - HOUR - 720 <= 12
    assert rises[1].baseline == pytest.approx(80.0, rel=0.1)


def test_a_rise_soon_after_something_louder_is_told_by_the_short_memory() -> None:
    rises, _ = run([1_000.0] * HOUR + [200.0] * 420 + [600.0] * 200)
    assert [rise.rule for rise in rises] == ["raised"]
    assert rises[0].baseline == pytest.approx(200.0, rel=0.1)


def test_a_plateau_becomes_usual_and_its_end_is_no_spike() -> None:
    rises, falls = run([30.0] * HOUR + [120.0] * 2 * HOUR + [30.0] * HOUR)
    assert len(rises) == 1
    assert falls[0].at - BEGAN - HOUR == pytest.approx(900, abs=20)


def test_a_flood_of_few_accounts_is_no_spike_and_does_not_hide_one() -> None:
    def people(second: int, posts: int) -> tuple[int, int]:
        organic = min(posts, round(posts / 8)) if HOUR <= second < HOUR + 600 else posts
        return posts, organic

    rates = [10.0] * HOUR + [80.0] * 600 + [10.0] * 300
    assert len(run(rates)[0]) == 1
    assert run(rates, people=people)[0] == []

    def with_a_crowd(second: int, posts: int) -> tuple[int, int]:
        return posts, posts // 2 if HOUR <= second < HOUR + 600 else posts

    assert len(run(rates, people=with_a_crowd)[0]) == 1


class Regulars:
    """The same people keep writing, each once in so many posts; `strangers(second)` come besides, once."""

    def __init__(self, accounts: int, strangers: Callable[[int], int] = lambda second: 0) -> None:
        self._accounts = accounts
        self._strangers = strangers
        self._heard = 0

    def __call__(self, second: int, posts: int) -> tuple[int, int]:
        strangers = min(posts, self._strangers(second))
        by_regulars = posts - strangers
        fresh = min(by_regulars, max(0, self._accounts - self._heard))
        self._heard += by_regulars
        return posts, fresh + strangers


@pytest.mark.parametrize(("rate", "accounts", "come"), [(2.0, 50, 11), (20.0, 500, 10), (20.0, 500, 30)])
@pytest.mark.parametrize("before", [150, 600, 1_800])
def test_some_strangers_among_regulars_are_no_spike(rate: float, accounts: int, come: int, before: int) -> None:
    detector, chance = Detector(), random.Random(before)
    people = Regulars(accounts, lambda second: come if second == before else 0)
    for second in range(before + 300):
        posts = poisson(rate, chance) + (come if second == before else 0)
        detector.add(BEGAN + second, posts)
        if posts:
            detector.add_authors(BEGAN + second, *people(second, posts))
        assert detector.close(BEGAN + second) is None, second


@pytest.mark.parametrize("before", [300, HOUR])
def test_a_crowd_that_joins_regulars_is_a_spike_measured_against_them(before: int) -> None:
    people = Regulars(50, lambda second: 40 if second >= before else 0)
    rises, _ = run(spike(2.0, 10.0, before), people=people)
    assert len(rises) == 1
    assert 0 <= rises[0].spotted - BEGAN - before <= 20
    assert rises[0].baseline == pytest.approx(2.0, rel=0.25)


def test_who_were_new_and_become_regulars_are_no_spike() -> None:
    rises, _ = run([20.0] * HOUR, people=lambda second, posts: (posts, round(posts * max(0.05, 1.0 - second / 400))))
    assert rises == []


def test_two_people_in_talk_are_no_spike() -> None:
    rates = [0.05] * HOUR + [0.5] * 300
    rises, _ = run(rates, people=lambda second, posts: (posts, posts if second < HOUR else int(second < HOUR + 10)))
    assert rises == []


def test_a_gap_in_reading_makes_no_spike_when_it_ends() -> None:
    for lasts in (20, 120, 240, 600):
        assert run([40.0] * HOUR + [0.0] * lasts + [40.0] * HOUR)[0] == [], lasts


def test_what_comes_late_is_counted_where_it_belongs() -> None:
    detector, chance = Detector(), random.Random(3)
    for number in range(HOUR):
        detector.add(BEGAN + number, poisson(40.0, chance))
        detector.close(BEGAN + number)
    for number in range(HOUR, HOUR + 60):  # nothing is heard for a minute, then all of it at once
        assert detector.close(BEGAN + number) is None
    for number in range(HOUR, HOUR + 60):
        detector.add(BEGAN + number, 40)
    for number in range(HOUR + 60, HOUR + 300):
        detector.add(BEGAN + number, poisson(40.0, chance))
        assert detector.close(BEGAN + number) is None


def test_more_is_sooner_and_fewer_is_later_or_never() -> None:
    rates = [2.0] * HOUR + [2.0 * (1 + part / 60) for part in range(90)] + [5.0] * 300
    told = {level: run(rates, level)[0] for level in ("fewer", "balanced", "more")}
    assert told["more"][0].spotted <= told["balanced"][0].spotted
    assert not told["fewer"] or told["balanced"][0].spotted <= told["fewer"][0].spotted


def test_after_a_spike_the_next_waits_unless_it_is_far_louder() -> None:
    low = [10.0] * 40
    calm = run([10.0] * HOUR + [40.0] * 30 + low + [40.0] * 20 + low)[0]
    assert len(calm) == 1
    loud = run([10.0] * HOUR + [40.0] * 30 + low + [200.0] * 30 + low)[0]
    assert len(loud) == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-600, 300), st.integers(0, 500)), max_size=60), st.integers(0, 2**32))
def test_sums_hold_whatever_comes_late_or_early(adds: list[tuple[int, int]], seed: int) -> None:
    """Each window's count is that of its seconds."""
    chance, detector = random.Random(seed), Detector()
    counted: dict[int, int] = {}
    second = BEGAN
    detector.close(second)
    for away, posts in adds:
        detector.add(second + away, posts)
        if away > -500:
            counted[second + away] = counted.get(second + away, 0) + posts
        for _ in range(chance.randrange(4)):
            second += 1
            detector.close(second)
    for place, window in enumerate((3, 6, 12, 30, 75, 180, 400)):
        assert detector._sums[place] == sum(counted.get(at, 0) for at in range(second - window + 1, second + 1))
