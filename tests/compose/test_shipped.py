"""The templates that ship: they hold every stress text in every cut, on dark, bright and busy photos, and look as they did."""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.compose.conftest import DATA
from tests.compose.photos import PHOTOS
from tests.compose.sheets import LONGEST, pixels_digest, sheet, versions, with_photo
from warroom import locations
from warroom.compose.contrast import luminance, ratio
from warroom.compose.layer import AssetLayer
from warroom.compose.model import Card, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.stress import SAMPLE, STRESSES, Stress, stressed, stresses
from warroom.compose.template import shipped_templates

GOLDENS = DATA / "goldens" / "compose"
DIGESTS = GOLDENS / "digests.txt"
KEYS = [template.key for template in shipped_templates()]
OURS = [
    *("breaking-line", "countdown", "plain-type", "poll", "product-on-dark", "quote", "reaction-on-photo"),
    *("score-line", "split-picture", "sticker-over-full-bleed", "thank-you", "versus"),
]
CUTS = ("1x1", "4x5", "16x9", "9x16")
SHORT = 120  # pixels of a cut's short side on a golden sheet
LOGO_CONTRAST = 3.0
WRITING = bool(os.environ.get("WARROOM_WRITE_GOLDENS"))
STORY = 250  # pixels at a story's top and bottom that the network covers


@dataclass(frozen=True, eq=False)
class Shown:
    """One template with its cards, by stress text and cut."""

    template: Template
    renderer: CardRenderer
    cards: dict[tuple[str, str], Card]


@pytest.fixture(scope="module", params=KEYS)
def shown(request: pytest.FixtureRequest, templates: dict[str, Template]) -> Shown:
    template = templates[request.param]
    renderer = CardRenderer(template)
    values = {stress.key: stressed(template, stress) for stress in stresses()}
    return Shown(template, renderer, {(key, cut): renderer.render(value, cut) for key, value in values.items() for cut in renderer.cuts})


def wrong(card: Card, *allowed: str) -> list[str]:
    return [f"{card.cut}: {finding.text}. {finding.hint}" for finding in card.findings if not finding.ok and finding.check not in allowed]


def test_there_are_the_twelve() -> None:
    assert KEYS == OURS


def test_each_has_four_cuts_and_keeps_a_story_s_safe_area(shown: Shown) -> None:
    assert {cut.name: cut.size for cut in shown.template.cuts} == dict(
        zip(CUTS, ((1080, 1080), (1080, 1350), (1600, 900), (1080, 1920)), strict=True)
    )
    safe = shown.template.cut("9x16").safe.on((1080, 1920))
    assert safe.top >= STORY
    assert safe.bottom <= 1920 - STORY


def test_each_has_words_of_its_own_and_a_limit_for_every_text(shown: Shown) -> None:
    texts = [slot for slot in shown.template.slots if slot.kind == "text"]
    assert texts
    assert all(slot.max_graphemes for slot in texts)
    assert all(slot.sample for slot in texts if slot.required)
    assert all(slot.sample_file for slot in shown.template.slots if slot.kind == "picture")


def test_what_is_missing_is_called_by_its_label(renderers: dict[str, CardRenderer]) -> None:
    said = {finding.text for finding in renderers["poll"].render(SlotValues(), "1x1").findings if finding.check == "required"}
    assert said == {"Question is missing", "Answer A is missing", "Answer B is missing"}


def test_a_name_is_of_one_kind_in_all_of_them(templates: dict[str, Template]) -> None:
    """What was typed stays when the template is switched: by the slot's name."""
    kinds = {(slot.name, slot.kind) for template in templates.values() for slot in template.slots}
    assert len(kinds) == len({name for name, _ in kinds})
    wordless = [key for key, template in templates.items() if template.slot("headline") is None]
    assert wordless == ["versus"]  # two words of equal weight


@pytest.mark.parametrize("key", [stress.key for stress in STRESSES if stress.key != "empty"])
def test_every_stress_text_passes_every_check(shown: Shown, key: str) -> None:
    if (key, "1x1") not in shown.cards:
        pytest.skip("no Chinese and Japanese font is installed")
    assert [problem for cut in CUTS for problem in wrong(shown.cards[key, cut])] == []


def test_empty_is_only_incomplete(shown: Shown) -> None:
    assert [problem for cut in CUTS for problem in wrong(shown.cards["empty", cut], "required")] == []


@pytest.mark.parametrize("kind", PHOTOS)
@pytest.mark.parametrize("stress", [SAMPLE, LONGEST], ids=["sample", "longest"])
def test_every_photo_can_be_written_on(shown: Shown, kind: str, stress: Stress, photos: Path) -> None:
    if not any(slot.kind == "picture" for slot in shown.template.slots):
        pytest.skip("it takes no picture")
    values = with_photo(shown.template, stress, lambda _: kind, photos)
    for cut in CUTS:
        card = shown.renderer.render(values, cut)
        assert wrong(card, "upscaled") == []
        assert logo_contrast(shown, card) >= LOGO_CONTRAST


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("photos")


