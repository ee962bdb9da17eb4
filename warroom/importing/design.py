"""A layered file as read, whatever tool wrote it: what became slots, what was flattened, what could not be carried.

Lengths are pixels of the file, from its top left. `read_…` of the readers make a `Design`; `write.py` makes a template folder of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from warroom.compose.layer import Colour, Rect
from warroom.errors import DesignError

MOST_SIDE = 30_000
MOST_PIXELS = 40_000_000  # as for pictures; several layers of this size are held at once
MOST_LAYERS = 2_000
MOST_SLOTS = 64  # as a template has

Blend = Literal["normal", "multiply", "screen"]
Across = Literal["left", "centre", "right"]
Down = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, eq=False)
class Flat:
    """Neighbouring layers as one picture, RGBA, of what is drawn in them; it may have more pixels than its box.

    `svg` is the same as a drawing, where it can be one.
    """

    name: str
    box: Rect
    picture: Image.Image
    opacity: float = 1.0
    blend: Blend = "normal"
    svg: str = ""


@dataclass(frozen=True)
class Stroke:
    width: float
    colour: Colour


@dataclass(frozen=True)
class Shadow:
    dx: float
    dy: float
    blur: float
    colour: Colour


@dataclass(frozen=True)
class SlotLayer:
    """What `slot:NAME …` of a layer's name asks for."""

    name: str
    box: Rect
    required: bool = False
    opacity: float = 1.0


@dataclass(frozen=True)
class PictureSlot(SlotLayer):
    least: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class TextSlot(SlotLayer):
    """`font` is a PostScript or family name; `size` 0 where the file does not say. `leading` in sizes, `tracking` in thousandths of one."""

    words: str = ""
    font: str = ""
    size: float = 0.0
    colour: Colour = (255, 255, 255, 255)
    lines: int = 1
    longest: int = 0
    across: Across = "left"
    down: Down = "top"
    leading: float = 0.0
    tracking: float = 0.0
    upper: bool = False
    stroke: Stroke | None = None
    shadow: Shadow | None = None


Part = Flat | PictureSlot | TextSlot


@dataclass(frozen=True)
class At:
    """What an import is at: a layer by its `name`, the `number`th of `of` (0 where that is not known), or all of it without a name."""

    name: str = ""
    number: int = 0
    of: int = 0
    writing: bool = False


Tell = Callable[[At], None]


def untold(_: At) -> None:
    """Where nobody listens."""


def check_size(name: str, width: int, height: int) -> None:
    """Raises DesignError for what is too small or too large to be a card."""
    if width < 16 or height < 16:
        raise DesignError(f"{name} has {width} × {height} pixels.", "A card has at least 16 × 16.")
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        most = f"At most {MOST_PIXELS // 1_000_000} million are read: make it smaller."
        raise DesignError(f"{name} has {width:,} × {height:,} pixels.", most)


def check_slots(name: str, count: int) -> None:
    """Raises DesignError for more than a template can have."""
    if count > MOST_SLOTS:
        raise DesignError(f"{name} has {count:,} slots.", f"A template has at most {MOST_SLOTS}: name fewer layers slot:…")


@dataclass(frozen=True)
class Design:
    """`parts` in the order they are painted; `notes`: what could not be carried or had to be guessed, a sentence each."""

    name: str
    size: tuple[int, int]
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()


@dataclass
class Notes:
    """Gathers what is to be told, each once and in order. `tell` hears of each layer before it is painted, the next of `of`."""

    tell: Tell = untold
    of: int = 0
    _number: int = 0
    _said: dict[str, None] = field(default_factory=dict)

    def at(self, name: str) -> None:
        self._number += 1
        self.tell(At(name, self._number, self.of))

    def say(self, sentence: str) -> None:
        self._said[sentence] = None

    def all(self) -> tuple[str, ...]:
        return tuple(self._said)
