"""Reads the layers of a template: one function a type, boxes checked against the size of each cut."""

from __future__ import annotations

from typing import Any

from warroom.compose import keys
from warroom.compose.emoji import emoji_file
from warroom.compose.layer import (
    AnyLayer,
    AssetLayer,
    FlatLayer,
    GradientLayer,
    GradientShape,
    PictureFit,
    PictureLayer,
    Shape,
    ShapeLayer,
    StickerLayer,
    TextLayer,
)
from warroom.compose.model import Brand, Slot
from warroom.compose.parts import Finder, Parts
from warroom.compose.read import Table
from warroom.plan.toml_lines import hint

TYPES = ("picture", "text", "gradient", "flat", "shape", "asset", "sticker")
SHAPES: tuple[Shape, ...] = ("rectangle", "rounded", "ellipse", "line")
ANY_KEY = tuple(dict.fromkeys(name.rpartition(".")[2] for name in keys.LAYER))
"""Of all types together: what a layer whose type is not known may hold."""
ROUNDED = 40.0
"""The radius of a rounded shape that names none."""


class LayerReader:
    """Reads layer tables of one template; `layer` gives None where a problem leaves nothing usable."""

    def __init__(self, brand: Brand, slots: tuple[Slot, ...], find: Finder, all_slots: bool = True) -> None:
        self.parts = Parts(brand, slots, find, all_slots)

    def layer(self, table: Table, size: tuple[int, int]) -> AnyLayer | None:
        name = table.text("id")
        which = table.one_of("type", TYPES)
        if table.values.get("type") not in TYPES:
            table.end(ANY_KEY)
            return None
        line = which == "shape" and table.values.get("shape") == "line"
        common: dict[str, Any] = {
            "id": name,
            "box": self.parts.box(table, size, shaped=which == "asset", flat=line),
            **self.parts.when(table),
            "opacity": table.number("opacity", 1.0, 0.0, 1.0),
            "blend": table.one_of("blend", ("normal", "multiply", "screen"), "normal"),
            "rotation": table.number("rotation", 0.0, -360.0, 360.0),
            "mask": self.parts.mask(table),
        }
        read = {
            "picture": self._picture,
            "text": self._text,
            "gradient": self._gradient,
            "flat": self._flat,
            "shape": self._shape,
            "asset": self._asset,
            "sticker": self._sticker,
        }[which]
        layer = read(table, common)
        table.end()
        return layer

    def _picture(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        slot = self.parts.slot(table, "slot", ("picture",))
        file = self.parts.find(table, "file") if table.has("file") else None
        if not table.values.get("slot") and not table.has("file"):
            table.lacks(("slot", "file"), "is missing.", "Name a picture slot, or a file.")
        fit: PictureFit = table.one_of("fit", ("cover", "contain"), "cover")
        focal, radius = self.parts.focal(table), table.number("radius", 0.0, 0.0, 1000.0)
        return PictureLayer(**common, slot=slot, file=file, fit=fit, focal=focal, radius=radius)

    def _text(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        slot, words = self.parts.slot(table, "slot", ("text", "choice")), table.text("text", "")
        if not slot and not words and not table.has("slot"):
            table.lacks(("slot", "text"), "is missing.", 'Name a text or choice slot, or give text = "…".')
        roles = tuple(font.role for font in self.parts.brand.fonts)
        font = table.text("font")
        if font and font not in roles:
            table.wrong("font", f'"{font}" is not a font role of the brand.', hint(font, roles))
        fit = self.parts.fit(table)
        layer: dict[str, Any] = {
            "slot": slot,
            "text": words,
            "font": font,
            "paint": self.parts.paint(table),
            "leading": table.number("leading", 1.1, 0.5, 3.0),
            "align": self.parts.align(table),
            "tracking": table.number("tracking", 0.0, -200.0, 1000.0),
            "case": table.one_of("case", ("as_typed", "upper"), "as_typed"),
            "stroke": self.parts.stroke(table),
            "shadow": self.parts.shadow(table),
            "plate": self.parts.plate(table),
        }
        return TextLayer(**common, fit=fit, **layer) if fit and font in roles else None

    def _gradient(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        stops = self.parts.stops(table)
        shape: GradientShape = table.one_of("shape", ("linear", "radial"), "linear")
        angle = table.number("angle", 0.0, -360.0, 360.0)
        centre = table.pair("centre", (0.5, 0.5), -2.0, 3.0)
        dark = table.flag("auto_darken")
        layer = GradientLayer(**common, stops=stops, shape=shape, angle=angle, centre=centre, auto_darken=dark)
        if dark and not layer.plain:
            key = "rotation" if layer.rotation % 360 else "mask" if layer.mask else "blend"
            table.wrong(key, "does not go with auto_darken.", "A gradient that darkens by itself lies straight and whole in its box.")
        return layer

    def _flat(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        return FlatLayer(**common, paint=self.parts.paint(table))

    def _shape(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        shape = table.one_of("shape", SHAPES, "rectangle")
        radius = table.number("radius", ROUNDED if shape == "rounded" else 0.0, 0.0, 1000.0)
        stroke = self.parts.stroke(table)
        former = self.parts.stroke(table, "outline")  # what a stroke was called at first
        rising = table.flag("rising")
        if stroke is not None and former is not None:
            table.wrong("outline", "is another word for stroke, which is there too.", "Leave it out.")
        stroke = stroke or former
        paint = self.parts.paint(table) if table.has("colour") else None
        if shape == "line" and stroke is None:
            table.lacks(("stroke", "outline"), "is missing.", 'For example stroke = { width = 6, colour = "#FFF" }.')
        elif shape == "line" and paint is not None:
            table.wrong("colour", "is not what a line takes.", "Its stroke has the colour.")
        elif paint is None and stroke is None:
            table.lacks(("colour", "stroke", "outline"), "is missing.", "Give a colour, a stroke, or both.")
        return ShapeLayer(**common, shape=shape, paint=paint, radius=radius, stroke=stroke, rising=rising)

    def _asset(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        file = self.parts.find(table, "file")
        logo = table.flag("logo", table.values.get("file") == "brand:logo")
        return AssetLayer(**common, file=file, logo=logo) if file else None

    def _sticker(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        slot = self.parts.slot(table, "slot", ("picture",))
        file = self.parts.find(table, "file") if table.has("file") else None
        emoji = self._emoji(table)
        named = [key for key in ("slot", "file", "emoji") if table.has(key)]
        if not named:
            table.lacks(("slot", "file", "emoji"), "is missing.", "Name a picture slot, a file or an emoji.")
        elif "emoji" in named and len(named) > 1:
            table.wrong("emoji", f"and {named[0]} are both there.", "A sticker is one or the other.")
        return StickerLayer(**common, slot=slot, file=file, emoji=emoji)

    def _emoji(self, table: Table) -> str:
        """One emoji, or `slot:NAME`."""
        written = table.text("emoji", "", "emoji")
        if written.startswith("slot:"):
            slot = self.parts.slots.get(written[5:])
            if slot is None and not self.parts.all_slots:
                return ""
            if slot is None or slot.kind != "choice":
                choices = tuple(other.name for other in self.parts.slots.values() if other.kind == "choice")
                table.wrong("emoji", f'"{written[5:]}" is not a choice slot.', hint(written[5:], choices))
                return ""
            for option in slot.options:
                if option and not emoji_file(option):
                    table.wrong("emoji", f'"{option}", an option of "{slot.name}", is not an emoji.', "Each option must be one, or empty.")
        elif written and not emoji_file(written):
            table.wrong("emoji", f'"{written}" is not one emoji.', 'For example emoji = "🔥".')
        return written
