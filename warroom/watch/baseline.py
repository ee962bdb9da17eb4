"""What a topic usually has: robust means over the last half hour and the last minutes, and how much it spreads around them."""

from __future__ import annotations

from collections import deque
from itertools import islice
from math import sqrt
from statistics import median

import msgspec

BLOCK_S = 10
BLOCKS = 180  # the half hour
_SHORT = 24  # blocks of the last minutes
_LEAST = 6  # blocks before anything is expected
_SLOW = 3  # blocks from one look at the half hour to the next
_LAGS = ((30, 5), (75, 11), (180, 21), (10_000, 43))  # windows up to so many seconds: blocks before now that are left out,
_UNSETTLED = 12  # and blocks after a spike in which nothing is learned of the spread
_SILENT = 8.0  # posts a block usually; a block of none is then one that was not read
_CLIP = 3.0  # standard deviations
_SPANS = (1, 3, 9)  # blocks over which the spread is looked at
_APART, _BEFORE = 3, 9  # blocks between those and the ones they are compared with, and how many these are
_PRIOR, _PRIOR_WEIGHT = 1.25, 15  # the spread before any was seen, and how many looks that is worth
_SHARE_BLOCKS = 6
_LEAST_SHARES = 4  # looks at who writes before anything is usual of it
_LEAST_SHARE = 0.2  # below it, too few are new for their number to tell anything of ten seconds; a rise is asked for as many
_MILD = 1.15  # so much fewer new authors a post than usual are no sign of a flood


class Expected(msgspec.Struct, frozen=True):
    """Posts a second, and the spread of roots of counts in a window, 1 for a stream of independent posts."""

    half_hour: float
    recent: float
    noise: float


