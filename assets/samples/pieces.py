"""Draws what lies on a card by itself, RGBA: a bitten biscuit, a die-cut sticker, a scatter of crumbs."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageFilter
from shading import blurred, noise, smooth

BITES = ((0.88, 0.10, 0.150), (0.72, -0.01, 0.125), (0.985, 0.29, 0.120), (0.90, -0.05, 0.12))
"""Centres and radii of what is bitten off, in parts of the biscuit."""


def bitten(whole: Image.Image) -> Image.Image:
    """The biscuit with a bite out of its upper right, the broken edge ragged and lighter inside."""
    side = whole.width
    random = np.random.default_rng(31)
    line = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = np.meshgrid(line, line)
    ragged = 0.010 * noise(random, side, 34) + 0.005 * noise(random, side, 90)
    away = np.full((side, side), 9.0, np.float32)
    for across, down, radius in BITES:
        away = np.minimum(away, np.hypot(x - across, y - down) - radius)
    away = away + ragged
    left = smooth(-0.001, 0.002, away)
    pixels = np.asarray(whole, dtype=np.float32).copy()
    crumb = np.exp(-((np.clip(away, 0, None) / 0.011) ** 2))[..., None] * (0.75 + 0.5 * noise(random, side, 130)[..., None])
    pixels[..., :3] = pixels[..., :3] * (1 - 0.8 * np.clip(crumb, 0, 1)) + np.clip(crumb, 0, 1) * 0.8 * np.array([168.0, 104.0, 62.0])
    pixels[..., 3] *= left
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def sticker(picture: Image.Image, side: int, border: float) -> Image.Image:
    """A die-cut sticker: the picture with a white border that follows its outline, and a soft shadow."""
    room = round(side * (border + 0.03))
    inner = picture.resize((side - 2 * room, side - 2 * room), Image.Resampling.LANCZOS)
    alpha = Image.new("L", (side, side))
    alpha.paste(inner.getchannel("A"), (room, room))
    reach = border * side
    around = np.asarray(alpha, dtype=np.float32) / 255
    for _ in range(3):  # a blur cut off at a low level is a smooth outline, wider by what the blur reaches
        around = smooth(0.10, 0.16, blurred(around, reach / 4.6))
    outline = Image.fromarray((np.clip(around, 0, 1) * 255).astype(np.uint8))
    out = Image.new("RGBA", (side, side))
    soft = ImageChops.offset(outline, 0, side // 90).filter(ImageFilter.GaussianBlur(side / 90))
    shadow = soft.point([value * 110 // 255 for value in range(256)])
    out.paste((0, 0, 0, 255), (0, 0), shadow)
    out.putalpha(shadow)
    white = Image.new("RGBA", (side, side), (255, 255, 255, 255))
    white.putalpha(outline)
    out.alpha_composite(white)
    out.alpha_composite(inner, (room, room))
    return out


def crumb(face: Image.Image, random: np.random.Generator, size: int) -> Image.Image:
    """One crumb: a ragged piece of a biscuit's face, thicker in the middle."""
    across = size * 2
    line = (np.arange(across, dtype=np.float32) + 0.5) / across * 2 - 1
    x, y = np.meshgrid(line, line)
    angle, radius = np.arctan2(y, x), np.hypot(x, y)
    outline = 0.74 + sum(random.normal(0, 0.21 / wave**1.25) * np.cos(wave * angle + random.uniform(0, 6.3)) for wave in range(2, 8))
    inside = (outline - radius + 0.08 * noise(random, across, max(4, across // 14))).astype(np.float32)
    height = np.sqrt(np.clip(inside, 0, None))
    height = height + 0.20 * noise(random, across, max(4, across // 9)) + 0.10 * noise(random, across, max(4, across // 4))
    down, over = np.gradient(height, 2 / across)
    lit = np.clip((0.42 * over + 0.62 * down) * 0.55 + 0.72, 0.12, 1.7)
    start = random.integers(round(face.width * 0.3), max(round(face.width * 0.62) - across, round(face.width * 0.3) + 1), 2)
    crop = face.crop((*(int(value) for value in start), *(int(value) + across for value in start))).convert("RGB")
    pixels = (np.asarray(crop, dtype=np.float32) * 0.5 + np.array([112.0, 66.0, 40.0]) * 0.5) * lit[..., None] * 1.05
    alpha = smooth(0.0, 0.05, inside) * 255
    return Image.fromarray(np.dstack([np.clip(pixels, 0, 255), alpha]).astype(np.uint8)).resize((size, size), Image.Resampling.LANCZOS)


def crumbs(face: Image.Image, size: tuple[int, int], count: int, seed: int) -> Image.Image:
    """What is left: crumbs, fewer and smaller towards the left and the top, each with its shadow."""
    random = np.random.default_rng(seed)
    out, shade = Image.new("RGBA", size), Image.new("L", size)
    placed: list[tuple[Image.Image, tuple[int, int]]] = []
    for index in range(count):
        part = random.random() ** 0.62
        x = part * size[0]
        y = size[1] * (0.86 - 0.34 * part + random.normal(0, 0.13) * (0.35 + part))
        share = 0.115 if index in (3, 11, 19) else 0.055 if index % 4 == 0 else 0.020
        across = max(6, round(size[0] * share * random.uniform(0.55, 1.1) * (0.45 + 0.75 * part)))
        if not (across / 2 < x < size[0] - across / 2 and across / 2 < y < size[1] - across / 2):
            continue
        one = crumb(face, random, across)
        at = (round(x - across / 2), round(y - across / 2))
        shade.paste(255, (at[0] + across // 14, at[1] + across // 8), one.getchannel("A"))
        placed.append((one, at))
    soft = shade.filter(ImageFilter.GaussianBlur(size[0] / 160)).point([value * 95 // 255 for value in range(256)])
    out.paste((30, 12, 4, 255), (0, 0), soft)
    out.putalpha(soft)
    for one, at in sorted(placed, key=lambda pair: pair[0].width):
        out.alpha_composite(one, at)
    return out


def paletted(picture: Image.Image) -> Image.Image:
    """The picture in 256 colours with their transparency: a third of its bytes."""
    return picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.FLOYDSTEINBERG)
