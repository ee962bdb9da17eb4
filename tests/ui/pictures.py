"""Compare what is on the screen with the picture kept of it. `WARROOM_KEEP_PICTURES=1` keeps what is shown now instead."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QImage

KEPT = Path(__file__).parent / "golden"
MEAN = 1.2  # of 255: hinting differs a little between machines
TILE = 24  # pixels; a word gone or moved shows in the mean of its tile
TILE_MEAN = 9.0


def as_pillow(image: QImage) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    return Image.frombuffer("RGB", (plain.width(), plain.height()), bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1).copy()


def assert_as_kept(image: QImage, name: str, tmp_path: Path) -> None:
    file = KEPT / f"{name}.png"
    shown = as_pillow(image)
    if os.environ.get("WARROOM_KEEP_PICTURES"):
        few = shown.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)  # of the ways the nearest to photos
        few.save(file, optimize=True)
        return
    kept = Image.open(file).convert("RGB")
    assert kept.size == shown.size
    difference = ImageChops.difference(kept, shown).convert("L")
    mean = ImageStat.Stat(difference).mean[0]
    tiles = difference.resize((shown.width // TILE, shown.height // TILE), Image.Resampling.BOX)
    worst = tiles.getextrema()[1]
    if mean > MEAN or worst > TILE_MEAN:
        shown.save(tmp_path / f"{name}.png")
        raise AssertionError(f"{name} is not as it was (mean {mean:.2f}, worst tile {worst}); what is shown: {tmp_path / name}.png")
