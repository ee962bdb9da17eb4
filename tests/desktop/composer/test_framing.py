from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.compose.model import PictureAsset
from warroom.desktop.composer.framing import MOST_ZOOM, Stand, framed, stands, unframed
from warroom.review.model import Filled, Framing

PARTS = st.floats(0, 1)
WAYS = st.floats(-3, 3)


@st.composite
def some(draw: st.DrawFn) -> Stand:
    ratio = st.floats(0.05, 20)
    return Stand("photo", 0.1, 0.2, 0.5, 0.4, draw(ratio), draw(ratio), (draw(PARTS), draw(PARTS)), draw(st.floats(1, MOST_ZOOM)))


def inside(stand: Stand) -> bool:
    return all(
        part / 2 - 1e-4 <= middle <= 1 - part / 2 + 1e-4 and 0 < part <= 1 + 1e-9
        for middle, part in zip(stand.centre, stand.shown, strict=True)
    )


@given(some(), WAYS, WAYS, st.floats(0.01, 100), PARTS, PARTS)
def test_whatever_the_hand_does_only_the_picture_is_shown(stand: Stand, dx: float, dy: float, factor: float, x: float, y: float) -> None:
    for moved in (stand.moved(dx, dy), stand.zoomed(factor), stand.zoomed(factor, (x, y)), stand.moved(dx, dy).zoomed(factor, (x, y))):
        assert inside(moved)
        assert 1 <= moved.zoom <= MOST_ZOOM
        assert all(0 <= part <= 1 for part in moved.focal)
        across, down = moved.mark
        assert 0.1 - 1e-9 <= across <= 0.6 + 1e-9
        assert 0.2 - 1e-9 <= down <= 0.6 + 1e-9


@given(some(), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_there_and_back_is_where_it_was_unless_an_edge_stopped_it(stand: Stand, dx: float, dy: float) -> None:
    begun = stand.moved(0, 0)
    gone = begun.moved(dx, dy)
    for side in (0, 1):
        part = begun.shown[side]
        if part / 2 + 0.001 < gone.centre[side] < 1 - part / 2 - 0.001:
            assert gone.moved(-dx, -dy).centre[side] == pytest.approx(begun.centre[side], abs=0.001)


def test_a_side_that_is_shown_whole_keeps_the_focal_point_that_was_found_there() -> None:
    wide = Stand("photo", 0, 0, 1, 1, 1.0, 2.0, (0.3, 0.9))
    assert wide.moved(-0.1, -0.5).focal == (0.35, 0.9)


def test_a_cut_of_its_own_a_shared_one_and_none() -> None:
    old = Filled("photo", "d", (0.2, 0.3))
    own = framed(old, Framing("1x1", (0.5, 0.5), 2.0))
    assert own.framing("1x1") == Framing("1x1", (0.5, 0.5), 2.0)
    assert own.framing("4x5") == Framing("", (0.2, 0.3)), "what was framed before cuts had their own still holds"
    every = framed(framed(own, Framing("9x16", (0.9, 0.9))), Framing("", (0.1, 0.1)))
    assert every.framings == (Framing("", (0.1, 0.1)),)
    assert unframed(own, "1x1").framing("1x1") == Framing("", (0.2, 0.3))
    assert unframed(own, "").framings == ()


def test_a_stand_shows_what_the_renderer_crops(tmp_path: object) -> None:
    from pathlib import Path

    from PIL import Image

    from warroom.compose.layer import PictureLayer
    from warroom.compose.model import SlotValues
    from warroom.compose.rasters import Rasters
    from warroom.compose.render import CardRenderer
    from warroom.compose.template import shipped_templates

    template = next(one for one in shipped_templates() if one.key == "reaction-on-photo")
    path = Path(str(tmp_path)) / "ramp.png"
    Image.linear_gradient("L").rotate(90).resize((2400, 1000)).convert("RGB").save(path)
    asset = PictureAsset("ramp", str(path), 2400, 1000, focals={"1x1": (0.7, 0.5)}, zooms={"1x1": 1.5})
    (stand,) = stands(template, "1x1", {"photo": asset}, ())
    (shown,) = CardRenderer(template).render(SlotValues(pictures={"photo": asset}), "1x1").pictures
    layer = next(one for one in template.cut("1x1").layers if isinstance(one, PictureLayer))
    box = layer.box.on((1080, 1080))
    placed, scale = Rasters(1920).placed(str(path), "ramp", box.size, True, (0.7, 0.5), 1.5)
    whole = Image.open(path).convert("RGB")
    left, right = (whole.getpixel((round((stand.centre[0] + side * stand.shown[0] / 2) * 2399), 500))[0] for side in (-1, 1))
    assert placed.getpixel((2, 500))[0] == pytest.approx(left, abs=3)
    assert placed.getpixel((box.width - 3, 500))[0] == pytest.approx(right, abs=3)
    assert shown.scale == pytest.approx(scale, abs=0.01)
    assert scale * box.width / 2400 == pytest.approx(stand.shown[0], abs=0.01)
