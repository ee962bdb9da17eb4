"""Reads SVG, as Inkscape, Figma, Illustrator and others write it.

A slot is an element whose id, or Inkscape's label, is `slot:NAME …` or `slot-NAME`. What is painted between two slots stays a drawing where
it holds no words, and becomes a picture of twice the size where it does: a template's drawings are painted without the system's fonts.
Nothing outside the file is read: https://www.w3.org/TR/SVG2/.
"""

from __future__ import annotations

import copy
import gzip
import io
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import resvg_py
from PIL import Image

from warroom import locations
from warroom.compose.layer import Rect
from warroom.errors import DesignError
from warroom.importing.design import (
    MOST_LAYERS,
    MOST_PIXELS,
    MOST_SIDE,
    At,
    Blend,
    Design,
    Flat,
    Notes,
    Part,
    Tell,
    TextSlot,
    check_size,
    check_slots,
    untold,
)
from warroom.importing.flatten import apart
from warroom.importing.fonts import meant, painted_as, shipped
from warroom.importing.naming import Asked, asked, named, plain
from warroom.importing.ora import parse_xml, placeholder
from warroom.importing.svg_clean import HREFS, check_depth, clean
from warroom.importing.svg_css import write_in
from warroom.importing.svg_steps import steps_of, units_of
from warroom.importing.svg_style import LABEL, SVG, Look, declared, effect_of, local, look_of
from warroom.importing.widen import room_for

_LARGEST = 40_000_000  # bytes
_LOST = {
    "filter": "A text of template.toml has stroke and shadow.",
    "mask": "Give it one in template.toml: mask, or radius.",
    "clip-path": "Give it that shape in template.toml: mask, or radius.",
}
_GZIP = b"\x1f\x8b"
_DRAWN = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "use", "flowRoot", "switch"))
_REFERRED = frozenset(("defs", "style", "linearGradient", "radialGradient", "clipPath", "mask", "filter", "pattern", "symbol"))
_WORDS = frozenset(("text", "tspan", "flowRoot", "flowPara", "flowSpan", "textPath"))
_MOST_APART = 16  # units of a run that are looked at one by one
_SHAPE = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")
_DATA_NAME = "data-name"  # Illustrator's, where the id is not the whole name
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{2,4})_")
_STAND_IN = "Inter"
_CRISP = 2160  # pixels of the short side that pictures are painted for


def read_svg(path: Path, tell: Tell = untold) -> Design:
    """`tell` hears of each layer before it is painted.

    Raises DesignError for what is no SVG that can be painted; OSError when it cannot be opened.
    """
    root = parse_xml(path.name, _text(path))
    if root.tag != f"{SVG}svg":
        raise DesignError(f"{path.name} is no SVG: its first element is {local(root.tag)[:40]}.", "Save it as SVG.")
    check_depth(path.name, root)
    notes = Notes(tell)
    clean(root, notes)
    write_in(root)
    return _Reader(path, root, notes).read()


