"""Sheets: layers painted on RGBA of their own, masked, turned, and laid on the card.

A layer's sheet lies over `area`, pixels of the cut before anything is turned; turning is about the centre of the layer's box,
clockwise, in premultiplied colours, so that edges have no dark seams.
"""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from warroom.compose.canvas import lay
from warroom.compose.layer import Blend, Rect

Point = tuple[float, float]


def bounds(rect: Rect, box: Rect, angle: float) -> Rect:
    """The smallest upright rectangle around `rect` turned about the centre of `box`."""
    if not angle % 360:
        return rect
    points = [_turned(point, box, angle) for point in _corners(rect)]
    left, top = math.floor(min(x for x, _ in points) + 1e-6), math.floor(min(y for _, y in points) + 1e-6)
    right, bottom = math.ceil(max(x for x, _ in points) - 1e-6), math.ceil(max(y for _, y in points) - 1e-6)
    return Rect(left, top, right, bottom)


def _corners(rect: Rect) -> tuple[Point, ...]:
    return ((rect.left, rect.top), (rect.right, rect.top), (rect.left, rect.bottom), (rect.right, rect.bottom))


def _turned(point: Point, box: Rect, angle: float) -> Point:
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] - across, point[1] - down
    return (across + x * cos - y * sin, down + x * sin + y * cos)


def visible(box: Rect, angle: float, margin: int, size: tuple[int, int]) -> Rect:
    """The part of a layer's box and its margin that can show on a cut of this size; perhaps of no width or height."""
    shown = bounds(Rect(0, 0, *size), box, -angle).grown(2)
    return box.grown(margin).common(shown)


def turned(sheet: Image.Image, area: Rect, box: Rect, angle: float) -> tuple[Image.Image, Rect]:
    """A sheet (RGBA or L) over `area` as it lies when turned, and where. At no angle it is the sheet itself."""
    if not angle % 360:
        return sheet, area
    around = bounds(area, box, angle)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    left, top = around.left - across, around.top - down
    matrix = (
        *(cos, sin, cos * left + sin * top + across - area.left),
        *(-sin, cos, -sin * left + cos * top + down - area.top),
    )
    return sheet.transform(around.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC), around


def masked(sheet: Image.Image, mask: Image.Image, at: tuple[int, int]) -> None:
    """Leave of an RGBA or L sheet what an L mask with its corner at `at` lets through; nothing outside the mask."""
    whole = Image.new("L", sheet.size)
    whole.paste(mask, at)
    if sheet.mode == "L":
        sheet.paste(ImageChops.multiply(sheet, whole))
    else:
        sheet.putalpha(ImageChops.multiply(sheet.getchannel("A"), whole))


def trimmed(sheet: Image.Image, at: Rect) -> tuple[Image.Image, Rect]:
    """Without empty edges."""
    found = sheet.getchannel("A").getbbox()
    if found is None:
        return Image.new("RGBA", (1, 1)), Rect(at.left, at.top, at.left + 1, at.top + 1)
    return sheet.crop(found), Rect(*found).moved(at.left, at.top)


def lay_sheet(canvas: Image.Image, sheet: Image.Image, at: Rect, blend: Blend) -> None:
    """Lay an RGBA sheet on an RGB canvas; what lies outside is left out."""
    inside = at.within(*canvas.size)
    if inside.width > 0 and inside.height > 0:
        piece = sheet.crop((inside.left - at.left, inside.top - at.top, inside.right - at.left, inside.bottom - at.top))
        lay(canvas, piece, (inside.left, inside.top), 1.0, None, blend)
