"""Fits a text into a box: where its lines break, how large it is, where each line stands.

Lines break where Unicode Standard Annex 14 allows it, so also in Chinese and Japanese, which have no spaces. For every
number of lines the breaks with the shortest longest line are found, which gives the largest size that number of lines can
have; the largest of these wins, the fewest lines among equals. What was chosen is then measured again at its real size, ink
and all, and made smaller until nothing leaves the box. A text that does not fit at the smallest size is refused: `over` says
by how much.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import regex
from uniseg.linebreak import line_break_units

from warroom.compose.layer import Align, Fit, Rect
from warroom.compose.text import Extent, Setter, graphemes

ELLIPSIS = "…"


@dataclass(frozen=True)
class Style:
    """A text layer's style on one cut: sizes in pixels, leading in sizes."""

    fit: Fit
    low: int
    high: int
    leading: float
    align: Align
    upper: bool


@dataclass(frozen=True)
class PlacedLine:
    text: str
    left: float  # where the line starts on its baseline, pixels of the cut
    baseline: float


@dataclass(frozen=True)
class Placed:
    """A text in its box. `ink` is the smallest rectangle around all that is drawn, in pixels of the cut."""

    lines: tuple[PlacedLine, ...]
    size: int
    ink: Rect
    over: str = ""
    clipped: bool = False


Unit = tuple[str, float, float]
"""A break unit, its width in sizes, and that without the spaces at its end."""

_LETTER = r"[[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}--\p{M}]&&[\p{lb=AL}\p{lb=NU}]]"
_PLAIN = regex.compile(rf"(?V1){_LETTER}+(?:['’]{_LETTER}+)*[.,!?…]? *")
_ALPHABETIC = r"[\p{lb=AL}\p{lb=HL}\p{lb=NU}]"
_SURE = regex.compile(rf"{_ALPHABETIC}\p{{lb=CM}}*[.,!?…;:]* +(?={_ALPHABETIC})")
"""Where a line may break whatever comes before and after: no rule of UAX 14 looks across a space between two letters (LB18, LB28)."""


@functools.lru_cache(1024)
def break_units(paragraph: str) -> tuple[str, ...]:
    """The pieces a line may break between."""
    ends = [found.end() for found in _SURE.finditer(paragraph)]
    pieces = itertools.pairwise((0, *ends, len(paragraph)))
    return tuple(unit for start, end in pieces for unit in _piece_units(paragraph[start:end])) or ("",)


@functools.lru_cache(2048)
def _piece_units(piece: str) -> tuple[str, ...]:
    """By all the rules, unless it is a plain word: they take a millisecond for ten letters, too long for every key."""
    return (piece,) if _PLAIN.fullmatch(piece) else tuple(line_break_units(piece))


def place(text: str, setter: Setter, style: Style, box: Rect) -> Placed:
    """Fit `text` into `box` and say where each line stands."""
    if not text:
        return Placed((), style.high, Rect(box.left, box.top, box.left, box.top))
    if style.fit.mode == "clip":
        return _clipped(text, setter, style, box)
    size, lines = _largest(text, setter, style, box)
    while size >= style.low:
        needed = _needed(lines, size, setter, style)
        if needed[0] <= box.width and needed[1] <= box.height:
            return _placed(lines, size, setter, style, box)
        shrink = min(box.width / max(needed[0], 1), box.height / max(needed[1], 1))
        size = min(size - 1, int(size * shrink) + 1)
        if not style.fit.balance and size >= style.low:
            lines = _greedy(text, setter, box.width / size, style.fit.lines) or lines
    return _refused(text, setter, style, box)


