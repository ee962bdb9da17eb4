"""What the composer speaks of: a brand, a template with its slots, layers and cuts, the slots as filled, the finished card.

All are frozen. Lengths in a template are thousandths of the cut's short side; a `Rect` is in pixels of the cut.
`template.py` reads brands and templates, `render.py` makes cards of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from PIL import Image

CUTS = ("1x1", "4x5", "16x9", "9x16")
"""The cuts that the networks use, by name; a template may have others too."""

Colour = tuple[int, int, int, int]
"""Red, green, blue, alpha, each 0 to 255, sRGB, not premultiplied."""


class Rect(msgspec.Struct, frozen=True):
    """Pixels of the cut, from its top left; `right` and `bottom` are the first pixels outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def size(self) -> tuple[int, int]:
        return (self.width, self.height)

    def inside(self, other: Rect) -> bool:
        return self.left >= other.left and self.top >= other.top and self.right <= other.right and self.bottom <= other.bottom

    def meets(self, other: Rect) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def grown(self, by: int) -> Rect:
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, width: int, height: int) -> Rect:
        """The part of it on a canvas of this size."""
        return Rect(max(self.left, 0), max(self.top, 0), min(self.right, width), min(self.bottom, height))


class File(msgspec.Struct, frozen=True):
    """A file that a brand or template uses: where it is, and the SHA-256 of its bytes."""

    path: Path
    digest: str


# ── brand ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


class FontRole(msgspec.Struct, frozen=True):
    """A role's font; `axes` are the values of a variable font's axes in the file's order, or empty."""

    role: str
    file: File
    axes: tuple[float, ...] = ()
    weight: int = 400


class Rules(msgspec.Struct, frozen=True):
    min_contrast: float = 4.5  # 3.0 for large text; see `checks.py`
    max_emoji: int = 3


class Logo(msgspec.Struct, frozen=True):
    file: File
    clear: float = 0.0  # thousandths of the short side that nothing may enter


class Brand(msgspec.Struct, frozen=True):
    name: str
    path: Path
    fonts: tuple[FontRole, ...]
    fallback: tuple[str, ...]  # families of assets/fonts, or "noto-cjk": an installed font
    emoji: str  # "twemoji" or "" for none
    palette: dict[str, Colour]
    rules: Rules
    logo: Logo | None
    digest: str  # of everything above, files by their digests

    def font(self, role: str) -> FontRole:
        return next(font for font in self.fonts if font.role == role)


# ── slots ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

SlotKind = Literal["text", "picture", "choice", "colour", "switch"]


class Slot(msgspec.Struct, frozen=True):
    """What the on-duty team may change. Which fields count depends on `kind`."""

    name: str
    kind: SlotKind
    label: str = ""  # what the composer calls it; the name when empty
    required: bool = False
    sample: str = ""  # text: shown in an empty field and in the template's thumbnail
    max_graphemes: int = 0  # text; 0: no limit of its own
    options: tuple[str, ...] = ()  # choice: texts; colour: palette names
    default: str = ""  # choice, colour: an option; switch: "on" or "off"
    min_px: tuple[int, int] = (0, 0)  # picture: the least width and height
    sample_file: File | None = None  # picture: shown in the template's thumbnail


# ── layers ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Box(msgspec.Struct, frozen=True):
    """Two of left, right, width and two of top, bottom, height, in thousandths of the short side.

    A layer whose own shape gives the height (an asset) needs only one of the vertical three, beside a width.
    """

    left: float | None = 0.0
    right: float | None = 0.0
    width: float | None = None
    top: float | None = 0.0
    bottom: float | None = 0.0
    height: float | None = None

    def on(self, size: tuple[int, int], aspect: float = 0.0) -> Rect:
        """The box on a canvas of `size` pixels. `aspect` (width by height) gives a length that the box leaves open."""
        unit = min(size) / 1000
        wide, high = (
            self._length(self.left, self.right, self.width, size[0], unit),
            self._length(self.top, self.bottom, self.height, size[1], unit),
        )
        if wide is None:
            wide = (high or 0.0) * aspect
        if high is None:
            high = wide / aspect if aspect else 0.0
        left = self._start(self.left, self.right, wide, size[0], unit)
        top = self._start(self.top, self.bottom, high, size[1], unit)
        return Rect(round(left), round(top), round(left + wide), round(top + high))

    @staticmethod
    def _length(start: float | None, end: float | None, length: float | None, whole: int, unit: float) -> float | None:
        if length is not None:
            return length * unit
        return None if start is None or end is None else whole - (start + end) * unit

    @staticmethod
    def _start(start: float | None, end: float | None, length: float, whole: int, unit: float) -> float:
        if start is not None:
            return start * unit
        return whole - (end or 0.0) * unit - length


