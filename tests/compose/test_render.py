from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compose.conftest import photo, rewrite, sample_slots
from warroom.compose import fonts
from warroom.compose.encode import fingerprint_of
from warroom.compose.model import Card, Finding, PictureAsset, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template, shipped_templates
from warroom.errors import PictureError

CUTS = ("1x1", "4x5", "16x9", "9x16")
KEYS = [template.key for template in shipped_templates()]


def failing(card: Card) -> dict[str, Finding]:
    return {finding.check: finding for finding in card.findings if not finding.ok}


@pytest.mark.parametrize("cut", CUTS)
def test_the_example_works_whole(example: Template, cut: str, tmp_path: Path) -> None:
    slots = SlotValues(texts={"headline": "Some things taste better in the dark."}, pictures={"photo": photo(tmp_path / "p.png")})
    card = CardRenderer(example).render(slots, cut)
    assert card.fits
    assert card.image.size == example.cut(cut).size
    headline = card.texts[0]
    assert headline.size <= 130 * example.cut(cut).unit
    assert len(headline.lines) <= (3 if cut == "4x5" else 2)
    assert headline.contrast >= 4.4
    assert {box.layer for box in card.boxes} == {"photo", "scrim", "headline", "logo"}
    if cut == "9x16":  # the example's headline stands below its own safe area
        assert "safe_area" in failing(card)


def test_typing_gives_the_same_pixels_as_starting_anew(example: Template, tmp_path: Path) -> None:
    slots = SlotValues(pictures={"photo": photo(tmp_path / "p.png")})
    typing = CardRenderer(example)
    for end in (4, 11, 20, 37):
        typed = slots.with_text("headline", "Some things taste better in the dark."[:end])
        assert typing.render(typed, "1x1").image.tobytes() == CardRenderer(example).render(typed, "1x1").image.tobytes()


def test_a_card_given_out_is_not_painted_on_later(renderers: dict[str, CardRenderer]) -> None:
    renderer = renderers["breaking-line"]
    first = renderer.render(SlotValues(texts={"headline": "One"}), "1x1")
    before = first.image.tobytes()
    renderer.render(SlotValues(texts={"headline": "Another"}), "1x1")
    assert first.image.tobytes() == before


def test_a_scrim_darkens_until_the_text_can_be_read(example: Template, tmp_path: Path) -> None:
    bright = SlotValues(texts={"headline": "Can you read this?"}, pictures={"photo": photo(tmp_path / "w.png", (250, 250, 250))})
    dark = SlotValues(texts={"headline": "Can you read this?"}, pictures={"photo": photo(tmp_path / "d.png", (12, 12, 20))})
    renderer = CardRenderer(example)
    lit, unlit = renderer.render(bright, "1x1"), renderer.render(dark, "1x1")
    assert lit.texts[0].contrast >= 4.5
    assert unlit.texts[0].contrast > 15
    assert np.asarray(lit.image)[700:1000, 200:900].mean() < 150
    assert "contrast" not in failing(lit)


def test_low_contrast_is_found_on_real_pixels(brand_folder: Path, tmp_path: Path) -> None:
    rewrite(brand_folder / "reaction-on-photo" / "template.toml", "auto_darken = true", "auto_darken = false")
    template = load_template(brand_folder / "reaction-on-photo", load_brand(brand_folder / "brand.toml"))
    slots = SlotValues(texts={"headline": "Can you read this?"}, pictures={"photo": photo(tmp_path / "w.png", (255, 255, 255))})
    card = CardRenderer(template).render(slots, "1x1")
    assert card.texts[0].contrast < 3
    assert "At least 3 : 1" in failing(card)["contrast"].hint


def test_switch_choice_and_colour_change_the_card(renderers: dict[str, CardRenderer]) -> None:
    renderer = renderers["breaking-line"]
    slots = SlotValues(texts={"headline": "Lights out."})
    plain = renderer.render(slots, "1x1")
    assert (
        np.asarray(plain.image)[540, 20].tolist()
        != np.asarray(renderer.render(slots.with_colour("colour", "cream"), "1x1").image)[540, 20].tolist()
    )
    without = renderer.render(slots.with_switch("biscuit", False), "1x1")
    assert {box.layer for box in plain.boxes} - {box.layer for box in without.boxes} == {"biscuit"}
    assert renderer.render(slots.with_colour("colour", "none of these"), "1x1").image.tobytes() == plain.image.tobytes()
    tagged = renderers["reaction-on-photo"].render(slots.with_choice("tag", "LIVE"), "1x1")
    assert "tag" in {text.layer for text in tagged.texts}
    for option in ("", "not an option"):
        assert "tag" not in {text.layer for text in renderers["reaction-on-photo"].render(slots.with_choice("tag", option), "1x1").texts}


def test_a_focal_point_is_kept_per_cut(renderers: dict[str, CardRenderer], tmp_path: Path) -> None:
    asset = photo(tmp_path / "p.png", size=(3000, 1500))
    moved = PictureAsset(asset.digest, asset.path, 3000, 1500, "own", "ours", focals={"1x1": (0.1, 0.5), "": (0.9, 0.5)})
    slots = SlotValues(texts={"headline": "Hi"}, pictures={"photo": moved})
    renderer = renderers["reaction-on-photo"]
    square, tall = renderer.render(slots, "1x1"), renderer.render(slots, "9x16")
    assert (square.pictures[0].focal, tall.pictures[0].focal) == ((0.1, 0.5), (0.9, 0.5))
    assert np.asarray(square.image)[500, :, 0].mean() < 110 < np.asarray(tall.image)[900, :, 0].mean()


