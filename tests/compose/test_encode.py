from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import PIL
import pytest
from PIL import Image

from tests.compose.conftest import sample_slots
from warroom.compose.encode import Aimed, encode_card, encode_cuts, encode_for, fingerprint_of, srgb
from warroom.compose.fonts import SIMPLIFIED, installed_cjk
from warroom.compose.limits import JPEG, LIMITS, MASTER, Limits, OwnLimits, limits
from warroom.compose.model import PictureAsset, SlotValues
from warroom.compose.render import CardRenderer
from warroom.errors import StorageError


def test_every_cut_is_a_file_named_by_its_digest(
    renderers: dict[str, CardRenderer], library: dict[str, PictureAsset], tmp_path: Path
) -> None:
    renderer = renderers["reaction-on-photo"]
    cuts = encode_cuts(renderer, sample_slots(renderer.template, library), tmp_path)
    assert [cut.name for cut in cuts] == list(renderer.cuts)
    for cut in cuts:
        data = cut.path.read_bytes()
        assert hashlib.sha256(data).hexdigest() == cut.sha256 == cut.path.stem
        assert len(data) == cut.size <= MASTER.most_bytes
        assert cut.mime == "image/jpeg"
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (cut.width, cut.height) == renderer.template.cut(cut.name).size
            assert not image.getexif()
            assert image.info["icc_profile"] == srgb()
            assert set(image.info) <= {"icc_profile", "jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({cut.path.name for cut in cuts})


def test_encoding_again_gives_the_same_bytes(renderers: dict[str, CardRenderer], library: dict[str, PictureAsset], tmp_path: Path) -> None:
    renderer = renderers["product-on-dark"]
    slots = sample_slots(renderer.template, library)
    first = encode_cuts(renderer, slots, tmp_path / "one")
    again = encode_cuts(CardRenderer(renderer.template), slots, tmp_path / "two")
    assert [cut.sha256 for cut in first] == [cut.sha256 for cut in again]
    other = encode_cuts(renderer, slots.with_text("headline", "Another"), tmp_path / "three")
    assert not {cut.sha256 for cut in first} & {cut.sha256 for cut in other}


def test_noise_is_brought_under_the_limit_with_all_its_pixels(tmp_path: Path) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (1350, 1080, 3), dtype=np.uint8))
    cut = encode_card("4x5", noise, tmp_path)
    assert cut.size <= MASTER.most_bytes
    assert (cut.width, cut.height) == (1080, 1350)


def test_quality_goes_before_pixels(tmp_path: Path) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (1350, 1080, 3), dtype=np.uint8))
    small = encode_card("4x5", noise, tmp_path, Limits("", (JPEG,), 900_000))
    assert small.size <= 900_000
    assert (small.width, small.height) == (1080, 1350)
    smaller = encode_card("4x5", noise, tmp_path, Limits("", (JPEG,), 60_000))
    assert smaller.size <= 60_000
    assert smaller.width < 1080
    assert smaller.width / smaller.height == pytest.approx(0.8, abs=0.01)


