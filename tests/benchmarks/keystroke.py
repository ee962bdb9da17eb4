"""How long a key press takes to become a card at export size, and how long all cuts take to be encoded.

The card: a 12-megapixel photo, a scrim that darkens by itself, a headline with a shadow, a tag on a plate, a logo; 1080 × 1080.
The headline is typed letter by letter, so every card has other words. The baseline draws the same with Pillow the plain way:
every layer but the photo anew for each key, on RGBA canvases of full size, sizes tried one after another, in turns with ours.
"""

from __future__ import annotations

import functools
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from tests.benchmarks.figure import Figure, percentile
from warroom.compose.encode import encode_cuts
from warroom.compose.layer import TextLayer
from warroom.compose.model import PictureAsset, SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates

WORDS = (
    "Some things taste better in the dark.",
    "Lights out for everyone, snacks on for us.",
    "Still the best seats in the house tonight.",
    "Half a stadium, and all of the biscuits.",
)
BASELINE_EVERY = 12
ROUNDS = 5


def measure_keystroke_rendered() -> list[Figure]:
    """`keystroke.rendered.median`, `keystroke.rendered.p99` and `cuts.encoded`, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="keystroke-") as folder:
        slots = SlotValues(pictures={"photo": _photo(Path(folder) / "photo.jpg")}).with_choice("tag", "LIVE")
        template = next(template for template in shipped_templates() if template.key == "reaction-on-photo")
        renderer = CardRenderer(template)
        for words in WORDS:  # fonts, photo and grounds are there before anybody types
            renderer.render(slots.with_text("headline", words), "1x1")
            _plainly(renderer, slots, words)
        ours, plain = _type(renderer, slots)
        encoded = [_encode(renderer, slots.with_text("headline", words), Path(folder) / "cuts") for words in WORDS * 2]
    base = percentile(plain, 0.5)
    return [
        Figure("keystroke.rendered.median", percentile(ours, 0.5), "ms", base, "< 10"),
        Figure("keystroke.rendered.p99", percentile(ours, 0.99), "ms", percentile(plain, 0.99), "< 16"),
        Figure("cuts.encoded", percentile(encoded, 0.5), "ms", None, "< 500"),
    ]


def _photo(path: Path) -> PictureAsset:
    y, x = np.mgrid[0:3000, 0:4000].astype(np.float32)
    grain = np.random.default_rng(12).normal(0, 9, (3000, 4000))
    bands = (110 + 90 * np.sin(x / 410) + grain, 100 + 80 * np.cos(y / 330) + grain, 120 + 70 * np.sin((x + y) / 520) + grain)
    Image.fromarray(np.clip(np.stack(bands, -1), 0, 255).astype(np.uint8)).save(path, "JPEG", quality=88)
    return PictureAsset("benchmark", str(path), 4000, 3000, "own", "ours", focals={"": (0.5, 0.5)})


def _type(renderer: CardRenderer, slots: SlotValues) -> tuple[list[float], list[float]]:
    """Milliseconds for each key, our way and the plain way."""
    ours, plain = [], []
    for turn in range(ROUNDS):
        for words in WORDS:
            for end in range(1, len(words) + 1):
                # Other letters each round: no card was drawn before.
                typed = (words[:end] + " ~"[turn % 2] * (turn > 0) + "!" * (turn // 2)).strip()
                began = time.perf_counter()
                renderer.render(slots.with_text("headline", typed), "1x1")
                ours.append((time.perf_counter() - began) * 1000)
                if len(ours) % BASELINE_EVERY == 0:
                    began = time.perf_counter()
                    _plainly(renderer, slots, typed)
                    plain.append((time.perf_counter() - began) * 1000)
    return ours, plain


def _encode(renderer: CardRenderer, slots: SlotValues, folder: Path) -> float:
    began = time.perf_counter()
    encode_cuts(renderer, slots, folder)
    return (time.perf_counter() - began) * 1000


@functools.cache
def _fitted(path: str) -> Image.Image:
    with Image.open(path) as photo:
        return ImageOps.fit(photo.convert("RGBA"), (1080, 1080), Image.Resampling.LANCZOS)


def _plainly(renderer: CardRenderer, slots: SlotValues, words: str) -> Image.Image:
    """The same card with Pillow, as one would write it without care for speed."""
    brand = renderer.template.brand
    layer = next(layer for layer in renderer.template.cut("1x1").layers if isinstance(layer, TextLayer) and layer.slot == "headline")
    assert brand.logo is not None
    card = _fitted(slots.pictures["photo"].path)
    ramp = Image.linear_gradient("L").resize((1080, 691)).point([value * 176 // 255 for value in range(256)])
    scrim = Image.new("RGBA", card.size)
    scrim.paste((11, 11, 15, 255), (0, 1080 - 691), ramp)
    card = Image.alpha_composite(card, scrim)
    box = (69, 1080 - 78 - 324, 1080 - 69, 1080 - 78)
    file, size = str(brand.font(layer.font).file.path), round(layer.fit.max * 1.08)
    while size > 44:
        lines = _wrapped(words, ImageFont.truetype(file, size), box[2] - box[0])
        if len(lines) <= layer.fit.lines and len(lines) * size * layer.leading <= box[3] - box[1]:
            break
        size -= 2
    font, text = ImageFont.truetype(file, size), "\n".join(lines)
    shadow, letters = Image.new("RGBA", card.size), Image.new("RGBA", card.size)
    at = (box[0], box[3] - len(lines) * size * layer.leading)
    ImageDraw.Draw(shadow).multiline_text((at[0], at[1] + 4), text, (0, 0, 0, 136), font, spacing=size * 0.08)
    ImageDraw.Draw(letters).multiline_text(at, text, "white", font, spacing=size * 0.08)
    card = Image.alpha_composite(card, shadow.filter(ImageFilter.GaussianBlur(13)))
    return Image.alpha_composite(card, letters).convert("RGB")


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