def test_a_zoom_shows_that_much_less_of_the_picture_around_its_focal_point(renderers: dict[str, CardRenderer], tmp_path: Path) -> None:
    asset = photo(tmp_path / "wide.png", size=(3000, 1500))
    whole = PictureAsset(asset.digest, asset.path, 3000, 1500, "own", "ours", focals={"": (0.5, 0.5)})
    closer = PictureAsset(asset.digest, asset.path, 3000, 1500, "own", "ours", focals={"": (0.5, 0.5)}, zooms={"1x1": 2.0})
    renderer = renderers["reaction-on-photo"]
    far, near = (renderer.render(SlotValues(pictures={"photo": one}), "1x1") for one in (whole, closer))
    assert near.pictures[0].scale == pytest.approx(far.pictures[0].scale / 2, abs=0.001)
    assert far.image.tobytes() != near.image.tobytes()
    others = [renderer.render(SlotValues(pictures={"photo": one}), "4x5").image.tobytes() for one in (whole, closer)]
    assert others[0] == others[1]


def test_what_is_missing_or_wrong_is_said(renderers: dict[str, CardRenderer], tmp_path: Path) -> None:
    renderer = renderers["reaction-on-photo"]
    empty = [finding.text for finding in renderer.render(SlotValues(), "1x1").findings if not finding.ok]
    assert empty == ["Photo is missing", "Headline is missing"]
    small = PictureAsset("s", photo(tmp_path / "s.png", size=(700, 700)).path, 700, 700)
    slots = SlotValues(texts={"headline": "x " * 45 + "🍪" * 4 + " \U00012000"}, pictures={"photo": small})
    found = failing(renderer.render(slots, "1x1"))
    assert {"overflow", "rights", "upscaled", "emoji", "missing_glyph"} <= set(found)
    assert all(found[check].level == "block" for check in ("overflow", "rights", "missing_glyph"))
    assert found["emoji"].hint.endswith("out."), "it says what to do"


def test_cjk_without_a_font_names_the_package(renderers: dict[str, CardRenderer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.compose.fonts.installed_cjk", lambda bold, han: ())
    renderer = CardRenderer(renderers["breaking-line"].template)
    found = failing(renderer.render(SlotValues(texts={"headline": "暗闇"}), "1x1"))
    assert "Noto" in found["missing_glyph"].hint or "noto" in found["missing_glyph"].hint


def test_without_fribidi_right_to_left_is_refused_not_garbled(renderers: dict[str, CardRenderer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.features, "check", lambda name: False)
    fonts.text_engine.cache_clear()
    try:
        renderer = CardRenderer(renderers["breaking-line"].template)
        found = failing(renderer.render(SlotValues(texts={"headline": "Hello שלום"}), "1x1"))
        assert found["layout"].level == "block"
        assert "FriBiDi" in found["layout"].hint
        assert "layout" not in failing(renderer.render(SlotValues(texts={"headline": "Hello"}), "1x1"))
        assert fingerprint_of(renderer, SlotValues()).layout == "basic"
    finally:
        fonts.text_engine.cache_clear()


def test_the_logo_keeps_its_space(brand_folder: Path, tmp_path: Path) -> None:
    rewrite(
        brand_folder / "reaction-on-photo" / "template.toml",
        "box = { left = 56, top = 56, width = 167 }",
        "box = { left = 74, bottom = 130, width = 167 }",
    )
    template = load_template(brand_folder / "reaction-on-photo", load_brand(brand_folder / "brand.toml"))
    slots = SlotValues(texts={"headline": "Right across the logo"}, pictures={"photo": photo(tmp_path / "p.png")})
    assert "logo_clear" in failing(CardRenderer(template).render(slots, "1x1"))


def test_a_picture_that_is_gone_is_an_error_that_says_so(renderers: dict[str, CardRenderer], tmp_path: Path) -> None:
    slots = SlotValues(pictures={"photo": PictureAsset("gone", str(tmp_path / "gone.jpg"), 2000, 2000)})
    with pytest.raises(PictureError, match=r"gone\.jpg"):
        renderers["reaction-on-photo"].render(slots, "1x1")


def test_threads_take_turns(renderers: dict[str, CardRenderer], library: dict[str, PictureAsset]) -> None:
    renderer = renderers["product-on-dark"]
    slots = sample_slots(renderer.template, library)
    with ThreadPoolExecutor(4) as pool:
        cards = list(pool.map(lambda cut: renderer.render(slots, cut), CUTS * 2))
    for card in cards:
        assert card.image.tobytes() == renderer.render(slots, card.cut).image.tobytes()


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=80), cut=st.sampled_from(CUTS), key=st.sampled_from(KEYS))
def test_any_text_gives_a_card_and_stays_in_its_box(text: str, cut: str, key: str, renderers: dict[str, CardRenderer]) -> None:
    card = renderers[key].render(SlotValues(texts={"headline": text}), cut)
    for laid in card.texts:
        assert laid.over or not laid.lines or laid.ink.inside(laid.box.grown(1)), laid
