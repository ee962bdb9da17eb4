"""The curve of a night passes exactly through what was published about it."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.loopback import DATA
from warroom.locations import assets
from warroom.sources.rehearsal.curve import Curve
from warroom.sources.rehearsal.night import MINUTE_MS, Point, read_night

FILE = assets() / "rehearsals" / "super-bowl-xlvii.toml"
NIGHT = read_night(FILE)
CURVE = Curve(NIGHT)


def total(since: int, until: int, *topics: str) -> int:
    return sum(count.count for count in CURVE.counts(since, until) if not topics or count.topic in topics)


@pytest.mark.parametrize("point", NIGHT.points, ids=[point.what for point in NIGHT.points])
def test_the_minute_of_a_published_point_has_the_published_number(point: Point) -> None:
    assert total(point.at, point.at + MINUTE_MS) == point.per_minute
    steps = 6_000
    integral = sum(sum(CURVE.rate(point.at + step * MINUTE_MS // steps + 5).values()) for step in range(steps)) * 60 / steps
    assert integral == pytest.approx(point.per_minute, rel=1e-4)


def test_the_published_totals_hold() -> None:
    assert total(NIGHT.total_from, NIGHT.last) == NIGHT.total == 24_100_000
    assert total(NIGHT.halftime_from, NIGHT.halftime_until) == NIGHT.halftime == 5_500_000
    assert total(NIGHT.advert.at, NIGHT.advert.at + 10 * MINUTE_MS, "CRUMB") == NIGHT.advert.posts == 55_000
    peak = max(CURVE.rate(NIGHT.advert.at + second * 1_000)["CRUMB"] for second in range(600))
    assert 105 < peak <= 111, "110 per second at best"


def test_every_published_figure_is_there_and_says_who_published_it() -> None:
    file = DATA / "curves.toml"
    if not file.is_file():
        pytest.skip("the published curves are not beside this checkout")
    published = tomllib.loads(file.read_text())["super-bowl-xlvii"]
    assert sorted(point.per_minute for point in NIGHT.points) == sorted(point["per_minute"] for point in published["points"])
    assert published["total"] == NIGHT.total
    clocked = {point["per_minute"]: point["at"] for point in published["points"] if "at" in point}
    for point in NIGHT.points:
        assert point.at_ours == (point.per_minute not in clocked)
    assert all(point.published_by for point in NIGHT.points)


def test_what_is_ours_says_so() -> None:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert all(data[part]["ours"] for part in ("between", "mix", "phases"))
    assert data["brand"]["between"]["ours"]
    assert all(data[part]["at_ours"] for part in ("halftime", "brand"))
    assert all(point["published_by"] for point in data["point"])


def test_the_blackout_comes_from_nothing_and_is_soon_everything() -> None:
    lights_out = next(moment.at for moment in NIGHT.moments if moment.what == "lights out")
    assert total(lights_out - MINUTE_MS, lights_out, "Blackout") < 30
    assert CURVE.rate(lights_out + 30_000)["Blackout"] > 3_000
    assert NIGHT.start("blackout") < lights_out < NIGHT.start("blackout") + 5_000
    assert NIGHT.phase(lights_out) == "lights out"
    assert NIGHT.phase(0) == "before"


def test_nobody_writes_of_the_blackout_in_the_half_hour_before_it() -> None:
    lights_out = next(point.at for point in NIGHT.points if point.what == "lights out")
    assert total(lights_out - 30 * MINUTE_MS, lights_out - 1_000, "Blackout") == 0


@given(st.lists(st.integers(NIGHT.first - 100_000, NIGHT.last + 100_000), min_size=3, max_size=6))
def test_spans_add_up(cuts: list[int]) -> None:
    cuts.sort()
    parts = [total(since, until) for since, until in pairwise(cuts)]
    assert sum(parts) == total(cuts[0], cuts[-1])


@given(st.integers(NIGHT.first, NIGHT.last - 1))
def test_rates_are_never_negative_and_counts_follow_them(at: int) -> None:
    rates = CURVE.rate(at)
    assert set(rates) == {"Blackout", "The game", "Halftime show", "CRUMB"}
    assert all(rate >= 0 for rate in rates.values())
    second = (at // 1_000) * 1_000
    counted = total(second, second + 1_000)
    assert counted == pytest.approx(sum(CURVE.rate(second + 500).values()), rel=0.15, abs=8)


def test_outside_the_night_nothing_happens() -> None:
    assert CURVE.counts(NIGHT.last, NIGHT.last + 60_000) == ()
    assert CURVE.counts(NIGHT.first - 60_000, NIGHT.first) == ()
    assert sum(CURVE.rate(NIGHT.last + 1).values()) == 0
    assert sum(CURVE.rate(NIGHT.first - 1).values()) == 0
