"""How long a key press takes to become a card at export size, ready for Qt, and how long all cuts take to be encoded.

The card: a 12-megapixel photo, a scrim that darkens by itself, a headline with a shadow, a tag on a plate, a logo; 1080 × 1080.
The headline is typed letter by letter, so every card has other words. The baselines draw the same in turns with ours (see
`keystroke_peers`): Pillow the plain way, skia-python, pictex; those that are not installed are said to be so.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.keystroke_peers import INSTALL, Scene, Way, ways
from warroom.compose.encode import encode_cuts
from warroom.compose.model import PictureAsset, SlotValues, Template
from warroom.compose.rasters import Rasters
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates
from warroom.desktop.card.pixels import shown

WORDS = (
    "Some things taste better in the dark.",
    "Lights out for everyone, snacks on for us.",
    "Still the best seats in the house tonight.",
    "Half a stadium, and all of the biscuits.",
)
PEERS_EVERY = 12
ROUNDS = 5


def measure_keystroke_rendered() -> list[Figure]:
    """`keystroke.rendered.median`, `.p99` and `.vs_…` for each other way, and `cuts.encoded`, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="keystroke-") as folder:
        slots = SlotValues(pictures={"photo": _photo(Path(folder) / "photo.jpg")}).with_choice("tag", "LIVE")
        template = next(template for template in shipped_templates() if template.key == "reaction-on-photo")
        renderer = CardRenderer(template)

        def ours(words: str) -> QImage:
            card = renderer.render(slots.with_text("headline", words), "1x1").image
            return shown(card, card.size)

        others = ways(_scene(template, slots))
        for words in WORDS:  # fonts, photo and grounds are there before anybody types
            for way in (ours, *others.values()):
                if way is not None:
                    way(words)
        taken, theirs = _type(ours, {name: way for name, way in others.items() if way is not None})
        encoded = [_encode(renderer, slots.with_text("headline", words), Path(folder) / "cuts") for words in WORDS * 2]
    median = percentile(taken, 0.5)
    return [
        Figure("keystroke.rendered.median", median, "ms", percentile(theirs["pillow"], 0.5), "< 10"),
        Figure("keystroke.rendered.p99", percentile(taken, 0.99), "ms", percentile(theirs["pillow"], 0.99), "< 16"),
        *(
            Figure(f"keystroke.rendered.vs_{name}", median, "ms", percentile(theirs[name], 0.5))
            if name in theirs
            else Figure(f"keystroke.rendered.vs_{name}", median, "ms", None, INSTALL)
            for name in others
        ),
        Figure("cuts.encoded", percentile(encoded, 0.5), "ms", None, "< 500"),
    ]


def _scene(template: Template, slots: SlotValues) -> Scene:
    brand = template.brand
    assert brand.logo is not None
    logo = Rasters(1080).asset(brand.logo.file, 259)
    return Scene.of(slots.pictures["photo"].path, logo, str(brand.font("display").file.path), str(brand.font("label").file.path))


def _photo(path: Path) -> PictureAsset:
    y, x = np.mgrid[0:3000, 0:4000].astype(np.float32)
    grain = np.random.default_rng(12).normal(0, 9, (3000, 4000))
    bands = (110 + 90 * np.sin(x / 410) + grain, 100 + 80 * np.cos(y / 330) + grain, 120 + 70 * np.sin((x + y) / 520) + grain)
    Image.fromarray(np.clip(np.stack(bands, -1), 0, 255).astype(np.uint8)).save(path, "JPEG", quality=88)
    return PictureAsset("benchmark", str(path), 4000, 3000, "own", "ours", focals={"": (0.5, 0.5)})


def _type(ours: Way, others: dict[str, Way]) -> tuple[list[float], dict[str, list[float]]]:
    """Milliseconds for each key, our way and the others'."""
    taken: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in others}
    for turn in range(ROUNDS):
        for words in WORDS:
            for end in range(1, len(words) + 1):
                # Other letters each round: no card was drawn before.
                typed = (words[:end] + " ~"[turn % 2] * (turn > 0) + "!" * (turn // 2)).strip()
                taken.append(_timed(ours, typed))
                if len(taken) % PEERS_EVERY == 0:
                    for name, way in others.items():
                        theirs[name].append(_timed(way, typed))
    return taken, theirs


def _timed(way: Callable[[str], object], words: str) -> float:
    began = time.perf_counter()
    way(words)
    return (time.perf_counter() - began) * 1000


def _encode(renderer: CardRenderer, slots: SlotValues, folder: Path) -> float:
    began = time.perf_counter()
    encode_cuts(renderer, slots, folder)
    return (time.perf_counter() - began) * 1000
