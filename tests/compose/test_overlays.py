from __future__ import annotations

from warroom.compose.overlays import over_cut, regions, usual
from warroom.plan.networks import NETWORKS

SIZES = {"1x1": (1080, 1080), "4x5": (1080, 1350), "16x9": (1600, 900), "9x16": (1080, 1920)}


def test_every_region_lies_on_the_card_and_says_what_it_is() -> None:
    known = set()
    for network in NETWORKS:
        for cut, size in SIZES.items():
            for region in regions(network, cut, size):
                known.add(network)
                assert 0 <= region.left < region.right <= 1, (network, cut)
                assert 0 <= region.top < region.bottom <= 1, (network, cut)
                assert region.what, (network, cut)
    assert known == {"bluesky", "mastodon", "x", "threads", "instagram", "facebook"}


def test_a_story_has_its_header_and_its_reply_field() -> None:
    top, bottom = regions("instagram", "9x16", SIZES["9x16"])
    assert round(top.bottom * 1920) == 250
    assert round(bottom.top * 1920) == 1580


def test_the_grid_leaves_out_the_sides_of_a_square_evenly() -> None:
    left, right = regions("instagram", "1x1", SIZES["1x1"])
    assert (left.kind, left.right, right.left) == ("left_out", 0.125, 0.875)
    assert regions("linkedin", "1x1", SIZES["1x1"]) == ()


def test_a_badge_stands_within_what_the_feed_shows_of_a_tall_picture() -> None:
    *cut_off, badge = regions("x", "9x16", SIZES["9x16"])
    assert [round(one.bottom - one.top, 3) for one in cut_off] == [0.125, 0.125]
    assert badge.bottom < 0.875


def test_what_two_networks_do_alike_is_drawn_once() -> None:
    named = over_cut(("mastodon", "bluesky", "mastodon"), "1x1", SIZES["1x1"])
    assert [(one.networks, one.region.what) for one in named] == [(("mastodon", "bluesky"), "ALT"), (("mastodon",), "Hide")]
    assert over_cut(usual("9x16"), "9x16", SIZES["9x16"])
