"""Fonts: what a file holds, faces at a size, and the chain of faces that a text role falls back through.

A `Chain` belongs to one font role: the role's own face, then the brand's fallback families in order. Which face draws a
letter is decided by the faces' own character maps. Faces are opened when first needed and kept; a face is not safe to use
from two threads at once (FreeType), so a renderer and all its chains belong to one thread.
"""

from __future__ import annotations

import functools
import hashlib
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import regex
from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageDraw, ImageFont, features

from warroom import locations
from warroom.compose.model import Brand

SHIPPED = {
    "noto-sans": "NotoSans",
    "noto-arabic": "NotoSansArabic",
    "noto-hebrew": "NotoSansHebrew",
    "noto-devanagari": "NotoSansDevanagari",
    "noto-thai": "NotoSansThai",
}
_IGNORABLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]")
CJK = regex.compile(r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]")
_KANA = regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}]")
_HANGUL = regex.compile(r"\p{Script=Hangul}")


@dataclass(frozen=True)
class LayoutEngine:
    """How text is shaped on this machine; recorded in the fingerprint and shown by `doctor`."""

    name: str  # "raqm" or "basic"
    shapes: bool  # Arabic, Hebrew, Indic and Thai text can be drawn
    detail: str  # versions, or what is missing
    hint: str = ""  # the command that installs what is missing


@functools.cache
def text_engine() -> LayoutEngine:
    """The layout engine that every card here is drawn with. Pillow's wheels load FriBiDi from the system, if it is there."""
    if features.check("raqm"):
        versions = {part: features.version(part) for part in ("raqm", "harfbuzz", "fribidi")}
        return LayoutEngine("raqm", True, " · ".join(f"{part} {version}" for part, version in versions.items() if version))
    return LayoutEngine("basic", False, "FriBiDi is missing: text from right to left and Indic text are refused.", fribidi_hint())


def fribidi_hint() -> str:
    """The command that installs FriBiDi here."""
    commands = {
        "darwin": "brew install fribidi",
        "win32": "Put fribidi.dll (MSYS2 package mingw-w64-x86_64-fribidi) beside the program or on PATH.",
    }
    return commands.get(sys.platform, "sudo apt install libfribidi0 (Debian, Ubuntu), sudo dnf install fribidi (Fedora)")


@dataclass(frozen=True)
class Axis:
    tag: str
    low: float
    default: float
    high: float


@dataclass(frozen=True)
class FontFacts:
    weight: int
    axes: tuple[Axis, ...]


@functools.cache
def facts(path: Path) -> FontFacts:
    """Weight and axes of a font file. Raises OSError when it is no font."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            axes = (
                tuple(Axis(axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes)
                if "fvar" in font
                else ()
            )
            weight = int(font["OS/2"].usWeightClass) if "OS/2" in font else 400
    except (TTLibError, KeyError, AssertionError, ValueError) as wrong:
        raise OSError(f"{path.name} is not a font") from wrong
    ImageFont.truetype(str(path), 16)  # FreeType must be able to read it too: OSError when not
    return FontFacts(weight, axes)


class Face:
    """One font file at fixed axes. `at(size)` gives it in pixels; metrics are in parts of the size."""

    def __init__(self, path: Path, axes: tuple[float, ...] = (), index: int = 0, digest: str = "") -> None:
        self.path = path
        self.axes = axes
        self.index = index
        self._digest = digest
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self.length = functools.lru_cache(4096)(self._length)
        self.box = functools.lru_cache(4096)(self._box)
        self.drawn = functools.lru_cache(128)(self._drawn)

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        if not self._digest:
            self._digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        return self._digest

    @functools.cached_property
    def letters(self) -> frozenset[int]:
        with TTFont(self.path, lazy=True, fontNumber=self.index) as font:
            return frozenset(font.getBestCmap() or ())

    def covers(self, text: str) -> bool:
        return all(ord(letter) in self.letters or _IGNORABLE.match(letter) for letter in text)

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        font = self._sizes.get(size)
        if font is None:
            engine = ImageFont.Layout.RAQM if text_engine().shapes else ImageFont.Layout.BASIC
            font = ImageFont.truetype(str(self.path), size, index=self.index, layout_engine=engine)
            if self.axes:
                font.set_variation_by_axes(list(self.axes))
            if len(self._sizes) > 96:
                self._sizes.clear()
            self._sizes[size] = font
        return font

    def _length(self, text: str, size: int, direction: str | None) -> float:
        """Advance in pixels."""
        return self.at(size).getlength(text, direction=direction)

    def _box(self, text: str, size: int, direction: str | None) -> tuple[float, float, float, float]:
        """Ink in pixels from the start on the baseline: left, top, right, bottom."""
        return self.at(size).getbbox(text, anchor="ls", direction=direction)

    def _drawn(self, text: str, size: int, direction: str | None, shift: int) -> tuple[Image.Image, int, int]:
        """The text as an L mask, its start `shift` 64ths of a pixel to the right, and where the mask's corner is from that start."""
        left, top, right, bottom = self.box(text, size, direction)
        corner = (math.floor(left) - 1, math.floor(top) - 1)
        mask = Image.new("L", (math.ceil(right) - corner[0] + 2, math.ceil(bottom) - corner[1] + 2))
        start = (shift / 64 - corner[0], -corner[1])
        ImageDraw.Draw(mask).text(start, text, fill=255, font=self.at(size), anchor="ls", direction=direction)
        return mask, corner[0], corner[1]

    @functools.cached_property
    def cap(self) -> float:
        """Height of a capital letter above the baseline."""
        return self._reach("HX", 1)

    @functools.cached_property
    def ascent(self) -> float:
        """Height of the tallest plain letters above the baseline."""
        return max(self.cap, self._reach("dhl", 1))

    @functools.cached_property
    def descent(self) -> float:
        """Depth of descenders below the baseline."""
        return self._reach("gpqy", 3)

    def _reach(self, text: str, side: int) -> float:
        letters = "".join(letter for letter in text if ord(letter) in self.letters)
        if not letters:
            up, down = self.at(1000).getmetrics()
            return (up if side == 1 else down) / 1000
        return abs(self.at(1000).getbbox(letters, anchor="ls")[side]) / 1000