def test_every_option_passes_every_check(shown: Shown) -> None:
    """Colours, choices and switches, one at a time, and all pairs of colours: none of them can make a card unreadable."""
    base = stressed(shown.template, SAMPLE)
    tried: list[SlotValues] = []
    colours = [slot for slot in shown.template.slots if slot.kind == "colour"]
    for slot in shown.template.slots:
        if slot.kind == "choice":
            tried += [base.with_choice(slot.name, option) for option in slot.options]
        elif slot.kind == "switch":
            tried += [base.with_switch(slot.name, on) for on in (True, False)]
    for option in colours[0].options if colours else ():
        one = base.with_colour(colours[0].name, option)
        tried += [one.with_colour(colours[1].name, other) for other in colours[1].options] if colours[1:] else [one]
    for values in tried:
        card = shown.renderer.render(values, "1x1")
        assert wrong(card) == []
        assert logo_contrast(shown, card) >= LOGO_CONTRAST


def logo_contrast(shown: Shown, card: Card) -> float:
    """The logo's colour against what is around it, all but the worst twentieth."""
    box = next(found.box for found in card.boxes if found.layer == "logo").grown(6)
    layer = next(layer for layer in shown.template.cut(card.cut).layers if layer.id == "logo")
    assert isinstance(layer, AssetLayer)
    logo = luminance(np.array([[11, 11, 15] if layer.file.path.stem == "logo-ink" else [255, 255, 255]], dtype=np.uint8))
    pixels = np.asarray(card.image.crop((box.left, box.top, box.right, box.bottom)))
    frame = np.concatenate([pixels[:5].reshape(-1, 3), pixels[-5:].reshape(-1, 3)])
    return float(np.percentile(ratio(luminance(frame), float(logo[0])), 5))


def test_it_looks_as_it_did(shown: Shown) -> None:
    """WARROOM_WRITE_GOLDENS=1 writes the sheets anew; then look at every one."""
    for name, keys in (("", [stress.key for stress in STRESSES if stress.key != "cjk"]), (".cjk", ["cjk"])):
        if (keys[0], "1x1") not in shown.cards:
            continue  # its font is not here
        now = sheet([[shown.cards[key, cut].image for cut in CUTS] for key in keys], SHORT)
        path = GOLDENS / f"{shown.template.key}{name}.jpg"
        if WRITING:
            now.save(path, "JPEG", quality=85, subsampling=0)
        with Image.open(path) as golden:
            assert golden.size == now.size
            apart = np.abs(np.asarray(golden.convert("RGB"), np.int16) - np.asarray(now, np.int16)).mean(-1)
        tiles = apart[: apart.shape[0] // 20 * 20, : apart.shape[1] // 20 * 20].reshape(apart.shape[0] // 20, 20, -1, 20).mean((1, 3))
        # Encoding alone makes up to 6 in a tile; a headline 6 px lower at export size makes over 12.
        assert tiles.max() < 9, (name, np.unravel_index(tiles.argmax(), tiles.shape), tiles.max())


def test_it_has_the_very_pixels_it_had(shown: Shown) -> None:
    """On the versions that the digests were made with, which stand in the file's first line."""
    mine = {f"{shown.template.key} {key} {cut}": pixels_digest(card) for (key, cut), card in shown.cards.items() if key != "cjk"}
    lines = DIGESTS.read_text(encoding="utf-8").splitlines() if DIGESTS.exists() else []
    kept = {" ".join(line.split()[:3]): line.split()[3] for line in lines[1:]}
    if WRITING:
        kept = {name: digest for name, digest in kept.items() if lines[0] == versions()} | mine
        DIGESTS.write_text("\n".join([versions(), *(f"{name} {kept[name]}" for name in sorted(kept))]) + "\n", encoding="utf-8")
    elif lines[0] != versions():
        pytest.skip(f"the digests are of {lines[0]}")
    assert {name: kept.get(name) for name in mine} == mine


def test_the_pieces_that_ship_are_what_the_script_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them, drawn anew; `assets/samples/draw.py` draws all."""
    monkeypatch.syspath_prepend(str(locations.assets() / "samples"))
    draw, pieces = importlib.import_module("draw"), importlib.import_module("pieces")
    drawn = pieces.paletted(draw.biscuit(1600, "").resize((1000, 1000), Image.Resampling.LANCZOS)).convert("RGBA")
    with Image.open(locations.assets() / "templates" / "countdown" / "face.png") as face:
        apart = np.abs(np.asarray(drawn, np.int16) - np.asarray(face.convert("RGBA"), np.int16))
    assert apart.mean() < 1.0
