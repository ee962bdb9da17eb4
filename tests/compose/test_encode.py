from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import PIL
import pytest
from PIL import Image

from tests.compose.conftest import sample_slots
from warroom.compose.encode import MOST_BYTES, encode_card, encode_cuts, fingerprint_of
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
        assert len(data) == cut.size <= MOST_BYTES
        assert cut.mime == "image/jpeg"
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (cut.width, cut.height) == renderer.template.cut(cut.name).size
            assert not image.getexif()
            assert "icc_profile" not in image.info
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
    assert cut.size <= MOST_BYTES
    assert (cut.width, cut.height) == (1080, 1350)


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
    mark = fingerprint_of(renderer)
    assert mark.template == renderer.template.digest
    assert mark.brand == renderer.template.brand.digest
    assert len(mark.fonts) == 64
    assert mark.pillow == PIL.__version__
    assert mark.layout.startswith(("raqm", "basic"))
    renderer.render(SlotValues(texts={"headline": "暗闇 مرحبا"}), "1x1")
    assert fingerprint_of(CardRenderer(renderer.template)).template == mark.template


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
