"""Whether a picture is one that the feeds show, or the library's own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from warroom.compose.library import Asset
from warroom.compose.pictures import sample_pictures
from warroom.compose.thumbnails import covered
from warroom.desktop.picture_gate import PictureGate
from warroom.errors import PictureError

SAMPLES = [Path(picture.asset.path) for picture in sample_pictures()]


@pytest.fixture
def gate() -> Iterator[PictureGate]:
    made = PictureGate()
    yield made
    made.close()


def shown(gate: PictureGate, source: Path, folder: Path) -> Path:
    """As the room makes it small for the feeds."""
    small = folder / f"{source.stem}.jpg"
    with Image.open(source) as picture:
        covered(picture.convert("RGB"), 480, 270).save(small, "JPEG", quality=82)
    gate.saw(small, "@fan.example")
    gate.settle()
    return small


def coded(picture: Image.Image, form: str = "JPEG", **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def test_the_very_bytes_saved_elsewhere_are_refused(gate: PictureGate, tmp_path: Path) -> None:
    small = shown(gate, SAMPLES[0], tmp_path)
    elsewhere = tmp_path / "my photo.jpg"
    elsewhere.write_bytes(small.read_bytes())
    with pytest.raises(PictureError, match=r"my photo.jpg is a picture that the feeds show, by @fan.example"):
        gate.look(elsewhere, "my photo.jpg")


@pytest.mark.parametrize("how", ["whole", "smaller", "png", "poor", "brighter", "screenshot"])
def test_the_same_picture_in_another_shape_is_refused(gate: PictureGate, tmp_path: Path, how: str) -> None:
    shown(gate, SAMPLES[0], tmp_path)
    with Image.open(SAMPLES[0]) as opened:
        whole = opened.convert("RGB")
    small = covered(whole, 480, 270)
    data = {
        "whole": coded(whole, quality=95),
        "smaller": coded(whole.resize((whole.width // 3, whole.height // 3)), quality=70),
        "png": coded(small, "PNG"),
        "poor": coded(small, quality=30),
        "brighter": coded(ImageEnhance.Brightness(small).enhance(1.15), quality=80),
        "screenshot": coded(small.resize((472, 266)), "PNG"),
    }[how]
    with pytest.raises(PictureError):
        gate.look(data, "The pasted picture")


def test_another_picture_is_let_in(gate: PictureGate, tmp_path: Path) -> None:
    for source in SAMPLES[1:]:
        shown(gate, source, tmp_path)
    assert gate.look(SAMPLES[0], "x") is None


def test_plain_grounds_are_not_all_the_same_picture(gate: PictureGate, tmp_path: Path) -> None:
    Image.new("RGB", (480, 270), (10, 10, 10)).save(tmp_path / "black.jpg")
    gate.saw(tmp_path / "black.jpg")
    gate.settle()
    assert gate.look(coded(Image.new("RGB", (900, 900), (200, 0, 0)), "PNG"), "x") is None


def test_the_librarys_own_is_known_by_its_bytes_and_goes_before_the_feeds(gate: PictureGate, tmp_path: Path) -> None:
    shown(gate, SAMPLES[0], tmp_path)
    asset = Asset("a.jpg", "Ours", "picture", "", (), (), "Own studio", "ours")
    gate.describe({SAMPLES[0]: asset, tmp_path / "gone.jpg": asset})
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(SAMPLES[0].read_bytes())
    assert gate.look(copy, "copy.jpg") == asset


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff\xd8\xff\xe0 broken", b"\x89PNG\r\n\x1a\n" + b"\0" * 30])
def test_what_is_no_picture_is_left_to_admitting(gate: PictureGate, tmp_path: Path, data: bytes) -> None:
    shown(gate, SAMPLES[0], tmp_path)
    assert gate.look(data, "x") is None
    assert gate.look(tmp_path / "none.jpg", "x") is None
