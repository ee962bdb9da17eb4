"""Draws the sample pictures of the invented biscuit brand CRUMB; run it to make them again: `python assets/samples/draw.py`.

Everything is computed: stands in the dark, full of small lights, and a chocolate biscuit lit from
above (a height map, its normals, one lamp); `scenes.py` has the other scenes, `blackout.py` the full stadium in the dark, `pieces.py`
what lies on a card by itself. The same numbers give the same pictures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import blackout
import numpy as np
import pieces
import scenes
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from shading import Array, grid, noise, photo, smooth

HERE = Path(__file__).resolve().parent
FONT = HERE.parent / "fonts" / "archivo" / "Archivo.ttf"
SIDE = 2400
SCENE = 2000
SOURCE = "CRUMB picture library (drawn for this program)"
RIGHTS = "Own work, CC0: free for any use"


def wordmark(side: int, text: str, height: float) -> Array:
    """The brand's name as a soft mask, for embossing."""
    font = ImageFont.truetype(str(FONT), round(side * height))
    font.set_variation_by_axes([850, 112])
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).text((side / 2, side / 2), text, fill=255, font=font, anchor="mm")
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(side / 500)), dtype=np.float32) / 255


def biscuit(side: int, name: str = "CRUMB") -> Image.Image:
    """A round chocolate biscuit, RGBA, lit from above, embossed with the brand's name or plain."""
    random = np.random.default_rng(2013)
    x, y = (part * 1.08 for part in grid(side))
    angle, radius = np.arctan2(y, x), np.hypot(x, y)
    edge = radius / (1 + 0.009 * np.cos(48 * angle))
    height = 0.100 * (1 - smooth(0.90, 1.0, edge))
    height += 0.024 * np.exp(-(((edge - 0.905) / 0.018) ** 2)) + 0.016 * np.exp(-(((edge - 0.665) / 0.012) ** 2))
    for dot in range(32):
        turn = dot * np.pi / 16
        away = np.hypot(x - 0.79 * np.cos(turn), y - 0.79 * np.sin(turn))
        height += 0.030 * (1 - smooth(0.020, 0.042, away))
    rays = 0.5 + 0.5 * np.cos(64 * angle)
    if name:
        height += 0.006 * rays * smooth(0.50, 0.54, edge) * (1 - smooth(0.60, 0.64, edge))
        height += 0.026 * wordmark(side, name, 0.108)
    height += 0.0012 * noise(random, side, side // 16) + 0.0007 * noise(random, side, side // 7) + 0.003 * noise(random, side, 24)
    height -= 0.004 * smooth(0.66, 0.90, noise(random, side, side // 12))
    down, across = np.gradient(height.astype(np.float32), 2.16 / side)
    normal = np.stack([-across, -down, np.ones_like(across)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    lamp = np.array([-0.26, -0.66, 0.70])
    lit = np.clip(normal @ (lamp / np.linalg.norm(lamp)), 0, 1)
    half = lamp / np.linalg.norm(lamp) + np.array([0, 0, 1])
    gloss = np.clip(normal @ (half / np.linalg.norm(half)), 0, 1) ** 38
    fall = 1.06 - 0.30 * smooth(-1.0, 1.0, y)
    base = np.array([84, 50, 32]) * (1 + 0.10 * noise(random, side, 40)[..., None])
    colour = base * (0.16 + 1.12 * lit * fall)[..., None] + np.array([255, 206, 158]) * (0.20 * gloss * fall)[..., None]
    alpha = 255 * (1 - smooth(0.994, 1.003, edge))
    return Image.fromarray(np.dstack([np.clip(colour, 0, 255), alpha]).astype(np.uint8))


def night(side: int, glow: float) -> Array:
    """The dark: cold sky above, a trace of blue below, a warm pool of light in the middle."""
    x, y = grid(side)
    rise = smooth(-1.0, 1.0, y)[..., None]
    sky = np.array([5.0, 6.0, 12.0]) * (1 - rise) + np.array([17.0, 17.0, 38.0]) * rise
    away = np.hypot(x, (y - 0.02) * 1.02)
    pool = np.exp(-((away / 0.50) ** 2)) * 0.62 + np.exp(-((away / 0.78) ** 2)) * 0.34
    return sky + glow * pool[..., None] * np.array([176.0, 139.0, 98.0])


def stands(side: int, top: float, bottom: float) -> Image.Image:
    """The small lights of a crowd in curved tiers, RGB on black."""
    random = np.random.default_rng(47)
    lights = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(lights)
    tiers = 46
    for tier in range(tiers):
        part = tier / (tiers - 1)
        level = top + (bottom - top) * part**1.12
        for _ in range(int(34 + 120 * part)):
            across = random.uniform(-1.02, 1.02)
            bend = 0.16 * (1 - part * 0.35) * (across * across - 0.5)
            place = (across + 1) / 2 * side, (level - bend + random.normal(0, 0.004) + 1) / 2 * side
            gap = 0.5 + 0.5 * np.sin(across * 21 + tier * 0.7)
            if random.random() > 0.30 + 0.5 * gap:
                continue
            bright = random.random() ** 2.6
            size = side * (0.00042 + 0.00095 * bright * (0.6 + part))
            tint = np.array([214, 224, 255]) if random.random() < 0.72 else np.array([255, 214, 160])
            shade = tuple(int(value) for value in tint * (0.16 + 0.84 * bright))
            pen.ellipse((place[0] - size, place[1] - size, place[0] + size, place[1] + size), fill=shade)
    return lights


def stadium(side: int, glow: float) -> Array:
    """A dark stadium: stands full of lights, masts whose lamps are out, the pitch a shade lighter."""
    x, y = grid(side)
    canvas = night(side, glow)
    lights = stands(side, -0.80, 0.0)
    veil = np.clip(np.hypot(x / 1.05, y + 0.02) * 1.5 - 0.42, 0, 1)[..., None] if glow > 0.3 else np.float32(1.0)
    canvas = canvas + np.asarray(lights, dtype=np.float32) * veil
    halo = np.asarray(lights.filter(ImageFilter.GaussianBlur(side / 220)), dtype=np.float32)
    return canvas + halo * 0.9 * veil


def shadow_of(picture: Image.Image, side: int, at: tuple[int, int]) -> Array:
    """How much light a thing lets by, on the whole canvas: a soft shadow below it."""
    mask = Image.new("L", (side, side))
    mask.paste(picture.getchannel("A"), (at[0], at[1] + side // 60))
    soft = mask.filter(ImageFilter.GaussianBlur(side / 46))
    return 1 - 0.62 * np.asarray(soft, dtype=np.float32)[..., None] / 255


def lone_biscuit(side: int) -> Image.Image:
    across = round(side * 0.40)
    one = biscuit(across * 2).resize((across, across), Image.Resampling.LANCZOS)
    at = ((side - across) // 2, round(side * 0.51 - across / 2))
    picture = photo(stadium(side, 1.0) * shadow_of(one, side, at), 3)
    picture.paste(one, at, one)
    return picture


@dataclass(frozen=True)
class Sample:
    file: str
    shows: str
    focal: tuple[float, float]


SAMPLES = (
    Sample("arms-up.jpg", "A crowd seen from behind, arms in the air, against warm stage light with paper falling.", (0.5, 0.55)),
    Sample(
        "biscuit-in-the-dark.jpg",
        "A lone chocolate biscuit in a pool of warm light in a dark stadium, small lights behind it.",
        (0.5, 0.51),
    ),
    Sample("biscuit-stack.jpg", "Five filled chocolate biscuits in a pile on a dark table, lit from the left.", (0.5, 0.62)),
    Sample("confetti.jpg", "Golden lights out of focus in a dark hall, paper falling before them.", (0.5, 0.45)),
    Sample(
        "dark-stadium.jpg",
        "A full stadium with its floodlights out: thousands of small lights in the stands, phones held up in front.",
        (0.5, 0.5),
    ),
    Sample("floodlights.jpg", "A full stadium under two banks of floodlights, the crowd seen from behind.", (0.5, 0.5)),
)


def pictures() -> dict[str, Image.Image]:
    return {
        "dark-stadium.jpg": blackout.lights_out(SIDE),
        "biscuit-in-the-dark.jpg": lone_biscuit(SIDE),
        "floodlights.jpg": scenes.floodlights(SCENE),
        "arms-up.jpg": scenes.crowd(SCENE),
        "confetti.jpg": scenes.confetti(SCENE),
        "biscuit-stack.jpg": scenes.stack(SCENE),
    }


def of_templates() -> None:
    """The pictures that templates bring with them."""
    folder = HERE.parent / "templates"
    whole, plain = biscuit(1600), biscuit(1600, "")
    whole.resize((800, 800), Image.Resampling.LANCZOS).save(folder / "product-on-dark" / "biscuit.png", optimize=True)
    photo(stadium(1920, 0.16), 9).save(folder / "product-on-dark" / "night.jpg", "JPEG", quality=84, subsampling=0)
    eaten = pieces.bitten(whole)
    small = {
        "countdown/face.png": plain.resize((1000, 1000), Image.Resampling.LANCZOS),
        "thank-you/crumbs.png": pieces.crumbs(plain, (1600, 900), 90, 7),
        "thank-you/bitten.png": eaten.resize((900, 900), Image.Resampling.LANCZOS),
        "sticker-over-full-bleed/sticker.png": pieces.sticker(eaten, 1000, 0.035),
    }
    for name, picture in small.items():
        pieces.paletted(picture).save(folder / name, optimize=True)


def main() -> None:
    drawn, entries = pictures(), []
    for sample in SAMPLES:
        picture = drawn[sample.file]
        picture.save(HERE / sample.file, "JPEG", quality=86 if picture.width == SIDE else 84, subsampling=0)
        entry = {"file": sample.file, "shows": sample.shows, "source": SOURCE, "rights": RIGHTS}
        entries.append({**entry, "width": picture.width, "height": picture.height, "focal": sample.focal})
    (HERE / "samples.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    of_templates()


if __name__ == "__main__":
    main()
