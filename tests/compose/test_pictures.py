from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.compose.conftest import encoded
from warroom.compose import admit as child
from warroom.compose import pictures
from warroom.compose.pictures import Picture, admit, sample_pictures
from warroom.errors import PictureError, StorageError


def picture(size: tuple[int, int] = (320, 200)) -> Image.Image:
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    return Image.fromarray(np.stack([x % 256, y % 256, (x + y) % 256], -1).astype(np.uint8))


def take(data: bytes, folder: Path, name: str = "", tmp: str = "in") -> Picture:
    """What the child answers, in this process: the same code, without the start of an interpreter."""
    path = folder / tmp
    path.write_bytes(data)
    try:
        return Picture(**{**child.admitted(path, folder / "kept", name or "picture"), "original": (0, 0)})
    except child.Refused as refused:
        raise PictureError(refused.message, refused.hint) from refused


def bomb(width: int, height: int) -> bytes:
    """A small PNG that unpacks to very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 400), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def linear_profile() -> bytes:
    """A small ICC profile: sRGB's primaries, light counted evenly."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))

    tags = {
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rTRC": b"curv" + bytes(8),
        b"gTRC": b"curv" + bytes(8),
        b"bTRC": b"curv" + bytes(8),
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    size = struct.pack(">I", start + len(body))
    head = size + bytes(4) + b"\x02\x10\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body


def test_a_real_child_admits_a_picture(tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(encoded(picture(), "JPEG"))
    found = admit(source, tmp_path / "kept")
    assert (found.width, found.height, found.format) == (320, 200, "JPEG")
    assert Path(found.path).name == f"{found.digest}.jpg"
    again = admit(source.read_bytes(), tmp_path / "kept", "pasted")
    assert again.digest == found.digest
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [f"{found.digest}.jpg"]
    asset = found.asset("Press office", "Released for editorial use")
    assert (asset.digest, asset.own, asset.rights) == (found.digest, False, "Released for editorial use")


def test_a_real_child_refuses_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PictureError) as caught:
        admit(b"hello, I am a text", tmp_path / "kept", "notes.txt")
    assert "notes.txt is not a picture" in caught.value.message
    assert "JPEG" in caught.value.hint
    assert not list((tmp_path / "kept").iterdir())


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "empty.jpg", "is empty"),
        (b"just a text file", "a.jpg", "is not a picture"),
        (encoded(picture(), "JPEG")[:2000], "cut.jpg", "damaged or cut off"),
        (encoded(picture(), "PNG")[:600], "cut.png", "damaged or cut off"),
        (encoded(picture(), "TIFF"), "scan.tif", "is a TIFF file"),
        (encoded(picture(), "BMP"), "old.bmp", "is a BMP file"),
        (b"%PDF-1.7 and so on", "doc.pdf", "is a PDF file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "is a SVG file"),
        (b"\0\0\0\x20ftypheic" + bytes(64), "phone.heic", "HEIC"),
        (encoded(picture(), "JPEG"), "photo.png", "is a JPEG file by its content"),
        (bomb(7000, 6000), "big.png", "42 million pixels"),
        (bomb(60_000, 60_000), "bomb.png", "million pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "broken.png", ""),
    ],
)
def test_each_bad_picture_is_refused(data: bytes, name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(PictureError) as caught:
        take(data, tmp_path, name)
    assert says in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_each_allowed_format_comes_in(form: str, tmp_path: Path) -> None:
    found = take(encoded(picture(), form), tmp_path)
    assert (found.width, found.height, found.format) == (320, 200, form)


def test_turned_pictures_stand_upright_and_lose_their_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera maker"
    found = take(encoded(picture((320, 200)), "JPEG", exif=exif), tmp_path)
    assert (found.width, found.height) == (200, 320)
    with Image.open(found.path) as kept:
        assert not kept.getexif()


@pytest.mark.parametrize("mode", ["CMYK", "L", "LA", "P", "1", "RGBA", "I;16"])
def test_every_kind_of_colour_becomes_srgb(mode: str, tmp_path: Path) -> None:
    if mode == "I;16":
        data = encoded(Image.fromarray((np.linspace(0, 65535, 64 * 64).reshape(64, 64)).astype(np.uint16)), "PNG")
    elif mode == "CMYK":
        data = encoded(picture((64, 64)).convert("CMYK"), "JPEG")
    else:
        data = encoded(picture((64, 64)).convert(mode), "PNG")
    found = take(data, tmp_path)
    with Image.open(found.path) as kept:
        assert kept.mode == "RGB"
        pixels = np.asarray(kept)
    if mode == "I;16":
        assert pixels[0, 0, 0] < 8
        assert pixels[32, 0, 0] in range(120, 136)
        assert pixels[63, 63, 0] > 247


def test_what_is_transparent_stays_so(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (10, 10, 40, 40))
    found = take(encoded(clear, "PNG"), tmp_path)
    assert found.path.endswith(".png")
    with Image.open(found.path) as kept:
        assert kept.mode == "RGBA"
        assert kept.getpixel((0, 0))[3] == 0


def test_a_colour_profile_is_applied(tmp_path: Path) -> None:
    """A picture tagged with a linear profile looks brighter once it is sRGB."""
    linear = linear_profile()
    grey = Image.new("RGB", (32, 32), (90, 90, 90))
    plain = take(encoded(grey, "PNG"), tmp_path)
    tagged = take(encoded(grey, "PNG", icc_profile=linear), tmp_path)
    broken = take(encoded(grey, "PNG", icc_profile=b"not a profile"), tmp_path)
    assert plain.digest == broken.digest
    with Image.open(plain.path) as one, Image.open(tagged.path) as other:
        dark, light = one.getpixel((5, 5)), other.getpixel((5, 5))
        assert dark == (90, 90, 90)
        assert all(part in range(155, 165) for part in light)
        assert "icc_profile" not in other.info


def test_a_large_picture_is_brought_down(tmp_path: Path) -> None:
    found = take(encoded(Image.new("RGB", (6000, 3000), (9, 9, 9)), "JPEG"), tmp_path)
    assert (found.width, found.height) == (4096, 2048)


def test_a_child_that_dies_or_hangs_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = encoded(picture(), "JPEG")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PictureError, match="could not be opened safely"):
        admit(good, tmp_path / "kept", "photo.jpg")
    monkeypatch.undo()
    with pytest.raises(PictureError, match="took too long"):
        admit(good, tmp_path / "kept", "photo.jpg", timeout=0.001)


