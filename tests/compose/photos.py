"""Photos that make a card hard to read: dark, bright and busy; drawn, 1600 × 2000 pixels."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
from PIL import Image

from tests.compose.conftest import file_digest
from warroom.compose.model import PictureAsset

PHOTOS = ("dark", "bright", "busy")


@functools.cache
def hard_photo(kind: str, folder: Path) -> PictureAsset:
    """One of PHOTOS in `folder`: night, snow, or stripes of every brightness at every scale."""
    wide, high = 1600, 2000
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32) / wide
    if kind == "dark":
        pixels = np.stack([10 + 14 * y, 10 + 10 * x, 24 + 20 * y], -1)
    elif kind == "bright":
        pixels = np.stack([250 - 6 * y, 251 - 4 * x, 255 - 3 * y], -1)
    else:
        wave = np.sin(x * 61 + 9 * np.sin(y * 7)) + np.sin(y * 47 + 7 * np.sin(x * 11)) + 0.8 * np.sin((x + y) * 160)
        pixels = np.stack([128 + 80 * wave, 128 + 74 * np.roll(wave, 90, 0), 128 + 70 * np.roll(wave, 190, 1)], -1)
    path = folder / f"{kind}.png"
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path, compress_level=1)
    return PictureAsset(file_digest(path), str(path), wide, high, "own", "ours")
