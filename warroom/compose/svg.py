"""SVG drawings: looked at before they are drawn, and drawn where they can do no harm.

`inspect` reads the file with a parser that expands nothing and says why a drawing is refused, and how wide it is by its height.
`draw` gives its pixels: a few plain shapes are drawn here; everything that may take long, or much memory, or end the process that
draws it (filters, dashes, patterns, masks, uses, pictures, layers upon layers, thousands of elements) is drawn by a child of limited
time and memory.
Nothing is ever fetched: what points out of the file is refused, scripts and foreign content are not drawn.
"""

from __future__ import annotations

import functools
import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

import regex
import resvg_py
from PIL import Image

MOST_BYTES = 4_000_000
MOST_ELEMENTS = 20_000
MOST_DEPTH = 64
MOST_SIDES = 50.0
"""A drawing is at most so many times as wide as it is high, or as high as it is wide."""
SECONDS = 5
COMMAND = "draw-svg"
"""The hidden command of the frozen program that runs the child: `svg_child.main`."""
_PLAIN = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "title",
        "desc",
        "metadata",
        "style",
    ]
)
_PLAIN_ELEMENTS, _PLAIN_BYTES = 400, 100_000
_PLAIN_MATCHES = 4_000_000
"""Characters of style sheets times elements: each rule is held against each."""
_PLAIN_LAYERS = 8
"""Elements that are painted by themselves and then laid over the others, each as large as the whole drawing."""
_COSTLY = regex.compile(r"(?<![\w-])(?:filter|stroke-dasharray)(?![\w-])(?!\s*:\s*none\b)|\\", regex.IGNORECASE)
"""In a style; an escape may spell any word."""
_LAYER = regex.compile(r"(?<![\w-])(?:opacity(?![\w-])(?!\s*:\s*1(?:\.0*)?\s*(?:[;}]|$))|mix-blend-mode|isolation)", regex.IGNORECASE)
_SVG = "http://www.w3.org/2000/svg"
_INSIDE = regex.compile(r"\s*(#|data:image/(png|jpe?g|gif|webp)[;,])", regex.IGNORECASE)
_LENGTH = regex.compile(r"\s*([0-9.eE+]+)\s*(px|pt|pc|mm|cm|in)?\s*")
_WORDS = frozenset(("text", "flowRoot"))
_UNITS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class BadSvg(ValueError):
    """A drawing that is refused: the rest of a sentence that begins with its name."""


@dataclass
class _Seen:
    """What the parser has come by."""

    depth: int = 0
    elements: int = 0
    plain: bool = True
    aspect: float = 0.0
    words: int = 0  # the depth of the text element that is open; 0 for none
    style: int = 0  # and of the style sheet
    rules: str = ""  # what style sheets say
    layers: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.depth += 1
        self.elements += 1
        if self.elements == 1:
            if (space, local) != (_SVG, "svg"):
                raise BadSvg("is not an SVG drawing")
            self.aspect = _aspect(attributes)
        if self.elements > MOST_ELEMENTS:
            raise BadSvg(f"has more than {MOST_ELEMENTS:,} elements")
        if self.depth > MOST_DEPTH:
            raise BadSvg(f"is nested more than {MOST_DEPTH} deep")
        if local in _WORDS and space in {_SVG, ""} and not self.words:
            self.words = self.depth
        if local == "style" and not self.style:
            self.style = self.depth
        self._look(space, local, attributes)

    def _look(self, space: str, local: str, attributes: dict[str, str]) -> None:
        if space in {_SVG, ""} and local not in _PLAIN:
            self.plain = False
        for key, value in attributes.items():
            bare = key.rpartition(" ")[2]
            if bare == "href" and local != "a" and space in {_SVG, ""} and value.strip() and not _INSIDE.match(value):
                raise BadSvg(f"points to something outside itself ({value[:60]})")
            if bare in {"filter", "mask", "clip-path", "stroke-dasharray"} or (bare == "style" and ("(" in value or _COSTLY.search(value))):
                self.plain = False
            if bare in {"opacity", "mix-blend-mode", "isolation"} or (bare == "style" and _LAYER.search(value)):
                self.layers += 1

    def end(self, _name: str) -> None:
        if self.depth == self.words:
            self.words = 0
        if self.depth == self.style:
            self.style = 0
        self.depth -= 1

    def is_plain(self) -> bool:
        """Once all was seen. A rule of a style sheet may be meant for every element."""
        layers = self.elements if _LAYER.search(self.rules) else self.layers
        few = self.elements <= _PLAIN_ELEMENTS and layers <= _PLAIN_LAYERS
        return self.plain and few and len(self.rules) * self.elements <= _PLAIN_MATCHES and _COSTLY.search(self.rules) is None

    def says(self, words: str) -> None:
        if self.style and len(self.rules) <= _PLAIN_BYTES:  # no drawing with more of them is plain
            self.rules += words
        if self.words and words.strip():
            raise BadSvg("has text, which would not be drawn: turn it into paths")

    def entity(self, *_about: object) -> None:
        raise BadSvg("declares entities")


