"""Draws the stadium of `scenes.floodlights` a minute later: the lamps are out, and thousands hold up their phones.

The same place in the same frame, so that the two stand beside each other as before and after. The light is the crowd's own: small
lights in the stands, phones and the faces they light in front, a little of both on the haze, the roof and the grass.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from scenes import COLD, WARM, Row, bank, glow, lay_people
from shading import Array, blurred, grid, noise, photo, smooth

PHONE = np.array([226.0, 236.0, 255.0])


def small_lights(side: int, x: Array, y: Array) -> Array:
    """Of the stands, in rows that bend with the roof; light to be added."""
    random = np.random.default_rng(52)
    lights = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(lights)
    for row in range(40):
        part = row / 39
        for _ in range(int(70 + 60 * part)):
            across = random.uniform(-1.0, 1.0)
            level = -0.055 - 0.11 * across * across * (1 - part) + part * 0.245 + random.normal(0, 0.003)
            if level > 0.195 or random.random() < 0.28 + 0.30 * np.sin(across * 17 + row * 0.5):
                continue
            bright = random.random() ** 2.2
            size = side * (0.0005 + 0.0011 * bright * (0.5 + part))
            tint = (PHONE if random.random() < 0.52 else WARM) * (0.22 + 0.78 * bright)
            at = (across + 1) / 2 * side, (level + 1) / 2 * side
            pen.ellipse((at[0] - size, at[1] - size, at[0] + size, at[1] + size), fill=tuple(int(value) for value in tint))
    drawn = np.asarray(lights, dtype=np.float32)
    soft = np.stack([blurred(drawn[..., band], side / 240) for band in range(3)], -1)
    wide = np.stack([blurred(drawn[..., band], side / 34) for band in range(3)], -1)
    return drawn + 1.5 * soft + 2.6 * wide


def phones(side: int, rows: tuple[Row, ...], seed: int) -> Array:
    """Phones held up in front, each a small bright sheet; light from 0 to 1."""
    random = np.random.default_rng(seed)
    fine = 2
    mask = Image.new("L", (side * fine, side * fine))
    pen = ImageDraw.Draw(mask)
    for row in rows:
        places = round(0.40 / row.head)
        for place in range(places):
            x = (place + random.uniform(0.15, 0.85)) / places
            y = row.level - row.head * random.uniform(1.6, 2.9)
            wide, high, lean = row.head * 0.15, row.head * 0.27, random.normal(0, 0.16)
            if random.random() < 0.3:
                wide, high = high, wide
            turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
            corners = [turn @ np.array(part) for part in ((-wide, -high), (wide, -high), (wide, high), (-wide, high))]
            shine = int(random.uniform(110, 225))
            pen.polygon([((x + part[0]) * side * fine, (y + part[1]) * side * fine) for part in corners], fill=shine)
    return np.asarray(mask.reduce(fine), dtype=np.float32) / 255


def lights_out(side: int) -> Image.Image:
    """The full stand in the dark."""
    x, y = grid(side)
    random = np.random.default_rng(3)
    rise = smooth(-1.0, 0.30, y)[..., None]
    canvas = np.array([8.0, 9.0, 26.0]) * (1 - rise) + np.array([28.0, 28.0, 56.0]) * rise
    over = np.exp(-((np.hypot(x * 0.62, y + 0.10) / 0.62) ** 2))[..., None]  # the crowd's light on the haze above the roof
    canvas = canvas + over * np.array([20.0, 21.0, 44.0]) * smooth(-0.02, -0.14, y)[..., None]
    haze = (0.5 + 0.5 * noise(random, side, 5))[..., None]
    canvas = canvas + haze * rise * np.array([14.0, 12.0, 26.0])
    under = -0.075 - 0.11 * x * x
    roof = smooth(0.003, -0.003, y - under) * smooth(-0.003, 0.003, y - under + 0.075 + 0.05 * x * x)
    lip = np.exp(-(((y - under) / 0.004) ** 2))
    canvas = canvas * (1 - 0.80 * roof[..., None]) + lip[..., None] * COLD * 0.16
    for centre, lean in (((0.17, 0.17), 0.10), ((0.83, 0.17), -0.10)):  # the lamps, out: glass that mirrors what there is
        lamps = bank(side, centre, 4, 6, 0.030, lean)[..., None]
        canvas = canvas * (1 - 0.55 * lamps) + lamps * np.array([17.0, 19.0, 38.0])
    pitch = smooth(0.20, 0.215, y)[..., None]
    depth = np.clip((y - 0.16) / 0.84, 0.02, 1)
    stripes = smooth(-0.2, 0.2, np.sin(22.0 * x / (depth + 0.34)))[..., None]
    sheen = np.exp(-((np.hypot(x * 0.7, (y - 0.32) * 2.4) / 0.5) ** 2))[..., None]
    grass = np.array([14.0, 27.0, 34.0]) * (0.86 + 0.22 * stripes) + sheen * np.array([34.0, 46.0, 60.0]) * (0.9 + 0.16 * stripes)
    lines = np.exp(-(((y - 0.30) / 0.004) ** 2)) + np.exp(-(((np.hypot(x, (y - 0.30) * 3.6) - 0.26) / 0.007) ** 2)) * (y > 0.215)
    canvas = canvas * (1 - pitch) + pitch * (grass + lines[..., None] * sheen * 70)
    canvas = canvas + small_lights(side, x, y) * smooth(-0.01, 0.02, y - under)[..., None]
    rows = (Row(0.800, 0.021, 0.5), Row(0.868, 0.031, 0.62), Row(0.965, 0.046, 0.7))
    shades = (np.array([26.0, 27.0, 48.0]), np.array([14.0, 15.0, 30.0]), np.array([6.0, 6.0, 14.0]))
    canvas = lay_people(canvas, rows, shades, PHONE * 0.34, 8)
    held = glow(phones(side, rows[1:], 61), (0.004, 0.7), (0.018, 1.5), (0.070, 2.8))
    return photo(canvas + held[..., None] * PHONE * 0.86, 5)
