"""Fits a text into a box: where its lines break, how large it is, where each line stands.

For every number of lines the breaks with the shortest longest line are found, which gives the largest size that number of
lines can have; the largest of these wins, the fewest lines among equals. What was chosen is then measured again at its real
size, ink and all, and made smaller until nothing leaves the box. A text that does not fit at the smallest size, even broken
wherever the rules of its script allow, is refused: `over` says by how much.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from warroom.compose.breaks import SOFT_HYPHEN, Line, Paragraph, paragraph
from warroom.compose.layer import Align, Fit, Rect
from warroom.compose.pitch import pitch
from warroom.compose.text import Extent, Setter, graphemes

ELLIPSIS = "…"
MOST_LETTERS = 4_096
"""No card has room for more."""
_STEPS = (256, 512, 1024, 2048, MOST_LETTERS)
"""Letters of a long text that are laid out to see whether already they are too many: nobody waits for a book to be measured."""


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
    levels: bytes = b""  # of each letter; see `breaks.Line`


@dataclass(frozen=True)
class Placed:
    """A text in its box. `ink` is the smallest rectangle around all that is drawn, in pixels of the cut."""

    lines: tuple[PlacedLine, ...]
    size: int
    ink: Rect
    over: str = ""
    clipped: bool = False


@dataclass(frozen=True)
class _Measured:
    """A paragraph with, for each of its units, the width in sizes, and what it needs where it ends a line."""

    of: Paragraph
    widths: tuple[float, ...]
    ends: tuple[float, ...]

    def lines(self, breaks: list[int]) -> list[Line]:
        return [self.of.line(first, end) for first, end in itertools.pairwise((0, *breaks))]


def place(text: str, setter: Setter, style: Style, box: Rect) -> Placed:
    """Fit `text` into `box` and say where each line stands."""
    if not text:
        return Placed((), style.high, Rect(box.left, box.top, box.left, box.top))
    shown, surplus = _looked_at(text, setter, style, box)
    if style.fit.mode == "clip":
        return _clipped(_measured(shown, setter), setter, style, box, surplus > 0)
    if surplus:
        return _refused(shown, setter, style, box, surplus)
    usual = _measured(text, setter)
    placed = _fitted(usual, setter, style, box)
    if placed is None:
        anywhere = _measured(text, setter, True)
        placed = _fitted(anywhere, setter, style, box) if anywhere != usual else None
    return placed or _refused(text, setter, style, box, 0)


def _looked_at(text: str, setter: Setter, style: Style, box: Rect) -> tuple[str, int]:
    """The start of a text, long enough to see that it is too long, and how many letters follow; 0 when all of it must be looked at."""
    letters, size = graphemes(text), style.high if style.fit.mode == "clip" else style.low
    for most in _STEPS:
        if len(letters) <= most:
            return text, 0
        shown = "".join(letters[:most]).rstrip()
        measured, width = _measured(shown, setter, True), box.width / size
        if _greedy(measured, width, style.fit.lines) is None or max(end for one in measured for end in one.ends) > width:
            break
    return shown, len(letters) - most


def _measured(text: str, setter: Setter, anywhere: bool = False) -> tuple[_Measured, ...]:
    return tuple(_measure(paragraph(part, anywhere), setter) for part in text.split("\n"))


def _measure(whole: Paragraph, setter: Setter) -> _Measured:
    ends = (unit.rstrip() for unit in whole.units)
    hyphened = (f"{end[:-1]}-" if end.endswith(SOFT_HYPHEN) else end for end in ends)
    return _Measured(whole, tuple(map(setter.unit_width, whole.units)), tuple(map(setter.unit_width, hyphened)))


def _fitted(paragraphs: tuple[_Measured, ...], setter: Setter, style: Style, box: Rect) -> Placed | None:
    """At the largest size it fits at; None when at none."""
    size, lines = _largest(paragraphs, setter, style, box, style.leading)
    placed = _shrunk(size, lines, paragraphs, setter, style, box)
    leading = _step(lines, _extents(lines, size, setter), size, setter, style) / size if size and len(lines) > 1 else 0.0
    if leading > style.leading:  # further apart than the template has them: fewer lines may be larger
        size, lines = _largest(paragraphs, setter, style, box, leading)
        again = _shrunk(size, lines, paragraphs, setter, style, box)
        if again is not None and (placed is None or again.size > placed.size):
            return again
    return placed


def _shrunk(
    size: int, lines: tuple[Line, ...], paragraphs: tuple[_Measured, ...], setter: Setter, style: Style, box: Rect
) -> Placed | None:
    """These lines at the largest size from this one down at which all of their ink is inside the box."""
    while size >= style.low:
        needed = _needed(lines, size, setter, style)
        if needed[0] <= box.width and needed[1] <= box.height:
            return _placed(lines, size, setter, style, box)
        shrink = min(box.width / max(needed[0], 1), box.height / max(needed[1], 1))
        size = min(size - 1, int(size * shrink) + 1)
        if not style.fit.balance and size >= style.low:
            lines = _greedy(paragraphs, box.width / size, style.fit.lines) or lines
    return None


def _largest(paragraphs: tuple[_Measured, ...], setter: Setter, style: Style, box: Rect, leading: float) -> tuple[int, tuple[Line, ...]]:
    """The largest size that widths at the reference size allow, with its lines; 0 when there are too many paragraphs."""
    best: tuple[int, tuple[Line, ...]] = (0, ())
    for count in range(len(paragraphs), style.fit.lines + 1):
        width, lines = _balanced(paragraphs, setter, count)
        tall = _height(setter, style, count, leading)
        size = int(min(style.high, box.width / max(width, 1e-6), box.height / tall))
        if size > best[0]:
            best = (size, lines)
    size, lines = best
    if size and style.fit.balance:
        lines = _even(paragraphs, lines, box.width / size)
    elif size:
        lines = _greedy(paragraphs, box.width / size, style.fit.lines) or lines
    return size, lines


def _height(setter: Setter, style: Style, count: int, leading: float) -> float:
    """Height of so many plain lines, in sizes."""
    first = setter.chain.first
    return (first.cap if style.upper else first.ascent) + (count - 1) * leading + (0.0 if style.upper else first.descent)


def _balanced(paragraphs: tuple[_Measured, ...], setter: Setter, count: int) -> tuple[float, tuple[Line, ...]]:
    """The breaks into at most `count` lines whose longest line is shortest: its width in sizes, and the lines."""
    low = max(end for one in paragraphs for end in one.ends)
    high = max(sum(one.widths) for one in paragraphs)
    for _ in range(16 if count > len(paragraphs) else 0):
        middle = (low + high) / 2
        if sum(_count(one, middle) for one in paragraphs) <= count:
            high = middle
        else:
            low = middle
    lines = tuple(line for one in paragraphs for line in one.lines(_fill(one, high)))
    return max(setter.unit_width(line.text) for line in lines), lines


def _count(one: _Measured, width: float) -> int:
    """How many lines `_fill` makes of these."""
    lines, used = 1, 0.0
    for at, (full, end) in enumerate(zip(one.widths, one.ends, strict=True)):
        if at and used + end > width:
            lines, used = lines + 1, 0.0
        used += full
    return lines


def _fill(one: _Measured, width: float) -> list[int]:
    """First-fit: as many units on each line as there is room for; where each line ends."""
    breaks, used = [], 0.0
    for at, (full, end) in enumerate(zip(one.widths, one.ends, strict=True)):
        if at and used + end > width:
            breaks.append(at)
            used = 0.0
        used += full
    return [*breaks, len(one.widths)]


def _even(paragraphs: tuple[_Measured, ...], lines: tuple[Line, ...], width: float) -> tuple[Line, ...]:
    """As many lines as these, none wider than `width` (in sizes), as equal in length as the breaks allow."""
    if len(paragraphs) > 1 or len(lines) < 2:
        return lines
    one = paragraphs[0]
    ends = [0.0, *itertools.accumulate(one.widths)]
    count, middle = len(one.widths), ends[-1] / len(lines)
    never: tuple[float, tuple[int, ...]] = (float("inf"), ())
    best = [never] * (count + 1)
    best[0] = (0.0, ())
    for _ in lines:
        following = [never] * (count + 1)
        for start, (cost, breaks) in enumerate(best):
            if cost == float("inf"):
                continue
            for end in range(start + 1, count + 1):
                wide = ends[end - 1] + one.ends[end - 1] - ends[start]
                if wide > width and end > start + 1:
                    break
                following[end] = min(following[end], (cost + (wide - middle) ** 2, (*breaks, end)))
        best = following
    return lines if best[-1][0] == float("inf") else tuple(one.lines(list(best[-1][1])))


def _greedy(paragraphs: tuple[_Measured, ...], width: float, most: int) -> tuple[Line, ...] | None:
    """Lines filled to the width (in sizes); None when that takes more than `most`."""
    lines = [line for one in paragraphs for line in one.lines(_fill(one, width))]
    return tuple(lines) if len(lines) <= most else None


def _extents(lines: tuple[Line, ...], size: int, setter: Setter) -> tuple[Extent, ...]:
    return tuple(setter.extent(line.text, size, line.levels) for line in lines)


def _step(lines: tuple[Line, ...], extents: tuple[Extent, ...], size: int, setter: Setter, style: Style) -> float:
    """From one baseline to the next, in pixels. Lines that have no room anyway are not looked at."""
    most = style.fit.lines + 1
    return pitch(lines[:most], extents[:most], size, setter, style.leading, lambda line: _share(style, line))


def _reach(extents: tuple[Extent, ...], step: float, size: int, setter: Setter, style: Style) -> tuple[float, float]:
    """How far the block's ink reaches above its first baseline and below its last, at least a plain line's."""
    first = setter.chain.first
    up = max(-extent.top - at * step for at, extent in enumerate(extents))
    down = max(extent.bottom - (len(extents) - 1 - at) * step for at, extent in enumerate(extents))
    plain = (first.cap, 0.0) if style.upper else (first.ascent, first.descent)
    return max(up, plain[0] * size), max(down, plain[1] * size)


def _needed(lines: tuple[Line, ...], size: int, setter: Setter, style: Style) -> tuple[float, float]:
    """Width and height in pixels that these lines need at this size."""
    extents = _extents(lines, size, setter)
    step = _step(lines, extents, size, setter, style)
    up, down = _reach(extents, step, size, setter, style)
    wide = max(max(extent.right, extent.advance) - extent.left for extent in extents)
    return wide, up + (len(lines) - 1) * step + down


def _placed(lines: tuple[Line, ...], size: int, setter: Setter, style: Style, box: Rect) -> Placed:
    extents = _extents(lines, size, setter)
    step = _step(lines, extents, size, setter, style)
    up, down = _reach(extents, step, size, setter, style)
    tall = up + (len(lines) - 1) * step + down
    top = {"top": box.top, "middle": box.top + (box.height - tall) / 2, "bottom": box.bottom - tall}[style.align[1]]
    placed = []
    for at, (line, extent) in enumerate(zip(lines, extents, strict=True)):
        wide = max(extent.right, extent.advance) - extent.left
        left = box.left + (box.width - wide) * _share(style, line) - extent.left
        placed.append(PlacedLine(line.text, left, round(top + up + at * step), line.levels))
    return Placed(tuple(placed), size, _ink(placed, extents))


def _share(style: Style, line: Line) -> float:
    """How much of the room beside a line lies to its left: `start` and `end` are the reader's."""
    side = style.align[0]
    if side in {"start", "end"}:
        return 1.0 if (side == "end") != line.right_to_left else 0.0
    return {"left": 0.0, "centre": 0.5, "right": 1.0}[side]


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


