"""Reads OpenRaster, as Krita, MyPaint and others write it: a ZIP of PNGs and a `stack.xml`.

https://www.openraster.org/baseline/layer-stack-spec.html: the topmost layer stands first; `x` and `y` of a layer count from its stack's.
Text is pixels in it, so a slot's box is all that can be carried.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from warroom.compose.layer import Rect
from warroom.errors import DesignError
from warroom.importing.design import MOST_LAYERS, Design, Notes, Part, PictureSlot, Tell, TextSlot, check_size, check_slots, untold
from warroom.importing.flatten import BLENDS, Run
from warroom.importing.naming import Asked, asked, looks_like_picture, named

_LARGEST = 400_000_000  # bytes of all layers unpacked
_STACK = 4_000_000
_HEIGHT_TO_SIZE = 0.62  # of a line's box, a text's size is about so much


@dataclass(frozen=True)
class _Layer:
    name: str
    src: str
    at: tuple[int, int]
    opacity: float
    blend: str


def read_ora(path: Path, tell: Tell = untold) -> Design:
    """`tell` hears of each layer before it is painted.

    Raises DesignError for what is no OpenRaster file, is damaged or too large; OSError when it cannot be opened.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(path, archive, Notes(tell))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, zipfile.LargeZipFile) as wrong:
        raise DesignError(f"{path.name} is not an OpenRaster file that can be read: {wrong}.", "Save it again as .ora.") from wrong


def _read(path: Path, archive: zipfile.ZipFile, notes: Notes) -> Design:
    if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
        raise DesignError(f"{path.name} unpacks to more than {_LARGEST // 1_000_000} MB.", "Make it smaller, or merge layers.")
    image = _stack(path, archive)
    size = (_whole(image.get("w")), _whole(image.get("h")))
    check_size(path.name, *size)
    run, parts = Run(size, notes), list[Part]()
    layers = list(_layers(image, (0, 0), 1.0, notes))
    if len(layers) > MOST_LAYERS:
        raise DesignError(f"{path.name} has {len(layers):,} layers.", f"At most {MOST_LAYERS:,} are read.")
    check_slots(path.name, sum(asked(layer.name) is not None for layer in layers))
    notes.of = len(layers)
    for layer in reversed(layers):
        notes.at(layer.name)
        picture = _picture(archive, layer)
        wanted = asked(layer.name)
        if wanted is None:
            blend = BLENDS.get(layer.blend)
            if blend is None:
                notes.say(f"“{layer.name}” is painted normally: its way of blending, {layer.blend}, is not one a template has.")
            run.add(layer.name, picture, layer.at, layer.opacity, blend or "normal")
        else:
            parts += run.end()
            parts.append(_slot(wanted, picture, layer, notes))
    return Design(named(path), size, (*parts, *run.end()), notes.all())


def _stack(path: Path, archive: zipfile.ZipFile) -> ElementTree.Element:
    if archive.getinfo("stack.xml").file_size > _STACK:
        raise DesignError(f"{path.name}: its list of layers is too long.", f"At most {MOST_LAYERS:,} layers are read.")
    return parse_xml(path.name, archive.read("stack.xml"))


def parse_xml(name: str, text: bytes) -> ElementTree.Element:
    """XML without a document type, so without entities of its own. Raises DesignError."""
    if b"<!ENTITY" in text or b"<!entity" in text:
        raise DesignError(f"{name} declares entities of its own, which are not read.", "Save it again without them.")
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise DesignError(f"{name} is not well-formed XML: {wrong}.", "Save it again.") from wrong


def _layers(stack: ElementTree.Element, at: tuple[int, int], opacity: float, notes: Notes, depth: int = 0) -> Iterator[_Layer]:
    """Every visible layer, the topmost first, as it stands on the canvas."""
    for element in stack:
        if element.get("visibility", "visible") == "hidden" or depth > 64:
            continue
        own = (at[0] + _whole(element.get("x")), at[1] + _whole(element.get("y")))
        strength = opacity * _share(element.get("opacity"))
        name, blend = element.get("name", "layer"), element.get("composite-op", "svg:src-over").removeprefix("svg:")
        if element.tag == "stack":
            if depth and (blend not in ("src-over", "normal") or _share(element.get("opacity")) < 1):
                notes.say(f"The group “{name}” is taken apart: its own opacity is given to each layer, its blending is not carried.")
            yield from _layers(element, own if depth else at, strength, notes, depth + 1)
        elif element.tag == "layer" and element.get("src"):
            yield _Layer(name, element.get("src", ""), own, strength, "normal" if blend == "src-over" else blend)


def _picture(archive: zipfile.ZipFile, layer: _Layer) -> Image.Image:
    try:
        with Image.open(io.BytesIO(archive.read(layer.src)), formats=("PNG",)) as picture:
            check_size(f"“{layer.name}”", max(16, picture.width), max(16, picture.height))
            return picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise DesignError(f"The picture of “{layer.name}” cannot be read.", "Save the file again.") from wrong


def _slot(wanted: Asked, picture: Image.Image, layer: _Layer, notes: Notes) -> Part:
    drawn = picture.getchannel("A").getbbox()
    if drawn is None:
        raise DesignError(f"“{layer.name}” is empty.", "Paint its placeholder as large as the slot is to be.")
    return placeholder(wanted, layer.name, Rect(*drawn).moved(*layer.at), layer.opacity, notes)


def placeholder(wanted: Asked, name: str, box: Rect, opacity: float, notes: Notes) -> PictureSlot | TextSlot:
    """A slot of which only the box is known. Without a kind, its name says whether a picture is meant."""
    kind = wanted.kind or ("picture" if looks_like_picture(wanted.name) else "text")
    if not wanted.kind:
        other = "text" if kind == "picture" else "picture"
        notes.say(f"“{name}” is taken for a {kind} slot; write kind={other} behind its name where it is none.")
    if kind == "picture":
        return PictureSlot(wanted.name, box, wanted.required, opacity, (wanted.least, wanted.least))
    lines = wanted.lines or 1
    notes.say(f"“{wanted.name}” has no font, size and colour in this file: see that those in template.toml are the ones you mean.")
    return TextSlot(
        wanted.name, box, wanted.required, opacity, size=box.height / lines * _HEIGHT_TO_SIZE * 1.3, lines=lines, longest=wanted.longest
    )


def _whole(written: str | None) -> int:
    try:
        return int(float(written or 0))
    except (ValueError, OverflowError):
        return 0


def _share(written: str | None) -> float:
    try:
        return min(1.0, max(0.0, float(written or 1.0)))
    except ValueError:
        return 1.0
