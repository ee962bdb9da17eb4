"""A template folder, and a brand where there is none, of a design: TOML that a designer goes on with, and the flattened assets.

The design is one cut. The others follow from it: what touches an edge stays at that edge, what fills the canvas fills theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warroom import locations
from warroom.compose.layer import Colour, Rect
from warroom.compose.model import Brand
from warroom.compose.svg import BadSvg, inspect
from warroom.compose.whole import save_whole
from warroom.errors import DesignError
from warroom.importing.design import Design, Flat, PictureSlot, TextSlot
from warroom.importing.fonts import Meant, meant, role_of, shipped
from warroom.importing.naming import plain

CUT_SIZES = {"1x1": (1080, 1080), "4x5": (1080, 1350), "16x9": (1600, 900), "9x16": (1080, 1920)}
_STORY = {"top": 250, "bottom": 250, "left": 60, "right": 60}  # what a story's own buttons cover
_FULL = 0.98  # of the canvas: what covers so much is its ground
_CENTRED = 5.0  # thousandths that the middle may be missed by
_LEAST_SIZE = 0.45  # of the drawn size: how small words may become


def write_template(design: Design, place: Path, brand: Brand | None) -> tuple[str, ...]:
    """Make `place/NAME` and, where there is no brand, `place/brand.toml`; what is to be looked at, a sentence each.

    Raises DesignError for slots that make no template, OSError.
    """
    check_names(slot_names(design))
    writer = _Writer(design, brand)
    fresh = place / design.name
    fresh.mkdir()
    (fresh / "template.toml").write_text(writer.template(fresh), "utf-8")
    if brand is None:
        (place / "brand.toml").write_text(writer.brand_text(), "utf-8")
    return (*design.notes, *writer.notes)


def slot_names(design: Design) -> tuple[str, ...]:
    return tuple(part.name for part in design.parts if not isinstance(part, Flat))


def check_names(names: Sequence[str]) -> None:
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise DesignError(f"Two layers are the slot “{twice}”.", "Give each a name of its own.")
    if not names:
        raise DesignError("No layer is a slot, so nothing could be changed on the night.", "Name layers slot:headline, slot:photo …")


class _Writer:
    def __init__(self, design: Design, brand: Brand | None) -> None:
        self._design, self._brand = design, brand
        self._unit = min(design.size) / 1000
        self._roles: dict[str, tuple[str, Meant | None]] = {}  # by the design's font name: role, and what it is
        self._used: set[str] = set()
        self._boxes: dict[str, dict[str, float]] = {}  # by layer, of those that do not fill the canvas
        self._worded: set[str] = set()
        self.notes: list[str] = []

    # ── template.toml ──────────────────────────────────────────────────────────────────────────────────────────────────

    def template(self, folder: Path) -> str:
        """The text of template.toml; its assets are put into `folder`."""
        slots, layers = list[str](), list[str]()
        for part in self._design.parts:
            if isinstance(part, Flat):
                layers.append(self._flat(part, folder))
            elif isinstance(part, TextSlot):
                slots.append(_lines("[[slot]]", name=part.name, kind="text", required=part.required or None, sample=part.words or None,
                                    max_graphemes=part.longest or None))  # fmt: skip
                layers.append(self._words(part))
            else:
                slots.append(self._picture_slot(part))
                layers.append(self._picture(part))
        if endless := [part.name for part in self._design.parts if isinstance(part, TextSlot) and not part.longest]:
            self.notes.append(
                f"No max= says how long {', '.join(endless)} may be: what does not fit is refused as it is typed. Set max_graphemes in "
                "template.toml."
            )
        own, others = self._cuts()
        name = self._design.name.replace("-", " ").capitalize()
        head = "# Made from a layered file. Lengths are thousandths of the cut's short side.\n" + _lines("", format=1, name=name)
        return "\n".join([head, *slots, *layers, own, *others])

    def _picture_slot(self, part: PictureSlot) -> str:
        least = list(part.least) if part.least[0] else None
        return _lines("[[slot]]", name=part.name, kind="picture", required=part.required or None, min_px=least)

    def _picture(self, part: PictureSlot) -> str:
        return _lines("[[layer]]", id=part.name, type="picture", slot=part.name, box=self._box(part.name, part.box), fit="cover",
                      opacity=_share(part.opacity))  # fmt: skip

    def _words(self, part: TextSlot) -> str:
        self._worded.add(part.name)
        size = part.size or part.box.height / part.lines / 1.25
        most = size / self._unit
        stroke = part.stroke and {"width": round(part.stroke.width / self._unit, 1), "colour": hexed(part.stroke.colour)}
        shadow = part.shadow and {
            "dx": round(part.shadow.dx / self._unit, 1),
            "dy": round(part.shadow.dy / self._unit, 1),
            "blur": round(part.shadow.blur / self._unit, 1),
            "colour": hexed(part.shadow.colour),
        }
        fit = {"mode": "shrink", "max": round(most, 1), "min": round(max(1.0, most * _LEAST_SIZE), 1), "lines": part.lines}
        if part.lines > 1:
            fit["balance"] = True
        return _lines(
            "[[layer]]",
            id=part.name,
            type="text",
            slot=part.name,
            box=self._box(part.name, part.box, words=True),
            font=self._role(part),
            colour=hexed(part.colour),
            fit=fit,
            leading=round(min(3.0, max(0.5, part.leading)), 2) if part.leading else None,
            align=[part.across, part.down],
            tracking=round(min(1000.0, max(-200.0, part.tracking)), 1) or None,
            case="upper" if part.upper else None,
            stroke=stroke,
            shadow=shadow,
            opacity=_share(part.opacity),
        )

    def _flat(self, part: Flat, folder: Path) -> str:
        """An asset of its own shape; what spans the canvas is cropped by the cuts of other shapes instead."""
        wide, high = (length >= _FULL * whole for length, whole in zip(part.box.size, self._design.size, strict=True))
        name = self._free(part.name)
        drawing = bool(part.svg) and not (wide or high) and _drawable(part.svg)
        file = f"{name}.{'svg' if drawing else 'png'}"
        if drawing:
            (folder / file).write_text(part.svg, "utf-8")
        else:
            save_whole(part.picture, folder / file, "PNG", optimize=True)
        look = {"opacity": _share(part.opacity), "blend": part.blend if part.blend != "normal" else None}
        if not (wide or high):
            return _lines("[[layer]]", id=name, type="asset", file=file, box=self._box(name, part.box, whole=False), **look)
        box = None if wide and high else self._box(name, part.box)
        return _lines("[[layer]]", id=name, type="picture", file=file, box=box, fit="cover", focal=[0.5, 0.5], **look)

    def _free(self, name: str) -> str:
        taken = {part.name for part in self._design.parts if not isinstance(part, Flat)} | self._used
        found = next(one for one in (name, *(f"{name}-{number}" for number in range(2, 10_000))) if one not in taken)
        self._used.add(found)
        return found

    def _box(self, layer: str, box: Rect, *, whole: bool = True, words: bool = False) -> dict[str, float]:
        """Two of left, right, width and of top, bottom, height: measured from the nearer edge, from both where it spans most of the canvas.

        `whole` False: an asset, whose own shape gives its height.
        """
        across = self._along(box.left, box.right, self._design.size[0], ("left", "right", "width"), stretch=whole)
        down = self._along(box.top, box.bottom, self._design.size[1], ("top", "bottom", "height"), stretch=whole and not words)
        if not whole:
            down.pop("height", None)
        self._boxes[layer] = across | down
        return across | down

    def _along(self, start: int, end: int, size: int, keys: tuple[str, str, str], *, stretch: bool) -> dict[str, float]:
        before, after, length = (round(value / self._unit, 1) for value in (start, size - end, end - start))
        if stretch and end - start > 0.6 * size:
            return {keys[0]: before, keys[1]: after}
        return {keys[0]: before, keys[2]: length} if before <= after else {keys[1]: after, keys[2]: length}

    def _cuts(self) -> tuple[str, list[str]]:
        """The design's own, and the others at their usual size."""
        wide, high = self._design.size
        own = min(CUT_SIZES, key=lambda name: abs(CUT_SIZES[name][0] / CUT_SIZES[name][1] - wide / high))
        usual = CUT_SIZES[own]
        if abs(usual[0] / usual[1] - wide / high) > 0.02:
            self.notes.append(f"The file has {wide} × {high} pixels, no usual shape; the nearest cut, {own}, is taken.")
        others = [name for name in CUT_SIZES if name != own]
        self.notes.append(f"Only {own} was drawn; {', '.join(others)} follow from where things stand: look at each.")
        return self._cut(own, usual), [self._cut(name, CUT_SIZES[name]) for name in others]

    def _cut(self, name: str, size: tuple[int, int]) -> str:
        boxes = self._boxes | self._centred(size)
        moved = {layer: box for layer, box in boxes.items() if box != self._boxes[layer]}
        if name == "9x16":
            moved |= self._inside_story(boxes)
            moved |= _inside_sides({layer: moved.get(layer, boxes[layer]) for layer in self._worded})
        head = _lines(f'[cut."{name}"]', size=list(size), safe=_STORY if name == "9x16" else None)
        return "\n".join([head, *(_lines(f'[cut."{name}".layer.{layer}]', box=box) for layer, box in moved.items())])

    def _centred(self, size: tuple[int, int]) -> dict[str, dict[str, float]]:
        """The boxes of what stands in the middle between left and right, which is the middle of this cut too."""
        drawn, wide = self._design.size[0] / self._unit, size[0] / min(size) * 1000
        return {
            layer: box | {edge: round((wide - box["width"]) / 2, 1)}
            for layer, box in self._boxes.items()
            if "width" in box
            for edge in ("left", "right")
            if edge in box and abs(wide - drawn) > 1 and abs((drawn - box["width"]) / 2 - box[edge]) < _CENTRED
        }

    def _inside_story(self, boxes: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        """The boxes of what stands at the top or bottom, moved together as far as a story's buttons need it."""
        shifts = {}
        free = {
            layer: box for layer, box in boxes.items() if not {"top", "bottom"} <= box.keys() and box.get("top", box.get("bottom", 0)) > 1
        }
        for edge in ("top", "bottom"):
            standing = min((box[edge] for box in free.values() if edge in box), default=1000.0)
            shifts[edge] = max(0.0, _STORY[edge] + 10 - standing)
        return {
            layer: {key: round(value + shifts.get(key, 0.0), 1) for key, value in box.items()}
            for layer, box in free.items()
            if any(shifts[edge] for edge in ("top", "bottom") if edge in box)
        }

    # ── fonts ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _role(self, part: TextSlot) -> str:
        """The role that stands for the design's font."""
        if self._brand is not None:
            if not part.font:
                return self._brand.fonts[0].role
            if role := role_of(part.font, self._brand):
                return role
            first = self._brand.fonts[0].role
            self.notes.append(
                f"The font {part.font} of “{part.name}” is not in the brand: “{first}” stands in. Add it to [fonts] of brand.toml."
            )
            return first
        if part.font not in self._roles:
            found = meant(part.font, shipped()) if part.font else None
            role = plain(part.font.partition("-")[0].partition(" ")[0]) if part.font else ""
            role = role or "display"
            while role in {taken for taken, _ in self._roles.values()}:
                role += "-2"
            if part.font and found is None:
                self.notes.append(
                    f"The font {part.font} of “{part.name}” does not ship: Inter stands in. Put its file beside brand.toml, "
                    f'and name it in its [fonts]: {role} = {{ file = "…" }}.'
                )
            self._roles[part.font] = (role, found)
        return self._roles[part.font][0]

    def brand_text(self) -> str:
        """A brand with the fonts that the design uses."""
        fonts = []
        for role, found in self._roles.values() or [("display", None)]:
            path = found.face.path if found else locations.assets() / "fonts" / "inter" / "Inter-Bold.ttf"
            file = f"assets:{path.relative_to(locations.assets()).as_posix()}"
            fonts.append(f"{role} = {_value({'file': file} | ({'weight': found.weight} if found and found.weight else {}))}")
        name = self._design.name.replace("-", " ").capitalize()
        colours = dict.fromkeys(hexed(part.colour) for part in self._design.parts if isinstance(part, TextSlot))
        palette = [f'text{place or ""} = "{colour}"' for place, colour in enumerate(colours)]
        return "\n".join(["# What every template of the brand shares.", _lines("", format=1, name=name), "[fonts]", *fonts, "",
                          "[palette]", *palette, "", _lines("[rules]", min_contrast=4.5, max_emoji=3)])  # fmt: skip


def _inside_sides(boxes: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Those of these boxes that are too near a side of a story, moved from it."""
    sides = {edge: float(_STORY[edge]) for edge in ("left", "right")}
    near = {layer: {edge: room for edge, room in sides.items() if box.get(edge, room) < room} for layer, box in boxes.items()}
    return {layer: box | near[layer] for layer, box in boxes.items() if near[layer]}


def _drawable(svg: str) -> bool:
    """Whether a template may hold it as it is."""
    try:
        inspect(svg.encode())
    except BadSvg:
        return False
    return True


def hexed(colour: Colour) -> str:
    return "#" + "".join(f"{part:02X}" for part in (colour if colour[3] < 255 else colour[:3]))


def _share(opacity: float) -> float | None:
    return round(opacity, 3) if opacity < 0.999 else None


def _lines(head: str, **values: object) -> str:
    """A table with those keys that have a value, and an empty line behind it."""
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value is not None]
    return "\n".join(([head] if head else []) + lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _quoted(text: str) -> str:
    """A basic string of TOML: https://toml.io/en/v1.0.0#string."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(letter) or (letter if letter.isprintable() else f"\\U{ord(letter):08X}") for letter in text) + '"'
