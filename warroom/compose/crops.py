"""Whether a picture is a large part of another, or shares one with it: what a difference hash of the whole cannot see.

    known = Crops(grey)                    # of each picture that is to be known again: 48 × 48 grey values
    shared = found(grey, (known, …))       # the first of them that it is cut from, or None

Of a known picture 1,083 windows, every one on a grid of sixteenths that has 42 % of it or more, are kept as hashes of 64 bits. A
stranger's hash names the windows it may be; each of the nearest is moved and stretched until its fine detail (what is left without
the large shapes, which two sunsets share) agrees best. Crops of one picture agree to over 0.95, others to under 0.85. A stranger is
looked for as it is and mirrored: turned about its upright is the commonest thing done to a picture that is not one's own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from warroom.compose.likeness import GREY as SIDE

AGREES = 0.92
_GRID = 16
_LEAST_SIDE = 8  # of the grid
_LEAST_AREA = 0.42
_NEAR = 18  # of 64 bits: windows farther off are not looked at
_MOST_TRIED = 6  # windows, for each part of the stranger
_DETAIL = 16
_SMALLEST = 20.0  # of SIDE: a window is not shrunk below
_STEPS = (1.5, 0.75, 0.4)
_HOPE = 0.6  # after the first step: below, the next will not find it

Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]

_EDGES = range(_GRID + 1)
_WINDOWS: Floats = np.array(
    [
        (left, top, right, bottom)
        for left in _EDGES
        for right in _EDGES[left + _LEAST_SIDE :]
        for top in _EDGES
        for bottom in _EDGES[top + _LEAST_SIDE :]
        if (right - left) * (bottom - top) >= _LEAST_AREA * _GRID * _GRID
    ],
    dtype=np.float64,
) * (SIDE / _GRID)
# Of the stranger: all of it, and what of it the known one may have: that was made small from the middle of something higher or wider.
_PARTS: Floats = np.array(
    [(0, 0, 1, 1), (0, 0, 1, 0.6), (0, 0.4, 1, 1), (0, 0.2, 1, 0.8), (0, 0, 0.6, 1), (0.4, 0, 1, 1), (0.2, 0, 0.8, 1)], dtype=np.float64
) * float(SIDE)
_MOVES: Floats = np.stack(np.meshgrid(*[[-1.0, 0.0, 1.0]] * 4, indexing="ij"), axis=-1).reshape(-1, 4)


class Crops:
    """A picture that is known again by its parts. About 10 ms to make, 30 kB. `grey`: SIDE × SIDE bytes, row by row."""

    def __init__(self, grey: bytes) -> None:
        self.sums = _summed(grey)
        self.hashes = _hashes(self.sums, _WINDOWS)


def found(grey: bytes, known: Sequence[Crops]) -> int | None:
    """The place in `known` of one that it is a part of, mirrored or not; None for none. About 0.2 s for 5,000 of them."""
    if not known:
        return None
    hashes = np.concatenate([one.hashes for one in known])
    places = (_found(sums, known, hashes) for sums in (_summed(grey), _summed(_mirrored(grey))))
    return next((place for place in places if place is not None), None)


def _found(sums: Floats, known: Sequence[Crops], hashes: Hashes) -> int | None:
    for part, hashed in zip(_PARTS, _hashes(sums, _PARTS), strict=True):
        wanted = _detail(sums, part[None])[0]
        away = np.bitwise_count(hashes ^ hashed)
        near = np.flatnonzero(away <= _NEAR)
        for window in near[np.argsort(away[near], kind="stable")][:_MOST_TRIED]:
            place, nth = divmod(int(window), len(_WINDOWS))
            if _agreement(known[place].sums, _WINDOWS[nth], wanted) >= AGREES:
                return place
    return None


def _agreement(sums: Floats, window: Floats, wanted: Floats) -> float:
    """How well a window's detail agrees at the best place near it: 1 is the same."""
    best, score = window, float(_detail(sums, window[None])[0] @ wanted)
    for step in _STEPS:
        for _ in range(2):
            moved = np.clip(best + _MOVES * step, 0.0, SIDE)
            moved = moved[((moved[:, 2] - moved[:, 0]) >= _SMALLEST) & ((moved[:, 3] - moved[:, 1]) >= _SMALLEST)]
            scores = _detail(sums, moved) @ wanted
            at = int(scores.argmax())
            if scores[at] <= score + 1e-4:
                break
            best, score = moved[at], float(scores[at])
        if score < _HOPE:
            return score
    return score


def _mirrored(grey: bytes) -> bytes:
    return np.frombuffer(grey, np.uint8).reshape(SIDE, SIDE)[:, ::-1].tobytes()


def _summed(grey: bytes) -> Floats:
    """Sums over all that lies above and left, so that the sum of any window is four look-ups."""
    values = np.frombuffer(grey, np.uint8).reshape(SIDE, SIDE)
    sums = np.zeros((SIDE + 1, SIDE + 1))
    sums[1:, 1:] = values.cumsum(0, dtype=np.float64).cumsum(1)
    return sums


def _cells(sums: Floats, windows: Floats, columns: int, rows: int) -> Floats:
    """Each window in so many cells, the sum of each; edges lie between pixels, too."""
    across = windows[:, 0, None] + (windows[:, 2] - windows[:, 0])[:, None] * np.arange(columns + 1) / columns
    down = windows[:, 1, None] + (windows[:, 3] - windows[:, 1])[:, None] * np.arange(rows + 1) / rows
    column, row = np.minimum(across.astype(np.intp), SIDE - 1), np.minimum(down.astype(np.intp), SIDE - 1)
    x, y = (across - column)[:, None, :], (down - row)[:, :, None]
    c, r = column[:, None, :], row[:, :, None]
    above = sums[r, c] * (1 - x) + sums[r, c + 1] * x
    below = sums[r + 1, c] * (1 - x) + sums[r + 1, c + 1] * x
    at: Floats = above * (1 - y) + below * y
    return at[:, 1:, 1:] - at[:, 1:, :-1] - at[:, :-1, 1:] + at[:, :-1, :-1]


def _hashes(sums: Floats, windows: Floats) -> Hashes:
    cells = _cells(sums, windows, 9, 8)
    bits = (cells[:, :, :-1] > cells[:, :, 1:]).reshape(len(windows), 64)
    return np.packbits(bits, axis=1).view(np.uint64)[:, 0]


def _detail(sums: Floats, windows: Floats) -> Floats:
    """What of each window is left without its large shapes, as a vector of length 1 whatever its light and contrast."""
    cells = _cells(sums, windows, _DETAIL, _DETAIL)
    cells = cells / np.maximum(cells.mean((1, 2), keepdims=True), 1e-6)
    wide = np.pad(cells, ((0, 0), (2, 2), (2, 2)), mode="edge")
    smooth = sum(wide[:, row : row + _DETAIL, column : column + _DETAIL] for row in range(5) for column in range(5)) / 25
    detail: Floats = (cells - smooth).reshape(len(windows), -1)
    detail -= detail.mean(1, keepdims=True)
    detail /= np.maximum(np.linalg.norm(detail, axis=1, keepdims=True), 1e-9)
    return detail
