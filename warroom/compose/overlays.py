"""What each network's own screen lays over a picture, or leaves out of it, where people first see it: a small table of regions.

A guide for the eye, no promise: networks move such things now and then, and none of it was measured on their apps here. Published
guidance gives a story's 250 pixels of 1,920 at the top (Meta, content publishing: 9:16, "keep 250 px top and bottom free") and 340
at the bottom (Meta's guidance for story ads), and Instagram's 3:4 (its own announcement; its API still takes 4:5 at the tallest).
Where badges sit and how tall a single picture is before a feed cuts it (X, Threads) no network publishes: those are estimates,
drawn a little large, so that what stays clear of them here is clear of them there.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["covered", "left_out"]


class Region(msgspec.Struct, frozen=True):
    """Parts of the card, 0..1 from its top left. `covered`: something lies on it; `left_out`: it is not shown at first."""

    left: float
    top: float
    right: float
    bottom: float
    what: str
    kind: Kind = "covered"


_BADGE = 0.055  # how high a badge is, of the card's short side: an estimate, 20 points where the picture is 360 wide
_AWAY = 0.022  # and how far from the edge
_WIDE = 0.105

TALLEST = {"x": 3 / 4, "threads": 3 / 4}
"""Width by height of the tallest single picture that a network's feed shows whole, where that cuts any of our cuts. An estimate."""
STORY = "9x16"
STORIES = frozenset({"instagram", "facebook"})
GRID = 3 / 4  # of Instagram's profile pages


def regions(network: str, cut: str, size: tuple[int, int]) -> tuple[Region, ...]:
    """What the network does to this cut; empty for one of which nothing is known."""
    if cut == STORY and network in STORIES:
        return (
            Region(0, 0, 1, 250 / 1920, "Name and close"),
            Region(0, 1 - 340 / 1920, 1, 1, "Reply field"),
        )
    return (*_cut_off(network, size), *_badges(network, size))


def _cut_off(network: str, size: tuple[int, int]) -> tuple[Region, ...]:
    aspect = size[0] / size[1]
    if network == "instagram" and aspect > GRID + 0.001:
        side = (1 - GRID / aspect) / 2
        words = "Not in the profile's grid"
        return (Region(0, 0, side, 1, words, "left_out"), Region(1 - side, 0, 1, 1, words, "left_out"))
    tallest = TALLEST.get(network, 0.0)
    if aspect < tallest - 0.001:
        end = (1 - aspect / tallest) / 2
        words = "Not in the feed until opened"
        return (Region(0, 0, 1, end, words, "left_out"), Region(0, 1 - end, 1, 1, words, "left_out"))
    return ()


def _badges(network: str, size: tuple[int, int]) -> tuple[Region, ...]:
    """Badges keep their size whatever the picture's."""
    short = min(size)
    wide, high = _WIDE * short / size[0], _BADGE * short / size[1]
    x, y = _AWAY * short / size[0], _AWAY * short / size[1]
    # A feed that cuts the picture sets its badge within what is left.
    end = next((one.bottom for one in _cut_off(network, size) if one.kind == "left_out" and one.top == 0 and one.right == 1), 0.0)
    low = 1 - end - y
    if network == "bluesky":
        return (Region(1 - x - wide, low - high, 1 - x, low, "ALT"),)
    if network == "mastodon":
        return (Region(1 - x - wide, low - high, 1 - x, low, "ALT"), Region(x, y, x + 1.2 * wide, y + high, "Hide"))
    if network in ("x", "threads"):
        return (Region(x, low - high, x + wide, low, "ALT"),)
    return ()


class Named(msgspec.Struct, frozen=True):
    """A region, and which networks have it so."""

    networks: tuple[str, ...]
    region: Region


def over_cut(networks: tuple[str, ...], cut: str, size: tuple[int, int]) -> tuple[Named, ...]:
    """The regions of all these networks; what several have in the same place is there once. What is left out comes first."""
    found: dict[Region, tuple[str, ...]] = {}
    for network in dict.fromkeys(networks):
        for region in regions(network, cut, size):
            found[region] = (*found.get(region, ()), network)
    named = [Named(who, region) for region, who in found.items()]
    return tuple(sorted(named, key=lambda one: one.region.kind != "left_out"))


def usual(cut: str) -> tuple[str, ...]:
    """Whose screen to show for a cut that goes to no network we know, as in a rehearsal."""
    return {STORY: ("instagram",), "16x9": ("x",)}.get(cut, ("instagram", "bluesky"))
