"""Reads PSD and PSB by psd-tools, an extra: `warroom[psd]`.

Words keep their font, size, colour, alignment, leading, tracking, stroke and drop shadow; a text's own box becomes the slot's. The rest is
flattened by the library; what it cannot paint (glows, bevels, shadows of pictures) is told, as are fonts and ways of blending that a
template has not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from warroom.compose.layer import Colour, Rect
from warroom.errors import DesignError, MissingPart
from warroom.importing.design import (
    MOST_LAYERS,
    Across,
    Design,
    Notes,
    Part,
    PictureSlot,
    Shadow,
    Stroke,
    Tell,
    TextSlot,
    check_size,
    check_slots,
    untold,
)
from warroom.importing.flatten import BLENDS, Run
from warroom.importing.naming import Asked, asked, named
from warroom.importing.widen import room_for

_ACROSS: dict[str, Across] = {"LEFT": "left", "CENTER": "centre", "RIGHT": "right"}
_PAINTED = frozenset(("ColorOverlay", "GradientOverlay", "PatternOverlay", "Stroke"))


def read_psd(path: Path, tell: Tell = untold) -> Design:
    """`tell` hears of each layer before it is painted.

    Raises DesignError for what is no PSD, is damaged or too large; MissingPart without psd-tools; OSError when it cannot be opened.
    """
    try:
        from psd_tools import PSDImage
    except ImportError as wrong:
        raise MissingPart("Reading PSD needs psd-tools.", "uv sync --extra psd, or pip install 'warroom[psd]'.") from wrong
    with path.open("rb") as file:
        head = file.read(26)
    if len(head) < 26 or head[:4] != b"8BPS":
        raise DesignError(f"{path.name} is not a PSD.", "Save it as PSD, ORA or SVG.")
    check_size(path.name, int.from_bytes(head[18:22], "big"), int.from_bytes(head[14:18], "big"))
    try:
        return _Reader(path, PSDImage.open(path), Notes(tell)).read()
    except (DesignError, MissingPart, OSError, MemoryError):
        raise
    except Exception as wrong:  # the library raises whatever a damaged structure leads to
        raise DesignError(f"{path.name} cannot be read ({type(wrong).__name__}).", "Save it again with maximised compatibility.") from wrong


class _Reader:
    def __init__(self, path: Path, document: Any, notes: Notes) -> None:
        self._path, self._document, self._notes = path, document, notes
        self._size: tuple[int, int] = document.size

    def read(self) -> Design:
        layers = list(self._layers(self._document, 1.0))
        if len(layers) > MOST_LAYERS:
            raise DesignError(f"{self._path.name} has {len(layers):,} layers.", f"At most {MOST_LAYERS:,} are read.")
        if str(self._document.color_mode).rpartition(".")[2] not in ("RGB", "3", "GRAYSCALE", "1"):
            self._notes.say("The file is not RGB: its colours are converted, and may look different.")
        run, parts = Run(self._size, self._notes), list[Part]()
        check_slots(self._path.name, sum(asked(layer.name) is not None for layer, _ in layers))
        self._notes.of = len(layers)
        for layer, opacity in layers:
            self._notes.at(layer.name)
            wanted = asked(layer.name)
            if wanted is not None:
                parts += [*run.end(), self._slot(layer, wanted, opacity)]
            elif picture := self._picture(layer):
                run.add(layer.name, picture, (layer.left, layer.top), opacity, self._blend(layer))
        return Design(named(self._path), self._size, (*parts, *run.end()), self._notes.all())

    def _layers(self, group: Any, opacity: float) -> Iterator[tuple[Any, float]]:
        """Every visible layer from the bottom up; a group without slots stays whole, so that its own blending and mask are in it."""
        for layer in group:
            if not layer.visible:
                continue
            strength = opacity * layer.opacity / 255
            if layer.is_group() and asked(layer.name) is None and any(asked(below.name) for below in layer.descendants()):
                if self._own_way(layer) or layer.opacity < 255 or layer.has_mask():
                    self._notes.say(f"The group “{layer.name}” is taken apart: its blending and mask are not carried.")
                yield from self._layers(layer, strength)
            elif not layer.clipping:  # what is clipped to another is painted with that
                yield layer, strength
            elif asked(layer.name) is not None:
                self._notes.say(f"“{layer.name}” is clipped to another layer: the slot has a box only.")
                yield layer, strength

    @staticmethod
    def _own_way(layer: Any) -> bool:
        return str(layer.blend_mode).rpartition(".")[2] not in ("NORMAL", "PASS_THROUGH")

    def _blend(self, layer: Any) -> Any:
        mode = str(layer.blend_mode).rpartition(".")[2].lower()
        if mode == "pass_through":
            return "normal"
        if mode not in BLENDS:
            self._notes.say(
                f"“{layer.name}” is painted normally: its way of blending, {mode.replace('_', ' ')}, is not one a template has."
            )
        return BLENDS.get(mode, "normal")

    def _picture(self, layer: Any) -> Image.Image | None:
        """The layer's own pixels with its clipped layers and the effects that can be painted; without opacity and blending."""
        self._tell_effects(layer)
        if layer.width <= 0 or layer.height <= 0:
            if layer.kind != "group":
                self._notes.say(f"“{layer.name}” holds no pixels and is left out.")
            return None
        try:
            picture = layer.composite(
                force=layer.has_effects() or layer.kind in ("shape", "group"), alpha=0.0, layer_filter=lambda one: one.visible
            )
        except ImportError:
            picture = layer.topil()
            self._notes.say(f"“{layer.name}”: shapes and gradients need psd-tools[composite]; its stored pixels were taken.")
        return picture.convert("RGBA") if picture is not None else None

    def _tell_effects(self, layer: Any) -> None:
        for one in (layer, *(layer.descendants() if layer.is_group() else ())):
            lost = [_spoken(effect) for effect in one.effects if effect.enabled and type(effect).__name__ not in _PAINTED]
            if lost:
                self._notes.say(
                    f"“{one.name}”: {', '.join(lost)} could not be carried. Merge the layer with its effects, and import again."
                )

    # ── slots ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _slot(self, layer: Any, wanted: Asked, opacity: float) -> Part:
        if layer.kind == "type" and wanted.kind != "picture":
            return self._words(layer, wanted, opacity)
        box = Rect(*layer.bbox).within(*self._size)
        if box.width <= 0 or box.height <= 0:
            raise DesignError(f"“{layer.name}” is empty.", "Paint its placeholder as large as the slot is to be.")
        if wanted.kind == "text":
            self._notes.say(f"“{layer.name}” is no text layer: see that font, size and colour in template.toml are the ones you mean.")
            return TextSlot(wanted.name, box, wanted.required, opacity, lines=wanted.lines or 1, longest=wanted.longest)
        return PictureSlot(wanted.name, box, wanted.required, opacity, (wanted.least, wanted.least))

    def _words(self, layer: Any, wanted: Asked, opacity: float) -> TextSlot:
        setting = layer.typesetting
        run = next(iter(setting.runs), None)
        if run is None:
            raise DesignError(f"“{layer.name}” has no words to take its look from.", "Type a sample into it.")
        style, paragraph = run.style, next(iter(setting.paragraphs)).style
        a, b, c, d, x, y = layer.transform
        scale = math.sqrt(abs(a * d - b * c)) or 1.0
        if abs(b) > 1e-3 or abs(c) > 1e-3:
            self._notes.say(f"“{layer.name}” is turned or sheared: it stands upright in the template.")
        if len({(one.style.font_name, one.style.font_size, one.style.fill_color) for one in setting.runs}) > 1:
            self._notes.say(f"“{layer.name}” has several looks: that of its first letters counts for all.")
        size = style.font_size * scale
        words = layer.text.replace("\r", "\n").replace("\x03", "\n").strip("\n")
        lines = wanted.lines or words.count("\n") + 1
        across = _ACROSS.get(paragraph.justification.name.removeprefix("JUSTIFY_LAST_"), "left")
        box = self._box(layer, (scale, x, y), size, lines, across)
        if style.faux_bold or style.faux_italic:
            self._notes.say(f"“{layer.name}” is made bold or slanted by the program: take the font's own bold or italic.")
        stroke, shadow = self._effects(layer)
        return TextSlot(
            wanted.name,
            box,
            wanted.required,
            opacity,
            words=" ".join(words.split()),
            font=style.font_name,
            size=size,
            colour=_argb(style.fill_color),
            lines=lines,
            longest=wanted.longest,
            across=across,
            leading=0.0 if style.auto_leading or not style.leading else style.leading / style.font_size,
            tracking=float(style.tracking),
            upper=style.font_caps.name == "ALL_CAPS",
            stroke=stroke,
            shadow=shadow,
        )

    def _box(self, layer: Any, place: tuple[float, float, float], size: float, lines: int, across: Across) -> Rect:
        """The paragraph's own box; else what is drawn, or where it would be, with room for longer words."""
        scale, x, y = place
        shape = layer.engine_dict["Rendered"]["Shapes"]["Children"][0]["Cookie"]["Photoshop"]
        if int(shape.get("ShapeType", 0)) == 1 and "BoxBounds" in shape:
            left, top, right, bottom = (float(value) for value in shape["BoxBounds"])
            box = Rect(round(x + left * scale), round(y + top * scale), round(x + right * scale), round(y + bottom * scale))
            return box.within(*self._size)
        ink = Rect(*layer.bbox)
        if ink.width <= 0 or ink.height <= 0:
            wide = len(layer.text) / max(1, lines) * size * 0.5
            start = {"left": x, "centre": x - wide / 2, "right": x - wide}[across]
            ink = Rect(round(start), round(y - size), round(start + wide), round(y + (lines - 1) * size * 1.2 + size * 0.25))
        self._notes.say(f"“{layer.name}” has no box of its own: longer words may reach the opposite margin. See that box in template.toml.")
        return room_for(ink.within(*self._size), across, self._size)

    def _effects(self, layer: Any) -> tuple[Stroke | None, Shadow | None]:
        """Those that a template's text can have; what else there is is told."""
        stroke, shadow, lost = None, None, []
        for effect in layer.effects:
            kind = type(effect).__name__
            if not effect.enabled:
                continue
            if kind == "Stroke" and stroke is None and effect.color is not None:
                stroke = Stroke(float(effect.size), _descriptor(effect.color, effect.opacity))
            elif kind == "DropShadow" and shadow is None:
                turn = math.radians(float(effect.angle))
                far = float(effect.distance)
                shadow = Shadow(
                    -math.cos(turn) * far, math.sin(turn) * far, float(effect.size) / 2, _descriptor(effect.color, effect.opacity)
                )
            else:
                lost.append(_spoken(effect))
        if lost:
            self._notes.say(
                f"“{layer.name}”: {', '.join(lost)} could not be carried: a template's words have a stroke, a shadow and a plate."
            )
        return stroke, shadow


def _spoken(effect: Any) -> str:
    """`OuterGlow` is `outer glow`."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(effect).__name__).strip()


def _argb(parts: Any) -> Colour:
    """Photoshop's four numbers from 0 to 1, alpha first; white where there is none."""
    if parts is None or len(parts) != 4:
        return (255, 255, 255, 255)
    alpha, red, green, blue = (min(255, max(0, round(float(part) * 255))) for part in parts)
    return (red, green, blue, alpha)


def _descriptor(colour: Any, opacity: Any) -> Colour:
    """Of an effect: red, green and blue from 0 to 255; its opacity in percent."""
    values = [min(255, max(0, round(float(value)))) for value in list(colour.values())[:3]]
    values += [0] * (3 - len(values))
    return (values[0], values[1], values[2], min(255, max(0, round(float(opacity) * 2.55))))
