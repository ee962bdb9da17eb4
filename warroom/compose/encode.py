"""Encodes cards to files: what is uploaded, signed and handed off.

    cuts = encode_cuts(renderer, slots, folder)           # one EncodedCut a cut, named by digest in `folder`
    fingerprint = fingerprint_of(renderer)                # how they were rendered

JPEG in sRGB without metadata, at full colour resolution, from quality 92 down until it is at most `MOST_BYTES`; PNG for flat
art where that is smaller. Pixels are never made fewer. The same card gives the same bytes. Written to a temporary name, synced
and renamed. Raises StorageError when the disk refuses.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image

from warroom.compose.fonts import text_engine
from warroom.compose.model import SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.whole import save_whole
from warroom.errors import StorageError

MOST_BYTES = 976_560
"""What every network takes (Bluesky's former limit, still that of its previews)."""
QUALITIES = (92, 89, 86, 83, 80, 76, 72, 67, 62, 56, 50)
_FLAT = 2_000
"""A card with no more colours than this is flat art: PNG may be smaller."""


@dataclass(frozen=True)
class EncodedCut:
    name: str
    path: Path
    sha256: str
    width: int
    height: int
    size: int  # bytes
    mime: str  # image/jpeg or image/png


@dataclass(frozen=True)
class Fingerprint:
    """How cuts were rendered: digests of template, brand and fonts, Pillow's version, the layout engine and its versions."""

    template: str
    brand: str
    fonts: str
    pillow: str
    layout: str


def fingerprint_of(renderer: CardRenderer) -> Fingerprint:
    template, engine = renderer.template, text_engine()
    layout = f"{engine.name} · {engine.detail}" if engine.shapes else engine.name
    return Fingerprint(template.digest, template.brand.digest, renderer.fonts.digest(), PIL.__version__, layout)


def encode_cuts(renderer: CardRenderer, slots: SlotValues, folder: Path) -> tuple[EncodedCut, ...]:
    """Render and encode every cut of the template into `folder`, in the template's order."""
    return tuple(encode_card(name, renderer.render(slots, name).image, folder) for name in renderer.cuts)


def encode_card(name: str, image: Image.Image, folder: Path) -> EncodedCut:
    """Encode one card into `folder`, named by its digest."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="encoding-") as work:
            path, mime = _smallest(image, Path(work))
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            kept = folder / f"{digest}{path.suffix}"
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(kept)
    except OSError as wrong:
        raise StorageError(
            f"The {name} cut cannot be written: {wrong.strerror or wrong}.", "Make room on the disk and send again."
        ) from wrong
    return EncodedCut(name, kept, digest, image.width, image.height, len(data), mime)


def _smallest(image: Image.Image, work: Path) -> tuple[Path, str]:
    # To a real file: encoding into memory holds the interpreter's lock.
    jpeg = work / "card.jpg"
    for quality in QUALITIES:
        save_whole(image, jpeg, "JPEG", quality=quality, subsampling=0, optimize=False)
        if jpeg.stat().st_size <= MOST_BYTES:
            break
    else:
        save_whole(image, jpeg, "JPEG", quality=QUALITIES[-1], subsampling=2)
    if image.getcolors(_FLAT) is not None:
        png = work / "card.png"
        save_whole(image, png, "PNG", optimize=True)
        if png.stat().st_size < jpeg.stat().st_size:
            return png, "image/png"
    return jpeg, "image/jpeg"
