"""Letters and their shadow, laid on a card: whole, or from key to key only where they changed.

A pixel of the shadow follows from the letters within its reach and from nothing else, so a part of it can be made alone and is
there what the whole would be: a card that was typed letter by letter has the same pixels as one drawn at once.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Hashable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from warroom.compose.canvas import paste
from warroom.compose.contrast import Pixels
from warroom.compose.fit import Placed
from warroom.compose.layer import Blend, Colour, Rect

COARSE = 4
"""Pixels of the cut in one pixel of the arrays that contrast is measured on, and of a soft shadow."""
_PASSES = 3  # box blurs that Pillow makes a Gaussian blur of
_WORTH = 0.6  # of the whole: a part larger than this is not worth making alone


@dataclass(frozen=True, eq=False)
class Drawn:
    """A text as pixels: L masks over `box`, whose corners lie on the coarse grid. `stroked` has the letters with their stroke (the
    letters themselves where they have none), `whole` that with the emoji."""

    placed: Placed
    box: Rect
    letters: Image.Image
    stroked: Image.Image
    whole: Image.Image
    covered: Pixels  # where letters are, on the coarse grid
    emoji: tuple[tuple[Image.Image, tuple[int, int]], ...]


@dataclass(frozen=True)
class Cast:
    """A shadow, in pixels."""

    shift: tuple[int, int]
    blur: float
    colour: Colour


@dataclass(frozen=True)
class Look:
    """How letters are laid: their colour, their stroke's, their shadow, and how each blends."""

    colour: Colour
    shadow: Cast | None
    stroke: Colour | None = None
    blend: Blend = "normal"

    @property
    def shift(self) -> tuple[int, int]:
        """How far the shadow lies to the right and below."""
        return self.shadow.shift if self.shadow is not None else (0, 0)

    @property
    def blur(self) -> float:
        return self.shadow.blur if self.shadow is not None else 0.0

    @property
    def coarse(self) -> int:
        """A soft shadow has nothing that needs every pixel."""
        return 4 if self.blur >= 6 else 2 if self.blur >= 3 else 1

    @property
    def reach(self) -> int:
        """Pixels, whole squares of the grid, that a letter's shadow may reach: each box blur its radius, and the scaling one more."""
        if self.shadow is None:
            return 0
        radius = math.floor((math.sqrt(12 * (self.blur / self.coarse) ** 2 / _PASSES + 1) - 1) / 2) + 1
        return -(-(_PASSES * radius + 2) * self.coarse // COARSE) * COARSE


@dataclass(frozen=True, eq=False)
class _Painted:
    """A text as it was painted last: on which ground, while that is kept elsewhere, and the card's pixels in `area`, where its letters
    and shadow are."""

    ground: weakref.ref[Image.Image]
    look: Look
    drawn: Drawn
    area: Rect
    pixels: Image.Image


class Letters:
    """Lays letters on grounds and remembers each text's last pixels, while its ground is kept. Belongs to one renderer."""

    def __init__(self) -> None:
        self._last: dict[Hashable, _Painted] = {}  # by cut and layer

    def paint(self, key: Hashable, canvas: Image.Image, ground: Image.Image, drawn: Drawn, look: Look) -> None:
        """On `canvas`, a copy of `ground`, without the emoji. `key` names the text."""
        last, whole = self._last.get(key), _shadow_of(drawn.box, look)
        part = _to_paint(last.drawn, drawn, look, whole) if last is not None and last.ground() is ground and last.look == look else whole
        if last is None or part is whole:
            lay_letters(canvas, drawn, look, whole)
        else:
            canvas.paste(last.pixels, (last.area.left, last.area.top))
            if part is not None:
                anew = part.moved(*look.shift).within(*canvas.size)
                canvas.paste(ground.crop((anew.left, anew.top, anew.right, anew.bottom)), (anew.left, anew.top))
                lay_letters(canvas, drawn, look, part)
        area = whole.moved(*look.shift).within(*canvas.size)
        self._last = {name: one for name, one in self._last.items() if one.ground() is not None}
        self._last[key] = _Painted(weakref.ref(ground), look, drawn, area, canvas.crop((area.left, area.top, area.right, area.bottom)))


def lay_letters(canvas: Image.Image, drawn: Drawn, look: Look, part: Rect | None = None) -> None:
    """Shadow and letters where the shadow of `part`, whose corners lie on the grid, falls; None: all of them."""
    part = part or _shadow_of(drawn.box, look)
    if look.shadow is not None:
        colour = look.shadow.colour
        paste(canvas, (*colour[:3], 255), part.moved(*look.shift), _soft(drawn, look, part, colour[3]), look.blend)
    area = part.moved(*look.shift).common(drawn.box)
    if area.width > 0 and area.height > 0:
        if look.stroke is not None:
            paste(canvas, look.stroke, area, _cropped(drawn.stroked, area, drawn.box), look.blend)
        paste(canvas, look.colour, area, _cropped(drawn.letters, area, drawn.box), look.blend)


def _soft(drawn: Drawn, look: Look, part: Rect, alpha: int) -> Image.Image:
    """The shadow's mask over `part`, before it is moved."""
    frame = part.grown(look.reach).common(drawn.box.grown(look.reach))  # all is empty outside
    frame = Rect(min(frame.left, part.left), min(frame.top, part.top), max(frame.right, part.right), max(frame.bottom, part.bottom))
    soft = Image.new("L", frame.size)
    soft.paste(drawn.whole, (drawn.box.left - frame.left, drawn.box.top - frame.top))
    coarse = look.coarse
    if coarse > 1:
        soft = soft.reduce(coarse)
    if look.blur > 0:
        soft = soft.filter(ImageFilter.GaussianBlur(look.blur / coarse))
    soft = soft.point([value * alpha // 255 for value in range(256)])
    inner = Rect(part.left - frame.left, part.top - frame.top, part.right - frame.left, part.bottom - frame.top)
    box = (inner.left // coarse, inner.top // coarse, inner.right // coarse, inner.bottom // coarse)
    return soft.resize(part.size, Image.Resampling.BILINEAR, box=box) if coarse > 1 else soft.crop(box)


def _shadow_of(box: Rect, look: Look) -> Rect:
    """Where the letters in this box and their shadow, before it is moved, may be: on the grid."""
    across, down = look.shift
    return on_grid(box.moved(-across, -down).joined(box.grown(look.reach)))


def _to_paint(old: Drawn, new: Drawn, look: Look, whole: Rect) -> Rect | None:
    """The part in which a text differs from what was painted last; `whole` itself when it is hardly smaller; None: nothing does."""
    if old is new:
        return None
    if old.placed.size != new.placed.size or old.emoji or new.emoji:
        return whole
    both = old.box.joined(new.box)
    masks = []
    for drawn in (old, new):
        mask = Image.new("L", both.size)
        mask.paste(drawn.stroked, (drawn.box.left - both.left, drawn.box.top - both.top))
        masks.append(mask)
    found = ImageChops.difference(*masks).getbbox()
    if found is None:
        return None
    part = _shadow_of(Rect(*found).moved(both.left, both.top), look)
    return part if part.width * part.height < _WORTH * whole.width * whole.height else whole


def _cropped(mask: Image.Image, area: Rect, box: Rect) -> Image.Image:
    if area == box:
        return mask
    return mask.crop((area.left - box.left, area.top - box.top, area.right - box.left, area.bottom - box.top))


def on_grid(box: Rect) -> Rect:
    """The box with its corners moved out onto the coarse grid."""
    left, top = box.left // COARSE * COARSE, box.top // COARSE * COARSE
    return Rect(left, top, -(-box.right // COARSE) * COARSE, -(-box.bottom // COARSE) * COARSE)
