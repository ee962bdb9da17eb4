"""Texts on cards: laid out and drawn, painted straight onto the card or on a sheet of their own, and measured as they show.

A plain text goes onto the card itself, from key to key only where it changed. One that is turned, masked or blended is drawn on
a sheet; where its letters are on the card, and what they stand on, is then taken from the sheet as it lies.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from warroom.compose import contrast
from warroom.compose.contrast import Ink, Pixels
from warroom.compose.fit import Placed, Style, place
from warroom.compose.fonts import FontBook, han_of
from warroom.compose.job import Job
from warroom.compose.layer import Rect, TextLayer
from warroom.compose.model import TextResult
from warroom.compose.paint import COARSE, Cast, Drawn, Letters, Look, lay_letters, on_grid
from warroom.compose.rasters import Kept, Rasters, lay, over, paste
from warroom.compose.sheet import bounds, lay_sheet, masked, turned, visible
from warroom.compose.text import Setter, needs_shaping

LARGE = 1000 * 24 / 360
"""From this size on (thousandths of the short side) text is large by WCAG: 24 px where the card is 360 px wide, as on a phone."""
_AROUND = 0.03
"""From this width on, in sizes, a stroke is what the letters are read against."""
_TOUCHED = 8
_HIDDEN = 0.05
"""The part of a text's pixels from which on a mask that hides them hides the text."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Layers already painted, and the results of the texts among them."""

    image: Image.Image
    results: tuple[TextResult, ...]

    @functools.cached_property
    def coarse(self) -> Pixels:
        """What contrast is measured on."""
        return np.asarray(self.image.reduce(COARSE))


@dataclass(frozen=True, eq=False)
class Laid:
    """A text on one cut. `drawn` is in pixels of its sheet, which lies over `area`; of the cut where it needs none (`area` None).

    `box`, on the coarse grid, and `ink` are in pixels of the cut; `covered` says where letters are in `box`.
    """

    drawn: Drawn
    area: Rect | None
    ink: Rect
    box: Rect
    covered: Pixels
    outside: int = 0  # pixels that the ink reaches over the cut's edge
    hidden: bool = False  # the mask takes some of the letters away


