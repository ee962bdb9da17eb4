"""One card being made: which layers show, where they are, and what fills them. Values only; `render.py` paints it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from warroom.compose.canvas import over
from warroom.compose.layer import (
    AnyLayer,
    AssetLayer,
    Colour,
    GradientLayer,
    Paint,
    PictureLayer,
    Rect,
    ShapeLayer,
    StickerLayer,
    TextLayer,
)
from warroom.compose.model import Cut, PictureAsset, SlotValues, Template
from warroom.compose.rasters import Focal, Rasters
from warroom.compose.sheet import bounds
from warroom.compose.text import clean


@dataclass(frozen=True)
class Source:
    """The picture of a picture layer or sticker: from its slot, or the template's own file."""

    path: str
    digest: str
    focal: Focal
    zoom: float = 1.0


@dataclass(frozen=True)
class Job:
    """A template's cut with the slots filled. `layers` are those that show, from the bottom up.

    `boxes` are where layers lie before they are turned, `bounds` the upright rectangles around them as they lie.
    """

    template: Template
    cut: Cut
    slots: SlotValues
    layers: tuple[AnyLayer, ...]
    boxes: tuple[Rect, ...]
    bounds: tuple[Rect, ...]

    @property
    def typed(self) -> int:
        """How many layers lie below the first one whose words are typed: they stay as they are from key to key."""
        for index, layer in enumerate(self.layers):
            slot = self.template.slot(layer.slot) if isinstance(layer, TextLayer) and layer.slot else None
            if slot is not None and slot.kind == "text":
                return index
        return len(self.layers)

    def colour(self, paint: Paint) -> Colour:
        colour = paint.colour
        if paint.slot:
            slot = self.template.slot(paint.slot)
            assert slot is not None
            chosen = self.slots.colours.get(slot.name, slot.default)
            colour = self.template.brand.palette[chosen if chosen in slot.options else slot.default]
        return over(colour, paint.part) if paint.part < 1 else colour

    def stops(self, layer: GradientLayer) -> tuple[tuple[float, Colour], ...]:
        return tuple((at, self.colour(paint)) for at, paint in layer.stops)

    def words(self, layer: TextLayer) -> str:
        """What a text layer says, cleaned."""
        return clean(filled(self.template, self.slots, layer.slot) if layer.slot else layer.text, layer.case == "upper")

    def emoji(self, layer: StickerLayer) -> str:
        """A sticker's emoji: its own, or the one chosen."""
        return filled(self.template, self.slots, layer.emoji[5:]) if layer.emoji.startswith("slot:") else layer.emoji

    def picture(self, layer: PictureLayer | StickerLayer) -> PictureAsset | None:
        return self.slots.pictures.get(layer.slot) if layer.slot else None

    def source(self, layer: PictureLayer | StickerLayer, box: Rect, rasters: Rasters) -> Source | None:
        """The layer's picture with its focal point: a person's, the template's, or found in it. None while the slot is empty."""
        own = layer.focal if isinstance(layer, PictureLayer) else (0.5, 0.5)
        asset, zoom = self.picture(layer), 1.0
        if asset is not None:
            path, digest, focal = asset.path, asset.digest, asset.focal(self.cut.name) or own
            zoom = max(1.0, asset.zoom(self.cut.name))
        elif layer.file is not None:
            path, digest, focal = str(layer.file.path), layer.file.digest, own
        else:
            return None
        if isinstance(layer, StickerLayer):
            return Source(path, digest, (0.5, 0.5))
        return Source(path, digest, focal or rasters.focal(path, digest, box.size), zoom)

    def stamp(self, index: int, strengths: dict[str, int], rasters: Rasters) -> Hashable:
        """What decides the pixels of this layer on a cut of this size, whatever the template."""
        layer = self.layers[index]
        match layer:
            case PictureLayer() | StickerLayer():
                source = self.source(layer, self.boxes[index], rasters)
                emoji = self.emoji(layer) if isinstance(layer, StickerLayer) else ""
                return (layer, emoji, source.digest, source.focal, source.zoom) if source else (layer, emoji)
            case GradientLayer():
                slotted = any(paint.slot for _, paint in layer.stops)
                return (layer, strengths.get(layer.id, 0), self.stops(layer) if slotted else ())
            case AssetLayer():
                return (layer,)
            case TextLayer():
                paints = (layer.paint, *(part.paint for part in (layer.plate, layer.stroke, layer.shadow) if part is not None))
                return (layer, self.words(layer), tuple(self.colour(paint) for paint in paints))
            case ShapeLayer():
                paints = tuple(paint for paint in (layer.paint, layer.stroke.paint if layer.stroke else None) if paint is not None)
                return (layer, tuple(self.colour(paint) for paint in paints))
        return (layer, self.colour(layer.paint))


def filled(template: Template, slots: SlotValues, name: str) -> str:
    """What a text or choice slot holds."""
    slot = template.slot(name)
    if slot is None or slot.kind not in {"text", "choice"}:
        return ""
    if slot.kind == "text":
        return slots.texts.get(name, "")
    chosen = slots.choices.get(name, slot.default)
    return chosen if chosen in slot.options else slot.default


def shows(template: Template, slots: SlotValues, layer: AnyLayer) -> bool:
    """Whether the layer's `when` holds."""
    return not layer.when or _holds(template, slots, layer) != layer.when_not


def _holds(template: Template, slots: SlotValues, layer: AnyLayer) -> bool:
    slot = template.slot(layer.when)
    if slot is None:
        return True
    if slot.kind == "switch":
        return slots.switches.get(slot.name, slot.default == "on") == (layer.when_is != "off")
    if slot.kind == "picture":
        return slot.name in slots.pictures
    if slot.kind == "colour":
        chosen = slots.colours.get(slot.name, slot.default)
        return (chosen if chosen in slot.options else slot.default) == layer.when_is
    words = filled(template, slots, slot.name)
    return words == layer.when_is if layer.when_is else bool(words.strip())


def job(template: Template, cut: Cut, slots: SlotValues, rasters: Rasters) -> Job:
    """What is to be painted for this cut and these slots."""
    layers = tuple(layer for layer in cut.layers if shows(template, slots, layer))
    boxes = tuple(layer.box.on(cut.size, rasters.aspect(layer.file) if isinstance(layer, AssetLayer) else 0.0) for layer in layers)
    around = tuple(bounds(box, box, layer.rotation) for layer, box in zip(layers, boxes, strict=True))
    return Job(template, cut, slots, layers, boxes, around)