def _largest(text: str, setter: Setter, style: Style, box: Rect) -> tuple[int, tuple[str, ...]]:
    """The largest size that widths at the reference size allow, with its lines; 0 when there are too many paragraphs."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    paragraphs = _units(text, setter)
    for count in range(text.count("\n") + 1, style.fit.lines + 1):
        width, lines = _balanced(paragraphs, setter, count)
        tall = _height(setter, style, count)
        size = int(min(style.high, box.width / max(width, 1e-6), box.height / tall))
        if size > best[0]:
            best = (size, lines)
    size, lines = best
    if size and style.fit.balance:
        lines = _even(text, setter, lines, box.width / size)
    elif size:
        lines = _greedy(text, setter, box.width / size, style.fit.lines) or lines
    return size, lines


def _height(setter: Setter, style: Style, count: int) -> float:
    """Height of so many plain lines, in sizes."""
    first = setter.chain.first
    return (first.cap if style.upper else first.ascent) + (count - 1) * style.leading + (0.0 if style.upper else first.descent)


def _balanced(paragraphs: list[list[Unit]], setter: Setter, count: int) -> tuple[float, tuple[str, ...]]:
    """The breaks into at most `count` lines whose longest line is shortest: its width in sizes, and the lines."""
    low = max(bare for units in paragraphs for _, _, bare in units)
    high = max(sum(width for _, width, _ in units) for units in paragraphs)
    for _ in range(16 if count > len(paragraphs) else 0):
        middle = (low + high) / 2
        if sum(_count(units, middle) for units in paragraphs) <= count:
            high = middle
        else:
            low = middle
    lines = tuple(line for units in paragraphs for line in _fill(units, high))
    return max(setter.unit_width(line) for line in lines), lines


def _units(text: str, setter: Setter) -> list[list[Unit]]:
    """Each paragraph's break units."""
    return [[(unit, setter.unit_width(unit), setter.unit_width(unit.rstrip())) for unit in break_units(part)] for part in text.split("\n")]


def _count(units: list[Unit], width: float) -> int:
    """How many lines `_fill` makes of these."""
    lines, used = 1, 0.0
    for at, (_, full, bare) in enumerate(units):
        if at and used + bare > width:
            lines, used = lines + 1, 0.0
        used += full
    return lines


def _even(text: str, setter: Setter, lines: tuple[str, ...], width: float) -> tuple[str, ...]:
    """As many lines as these, none wider than `width` (in sizes), as equal in length as the breaks allow."""
    if "\n" in text or len(lines) < 2:
        return lines
    units = break_units(text)
    ends: list[float] = [0.0]
    for unit in units:
        ends.append(ends[-1] + setter.unit_width(unit))
    trimmed = [setter.unit_width(unit) - setter.unit_width(unit.rstrip()) for unit in units]
    middle = ends[-1] / len(lines)
    never: tuple[float, tuple[int, ...]] = (float("inf"), ())
    best = [never] * (len(units) + 1)
    best[0] = (0.0, ())
    for _ in lines:
        following = [never] * (len(units) + 1)
        for start, (cost, breaks) in enumerate(best):
            if cost == float("inf"):
                continue
            for end in range(start + 1, len(units) + 1):
                wide = ends[end] - trimmed[end - 1] - ends[start]
                if wide > width and end > start + 1:
                    break
                following[end] = min(following[end], (cost + (wide - middle) ** 2, (*breaks, end)))
        best = following
    if best[-1][0] == float("inf"):
        return lines
    starts = (0, *best[-1][1])
    return tuple("".join(units[start:end]).rstrip() for start, end in itertools.pairwise(starts))


def _fill(units: list[Unit], width: float) -> list[str]:
    """First-fit: as many units on each line as there is room for."""
    lines, line, used = [], "", 0.0
    for unit, full, bare in units:
        if line and used + bare > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += unit
        used += full
    return [*lines, line.rstrip()]


def _greedy(text: str, setter: Setter, width: float, most: int) -> tuple[str, ...] | None:
    """Lines filled to the width (in sizes); None when that takes more than `most`."""
    lines = [line for units in _units(text, setter) for line in _fill(units, width)]
    return tuple(lines) if len(lines) <= most else None


def _reach(extents: tuple[Extent, ...], size: int, setter: Setter, style: Style) -> tuple[float, float]:
    """How far the block's ink reaches above its first baseline and below its last, at least a plain line's."""
    step, first = style.leading * size, setter.chain.first
    up = max(-extent.top - at * step for at, extent in enumerate(extents))
    down = max(extent.bottom - (len(extents) - 1 - at) * step for at, extent in enumerate(extents))
    plain = (first.cap, 0.0) if style.upper else (first.ascent, first.descent)
    return max(up, plain[0] * size), max(down, plain[1] * size)


def _needed(lines: tuple[str, ...], size: int, setter: Setter, style: Style) -> tuple[float, float]:
    """Width and height in pixels that these lines need at this size."""
    extents = tuple(setter.extent(line, size) for line in lines)
    up, down = _reach(extents, size, setter, style)
    wide = max(max(extent.right, extent.advance) - extent.left for extent in extents)
    return wide, up + (len(lines) - 1) * style.leading * size + down


