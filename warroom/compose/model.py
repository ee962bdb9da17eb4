"""What the composer speaks of: a brand, a template with its slots, layers and cuts, the slots as filled, the finished card.

All are frozen. `layer.py` has the layers and the geometry.
`template.py` reads brands and templates, `render.py` makes cards of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from PIL import Image

from warroom.compose.layer import AnyLayer, Colour, File, Paint, Rect

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
    fallback: tuple[str, ...]  # families of assets/fonts, "noto-cjk": an installed font, or the path of one of `fallback_files`
    emoji: str  # "twemoji" or "" for none
    palette: dict[str, Colour]
    rules: Rules
    logo: Logo | None
    digest: str  # of everything above, files by their digests
    words: tuple[str, ...] = ()  # names and spellings of its own, which are never misspelt
    fallback_files: tuple[File, ...] = ()  # those of `fallback` that are the brand's own: they travel with its templates

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


# ── template ────────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    ground: Paint
    slots: tuple[Slot, ...]
    cuts: tuple[Cut, ...]
    digest: str  # of everything but the brand's own digest; files by their digests

    @property
    def look(self) -> str:
        """Of all that decides pixels: a brand may get another font and leave its templates' digests as they are."""
        return f"{self.digest}-{self.brand.digest}"

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
    zooms: dict[str, float] = {}  # by cut, as `focals`: 1 shows as much of the picture as the box can, 2 half as much across
    since: dt.date | None = None  # its licence's first and last day, from the library
    until: dt.date | None = None

    def focal(self, cut: str) -> tuple[float, float] | None:
        return self.focals.get(cut, self.focals.get(""))

    def zoom(self, cut: str) -> float:
        return self.zooms.get(cut, self.zooms.get("", 1.0))


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
