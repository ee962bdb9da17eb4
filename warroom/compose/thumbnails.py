"""The child process that decodes strangers' pictures for the feeds, one after the other, and makes them small.

    python -m warroom.compose.thumbnails         (frozen: warroom thumbnails)

Each line on its standard input is an `Ask` as JSON; each is answered by one line, a `Done`. It limits its memory, and its
processor time for each picture; one that is too much ends the process, and whoever started it starts another.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import msgspec
from PIL import Image, ImageOps, ImageStat

from warroom.compose.admit import Refused, limit, load, normalised, opened
from warroom.compose.likeness import covered
from warroom.compose.whole import save_whole

MEMORY = 1024**3
SECONDS = 8
QUALITY = 82
BEHIND = (27, 29, 34)  # what shines through where a picture is transparent
BEHIND_DARK = (222, 224, 228)  # behind a dark one, as a black logo is
_DARK = 96  # of 255, on average where it is not transparent


class Ask(msgspec.Struct, frozen=True):
    """Cover `width` × `height` pixels at most, in the same proportions, and write a JPEG to `out`; `whole`: nothing is cut off."""

    source: str
    out: str
    width: int
    height: int
    whole: bool = False


class Done(msgspec.Struct, frozen=True):
    """`message` says why not; empty: it is there."""

    message: str = ""


def main(_arguments: list[str]) -> int:
    """Until standard input ends."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    for line in sys.stdin.buffer:
        limit(MEMORY, SECONDS)
        try:
            _make(msgspec.json.decode(line, type=Ask))
            done = Done()
        except Refused as refused:
            done = Done(refused.message)
        except MemoryError:
            done = Done("The picture needs too much memory to open.")
        except OSError as wrong:
            done = Done(f"The thumbnail cannot be kept: {wrong.strerror or wrong}.")
        sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _make(ask: Ask) -> None:
    with opened(Path(ask.source), "The picture") as picture:
        picture.draft("RGB", (ask.width * 2, ask.height * 2))  # a JPEG is decoded no larger than it must be
        load(picture, "The picture")
        whole = normalised(picture)
    if whole.mode == "RGBA":
        whole = _on_ground(whole)
    size = (ask.width, ask.height)
    small = ImageOps.contain(whole, size, Image.Resampling.LANCZOS) if ask.whole else covered(whole, *size)
    small.info.clear()
    save_whole(small, Path(ask.out), "JPEG", quality=QUALITY)


def _on_ground(picture: Image.Image) -> Image.Image:
    """On a ground that what is not transparent of it stands out from."""
    small = picture.reduce(max(1, min(picture.size) // 64))
    clear = small.getchannel("A")
    drawn = clear.point(lambda value: 255 if value > 64 else 0)
    grey = ImageStat.Stat(small.convert("RGB").convert("L"), drawn)
    dark = bool(grey.count[0]) and grey.mean[0] < _DARK
    behind = Image.new("RGB", picture.size, BEHIND_DARK if dark else BEHIND)
    behind.paste(picture, mask=picture.getchannel("A"))
    return behind


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
