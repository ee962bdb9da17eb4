from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.desktop.pulse.series import BIN_S, WINDOW_S, Series

NOW = 1_359_942_000_000


def told(per_second: list[int]) -> Series:
    """So many posts in each second before NOW, oldest first."""
    series = Series()
    for place, count in enumerate(per_second):
        series.add(NOW - (len(per_second) - place) * 1000, count)
    return series


def test_the_rate_is_over_the_last_ten_whole_seconds() -> None:
    assert told([100] * 30 + [7] * 11).rate(NOW) == 7
    assert Series().rate(NOW) == 0


def test_the_curve_ends_with_the_last_whole_bin_and_says_how_much_has_passed_since() -> None:
    curve = told([4] * WINDOW_S).curve(NOW + 4_000)
    assert len(curve.values) == WINDOW_S // BIN_S
    assert set(curve.values[1:-1]) == {4.0}
    assert 0 <= curve.part < 1


def test_the_trend_is_known_after_two_minutes_and_says_since_when() -> None:
    assert told([50] * 100).trend(NOW) is None
    steady = told([50] * 400).trend(NOW)
    assert steady is not None
    assert steady.kind == "steady"
    rising = told([50] * 540 + [400] * 30).trend(NOW + 1_000)
    assert rising is not None
    assert rising.kind in ("rising", "crest")
    assert abs(rising.since - (NOW - 30_000)) <= 20_000


def test_what_is_usual_is_the_median_of_what_was_before_the_last_two_minutes() -> None:
    assert told([50] * 300).usual(NOW) == 0
    assert told([50] * 900 + [4_000] * 110).usual(NOW) == 50
    assert told([50] * 600 + [4_000] * 30 + [50] * 400).usual(NOW) == 50
    assert Series().usual(NOW) == 0


def test_whether_anything_was_said_lately() -> None:
    assert told([1] + [0] * 60).any_since(NOW, 90)
    assert not told([1] + [0] * 100).any_since(NOW, 90)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=200), st.randoms(use_true_random=False))
def test_counts_may_come_in_any_order_and_in_pieces(counts: list[int], dice: random.Random) -> None:
    pieces = [(NOW - (len(counts) - place) * 1000, 1) for place, count in enumerate(counts) for _ in range(count)]
    dice.shuffle(pieces)
    mixed = Series()
    for second, count in pieces:
        mixed.add(second, count)
    assert sum(mixed.per_second(NOW + 1_000)) == sum(counts)
    assert mixed.rate(NOW) == told(counts).rate(NOW)


def test_a_clock_set_back_forgets_what_has_not_happened() -> None:
    series = told([10] * 600)
    series.cut(NOW - 300_000)
    assert sum(series.per_second(NOW)) == 10 * 301
    assert series.rate(NOW) == 0


def test_memory_stays_bounded() -> None:
    series = Series()
    for second in range(20_000):
        series.add(NOW + second * 1000, 1)
        series.forget(NOW + second * 1000)
    assert len(series._seconds) < WINDOW_S + 400


@pytest.mark.parametrize("speed", [1, 2, 10, 60])
def test_what_is_not_told_yet_is_no_fall(speed: int) -> None:
    """Counts come once a second of ours, so `speed` seconds of the event's at once; a flat topic stays flat whenever it is looked at."""
    for late_ms in range(0, 1_000 * speed, 500):
        now = NOW + late_ms
        flat = told([100] * WINDOW_S)
        assert set(flat.curve(now, speed).values[-20:]) == {100.0}
        assert set(flat.per_second(now, speed)[-20:]) == {100}