def _text(path: Path) -> bytes:
    """Also of a packed one."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if data.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(_LARGEST + 1)
        except (OSError, EOFError, zlib.error) as wrong:
            raise DesignError(f"{path.name} is damaged.", "Save it again as SVG.") from wrong
    if len(data) > _LARGEST:
        raise DesignError(f"{path.name} has more than {_LARGEST // 1_000_000} MB.", "Link no pictures into it, or make them smaller.")
    return data


class _Reader:
    def __init__(self, path: Path, root: Element, notes: Notes) -> None:
        self._path, self._root, self._notes = path, root, notes
        self._parents = {child: parent for parent in root.iter() for child in parent}
        check_size(path.name, *declared(root))
        sized = root.get("viewBox") or (root.get("width") and root.get("height"))
        notes.tell(At("the whole"))
        self._size = self._paint(Element(root.tag, root.attrib) if sized else root, 0).size
        check_size(path.name, *self._size)
        most = min((MOST_PIXELS / (self._size[0] * self._size[1])) ** 0.5, MOST_SIDE / max(self._size))
        self._zoom = min(max(2.0, _CRISP / min(self._size)), max(1.0, most))

    def read(self) -> Design:
        parts: list[Part] = []
        steps = steps_of(self._in_order(), self._parents, self._notes)
        self._notes.of = len(steps)
        for step in steps:
            parts += self._flat(step.elements, step.blend) if step.wanted is None else [self._slot(step.elements[0], step.wanted)]
        if not parts:
            raise DesignError(f"{self._path.name} shows nothing.", "Save what you see as SVG.")
        return Design(named(self._path), self._size, tuple(parts), self._notes.all())

    def _in_order(self) -> list[tuple[Element, Asked | None]]:
        """What is painted, in order: slots whole, all else element by element."""
        found: list[tuple[Element, Asked | None]] = []

        def walk(element: Element) -> None:
            for child in element:
                name = local(child.tag)
                wanted = asked(child.get(LABEL) or child.get(_DATA_NAME) or "") or asked(_unescaped(child.get("id") or ""))
                if _hidden(child):
                    continue
                if wanted is not None and (name == "g" or name in _DRAWN):
                    self._tell_split(child)
                    found.append((child, wanted))
                elif name in _DRAWN:
                    found.append((child, None))
                elif name in ("g", "a", "svg"):
                    walk(child)

        walk(self._root)
        if len(found) > 50 * MOST_LAYERS:
            raise DesignError(f"{self._path.name} has {len(found):,} shapes.", "Merge some of them.")
        check_slots(self._path.name, sum(wanted is not None for _, wanted in found))
        return found

    def _tell_split(self, slot: Element) -> None:
        """A group's own opacity or filter counts for the group as a whole; a slot taken out of it has it for itself."""
        above = self._parents.get(slot)
        while above is not None:
            for key, advice in _LOST.items():
                if effect_of(above, key):
                    name = slot.get(LABEL) or slot.get("id")
                    self._notes.say(f"The {key} of the group around “{name}” is not carried to the slot. {advice}")
            above = self._parents.get(above)

    def _tell_effects(self, slot: Element, name: str) -> None:
        """What the slot has itself, or something in it."""
        for key, advice in _LOST.items():
            if any(effect_of(element, key) for element in slot.iter()):
                self._notes.say(f"The {key} of “{name}” is not carried to the slot. {advice}")

    # ── what is flattened ──────────────────────────────────────────────────────────────────────────────────────────────

    def _flat(self, run: list[Element], blend: Blend) -> list[Flat]:
        self._notes.at(_called(run[0]) if len(run) == 1 else f"{_called(run[0])} to {_called(run[-1])}")
        for words in (below for element in run for below in element.iter() if local(below.tag) in ("text", "flowRoot")):
            if "".join(words.itertext()).strip() and not _hidden(words) and self._ink(words) is None:
                shown, ours = " ".join("".join(words.itertext()).split())[:40], self._ours(words)
                _with(words, ours)
                self._notes.say(f"The words “{shown}” are painted with {ours}: their own font is not on this machine.")
        units = units_of(run, self._parents)
        if not 1 < len(units) <= _MOST_APART:
            return self._piece(run, blend)
        drawn = [(unit, Rect(*box)) for unit in units if (box := self._painted(self._only(unit))) is not None]
        return [flat for group, _ in apart(drawn, self._size) for flat in self._piece([one for unit in group for one in unit], blend)]

    def _piece(self, run: list[Element], blend: Blend) -> list[Flat]:
        only = self._only(run)
        picture = self._paint(only, self._zoom)
        drawn = picture.getchannel("A").getbbox()
        if drawn is None:
            return []
        name = plain(run[0].get(LABEL) or run[0].get("id") or "picture") or "picture"
        zoom = picture.width / self._size[0]
        box = Rect(int(drawn[0] / zoom), int(drawn[1] / zoom), -int(-drawn[2] // zoom), -int(-drawn[3] // zoom)).within(*self._size)
        cut = picture.crop((round(box.left * zoom), round(box.top * zoom), round(box.right * zoom), round(box.bottom * zoom)))
        worded = any(local(element.tag) in ("text", "flowRoot") for element in only.iter())
        return [Flat(name, box, cut, blend=blend, svg="" if worded else self._drawing(only, box))]

    def _drawing(self, only: Element, box: Rect) -> str:
        """The same elements, with the box as what is seen of them."""
        drawing = copy.deepcopy(only)
        view = drawing.get("viewBox", "").replace(",", " ").split()
        x, y, w, h = (float(part) for part in view) if len(view) == 4 else (0.0, 0.0, float(self._size[0]), float(self._size[1]))
        across, down = w / self._size[0], h / self._size[1]
        shown = (x + box.left * across, y + box.top * down, box.width * across, box.height * down)
        drawing.set("viewBox", " ".join(f"{part:g}" for part in shown))
        drawing.set("width", str(box.width))
        drawing.set("height", str(box.height))
        return ElementTree.tostring(drawing, encoding="unicode")

    def _only(self, kept: list[Element]) -> Element:
        """The document with these drawn elements and no others; what they refer to stays in <defs>."""
        keep = set(kept) | {below for element in kept for below in element.iter()}

        def copied(element: Element) -> Element | None:
            name = local(element.tag)
            if element in keep or name in _REFERRED:
                return copy.deepcopy(element)
            if name not in ("svg", "g", "a"):
                return None
            own = Element(element.tag, element.attrib)
            own.extend(child for child in map(copied, element) if child is not None)
            return own if len(own) or element is self._root else None

        only = copied(self._root)
        assert only is not None
        if lent := self._lent(keep):
            defs = Element(f"{SVG}defs")
            defs.extend(copy.deepcopy(element) for element in lent)
            only.insert(0, defs)
        return only

    def _lent(self, keep: set[Element]) -> list[Element]:
        """What kept elements show again and stands neither among them nor in <defs>."""
        wanted = {(element.get(href) or "")[1:] for element in keep if local(element.tag) == "use" for href in HREFS}
        return [
            element for element in self._root.iter() if element.get("id") in wanted and element not in keep and not self._defined(element)
        ]

    def _defined(self, element: Element) -> bool:
        above: Element | None = element
        while above is not None and local(above.tag) not in _REFERRED:
            above = self._parents.get(above)
        return above is not None

    def _paint(self, root: Element, zoom: float) -> Image.Image:
        """The document as RGBA; `zoom` 0 for its own size."""
        fonts = [str(locations.assets() / "fonts")]
        text = ElementTree.tostring(root, encoding="unicode")
        try:  # without a resolution the painter takes a millimetre for nothing
            png = resvg_py.svg_to_bytes(svg_string=text, zoom=zoom or None, dpi=96.0, font_dirs=fonts)
            with Image.open(io.BytesIO(png)) as picture:
                return picture.convert("RGBA")
        except (ValueError, OSError, Image.DecompressionBombError) as wrong:
            raise DesignError(f"{self._path.name} cannot be painted: {wrong}.", "Save it as plain SVG.") from wrong

    # ── slots ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _slot(self, element: Element, wanted: Asked) -> Part:
        name = element.get(LABEL) or element.get(_DATA_NAME) or element.get("id") or wanted.name
        self._notes.at(name)
        self._tell_effects(element, name)
        words = next((below for below in element.iter() if local(below.tag) in ("text", "flowRoot")), None)
        drawn = self._ink(element)
        if drawn is None and words is not None:
            ours = self._ours(words)
            stand_in = copy.deepcopy(self._only([element]))
            _with(stand_in, ours)
            drawn = self._painted(stand_in)
            if drawn is not None and ours == _STAND_IN:
                self._notes.say(f"The font of “{name}” is not on this machine: its place is measured with {ours}.")
        if drawn is None:
            advice = "Give its placeholder a fill, or its words a font that is here."
            raise DesignError(f"“{name}” draws nothing, so it has no box.", advice)
        if words is None or wanted.kind == "picture":
            kind = Asked(wanted.name, wanted.kind or "picture", wanted.lines, wanted.longest, wanted.least, wanted.required)
            return placeholder(kind, name, Rect(*drawn), 1.0, self._notes)
        return self._words(words, wanted, Rect(*drawn), name)

    def _ink(self, element: Element) -> tuple[int, int, int, int] | None:
        """What it alone paints, in pixels of the document; None for nothing."""
        return self._painted(self._only([element]))

    def _painted(self, only: Element) -> tuple[int, int, int, int] | None:
        return self._paint(only, 1.0).getchannel("A").getbbox()

    def _ours(self, words: Element) -> str:
        """The font that ships and is meant, as the painter knows it; else what stands in."""
        found = meant(look_of(words, self._parents, self._root, self._size).font, shipped())
        return painted_as(found.face.path) if found is not None else _STAND_IN

    def _flowed(self, words: Element) -> Rect | None:
        """The shape that words flow in, where they do: https://www.w3.org/TR/SVG2/text.html#TextShapeInside."""
        named_shape = _SHAPE.search(effect_of(words, "shape-inside"))
        shape = next((one for one in self._root.iter() if named_shape and one.get("id") == named_shape[1]), None)
        only = self._only([words])
        place = next((one for one in only.iter() if one.get("id") == words.get("id") and local(one.tag) == "text"), None)
        if shape is None or place is None:
            return None
        shown = Element(shape.tag, {key: value for key, value in shape.attrib.items() if key not in ("style", "class", "filter")})
        shown.set("style", "fill:#000;fill-opacity:1;display:inline")
        moved = place.get("transform")
        place.clear()
        place.tag = f"{SVG}g"
        place.attrib.update({"transform": moved} if moved else {})
        place.append(shown)
        drawn = self._painted(only)
        return Rect(*drawn) if drawn is not None else None

    def _words(self, element: Element, wanted: Asked, ink: Rect, name: str) -> TextSlot:
        look: Look = look_of(element, self._parents, self._root, self._size)
        lines = look.words.split("\n")
        if look.turned:
            self._notes.say(f"“{name}” is turned or sheared: it stands upright in the template.")
        if look.gradient:
            self._notes.say(f"“{name}” is filled with more than one colour: it is white in the template.")
        flowed = self._flowed(element)
        if look.rtl:  # the painter knows no direction: it puts all words to the right of where they are to begin
            ink = ink.moved({"right": -ink.width, "left": ink.width}.get(look.across, 0), 0).within(*self._size)
        box = flowed or room_for(ink, look.across, self._size)
        if flowed is None:
            self._notes.say(f"“{name}” has no box of its own: longer words may reach the opposite margin. See that box in template.toml.")
        return TextSlot(
            wanted.name,
            box,
            wanted.required,
            look.opacity,
            words=look.words.replace("\n", " "),
            font=look.font,
            size=look.size,
            colour=look.colour,
            lines=wanted.lines or len(lines),
            longest=wanted.longest,
            across=look.across,
            leading=look.leading,
            tracking=look.tracking,
            upper=look.upper,
            stroke=look.stroke,
        )


def _unescaped(name: str) -> str:
    """An id as it was named in Illustrator: `slot_x3A_tag` is `slot:tag`."""
    return _ESCAPED.sub(lambda found: letter if (letter := chr(int(found[1], 16))).isprintable() else "", name)


def _called(element: Element) -> str:
    return (element.get(LABEL) or element.get("id") or f"<{local(element.tag)}>")[:80]


def _with(root: Element, font: str) -> None:
    """Let every word below be painted with that font."""
    for element in root.iter():
        if local(element.tag) in _WORDS:
            own = [part.strip() for part in element.get("style", "").split(";") if part.strip()]
            element.set("style", ";".join([*own, f"font-family:{font}"]))


def _hidden(element: Element) -> bool:
    style = element.get("style", "").replace(" ", "")
    shown = (element.get("display"), element.get("visibility"))
    return shown[0] == "none" or shown[1] == "hidden" or "display:none" in style or "visibility:hidden" in style
