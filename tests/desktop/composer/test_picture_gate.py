"""Whether a picture is one that the feeds show, or the library's own."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest.mock import AsyncMock

import pytest
from PIL import Image, ImageEnhance, ImageOps

from warroom.compose.admitting import Admitter
from warroom.compose.library import Asset
from warroom.compose.likeness import covered, grey_of
from warroom.compose.model import Slot
from warroom.compose.pictures import sample_pictures
from warroom.desktop.composer.picture_gate import PictureGate
from warroom.desktop.composer.pictures import Pictures
from warroom.desktop.live import LiveRoom
from warroom.errors import PictureError, StorageError

SAMPLES = [Path(picture.asset.path) for picture in sample_pictures()]


@pytest.fixture
def gate() -> Iterator[PictureGate]:
    made = PictureGate()
    yield made
    made.close()


@pytest.fixture
def admitter() -> Iterator[Admitter]:
    made = Admitter()
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
def test_the_same_picture_in_another_shape_is_refused(gate: PictureGate, admitter: Admitter, tmp_path: Path, how: str) -> None:
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
    assert gate.look(data, "The pasted picture") is None, "its bytes are others"
    with pytest.raises(PictureError, match=r"The pasted picture is a picture that the feeds show, by @fan.example"):
        gate.compare(admitter.admit(data, tmp_path / "admitted").likeness, "The pasted picture")


def test_another_picture_is_let_in(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    for source in SAMPLES[1:]:
        shown(gate, source, tmp_path)
    assert gate.look(SAMPLES[0], "x") is None
    looks = admitter.admit(SAMPLES[0], tmp_path / "admitted").likeness
    assert looks, "or nothing was compared"
    gate.compare(looks, "x")


def test_what_has_no_end_is_not_read_and_a_folder_is_called_one(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jpg")
        (tmp_path / "zero.jpg").symlink_to("/dev/zero")
        for name in ("pipe.jpg", "zero.jpg"):
            assert gate.look(tmp_path / name, name) is None
            with pytest.raises(PictureError, match="is not there"):
                admitter.admit(tmp_path / name, tmp_path / "out")
    with pytest.raises(PictureError, match="is a folder"):
        admitter.admit(tmp_path, tmp_path / "out", "pictures")


def test_a_large_part_of_it_is_refused_and_the_refusal_says_so(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    for source in SAMPLES:
        shown(gate, source, tmp_path)
    with Image.open(SAMPLES[0]) as opened:
        small = covered(opened.convert("RGB"), 480, 270)
    for box in ((0, 0, 240, 270), (100, 60, 470, 260), (37, 0, 480, 151)):
        data = coded(ImageEnhance.Brightness(small.crop(box)).enhance(1.1), quality=75)
        with pytest.raises(PictureError, match=r"The pasted picture is part of a picture that the feeds show, by @fan.example"):
            gate.compare(admitter.admit(data, tmp_path / "admitted").likeness, "The pasted picture")


def test_a_mirrored_one_is_refused_whole_and_in_part(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    for source in SAMPLES[:3]:
        shown(gate, source, tmp_path)
    with Image.open(SAMPLES[0]) as opened:
        turned = ImageOps.mirror(covered(opened.convert("RGB"), 480, 270))
    for box in ((0, 0, 480, 270), (100, 60, 470, 260)):
        with pytest.raises(PictureError, match=r"the feeds show, by @fan\.example"):
            gate.compare(admitter.admit(coded(turned.crop(box)), tmp_path / "admitted").likeness, "The pasted picture")


def test_a_part_of_another_picture_is_let_in(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    for source in SAMPLES[1:]:
        shown(gate, source, tmp_path)
    with Image.open(SAMPLES[0]) as opened:
        part = opened.convert("RGB").crop((200, 300, 1900, 2000))
    looks = admitter.admit(coded(part), tmp_path / "admitted").likeness
    assert grey_of(looks), "or it was looked for in nothing"
    gate.compare(looks, "x")
    shown(gate, SAMPLES[0], tmp_path)
    with pytest.raises(PictureError, match="x is part of"):
        gate.compare(looks, "x")


def test_a_picture_that_lies_on_its_side_is_known_upright(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    shown(gate, SAMPLES[0], tmp_path)
    with Image.open(SAMPLES[0]) as opened:
        turned = opened.convert("RGB").transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif, quality=90)
    looks: list[str] = []
    admitted = admitter.admit(tmp_path / "turned.jpg", tmp_path / "out", "", (500, 500), lambda glance: looks.append(glance.likeness))
    for likeness in (*looks, admitted.likeness):
        with pytest.raises(PictureError):
            gate.compare(likeness, "x")
    assert len(looks) == 1


def test_a_strangers_picture_is_never_decoded_in_this_process(
    gate: PictureGate, admitter: Admitter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(gate, SAMPLES[0], tmp_path)
    copy = tmp_path / "copy.jpg"
    with Image.open(SAMPLES[0]) as opened:
        opened.convert("RGB").save(copy, quality=91)

    def decoding(*_given: object, **_named: object) -> None:
        raise AssertionError("decoded in the program's own process")

    monkeypatch.setattr(Image, "open", decoding)
    pictures = Pictures(tmp_path / "kept", cast(LiveRoom, None))
    pictures.gate = gate
    looks: list[object] = []
    try:
        with pytest.raises(PictureError, match="the feeds show"):
            asyncio.run(pictures.take(copy, "copy.jpg", Slot("photo", "picture"), dt.date(2026, 11, 22), None, ((500, 500), looks.append)))
    finally:
        pictures.close()
    assert not looks, "not even for a moment"
    assert not pictures.assets.keys() - {one.asset.digest for one in pictures.library}


def test_plain_grounds_are_not_all_the_same_picture(gate: PictureGate, admitter: Admitter, tmp_path: Path) -> None:
    Image.new("RGB", (480, 270), (10, 10, 10)).save(tmp_path / "black.jpg")
    gate.saw(tmp_path / "black.jpg")
    gate.settle()
    plain = coded(Image.new("RGB", (900, 900), (200, 0, 0)), "PNG")
    assert gate.look(plain, "x") is None
    gate.compare(admitter.admit(plain, tmp_path / "admitted").likeness, "x")


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


def test_a_picture_that_came_with_an_item_is_kept_only_if_the_child_can_decode_it(tmp_path: Path) -> None:
    good = SAMPLES[0].read_bytes()
    bomb = coded(Image.new("1", (30_000, 30_000)), "PNG")
    blobs = {hashlib.sha256(data).hexdigest(): data for data in (good, bomb, good[:4_000])}

    class Room:
        async def blob(self, digest: str) -> Path:
            (tmp_path / digest).write_bytes(blobs[digest])
            return tmp_path / digest

    pictures = Pictures(tmp_path / "kept", cast(LiveRoom, SimpleNamespace(session=Room())))
    taken, *refused = blobs
    try:
        assert asyncio.run(pictures._fetched(taken)).read_bytes() == good
        for digest in refused:
            with pytest.raises(PictureError):
                asyncio.run(pictures._fetched(digest))
    finally:
        pictures.close()
    assert [path.stem for path in (tmp_path / "kept").iterdir()] == [taken]


def test_a_picture_of_an_item_that_does_not_fit_is_not_there_by_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = SAMPLES[0].read_bytes()
    digest = hashlib.sha256(good).hexdigest()
    (tmp_path / digest).write_bytes(good)
    room = SimpleNamespace(blob=AsyncMock(return_value=tmp_path / digest))
    pictures = Pictures(tmp_path / "kept", cast(LiveRoom, SimpleNamespace(session=room)))
    write = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", half)
    try:
        with pytest.raises(StorageError, match="No space left"):
            asyncio.run(pictures._fetched(digest))
    finally:
        pictures.close()
    assert not list((tmp_path / "kept").iterdir())
