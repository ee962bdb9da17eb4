"""Reads what layers are made of: boxes, slots, colours, strokes, shadows, plates, masks, fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from warroom.compose.layer import Align, Box, Colour, File, Fit, FitMode, Mask, MaskShape, Paint, Plate, Shadow, Stroke
from warroom.compose.model import Brand, Slot
from warroom.compose.read import Table, hex_colour, kind
from warroom.plan.toml_lines import hint, suggest

ACROSS = ("left", "right", "width")
DOWN = ("top", "bottom", "height")
_PERCENT = re.compile(r"[0-9]{1,2}|100")
_ACROSS = {"left": 0.0, "": 0.5, "right": 1.0}
_DOWN = {"top": 0.0, "": 0.5, "bottom": 1.0}
FOCALS = {f"{down} {across}".strip() or "centre": (x, y) for down, y in _DOWN.items() for across, x in _ACROSS.items()}
"""Places of a picture that a template may call by name."""
MOST_TIMES = 4
"""A box is at most so many times as wide and as high as its cut."""
Finder = Callable[[Table, str], File | None]


class Parts:
    """Reads the parts of one template's layers; what is wrong is noted in the table, and something harmless given."""

    def __init__(self, brand: Brand, slots: tuple[Slot, ...], find: Finder, all_slots: bool = True) -> None:
        """`all_slots` False: there are others, which cannot be read; one of them may be what a layer names."""
        self.brand = brand
        self.slots = {slot.name: slot for slot in slots}
        self.all_slots = all_slots
        self.find = find

    # ── where ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def box(self, table: Table, size: tuple[int, int], *, shaped: bool = False, flat: bool = False) -> Box:
        """`shaped`: the layer's own proportions can give one length; `flat`: it may have no width or no height."""
        part = table.table("box", "box")
        if part is None:
            return Box()
        wrong = len(table.problems)
        given: dict[str, float | None] = {
            key: part.number(key, 0.0, -4000.0, 8000.0) if part.has(key) else None for key in (*ACROSS, *DOWN)
        }
        if part.end() or len(table.problems) > wrong:
            return Box()  # what is missing may be what is misspelt, or no number
        sides = []
        for keys in (ACROSS, DOWN):
            there = [key for key in keys if given[key] is not None]
            if len(there) > 2:
                table.wrong(("box", keys[-1]), f"has {', '.join(there)}: one too many.", f"Give two of {', '.join(keys)}.")
            sides.append(len(there))
        short = shaped and sorted(sides) == [1, 2]
        for keys, count in zip((ACROSS, DOWN), sides, strict=True):
            if count < 2 and not (short and count == 1):
                table.wrong("box", f"has too few of {', '.join(keys)}.", f"Give two of {', '.join(keys)}.")
        box = Box(**given)
        if max(sides) <= 2 and (short or min(sides) == 2):
            _possible(table, box, size, short, flat)
        return box

    def slot(self, table: Table, key: str, kinds: tuple[str, ...]) -> str:
        """The slot of these kinds that a key names; "" when it names none."""
        return self._named_slot(table, key, table.text(key, "", "slot"), kinds)

    def _named_slot(self, table: Table, key: str, name: str, kinds: tuple[str, ...]) -> str:
        if not name:
            return ""
        slot = self.slots.get(name)
        fitting = tuple(other.name for other in self.slots.values() if not kinds or other.kind in kinds)
        if slot is None and self.all_slots:
            table.wrong(key, f'names a slot "{name}" that is not there.', hint(name, fitting))
        elif slot is None:
            return ""
        elif name not in fitting:
            table.wrong(key, f'"{name}" is a {slot.kind} slot; here a {" or ".join(kinds)} slot is needed.', hint(name, fitting))
        return name

    def when(self, table: Table) -> dict[str, Any]:
        """`slot`, `slot=value`, or either after a `!`."""
        written = table.text("when", "", "when")
        name, equals, value = written.removeprefix("!").partition("=")
        name, value = name.strip(), value.strip()
        if written and not name:
            table.wrong("when", "names no slot.", 'Write when = "slot", "slot=value" or "!slot".')
        slot = self.slots.get(self._named_slot(table, "when", name, ()))
        if slot is not None and equals and slot.kind == "switch" and value not in {"on", "off"}:
            table.wrong("when", f'"{value}" is not what a switch can be.', "Write on or off.")
        elif slot is not None and equals and slot.kind in {"choice", "colour"} and value not in slot.options:
            table.wrong("when", f'"{value}" is not an option of "{name}".', hint(value, slot.options))
        elif slot is not None and equals and slot.kind in {"text", "picture"}:
            table.wrong("when", f'"{name}" is a {slot.kind} slot; it is filled or not.', f'Write when = "{name}".')
        elif slot is not None and slot.kind == "colour" and not equals:
            table.wrong("when", f'"{name}" is a colour slot: it always has one.', f'Write when = "{name}={slot.default}".')
        return {"when": name, "when_is": value, "when_not": written.startswith("!")}

    # ── colours ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def paint(self, table: Table, key: str = "colour", default: str | None = None) -> Paint:
        written = table.text(key, default, "colour")
        if default is None and not written.strip():
            return Paint((0, 0, 0, 255))  # noted as missing or empty
        return self.named_paint(table, key, written)

    def named_paint(self, table: Table, key: str | tuple[str | int, ...], written: str) -> Paint:
        """A palette name, a #colour or `slot:NAME`; each perhaps with `/PERCENT` of its alpha."""
        name, slash, percent = written.partition("/")
        part = 1.0
        if slash and not _PERCENT.fullmatch(percent):
            table.wrong(key, f'"{written}" says no part of a colour.', f'Write "{name}/60" for 60 %.')
        elif slash:
            part = int(percent) / 100
        if name.startswith("slot:"):
            slot = self.slots.get(name[5:])
            if slot is not None and slot.kind == "colour":
                return Paint((0, 0, 0, 255), slot.name, part)
            fitting = tuple(other.name for other in self.slots.values() if other.kind == "colour")
            if slot is not None or self.all_slots:
                table.wrong(key, f'"{name[5:]}" is not a colour slot.', hint(name[5:], fitting))
            return Paint((0, 0, 0, 255))
        colour: Colour | None = self.brand.palette.get(name) or hex_colour(name)
        if colour is None:
            advice = hint(name, self.brand.palette) if not name.startswith("#") else "Write #rgb, #rgba, #rrggbb or #rrggbbaa."
            table.wrong(key, f'"{name}" is neither a colour of the palette nor #rgb.', advice)
        return Paint(colour or (0, 0, 0, 255), "", part)

    def stroke(self, table: Table, key: str = "stroke") -> Stroke | None:
        part = table.table(key, "stroke")
        if part is None:
            return None
        stroke = Stroke(part.number("width", None, 0.1, 200.0), self.paint(part))
        part.end()
        return stroke

    def shadow(self, table: Table) -> Shadow | None:
        part = table.table("shadow", "shadow")
        if part is None:
            return None
        lengths = [part.number(key, 0.0, low, 200.0) for key, low in (("dx", -200.0), ("dy", -200.0), ("blur", 0.0))]
        shadow = Shadow(lengths[0], lengths[1], lengths[2], self.paint(part))
        part.end()
        return shadow

    def plate(self, table: Table) -> Plate | None:
        part = table.table("plate", "plate")
        if part is None:
            return None
        plate = Plate(self.paint(part), part.pair("pad", (0.0, 0.0), 0.0, 500.0), part.number("radius", 0.0, 0.0, 1000.0))
        part.end()
        return plate

    def stops(self, table: Table) -> tuple[tuple[float, Paint], ...]:
        value = table.raw("stops", "stops")
        example = 'For example stops = [[0.0, "#0000"], [1.0, "#000C"]].'
        if not isinstance(value, list) or not 2 <= len(value) <= 64:
            table.wrong("stops", "is missing." if value is None else "must be 2 to 64 stops.", example)
            return ()
        stops: list[tuple[float, Paint]] = []
        for index, stop in enumerate(value):
            if not isinstance(stop, list) or len(stop) != 2 or kind(stop[0]) != "a number" or not isinstance(stop[1], str):
                table.wrong(("stops", index), "must be a place and a colour.", example)
                continue
            if not 0 <= stop[0] <= 1 or (stops and stop[0] < stops[-1][0]):
                table.wrong(("stops", index), f"is at {stop[0]:g}.", "Places run from 0.0 to 1.0 and never back.")
                continue
            stops.append((float(stop[0]), self.named_paint(table, ("stops", index), stop[1])))
        return tuple(stops)

    # ── shapes and texts ───────────────────────────────────────────────────────────────────────────────────────────────

    def mask(self, table: Table) -> Mask | None:
        part = table.table("mask", "mask")
        if part is None:
            return None
        file = self.find(part, "file") if part.has("file") else None
        shape: MaskShape = part.one_of("shape", ("rectangle", "ellipse"), "rectangle")
        radius = part.number("radius", 0.0, 0.0, 1000.0)
        if part.values.get("file") and part.values.get("shape"):
            part.wrong("shape", "and a file are both there.", "A mask is one or the other.")
        elif not part.values:
            part.wrong("", "says nothing.", 'For example mask = { shape = "ellipse" } or { file = "mask.png" }.')
        part.end()
        return Mask(shape, radius, file)

    @staticmethod
    def focal(table: Table) -> tuple[float, float] | None:
        value = table.raw("focal", "focal")
        if value is None or value == "auto":
            return None
        if isinstance(value, str):
            if value not in FOCALS:
                meant = suggest(value, ("auto", *FOCALS))
                advice = f'Did you mean "{meant}"?' if meant else 'Write "auto", a place such as "top left", or [x, y] from 0 to 1.'
                table.wrong("focal", f'"{value}" is not known.', advice)
            return FOCALS.get(value)
        return table.pair("focal", (0.5, 0.5), 0.0, 1.0)

    @staticmethod
    def fit(table: Table) -> Fit | None:
        part = table.table("fit", "fit")
        if part is None:
            if not table.has("fit"):
                table.wrong("fit", "is missing.", 'For example fit = { mode = "shrink", max = 120, min = 44, lines = 2 }.')
            return None
        mode: FitMode = part.one_of("mode", ("shrink", "clip", "grow"), "shrink")
        high = part.number("max", 4000.0 if mode == "grow" else None, 4.0, 4000.0)
        low = part.number("min", high if mode == "clip" else None, 4.0, 4000.0)
        lines, balance = part.whole("lines", 1, 1, 40), part.flag("balance")
        if not part.end() and "max" in part.values and low > high:
            part.wrong("max", f"is {high:g}, less than min ({low:g}).", "min is the smallest size the text may take.")
        return Fit(high, low, mode, lines, balance)

    @staticmethod
    def align(table: Table) -> Align:
        value = table.raw("align", "align")
        across, down = ("left", "centre", "right", "start", "end"), ("top", "middle", "bottom")
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


def _possible(table: Table, box: Box, size: tuple[int, int], short: bool, flat: bool) -> None:
    """Note a box that no layer could be seen in, or that is absurdly large."""
    rect = box.on(size, 1.0 if short else 0.0)
    where = f"a cut of {size[0]} × {size[1]}"
    least = 0 if flat else 1
    if rect.width < least or rect.height < least or rect.size == (0, 0):
        side, whole = ("wide", size[0]) if rect.width < least else ("high", size[1])
        table.wrong("box", f"leaves nothing on {where}: the cut is {whole / min(size) * 1000:.0f} {side}.")
    elif rect.width > MOST_TIMES * size[0] or rect.height > MOST_TIMES * size[1]:
        table.wrong("box", f"is more than {MOST_TIMES} times as large as {where}.", "Lengths are thousandths of the short side.")
    elif not rect.grown(1 - least).meets(Box().on(size)):
        table.wrong("box", f"is outside {where}.", "Lengths are thousandths of the short side.")
