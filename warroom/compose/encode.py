"""Encodes cards to files: what is uploaded, signed and handed off.

    encoded = encode_for(cards, aims, folder)             # one file a cut, and one more where a network takes no such file
    fingerprint = fingerprint_of(renderer, slots)          # how they were rendered

JPEG in sRGB with its profile and no other metadata, at full colour resolution, at the best quality that keeps to the limits
(`limits.py`); PNG for flat art where that is smaller and taken. Quality goes before colour resolution, and that before pixels;
pixels are made fewer first only where a network takes no more. The same card gives the same bytes on the same versions.
Written to a temporary name, synced and renamed. Raises StorageError when the disk refuses.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image, ImageCms, features

from warroom.compose.fonts import text_engine
from warroom.compose.layer import TextLayer
from warroom.compose.limits import JPEG, MARK, MASTER, PNG, Limits, Own, limits
from warroom.compose.model import SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.whole import save_whole
from warroom.errors import StorageError

BEST, WORST = 95, 40
"""JPEG's quality; above 95 files grow and pictures do not."""
_FLAT = 2_000
"""A card with no more colours than this is flat art: PNG may be smaller."""
_SMALLER = 0.9
_MADE = bytes.fromhex("07ea00010001000000000000")  # 2026-01-01: a profile says when it was made, and each would have other bytes


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
class Aimed:
    """Where a cut goes."""

    network: str
    account: str
    cut: str


@dataclass(frozen=True)
class Encoded:
    """`cuts` in the cards' order, each followed by those made of it for one network; `names` has the one that each aim is given."""

    cuts: tuple[EncodedCut, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Fingerprint:
    """How cuts were rendered: digests of template, brand and fonts; versions of Pillow, of what lays out text, of what writes files."""

    template: str
    brand: str
    fonts: str
    pillow: str
    layout: str
    codecs: str


def fingerprint_of(renderer: CardRenderer, slots: SlotValues) -> Fingerprint:
    """How these slots are rendered here."""
    template, engine = renderer.template, text_engine()
    fixed = (layer.text for cut in template.cuts for layer in cut.layers if isinstance(layer, TextLayer))
    fonts = renderer.fonts.digest((*slots.texts.values(), *slots.choices.values(), *fixed))
    layout = f"{engine.name} · {engine.detail}" if engine.shapes else engine.name
    return Fingerprint(template.digest, template.brand.digest, fonts, PIL.__version__, layout, _codecs())


@functools.cache
def _codecs() -> str:
    names = ("libjpeg_turbo", "zlib_ng", "zlib", "littlecms2")
    versions = [(name, features.version(name)) for name in names]
    return " · ".join(f"{name} {version}" for name, version in versions if version)


def encode_cuts(renderer: CardRenderer, slots: SlotValues, folder: Path) -> tuple[EncodedCut, ...]:
    """Render and encode every cut of the template into `folder`, in the template's order."""
    return tuple(encode_card(name, renderer.render(slots, name).image, folder) for name in renderer.cuts)


def encode_for(cards: Sequence[tuple[str, Image.Image]], aims: Sequence[Aimed], folder: Path, own: Own | None = None) -> Encoded:
    """Encode every card (its cut's name, its picture); `own` are limits that accounts' servers set themselves."""
    made: list[EncodedCut] = []
    names = {aim: aim.cut for aim in aims}
    for name, image in cards:
        master = encode_card(name, image, folder)
        here = [master]
        for aim in (aim for aim in aims if aim.cut == name):
            wanted = limits(aim.network, (own or {}).get((aim.network, aim.account)))
            if not wanted.takes(master.width, master.height, master.size, master.mime):
                file = encode_card(_free(f"{name}{MARK}{aim.network}", here), image, folder, wanted)
                same = next((one for one in here if one.sha256 == file.sha256), None)
                here += [] if same else [file]
                names[aim] = (same or file).name
        made += here
    return Encoded(tuple(made), tuple(names[aim] for aim in aims))


def _free(name: str, taken: list[EncodedCut]) -> str:
    names, number, found = {one.name for one in taken}, 1, name
    while found in names:
        number += 1
        found = f"{name}-{number}"
    return found


def encode_card(name: str, image: Image.Image, folder: Path, within: Limits = MASTER) -> EncodedCut:
    """Encode one card into `folder`, named by its digest."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="encoding-") as work:
            path, mime, size = _best(image, Path(work), within)
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
    return EncodedCut(name, kept, digest, size[0], size[1], len(data), mime)


@functools.cache
def srgb() -> bytes:
    """The sRGB profile that every file carries."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = _MADE
    return bytes(profile)


def _best(image: Image.Image, work: Path, within: Limits) -> tuple[Path, str, tuple[int, int]]:
    """The best file that keeps to the limits; its format, and its size in pixels."""
    size = within.size(*image.size)
    while True:
        fitted = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
        jpeg = _jpeg(fitted, work, within.most_bytes)
        flat = PNG in within.formats and fitted.getcolors(_FLAT) is not None
        if flat:
            png = work / "card.png"
            save_whole(fitted, png, "PNG", optimize=True, icc_profile=srgb())
            if png.stat().st_size <= (jpeg.stat().st_size if jpeg else within.most_bytes):
                return png, PNG, size
        if jpeg is not None:
            return jpeg, JPEG, size
        if min(size) < 16:
            raise OSError(f"{within.most_bytes} bytes hold no picture")
        size = (round(size[0] * _SMALLER), round(size[1] * _SMALLER))


def _jpeg(image: Image.Image, work: Path, most: int) -> Path | None:
    """At the best quality that is small enough, at full colour resolution if there is one; None when there is none at all."""
    # To a real file: encoding into memory holds the interpreter's lock.
    path = work / "card.jpg"

    def fits(quality: int, subsampling: int) -> bool:
        save_whole(image, path, "JPEG", quality=quality, subsampling=subsampling, optimize=False, icc_profile=srgb())
        return path.stat().st_size <= most

    for subsampling in (0, 2):
        if fits(BEST, subsampling):
            return path
        low, high = WORST, BEST
        if not fits(low, subsampling):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle, subsampling) else (low, middle)
        fits(low, subsampling)
        return path
    return None
