"""Text as it is drawn: cleaned, broken into runs of one font and one direction, measured, rastered.

Widths of break units are measured once at a reference size and scaled (`unit_width`); what is finally drawn is measured
again at its own size. Nothing here wraps or fits; `fit.py` does.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

import regex
from PIL import Image

from warroom.compose import bidi
from warroom.compose.emoji import emoji_file, emoji_picture
from warroom.compose.fonts import Chain, Face, text_engine
from warroom.compose.remembered import remembered

REFERENCE = 256
"""Pixels; widths are measured at this size and scaled."""
EMOJI_WIDE = 1.12
"""An emoji's width, and with its margins its advance, in heights of a capital letter."""
EMOJI_STEP = 1.24

Placement = tuple[Image.Image, tuple[int, int]]
"""An emoji's picture and its left top corner."""

_WORD = regex.compile(r" *[^ ]+ *| +")
_GRAPHEME = regex.compile(r"[\U0001F1E6-\U0001F1FF]{2}[\p{Grapheme_Cluster_Break=Extend}\p{Grapheme_Cluster_Break=SpacingMark}\u200d]*|\X")
"""Flags apart: `\\X` alone counts back to the first of a row of them for each."""
_AS_TEXT = "\ufe0e"
_NEWLINE = regex.compile(r"\r\n|[\r\v\f\u0085\u2028\u2029]")
_STRIPPED = regex.compile(r"[\p{Cc}\p{Noncharacter_Code_Point}\u202a-\u202e\u206a-\u206f\ufeff\ufff9-\ufffb]")
_HALF = regex.compile(r"[\ud800-\udfff]")
_GREEK = regex.compile(r"\p{Script=Greek}")
_ACCENTED = regex.compile(r"(\p{Script=Greek})([\u0300\u0301\u0308\u0313\u0314\u0342]+)([ΙΥ](?!\p{M}))?")
UNKNOWN = "\ufffd"
"""Stands for what is no letter at all; no card may show it."""
MOST_MARKS = 48
"""Code points in a grapheme; the longest emoji have a dozen. More would be drawn over all that is around it, and is refused."""
_PILE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{M}]{65,}")
_LOOKED_AT = 4_000
SHAPED = regex.compile(
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}"
    r"\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}"
    r"\p{Script=Tibetan}\p{Script=Myanmar}\p{Script=Khmer}]"
)


@dataclass(frozen=True)
class Run:
    """A stretch of a line in one font and direction, or one emoji (`emoji` is its file, `face` the font beside it)."""

    text: str
    face: Face
    right_to_left: bool = False
    emoji: str = ""
    before: str = ""  # with tracking: the letter that follows in the same font, for the kerning between them


@dataclass(frozen=True)
class Extent:
    """Where a line's ink lies, in pixels from its start on the baseline; `advance` is what a following text would start at."""

    advance: float
    left: float
    top: float
    right: float
    bottom: float


def clean(text: str, upper: bool = False) -> str:
    """Composed (NFC), without control characters and overrides of direction; lines end in one newline."""
    text = _PILE.sub(lambda pile: pile.group()[:64], _NEWLINE.sub("\n", _HALF.sub(UNKNOWN, text)).replace("\t", " "))
    lines = [_STRIPPED.sub("", line).strip() for line in unicodedata.normalize("NFC", text).split("\n")]
    cleaned = "\n".join(lines).strip("\n")
    return _capitals(cleaned) if upper else cleaned


def _capitals(text: str) -> str:
    """Greek capitals carry no accents (but the word ή); two dots keep apart what an accent kept apart."""
    upper = text.upper()
    if not _GREEK.search(upper):
        return unicodedata.normalize("NFC", upper)
    bare: str = _ACCENTED.sub(_unaccented, unicodedata.normalize("NFD", upper))
    return unicodedata.normalize("NFC", bare)


def _unaccented(found: regex.Match[str]) -> str:
    letter, marks, following = str(found.group(1)), str(found.group(2)), str(found.group(3) or "")
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if found.group() == "Η\u0301" and not before.isalpha() and not after.isalpha():
        return letter + marks
    if following and letter in "ΑΕΟΥ" and "\u0308" not in marks and {"\u0301", "\u0300", "\u0342"} & set(marks):
        following += "\u0308"
    return letter + ("\u0308" if "\u0308" in marks else "") + following


def graphemes(text: str) -> list[str]:
    found: list[str] = _GRAPHEME.findall(text)
    return found


def needs_shaping(text: str) -> bool:
    """Whether the text is only right with FriBiDi and HarfBuzz, and this machine lacks them."""
    return not text_engine().shapes and bool(SHAPED.search(text))


