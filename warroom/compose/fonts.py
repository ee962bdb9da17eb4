"""Fonts: what a file holds, faces at a size, and the chain of faces that a text role falls back through.

A `Chain` belongs to one font role: the role's own face, then the brand's fallback families in order. Which face draws a
letter is decided by the faces' own character maps. Faces are opened when first needed and kept; a face is not safe to use
from two threads at once (FreeType), so a renderer and all its chains belong to one thread.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex
from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageFont, features

from warroom import locations
from warroom.compose.emoji import archive_digest
from warroom.compose.font_copies import Uncopied, steady
from warroom.compose.layer import File
from warroom.compose.model import Brand
from warroom.compose.remembered import remembered
from warroom.errors import Problem, TemplateError

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
_BOPOMOFO = regex.compile(r"\p{Script=Bopomofo}")
_HAN = regex.compile(r"\p{Script=Han}")
JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL = range(4)
"""How Han letters are to look: they share code points and differ in form. The numbers are those of the faces of Noto Sans CJK."""


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
        versions = {part: features.version(part) for part in ("raqm", "harfbuzz", "fribidi", "freetype2")}
        versions |= {part: _version(part) for part in ("icu4py", "resvg-py")}
        return LayoutEngine("raqm", True, " · ".join(f"{part} {version}" for part, version in versions.items() if version))
    return LayoutEngine("basic", False, "FriBiDi is missing: text from right to left and Indic text are refused.", fribidi_hint())


def _version(package: str) -> str:
    """Empty where the package says none, as in a program frozen without it."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


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
def facts(path: Path, digest: str = "") -> FontFacts:
    """Weight and axes of a font file, whose bytes have this digest. Raises OSError when it is no font."""
    del digest  # tells one file at a path from the next
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
        self.length = remembered(4096, self._length)
        self.box = remembered(4096, self._box)
        self.drawn = remembered(128, self._drawn)

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        if not self._digest:
            self._digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        return self._digest

    @functools.cached_property
    def letters(self) -> frozenset[int]:
        """Raises TemplateError where the file has become none that can be used."""
        try:
            with self.path.open("rb") as file, TTFont(file, lazy=True, fontNumber=self.index) as font:
                return frozenset(font.getBestCmap() or ())
        except Exception as wrong:  # what fontTools raises on a damaged table is anybody's guess
            raise TemplateError((Problem(self.path, 0, "", "is not a font that can be used.", "Save it again."),)) from wrong

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

    def _drawn(self, text: str, size: int, direction: str | None, shift: int, stroke: float = 0.0) -> tuple[Image.Image, int, int]:
        """The text as an L mask, its start `shift` 64ths of a pixel to the right, and where the mask's corner is from that start."""
        lean, whole = math.modf(shift / 64)
        mask, corner = self.at(size).getmask2(
            text, "L", direction=direction, stroke_width=stroke, anchor="ls", start=(lean, 0.0), stroke_filled=True
        )
        drawn = Image.new("L", mask.size)
        drawn.im.paste(mask, (0, 0, *mask.size))
        return drawn, int(whole) + corner[0], corner[1]

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
    """The faces a role's text is drawn with, in the order they are tried. `han` is how Han letters look (see `han_of`)."""

    def __init__(self, faces: tuple[Face, ...], lazy_cjk: bool, bold: bool, han: int = SIMPLIFIED) -> None:
        self.first = faces[0]
        self._faces = faces
        self._cjk = lazy_cjk
        self._bold = bold
        self._han = han
        self._found: dict[str, Face | None] = {}

    def of(self, han: int) -> Chain:
        """The same faces, with Han letters as this language writes them."""
        return Chain(self._faces, self._cjk, self._bold, han)

    def face(self, grapheme: str) -> Face | None:
        """The first face that has all of this grapheme; None when none has."""
        if grapheme in self._found:
            return self._found[grapheme]
        found = next((face for face in self._faces if face.covers(grapheme)), None)
        if found is None and self._cjk and CJK.search(grapheme):
            found = next((face for face in installed_cjk(self._bold, self._han) if face.covers(grapheme)), None)
        self._found[grapheme] = found
        return found


def _steady(file: File) -> Path:
    try:
        return steady(file.path, file.digest)
    except OSError as wrong:
        uncopied = isinstance(wrong, Uncopied)
        said = f"{wrong}." if uncopied else f"cannot be read ({wrong})."
        raise TemplateError((Problem(file.path, 0, "", said, "Free some space there." if uncopied else "Save it again."),)) from wrong


