"""What a blob may be: a picture, a font, or plain text (a brand, a template, a drawing, a manifest). Nothing is decoded here."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from warroom.errors import PictureError
from warroom.room.pictures import check_picture, mime, picture_format

OTHER = "application/octet-stream"
MOST_TEXT = 4_000_000
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
_ALLOWED = "\t\n\r\f"


def check_blob(path: Path) -> None:
    """Raises PictureError where it is nothing that the room keeps: neither a whole picture, nor a font, nor text in UTF-8."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_FONTS):
        return
    try:
        picture_format(head)
    except PictureError as error:
        if _is_text(path):
            return
        raise PictureError("This is nothing that the room takes.", "It takes PNG, JPEG, WebP, GIF, fonts, and text in UTF-8.") from error
    check_picture(path)


def is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            picture_format(file.read(16))
    except PictureError:
        return False
    return True


def blob_mime(path: Path) -> str:
    """A picture's own type; all else is nothing that a browser would show: an SVG could carry a program."""
    with path.open("rb") as file:
        head = file.read(16)
    try:
        return mime(picture_format(head))
    except PictureError:
        return OTHER


def _is_text(path: Path) -> bool:
    if not 0 < path.stat().st_size <= MOST_TEXT:
        return False
    try:
        text = codecs.decode(path.read_bytes(), "utf-8")
    except UnicodeDecodeError:
        return False
    return all(letter in _ALLOWED or unicodedata.category(letter) != "Cc" for letter in text)
