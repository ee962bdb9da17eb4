"""Blobs over the wire of a real server, and what may be one."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from tests.room.pictures import digest, picture
from tests.room.serving import Client, Served
from tests.room.test_wire import refusal
from warroom.errors import PictureError
from warroom.room.blobs import MOST_BYTES
from warroom.room.pictures import check_picture


@pytest.fixture
def owner(room: Served) -> Client:
    return room.owner()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_comes_back_as_it_went(owner: Client, kind: str) -> None:
    content = picture("there and back", kind)
    name = digest(content)
    assert owner.http.get(f"blobs/{name}").status_code == 404
    assert [owner.http.put(f"blobs/{name}", content=content).status_code for _ in range(2)] == [201, 200]
    whole = owner.http.get(f"blobs/{name}")
    assert whole.content == content
    assert whole.headers["content-type"] == f"image/{kind.lower()}"
    assert whole.headers["etag"] == f'"{name}"'
    assert "immutable" in whole.headers["cache-control"]
    part = owner.http.get(f"blobs/{name}", headers={"range": "bytes=2-5"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, content[2:6], f"bytes 2-5/{len(content)}")
    head = owner.http.head(f"blobs/{name}")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(content)))
    assert owner.http.get(f"blobs/{name}", headers={"if-none-match": f'"{name}"'}).status_code == 304


def test_bytes_that_are_not_what_was_named_are_refused(owner: Client, room: Served) -> None:
    name = digest(picture("one"))
    response = owner.http.put(f"blobs/{name}", content=picture("another"))
    assert refusal(response) == (422, "wrong_digest")
    assert owner.http.get(f"blobs/{name}").status_code == 404
    assert list((room.folder / "blobs" / "arriving").iterdir()) == []


def test_more_than_the_limit_is_refused_before_and_while_it_comes(owner: Client) -> None:
    content = picture() + b"\0" * MOST_BYTES
    assert refusal(owner.http.put(f"blobs/{digest(content)}", content=content)) == (413, "too_large")
    halves = iter([content[: MOST_BYTES // 2], content[MOST_BYTES // 2 :]])
    assert refusal(owner.http.put(f"blobs/{digest(content)}", content=halves)) == (413, "too_large")


def test_a_name_cannot_lead_out_of_the_folder(owner: Client) -> None:
    for name in ("..%2f..%2flog.db", "A" * 64, "0" * 63, "0" * 65, "%00"):
        assert owner.http.get(f"blobs/{name}").status_code in (400, 404)
        assert owner.http.put(f"blobs/{name}", content=b"").status_code in (400, 404, 405)


def test_intake_sends_no_pictures(room: Served) -> None:
    assert refusal(room.intake().http.put(f"blobs/{digest(picture())}", content=picture())) == (403, "not_allowed")


def png(width: int, height: int) -> bytes:
    """A PNG that says it is that large, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "nothing that the room takes"),
        (b"\0asm\1\0\0\0", "nothing that the room takes"),
        (b"text \xff\xfe", "nothing that the room takes"),
        (b"text \x1b[2J", "nothing that the room takes"),
        (b"\x89PNG\r\n\x1a\nrubbish", "not a picture"),
        (picture("cut short", "PNG")[:-6], "ends before"),
        (picture("cut short", "JPEG")[:-2], "ends before"),
        (picture("cut short", "GIF")[:-1], "ends before"),
        (picture("cut short", "WEBP")[:-4], ""),
        (png(6_400, 6_400), "6400×6400"),
        (png(60_000, 60_000), "far too large"),
        (picture("other", "BMP"), "nothing that the room takes"),
        (picture("other", "TIFF"), "nothing that the room takes"),
    ],
)
def test_what_is_no_whole_picture_of_a_sensible_size_nor_a_templates_file_is_refused(owner: Client, content: bytes, says: str) -> None:
    response = owner.http.put(f"blobs/{digest(content)}", content=content)
    assert refusal(response) == (422, "picture")
    assert says in response.json()["message"]
    assert owner.http.get(f"blobs/{digest(content)}").status_code == 404


FILES = (b"format = 1\n", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"OTTO font", b"wOF2 font")


@pytest.mark.parametrize("content", FILES)
def test_the_files_of_templates_come_from_who_may_publish_and_are_never_shown_as_a_page(
    room: Served, owner: Client, content: bytes
) -> None:
    name = digest(content)
    (will,) = room.join("Will")
    assert refusal(will.http.put(f"blobs/{name}", content=content)) == (422, "picture")
    assert owner.http.put(f"blobs/{name}", content=content).status_code == 201
    came = will.http.get(f"blobs/{name}")
    assert came.content == content
    shown = {key: came.headers[key] for key in ("content-type", "content-disposition", "x-content-type-options")}
    assert shown == {"content-type": "application/octet-stream", "content-disposition": "attachment", "x-content-type-options": "nosniff"}


def test_a_picture_of_just_the_limit_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(png(8_000, 5_000))
    assert check_picture(path) == "PNG"
    path.write_bytes(png(8_000, 5_001))
    with pytest.raises(PictureError):
        check_picture(path)


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture(tmp_path: Path) -> None:
    thumbnail = picture("small", "JPEG")
    whole = picture("large", "JPEG", (64, 64))
    with_thumbnail = whole[:2] + b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail + whole[2:]
    path = tmp_path / "with-thumbnail"
    path.write_bytes(with_thumbnail)
    assert check_picture(path) == "JPEG"
    path.write_bytes(with_thumbnail[:-20])
    with pytest.raises(PictureError, match="ends before"):
        check_picture(path)
