"""Reads the layers of a template: one function a type, boxes checked against the size of each cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warroom.compose.layer import (
    Align,
    AnyLayer,
    AssetLayer,
    Box,
    Colour,
    File,
    Fit,
    FlatLayer,
    GradientLayer,
    Outline,
    Paint,
    PictureLayer,
    Plate,
    Shadow,
    ShapeLayer,
    TextLayer,
)
from warroom.compose.model import Brand, Slot
from warroom.compose.read import Table, hex_colour, kind
from warroom.plan.toml_lines import hint

TYPES = ("picture", "text", "gradient", "flat", "shape", "asset")
_ACROSS = ("left", "right", "width")
_DOWN = ("top", "bottom", "height")
Finder = Callable[[Table, str], File | None]


class LayerReader:
    """Reads layer tables of one template; `layer` gives None where a problem leaves nothing usable."""

    def __init__(self, brand: Brand, slots: tuple[Slot, ...], find: Finder) -> None:
        self.brand = brand
        self.slots = {slot.name: slot for slot in slots}
        self.find = find

    def layer(self, table: Table, size: tuple[int, int]) -> AnyLayer | None:
        name = table.text("id")
        which = table.one_of("type", TYPES)
        common: dict[str, Any] = {
            "id": name,
            "box": self._box(table, size, which == "asset"),
            "when": self._slot(table, "when", ()),
            "opacity": table.number("opacity", 1.0, 0.0, 1.0),
        }
        read = {
            "picture": self._picture,
            "text": self._text,
            "gradient": self._gradient,
            "flat": self._flat,
            "shape": self._shape,
            "asset": self._asset,
        }[which]
        layer = read(table, common)
        table.end()
        return layer

    # ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _box(self, table: Table, size: tuple[int, int], has_shape: bool) -> Box:
        part = table.table("box")
        if part is None:
            return Box()
        given: dict[str, float | None] = {
            key: part.number(key, 0.0, -4000.0, 8000.0) if part.has(key) else None for key in (*_ACROSS, *_DOWN)
        }
        part.end()
        sides = []
        for keys in (_ACROSS, _DOWN):
            there = [key for key in keys if given[key] is not None]
            need = f"Give two of {', '.join(keys)}."
            if len(there) > 2:
                table.wrong(("box", keys[-1]), f"has {', '.join(there)}: one too many.", need)
            sides.append(len(there))
        short = has_shape and sorted(sides) == [1, 2]
        for keys, count in zip((_ACROSS, _DOWN), sides, strict=True):
            if count < 2 and not (short and count == 1):
                table.wrong("box", f"has too few of {', '.join(keys)}.", f"Give two of {', '.join(keys)}.")
        box = Box(**given)
        if max(sides) <= 2 and (short or min(sides) == 2):
            self._possible(table, box, size, short)
        return box

    @staticmethod
    def _possible(table: Table, box: Box, size: tuple[int, int], short: bool) -> None:
        rect = box.on(size, 1.0 if short else 0.0)
        if rect.width < 1 or rect.height < 1:
            side, whole = ("wide", size[0]) if rect.width < 1 else ("high", size[1])
            table.wrong("box", f"leaves nothing on a cut of {size[0]} × {size[1]}: the cut is {whole / min(size) * 1000:.0f} {side}.")
        elif not rect.meets(Box().on(size)):
            table.wrong("box", f"is outside a cut of {size[0]} × {size[1]}.", "Lengths are thousandths of the short side.")

    def _slot(self, table: Table, key: str, kinds: tuple[str, ...]) -> str:
        name = table.text(key, "")
        if not name:
            return ""
        slot = self.slots.get(name)
        fitting = tuple(other.name for other in self.slots.values() if not kinds or other.kind in kinds)
        if slot is None:
            table.wrong(key, f'names a slot "{name}" that is not there.', hint(name, fitting))
        elif name not in fitting:
            table.wrong(key, f'"{name}" is a {slot.kind} slot; here a {" or ".join(kinds)} slot is needed.', hint(name, fitting))
        return name

    def colour(self, table: Table, key: str, default: str | None = None) -> Colour:
        return self._named(table, key, table.text(key, default))

    def _named(self, table: Table, key: str | tuple[str | int, ...], name: str) -> Colour:
        colour = self.brand.palette.get(name) or hex_colour(name)
        if colour is None and name:
            advice = hint(name, self.brand.palette) if not name.startswith("#") else "Write #rgb, #rgba, #rrggbb or #rrggbbaa."
            table.wrong(key, f'"{name}" is neither a colour of the palette nor #rgb.', advice)
        return colour or (0, 0, 0, 255)

    def _paint(self, table: Table, key: str = "colour") -> Paint:
        """A palette name, a #colour, or `slot:NAME`."""
        name = table.text(key)
        if name.startswith("slot:"):
            slot = self.slots.get(name[5:])
            if slot is not None and slot.kind == "colour":
                return Paint((0, 0, 0, 255), slot.name)
            fitting = tuple(other.name for other in self.slots.values() if other.kind == "colour")
            table.wrong(key, f'"{name[5:]}" is not a colour slot.', hint(name[5:], fitting))
            return Paint((0, 0, 0, 255))
        return Paint(self._named(table, key, name))

    # ── types ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _picture(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        slot = self._slot(table, "slot", ("picture",))
        file = self.find(table, "file") if table.has("file") else None
        if not slot and not table.has("file"):
            table.wrong("slot", "is missing.", "Name a picture slot, or a file.")
        fit = table.one_of("fit", ("cover", "contain"), "cover")
        focal, radius = self._focal(table), table.number("radius", 0.0, 0.0, 1000.0)
        return PictureLayer(**common, slot=slot, file=file, fit=fit, focal=focal, radius=radius)  # type: ignore[arg-type]

    @staticmethod
    def _focal(table: Table) -> tuple[float, float] | None:
        if table.values.get("focal", "auto") == "auto":
            table.raw("focal")
            return None
        if isinstance(table.values["focal"], str):
            table.raw("focal")
            table.wrong("focal", f'"{table.values["focal"]}" is not known.', 'Write "auto" or [x, y] from 0 to 1.')
            return None
        return table.pair("focal", (0.5, 0.5), 0.0, 1.0)

    def _text(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        slot, words = self._slot(table, "slot", ("text", "choice")), table.text("text", "")
        if not slot and not words and not table.has("slot"):
            table.wrong("slot", "is missing.", 'Name a text or choice slot, or give text = "…".')
        roles = tuple(font.role for font in self.brand.fonts)
        font = table.text("font")
        if font and font not in roles:
            table.wrong("font", f'"{font}" is not a font role of the brand.', hint(font, roles))
        fit = self._fit(table)
        layer = {
            "slot": slot,
            "text": words,
            "font": font,
            "paint": self._paint(table),
            "leading": table.number("leading", 1.1, 0.5, 3.0),
            "align": self._align(table),
            "tracking": table.number("tracking", 0.0, -200.0, 1000.0),
            "case": table.one_of("case", ("as_typed", "upper"), "as_typed"),
            "shadow": self._shadow(table),
            "plate": self._plate(table),
        }
        return TextLayer(**common, fit=fit, **layer) if fit and font in roles else None  # type: ignore[arg-type]

    @staticmethod
    def _fit(table: Table) -> Fit | None:
        part = table.table("fit")
        if part is None:
            if not table.has("fit"):
                table.wrong("fit", "is missing.", 'For example fit = { mode = "shrink", max = 120, min = 44, lines = 2 }.')
            return None
        mode = part.one_of("mode", ("shrink", "clip", "grow"), "shrink")
        high = part.number("max", 4000.0 if mode == "grow" else None, 4.0, 4000.0)
        low = part.number("min", high if mode == "clip" else None, 4.0, 4000.0)
        lines, balance = part.whole("lines", 1, 1, 40), part.flag("balance")
        part.end()
        if low > high:
            part.wrong("max", f"is {high:g}, less than min ({low:g}).", "min is the smallest size the text may take.")
        return Fit(high, low, mode, lines, balance)  # type: ignore[arg-type]

    @staticmethod
    def _align(table: Table) -> Align:
        value = table.raw("align")
        across, down = ("left", "centre", "right"), ("top", "middle", "bottom")
        if value is None:
            return ("left", "top")
        if not isinstance(value, list) or len(value) != 2 or not all(isinstance(part, str) for part in value):
            table.wrong("align", f"must be two texts, not {kind(value)}.", 'For example align = ["left", "bottom"].')
            return ("left", "top")
        for index, (part, known) in enumerate(zip(value, (across, down), strict=True)):
            if part not in known:
                table.wrong(("align", index), f'"{part}" is not known.', hint(part, known))
                return ("left", "top")
        return (value[0], value[1])

    def _shadow(self, table: Table) -> Shadow | None:
        part = table.table("shadow")
        if part is None:
            return None
        lengths = [part.number(key, 0.0, low, 200.0) for key, low in (("dx", -200.0), ("dy", -200.0), ("blur", 0.0))]
        shadow = Shadow(lengths[0], lengths[1], lengths[2], self.colour(part, "colour"))
        part.end()
        return shadow

    def _plate(self, table: Table) -> Plate | None:
        part = table.table("plate")
        if part is None:
            return None
        plate = Plate(self._paint(part), part.pair("pad", (0.0, 0.0), 0.0, 500.0), part.number("radius", 0.0, 0.0, 1000.0))
        part.end()
        return plate

    def _gradient(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        stops = self._stops(table)
        shape = table.one_of("shape", ("linear", "radial"), "linear")
        angle = table.number("angle", 0.0, -360.0, 360.0)
        centre = table.pair("centre", (0.5, 0.5), -2.0, 3.0)
        dark = table.flag("auto_darken")
        return GradientLayer(**common, stops=stops, shape=shape, angle=angle, centre=centre, auto_darken=dark)  # type: ignore[arg-type]

    def _stops(self, table: Table) -> tuple[tuple[float, Colour], ...]:
        value = table.raw("stops")
        example = 'For example stops = [[0.0, "#0000"], [1.0, "#000C"]].'
        if not isinstance(value, list) or len(value) < 2:
            table.wrong("stops", "is missing." if value is None else "must be two stops or more.", example)
            return ()
        stops: list[tuple[float, Colour]] = []
        for index, stop in enumerate(value):
            if not isinstance(stop, list) or len(stop) != 2 or not isinstance(stop[0], int | float) or not isinstance(stop[1], str):
                table.wrong(("stops", index), "must be a place and a colour.", example)
                continue
            if not 0 <= stop[0] <= 1 or (stops and stop[0] < stops[-1][0]):
                table.wrong(("stops", index), f"is at {stop[0]:g}.", "Places run from 0.0 to 1.0 and never back.")
            stops.append((float(stop[0]), self._named(table, ("stops", index), stop[1])))
        return tuple(stops)

    def _flat(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        return FlatLayer(**common, paint=self._paint(table))

    def _shape(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        shape = table.one_of("shape", ("rectangle", "ellipse"), "rectangle")
        paint, radius = self._paint(table), table.number("radius", 0.0, 0.0, 1000.0)
        part = table.table("outline")
        outline = None
        if part is not None:
            outline = Outline(part.number("width", None, 0.1, 200.0), self._paint(part))
            part.end()
        return ShapeLayer(**common, shape=shape, paint=paint, radius=radius, outline=outline)  # type: ignore[arg-type]

    def _asset(self, table: Table, common: dict[str, Any]) -> AnyLayer | None:
        file = self.find(table, "file")
        logo = table.flag("logo", table.values.get("file") == "brand:logo")
        return AssetLayer(**common, file=file, logo=logo) if file else None