class Texts:
    """Belongs to one renderer."""

    def __init__(self, fonts: FontBook, emoji: bool, rasters: Rasters) -> None:
        self._fonts = fonts
        self._emoji = emoji
        self._rasters = rasters
        self._setters: dict[tuple[str, float, int], Setter] = {}
        self._kept: Kept[Laid] = Kept(24)
        self._letters = Letters()

    def setter(self, layer: TextLayer, words: str) -> Setter:
        key = (layer.font, layer.tracking, han_of(words))
        if key not in self._setters:
            self._setters[key] = Setter(self._fonts.chain(layer.font, key[2]), self._emoji, layer.tracking / 1000)
        return self._setters[key]

    def laid(self, work: Job, layer: TextLayer, box: Rect) -> Laid:
        words = work.words(layer)
        return self._kept.get((work.cut.name, layer.id, words), lambda: self._lay_out(work, layer, box, words))

    def ink(self, work: Job, layer: TextLayer, size: int) -> Ink:
        """What the letters are, for measuring."""
        around = None
        if layer.stroke is not None and layer.stroke.width * work.cut.unit >= _AROUND * size:
            around = over(work.colour(layer.stroke.paint), layer.opacity)
        return Ink(over(work.colour(layer.paint), layer.opacity), layer.blend, around)

    # ── laying out ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self, work: Job, layer: TextLayer, box: Rect, words: str) -> Laid:
        if layer.plain:
            drawn = self._draw(work, layer, box, words, Rect(0, 0, *work.cut.size))
            out = _outside(drawn.placed.ink, work.cut.size) if drawn.placed.lines else 0
            return Laid(drawn, None, drawn.placed.ink, drawn.box, drawn.covered, out)
        area = visible(box, layer.rotation, self._margin(work, layer), work.cut.size)
        if area.width <= 0 or area.height <= 0:
            area = Rect(box.left, box.top, box.left + COARSE, box.top + COARSE)
        local = box.moved(-area.left, -area.top)
        drawn = self._draw(work, layer, local, words, Rect(0, 0, *area.size))
        return self._lain(work, layer, drawn, box, area)

    def _lain(self, work: Job, layer: TextLayer, drawn: Drawn, box: Rect, area: Rect) -> Laid:
        """Where a sheet's letters are on the cut."""
        if not drawn.placed.lines:
            return Laid(drawn, area, Rect(box.left, box.top, box.left, box.top), drawn.box, drawn.covered)
        whole = bounds(drawn.placed.ink.moved(area.left, area.top), box, layer.rotation)
        ink = self._found(work, layer, drawn.whole, drawn, box, area)
        letters = self._found(work, layer, drawn.letters, drawn, box, area)
        at = on_grid(letters[1])
        grid = Image.new("L", at.size)
        grid.paste(letters[0], (letters[1].left - at.left, letters[1].top - at.top))
        hidden = layer.mask is not None and _less(drawn, self._shown(work, layer, drawn.whole, drawn, box, area))
        return Laid(drawn, area, ink[1], at, np.asarray(grid.reduce(COARSE)), _outside(whole, work.cut.size), hidden)

    def _shown(self, work: Job, layer: TextLayer, mask: Image.Image, drawn: Drawn, box: Rect, area: Rect) -> Image.Image:
        """A mask of letters over the sheet, less what the layer's own mask hides."""
        sheet = Image.new("L", area.size)
        sheet.paste(mask, (drawn.box.left, drawn.box.top))
        if layer.mask is not None:
            masked(sheet, self._rasters.mask(layer.mask, box.size, work.cut.unit), (box.left - area.left, box.top - area.top))
        return sheet

    def _found(self, work: Job, layer: TextLayer, mask: Image.Image, drawn: Drawn, box: Rect, area: Rect) -> tuple[Image.Image, Rect]:
        """A mask of letters as it lies on the cut, without what is empty."""
        sheet, at = turned(self._shown(work, layer, mask, drawn, box, area), area, box, layer.rotation)
        inside = at.within(*work.cut.size)
        sheet = sheet.crop((inside.left - at.left, inside.top - at.top, inside.right - at.left, inside.bottom - at.top))
        found = sheet.point([255 * (value > _TOUCHED) for value in range(256)]).getbbox()
        if found is None:
            return Image.new("L", (1, 1)), Rect(inside.left, inside.top, inside.left, inside.top)
        return sheet.crop(found), Rect(*found).moved(inside.left, inside.top)

    def _draw(self, work: Job, layer: TextLayer, box: Rect, words: str, canvas: Rect) -> Drawn:
        unit, setter = work.cut.unit, self.setter(layer, words)
        pad, stroke = _pad(work, layer), _stroke(work, layer)
        edge = math.ceil(stroke)
        room = Rect(box.left + pad[0] + edge, box.top + pad[1] + edge, box.right - pad[0] - edge, box.bottom - pad[1] - edge)
        high = box.height if layer.fit.max >= 4000 else layer.fit.max * unit
        low = max(1, int(min(layer.fit.min * unit, high)))
        style = Style(layer.fit, low, max(low, int(high)), layer.leading, layer.align, layer.case == "upper")
        placed = place(words, setter, style, room)
        if edge and placed.lines:
            placed = _grown(placed, edge)
        ink = placed.ink.grown(2).within(*canvas.size)
        around = on_grid(ink)
        if not placed.lines or around.width <= 0 or around.height <= 0:
            empty = Image.new("L", (COARSE, COARSE))
            return Drawn(placed, Rect(0, 0, COARSE, COARSE), empty, empty, empty, np.asarray(empty.reduce(COARSE)), ())
        letters = Image.new("L", around.size)
        stroked = Image.new("L", around.size) if stroke else letters
        emoji: list[tuple[Image.Image, tuple[int, int]]] = []
        for line in placed.lines:
            at = (line.left - around.left, line.baseline - around.top)
            emoji += setter.draw(letters, line.text, placed.size, at, line.levels)
            if stroke:
                setter.draw(stroked, line.text, placed.size, at, line.levels, stroke=stroke)
        whole = stroked
        if emoji:
            whole = stroked.copy()
            for picture, corner in emoji:
                whole.paste(255, corner, picture.getchannel("A"))
        return Drawn(placed, around, letters, stroked, whole, np.asarray(letters.reduce(COARSE)), tuple(emoji))

    # ── painting ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def paint(self, canvas: Image.Image, work: Job, layer: TextLayer, box: Rect, ground: Ground | None) -> list[TextResult]:
        """On `canvas`, with its plate; `ground` when `canvas` is still a copy of it."""
        laid, words = self.laid(work, layer, box), work.words(layer)
        placed = laid.drawn.placed
        around = bounds(box, box, layer.rotation)
        if not placed.lines:
            return [TextResult(layer.id, layer.slot, (), placed.size, around, laid.ink)]
        ink = laid.ink
        if layer.plate is not None:
            ink, ground = self._paint_plate(canvas, work, layer, box, laid), None
        under, covered = _under(canvas, laid, ground)
        measured = contrast.contrast_under(under[covered], self.ink(work, layer, placed.size))
        if laid.area is None:
            self._on_card(canvas, work, layer, laid.drawn, ground)
        else:
            sheet = Image.new("RGBA", laid.area.size)
            self._on_sheet(sheet, work, layer, laid.drawn)
            self._put(canvas, work, layer, box, laid.area, sheet)
        setter = self.setter(layer, words)
        return [
            TextResult(
                layer=layer.id,
                slot=layer.slot,
                lines=tuple(line.text for line in placed.lines),
                size=placed.size,
                box=around,
                ink=ink,
                over=placed.over or (f"{laid.outside} px outside the cut" if laid.outside > 0 else ""),
                clipped=placed.clipped or laid.hidden,
                missing=setter.missing(words),
                unshaped=needs_shaping(words),
                emoji=setter.count_emoji(words),
                large=placed.size >= LARGE * work.cut.unit,
                contrast=measured,
            )
        ]

    def _on_card(self, canvas: Image.Image, work: Job, layer: TextLayer, drawn: Drawn, ground: Ground | None) -> None:
        look = _look(work, layer)
        if ground is not None:
            self._letters.paint((work.cut.name, layer.id), canvas, ground.image, drawn, look)
        else:
            lay_letters(canvas, drawn, look)
        for picture, at in drawn.emoji:
            lay(canvas, picture, (drawn.box.left + at[0], drawn.box.top + at[1]), layer.opacity)

    @staticmethod
    def _on_sheet(sheet: Image.Image, work: Job, layer: TextLayer, drawn: Drawn) -> None:
        lay_letters(sheet, drawn, _look(work, layer))
        for picture, at in drawn.emoji:
            lay(sheet, picture, (drawn.box.left + at[0], drawn.box.top + at[1]), layer.opacity)

    def _put(self, canvas: Image.Image, work: Job, layer: TextLayer, box: Rect, area: Rect, sheet: Image.Image) -> None:
        """Mask, turn and lay a sheet."""
        if layer.mask is not None:
            masked(sheet, self._rasters.mask(layer.mask, box.size, work.cut.unit), (box.left - area.left, box.top - area.top))
        lay_sheet(canvas, *turned(sheet, area, box, layer.rotation), layer.blend)

    def _paint_plate(self, canvas: Image.Image, work: Job, layer: TextLayer, box: Rect, laid: Laid) -> Rect:
        """The plate behind a text, as high as its lines need whatever the letters; gives where it is on the cut."""
        assert layer.plate is not None
        placed, first = laid.drawn.placed, self._fonts.chain(layer.font).first
        pad, size = _pad(work, layer), placed.size
        top = min(placed.ink.top, round(placed.lines[0].baseline - first.cap * size))
        bottom = max(round(placed.lines[-1].baseline), placed.ink.bottom if layer.case != "upper" else 0)
        plate = Rect(placed.ink.left - pad[0], top - pad[1], placed.ink.right + pad[0], bottom + pad[1])
        mask = self._rasters.rounded(plate.size, layer.plate.radius * work.cut.unit)
        colour = over(work.colour(layer.plate.paint), layer.opacity)
        if laid.area is None:
            paste(canvas, colour, plate, mask)
            return plate
        sheet = Image.new("RGBA", laid.area.size)
        paste(sheet, colour, plate, mask)
        self._put(canvas, work, layer, box, laid.area, sheet)
        return bounds(plate.moved(laid.area.left, laid.area.top), box, layer.rotation)

    @staticmethod
    def _margin(work: Job, layer: TextLayer) -> int:
        """How many pixels of a text's sheet may be needed around its box."""
        shadow = layer.shadow
        cast = max(abs(shadow.dx), abs(shadow.dy)) + 3 * shadow.blur if shadow is not None else 0.0
        return (math.ceil(cast * work.cut.unit / COARSE) + 2) * COARSE


