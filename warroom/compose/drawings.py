"""Shapes, lines and gradients as masks and bands of pixels. Pure: nothing is kept here."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from warroom.compose.layer import Colour, GradientLayer

Stops = tuple[tuple[float, Colour], ...]
Pixels = npt.NDArray[np.uint8]
Places = npt.NDArray[np.floating[Any]]
_ROWS = 64
"""Of a gradient that are worked out at a time: what is in between stays in the processor's cache."""


def rounded(size: tuple[int, int], radius: float, ellipse: bool) -> Image.Image:
    fine = 4 if size[0] * size[1] < 400_000 else 2
    large = Image.new("L", (size[0] * fine, size[1] * fine))
    box = (0, 0, large.width - 1, large.height - 1)
    if ellipse:
        ImageDraw.Draw(large).ellipse(box, fill=255)
    else:
        ImageDraw.Draw(large).rounded_rectangle(box, min(radius, min(size) / 2) * fine, fill=255)
    return large.reduce(fine)


def within(shape: Image.Image, outer: tuple[int, int]) -> Image.Image:
    """The mask in the middle of a larger one, as a picture that is shown whole lies in its box."""
    mask = Image.new("L", outer)
    mask.paste(shape, ((outer[0] - shape.width) // 2, (outer[1] - shape.height) // 2))
    return mask


def line(size: tuple[int, int], ends: tuple[tuple[float, float], tuple[float, float]], width: float) -> Image.Image:
    fine = 4
    large = Image.new("L", (size[0] * fine, size[1] * fine))
    draw, half = ImageDraw.Draw(large), width / 2
    (x, y), (to_x, to_y) = ends
    length = math.hypot(to_x - x, to_y - y) or 1.0
    across, down = (y - to_y) / length * half, (to_x - x) / length * half
    side = ((x + across, y + down), (to_x + across, to_y + down), (to_x - across, to_y - down), (x - across, y - down))
    draw.polygon([(px * fine, py * fine) for px, py in side], fill=255)
    for px, py in ends:
        draw.ellipse(((px - half) * fine, (py - half) * fine, (px + half) * fine, (py + half) * fine), fill=255)
    return large.reduce(fine)


def file_mask(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Its alpha where it is transparent anywhere, else its luminance."""
    alpha = picture.getchannel("A")
    band = picture.convert("RGB").convert("L") if alpha.getextrema() == (255, 255) else alpha
    return band.resize(size, Image.Resampling.LANCZOS)


def ramp(layer: GradientLayer, stops: Stops, size: tuple[int, int], band: int, strength: float) -> Pixels:
    """One band (0 to 2 colour, 3 alpha) over the box. Alpha a becomes 1 - (1 - a)^strength."""
    wide, high = size
    x, y = (np.arange(wide, dtype=np.float32) + 0.5) / wide, (np.arange(high, dtype=np.float32)[:, None] + 0.5) / high
    places, levels = [stop[0] for stop in stops], [stop[1][band] for stop in stops]
    # Rounded up or down by chance, always the same: whole steps would show as bands in the dark.
    chance = np.random.default_rng(band)
    out: Pixels = np.empty((high, wide), dtype=np.uint8)
    for top in range(0, high, _ROWS):
        values = np.interp(_once(_along(layer, x, y[top : top + _ROWS], size)), places, levels)
        if band == 3:
            values = 255 * (1 - (1 - np.clip(values / 255 * layer.opacity, 0, 1)) ** strength)
        rows = out[top : top + _ROWS]
        rows[:] = np.minimum(values + chance.random(rows.shape, dtype=np.float32), 255)
    return out


def _along(layer: GradientLayer, x: Places, y: Places, size: tuple[int, int]) -> Places:
    """How far along the gradient these columns and rows of the box are, themselves in parts of its size."""
    wide, high = size
    if layer.shape == "radial":
        away: Places = np.hypot((x - layer.centre[0]) * wide, (y - layer.centre[1]) * high)
        return away / (max(wide, high) / 2)
    turn = math.radians(layer.angle)
    across, down = -math.sin(turn), math.cos(turn)
    reach = abs(across) * wide + abs(down) * high
    return 0.5 + ((x - 0.5) * wide * across + (y - 0.5) * high * down) / reach


def _once(at: Places) -> Places:
    """One column, or one row, where all are the same: what follows is then worked out a thousand times less often."""
    column, row = at[:, :1], at[:1]
    return column if bool((at == column).all()) else row if bool((at == row).all()) else at