class Chain:
    """The faces a role's text is drawn with, in the order they are tried."""

    def __init__(self, faces: tuple[Face, ...], lazy_cjk: bool, bold: bool) -> None:
        self.first = faces[0]
        self._faces = faces
        self._cjk = lazy_cjk
        self._bold = bold
        self._found: dict[str, Face | None] = {}

    def face(self, grapheme: str) -> Face | None:
        """The first face that has all of this grapheme; None when none has."""
        if grapheme in self._found:
            return self._found[grapheme]
        found = next((face for face in self._faces if face.covers(grapheme)), None)
        if found is None and self._cjk and CJK.search(grapheme):
            found = next((face for face in installed_cjk(self._bold, _wanted(grapheme)) if face.covers(grapheme)), None)
        self._found[grapheme] = found
        return found


class FontBook:
    """All chains of one brand. Belongs to one thread, as its faces do."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._chains: dict[str, Chain] = {}
        self._faces: dict[Path, Face] = {}

    def chain(self, role: str) -> Chain:
        if role not in self._chains:
            font = self.brand.font(role)
            bold = font.weight >= 600
            own = Face(font.file.path, font.axes, 0, font.file.digest)
            names = tuple(name for name in self.brand.fallback if name in SHIPPED)
            self._chains[role] = Chain((own, *(self._shipped(name, bold) for name in names)), "noto-cjk" in self.brand.fallback, bold)
        return self._chains[role]

    def _shipped(self, name: str, bold: bool) -> Face:
        path = locations.assets() / "fonts" / name / f"{SHIPPED[name]}-{'Bold' if bold else 'Regular'}.ttf"
        return self._faces.setdefault(path, Face(path))

    def digest(self) -> str:
        """SHA-256 over the digests of every font file a card of this brand may be drawn with, installed ones included."""
        faces = [face for role in self.brand.fonts for face in self.chain(role.role)._faces]
        parts = sorted({face.digest for face in faces} | {face.digest for face in _cjk_opened()})
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


# ── Chinese, Japanese, Korean: an installed font ───────────────────────────────────────────────────────────────────────

_CJK_FILES = {  # by whether bold
    True: (
        "NotoSansCJK-Bold.ttc",
        "NotoSansCJK-Black.ttc",
        "msyhbd.ttc",
        "YuGothB.ttc",
        "malgunbd.ttf",
        "PingFang.ttc",
        "Hiragino Sans GB.ttc",
        "AppleSDGothicNeo.ttc",
    ),
    False: (
        "NotoSansCJK-Regular.ttc",
        "msyh.ttc",
        "YuGothR.ttc",
        "malgun.ttf",
        "PingFang.ttc",
        "Hiragino Sans GB.ttc",
        "AppleSDGothicNeo.ttc",
    ),
}
_FOLDERS = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts",),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
}


def cjk_hint() -> str:
    """What installs Chinese, Japanese and Korean letters here."""
    commands = {"linux": "sudo apt install fonts-noto-cjk (Debian, Ubuntu), sudo dnf install google-noto-sans-cjk-fonts (Fedora)"}
    return commands.get(sys.platform, "Install the font Noto Sans CJK (Bold and Regular).")


def _wanted(grapheme: str) -> int:
    """Which face of a pan-CJK collection: 0 Japanese, 1 Korean, 2 Simplified Chinese."""
    return 0 if _KANA.search(grapheme) else 1 if _HANGUL.search(grapheme) else 2


@functools.cache
def installed_cjk(bold: bool, wanted: int) -> tuple[Face, ...]:
    """Installed fonts with Chinese, Japanese and Korean letters; empty when there are none."""
    folders = [Path(folder).expanduser() for folder in _FOLDERS.get(sys.platform, _FOLDERS["linux"])]
    found = {path.name: path for folder in folders if folder.is_dir() for path in folder.rglob("*.tt?")}
    return tuple(Face(found[name], index=wanted if name.startswith("NotoSansCJK") else 0) for name in _CJK_FILES[bold] if name in found)


def _cjk_opened() -> tuple[Face, ...]:
    return tuple(
        face for bold in (True, False) for wanted in (0, 1, 2) for face in installed_cjk(bold, wanted) if "letters" in face.__dict__
    )
