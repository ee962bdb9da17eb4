"""Texts on cards: laid out, drawn, masked and turned, painted, and measured as they show.

A text's masks of letters and stroke are masked and turned before anything is painted, so that what is then painted, measured and
remembered from key to key is the same for a text that lies straight and for one that does not.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from warroom.compose import contrast
from warroom.compose.canvas import lay, over, paste
from warroom.compose.contrast import Ink, Pixels
from warroom.compose.fit import Placed, Style, place
from warroom.compose.fonts import FontBook, han_of
from warroom.compose.job import Job
from warroom.compose.layer import Rect, TextLayer
from warroom.compose.model import TextResult
from warroom.compose.paint import COARSE, Cast, Drawn, Letters, Look, lay_letters, on_grid
from warroom.compose.rasters import Kept, Rasters
from warroom.compose.sheet import bounds, masked, turned, visible
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
    """A text on one cut, its letters masked and turned as they show. `ink` is where they are, in pixels of the cut."""

    drawn: Drawn
    ink: Rect
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
        return self._kept.get((work.cut.size, layer, words), lambda: self._lay_out(work, layer, box, words))

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
            return Laid(drawn, drawn.placed.ink, out)
        drawn = self._draw(work, layer, box, words, visible(box, layer.rotation, 0, work.cut.size))
        if not drawn.placed.lines:
            return Laid(drawn, Rect(box.left, box.top, box.left, box.top))
        whole = bounds(drawn.placed.ink, box, layer.rotation)
        shown = self._lain(work, layer, drawn, box)
        found = shown.whole.point([255 * (value > _TOUCHED) for value in range(256)]).getbbox()
        ink = Rect(*found).moved(shown.box.left, shown.box.top) if found else Rect(box.left, box.top, box.left, box.top)
        return Laid(shown, ink, _outside(whole, work.cut.size), self._hides(work, layer, drawn, box))

    def _lain(self, work: Job, layer: TextLayer, drawn: Drawn, box: Rect) -> Drawn:
        """The letters masked and turned, on the cut."""
        done: dict[int, tuple[Image.Image, Rect]] = {}
        for mask in (drawn.letters, drawn.stroked, drawn.whole):  # often one and the same
            if id(mask) not in done:
                done[id(mask)] = self._turned(work, layer, mask, drawn.box, box)
        letters, around = done[id(drawn.letters)]
        emoji = []
        for picture, at in drawn.emoji:
            place = Rect(drawn.box.left + at[0], drawn.box.top + at[1], 0, 0)
            place = Rect(place.left, place.top, place.left + picture.width, place.top + picture.height).grown(2)
            sheet = Image.new("RGBA", place.size)
            sheet.paste(picture, (2, 2))
            self._mask(work, layer, sheet, place, box)
            sheet, lies = turned(sheet, place, box, layer.rotation)
            emoji.append((sheet, (lies.left - around.left, lies.top - around.top)))
        stroked, whole = done[id(drawn.stroked)][0], done[id(drawn.whole)][0]
        return Drawn(drawn.placed, around, letters, stroked, whole, np.asarray(letters.reduce(COARSE)), tuple(emoji))

    def _mask(self, work: Job, layer: TextLayer, sheet: Image.Image, area: Rect, box: Rect) -> None:
        if layer.mask is not None:
            masked(sheet, self._rasters.mask(layer.mask, box.size, work.cut.unit), (box.left - area.left, box.top - area.top))

    def _turned(self, work: Job, layer: TextLayer, mask: Image.Image, area: Rect, box: Rect) -> tuple[Image.Image, Rect]:
        """An L mask over `area`, masked and turned, on the cut's coarse grid, and where it is."""
        mask = mask.copy()
        self._mask(work, layer, mask, area, box)
        mask, at = turned(mask, area, box, layer.rotation)
        inside = on_grid(at.within(*work.cut.size))
        if inside.width <= 0 or inside.height <= 0:
            return Image.new("L", (COARSE, COARSE)), Rect(0, 0, COARSE, COARSE)
        grid = Image.new("L", inside.size)
        grid.paste(mask, (at.left - inside.left, at.top - inside.top))
        return grid, inside

    def _hides(self, work: Job, layer: TextLayer, drawn: Drawn, box: Rect) -> bool:
        """Whether the mask hides so much of what is drawn that it cannot all be read."""
        if layer.mask is None:
            return False
        seen = drawn.whole.copy()
        self._mask(work, layer, seen, drawn.box, box)
        letters = np.asarray(drawn.whole) > 127
        count = int(letters.sum())
        return count > 0 and int((letters & (np.asarray(seen) < 64)).sum()) > _HIDDEN * count

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
        ink = placed.ink.grown(2).common(canvas)
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
        look = _look(work, layer)
        if ground is not None:
            self._letters.paint((work.cut.name, layer.id), canvas, ground.image, laid.drawn, look)
        else:
            lay_letters(canvas, laid.drawn, look)
        for picture, at in laid.drawn.emoji:
            lay(canvas, picture, (laid.drawn.box.left + at[0], laid.drawn.box.top + at[1]), layer.opacity, blend=layer.blend)
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
        if layer.plain:
            paste(canvas, colour, plate, mask)
            return plate
        around = Image.new("L", plate.grown(2).size)
        around.paste(mask, (2, 2))
        shown, at = self._turned(work, layer, around, plate.grown(2), box)
        paste(canvas, colour, at, shown, layer.blend)
        return bounds(plate, box, layer.rotation)


def _look(work: Job, layer: TextLayer) -> Look:
    unit, shadow = work.cut.unit, layer.shadow
    cast = None
    if shadow is not None:
        cos, sin = math.cos(math.radians(layer.rotation)), math.sin(math.radians(layer.rotation))
        dx, dy = shadow.dx * unit, shadow.dy * unit
        shift = (round(dx * cos - dy * sin), round(dx * sin + dy * cos))
        cast = Cast(shift, shadow.blur * unit, over(work.colour(shadow.paint), layer.opacity))
    stroke = over(work.colour(layer.stroke.paint), layer.opacity) if layer.stroke is not None else None
    return Look(over(work.colour(layer.paint), layer.opacity), cast, stroke, layer.blend)


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
    box, covered = laid.drawn.box, laid.drawn.covered > contrast.TOUCHED
    if ground is None:
        return np.asarray(canvas.crop((box.left, box.top, box.right, box.bottom)).reduce(COARSE)), covered
    under = ground.coarse[box.top // COARSE : box.bottom // COARSE, box.left // COARSE : box.right // COARSE]
    return under, covered[: under.shape[0], : under.shape[1]]


def _outside(ink: Rect, size: tuple[int, int]) -> int:
    return max(0, -ink.left, -ink.top, ink.right - size[0], ink.bottom - size[1])