class Baseline:
    """Blocks of ten seconds. No rise feeds what it is measured against: the latest blocks and those in a spike are left out."""

    def __init__(self, windows: tuple[int, ...]) -> None:
        self._windows = windows
        self._lags = [next(lag for longest, lag in _LAGS if window <= longest) for window in windows]
        self.clear()

    def clear(self) -> None:
        self._blocks: deque[float] = deque(maxlen=BLOCKS)
        self._raised: deque[bool] = deque(maxlen=BLOCKS)
        self._people: deque[tuple[int, int]] = deque(maxlen=BLOCKS)
        self._residues: dict[int, deque[float]] = {span: deque(maxlen=BLOCKS) for span in _SPANS}
        self._noise = dict.fromkeys(_SPANS, _PRIOR)
        self._half_hour: dict[int, float] = {}
        self._newest = 0
        self._settled = 0
        self._gaps = False
        self._low_share = 0.0  # of posts, those by somebody who had not written shortly before; in most of the half hour more are
        self.new_share = 1.0  # of posts, how many of a rise are usually by such, at least; all while nobody was looked at
        self._expected: list[Expected | None] = [None] * len(self._windows)

    def expected(self, place: int) -> Expected | None:
        """For the window at that place."""
        return self._expected[place]

    def late(self, second: int, posts: int) -> None:
        """More posts of a block that is closed already."""
        back = self._newest - second // BLOCK_S
        if 0 <= back < len(self._blocks):
            self._blocks[len(self._blocks) - 1 - back] += posts

    def began(self, block: int) -> None:
        """A spike that began in this block was told."""
        for back in range(min(len(self._raised), self._newest - block + 1)):
            self._raised[len(self._raised) - 1 - back] = True

    def settle(self) -> None:
        """The spike lasts: its level is the usual one from now on."""
        self._raised = deque([False] * len(self._raised), maxlen=BLOCKS)

    def close(self, number: int, posts: int, seen: int, new: int, *, raised: bool) -> None:
        """The next block is over; `raised`: it lies in a spike.

        Only a block with fewer new authors than the topic has at its lowest is weighed down: where regulars write, or nothing is
        known of who does, their posts are what is usual, and a baseline without them would call anything a rise.
        """
        self._newest = number
        weighed = float(posts)
        if seen:
            weighed *= weight(new / seen, self._low_share)
        self._blocks.append(weighed)
        self._raised.append(raised)
        self._people.append((seen, new))
        self._settled = 0 if raised else self._settled + 1
        if self._settled > _UNSETTLED:
            self._note_residues()
        if len(self._blocks) >= _LEAST:
            if number % _SLOW == 0 or not self._half_hour:
                self._look_far()
            self._look_near(raised)

    def _note_residues(self) -> None:
        """How far the latest blocks lie from those shortly before them: near enough that what drifts slowly is no spread."""
        latest = list(islice(reversed(self._blocks), _SPANS[-1] + _APART + _BEFORE))
        for span, residues in self._residues.items():
            before = latest[span + _APART : span + _APART + _BEFORE]
            if len(before) == _BEFORE and span + _APART + _BEFORE <= self._settled:
                usual = sum(before) * span / _BEFORE
                step = 2.0 * (sqrt(sum(latest[:span]) + 0.375) - sqrt(usual + 0.375))
                residues.append(step / sqrt(1.0 + span / _BEFORE))

    def _look_far(self) -> None:
        for span, residues in self._residues.items():
            self._noise[span] = _spread(residues)
        self._look_at_people()
        blocks = list(self._blocks)
        low, high, self._gaps = _bounds(blocks)
        kept = [
            (0.0, 0) if raised or (self._gaps and not block) else (min(max(block, low), high), 1)
            for block, raised in zip(blocks, self._raised, strict=True)
        ]
        for lag in {lag for _, lag in _LAGS}:
            counted = kept[: max(len(kept) - lag, _LEAST)]
            number = sum(one for _, one in counted)
            self._half_hour[lag] = sum(block for block, _ in counted) / number / BLOCK_S if number >= _SHORT else 0.0

    def _look_near(self, raised: bool) -> None:
        """The last minutes; after a spike those before it, during one those of it."""
        near: dict[int, tuple[float, int]] = {}
        latest = list(zip(self._blocks, self._raised, strict=True))[-(_SHORT * 3 + _LAGS[-1][1]) :]
        for lag in {lag for _, lag in _LAGS}:
            before = latest[: len(latest) - lag] if len(latest) >= lag + _LEAST else latest[:_LEAST]
            fitting = [block for block, high in before if (raised or not high) and not (self._gaps and not block)]
            if len(fitting) < _LEAST and self._half_hour.get(lag):
                near[lag] = self._half_hour[lag], _LEAST
                continue
            short = fitting[-_SHORT:] if len(fitting) >= _LEAST else [block for block, _ in before]
            low, high, _ = _bounds(short)
            near[lag] = sum(min(max(block, low), high) for block in short) / len(short) / BLOCK_S, len(short)
        for place, (window, lag) in enumerate(zip(self._windows, self._lags, strict=True)):
            recent, length = near[lag]
            spread = self._noise[1 if window <= 12 else 3 if window <= 30 else 9]
            noise = spread * sqrt(1.0 + window / (length * BLOCK_S))
            self._expected[place] = Expected(self._half_hour[lag], recent, noise)

    def _look_at_people(self) -> None:
        """The middle and the lower quarter of many shares, so that a flood of some minutes does not become usual."""
        people = list(self._people)[: -_LAGS[0][1]]
        shares = []
        for start in range(0, len(people), _SHARE_BLOCKS):
            some = people[start : start + _SHARE_BLOCKS]
            if seen := sum(each for each, _ in some):
                shares.append(sum(each for _, each in some) / seen)
        self.new_share = max(_LEAST_SHARE, median(shares)) if shares else 1.0
        low = sorted(shares)[len(shares) // 4] if len(shares) >= _LEAST_SHARES else 0.0
        self._low_share = low if low >= _LEAST_SHARE else 0.0


def weight(share: float, usual: float) -> float:
    """What a post counts where that share of posts is by new authors, and usually so many are; 0: nothing is usual."""
    return 1.0 if share * _MILD >= usual else share / usual


def _bounds(blocks: list[float]) -> tuple[float, float, bool]:
    """Beyond which a block is an outlier, and whether a block of none is one that was not read."""
    middle = median(blocks)
    spread = max(sqrt(middle + 1.0), 1.4826 * median([abs(block - middle) for block in blocks]))
    return middle - _CLIP * spread, middle + _CLIP * spread, middle >= _SILENT


def _spread(residues: deque[float]) -> float:
    """Robust to a sixth of outliers above: the wider of the middle half's and the upper tail's; never narrower than chance."""
    count = len(residues)
    if count < 8:
        return _PRIOR
    ranked = sorted(residues)
    middle = ranked[count // 2]
    quarter = (ranked[count * 3 // 4] - ranked[count // 4]) / 1.349
    tail = (ranked[count * 17 // 20] - middle) / 1.0364
    seen = max(1.0, quarter, tail)
    return sqrt((seen * seen * count + _PRIOR * _PRIOR * _PRIOR_WEIGHT) / (count + _PRIOR_WEIGHT))
