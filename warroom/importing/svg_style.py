"""How words in an SVG look: font, size on the canvas, colour, alignment; from attributes, styles and what is inherited."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from PIL import ImageColor

from warroom.compose.layer import Colour
from warroom.importing.design import Across, Stroke

SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
_ROLE = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}role"
_LENGTH = re.compile(r"^\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|%)?\s*$", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_STRAIGHT = 0.001
_TRANSFORM = re.compile(r"(matrix|scale|rotate|translate|skewX|skewY)\s*\(([^)]*)\)")
_ANCHORS: Mapping[str, Across] = {"start": "left", "middle": "centre", "end": "right", "left": "left", "center": "centre", "right": "right"}


@dataclass(frozen=True)
class Look:
    """Sizes in pixels of the canvas; `leading` in sizes, 0 where the file does not say."""

    words: str
    font: str
    size: float
    colour: Colour
    gradient: bool
    across: Across
    leading: float
    tracking: float
    upper: bool
    turned: bool
    rtl: bool
    opacity: float
    stroke: Stroke | None


def local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def declared(root: Element) -> tuple[int, int]:
    """The size in pixels that the document says it has; 100 × 100 where it says none."""
    view = [_number(part, 0.0) for part in root.get("viewBox", "").replace(",", " ").split()]
    sizes = view[2:] if len(view) == 4 else [100.0, 100.0]
    for place, key in enumerate(("width", "height")):
        if (written := root.get(key)) and not written.strip().endswith("%"):
            sizes[place] = _length(written)
    return round(min(sizes[0], 1e9)), round(min(sizes[1], 1e9))


def look_of(element: Element, parents: Mapping[Element, Element], root: Element, size: tuple[int, int]) -> Look:
    """Of a <text>; its first words decide where its parts differ."""
    chain = _chain(element, parents)
    scale = _scale(chain, root, size)
    font_size = _length(_style(chain, "font-size") or "16") * scale
    fill = _style(chain, "fill") or "black"
    opacity = _number(_own(element, "opacity"), 1.0) * _number(_style(chain, "fill-opacity"), 1.0)
    font = (_style(chain, "font-family") or "").split(",")[0].strip(" '\"")
    weight = _style(chain, "font-weight") or ""
    line = _style(chain, "line-height") or ""
    return Look(
        words=_words(element),
        font=f"{font} {weight}".strip() if weight not in ("", "normal", "400") else font,
        size=font_size,
        colour=colour(fill) or (255, 255, 255, 255),
        gradient=colour(fill) is None,
        across=_across(chain),
        leading=_number(line, 0.0) if not line.endswith("%") else _number(line[:-1], 0.0) / 100,
        tracking=_tracking(_style(chain, "letter-spacing") or "0", scale, font_size),
        upper=_style(chain, "text-transform") == "uppercase",
        rtl=_style(chain, "direction") == "rtl",
        turned=any(_turns(element.get("transform", "")) for element in chain),
        opacity=opacity,
        stroke=_stroke(chain, scale),
    )


def _tracking(written: str, scale: float, font_size: float) -> float:
    """In thousandths of the size."""
    if written.strip().endswith("em"):
        return _number(written.strip()[:-2], 0.0) * 1000
    return _length(written) * scale / font_size * 1000 if font_size else 0.0


def effect_of(element: Element, key: str) -> str:
    """Its own filter, mask or clip path; empty for none."""
    written = _own(element, key) or ""
    return "" if written == "none" else written


def _across(chain: list[Element]) -> Across:
    """Where the words begin is right where they run from right to left."""
    found: Across = _ANCHORS.get(_style(chain, "text-anchor") or "start", "left")
    if _style(chain, "direction") == "rtl" and found != "centre":
        return "left" if found == "right" else "right"
    return found


def _turns(written: str) -> bool:
    for name, numbers in _transforms(written):
        if name in ("rotate", "skewX", "skewY") and numbers and numbers[0] % 360:
            return True
        if name == "matrix" and len(numbers) == 6 and (abs(numbers[1]) > _STRAIGHT or abs(numbers[2]) > _STRAIGHT):
            return True
    return False


def colour(written: str) -> Colour | None:
    """None for what is no one colour (a gradient, a pattern, none)."""
    try:
        parts = ImageColor.getcolor(written.strip(), "RGBA")
    except ValueError:
        return None
    assert isinstance(parts, tuple)
    return (parts[0], parts[1], parts[2], parts[3])


def _words(element: Element) -> str:
    """Lines by their <tspan>s, as Inkscape and Figma write them."""
    lines = [" ".join("".join(span.itertext()).split()) for span in element if local(span.tag) in ("tspan", "flowPara") and _breaks(span)]
    return "\n".join(line for line in lines if line) if len(lines) > 1 else " ".join("".join(element.itertext()).split())


def _breaks(span: Element) -> bool:
    return span.get(_ROLE) == "line" or any(span.get(key) is not None for key in ("x", "y", "dy"))


def _chain(element: Element, parents: Mapping[Element, Element]) -> list[Element]:
    """From the first <tspan> with words outwards."""
    inner = next((span for span in element.iter() if span is not element and (span.text or "").strip()), None)
    chain = [inner] if inner is not None else []
    above: Element | None = element
    while above is not None:
        chain.append(above)
        above = parents.get(above)
    return chain


def _own(element: Element, key: str) -> str | None:
    for part in element.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() == key:
            return value.strip()
    return element.get(key)


def _style(chain: list[Element], key: str) -> str | None:
    return next((value for element in chain if (value := _own(element, key)) and value != "inherit"), None)


def _stroke(chain: list[Element], scale: float) -> Stroke | None:
    found = colour(_style(chain, "stroke") or "none")
    return Stroke(_length(_style(chain, "stroke-width") or "1") * scale, found) if found else None


def _scale(chain: list[Element], root: Element, size: tuple[int, int]) -> float:
    """How many pixels of the canvas a unit of the words is."""
    scale = 1.0
    for element in chain:
        for name, numbers in _transforms(element.get("transform", "")):
            if name == "matrix" and len(numbers) == 6:
                scale *= math.sqrt(abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]))
            elif name == "scale" and numbers:
                scale *= math.sqrt(abs(numbers[0] * numbers[-1]))
    view = root.get("viewBox", "").replace(",", " ").split()
    return scale * (size[0] / float(view[2]) if len(view) == 4 and _number(view[2], 0.0) > 0 else 1.0)


def _transforms(written: str) -> Iterator[tuple[str, list[float]]]:
    for name, inside in _TRANSFORM.findall(written):
        yield name, [_number(part, 0.0) for part in inside.replace(",", " ").split()]


def _length(written: str) -> float:
    found = _LENGTH.match(written)
    return _number(found[1], 0.0) * _PIXELS.get((found[2] or "").lower(), 1.0) if found else 0.0


def _number(written: str | None, otherwise: float) -> float:
    try:
        value = float(written or "")
    except ValueError:
        return otherwise
    return value if math.isfinite(value) else otherwise
