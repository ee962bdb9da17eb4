"""How far apart the baselines of a text's lines are: as the template's leading says, and further where their ink would meet.

A designer chooses the leading for the letters of the role's own font. Those keep it to the pixel unless they would really touch,
letter below letter: in tight capitals the tail of a Q may well stand beside the ring of an Å. Other fonts stand in for scripts
that the leading was not made for, and shaped scripts hang and pile their marks: of those lines no ink reaches into the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from warroom.compose.breaks import Line
from warroom.compose.text import SHAPED, Extent, Setter

GAP = 0.06
"""Between the ink of two lines that had to be moved apart, in sizes."""
_NEAR = 0.02  # beside each other counts as one below the other, in sizes
_LEAST = 2  # pixels of gap, so that baselines on whole pixels do not use it up

Share = Callable[[Line], float]
_Depths = npt.NDArray[np.float64]


def pitch(lines: Sequence[Line], extents: Sequence[Extent], size: int, setter: Setter, leading: float, share: Share) -> float:
    """Pixels from each baseline to the next. `share` says how much of the room beside a line lies to its left."""
    step = leading * size
    inked = [(at, line, extent) for at, (line, extent) in enumerate(zip(lines, extents, strict=True)) if line.text]
    for (above, upper, low), (below, lower, high) in itertools.pairwise(inked):
        rows, meeting = below - above, low.bottom - high.top
        gap = max(_LEAST, GAP * size)
        if meeting + gap <= int(step * rows):
            continue
        if _foreign(upper, setter) or _foreign(lower, setter) or share(upper) != share(lower):
            step = max(step, (meeting + gap) / rows)
        elif meeting > int(step * rows):
            reach = _meeting(upper, lower, size, setter, share(upper))
            step = max(step, (reach + gap) / rows) if reach > int(step * rows) else step
    return step


def _foreign(line: Line, setter: Setter) -> bool:
    """Whether a line has letters that the role's own font lacks, or that are only right when they are shaped."""
    runs = setter.runs(line.text, line.levels)
    return any(run.face is not setter.chain.first or bool(SHAPED.search(run.text)) for run in runs)


def _meeting(upper: Line, lower: Line, size: int, setter: Setter, share: float) -> float:
    """The baselines' least distance at which no ink of one line lies on or beside that of the other, in pixels."""
    near = max(1, round(_NEAR * size))
    (bottoms, _, one), (_, tops, other) = (_outline(line, size, setter) for line in (upper, lower))
    across = round((one - other) * share)  # of the lower line's ink, from where the upper one's begins
    deep = np.full(max(len(bottoms), len(tops) + across) - min(0, across) + 2 * near, -np.inf)
    high, left = deep.copy(), near - min(0, across)
    for beside in range(-near, near + 1):
        part = deep[left + beside : left + beside + len(bottoms)]
        np.maximum(part, bottoms, out=part)
    high[left + across : left + across + len(tops)] = tops
    return float(np.max(deep + high, initial=0.0))


def _outline(line: Line, size: int, setter: Setter) -> tuple[_Depths, _Depths, float]:
    """How far each column of a line's ink reaches below its baseline and above it, and how wide the line is laid."""
    extent = setter.extent(line.text, size, line.levels)
    left, up = int(-extent.left) + 2, int(-extent.top) + 2
    mask = Image.new("L", (int(max(extent.right, extent.advance)) + left + 2, int(extent.bottom) + up + 2))
    for picture, at in setter.draw(mask, line.text, size, (left, up), line.levels):
        mask.paste(255, at, picture.getchannel("A"))
    inked = np.asarray(mask) > 0
    some, high = inked.any(0), inked.shape[0]
    bottoms = np.where(some, high - inked[::-1].argmax(0) - up, -np.inf)
    tops = np.where(some, up - inked.argmax(0), -np.inf)
    return bottoms, tops, max(extent.right, extent.advance) - extent.left
