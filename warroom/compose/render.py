"""Renders cards.

    renderer = CardRenderer(template)
    card = renderer.render(SlotValues(texts={"headline": "Some things taste better in the dark."}), "1x1")
    card.image                      # PIL RGB at export size; for Qt: QImage(card.image.tobytes(), w, h, 3 * w, Format_RGB888)
    card.boxes, card.texts          # where layers are, in pixels of the cut; how each text fits
    card.findings                   # this cut's checks; `checks.check_item` joins those of all cuts

A renderer may be made on any thread and is then used by one thread at a time (it locks itself; fonts and caches are its own).
What lies below the first typed text is painted once and kept, so a keystroke copies it, draws the text and what is above it:
under 10 ms at 1080 × 1080 on one core. The same template, slots, fonts and Pillow give the same pixels.
Raises PictureError when a picture's file is gone or unreadable.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

from warroom.compose import contrast
from warroom.compose.card_checks import card_findings
from warroom.compose.fit import Style, place
from warroom.compose.fonts import FontBook
from warroom.compose.job import Job, job
from warroom.compose.layer import AnyLayer, AssetLayer, FlatLayer, GradientLayer, PictureLayer, Rect, ShapeLayer, TextLayer
from warroom.compose.model import Card, LayerBox, PictureResult, SlotValues, Template, TextResult
from warroom.compose.paint import COARSE, Drawn, Letters, Look, lay, on_grid
from warroom.compose.rasters import Kept, Rasters, over, paste
from warroom.compose.text import Setter, needs_shaping

_LARGE = 1000 * 24 / 360
"""From this size on (thousandths of the short side) text is large by WCAG: 24 px where the card is 360 px wide, as on a phone."""


@dataclass(frozen=True, eq=False)
class _Ground:
    """Layers already painted, and the results of the texts among them."""

    image: Image.Image
    results: tuple[TextResult, ...]

    @functools.cached_property
    def coarse(self) -> contrast.Pixels:
        """What contrast is measured on."""
        return np.asarray(self.image.reduce(COARSE))


@dataclass(frozen=True, eq=False)
class _Scrim:
    """A gradient on the coarse grid: alpha 0 to 1 and colours."""

    alpha: contrast.Array
    colours: contrast.Array


class CardRenderer:
    """Renders the cuts of one template; see the module."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.fonts = FontBook(template.brand)
        self._rasters = Rasters(max(max(cut.size) for cut in template.cuts))
        self._lock = threading.Lock()
        self._setters: dict[tuple[str, float], Setter] = {}
        self._grounds: Kept[_Ground] = Kept(10)
        self._letters = Letters()
        self._scrims: Kept[_Scrim] = Kept(16)
        self._texts: Kept[Drawn] = Kept(24)

    @property
    def cuts(self) -> tuple[str, ...]:
        return tuple(cut.name for cut in self.template.cuts)

    def render(self, slots: SlotValues, cut: str) -> Card:
        """One cut at export size. `cut` is one of `cuts`."""
        with self._lock:
            return self._render(job(self.template, self.template.cut(cut), slots, self._rasters))

    # ── the whole card ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _render(self, work: Job) -> Card:
        texts = {
            layer.id: self._text(work, layer, box)
            for layer, box in zip(work.layers, work.boxes, strict=True)
            if isinstance(layer, TextLayer)
        }
        strengths = self._strengths(work, texts)
        ground = self._ground(work, work.typed, strengths, texts)
        canvas, results = ground.image.copy(), list(ground.results)
        for index in range(work.typed, len(work.layers)):
            results += self._paint(canvas, work, index, strengths, texts, ground if index == work.typed else None)
        pictures = tuple(
            found for index, layer in enumerate(work.layers) if isinstance(layer, PictureLayer) for found in self._picture(work, index)
        )
        boxes = tuple(
            LayerBox(layer.id, layer_type(layer), getattr(layer, "slot", ""), box)
            for layer, box in zip(work.layers, work.boxes, strict=True)
        )
        card = Card(work.cut.name, canvas, work.cut.safe.on(work.cut.size), boxes, tuple(results), pictures, ())
        return Card(card.cut, canvas, card.safe, boxes, card.texts, pictures, card_findings(card, work))

    def _ground(self, work: Job, count: int, strengths: dict[str, int], texts: dict[str, Drawn]) -> _Ground:
        """The first `count` layers, painted. Kept: copy before painting on it."""
        return self._grounds.get(self._key(work, count, strengths), lambda: self._paint_ground(work, count, strengths, texts))

    def _key(self, work: Job, count: int, strengths: dict[str, int]) -> Hashable:
        return (work.cut.name, tuple(work.stamp(index, strengths, self._rasters) for index in range(count)))

    def _paint_ground(self, work: Job, count: int, strengths: dict[str, int], texts: dict[str, Drawn]) -> _Ground:
        """Painted from what lies below the topmost scrim, which is kept for measuring: typing only changes how strong the scrim is."""
        scrims = [index for index in range(count) if isinstance(layer := work.layers[index], GradientLayer) and layer.auto_darken]
        start = scrims[-1] if scrims else 0
        if start:
            below = self._ground(work, start, strengths, texts)
            canvas, results = below.image.copy(), list(below.results)
        else:
            canvas, results = Image.new("RGB", work.cut.size, work.template.ground[:3]), []
        for index in range(start, count):
            results += self._paint(canvas, work, index, strengths, texts)
        return _Ground(canvas, tuple(results))

    def _paint(
        self,
        canvas: Image.Image,
        work: Job,
        index: int,
        strengths: dict[str, int],
        texts: dict[str, Drawn],
        ground: _Ground | None = None,
    ) -> list[TextResult]:
        """`ground` when `canvas` is still a copy of it."""
        layer, box = work.layers[index], work.boxes[index]
        match layer:
            case TextLayer():
                return self._paint_text(canvas, work, layer, box, texts[layer.id], ground if layer.plate is None else None)
            case PictureLayer():
                self._paint_picture(canvas, work, layer, box)
            case GradientLayer():
                self._paint_gradient(canvas, layer, box, contrast.STEPS[strengths.get(layer.id, 0)])
            case FlatLayer():
                paste(canvas, over(work.colour(layer.paint), layer.opacity), box, None)
            case ShapeLayer():
                self._paint_shape(canvas, work, layer, box)
            case AssetLayer():
                picture = self._rasters.asset(layer.file, box.width)
                self._lay(canvas, picture, box, layer.opacity, None)
        return []

    # ── layers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _paint_picture(self, canvas: Image.Image, work: Job, layer: PictureLayer, box: Rect) -> None:
        source = work.source(layer, box, self._rasters)
        if source is None:
            return
        picture, _ = self._rasters.placed(source.path, source.digest, box.size, layer.fit == "cover", source.focal, source.zoom)
        mask = self._rasters.rounded(box.size, layer.radius * work.cut.unit) if layer.radius else None
        self._lay(canvas, picture, box, layer.opacity, mask)

    @staticmethod
    def _lay(canvas: Image.Image, picture: Image.Image, box: Rect, opacity: float, mask: Image.Image | None) -> None:
        if picture.mode == "RGBA":
            alpha = picture.getchannel("A")
            mask = alpha if mask is None else ImageChops.multiply(alpha, mask)
        if opacity < 1:
            mask = (mask or Image.new("L", picture.size, 255)).point([round(value * opacity) for value in range(256)])
        canvas.paste(picture if picture.mode == "RGB" else picture.convert("RGB"), (box.left, box.top), mask)

    def _paint_gradient(self, canvas: Image.Image, layer: GradientLayer, box: Rect, strength: float) -> None:
        alpha, colours = self._rasters.gradient(layer, box.size, strength)
        if colours is None:
            paste(canvas, (*layer.stops[0][1][:3], 255), box, alpha)
        else:
            canvas.paste(colours, (box.left, box.top), alpha)

    def _paint_shape(self, canvas: Image.Image, work: Job, layer: ShapeLayer, box: Rect) -> None:
        round_ = layer.shape == "ellipse"
        radius = layer.radius * work.cut.unit
        if layer.outline is not None:
            line = max(1, round(layer.outline.width * work.cut.unit))
            outer = self._rasters.rounded(box.size, radius, round_)
            paste(canvas, over(work.colour(layer.outline.paint), layer.opacity), box, outer)
            box, radius = box.grown(-line), max(0.0, radius - line)
        if box.width > 0 and box.height > 0:
            paste(canvas, over(work.colour(layer.paint), layer.opacity), box, self._rasters.rounded(box.size, radius, round_))

    def _picture(self, work: Job, index: int) -> list[PictureResult]:
        layer, box = work.layers[index], work.boxes[index]
        assert isinstance(layer, PictureLayer)
        source = work.source(layer, box, self._rasters)
        if source is None:
            return []
        asset, decoded = work.picture(layer), self._rasters.decoded(source.path, source.digest)
        _, scale = self._rasters.placed(source.path, source.digest, box.size, layer.fit == "cover", source.focal, source.zoom)
        full = asset.width / decoded.width if asset is not None else 1.0
        return [PictureResult(layer.id, layer.slot, box, round(scale * full, 3), source.focal)]

    # ── text ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _setter(self, layer: TextLayer) -> Setter:
        key = (layer.font, layer.tracking)
        if key not in self._setters:
            self._setters[key] = Setter(self.fonts.chain(layer.font), self.template.brand.emoji == "twemoji", layer.tracking / 1000)
        return self._setters[key]

    def _text(self, work: Job, layer: TextLayer, box: Rect) -> Drawn:
        words = work.words(layer)
        return self._texts.get((work.cut.name, layer.id, words), lambda: self._draw_text(work, layer, box, words))

    def _draw_text(self, work: Job, layer: TextLayer, box: Rect, words: str) -> Drawn:
        unit, setter = work.cut.unit, self._setter(layer)
        pad = self._pad(work, layer)
        room = Rect(box.left + pad[0], box.top + pad[1], box.right - pad[0], box.bottom - pad[1])
        high = box.height if layer.fit.max >= 4000 else layer.fit.max * unit
        low = max(1, int(min(layer.fit.min * unit, high)))
        style = Style(layer.fit, low, max(low, int(high)), layer.leading, layer.align, layer.case == "upper")
        placed = place(words, setter, style, room)
        ink = placed.ink.grown(2).within(*work.cut.size)
        around = on_grid(ink)
        if not placed.lines or around.width <= 0 or around.height <= 0:
            empty = Image.new("L", (COARSE, COARSE))
            return Drawn(placed, Rect(0, 0, COARSE, COARSE), empty, empty, np.asarray(empty.reduce(COARSE)), ())
        letters = Image.new("L", around.size)
        emoji = tuple(
            picture
            for line in placed.lines
            for picture in setter.draw(letters, line.text, placed.size, (line.left - around.left, line.baseline - around.top))
        )
        whole = letters
        if emoji:
            whole = letters.copy()
            for picture, at in emoji:
                whole.paste(255, at, picture.getchannel("A"))
        return Drawn(placed, around, letters, whole, np.asarray(letters.reduce(COARSE)), emoji)

    @staticmethod
    def _pad(work: Job, layer: TextLayer) -> tuple[int, int]:
        if layer.plate is None:
            return (0, 0)
        return (round(layer.plate.pad[0] * work.cut.unit), round(layer.plate.pad[1] * work.cut.unit))

    def _paint_text(
        self, canvas: Image.Image, work: Job, layer: TextLayer, box: Rect, drawn: Drawn, ground: _Ground | None
    ) -> list[TextResult]:
        placed, words = drawn.placed, work.words(layer)
        if not placed.lines:
            return [TextResult(layer.id, layer.slot, (), placed.size, box, placed.ink)]
        ink = placed.ink
        if layer.plate is not None:
            ink = self._paint_plate(canvas, work, layer, drawn)
        colour = over(work.colour(layer.paint), layer.opacity)
        under, covered = self._under(canvas, drawn, ground)
        measured = contrast.contrast_under(under[covered], colour)
        look = Look(colour, layer.shadow, work.cut.unit, layer.opacity)
        if ground is not None:
            self._letters.paint((work.cut.name, layer.id), canvas, ground.image, drawn, look)
        else:
            lay(canvas, drawn, look)
        for picture, at in drawn.emoji:
            self._lay(canvas, picture, Rect(drawn.box.left + at[0], drawn.box.top + at[1], 0, 0), layer.opacity, None)
        setter = self._setter(layer)
        return [
            TextResult(
                layer=layer.id,
                slot=layer.slot,
                lines=tuple(line.text for line in placed.lines),
                size=placed.size,
                box=box,
                ink=ink,
                over=placed.over,
                clipped=placed.clipped,
                missing=setter.missing(words),
                unshaped=needs_shaping(words),
                emoji=setter.count_emoji(words),
                large=placed.size >= _LARGE * work.cut.unit,
                contrast=measured,
            )
        ]

    @staticmethod
    def _under(canvas: Image.Image, drawn: Drawn, ground: _Ground | None) -> tuple[contrast.Pixels, npt.NDArray[np.bool_]]:
        """What is under a text's box, on the coarse grid, and where letters are on it."""
        box, covered = drawn.box, drawn.covered > contrast.TOUCHED
        if ground is None:
            return np.asarray(canvas.crop((box.left, box.top, box.right, box.bottom)).reduce(COARSE)), covered
        under = ground.coarse[box.top // COARSE : box.bottom // COARSE, box.left // COARSE : box.right // COARSE]
        return under, covered[: under.shape[0], : under.shape[1]]

    def _paint_plate(self, canvas: Image.Image, work: Job, layer: TextLayer, drawn: Drawn) -> Rect:
        """The plate behind a text, as high as its lines need whatever the letters; gives where it is."""
        assert layer.plate is not None
        pad, first, size = self._pad(work, layer), self.fonts.chain(layer.font).first, drawn.placed.size
        top = min(drawn.placed.ink.top, round(drawn.placed.lines[0].baseline - first.cap * size))
        bottom = max(round(drawn.placed.lines[-1].baseline), drawn.placed.ink.bottom if layer.case != "upper" else 0)
        plate = Rect(drawn.placed.ink.left - pad[0], top - pad[1], drawn.placed.ink.right + pad[0], bottom + pad[1])
        mask = self._rasters.rounded(plate.size, layer.plate.radius * work.cut.unit)
        paste(canvas, over(work.colour(layer.plate.paint), layer.opacity), plate, mask)
        return plate

    # ── how dark a scrim must be ───────────────────────────────────────────────────────────────────────────────────────

    def _strengths(self, work: Job, texts: dict[str, Drawn]) -> dict[str, int]:
        """For each gradient that darkens by itself, which of `contrast.STEPS` its texts need."""
        strengths: dict[str, int] = {}
        for index, layer in enumerate(work.layers):
            if isinstance(layer, GradientLayer) and layer.auto_darken:
                strengths[layer.id] = max((self._step(work, index, text, strengths, texts) for text in self._above(work, index)), default=0)
        return strengths

    @staticmethod
    def _above(work: Job, index: int) -> list[TextLayer]:
        """The texts above a gradient that stand on it and have no plate of their own."""
        pairs = list(zip(work.layers, work.boxes, strict=True))[index + 1 :]
        return [layer for layer, box in pairs if isinstance(layer, TextLayer) and layer.plate is None and box.meets(work.boxes[index])]

    def _step(self, work: Job, index: int, text: TextLayer, strengths: dict[str, int], texts: dict[str, Drawn]) -> int:
        drawn = texts[text.id]
        if not drawn.placed.lines:
            return 0
        count = min(index, work.typed)
        under = self._ground(work, count, strengths, texts).coarse
        scrim = self._scrim(work, index)
        rows = slice(drawn.box.top // COARSE, drawn.box.bottom // COARSE)
        columns = slice(drawn.box.left // COARSE, drawn.box.right // COARSE)
        covered = drawn.covered > contrast.TOUCHED
        ground, alpha, colours = under[rows, columns], scrim.alpha[rows, columns], scrim.colours[rows, columns]
        covered = covered[: ground.shape[0], : ground.shape[1]]
        colour = over(work.colour(text.paint), text.opacity)
        least = self.template.brand.rules.min_contrast * 1.03
        return contrast.step_needed(ground[covered], alpha[covered], colours[covered], colour, least)

    def _scrim(self, work: Job, index: int) -> _Scrim:
        layer, box = work.layers[index], work.boxes[index]
        assert isinstance(layer, GradientLayer)

        def make() -> _Scrim:
            alpha, colours = self._rasters.gradient(layer, box.size, 1.0)
            whole, tint = Image.new("L", work.cut.size), Image.new("RGB", work.cut.size, layer.stops[-1][1][:3])
            whole.paste(alpha, (box.left, box.top))
            if colours is not None:
                tint.paste(colours, (box.left, box.top))
            dark = np.asarray(whole.reduce(COARSE), dtype=np.float32) / np.float32(255)
            return _Scrim(dark, np.asarray(tint.reduce(COARSE), dtype=np.float32))

        return self._scrims.get((work.cut.name, layer.id), make)


def layer_type(layer: AnyLayer) -> str:
    """The layer's `type` as the template writes it."""
    return str(layer.__struct_config__.tag)
