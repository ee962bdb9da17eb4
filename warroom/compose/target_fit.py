"""Which shapes of picture each network takes in a feed, and as a story. Width by height; read on 2026-11-21 (see `counts.py` for words).

Instagram's API takes 4:5 to 1.91:1 in the feed and 9:16 as a story; Threads up to 10:1 either way; the others name no bound that a card
could reach. Instagram, Facebook and Threads make what is wider than 1,440 pixels smaller by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Shape(NamedTuple):
    tallest: float
    widest: float


FEED: Mapping[str, Shape] = {"instagram": Shape(4 / 5, 1.91), "threads": Shape(0.1, 10.0), "facebook": Shape(0.1, 10.0)}
STORY = 9 / 16
STORIES = frozenset(("instagram", "facebook"))
_EXACT = 0.005


def why_not(network: str, size: tuple[int, int]) -> str:
    """What is wrong with a picture of this size there; empty where nothing is."""
    shape, aspect = FEED.get(network.casefold()), size[0] / size[1]
    if shape is None or shape.tallest - _EXACT <= aspect <= shape.widest:
        return ""
    if network in STORIES and abs(aspect - STORY) < _EXACT:
        return ""
    return "too tall" if aspect < shape.tallest else "too wide"
