"""What a picture looks like, in 256 bits: a difference hash, to know a picture again that was saved anew, scaled or made lighter.

16 × 16 comparisons of neighbouring grey values after the same cut as the feeds' own small pictures; copies of one picture differ in
few of these bits, others in many. A likeness is written as 64 hex digits, and after them the whole picture as 48 × 48 grey values,
by which its parts are known (`crops.py`); it is empty for a ground so plain that it is like every other. It decodes nothing that is
not decoded: strangers' pictures are looked at in the child that admits them.
"""

from __future__ import annotations

from PIL import Image, ImageOps

NEAR = 26  # of 256: re-encoding and scaling change up to about 15, pictures of different things over 60
CUT = (480, 270)  # as the room makes a feed's pictures
DIGITS = 64  # of a likeness: the hash
GREY = 48  # the side of the picture that follows it
_SIDE = 16
_FLAT = 24  # fewer edges than this: a plain ground is like every other plain ground
_EDGE = 2  # of 255


def likeness(picture: Image.Image) -> str:
    """Of any mode; what is transparent is looked at as it is stored."""
    reduced = max(1, min(picture.width // CUT[0], picture.height // CUT[1]) // 2)
    grey = (picture.reduce(reduced) if reduced > 1 else picture).convert("L")
    small = covered(grey, *CUT).resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    values = small.tobytes()
    bits = edges = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            left, right = values[row * (_SIDE + 1) + column], values[row * (_SIDE + 1) + column + 1]
            bits = bits << 1 | (left > right)
            edges += abs(left - right) > _EDGE
    return f"{bits:064x}{grey.resize((GREY, GREY), Image.Resampling.BOX).tobytes().hex()}" if edges >= _FLAT else ""


def bits_of(looks: str) -> int:
    return int(looks[:DIGITS], 16)


def grey_of(looks: str) -> bytes:
    """The picture as GREY × GREY grey values, row by row; empty where it is not there whole."""
    values = bytes.fromhex(looks[DIGITS:])
    return values if len(values) == GREY * GREY else b""


def covered(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Its middle in these proportions, never larger than it was."""
    shrink = min(1.0, picture.width / width, picture.height / height)
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
