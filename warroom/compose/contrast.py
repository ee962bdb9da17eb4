"""Contrast of letters against the pixels they stand on (WCAG 2.2, success criterion 1.4.3), and how dark a scrim must be.

Luminance and ratio are WCAG's own formulas on sRGB. The contrast of a text is the 5th percentile over the pixels under and
right around its letters: what the hardest twentieth of it is read against.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warroom.compose.layer import Blend, Colour

Array = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
PERCENTILE = 5
TOUCHED = 16
"""A square counts as under or right around the letters from this coverage on, of 255."""
STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.2, 4.0, 5.0, 6.5, 8.5, 11.0, 15.0)
"""How much a scrim is strengthened, from as it is to nearly opaque; few steps, so that painted grounds can be kept."""


@functools.cache
def _linear() -> Array:
    value = np.arange(256, dtype=np.float32) / 255
    table: Array = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return table


def luminance(pixels: Pixels) -> Array:
    """Relative luminance of uint8 sRGB pixels (…, 3)."""
    table = _linear()
    light: Array = 0.2126 * table[pixels[..., 0]] + 0.7152 * table[pixels[..., 1]] + 0.0722 * table[pixels[..., 2]]
    return light


def ratio(one: Array | float, other: Array | float) -> Array:
    """WCAG contrast ratio of two luminances, 1 to 21."""
    found: Array = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return found


@dataclass(frozen=True)
class Ink:
    """What letters are painted with, and with it what stands right around them: a stroke wide enough to be read against."""

    colour: Colour
    blend: Blend = "normal"
    around: Colour | None = None


def _on(pixels: Pixels, colour: Colour, blend: Blend) -> Array | float:
    """Luminance of a colour as it shows on each of these pixels."""
    top = np.array(colour[:3], dtype=np.float32)
    if blend == "normal" and colour[3] == 255:
        return float(luminance(top.astype(np.uint8)))
    shown = pixels * top / 255 if blend == "multiply" else 255 - (255 - pixels) * (255 - top) / 255 if blend == "screen" else top
    alpha = colour[3] / 255
    return luminance((pixels * (1 - alpha) + shown * alpha).astype(np.uint8))


def contrast_under(pixels: Pixels, ink: Ink) -> float:
    """The 5th percentile of contrast of this ink against these ground pixels (n, 3); 0 without pixels."""
    if not len(pixels):
        return 0.0
    letters = _on(pixels, ink.colour, ink.blend)
    found = ratio(letters, luminance(pixels))
    if ink.around is not None:
        found = np.maximum(found, ratio(letters, _on(pixels, ink.around, ink.blend)))
    return round(float(np.percentile(found, PERCENTILE)), 2)


def step_needed(pixels: Pixels, alphas: Array, scrim: Array, ink: Ink, least: float) -> int:
    """The first of `STEPS` at which the letters reach `least` on ground `pixels` (n, 3) under a scrim; the last if none does.

    `alphas` (n) are the scrim's own, 0 to 1, `scrim` its colours (n, 3) or (3).
    """
    for index, step in enumerate(STEPS):
        strong = (1 - (1 - alphas) ** step)[:, None]
        mixed = pixels * (1 - strong) + scrim * strong
        if contrast_under(mixed.astype(np.uint8), ink) >= least:
            return index
    return len(STEPS) - 1
