"""A template's layers, and what they are measured and painted with: rectangles, boxes, colours, files.

Lengths are thousandths of the cut's short side; a `Rect` is in pixels of the cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

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

    def moved(self, across: int, down: int) -> Rect:
        return Rect(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def joined(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom))

    def common(self, other: Rect) -> Rect:
        """What lies in both; of no width or height when nothing does, perhaps less than none."""
        return Rect(max(self.left, other.left), max(self.top, other.top), min(self.right, other.right), min(self.bottom, other.bottom))

    def within(self, width: int, height: int) -> Rect:
        """The part of it on a canvas of this size."""
        return Rect(max(self.left, 0), max(self.top, 0), min(self.right, width), min(self.bottom, height))


class File(msgspec.Struct, frozen=True):
    """A file that a brand or template uses: where it is, and the SHA-256 of its bytes."""

    path: Path
    digest: str


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


class Paint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A colour, or the name of the colour slot that gives it; `part` of its own alpha."""

    colour: Colour
    slot: str = ""
    part: float = 1.0


FitMode = Literal["shrink", "clip", "grow"]


class Fit(msgspec.Struct, frozen=True):
    """How a text takes its box; sizes in thousandths of the short side.

    `shrink`: the largest size from `max` down to `min` at which it fits in at most `lines` lines, else it is refused.
    `grow`: the same without a `max`, so a short text fills its box.
    `clip`: always `max`; what does not fit is cut with an ellipsis, and a check says so.
    """

    max: float
    min: float
    mode: FitMode = "shrink"
    lines: int = 1
    balance: bool = False  # lines as equal in length as they can be


class Shadow(msgspec.Struct, frozen=True):
    dx: float
    dy: float
    blur: float
    paint: Paint


class Plate(msgspec.Struct, frozen=True):
    """A flat ground behind a text, as large as the text needs plus `pad` (across, down)."""

    paint: Paint
    pad: tuple[float, float] = (0.0, 0.0)
    radius: float = 0.0


class Stroke(msgspec.Struct, frozen=True):
    """A line of one width: inside a shape's edge, around a text's letters, along a line."""

    width: float
    paint: Paint


MaskShape = Literal["rectangle", "ellipse"]


class Mask(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a layer's box shows: a shape, or a file's alpha (its luminance where it has none), stretched over the box."""

    shape: MaskShape = "rectangle"
    radius: float = 0.0
    file: File | None = None


Blend = Literal["normal", "multiply", "screen"]
PictureFit = Literal["cover", "contain"]
GradientShape = Literal["linear", "radial"]
Shape = Literal["rectangle", "rounded", "ellipse", "line"]
Align = tuple[Literal["left", "centre", "right", "start", "end"], Literal["top", "middle", "bottom"]]
"""`start` and `end` are the reader's: a line in Arabic starts at the right."""


class Layer(msgspec.Struct, frozen=True, tag_field="type", kw_only=True, omit_defaults=True, cache_hash=True):
    """`when` names a slot: the layer shows only while that switch is on, or that text, choice or picture is filled; with
    `when_is`, only while the slot holds just that; with `when_not`, only while it would not show otherwise.

    Mask and blend are of the layer as it lies in its box; then `rotation` turns all of it about the box's centre.
    """

    id: str
    box: Box = Box()
    when: str = ""
    when_is: str = ""
    when_not: bool = False
    opacity: float = 1.0
    blend: Blend = "normal"
    rotation: float = 0.0  # degrees clockwise
    mask: Mask | None = None

    @property
    def plain(self) -> bool:
        """Painted straight onto what is below, without a sheet of its own."""
        return self.blend == "normal" and self.mask is None and not self.rotation % 360


class PictureLayer(Layer, frozen=True, tag="picture", kw_only=True):
    slot: str = ""
    file: File | None = None
    fit: PictureFit = "cover"
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
    stroke: Stroke | None = None
    shadow: Shadow | None = None
    plate: Plate | None = None


class GradientLayer(Layer, frozen=True, tag="gradient", kw_only=True):
    stops: tuple[tuple[float, Paint], ...]
    shape: GradientShape = "linear"
    angle: float = 0.0  # linear: degrees clockwise; 0 runs from top to bottom
    centre: tuple[float, float] = (0.5, 0.5)  # radial, in parts of the box
    auto_darken: bool = False


class FlatLayer(Layer, frozen=True, tag="flat", kw_only=True):
    paint: Paint


class ShapeLayer(Layer, frozen=True, tag="shape", kw_only=True):
    shape: Shape = "rectangle"
    paint: Paint | None = None  # None: only the stroke
    radius: float = 0.0
    stroke: Stroke | None = None
    rising: bool = False  # a line from bottom left to top right


class AssetLayer(Layer, frozen=True, tag="asset", kw_only=True):
    file: File
    logo: bool = False  # a form of the brand's logo: its clear space and the safe area are kept


class StickerLayer(Layer, frozen=True, tag="sticker", kw_only=True):
    """Shown whole within its box, with its own alpha. `emoji` is an emoji, or `slot:NAME` of a choice slot whose options are."""

    slot: str = ""
    file: File | None = None
    emoji: str = ""


AnyLayer = PictureLayer | TextLayer | GradientLayer | FlatLayer | ShapeLayer | AssetLayer | StickerLayer