def test_the_quality_is_the_best_there_is_room_for(tmp_path: Path) -> None:
    card = Image.effect_noise((600, 600), 40).convert("RGB")
    whole = encode_card("1x1", card, tmp_path)
    tight = encode_card("1x1", card, tmp_path, Limits("", (JPEG,), whole.size * 2 // 3))
    assert whole.size * 0.6 < tight.size <= whole.size * 2 // 3


def test_a_network_gets_a_file_of_its_own_only_where_it_takes_no_other(tmp_path: Path) -> None:
    flat = Image.new("RGB", (1600, 900), (200, 116, 43))
    flat.paste((255, 255, 255), (100, 100, 400, 200))
    photo = Image.effect_noise((1080, 1080), 90).convert("RGB")
    aims = tuple(Aimed(one.network, "@crumb", cut) for one in LIMITS for cut in ("16x9", "1x1"))
    encoded = encode_for((("16x9", flat), ("1x1", photo)), aims, tmp_path)
    cuts = {cut.name: cut for cut in encoded.cuts}
    assert list(cuts) == ["16x9", "16x9@threads", "16x9@instagram", "1x1"]
    assert [cuts[name].mime for name in cuts] == ["image/png", "image/png", "image/jpeg", "image/jpeg"]
    for aim, name in zip(aims, encoded.names, strict=True):
        cut, wanted = cuts[name], limits(aim.network)
        assert wanted.takes(cut.width, cut.height, cut.size, cut.mime), aim
        with Image.open(cut.path) as image:
            assert image.size == (cut.width, cut.height)
            assert Image.MIME[image.format or ""] == cut.mime
    assert cuts["16x9@threads"].width == 1440


def test_what_a_server_says_of_itself_counts(tmp_path: Path) -> None:
    card = Image.effect_noise((1080, 1080), 90).convert("RGB")
    aims = (
        Aimed("mastodon", "@a@one.example", "1x1"),
        Aimed("mastodon", "@a@two.example", "1x1"),
        Aimed("mastodon", "@a@three.example", "1x1"),
    )
    own = {("mastodon", "@a@two.example"): OwnLimits(most_bytes=700_000), ("mastodon", "@a@three.example"): OwnLimits(most_pixels=500_000)}
    encoded = encode_for((("1x1", card),), aims, tmp_path, own)
    assert encoded.names == ("1x1", "1x1@mastodon", "1x1@mastodon-2")
    master, tight, small = encoded.cuts
    assert master.size > 700_000 >= tight.size
    assert tight.width == master.width == 1080
    assert small.width * small.height <= 500_000


def test_what_is_uploaded_looks_as_the_preview(
    renderers: dict[str, CardRenderer], library: dict[str, PictureAsset], tmp_path: Path
) -> None:
    renderer = renderers["reaction-on-photo"]
    slots = sample_slots(renderer.template, library)
    for cut in encode_cuts(renderer, slots, tmp_path):
        with Image.open(cut.path) as file:
            theirs = np.asarray(file.convert("RGB"), dtype=np.float64)
        ours = np.asarray(renderer.render(slots, cut.name).image, dtype=np.float64)
        noise = float(np.mean((theirs - ours) ** 2))
        assert 10 * np.log10(255**2 / max(noise, 1e-9)) > 38, cut.name  # decibels; below that, one begins to see it


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from PIL import Image; from warroom.compose.encode import encode_card\n"
        "card = Image.linear_gradient('L').resize((800, 800)).convert('RGB'); card.paste('navy', (9, 9, 300, 300))\n"
        "for each in (card, card.quantize(8).convert('RGB')): print(encode_card('1x1', each, Path(sys.argv[1])).sha256)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            timeout=60,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert said[0] == said[1]
    assert len(said[0].split()) == 2


def test_flat_art_is_png_where_that_is_smaller(tmp_path: Path) -> None:
    flat = Image.new("RGB", (1080, 1080), (200, 116, 43))
    flat.paste((255, 255, 255), (100, 100, 400, 200))
    assert encode_card("1x1", flat, tmp_path).mime == "image/png"


def test_a_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(StorageError, match="1x1"):
        encode_card("1x1", Image.new("RGB", (20, 20)), blocked)


def test_the_fingerprint_names_all_that_decides_pixels(renderers: dict[str, CardRenderer]) -> None:
    renderer = renderers["breaking-line"]
    mark = fingerprint_of(renderer, SlotValues())
    assert mark.template == renderer.template.digest
    assert mark.brand == renderer.template.brand.digest
    assert len(mark.fonts) == 64
    assert mark.pillow == PIL.__version__
    assert mark.layout.startswith(("raqm", "basic"))
    for part in ("harfbuzz", "fribidi", "freetype2", "icu4py", "resvg-py"):
        assert f"{part} " in mark.layout or mark.layout.startswith("basic")
    assert "libjpeg_turbo " in mark.codecs


def test_an_installed_font_counts_for_the_cards_that_need_it(renderers: dict[str, CardRenderer]) -> None:
    renderer = renderers["breaking-line"]
    japanese = SlotValues(texts={"headline": "暗闇 مرحبا"})
    renderer.render(japanese, "1x1")
    assert fingerprint_of(renderer, SlotValues(texts={"headline": "Dark"})) == fingerprint_of(renderer, SlotValues())
    if installed_cjk(True, SIMPLIFIED) or installed_cjk(False, SIMPLIFIED):
        assert fingerprint_of(renderer, japanese).fonts != fingerprint_of(renderer, SlotValues()).fonts


@pytest.mark.parametrize("flat", [True, False], ids=["flat art", "a photograph"])
@pytest.mark.parametrize("most", [0, 700, 3_000])
def test_a_cut_that_the_disk_took_in_part_is_no_cut(flat: bool, most: int, tmp_path: Path) -> None:
    """As a disk that fills under the encoder: its last write is taken in part, and no error is said."""
    resource = pytest.importorskip("resource")
    image = Image.new("RGB", (600, 600), "navy") if flat else Image.effect_noise((600, 600), 60).convert("RGB")
    image.paste("white", (20, 20, 300, 90))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with pytest.raises(StorageError) as caught:
            encode_card("1x1", image, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert caught.value.hint == "Make room on the disk and send again."
    assert not list(tmp_path.iterdir())
    with Image.open(encode_card("1x1", image, tmp_path).path) as whole:
        whole.load()
