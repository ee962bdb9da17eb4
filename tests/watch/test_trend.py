"""What a curve is said to do, on curves whose story is known."""

from __future__ import annotations

import random
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.watch.trend import trend

END = 1_790_000_000_000


def noisy(rates: list[float], seed: int = 1) -> list[int]:
    chance = random.Random(seed)
    counts = []
    for rate in rates:
        level, number = exp(-min(rate, 500.0)), 0
        if rate > 50:
            counts.append(max(0, round(chance.gauss(rate, rate**0.5))))
            continue
        product = chance.random()
        while product > level:
            number, product = number + 1, product * chance.random()
        counts.append(number)
    return counts


def kind_at(counts: list[int], length: int) -> tuple[str, float]:
    """Kind, and how many seconds before now it began."""
    said = trend(counts[:length], END)
    return said.kind, (END - said.since) / 1_000


@pytest.mark.parametrize("rate", [0.2, 3.0, 40.0, 2_000.0])
@pytest.mark.parametrize("seed", range(4))
def test_steady_is_steady(rate: float, seed: int) -> None:
    said = trend(noisy([rate] * 1_800, seed), END)
    assert said.kind == "steady"


@pytest.mark.parametrize("rate", [4.0, 50.0, 2_000.0])
def test_a_spike_rises_crests_and_falls(rate: float) -> None:
    up = [rate * (1 + 7 * part / 60) for part in range(60)]
    down = [rate * (1 + 7 * exp(-part / 200)) for part in range(900)]
    counts = noisy([rate] * 900 + up + [rate * 8] * 60 + down)
    kind, ago = kind_at(counts, 945)
    assert kind == "rising"
    assert 20 <= ago <= 60
    kind, ago = kind_at(counts, 1_015)
    assert kind == "crest"
    assert ago <= 60
    kind, ago = kind_at(counts, 1_140)
    assert kind == "falling"
    assert 40 <= ago <= 190
    assert kind_at(counts, 1_900)[0] == "steady"


def test_a_slow_fall_is_seen_at_last() -> None:
    counts = noisy([10.0] * 600 + [80.0] * 60 + [80.0 - part * 0.12 for part in range(400)])
    assert kind_at(counts, 1_000)[0] == "falling"


def test_since_stands_still_while_nothing_changes() -> None:
    counts = noisy([20.0] * 1_200 + [20.0 * (1 + part / 30) for part in range(120)])
    begun = {trend(counts[:length], END + length * 1_000).since for length in range(1_260, 1_300)}
    assert max(begun) - min(begun) <= 5_000


def test_nothing_yet() -> None:
    assert trend([], END) == trend([], END + 1)
    assert trend([5, 5], END).kind == "steady"


@given(st.lists(st.integers(0, 100_000), max_size=400), st.integers(0, 2_000_000_000_000))
def test_since_is_never_outside_what_was_given(counts: list[int], until: int) -> None:
    said = trend(counts, until)
    assert until // 1_000 * 1_000 - len(counts) * 1_000 <= said.since <= until
