"""Words drawn without a box of their own get one that longer words fit into."""

from __future__ import annotations

from warroom.compose.layer import Rect
from warroom.importing.design import Across


def room_for(ink: Rect, across: Across, size: tuple[int, int]) -> Rect:
    """As high as the words, and as wide as the margin on the side they stand at allows on the other."""
    if across == "left":
        margin = max(0, min(ink.left, size[0] // 3))
        return Rect(ink.left, ink.top, max(ink.right, size[0] - margin), ink.bottom)
    if across == "right":
        margin = max(0, min(size[0] - ink.right, size[0] // 3))
        return Rect(min(ink.left, margin), ink.top, ink.right, ink.bottom)
    middle = (ink.left + ink.right) / 2
    half = max(min(middle, size[0] - middle) * 0.9, ink.width / 2)
    return Rect(round(middle - half), ink.top, round(middle + half), ink.bottom)