class Paint(msgspec.Struct, frozen=True):
    """A colour, or the name of the colour slot that gives it."""

    colour: Colour
    slot: str = ""


class Fit(msgspec.Struct, frozen=True):
    """How a text takes its box; sizes in thousandths of the short side.

    `shrink`: the largest size from `max` down to `min` at which it fits in at most `lines` lines, else it is refused.
    `grow`: the same without a `max`, so a short text fills its box.
    `clip`: always `max`; what does not fit is cut with an ellipsis, and a check says so.
    """

    max: float
    min: float
    mode: Literal["shrink", "clip", "grow"] = "shrink"
    lines: int = 1
    balance: bool = False  # lines as equal in length as they can be


class Shadow(msgspec.Struct, frozen=True):
    dx: float
    dy: float
    blur: float
    colour: Colour


class Plate(msgspec.Struct, frozen=True):
    """A flat ground behind a text, as large as the text needs plus `pad` (across, down)."""

    paint: Paint
    pad: tuple[float, float] = (0.0, 0.0)
    radius: float = 0.0


class Outline(msgspec.Struct, frozen=True):
    width: float
    paint: Paint


Align = tuple[Literal["left", "centre", "right"], Literal["top", "middle", "bottom"]]


class Layer(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """`when` names a slot: the layer shows only while that switch is on, or that text, choice or picture is filled."""

    id: str
    box: Box = Box()
    when: str = ""
    opacity: float = 1.0


class PictureLayer(Layer, frozen=True, tag="picture", kw_only=True):
    slot: str = ""
    file: File | None = None
    fit: Literal["cover", "contain"] = "cover"
    focal: tuple[float, float] | None = None  # None: found in the picture
    radius: float = 0.0


class TextLayer(Layer, frozen=True, tag="text", kw_only=True):
    slot: str = ""
    text: str = ""  # fixed words, when no slot is named
    font: str
    paint: Paint
    fit: Fit
    leading: float = 1.1  # baseline to baseline, in sizes
    align: Align = ("left", "top")
    tracking: float = 0.0  # added between letters, in thousandths of the size
    case: Literal["as_typed", "upper"] = "as_typed"
    shadow: Shadow | None = None
    plate: Plate | None = None


class GradientLayer(Layer, frozen=True, tag="gradient", kw_only=True):
    stops: tuple[tuple[float, Colour], ...]
    shape: Literal["linear", "radial"] = "linear"
    angle: float = 0.0  # linear: degrees clockwise; 0 runs from top to bottom
    centre: tuple[float, float] = (0.5, 0.5)  # radial, in parts of the box
    auto_darken: bool = False


class FlatLayer(Layer, frozen=True, tag="flat", kw_only=True):
    paint: Paint


class ShapeLayer(Layer, frozen=True, tag="shape", kw_only=True):
    shape: Literal["rectangle", "ellipse"] = "rectangle"
    paint: Paint
    radius: float = 0.0
    outline: Outline | None = None


class AssetLayer(Layer, frozen=True, tag="asset", kw_only=True):
    file: File
    logo: bool = False  # a form of the brand's logo: its clear space and the safe area are kept


AnyLayer = PictureLayer | TextLayer | GradientLayer | FlatLayer | ShapeLayer | AssetLayer


class Safe(msgspec.Struct, frozen=True):
    """What the network's own buttons may cover, from each edge, in thousandths of the short side."""

    top: float = 0.0
    bottom: float = 0.0
    left: float = 0.0
    right: float = 0.0

    def on(self, size: tuple[int, int]) -> Rect:
        unit = min(size) / 1000
        return Rect(
            round(self.left * unit), round(self.top * unit), round(size[0] - self.right * unit), round(size[1] - self.bottom * unit)
        )


class Cut(msgspec.Struct, frozen=True):
    """One aspect ratio of the template, with its layers as they are in it."""

    name: str
    size: tuple[int, int]
    safe: Safe
    layers: tuple[AnyLayer, ...]

    @property
    def unit(self) -> float:
        """Pixels in one thousandth of the short side."""
        return min(self.size) / 1000


class Template(msgspec.Struct, frozen=True):
    key: str  # its folder's name: stable, for drafts and the log
    name: str
    folder: Path
    brand: Brand
    ground: Colour
    slots: tuple[Slot, ...]
    cuts: tuple[Cut, ...]
    digest: str  # of everything but the brand's own digest; files by their digests

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    def cut(self, name: str) -> Cut:
        return next(cut for cut in self.cuts if cut.name == name)


# ── what was filled in ─────────────────────────────────────────────────────────────────────────────────────────────────


class PictureAsset(msgspec.Struct, frozen=True):
    """An admitted picture in a slot. `own`: from the brand's library, its rights are known and named there."""

    digest: str
    path: str
    width: int
    height: int
    source: str = ""
    rights: str = ""
    own: bool = False
    focals: dict[str, tuple[float, float]] = {}  # by cut, in 0..1; "" is for every cut that has none of its own

    def focal(self, cut: str) -> tuple[float, float] | None:
        return self.focals.get(cut, self.focals.get(""))


class SlotValues(msgspec.Struct, frozen=True):
    """The slots as filled, by name; a slot that is not here is empty or at its default. `with_…` gives a changed copy."""

    texts: dict[str, str] = {}
    choices: dict[str, str] = {}
    switches: dict[str, bool] = {}
    colours: dict[str, str] = {}
    pictures: dict[str, PictureAsset] = {}

    def with_text(self, slot: str, text: str) -> SlotValues:
        return msgspec.structs.replace(self, texts={**self.texts, slot: text})

    def with_choice(self, slot: str, option: str) -> SlotValues:
        return msgspec.structs.replace(self, choices={**self.choices, slot: option})

    def with_switch(self, slot: str, on: bool) -> SlotValues:
        return msgspec.structs.replace(self, switches={**self.switches, slot: on})

    def with_colour(self, slot: str, name: str) -> SlotValues:
        return msgspec.structs.replace(self, colours={**self.colours, slot: name})

    def with_picture(self, slot: str, picture: PictureAsset | None) -> SlotValues:
        others = {name: asset for name, asset in self.pictures.items() if name != slot}
        return msgspec.structs.replace(self, pictures=others if picture is None else {**others, slot: picture})


# ── the card ───────────────────────────────────────────────────────────────────────────────────────────────────────────

Level = Literal["block", "advise"]


class Finding(msgspec.Struct, frozen=True):
    """What one check says. `text` is the line to show; `hint` what to do or how it was measured; `cut` "" for all cuts."""

    check: str
    ok: bool
    level: Level
    text: str
    hint: str = ""
    cut: str = ""


@dataclass(frozen=True)
class TextResult:
    """How a text was laid out on one cut. `over` says by how much it does not fit ("" when it fits)."""

    layer: str
    slot: str
    lines: tuple[str, ...]
    size: int  # pixels
    box: Rect
    ink: Rect  # what is drawn, without shadow; empty for no text
    over: str = ""
    clipped: bool = False
    missing: tuple[str, ...] = ()  # letters that no font has
    unshaped: bool = False  # needs FriBiDi, which this machine lacks
    emoji: int = 0
    large: bool = False
    contrast: float = 0.0  # 5th percentile on the pixels under the letters; 0 without letters


@dataclass(frozen=True)
class PictureResult:
    """A picture as placed. `scale` below 1 means it was enlarged: source pixels for each pixel of the cut."""

    layer: str
    slot: str
    box: Rect
    scale: float
    focal: tuple[float, float]


@dataclass(frozen=True)
class LayerBox:
    layer: str
    type: str
    slot: str
    box: Rect


@dataclass(frozen=True, eq=False)
class Card:
    """One cut, rendered at export size. The image is not to be changed: it may be shared with the renderer's caches."""

    cut: str
    image: Image.Image
    safe: Rect
    boxes: tuple[LayerBox, ...]
    texts: tuple[TextResult, ...]
    pictures: tuple[PictureResult, ...]
    findings: tuple[Finding, ...]

    @property
    def fits(self) -> bool:
        return not any(text.over for text in self.texts)
