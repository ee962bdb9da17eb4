"""How large the wall's text must be to be read from where people sit. Pure; lengths in millimetres, pixels as Qt Quick counts them.

The rule: the smallest text has an x-height of 10 minutes of arc at the reading distance, and what is to be acted on has
capitals of at least 16. Both are limits for letters on displays under good conditions: S. L. Smith, "Letter Size and
Legibility", Human Factors 21(6), 1979, pages 661-670, found design standards to ask for 10 to 24 minutes of arc and over 90 % of
2,000 field readings right at 10 (nearly all at 24); ISO 9241-3 asks for capitals of at least 16 and prefers 20 to 22.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST_X_ARC = 10.0  # minutes of arc
LEAST_CAPITAL_ARC = 16.0
X_HEIGHT = 0.5459  # of Inter's em; that of JetBrains Mono is larger
CAPITAL = 0.7275
NEAREST_M, FARTHEST_M = 1.0, 30.0
INCHES = 55.0  # a usual screen on a wall, where it does not say
LEAST_INCHES, MOST_INCHES = 10.0, 500.0
LEAST_LINES = 7  # of the smallest text in the height: less is no wall any more

_INCH = 25.4
_SKEW = 1.25  # how far from square a pixel may be said to be
_LOOK = {"small": 0.0195, "body": 0.0225, "large": 0.0315, "clock": 0.06, "title": 0.067, "watch": 0.128}  # of the height, as drawn
_GROWTH = {"large": 1.45, "clock": 1.6, "title": 1.9, "watch": 2.4}  # of the smallest text, where that decides


@dataclass(frozen=True)
class Sizes:
    """Pixels; `step` is the unit of spacing. `readable_m` is less than was asked where the screen is too small for it."""

    small: int
    body: int
    large: int
    clock: int
    title: int
    watch: int
    step: int
    readable_m: float


def height_for(arc_minutes: float, distance_mm: float) -> float:
    """What is seen under that angle from that distance."""
    return 2 * distance_mm * math.tan(math.radians(arc_minutes / 60) / 2)


def believed(reported: tuple[float, float], pixels: tuple[int, int]) -> tuple[float, float] | None:
    """The screen's size as it says; None where it says nothing or what cannot be.

    Projectors and cheap adapters report 0, their aspect ratio in place of their size (16 × 9), or another shape than their
    pixels have; a turned screen may report the size it has when not turned.
    """
    width, height = reported
    if not (width > 0 and height > 0 and pixels[0] > 0 and pixels[1] > 0 and math.isfinite(width + height)):
        return None
    if not LEAST_INCHES * _INCH <= math.hypot(width, height) <= MOST_INCHES * _INCH:
        return None
    for one in ((width, height), (height, width)):
        skew = (one[0] / pixels[0]) / (one[1] / pixels[1])
        if 1 / _SKEW <= skew <= _SKEW:
            return one
    return None


def of_diagonal(inches: float, pixels: tuple[int, int]) -> tuple[float, float]:
    """Width and height of a screen with square pixels."""
    scale = inches * _INCH / math.hypot(*pixels)
    return pixels[0] * scale, pixels[1] * scale


def sizes(pixels: tuple[int, int], height_mm: float, distance_m: float) -> Sizes:
    """For a wall of so many pixels whose height is `height_mm`. Never smaller than drawn for a screen that is near enough."""
    height = pixels[1]
    base = min(height, pixels[0])  # a turned screen is no wider for being higher
    density = height / height_mm
    least = height_for(LEAST_X_ARC, distance_m * 1000) / X_HEIGHT * density
    most = base / LEAST_LINES
    small = math.ceil(min(max(least, _LOOK["small"] * base), most))
    capital = LEAST_CAPITAL_ARC / CAPITAL / (LEAST_X_ARC / X_HEIGHT)  # times the smallest text
    grown = {name: math.ceil(max(_LOOK[name] * base, small * growth)) for name, growth in _GROWTH.items()}
    return Sizes(
        small=small,
        body=math.ceil(max(_LOOK["body"] * base, small * capital)),
        large=grown["large"],
        clock=grown["clock"],
        title=grown["title"],
        watch=grown["watch"],
        step=max(2, round(max(base / 270, small * 0.12))),
        readable_m=distance_m if least <= most else distance_m * most / least,
    )


def fit(room: float, each: float, gap: float, count: int, more: float) -> int:
    """How many of `count` boxes in a row or column are shown; where not all are, a line of `more` after them still fits."""
    if count <= 0 or each <= 0:
        return 0
    if count * each + (count - 1) * gap <= room:
        return count
    return max(0, min(count - 1, int((room - more) // (each + gap))))
