"""Draws the scenes among the sample pictures: floodlights over a full stand, a crowd against the light, confetti, a stack of biscuits.

Silhouettes are drawn large and made small; light is added up as light is, glow on glow, and the camera's grain comes last.
`draw.py` calls these and writes the files. The same numbers give the same pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from shading import Array, blurred, grid, noise, photo, smooth

AMBER = np.array([255.0, 180.0, 84.0])
WARM = np.array([255.0, 214.0, 160.0])
COLD = np.array([200.0, 220.0, 255.0])


# ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Row:
    """A row of people: the height of their shoulders' line and of a head, in parts of the side; how many of ten raise their arms."""

    level: float
    head: float
    raised: float


def person(pen: ImageDraw.ImageDraw, random: np.random.Generator, x: float, y: float, head: float, arms: bool) -> None:
    """One silhouette, seen from behind; `y` is the shoulders' line."""
    wide = head * random.uniform(1.02, 1.22)
    tilt = random.uniform(-0.25, 0.25) * head
    pen.ellipse((x + tilt - head * 0.46, y - head * 1.38, x + tilt + head * 0.46, y - head * 0.22), fill=255)
    pen.rectangle((x - head * 0.24, y - head * 0.5, x + head * 0.24, y + head * 0.2), fill=255)
    pen.rounded_rectangle((x - wide, y - head * 0.16, x + wide, y + head * 9), head * 0.55, fill=255)
    if not arms:
        return
    for side in (-1, 1):
        if random.random() < 0.22:
            continue
        shoulder = np.array([x + side * wide * 0.80, y + head * 0.22])
        elbow = shoulder + head * np.array([side * random.uniform(0.25, 0.85), -random.uniform(0.7, 1.15)])
        hand = elbow + head * np.array([side * random.uniform(-0.45, 0.35), -random.uniform(0.9, 1.35)])
        for start, end, thick in ((shoulder, elbow, 0.46), (elbow, hand, 0.36)):
            pen.line((*start, *end), fill=255, width=round(head * thick))
            pen.ellipse((*(end - head * thick / 2), *(end + head * thick / 2)), fill=255)
        pen.ellipse((*(hand - head * 0.25), *(hand + head * 0.25)), fill=255)


def people(side: int, row: Row, random: np.random.Generator) -> Array:
    """One row's silhouettes as a mask from 0 to 1."""
    fine = 2
    mask = Image.new("L", (side * fine, side * fine))
    pen = ImageDraw.Draw(mask)
    head, x = row.head * side * fine, -row.head * side * fine
    while x < side * fine + head:
        y = (row.level + random.normal(0, row.head * 0.34)) * side * fine
        person(pen, random, x, y, head * random.uniform(0.9, 1.1), random.random() < row.raised)
        x += head * random.uniform(1.9, 2.7)
    pen.rectangle((0, min(row.level + row.head * 1.5, 1.0) * side * fine, side * fine, side * fine), fill=255)
    return np.asarray(mask.reduce(fine), dtype=np.float32) / 255


def lay_people(canvas: Array, rows: tuple[Row, ...], shades: tuple[Array, ...], rim: Array, seed: int) -> Array:
    """Rows from the back to the front, each in its shade, their upper edges lit."""
    random = np.random.default_rng(seed)
    side = canvas.shape[0]
    for row, shade in zip(rows, shades, strict=True):
        mask = people(side, row, random)
        down = max(2, round(row.head * side * 0.10))
        edge = np.clip(mask - np.roll(mask, down, axis=0), 0, 1)
        edge = blurred(edge, row.head * side * 0.03) * (0.4 + 0.6 * blurred(mask, 1))
        canvas = canvas * (1 - mask[..., None]) + mask[..., None] * shade + (edge * mask)[..., None] * rim
    return canvas


# ── light ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bank(side: int, centre: tuple[float, float], rows: int, columns: int, step: float, lean: float) -> Array:
    """A bank of lamps as light from 0 to 1, without its glow."""
    fine = 2
    mask = Image.new("L", (side * fine, side * fine))
    pen = ImageDraw.Draw(mask)
    for row in range(rows):
        for column in range(columns):
            across = (column - (columns - 1) / 2) * step
            x = (centre[0] + across) * side * fine
            y = (centre[1] + (row - (rows - 1) / 2) * step * 0.86 + across * lean) * side * fine
            size = step * 0.33 * side * fine
            pen.ellipse((x - size, y - size, x + size, y + size), fill=255)
    return np.asarray(mask.reduce(fine), dtype=np.float32) / 255