class FontBook:
    """All chains of one brand. Belongs to one thread, as its faces do."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._chains: dict[tuple[str, int], Chain] = {}
        self._faces: dict[Path, Face] = {}

    def chain(self, role: str, han: int = SIMPLIFIED) -> Chain:
        if (role, SIMPLIFIED) not in self._chains:
            font = self.brand.font(role)
            bold = font.weight >= 600
            own = Face(_steady(font.file), font.axes, 0, font.file.digest)
            files = iter(self.brand.fallback_files)
            others = (self._shipped(name, bold) if name in SHIPPED else self._brands(name, files) for name in self.brand.fallback)
            faces = (own, *(face for face in others if face is not None))
            self._chains[role, SIMPLIFIED] = Chain(faces, "noto-cjk" in self.brand.fallback, bold)
        if (role, han) not in self._chains:
            self._chains[role, han] = self._chains[role, SIMPLIFIED].of(han)
        return self._chains[role, han]

    def _brands(self, name: str, files: Iterator[File]) -> Face | None:
        """A font of the brand's own; None for the name of an installed one."""
        if name == "noto-cjk":
            return None
        file = next(files)
        return Face(_steady(file), (), 0, file.digest)

    def _shipped(self, name: str, bold: bool) -> Face:
        path = locations.assets() / "fonts" / name / f"{SHIPPED[name]}-{'Bold' if bold else 'Regular'}.ttf"
        return self._faces.setdefault(path, Face(path))

    def digest(self, texts: Iterable[str] = ()) -> str:
        """SHA-256 over the digests of the emoji and of every font file that cards of this brand with these texts may be drawn with.

        An installed font counts only where a text needs one: another card's is no reason to call this one drawn otherwise.
        """
        chains = [self.chain(role.role) for role in self.brand.fonts]
        faces = [face for chain in chains for face in chain._faces]
        if "noto-cjk" in self.brand.fallback:
            bold = {chain._bold for chain in chains}
            faces += [face for text in texts if CJK.search(text) for each in bold for face in installed_cjk(each, han_of(text))[:1]]
        parts = sorted({face.digest for face in faces} | {archive_digest()})
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


# ── Chinese, Japanese, Korean: an installed font ───────────────────────────────────────────────────────────────────────

_NOTO_CJK = {True: ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Black.ttc"), False: ("NotoSansCJK-Regular.ttc",)}
# Of Windows and macOS, by language and whether bold; those of the other languages follow, in this order.
_CJK_FILES: dict[int, dict[bool, tuple[str, ...]]] = {
    JAPANESE: {True: ("YuGothB.ttc", "ヒラギノ角ゴシック W7.ttc"), False: ("YuGothR.ttc", "ヒラギノ角ゴシック W4.ttc")},
    KOREAN: {True: ("malgunbd.ttf", "AppleSDGothicNeo.ttc"), False: ("malgun.ttf", "AppleSDGothicNeo.ttc")},
    SIMPLIFIED: {True: ("msyhbd.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc"), False: ("msyh.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc")},
    TRADITIONAL: {True: ("msjhbd.ttc", "PingFang.ttc"), False: ("msjh.ttc", "PingFang.ttc")},
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


def han_of(text: str) -> int:
    """How the Han letters of a text are to look: as Japanese beside kana, as Korean beside Hangul, else as their own code points tell."""
    if _KANA.search(text):
        return JAPANESE
    if _HANGUL.search(text):
        return KOREAN
    if _BOPOMOFO.search(text):
        return TRADITIONAL
    han = "".join(_HAN.findall(text))
    return TRADITIONAL if han and not _writes("gb2312", han) and _writes("big5", han) else SIMPLIFIED


def _writes(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _installed() -> dict[str, Path]:
    folders = [Path(folder).expanduser() for folder in _FOLDERS.get(sys.platform, _FOLDERS["linux"])]
    return {path.name: path for folder in folders if folder.is_dir() for path in folder.rglob("*.tt?")}


@functools.cache
def installed_cjk(bold: bool, han: int) -> tuple[Face, ...]:
    """Installed fonts with Chinese, Japanese and Korean letters, those made for this language first; empty when there are none."""
    found = _installed()
    noto = [Face(found[name], index=han) for name in _NOTO_CJK[bold] if name in found]
    names = dict.fromkeys((*_CJK_FILES[han][bold], *(name for others in _CJK_FILES.values() for name in others[bold])))
    return (*noto, *(Face(found[name]) for name in names if name in found))
