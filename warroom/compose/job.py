"""One card being made: which layers show, where they are, and what fills them. Values only; `render.py` paints it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from warroom.compose.layer import AnyLayer, AssetLayer, Colour, GradientLayer, Paint, PictureLayer, Rect, TextLayer
from warroom.compose.model import Cut, PictureAsset, SlotValues, Template
from warroom.compose.rasters import Focal, Rasters
from warroom.compose.text import clean


@dataclass(frozen=True)
class Source:
    """The picture of a picture layer: from its slot, or the template's own file."""

    path: str
    digest: str
    focal: Focal
    zoom: float = 1.0


@dataclass(frozen=True)
class Job:
    """A template's cut with the slots filled. `layers` are those that show, from the bottom up."""

    template: Template
    cut: Cut
    slots: SlotValues
    layers: tuple[AnyLayer, ...]
    boxes: tuple[Rect, ...]

    @property
    def typed(self) -> int:
        """How many layers lie below the first one whose words are typed: they stay as they are from key to key."""
        for index, layer in enumerate(self.layers):
            slot = self.template.slot(layer.slot) if isinstance(layer, TextLayer) and layer.slot else None
            if slot is not None and slot.kind == "text":
                return index
        return len(self.layers)

    def colour(self, paint: Paint) -> Colour:
        if not paint.slot:
            return paint.colour
        slot = self.template.slot(paint.slot)
        assert slot is not None
        chosen = self.slots.colours.get(slot.name, slot.default)
        return self.template.brand.palette[chosen if chosen in slot.options else slot.default]

    def words(self, layer: TextLayer) -> str:
        """What a text layer says, cleaned."""
        return clean(filled(self.template, self.slots, layer.slot) if layer.slot else layer.text, layer.case == "upper")

    def picture(self, layer: PictureLayer) -> PictureAsset | None:
        return self.slots.pictures.get(layer.slot) if layer.slot else None

    def source(self, layer: PictureLayer, box: Rect, rasters: Rasters) -> Source | None:
        """The layer's picture with its focal point: a person's, the template's, or found in it. None while the slot is empty."""
        asset, zoom = self.picture(layer), 1.0
        if asset is not None:
            path, digest, focal = asset.path, asset.digest, asset.focal(self.cut.name) or layer.focal
            zoom = max(1.0, asset.zoom(self.cut.name))
        elif layer.file is not None:
            path, digest, focal = str(layer.file.path), layer.file.digest, layer.focal
        else:
            return None
        return Source(path, digest, focal or rasters.focal(path, digest, box.size), zoom)

    def stamp(self, index: int, strengths: dict[str, int], rasters: Rasters) -> Hashable:
        """What decides the pixels of this layer, beside the template and the cut."""
        layer = self.layers[index]
        if isinstance(layer, PictureLayer):
            source = self.source(layer, self.boxes[index], rasters)
            return (layer.id, source.digest, source.focal, source.zoom) if source else (layer.id,)
        if isinstance(layer, GradientLayer):
            return (layer.id, strengths.get(layer.id, 0))
        if isinstance(layer, AssetLayer):
            return (layer.id,)
        if isinstance(layer, TextLayer):
            plate = self.colour(layer.plate.paint) if layer.plate else None
            return (layer.id, self.words(layer), self.colour(layer.paint), plate)
        outline = getattr(layer, "outline", None)
        return (layer.id, self.colour(layer.paint), self.colour(outline.paint) if outline else None)


def filled(template: Template, slots: SlotValues, name: str) -> str:
    """What a text or choice slot holds."""
    slot = template.slot(name)
    if slot is None or slot.kind not in {"text", "choice"}:
        return ""
    if slot.kind == "text":
        return slots.texts.get(name, "")
    chosen = slots.choices.get(name, slot.default)
    return chosen if chosen in slot.options else slot.default


def _shows(template: Template, slots: SlotValues, layer: AnyLayer) -> bool:
    slot = template.slot(layer.when) if layer.when else None
    if slot is None or slot.kind == "colour":
        return True
    if slot.kind == "switch":
        return slots.switches.get(slot.name, slot.default == "on")
    if slot.kind == "picture":
        return slot.name in slots.pictures
    return bool(filled(template, slots, slot.name).strip())


def job(template: Template, cut: Cut, slots: SlotValues, rasters: Rasters) -> Job:
    """What is to be painted for this cut and these slots."""
    layers = tuple(layer for layer in cut.layers if _shows(template, slots, layer))
    boxes = tuple(layer.box.on(cut.size, rasters.aspect(layer.file) if isinstance(layer, AssetLayer) else 0.0) for layer in layers)
    return Job(template, cut, slots, layers, boxes)
