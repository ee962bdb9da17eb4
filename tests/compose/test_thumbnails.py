"""Small pictures of what is transparent: a dark logo is seen on its ground as a light one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from warroom.compose.thumbnails import BEHIND, BEHIND_DARK, Ask, _make


@pytest.mark.parametrize(("ink", "ground"), [((12, 10, 8), BEHIND_DARK), ((250, 240, 220), BEHIND), ((230, 120, 30), BEHIND)])
def test_a_logo_stands_out_from_what_is_behind_it(ink: tuple[int, int, int], ground: tuple[int, int, int], tmp_path: Path) -> None:
    logo = Image.new("RGBA", (600, 300), (0, 0, 0, 0))
    logo.paste((*ink, 255), (100, 100, 500, 200))
    logo.save(tmp_path / "logo.png")
    _make(Ask(str(tmp_path / "logo.png"), str(tmp_path / "small.jpg"), 240, 180, True))
    with Image.open(tmp_path / "small.jpg") as small:
        corner = small.getpixel((3, 3))
        middle = small.getpixel((small.width // 2, small.height // 2))
    assert all(abs(a - b) < 6 for a, b in zip(corner, ground, strict=True))
    assert sum(abs(a - b) for a, b in zip(corner, middle, strict=True)) > 150
