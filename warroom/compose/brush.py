"""Paints the layers that are no text: pictures, stickers, gradients, flats, shapes, assets."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from warroom.compose import contrast
from warroom.compose.canvas import lay, over, paste
from warroom.compose.emoji import emoji_file, emoji_picture
from warroom.compose.job import Job
from warroom.compose.layer import AssetLayer, FlatLayer, GradientLayer, PictureLayer, Rect, ShapeLayer, StickerLayer, TextLayer
from warroom.compose.model import PictureResult
from warroom.compose.rasters import Rasters, is_svg


class Brush:
    """Belongs to one renderer."""

    def __init__(self, rasters: Rasters) -> None:
        self._rasters = rasters

    def paint(self, canvas: Image.Image, work: Job, index: int, box: Rect, strength: int) -> None:
        """Layer `index` in `box`, pixels of the canvas. `strength` is which of `contrast.STEPS` a gradient has."""
        layer = work.layers[index]
        match layer:
            case PictureLayer():
                self._picture(canvas, work, layer, box)
            case StickerLayer():
                self._sticker(canvas, work, layer, box)
            case GradientLayer():
                self._gradient(canvas, work, layer, box, contrast.STEPS[strength])
            case FlatLayer():
                paste(canvas, over(work.colour(layer.paint), layer.opacity), box, None)
            case ShapeLayer():
                self._line(canvas, work, layer, box) if layer.shape == "line" else self._shape(canvas, work, layer, box)
            case AssetLayer():
                lay(canvas, self._rasters.asset(layer.file, box.width), (box.left, box.top), layer.opacity)
            case TextLayer():
                raise AssertionError("texts are painted by Texts")

    def margin(self, work: Job, index: int) -> int:
        """How many pixels a layer may reach outside its box."""
        layer = work.layers[index]
        if isinstance(layer, ShapeLayer) and layer.shape == "line" and layer.stroke is not None:
            return math.ceil(layer.stroke.width * work.cut.unit / 2) + 2
        return 2

    def result(self, work: Job, index: int) -> list[PictureResult]:
        """How a picture is placed, where the layer has one."""
        layer, box = work.layers[index], work.boxes[index]
        if not isinstance(layer, PictureLayer | StickerLayer):
            return []
        source = work.source(layer, box, self._rasters)
        if source is None or source.path.endswith(".svg"):
            return []
        cover = isinstance(layer, PictureLayer) and layer.fit == "cover"
        asset, decoded = work.picture(layer), self._rasters.decoded(source.path, source.digest)
        _, scale = self._rasters.placed(source.path, source.digest, box.size, cover, source.focal, source.zoom)
        full = asset.width / decoded.width if asset is not None else 1.0
        return [PictureResult(layer.id, layer.slot, box, round(scale * full, 3), source.focal)]

    # ── types ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _picture(self, canvas: Image.Image, work: Job, layer: PictureLayer, box: Rect) -> None:
        source = work.source(layer, box, self._rasters)
        if source is None:
            return
        cover = layer.fit == "cover"
        picture, scale = self._rasters.placed(source.path, source.digest, box.size, cover, source.focal, source.zoom)
        mask = None
        if layer.radius:
            inner = box.size if cover else self._rasters.whole_size(source.path, source.digest, scale)
            mask = self._rasters.rounded(inner, layer.radius * work.cut.unit, outer=box.size)
        lay(canvas, picture, (box.left, box.top), layer.opacity, mask)

    def _sticker(self, canvas: Image.Image, work: Job, layer: StickerLayer, box: Rect) -> None:
        source, emoji = work.source(layer, box, self._rasters), work.emoji(layer)
        if emoji:
            side = min(box.size)
            file = emoji_file(emoji)
            if file is not None:
                at = (box.left + (box.width - side) // 2, box.top + (box.height - side) // 2)
                lay(canvas, emoji_picture(file, side), at, layer.opacity)
        elif layer.file is not None and is_svg(layer.file) and work.picture(layer) is None:
            wide = max(1, min(box.width, round(box.height * self._rasters.aspect(layer.file))))
            drawn = self._rasters.asset(layer.file, wide)
            lay(canvas, drawn, (box.left + (box.width - wide) // 2, box.top + (box.height - drawn.height) // 2), layer.opacity)
        elif source is not None:
            picture, _ = self._rasters.placed(source.path, source.digest, box.size, False, source.focal)
            lay(canvas, picture, (box.left, box.top), layer.opacity)

    def _gradient(self, canvas: Image.Image, work: Job, layer: GradientLayer, box: Rect, strength: float) -> None:
        stops = work.stops(layer)
        alpha, colours = self._rasters.gradient(layer, stops, box.size, strength)
        if colours is None:
            paste(canvas, (*stops[0][1][:3], 255), box, alpha)
        else:
            lay(canvas, colours, (box.left, box.top), 1.0, alpha)

    def _shape(self, canvas: Image.Image, work: Job, layer: ShapeLayer, box: Rect) -> None:
        round_ = layer.shape == "ellipse"
        radius = layer.radius * work.cut.unit
        fill = over(work.colour(layer.paint), layer.opacity) if layer.paint is not None else None
        if layer.stroke is not None:
            line = max(1, round(layer.stroke.width * work.cut.unit))
            inner = box.grown(-line)
            ring = self._rasters.rounded(box.size, radius, round_)
            if (fill is None or fill[3] < 255) and inner.width > 0 and inner.height > 0:
                hole = Image.new("L", box.size)
                hole.paste(self._rasters.rounded(inner.size, max(0.0, radius - line), round_), (line, line))
                ring = ImageChops.subtract(ring, hole)
            paste(canvas, over(work.colour(layer.stroke.paint), layer.opacity), box, ring)
            box, radius = inner, max(0.0, radius - line)
        if fill is not None and box.width > 0 and box.height > 0:
            paste(canvas, fill, box, self._rasters.rounded(box.size, radius, round_))

    def _line(self, canvas: Image.Image, work: Job, layer: ShapeLayer, box: Rect) -> None:
        assert layer.stroke is not None
        width = max(1.0, layer.stroke.width * work.cut.unit)
        reach = math.ceil(width / 2) + 2
        around = box.grown(reach)
        near, far = (reach, reach), (reach + box.width, reach + box.height)
        ends = ((near[0], far[1]), (far[0], near[1])) if layer.rising else (near, far)
        paste(canvas, over(work.colour(layer.stroke.paint), layer.opacity), around, self._rasters.line(around.size, ends, width))