class Setter:
    """Sets lines of one font chain: runs, widths, pixels. `emoji` is whether emoji are drawn; `tracking` in parts of the size."""

    def __init__(self, chain: Chain, emoji: bool, tracking: float = 0.0) -> None:
        self.chain = chain
        self.emoji = emoji
        self.tracking = tracking
        self.runs = remembered(512, self._runs)
        self.unit_width = remembered(4096, self._unit_width)
        self.extent = remembered(256, self._extent)
        self._emoji = remembered(2048, self._emoji_of)
        self._face = remembered(2048, self._face_of)

    def missing(self, text: str) -> tuple[str, ...]:
        """Graphemes that neither a font nor an emoji has, each once, of a text as long as a card can show."""
        visible = dict.fromkeys(grapheme for grapheme in graphemes(text[:_LOOKED_AT]) if not grapheme.isspace())
        return tuple(grapheme for grapheme in visible if not self._emoji(grapheme) and self._face(grapheme) is None)

    def _face_of(self, grapheme: str) -> Face | None:
        return None if len(grapheme) > MOST_MARKS or UNKNOWN in grapheme else self.chain.face(grapheme)

    def count_emoji(self, text: str) -> int:
        return sum(1 for grapheme in graphemes(text[:_LOOKED_AT]) if self._emoji(grapheme))

    def _emoji_of(self, grapheme: str) -> str:
        """The emoji's file: for what is shown as one, and for what no font has but emoji do."""
        if not self.emoji:
            return ""
        return emoji_file(grapheme) or (self._face(grapheme) is None and emoji_file(f"{grapheme.rstrip(_AS_TEXT)}\ufe0f")) or ""

    def _runs(self, line: str, levels: bytes = b"") -> tuple[Run, ...]:
        out: list[Run] = []
        shapes = text_engine().shapes
        for level in bidi.visual_runs(line, levels) if shapes else (bidi.LevelRun(0, len(line), 0),):
            pieces: list[Run] = []
            for grapheme in graphemes(line[level.start : level.end]):
                self._add(pieces, grapheme, level.right_to_left)
            if self.tracking and not level.right_to_left:
                pieces = [*map(_kerned, pieces, pieces[1:]), *pieces[-1:]]
            out.extend(reversed(pieces) if level.right_to_left else pieces)
        return tuple(out)

    def _add(self, pieces: list[Run], grapheme: str, right_to_left: bool) -> None:
        file = self._emoji(grapheme)
        face = self._face(grapheme) or self.chain.first
        grapheme = grapheme[:MOST_MARKS]
        last = pieces[-1] if pieces else None
        tracked = self.tracking and not right_to_left and not SHAPED.search(grapheme)
        joins = last is not None and not file and not last.emoji and not tracked
        if last is not None and joins and (last.face is face or (grapheme.isspace() and last.face.covers(grapheme))):
            pieces[-1] = Run(last.text + grapheme, last.face, right_to_left)
        else:
            pieces.append(Run(grapheme, self.chain.first if file else face, right_to_left, file))

    def _unit_width(self, unit: str) -> float:
        """Advance of a break unit in parts of the size."""
        return sum(self._advance(run, REFERENCE) for run in self.runs(unit)) / REFERENCE

    def _advance(self, run: Run, size: int) -> float:
        if run.emoji:
            return run.face.cap * EMOJI_STEP * size
        if run.before:
            kerned = run.face.length(run.text + run.before, size, "ltr") - run.face.length(run.before, size, "ltr")
            return kerned + self.tracking * size
        return run.face.length(run.text, size, _direction(run)) + self.tracking * size

    def _extent(self, line: str, size: int, levels: bytes = b"") -> Extent:
        """Where this line's ink lies at this size."""
        at, left, top, right, bottom = 0.0, 0.0, 0.0, 0.0, 0.0
        for run in self.runs(line, levels):
            if run.emoji:
                box: tuple[float, float, float, float] = _emoji_box(run, size)
            else:
                box = run.face.box(run.text, size, _direction(run))
            left, right = min(left, at + box[0]), max(right, at + box[2])
            top, bottom = min(top, box[1]), max(bottom, box[3])
            at += self._advance(run, size)
        return Extent(max(at - self.tracking * size, 0.0), left, top, right, bottom)

    def draw(
        self, mask: Image.Image, line: str, size: int, at: tuple[float, float], levels: bytes = b"", stroke: float = 0.0
    ) -> tuple[Placement, ...]:
        """Draw a line on an L mask with its baseline starting at `at`; gives the emoji with their places on the mask.

        `stroke`: letters wider by so many pixels on every side.
        """
        pictures = []
        across, baseline = at[0], round(at[1])
        for run in self.runs(line, levels):
            if run.emoji:
                left, top, right, _ = _emoji_box(run, size)
                pictures.append((emoji_picture(run.emoji, right - left), (round(across) + left, baseline + top)))
            else:
                _draw_run(mask, run, size, (across, baseline), stroke)
            across += self._advance(run, size)
        return tuple(pictures)


def _draw_run(mask: Image.Image, run: Run, size: int, at: tuple[float, int], stroke: float = 0.0) -> None:
    """Word by word, each from the face's kept drawings: while somebody types, most words are those of the key before."""
    words = [run.text] if run.right_to_left or SHAPED.search(run.text) else _WORD.findall(run.text)
    before = ""
    for word in words:
        start = at[0] + (run.face.length(before, size, _direction(run)) if before else 0.0)
        before += word
        if word.isspace():
            continue
        whole = math.floor(start)
        drawn, left, top = run.face.drawn(word, size, _direction(run), round((start - whole) * 64), stroke)
        mask.paste(255, (whole + left, at[1] + top), drawn)


def _kerned(run: Run, following: Run) -> Run:
    if run.emoji or following.emoji or run.face is not following.face or not text_engine().shapes:
        return run
    return Run(run.text, run.face, run.right_to_left, "", following.text)


def _direction(run: Run) -> str | None:
    return ("rtl" if run.right_to_left else "ltr") if text_engine().shapes else None


def _emoji_box(run: Run, size: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom from the baseline: centred on the height of a capital letter."""
    cap = run.face.cap * size
    side = max(1, round(cap * EMOJI_WIDE))
    left = round(cap * (EMOJI_STEP - EMOJI_WIDE) / 2)
    top = round(-cap / 2 - side / 2)
    return (left, top, left + side, top + side)
