"""Pictures brought into their boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from warroom.compose.rasters import Rasters

SIDES = st.integers(1, 4_000)


@given(st.tuples(SIDES, SIDES), st.sampled_from([(1080, 1080), (1080, 1350), (1600, 900), (1080, 1920)]), st.floats(0, 1), st.floats(0, 1))
@example((1200, 2000), (1080, 1920), 0.5, 0.5)
@example((1, 4_000), (1600, 900), 1.0, 1.0)
def test_any_picture_fits_any_cut(picture: tuple[int, int], cut: tuple[int, int], x: float, y: float) -> None:
    small = (cut[0] // 20, cut[1] // 20)
    for size in (cut, small) if picture[0] * picture[1] < 4_000_000 else (small,):
        placed, scale = Rasters._place(Image.new("RGB", picture), size, True, (x, y))
        assert placed.size == size
        assert scale == pytest.approx(min(picture[0] / size[0], picture[1] / size[1]))


def test_a_first_look_is_drawn_too(tmp_path: Path) -> None:
    """As `admit.many` leaves it."""
    Image.new("RGB", (300, 200), (200, 30, 10)).save(tmp_path / "look.ppm")
    picture = Rasters(1080).decoded(str(tmp_path / "look.ppm"), "glance look")
    assert picture.getpixel((5, 5)) == (200, 30, 10)