def test_the_child_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    asked: dict[int, int] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda which, limits: asked.update({which: limits[0]}))
    used = resource.getrusage(resource.RUSAGE_SELF)
    child.limit()
    assert asked[resource.RLIMIT_AS] == child.MEMORY
    assert 0 <= asked[resource.RLIMIT_CPU] - child.SECONDS - int(used.ru_utime + used.ru_stime) <= 1


def test_a_frozen_program_runs_its_own_hidden_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], **_: object) -> object:
        seen.append(command)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(pictures.subprocess, "run", run)
    with pytest.raises(StorageError, match="No space left"):
        admit(encoded(picture(), "JPEG"), tmp_path / "kept")
    assert seen[0][:2] == [sys.executable, "admit-picture"]


def test_missing_file_and_full_disk(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"none\.jpg is not there"):
        admit(tmp_path / "none.jpg", tmp_path / "kept")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        admit(b"x", tmp_path / "file")


def test_a_disk_that_fills_under_the_child_is_said_so_and_leaves_no_half_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    run = subprocess.run

    def full(*args: Any, **options: Any) -> Any:
        return run(*args, **options, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY)))

    place = tmp_path / "photo.jpg"
    place.write_bytes(encoded(picture(), "JPEG"))
    monkeypatch.setattr(pictures.subprocess, "run", full)
    with pytest.raises(StorageError) as caught:
        admit(place, tmp_path / "kept")
    assert "cannot be kept" in caught.value.message
    assert caught.value.hint == "Make room on the disk and try again."
    assert not list((tmp_path / "kept").iterdir())


def test_a_file_that_cannot_be_read_is_not_called_a_bad_picture(tmp_path: Path) -> None:
    with pytest.raises(child.Refused) as caught:
        child.admitted(tmp_path, tmp_path / "kept", "photo.jpg")
    assert "photo.jpg cannot be read" in caught.value.message


def test_the_library_names_source_and_rights() -> None:
    found = sample_pictures()
    assert {item.name for item in found} >= {"Dark stadium", "Biscuit in the dark"}
    for item in found:
        assert item.asset.own
        assert item.asset.source
        assert item.asset.rights
        with Image.open(item.asset.path) as image:
            assert image.size == (item.asset.width, item.asset.height)
        assert io.BytesIO(Path(item.asset.path).read_bytes()).getbuffer().nbytes < 1_500_000
