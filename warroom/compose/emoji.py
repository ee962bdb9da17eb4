"""Emoji: which letters of a text are one, and its picture (Twemoji, drawn by resvg at the size asked for)."""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile

import regex
import resvg_py
from PIL import Image

from warroom import locations

_CANDIDATE = regex.compile(
    r"(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Extended_Pictographic}[\U0001F3FB-\U0001F3FF\u200d]|[0-9#*]\ufe0f?\u20e3|[\U0001F1E6-\U0001F1FF]{2})"
)
ANY = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")


@functools.cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(locations.assets() / "fonts" / "twemoji" / "twemoji.zip")


@functools.cache
def archive_digest() -> str:
    """SHA-256 of all emoji."""
    return hashlib.sha256((locations.assets() / "fonts" / "twemoji" / "twemoji.zip").read_bytes()).hexdigest()


@functools.cache
def _names() -> dict[str, str]:
    """Files by their code points without those that ask for a picture: many keyboards leave them out of a sequence."""
    return {name.removesuffix(".svg").replace("-fe0f", ""): name for name in _archive().namelist()}


@functools.lru_cache(4096)
def emoji_file(grapheme: str) -> str | None:
    """The name of the emoji's file in the archive; None when the grapheme is not an emoji, or one that nobody drew."""
    if not ANY.search(grapheme) or not _CANDIDATE.match(grapheme):
        return None
    return _names().get("-".join(f"{ord(letter):x}" for letter in grapheme if letter != "\ufe0f"))


@functools.lru_cache(256)
def emoji_picture(file: str, side: int) -> Image.Image:
    """The emoji as RGBA, `side` pixels square. Shared: do not change it."""
    svg = _archive().read(file).decode()
    with Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True))) as picture:
        return picture.convert("RGBA")
