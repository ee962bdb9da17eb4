from __future__ import annotations

import pytest

from warroom.compose.limits import JPEG, LIMITS, PNG, Limits, OwnLimits, base_cut, limits
from warroom.targets.networks import NETWORKS


def test_every_network_a_plan_may_name_has_its_limits() -> None:
    assert {one.network for one in LIMITS} == {one.name for one in NETWORKS}
    assert all(one.source and JPEG in one.formats and one.most_bytes >= 2_000_000 for one in LIMITS)


def test_a_network_nobody_knows_takes_what_all_take() -> None:
    unknown = limits("elsewhere")
    assert all(unknown.most_bytes <= one.most_bytes and set(unknown.formats) <= set(one.formats) for one in LIMITS)
    assert limits("Bluesky") == limits("bluesky")


def test_a_size_that_is_too_large_keeps_its_shape() -> None:
    assert limits("threads").size(1600, 900) == (1440, 810)
    assert limits("threads").size(1080, 1920) == (1080, 1920)
    assert Limits("", (JPEG,), 1, longest=1000).size(500, 2000) == (250, 1000)
    wide, high = limits("mastodon").size(6000, 4000)
    assert wide * high <= 8_294_400
    assert wide / high == pytest.approx(1.5, abs=0.01)


def test_a_servers_own_limits_stand_in_for_the_tables() -> None:
    own = limits("mastodon", OwnLimits(most_bytes=2_000_000, most_pixels=99_000_000, formats=(JPEG,)))
    assert (own.most_bytes, own.most_pixels, own.formats) == (2_000_000, 8_294_400, (JPEG,))
    assert limits("mastodon", OwnLimits()) == limits("mastodon")
    assert limits("mastodon", OwnLimits(formats=("image/heic",))).formats == (JPEG,)
    assert not own.takes(100, 100, 5_000, PNG)


def test_a_files_name_tells_its_cut() -> None:
    assert [base_cut(name) for name in ("16x9@threads", "1x1", "4x5@mastodon-2")] == ["16x9", "1x1", "4x5"]