def _look(work: Job, layer: TextLayer) -> Look:
    unit, shadow = work.cut.unit, layer.shadow
    cast = None
    if shadow is not None:
        shift = (round(shadow.dx * unit), round(shadow.dy * unit))
        cast = Cast(shift, shadow.blur * unit, over(work.colour(shadow.paint), layer.opacity))
    stroke = over(work.colour(layer.stroke.paint), layer.opacity) if layer.stroke is not None else None
    return Look(over(work.colour(layer.paint), layer.opacity), cast, stroke)


def _pad(work: Job, layer: TextLayer) -> tuple[int, int]:
    if layer.plate is None:
        return (0, 0)
    return (round(layer.plate.pad[0] * work.cut.unit), round(layer.plate.pad[1] * work.cut.unit))


def _stroke(work: Job, layer: TextLayer) -> float:
    return max(0.5, layer.stroke.width * work.cut.unit) if layer.stroke is not None else 0.0


def _grown(placed: Placed, edge: int) -> Placed:
    """With the stroke around its ink."""
    return Placed(placed.lines, placed.size, placed.ink.grown(edge), placed.over, placed.clipped)


def _under(canvas: Image.Image, laid: Laid, ground: Ground | None) -> tuple[Pixels, npt.NDArray[np.bool_]]:
    """What is under a text's box, on the coarse grid, and where letters are on it."""
    box, covered = laid.box, laid.covered > contrast.TOUCHED
    if ground is None:
        return np.asarray(canvas.crop((box.left, box.top, box.right, box.bottom)).reduce(COARSE)), covered
    under = ground.coarse[box.top // COARSE : box.bottom // COARSE, box.left // COARSE : box.right // COARSE]
    return under, covered[: under.shape[0], : under.shape[1]]


def _outside(ink: Rect, size: tuple[int, int]) -> int:
    return max(0, -ink.left, -ink.top, ink.right - size[0], ink.bottom - size[1])


def _less(drawn: Drawn, shown: Image.Image) -> bool:
    """Whether a mask hides so much of what is drawn that it cannot all be read."""
    box = drawn.box
    drawn_at = np.asarray(drawn.whole) > 127
    seen = np.asarray(shown.crop((box.left, box.top, box.right, box.bottom))) > 63
    count = int(drawn_at.sum())
    return count > 0 and int((drawn_at & ~seen).sum()) > _HIDDEN * count
