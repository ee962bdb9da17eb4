"""Pictures brought into their boxes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from warroom.compose import decode, drawings, rasters
from warroom.compose.layer import GradientLayer, GradientShape
from warroom.compose.rasters import Kept, Photos, Rasters

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


@pytest.mark.parametrize(("shape", "angle"), [("linear", 0.0), ("linear", -90.0), ("linear", 180.0), ("linear", 30.0), ("radial", 0.0)])
@pytest.mark.parametrize("size", [(33, 129), (128, 64), (1, 1)])
def test_a_gradient_made_in_parts_is_the_whole_one(shape: GradientShape, angle: float, size: tuple[int, int]) -> None:
    stops = ((0.0, (10, 20, 30, 250)), (0.4, (0, 0, 0, 60)), (1.0, (200, 90, 9, 0)))
    layer = GradientLayer(id="g", stops=(), shape=shape, angle=angle, opacity=0.9)
    wide, high = size
    x, y = (np.arange(wide, dtype=np.float32) + 0.5) / wide, (np.arange(high, dtype=np.float32)[:, None] + 0.5) / high
    at = np.broadcast_to(drawings._along(layer, x, y, size), (high, wide))
    whole = 255 * (1 - (1 - np.interp(at, [0, 0.4, 1], [250, 60, 0]) / 255 * 0.9) ** 1.5)
    chance = np.random.default_rng(3).random((high, wide), dtype=np.float32)
    assert (drawings.ramp(layer, stops, size, 3, 1.5) == np.minimum(whole + chance, 255).astype(np.uint8)).all()


def test_settled_is_what_was_asked_for_since_the_mark() -> None:
    kept = Kept[Image.Image](8, 1)
    for name in "abc":
        kept.get(name, lambda: Image.new("L", (512, 512)))
    kept.mark()
    kept.get("b", lambda: Image.new("L", (1, 1)))
    kept.settle()
    assert [name in kept for name in "abc"] == [False, True, False]
    for name in "def":  # there is room for three more of a quarter of a megabyte: what went is counted no more
        kept.get(name, lambda: Image.new("L", (512, 512)))
    assert all(name in kept for name in "bdef")


def test_renderers_that_share_their_photos_decode_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (300, 200), (200, 30, 10)).save(tmp_path / "photo.png")
    decoded = list[object]()
    monkeypatch.setattr(rasters, "decoded", lambda *given: decoded.append(given) or decode.decoded(*given))
    photos = Photos()
    pictures = [Rasters(largest, photos=photos).decoded(str(tmp_path / "photo.png"), "a digest") for largest in (1080, 1080, 100)]
    assert pictures[0] is pictures[1]
    assert [picture.size for picture in pictures[1:]] == [(300, 200), (150, 100)]
    assert len(decoded) == 2