def _placed(lines: tuple[str, ...], size: int, setter: Setter, style: Style, box: Rect) -> Placed:
    extents = tuple(setter.extent(line, size) for line in lines)
    up, down = _reach(extents, size, setter, style)
    step = style.leading * size
    tall = up + (len(lines) - 1) * step + down
    top = {"top": box.top, "middle": box.top + (box.height - tall) / 2, "bottom": box.bottom - tall}[style.align[1]]
    placed = []
    for at, (line, extent) in enumerate(zip(lines, extents, strict=True)):
        wide = max(extent.right, extent.advance) - extent.left
        room = box.width - wide
        left = box.left + {"left": 0.0, "centre": room / 2, "right": room}[style.align[0]] - extent.left
        placed.append(PlacedLine(line, left, round(top + up + at * step)))
    return Placed(tuple(placed), size, _ink(placed, extents))


def _ink(lines: list[PlacedLine], extents: tuple[Extent, ...]) -> Rect:
    pairs = [(line, extent) for line, extent in zip(lines, extents, strict=True) if line.text]
    if not pairs:
        return Rect(0, 0, 0, 0)
    return Rect(
        int(min(line.left + extent.left for line, extent in pairs)),
        int(min(line.baseline + extent.top for line, extent in pairs)),
        -int(-max(line.left + extent.right for line, extent in pairs) // 1),
        -int(-max(line.baseline + extent.bottom for line, extent in pairs) // 1),
    )


def _refused(text: str, setter: Setter, style: Style, box: Rect) -> Placed:
    """The text at its smallest size, as far as it goes, and by how much it is too long."""
    lines = _greedy(text, setter, box.width / style.low, 10_000) or (text,)
    wide, high = _needed(lines, style.low, setter, style)
    if len(lines) > style.fit.lines:
        over = f"{len(lines)} lines at its smallest size, where {style.fit.lines} {'is' if style.fit.lines == 1 else 'are'} allowed"
    elif wide > box.width:
        over = f"{wide - box.width:.0f} px too wide at its smallest size"
    else:
        over = f"{max(high - box.height, 1):.0f} px too high at its smallest size"
    surplus = len(graphemes(text)) - _fitting(text, setter, style, box)
    placed = _placed(lines[: style.fit.lines], style.low, setter, style, box)
    return Placed(placed.lines, placed.size, placed.ink, f"{over}; about {surplus} letter{'s' if surplus > 1 else ''} too long")


def _fitting(text: str, setter: Setter, style: Style, box: Rect) -> int:
    """How many graphemes from the start of the text fit at the smallest size."""
    letters = graphemes(text)
    low, high = 0, len(letters)
    while high - low > 1:
        middle = (low + high) // 2
        lines = _greedy("".join(letters[:middle]).strip(), setter, box.width / style.low, style.fit.lines)
        wide, tall = _needed(lines, style.low, setter, style) if lines else (float("inf"), 0.0)
        low, high = (middle, high) if wide <= box.width and tall <= box.height else (low, middle)
    return low


def _clipped(text: str, setter: Setter, style: Style, box: Rect) -> Placed:
    """The text at its one size; lines that have no room are left out and the last one ends in an ellipsis."""
    size = style.high
    lines = _greedy(text, setter, box.width / size, 10_000) or (text,)
    kept = list(lines[: style.fit.lines])
    while len(kept) > 1 and _needed(tuple(kept), size, setter, style)[1] > box.height:
        kept.pop()
    wide, high = _needed(tuple(kept), size, setter, style)
    if len(kept) == len(lines) and wide <= box.width:
        placed = _placed(tuple(kept), size, setter, style, box)
    else:
        letters = [graphemes(line) for line in kept]
        shortened = tuple(_ellipsis(line, setter, size, box.width, at == len(kept) - 1) for at, line in enumerate(letters))
        placed = _placed(shortened, size, setter, style, box)
    over = f"{high - box.height:.0f} px too high for its box" if high > box.height else ""
    return Placed(placed.lines, size, placed.ink, over, kept != list(lines) or wide > box.width)


def _ellipsis(letters: list[str], setter: Setter, size: int, width: int, last: bool) -> str:
    line = "".join(letters)
    if not last and setter.extent(line, size).advance <= width:
        return line
    while letters:
        line = "".join(letters).rstrip() + ELLIPSIS
        extent = setter.extent(line, size)
        if max(extent.right, extent.advance) - extent.left <= width:
            return line
        letters = letters[:-1]
    return ELLIPSIS