def _aspect(attributes: dict[str, str]) -> float:
    """Width by height: of the drawing's own lengths, else of its view box."""
    numbers = [
        float(part)
        for part in regex.findall(r"[-+0-9.eE]+", attributes.get("viewBox", ""))
        if regex.fullmatch(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?", part)
    ]
    box = (numbers[2], numbers[3]) if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0 else (0.0, 0.0)
    wide, high = _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    if wide and high:
        found = wide / high
    elif box[0]:
        found = box[0] / box[1]
    else:
        raise BadSvg("does not say how large it is (a viewBox, or width and height)")
    if not 1 / MOST_SIDES <= found <= MOST_SIDES:
        raise BadSvg(f"is more than {MOST_SIDES:g} times as long one way as the other")
    return found


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    try:
        return float(found.group(1)) * _UNITS[found.group(2)] if found else 0.0
    except ValueError:
        return 0.0


@dataclass(frozen=True)
class Svg:
    """A drawing that may be drawn. `aspect` is its width by its height; `plain`: a few shapes, drawn here."""

    aspect: float
    plain: bool


@functools.lru_cache(512)
def inspect(data: bytes) -> Svg:
    """Look at a drawing. Raises BadSvg."""
    if len(data) > MOST_BYTES:
        raise BadSvg(f"has more than {MOST_BYTES // 1_000_000} MB")
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        raise BadSvg("is not written in UTF-8") from wrong
    seen = _Seen()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = seen.start, seen.end
    parser.CharacterDataHandler = seen.says
    parser.EntityDeclHandler = seen.entity
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as wrong:
        raise BadSvg(f"is not readable as SVG (line {wrong.lineno})") from wrong
    except (ValueError, UnicodeError, LookupError) as wrong:
        if isinstance(wrong, BadSvg):
            raise
        raise BadSvg("is not readable as SVG") from wrong
    return Svg(seen.aspect, len(data) <= _PLAIN_BYTES and seen.is_plain())


def draw(data: bytes, width: int, trusted: bool = False) -> Image.Image:
    """The drawing, `width` pixels wide, as RGBA. `trusted`: it ships with the program. Raises BadSvg."""
    known = inspect(data)
    if trusted or known.plain:
        try:
            drawn = resvg_py.svg_to_bytes(svg_string=data.decode(), skip_system_fonts=True, dpi=96.0, width=width)
        except ValueError as wrong:
            raise BadSvg(f"cannot be drawn ({wrong})") from wrong
    else:
        drawn, why = _by_child(data, width)
        if why:
            raise BadSvg(why)
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as picture:
        return picture.convert("RGBA")


@functools.lru_cache(64)
def _by_child(data: bytes, width: int) -> tuple[bytes, str]:
    """The drawing as PNG, or why there is none: it is not asked for a second time."""
    frozen = bool(getattr(sys, "frozen", False))
    start = [sys.executable, COMMAND] if frozen else [sys.executable, "-m", "warroom.compose.svg_child"]
    place = None if frozen else Path(__file__).parents[2]
    try:
        done = subprocess.run([*start, str(width)], input=data, capture_output=True, timeout=SECONDS, check=False, cwd=place)
    except subprocess.TimeoutExpired:
        return b"", "takes too long to draw"
    except OSError as wrong:
        return b"", f"cannot be drawn ({wrong.strerror or wrong})"
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        return b"", "cannot be drawn, or takes too long or too much memory"
    return done.stdout, ""