def glow(light: Array, *spreads: tuple[float, float]) -> Array:
    """Light with its halo: each spread is a blur, in parts of the side, and how strong."""
    side = light.shape[0]
    total = light.copy()
    for spread, strong in spreads:
        total = total + strong * blurred(light, spread * side)
    return total


def beams(side: int, source: tuple[float, float], aim: float, width: float, seed: int) -> Array:
    """Shafts of light through haze from a source: `aim` and `width` in radians, 0 pointing down."""
    random = np.random.default_rng(seed)
    line = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = np.meshgrid(line - source[0], line - source[1])
    angle, away = np.arctan2(x, y) - aim, np.hypot(x, y)
    shafts = np.zeros_like(angle)
    for _ in range(16):
        at, wide = random.normal(0, width), random.uniform(0.02, 0.10)
        shafts += random.uniform(0.3, 1.0) * np.exp(-(((angle - at) / wide) ** 2))
    haze = 0.7 + 0.3 * noise(random, side, 7)
    return (shafts * np.exp(-away * 1.9) * smooth(0.0, 0.12, away) * haze).astype(np.float32)


def floodlights(side: int) -> Image.Image:
    """A full stand under floodlights: two banks of lamps, haze, the lit pitch, people from behind with their arms up."""
    x, y = grid(side)
    random = np.random.default_rng(1)
    rise = smooth(-1.0, 0.45, y)[..., None]
    canvas = np.array([5.0, 8.0, 24.0]) * (1 - rise) + np.array([34.0, 50.0, 92.0]) * rise
    canvas = canvas + (0.5 + 0.5 * noise(random, side, 5))[..., None] * rise * np.array([10.0, 16.0, 26.0])
    under = -0.075 - 0.11 * x * x
    roof = smooth(0.003, -0.003, y - under) * smooth(-0.003, 0.003, y - under + 0.075 + 0.05 * x * x)
    lip = np.exp(-(((y - under) / 0.004) ** 2)) * 0.7
    crowd = blurred((random.random((side, side)) > 0.9955).astype(np.float32), side / 1100) * 7 + 0.12 * noise(random, side, 120)
    tier = smooth(-0.01, 0.02, y - under) * smooth(0.215, 0.205, y)
    canvas = (
        canvas * (1 - 0.86 * roof[..., None])
        + lip[..., None] * COLD * 0.30
        + (tier * np.clip(0.14 + 0.9 * crowd, 0, 1.6))[..., None] * np.array([120.0, 116.0, 128.0]) * 0.55
    )
    depth = np.clip((y - 0.16) / 0.84, 0.02, 1)
    pitch = smooth(0.20, 0.215, y)[..., None]
    stripes = smooth(-0.2, 0.2, np.sin(22.0 * x / (depth + 0.34)))[..., None]
    grass = np.array([30.0, 92.0, 60.0]) * (0.86 + 0.22 * stripes) * (1.12 - 0.62 * depth[..., None])
    lines = np.exp(-(((y - 0.30) / 0.004) ** 2)) + np.exp(-(((np.hypot(x, (y - 0.30) * 3.6) - 0.26) / 0.007) ** 2)) * (y > 0.215)
    canvas = canvas * (1 - pitch) + pitch * (grass + lines[..., None] * 90)
    for centre, aim, seed, lean in (((0.17, 0.17), 0.42, 21, 0.10), ((0.83, 0.17), -0.42, 22, -0.10)):
        lamps = glow(bank(side, centre, 4, 6, 0.030, lean), (0.006, 1.4), (0.03, 2.2), (0.10, 3.2), (0.26, 3.4))
        canvas = canvas + lamps[..., None] * COLD * 0.92 + beams(side, centre, aim, 0.34, seed)[..., None] * COLD * 0.26
    rows = (Row(0.800, 0.021, 0.5), Row(0.868, 0.031, 0.62), Row(0.965, 0.046, 0.7))
    shades = (np.array([22.0, 28.0, 46.0]), np.array([12.0, 15.0, 28.0]), np.array([5.0, 6.0, 13.0]))
    canvas = lay_people(canvas, rows, shades, COLD * 0.42, 8)
    return photo(canvas, 11)


