"""How common words are among the posts being read: a rare word that two posts share says more than one that all have."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

MOST_POSTS = 8_192  # then everything counts half, so that the night's own words become common within minutes
_BELIEVED = 300.0  # posts that what is believed beforehand is worth
_BEFOREHAND = 0.0008
HEAVIEST = 6.5
LIGHTEST = 0.6


class Commonness:
    """Told a sample of posts by one thread and asked by another; each answer is of one moment or the next."""

    def __init__(self) -> None:
        self._posts = 0.0
        self._with: Counter[str] = Counter()

    def add(self, tokens: Iterable[str]) -> None:
        self._with.update(set(tokens))
        self._posts += 1
        if self._posts >= MOST_POSTS:
            self._with = Counter({token: count // 2 for token, count in self._with.items() if count > 1})
            self._posts /= 2

    @property
    def posts(self) -> float:
        return self._posts

    def weight(self, token: str) -> float:
        """The information in the token's being there, in nats, within bounds."""
        share = (self._with.get(token, 0) + _BELIEVED * _BEFOREHAND) / (self._posts + _BELIEVED)
        return min(max(-math.log(share), LIGHTEST), HEAVIEST)
