"""Which of the fonts at hand is meant by a name in a design: `Anton-Regular`, `Archivo SemiBold`, `Inter 700`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from warroom import locations
from warroom.compose.model import Brand

_WEIGHTS = {
    "thin": 100,
    "hairline": 100,
    "extralight": 200,
    "ultralight": 200,
    "light": 300,
    "regular": 400,
    "normal": 400,
    "book": 400,
    "roman": 400,
    "medium": 500,
    "semibold": 600,
    "demibold": 600,
    "demi": 600,
    "bold": 700,
    "extrabold": 800,
    "ultrabold": 800,
    "black": 900,
    "heavy": 900,
}
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True)
class Face:
    """A font file, its family as letters only, and the weights it has."""

    path: Path
    family: str
    lightest: int
    boldest: int


@dataclass(frozen=True)
class Meant:
    """`weight` 0 where the file has one only."""

    face: Face
    weight: int


def asked_of(name: str) -> tuple[str, int]:
    """Family, as letters only, and weight: `Archivo-SemiBold` is ("archivo", 600)."""
    words = [part.lower() for part in _PARTS.findall(name)]
    weight, family = 400, list[str]()
    at = 0
    while at < len(words):
        pair = "".join(words[at : at + 2])
        if pair in _WEIGHTS and at + 1 < len(words):
            weight, at = _WEIGHTS[pair], at + 2
            continue
        word = words[at]
        if word in _WEIGHTS:
            weight = _WEIGHTS[word]
        elif word.isdigit() and 1 <= int(word) <= 1000 and family:
            weight = int(word)
        elif word not in ("mt", "ps", "std", "pro", "vf", "variable"):
            family.append(word)
        at += 1
    return "".join(family), weight


@functools.cache
def shipped() -> tuple[Face, ...]:
    """The fonts that come with the program and that a template may name."""
    folder = locations.assets() / "fonts"
    return tuple(face for path in sorted(folder.glob("*/*.ttf")) if (face := face_of(path)) is not None)


def painted_as(path: Path) -> str:
    """The family that a painter of drawings finds it by, which may hold the weight: `Archivo SemiBold`."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return str(font["name"].getDebugName(1) or path.stem)


def face_of(path: Path) -> Face | None:
    """None for what is no font."""
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            family = font["name"].getBestFamilyName() or path.stem
            if "fvar" in font:
                weights = [axis for axis in font["fvar"].axes if axis.axisTag == "wght"]
                if weights:
                    return Face(path, asked_of(family)[0], int(weights[0].minValue), int(weights[0].maxValue))
            weight = int(font["OS/2"].usWeightClass)
            return Face(path, asked_of(family)[0], weight, weight)
    except (TTLibError, KeyError, AssertionError, ValueError, OSError):
        return None


def meant(name: str, faces: tuple[Face, ...]) -> Meant | None:
    """The face of that family with the nearest weight."""
    family, weight = asked_of(name)
    own = [face for face in faces if face.family == family]
    if not own:
        return None
    best = min(own, key=lambda face: max(face.lightest - weight, weight - face.boldest, 0))
    variable = best.lightest != best.boldest
    return Meant(best, min(max(weight, best.lightest), best.boldest) if variable else 0)


def role_of(name: str, brand: Brand) -> str:
    """The brand's role with that font, of the nearest weight; empty where it has none of that family."""
    family, weight = asked_of(name)
    own = [role for role in brand.fonts if (face := face_of(role.file.path)) is not None and face.family == family]
    return min(own, key=lambda role: abs(role.weight - weight)).role if own else ""