def crowd(side: int) -> Image.Image:
    """People against a warm light, arms in the air, paper in the haze."""
    x, y = grid(side)
    random = np.random.default_rng(4)
    away = np.hypot(x * 0.82, y - 0.10)
    canvas = np.array([26.0, 10.0, 20.0]) + np.exp(-((away / 0.85) ** 2))[..., None] * np.array([190.0, 84.0, 34.0])
    canvas = canvas + np.exp(-((away / 0.36) ** 2))[..., None] * np.array([70.0, 110.0, 84.0])
    haze = noise(random, side, 6)[..., None] * 0.10 + noise(random, side, 13)[..., None] * 0.06
    canvas = canvas * (1 + haze)
    for at, seed in ((0.20, 31), (0.50, 32), (0.80, 33)):
        canvas = canvas + beams(side, (at, -0.06), (0.5 - at) * 0.6, 0.22, seed)[..., None] * WARM * 0.34
    canvas = canvas + flakes(side, 150, 77)
    rows = (Row(0.660, 0.019, 0.45), Row(0.725, 0.028, 0.6), Row(0.820, 0.042, 0.72), Row(0.985, 0.064, 0.62))
    shades = (np.array([122.0, 52.0, 26.0]), np.array([70.0, 27.0, 19.0]), np.array([32.0, 11.0, 14.0]), np.array([11.0, 4.0, 8.0]))
    canvas = lay_people(canvas, rows, shades, AMBER * 0.40, 15)
    return photo(canvas, 12)


