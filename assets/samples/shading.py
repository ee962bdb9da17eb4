"""What the drawings of this folder share: a grid, smooth steps, smooth noise, blur, and a camera's grain."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Array = npt.NDArray[np.float32]


def smooth(low: float, high: float, value: Array) -> Array:
    at = np.clip((value - low) / (high - low), 0, 1)
    return (at * at * (3 - 2 * at)).astype(np.float32)


def grid(side: int) -> tuple[Array, Array]:
    line = (np.arange(side, dtype=np.float32) + 0.5) / side * 2 - 1
    return np.meshgrid(line, line)


def noise(random: np.random.Generator, side: int, cells: int) -> Array:
    """Smooth noise from -1 to 1."""
    small = Image.fromarray((random.random((cells, cells)) * 255).astype(np.uint8))
    return np.asarray(small.resize((side, side), Image.Resampling.BICUBIC), dtype=np.float32) / 127.5 - 1


def blurred(values: Array, spread: float) -> Array:
    """Values blurred by so many pixels (three box blurs, in floats: a wide glow has no steps); what is far spread is blurred small."""
    small = max(1, min(32, int(spread / 4)))
    picture = Image.fromarray(np.ascontiguousarray(values))
    soft = np.asarray(picture.reduce(small) if small > 1 else picture, dtype=np.float32)
    reach = max(1, round(spread / small * 1.0))
    for _ in range(3):
        for axis in (0, 1):
            soft = _boxed(soft, reach, axis)
    wide = Image.fromarray(soft).resize((values.shape[1], values.shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(wide, dtype=np.float32)


def _boxed(values: Array, reach: int, axis: int) -> Array:
    pads = [(0, 0), (0, 0)]
    pads[axis] = (reach + 1, reach)
    sums = np.cumsum(np.pad(values, pads, mode="edge"), axis=axis, dtype=np.float64)
    whole = 2 * reach + 1
    part = np.take(sums, np.arange(whole, sums.shape[axis]), axis) - np.take(sums, np.arange(sums.shape[axis] - whole), axis)
    return (part / whole).astype(np.float32)


def photo(canvas: Array, seed: int) -> Image.Image:
    """As a camera would have it: grain, which also keeps dark gradients from banding."""
    random = np.random.default_rng(seed)
    grain = random.normal(0, 1.5, canvas.shape[:2])[..., None] + random.normal(0, 0.7, canvas.shape)
    return Image.fromarray(np.clip(canvas + grain, 0, 255).astype(np.uint8))
