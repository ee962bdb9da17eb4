from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.desktop.pulse_series import BIN_S, WINDOW_S, Series

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


def test_words_come_only_with_two_minutes_known() -> None:
    assert told([50] * 100).trend(NOW) == ""
    assert told([50] * 400).trend(NOW) == "steady"
    assert told([50] * 340 + [90] * 60).trend(NOW) == "rising"
    assert told([50] * 340 + [20] * 60).trend(NOW) == "falling"
    assert told([0] * 400).trend(NOW) == "quiet"


def shape(what: str, at: int) -> int:
    """Posts a second at `at` of 600 seconds."""
    return {
        "step up": 40 if at < 580 else 80,
        "step down": 80 if at < 580 else 40,
        "ramp up": 100 + at // 2,
        "plateau": 60 + 200 * (at >= 300),
        "decay": int(2_000 * 0.995**at) + 20,
        "crest": 100 + 10 * (at - 400) if 400 <= at < 588 else 100 if at < 400 else 1_980 - 60 * (at - 588),
    }[what]


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("step up", "rising"),
        ("step down", "falling"),
        ("ramp up", "rising"),
        ("plateau", "steady"),
        ("decay", "falling"),
        ("crest", "steady"),
    ],
)
@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_the_word_is_what_the_curve_does_now(what: str, word: str, speed: float) -> None:
    counts = [shape(what, at) for at in range(600)]
    assert told(counts).trend(NOW + int(1000 * speed), speed) == word


def test_a_curve_past_its_crest_is_soon_falling() -> None:
    words = [told([100 + 10 * at for at in range(400)] + [4_100 - 20 * at for at in range(past)]).trend(NOW) for past in range(90)]
    assert words[0] == "rising"
    assert words[-1] == "falling"
    assert "rising" not in words[20:]


def test_chance_alone_is_steady() -> None:
    dice = random.Random(47)
    words = [told([sum(dice.random() < 0.02 for _ in range(10)) for _ in range(400)]).trend(NOW) for _ in range(100)]
    assert words.count("steady") >= 90


@given(st.lists(st.integers(0, 50), min_size=1, max_size=200), st.randoms(use_true_random=False))
def test_counts_may_come_in_any_order_and_in_pieces(counts: list[int], dice: random.Random) -> None:
    pieces = [(NOW - (len(counts) - place) * 1000, 1) for place, count in enumerate(counts) for _ in range(count)]
    dice.shuffle(pieces)
    mixed = Series()
    for second, count in pieces:
        mixed.add(second, count)
    assert sum(mixed.per_second(NOW)) == sum(counts)
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