# ── paper ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def flakes(side: int, count: int, seed: int) -> Array:
    """Slips of paper in the air, in three depths of focus; light to be added."""
    random = np.random.default_rng(seed)
    tints = (AMBER, WARM, np.array([255.0, 255.0, 255.0]), np.array([216.0, 96.0, 60.0]))
    total = np.zeros((side, side, 3), np.float32)
    for soft in (0.0035, 0.0012, 0.0):
        layer = Image.new("RGB", (side, side))
        pen = ImageDraw.Draw(layer)
        for _ in range(count // 3):
            centre, turn = random.uniform(0, side, 2), random.uniform(0, np.pi)
            long_, short = side * random.uniform(0.007, 0.013) * (1 + soft * 160), side * random.uniform(0.002, 0.007) * (1 + soft * 160)
            one, other = np.array([np.cos(turn), np.sin(turn)]) * long_, np.array([-np.sin(turn), np.cos(turn)]) * short
            corners = [tuple(centre + part) for part in (one + other, one - other, -one - other, -one + other)]
            tint = tints[random.integers(len(tints))] * random.uniform(0.45, 1.0)
            pen.polygon(corners, fill=tuple(int(value) for value in tint))
        total = total + np.asarray(layer.filter(ImageFilter.GaussianBlur(soft * side)), dtype=np.float32) * (0.75 if soft else 0.95)
    return total


def confetti(side: int) -> Image.Image:
    """Golden lights out of focus over a deep evening blue, paper falling before them."""
    x, y = grid(side)
    random = np.random.default_rng(23)
    away = np.hypot(x * 0.9, y + 0.35)
    canvas = np.array([9.0, 9.0, 28.0]) + np.exp(-((away / 0.95) ** 2))[..., None] * np.array([74.0, 38.0, 30.0])
    tints = (AMBER, WARM, np.array([255.0, 126.0, 48.0]), np.array([120.0, 120.0, 230.0]))
    line = np.arange(side, dtype=np.float32)
    for _ in range(90):
        centre, size = random.uniform(0, 1, 2) * side, side * random.uniform(0.012, 0.062)
        if random.random() > 0.35 + 0.65 * (1 - centre[1] / side):
            continue
        low = np.clip(np.floor(centre - size - 3), 0, side).astype(int)
        high = np.clip(np.ceil(centre + size + 3), 0, side).astype(int)
        away = np.hypot(line[low[0] : high[0]][None] - centre[0], line[low[1] : high[1]][:, None] - centre[1]) / size
        disc = smooth(1.0, 0.93, away) * (0.55 + 0.30 * smooth(0.70, 1.0, away))
        tint = tints[random.choice(4, p=[0.48, 0.26, 0.20, 0.06])] * random.uniform(0.10, 0.50)
        canvas[low[1] : high[1], low[0] : high[0]] += disc[..., None] * tint
    canvas = canvas + flakes(side, 170, 5)
    return photo(canvas, 13)


# ── a still ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def slab(side: int, box: tuple[float, float, float, float], tone: Array, seed: int, rough: float) -> tuple[Array, Array]:
    """A disc seen from its edge: colour and mask; lit from the left and above."""
    x, y = ((part + 1) / 2 for part in grid(side))
    random = np.random.default_rng(seed)
    left, top, right, bottom = box
    middle, half = (left + right) / 2, (right - left) / 2
    curve = 0.006 * (1 - np.clip((x - middle) / half, -1, 1) ** 2)
    ragged = rough * noise(random, side, 190)
    high = (bottom - top) / 2
    inside_y = np.abs(y - curve - (top + bottom) / 2 + ragged * 0.4) / high
    inside_x = np.abs(x - middle + ragged * 0.6) / half
    corner = np.clip(1 - (1 - inside_x) * half / (high * 0.7), 0, None)
    shape = np.hypot(np.clip(inside_y, 0, None) ** 3.2, corner**1.6)
    mask = smooth(1.02, 0.97, shape) * smooth(1.01, 0.995, inside_x)
    around = np.clip((x - middle) / half, -1, 1)
    lit = 0.10 + 0.95 * np.clip(0.74 - around * 0.80, 0, 1) ** 1.4 + 0.10 * smooth(0.86, 0.99, around)
    ridges = 1 + 0.16 * np.sin(np.arcsin(around) * 52) * (rough > 0.0012)
    edge = 1.16 - 0.55 * smooth(-1, 1, (y - curve - (top + bottom) / 2) / high)
    colour = tone * ((lit * ridges * edge * (1 + 0.16 * noise(random, side, 260) + 0.10 * noise(random, side, 60)))[..., None])
    return colour.astype(np.float32), mask


def stack(side: int) -> Image.Image:
    """Five filled biscuits in a pile on a dark table, warm light from the left."""
    x, y = grid(side)
    random = np.random.default_rng(9)
    wall = np.exp(-((np.hypot((x + 0.55) * 0.8, y + 0.25) / 0.75) ** 2))[..., None] * np.array([74.0, 40.0, 22.0])
    canvas = np.array([9.0, 7.0, 11.0]) + wall
    table = smooth(0.50, 0.62, y)[..., None]
    grain = 1 + 0.14 * noise(random, side, 90)[..., None] * table
    pool = np.exp(-((np.hypot((x + 0.28) * 0.9, (y - 0.74) * 2.2) / 0.62) ** 2))[..., None]
    canvas = canvas * (1 - 0.75 * table) + table * (np.array([13.0, 9.0, 9.0]) + pool * np.array([120.0, 70.0, 38.0])) * grain
    shade = np.exp(-((np.hypot((x - 0.16) * 0.95, (y - 0.735) * 4.6) / 0.58) ** 2))
    canvas = canvas * (1 - 0.86 * shade)[..., None]
    chocolate, cream = np.array([122.0, 70.0, 44.0]), np.array([250.0, 228.0, 192.0])
    level = 0.872
    for layer in range(5):
        shift = (0.0, 0.012, -0.010, 0.016, -0.004)[layer]
        left, right = 0.285 + shift, 0.715 + shift
        for thick, inset, tone, rough in ((0.040, 0.0, chocolate, 0.0022), (0.026, 0.016, cream, 0.0008), (0.040, 0.0, chocolate, 0.0022)):
            box = (left + inset, level - thick - 0.003, right - inset, level + 0.003)
            colour, mask = slab(side, box, tone, 40 + layer * 3 + round(level * 1000), rough)
            canvas = canvas * (1 - mask[..., None]) + colour * mask[..., None]
            level -= thick
    return photo(canvas + bits(side, random), 14)


def bits(side: int, random: np.random.Generator) -> Array:
    """Crumbs on the table, lit from the left; light to be added."""
    layer = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(layer)
    for _ in range(90):
        x, y = random.normal(0.42, 0.22), random.uniform(0.87, 0.97)
        size = side * random.uniform(0.0012, 0.0055) * (0.4 + (y - 0.86) * 8)
        turns = np.sort(random.uniform(0, 2 * np.pi, 7))
        shape = [(x * side + size * np.cos(turn), y * side + size * 0.7 * np.sin(turn)) for turn in turns]
        pen.polygon(shape, fill=tuple(int(value) for value in np.array([118, 70, 42]) * random.uniform(0.3, 1.0)))
    return np.asarray(layer.filter(ImageFilter.GaussianBlur(side / 2200)), dtype=np.float32)
