"""Contact sheets of the templates that ship: cuts side by side, a row for each stress text, and one for each hard photo.

python -m tests.compose.sheets FOLDER [KEY …]       # one PNG for each template and row, to be looked at; what checks say is printed
WARROOM_WRITE_GOLDENS=1 pytest tests/compose/test_shipped.py      # the golden sheets and digests anew
"""

from __future__ import annotations

import hashlib
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image, __version__, features

from tests.compose.photos import PHOTOS, hard_photo
from warroom.compose.model import Card, Slot, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.stress import STRESSES, Stress, stressed, stresses
from warroom.compose.template import shipped_templates

GAP = 12
LONGEST = next(stress for stress in STRESSES if stress.key == "longest")


def with_photo(template: Template, stress: Stress, choose: Callable[[Slot], str], folder: Path) -> SlotValues:
    """Filled as `stress` says, but with a hard photo in every picture slot."""
    slots = (slot for slot in template.slots if slot.kind == "picture")
    return stressed(template, stress, {slot.name: hard_photo(choose(slot), folder) for slot in slots})


def sheet(rows: Iterable[Iterable[Image.Image]], short: int) -> Image.Image:
    """Rows of pictures, each with its short side so many pixels long."""
    small = [[picture.resize(_size(picture, short), Image.Resampling.BOX) for picture in row] for row in rows]
    high = max(picture.height for row in small for picture in row)
    wide = max(sum(picture.width + GAP for picture in row) for row in small)
    out = Image.new("RGB", (wide + GAP, (high + GAP) * len(small) + GAP), (90, 90, 96))
    for down, row in enumerate(small):
        across = GAP
        for picture in row:
            out.paste(picture, (across, GAP + down * (high + GAP)))
            across += picture.width + GAP
    return out


def _size(picture: Image.Image, short: int) -> tuple[int, int]:
    scale = short / min(picture.size)
    return (round(picture.width * scale), round(picture.height * scale))


def versions() -> str:
    """What decides pixels beside our own code: the libraries' versions and the kind of processor."""
    pillow = (f"{part} {features.version(part)}" for part in ("freetype2", "raqm", "harfbuzz", "fribidi", "libjpeg_turbo"))
    return " · ".join((f"pillow {__version__}", *pillow, f"numpy {np.__version__}", f"resvg {resvg_py.__version__}", platform.machine()))


def pixels_digest(card: Card) -> str:
    return hashlib.sha256(f"{card.image.size}".encode() + card.image.tobytes()).hexdigest()[:20]


def main(folder: Path, keys: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for template in shipped_templates():
            if not keys or template.key in keys:
                _write(template, folder, Path(temporary))


def _write(template: Template, folder: Path, photos: Path) -> None:
    renderer = CardRenderer(template)
    rows = {stress.key: stressed(template, stress) for stress in stresses()}
    if any(slot.kind == "picture" for slot in template.slots):
        rows |= {kind: with_photo(template, LONGEST, lambda _, kind=kind: kind, photos) for kind in PHOTOS}
    for name, values in rows.items():
        cards = [renderer.render(values, cut) for cut in renderer.cuts]
        sheet([[card.image for card in cards]], 420).save(folder / f"{template.key}.{name}.png")
        for card in cards:
            for finding in card.findings:
                if not finding.ok:
                    print(f"{template.key} {name} {card.cut}: {finding.check}: {finding.text} ({finding.hint})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