def _refused(text: str, setter: Setter, style: Style, box: Rect, surplus: int) -> Placed:
    """The text at its smallest size, as far as it goes, and by how much it is too long; `surplus` letters were left out before."""
    lines = _greedy(_measured(text, setter, True), box.width / style.low, MOST_LETTERS) or (Line(text),)
    wide, high = _needed(lines, style.low, setter, style)
    if len(lines) > style.fit.lines:
        count = f"more than {len(lines)}" if surplus else f"{len(lines)}"
        over = f"{count} lines at its smallest size, where {style.fit.lines} {'is' if style.fit.lines == 1 else 'are'} allowed"
    elif wide > box.width:
        over = f"{wide - box.width:.0f} px too wide at its smallest size"
    else:
        over = f"{max(high - box.height, 1):.0f} px too high at its smallest size"
    surplus += len(graphemes(text)) - _fitting(text, setter, style, box)
    placed = _placed(lines[: style.fit.lines], style.low, setter, style, box)
    return Placed(placed.lines, placed.size, placed.ink, f"{over}; about {surplus:,} letter{'s' if surplus > 1 else ''} too long")


def _fitting(text: str, setter: Setter, style: Style, box: Rect) -> int:
    """How many graphemes from the start of the text fit at the smallest size."""
    letters = graphemes(text)
    low, high = 0, len(letters)
    while high - low > 1:
        middle = (low + high) // 2
        lines = _greedy(_measured("".join(letters[:middle]).strip(), setter, True), box.width / style.low, style.fit.lines)
        wide, tall = _needed(lines, style.low, setter, style) if lines else (float("inf"), 0.0)
        low, high = (middle, high) if wide <= box.width and tall <= box.height else (low, middle)
    return low


