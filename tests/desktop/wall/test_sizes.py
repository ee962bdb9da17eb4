from __future__ import annotations

import math

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from warroom import locations
from warroom.desktop.wall.sizes import (
    CAPITAL,
    LEAST_CAPITAL_ARC,
    LEAST_X_ARC,
    X_HEIGHT,
    believed,
    fit,
    height_for,
    of_diagonal,
    sizes,
)

SCREENS = [(1366, 768), (1920, 1080), (3840, 2160), (1600, 1200), (1080, 1920)]


def arc(height_mm: float, distance_mm: float) -> float:
    return math.degrees(2 * math.atan(height_mm / 2 / distance_mm)) * 60


@given(st.sampled_from(SCREENS), st.floats(20, 200), st.floats(1, 30))
def test_no_text_is_smaller_than_can_be_read_from_where_it_says(pixels: tuple[int, int], inches: float, metres: float) -> None:
    height = of_diagonal(inches, pixels)[1]
    made = sizes(pixels, height, metres)
    mm = height / pixels[1]
    assert made.readable_m <= metres
    assert arc(made.small * X_HEIGHT * mm, made.readable_m * 1000) >= LEAST_X_ARC - 1e-6
    assert arc(made.body * CAPITAL * mm, made.readable_m * 1000) >= LEAST_CAPITAL_ARC - 1e-3
    assert made.small < made.body < made.large < made.clock < made.title < made.watch


@given(st.sampled_from(SCREENS), st.floats(20, 200))
def test_farther_is_never_smaller(pixels: tuple[int, int], inches: float) -> None:
    height = of_diagonal(inches, pixels)[1]
    made = [sizes(pixels, height, metres).small for metres in (1, 3, 6, 12, 30)]
    assert made == sorted(made)


def test_the_rule_in_numbers() -> None:
    assert height_for(10, 6000) == pytest.approx(17.45, abs=0.01)  # the x-height, in millimetres
    near = sizes((1920, 1080), of_diagonal(120, (1920, 1080))[1], 3)
    assert near.small == 22  # as drawn for a desk: near enough
    assert near.readable_m == 3
    usual = sizes((1920, 1080), of_diagonal(55, (1920, 1080))[1], 6)
    assert (usual.small, usual.readable_m) == (51, 6)
    assert sizes((3840, 2160), of_diagonal(55, (3840, 2160))[1], 6).small == 101, "twice the pixels, the same size to the eye"
    laptop = sizes((1920, 1080), of_diagonal(15.6, (1920, 1080))[1], 6)
    assert 4 < laptop.readable_m < 6


def test_the_letters_heights_are_those_of_the_fonts() -> None:
    for name, file in (("inter", "Inter-Regular"), ("jetbrains-mono", "JetBrainsMono-Regular")):
        font = TTFont(locations.assets() / "fonts" / name / f"{file}.ttf")
        em, table = font["head"].unitsPerEm, font["OS/2"]
        assert table.sxHeight / em >= X_HEIGHT - 1e-4
        assert table.sCapHeight / em >= CAPITAL - 1e-4


@pytest.mark.parametrize(
    ("reported", "pixels", "taken"),
    [
        ((1218.0, 685.0), (1920, 1080), (1218.0, 685.0)),
        ((685.0, 1218.0), (1920, 1080), (1218.0, 685.0)),  # as it is when not turned
        ((0.0, 0.0), (1920, 1080), None),
        ((160.0, 90.0), (1920, 1080), None),  # its aspect ratio, not its size
        ((1218.0, 1218.0), (1920, 1080), None),
        ((-1218.0, -685.0), (1920, 1080), None),
        ((math.nan, 685.0), (1920, 1080), None),
        ((math.inf, math.inf), (1920, 1080), None),
        ((1218.0, 685.0), (0, 0), None),
        ((90_000.0, 50_000.0), (1920, 1080), None),
    ],
)
def test_a_screen_is_believed_only_where_it_can_be_so(
    reported: tuple[float, float], pixels: tuple[int, int], taken: tuple[float, float] | None
) -> None:
    assert believed(reported, pixels) == taken


@given(st.floats(0, 3000), st.floats(10, 400), st.floats(0, 60), st.integers(0, 30), st.floats(10, 60))
def test_what_is_shown_fits_and_no_more_would(room: float, each: float, gap: float, count: int, more: float) -> None:
    shown = fit(room, each, gap, count, more)
    assert 0 <= shown <= count
    if shown == count:
        assert not count or count * each + (count - 1) * gap <= room
    elif shown:
        assert shown * (each + gap) + more <= room + 1e-6
    if shown < count - 1:
        assert (shown + 1) * (each + gap) + more > room - 1e-6
