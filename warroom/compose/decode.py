"""Decodes the pictures that templates bring: of an allowed format, of a bearable size, upright, in sRGB."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

from warroom.compose.admit import FORMATS, MOST_PIXELS, normalised
from warroom.compose.svg import BadSvg, inspect

_WRONG = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError, RuntimeError, MemoryError)
_BROKEN = (*_WRONG, zlib.error, struct.error, Image.DecompressionBombError)
"""What decoders raise on bytes that are not what they seem."""
_ORIENTATION = 0x0112
_GLANCE = "PPM"  # in which `admit.many` gives a first look
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND", "GIF": b"\x3b"}
_TAIL = 65_536


class BadPicture(ValueError):
    """Bytes that are no picture we can use: the rest of a sentence that begins with the file's name."""


def decoded(source: bytes | Path, most: float = 0.0) -> Image.Image:
    """The picture as RGB, or RGBA where it has transparency. Raises BadPicture.

    `most`: so many pixels of the short side are enough; a JPEG is then decoded no larger than it must be.
    """
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source, formats=(*FORMATS, _GLANCE)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(_too_large(picture))
            if most and picture.format == "JPEG" and most < min(picture.size):
                scale = most / min(picture.size)
                picture.draft("RGB", (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
            picture.load()
            if _odd(picture):
                return normalised(picture)
            mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
            return picture if picture.mode == mode else picture.convert(mode)  # of its own mode it would be copied whole
    except BadPicture:
        raise
    except _BROKEN as wrong:
        raise BadPicture("is damaged, cut off, or no picture") from wrong


def _odd(picture: Image.Image) -> bool:
    """Whether it is not simply what it looks like: turned, of other colours than sRGB, or of more than 8 bits."""
    if picture.mode in {"CMYK", "YCbCr", "LAB", "HSV", "F", "I"} or picture.mode.startswith("I;"):
        return True
    return bool(picture.info.get("icc_profile")) or picture.getexif().get(_ORIENTATION, 1) != 1


def why_not(data: bytes, name: str) -> str:
    """Why a template's file cannot be used as a picture, as the rest of a sentence; "" when nothing is seen. Decodes nothing."""
    try:
        if name.lower().endswith(".svg"):
            inspect(data)
            return ""
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _too_large(picture)
            end = _ENDS.get(str(picture.format))
            return "is cut off" if end is not None and end not in data[-_TAIL:] else ""
    except BadSvg as wrong:
        return str(wrong)
    except _BROKEN:
        return "is not a picture"


def _too_large(picture: Image.Image) -> str:
    return f"is {picture.width} × {picture.height}, over {MOST_PIXELS // 1_000_000} million pixels"
