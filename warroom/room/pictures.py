"""What a blob may be: a picture of an allowed format, whole, and not too large. Nothing is decoded here."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal, get_args

from warroom.errors import PictureError

Format = Literal["PNG", "JPEG", "WEBP", "GIF"]
FORMATS: tuple[Format, ...] = get_args(Format)
MOST_PIXELS = 40_000_000

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_LONELY = (0x01, *range(0xD0, 0xD8))  # JPEG markers that carry no length
_NOT_ONE = "This is not a picture the room takes."
_TAKEN = "It takes PNG, JPEG, WebP and GIF."


def picture_format(head: bytes) -> Format:
    """By the first bytes alone. Raises PictureError."""
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    raise PictureError(_NOT_ONE, _TAKEN)


def mime(name: Format) -> str:
    return f"image/{name.lower()}"


def check_picture(path: Path) -> Format:
    """Raises PictureError where the file is no picture, of another format, cut short, or of more than 40 Mpx."""
    content = path.read_bytes()
    name = picture_format(content[:16])
    width, height = _size(path, name)
    if width * height > MOST_PIXELS:
        raise PictureError(f"The picture has {width}×{height} pixels.", "Scale it down: at most 40 million pixels are taken.")
    if not _whole(content, name):
        raise PictureError("The picture ends before its end.", "Save or download it again.")
    return name


def _size(path: Path, name: Format) -> tuple[int, int]:
    from PIL import Image  # a tenth of a second that a room can start without

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            with Image.open(path, formats=[name]) as picture:
                return picture.size
    except Image.DecompressionBombError as error:
        raise PictureError("The picture is far too large.", "Scale it down: at most 40 million pixels are taken.") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureError(_NOT_ONE, "Save it again as PNG or JPEG.") from error


def _whole(content: bytes, name: Format) -> bool:
    if name == "PNG":
        return content.rfind(b"IEND\xaeB`\x82") > 0
    if name == "GIF":
        return content.rstrip(b"\0").endswith(b";")
    if name == "WEBP":
        return len(content) >= 8 + int.from_bytes(content[4:8], "little")
    return _jpeg_ends(content)


def _jpeg_ends(content: bytes) -> bool:
    """Whether an end marker follows the first scan; one in a thumbnail, before it, does not count (ITU-T T.81, annex B)."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _LONELY:
            at += 2
        elif marker == 0xDA:
            return content.find(b"\xff\xd9", at) > 0
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False
