"""Renders cards.

    renderer = CardRenderer(template)
    card = renderer.render(SlotValues(texts={"headline": "Some things taste better in the dark."}), "1x1")
    card.image                      # PIL RGB at export size; for Qt: QImage(card.image.tobytes(), w, h, 3 * w, Format_RGB888)
    card.boxes, card.texts          # where layers are, in pixels of the cut; how each text fits
    card.findings                   # this cut's checks; `checks.check_item` joins those of all cuts

A renderer may be made on any thread and is then used by one thread at a time (it locks itself; fonts and caches are its own).
What lies below the first typed text is painted once and kept, so a keystroke copies it, draws the text and what is above it:
under 10 ms at 1080 × 1080 on one core. The same template, slots, fonts and Pillow give the same pixels.
Raises PictureError when a picture's file is gone or unreadable, TemplateError when a file of the template cannot be drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from warroom.compose import contrast
from warroom.compose.brush import Brush
from warroom.compose.card_checks import card_findings
from warroom.compose.fonts import FontBook
from warroom.compose.job import Job, job
from warroom.compose.layer import AnyLayer, GradientLayer, Rect, TextLayer
from warroom.compose.model import Card, LayerBox, SlotValues, Template, TextResult
from warroom.compose.paint import COARSE
from warroom.compose.rasters import Kept, Photos, Rasters
from warroom.compose.sheet import lay_sheet, masked, trimmed, turned, visible
from warroom.compose.texts import Ground, Texts
from warroom.errors import Problem, TemplateError


@dataclass(frozen=True, eq=False)
class _Scrim:
    """A gradient on the coarse grid: alpha 0 to 1 and colours."""

    alpha: contrast.Array
    colours: contrast.Array


class _Shelf:
    """What one renderer keeps from card to card, all of it by what it was made of, so that another of the brand can go on with it."""

    def __init__(self, template: Template, largest: int, lean: bool, photos: Photos | None) -> None:
        self.fonts = FontBook(template.brand)
        self.rasters = Rasters(largest, lean, photos)
        self.brush = Brush(self.rasters)
        self.texts = Texts(self.fonts, template.brand.emoji == "twemoji", self.rasters)
        self.grounds: Kept[Ground] = Kept(2 if lean else 10)
        self.sheets: Kept[tuple[Image.Image, Rect]] = Kept(32, 4 if lean else 32)
        self.scrims: Kept[_Scrim] = Kept(16)

    def mark(self) -> None:
        self.rasters.mark()
        self.grounds.mark()
        self.sheets.mark()

    def settle(self) -> None:
        self.rasters.settle()
        self.grounds.settle()
        self.sheets.settle()


class CardRenderer:
    """Renders the cuts of one template; see the module."""

    def __init__(self, template: Template, former: CardRenderer | None = None, *, lean: bool = False, photos: Photos | None = None) -> None:
        """`former` has rendered this template as it was, or another of its brand, and is not used any more: what it kept and has
        not changed is taken over. `lean`: it keeps little, as suits who draws each template once. `photos`: those that it shares."""
        self.template = template
        self._lock = threading.Lock()
        largest = max(max(cut.size) for cut in template.cuts)
        fits = former is not None and former.template.brand.digest == template.brand.digest and former._kept.rasters.largest == largest
        self._kept: _Shelf = former._kept if fits and former is not None else _Shelf(template, largest, lean, photos)
        self.fonts = self._kept.fonts
        self._slots: SlotValues | None = None

    @property
    def cuts(self) -> tuple[str, ...]:
        return tuple(cut.name for cut in self.template.cuts)

    def render(self, slots: SlotValues, cut: str) -> Card:
        """One cut at export size. `cut` is one of `cuts`."""
        with self._lock:
            if slots != self._slots:
                self._slots = slots
                self._kept.mark()
            work = job(self.template, self.template.cut(cut), slots, self._kept.rasters)
            try:
                return self._render(work)
            except (OSError, ArithmeticError) as wrong:  # FreeType's, of a glyph that is damaged
                problem = Problem(
                    self.template.brand.path, 0, "fonts", f"has a font that cannot draw these words ({wrong}).", "Use another."
                )
                raise TemplateError((problem,)) from wrong

    def settle(self) -> None:
        """Keep only what the cards of the last slots are made of; once all its cuts were rendered, as more would have to be made anew."""
        with self._lock:
            self._kept.settle()

    # ── the whole card ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _render(self, work: Job) -> Card:
        strengths = self._strengths(work)
        ground = self._ground(work, work.typed, strengths)
        canvas, results = ground.image.copy(), list(ground.results)
        for index in range(work.typed, len(work.layers)):
            results += self._paint(canvas, work, index, strengths, ground if index == work.typed else None)
        pictures = tuple(found for index in range(len(work.layers)) for found in self._kept.brush.result(work, index))
        boxes = tuple(
            LayerBox(layer.id, layer_type(layer), getattr(layer, "slot", ""), box)
            for layer, box in zip(work.layers, work.bounds, strict=True)
        )
        card = Card(work.cut.name, canvas, work.cut.safe.on(work.cut.size), boxes, tuple(results), pictures, ())
        return Card(card.cut, canvas, card.safe, boxes, card.texts, pictures, card_findings(card, work))

    def _ground(self, work: Job, count: int, strengths: dict[str, int]) -> Ground:
        """The first `count` layers, painted. Kept: copy before painting on it."""
        return self._kept.grounds.get(self._key(work, count, strengths), lambda: self._paint_ground(work, count, strengths))

    def _key(self, work: Job, count: int, strengths: dict[str, int]) -> Hashable:
        stamps = tuple(work.stamp(index, strengths, self._kept.rasters) for index in range(count))
        return (work.cut.size, work.colour(work.template.ground), stamps)

    def _paint_ground(self, work: Job, count: int, strengths: dict[str, int]) -> Ground:
        """Painted from what lies below the topmost scrim, which is kept for measuring: typing only changes how strong the scrim is."""
        scrims = [index for index in range(count) if isinstance(layer := work.layers[index], GradientLayer) and layer.auto_darken]
        start = scrims[-1] if scrims else 0
        results: list[TextResult] = []
        if start:
            below = self._ground(work, start, strengths)
            canvas, results = below.image.copy(), list(below.results)
        else:
            canvas = Image.new("RGB", work.cut.size, work.colour(work.template.ground)[:3])
        for index in range(start, count):
            results += self._paint(canvas, work, index, strengths)
        return Ground(canvas, tuple(results))

    def _paint(
        self, canvas: Image.Image, work: Job, index: int, strengths: dict[str, int], ground: Ground | None = None
    ) -> list[TextResult]:
        """`ground` when `canvas` is still a copy of it."""
        layer, box = work.layers[index], work.boxes[index]
        if isinstance(layer, TextLayer):
            return self._kept.texts.paint(canvas, work, layer, box, ground)
        if layer.plain:
            self._kept.brush.paint(canvas, work, index, box, strengths.get(layer.id, 0))
        else:
            key = (work.cut.size, work.stamp(index, strengths, self._kept.rasters))
            lay_sheet(canvas, *self._kept.sheets.get(key, lambda: self._sheet(work, index)), layer.blend)
        return []

    def _sheet(self, work: Job, index: int) -> tuple[Image.Image, Rect]:
        """A layer on a sheet of its own, masked and turned, and where it lies."""
        layer, box = work.layers[index], work.boxes[index]
        area = visible(box, layer.rotation, self._kept.brush.margin(work, index), work.cut.size)
        if area.width <= 0 or area.height <= 0:
            return Image.new("RGBA", (1, 1)), Rect(0, 0, 1, 1)
        sheet, local = Image.new("RGBA", area.size), box.moved(-area.left, -area.top)
        self._kept.brush.paint(sheet, work, index, local, 0)
        if layer.mask is not None:
            masked(sheet, self._kept.rasters.mask(layer.mask, box.size, work.cut.unit), (local.left, local.top))
        return trimmed(*turned(sheet, area, box, layer.rotation))

    # ── how dark a scrim must be ───────────────────────────────────────────────────────────────────────────────────────

    def _strengths(self, work: Job) -> dict[str, int]:
        """For each gradient that darkens by itself, which of `contrast.STEPS` its texts need."""
        strengths: dict[str, int] = {}
        for index, layer in enumerate(work.layers):
            if isinstance(layer, GradientLayer) and layer.auto_darken:
                above = _above(work, index)
                strengths[layer.id] = max((self._step(work, index, text, box, strengths) for text, box in above), default=0)
        return strengths

    def _step(self, work: Job, index: int, text: TextLayer, box: Rect, strengths: dict[str, int]) -> int:
        laid = self._kept.texts.laid(work, text, box)
        if not laid.drawn.placed.lines:
            return 0
        under = self._ground(work, min(index, work.typed), strengths).coarse
        scrim = self._scrim(work, index)
        rows = slice(laid.drawn.box.top // COARSE, laid.drawn.box.bottom // COARSE)
        columns = slice(laid.drawn.box.left // COARSE, laid.drawn.box.right // COARSE)
        covered = laid.drawn.covered > contrast.TOUCHED
        ground, alpha, colours = under[rows, columns], scrim.alpha[rows, columns], scrim.colours[rows, columns]
        covered = covered[: ground.shape[0], : ground.shape[1]]
        least = self.template.brand.rules.min_contrast * 1.03
        ink = self._kept.texts.ink(work, text, laid.drawn.placed.size)
        return contrast.step_needed(ground[covered], alpha[covered], colours[covered], ink, least)

    def _scrim(self, work: Job, index: int) -> _Scrim:
        layer, box = work.layers[index], work.boxes[index]
        assert isinstance(layer, GradientLayer)
        stops = work.stops(layer)

        def make() -> _Scrim:
            alpha, colours = self._kept.rasters.gradient(layer, stops, box.size, 1.0)
            whole, tint = Image.new("L", work.cut.size), Image.new("RGB", work.cut.size, stops[-1][1][:3])
            whole.paste(alpha, (box.left, box.top))
            if colours is not None:
                tint.paste(colours, (box.left, box.top))
            dark = np.asarray(whole.reduce(COARSE), dtype=np.float32) / np.float32(255)
            return _Scrim(dark, np.asarray(tint.reduce(COARSE), dtype=np.float32))

        return self._kept.scrims.get((work.cut.size, layer, stops), make)


def _above(work: Job, index: int) -> list[tuple[TextLayer, Rect]]:
    """The texts above a gradient that stand on it and have no plate of their own, with their boxes."""
    layers = list(zip(work.layers, work.boxes, work.bounds, strict=True))[index + 1 :]
    scrim = work.boxes[index]
    return [(layer, box) for layer, box, around in layers if isinstance(layer, TextLayer) and not layer.plate and around.meets(scrim)]


def layer_type(layer: AnyLayer) -> str:
    """The layer's `type` as the template writes it."""
    return str(layer.__struct_config__.tag)