def _clipped(paragraphs: tuple[_Measured, ...], setter: Setter, style: Style, box: Rect, cut: bool) -> Placed:
    """The text at its one size; lines that have no room are left out and the last one ends in an ellipsis. `cut`: some was left out."""
    size = style.high
    lines = _greedy(paragraphs, box.width / size, MOST_LETTERS) or (Line(""),)
    kept = list(lines[: style.fit.lines])
    while len(kept) > 1 and _needed(tuple(kept), size, setter, style)[1] > box.height:
        kept.pop()
    wide, high = _needed(tuple(kept), size, setter, style)
    cut = cut or len(kept) < len(lines)
    if cut or wide > box.width:
        kept = [_ellipsis(line, setter, size, box.width, cut and at == len(kept) - 1) for at, line in enumerate(kept)]
    placed = _placed(tuple(kept), size, setter, style, box)
    least = _needed(tuple(kept), size, setter, style)[0]
    over = f"{high - box.height:.0f} px too high for its box" if high > box.height else ""
    if not over and least > box.width:  # not even the ellipsis has room
        over = f"{least - box.width:.0f} px too wide for its box"
    return Placed(placed.lines, size, placed.ink, over, cut or wide > box.width)


def _ellipsis(line: Line, setter: Setter, size: int, width: int, always: bool) -> Line:
    """The line with as much of its end given for an ellipsis as there is no room for; `always`: also where there is room."""
    if not always and _wide(line, setter, size) <= width:
        return line
    letters = graphemes(line.text)
    low, high = 0, len(letters)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _wide(_cut(line, letters[:middle]), setter, size) <= width else (low, middle - 1)
    return _cut(line, letters[:low])


def _cut(line: Line, letters: list[str]) -> Line:
    text = "".join(letters).rstrip() + ELLIPSIS
    levels = line.levels[: len(text) - 1] + bytes((line.right_to_left,)) if line.levels else b""
    return Line(text, levels, line.right_to_left)


def _wide(line: Line, setter: Setter, size: int) -> float:
    extent = setter.extent(line.text, size, line.levels)
    return max(extent.right, extent.advance) - extent.left
