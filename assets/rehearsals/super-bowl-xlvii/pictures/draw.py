"""Draws the small pictures that posts of the rehearsal carry; run it to make them again. The same numbers give the same pictures."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).resolve().parent
SIZE = (960, 540)
Colour = tuple[int, int, int]


def sky(top: Colour, bottom: Colour) -> Image.Image:
    """From one colour above to another below."""
    ramp = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), ramp)


def glow(picture: Image.Image, at: tuple[float, float], size: float, colour: Colour) -> None:
    """Light added around a point."""
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).ellipse((at[0] - size, at[1] - size, at[0] + size, at[1] + size), fill=200)
    picture.paste(Image.new("RGB", SIZE, colour), mask=mask.filter(ImageFilter.GaussianBlur(size / 2)))


def torches() -> Image.Image:
    """Many small lights on dark tiers."""
    chance = random.Random(1)
    picture = sky((6, 8, 18), (22, 20, 34))
    pen = ImageDraw.Draw(picture)
    for _ in range(520):
        across, down = chance.uniform(0, SIZE[0]), chance.triangular(90, 540, 470)
        size, shade = chance.uniform(0.8, 2.6), chance.randrange(120, 255)
        pen.ellipse((across - size, down - size, across + size, down + size), fill=(shade, shade, min(255, shade + 25)))
    for _ in range(9):
        glow(picture, (chance.uniform(60, 900), chance.uniform(250, 520)), 13, (235, 240, 255))
    return picture


def table() -> Image.Image:
    """Bowls and plates seen from above, a screen's blue light from one side."""
    chance = random.Random(2)
    picture = sky((96, 62, 40), (66, 40, 26))
    pen = ImageDraw.Draw(picture)
    for number in range(9):
        across, down = 110 + number % 5 * 185 + chance.uniform(-24, 24), 140 + number // 5 * 240 + chance.uniform(-26, 26)
        size = chance.uniform(62, 88)
        pen.ellipse((across - size, down - size + 9, across + size, down + size + 9), fill=(44, 27, 18))
        pen.ellipse((across - size, down - size, across + size, down + size), fill=(226, 222, 212))
        filling = chance.choice([(214, 158, 52), (122, 150, 60), (176, 66, 44), (238, 206, 120)])
        for _ in range(60):
            dx, dy = chance.gauss(0, size * 0.32), chance.gauss(0, size * 0.32)
            shade = chance.uniform(0.75, 1.1)
            colour = (min(255, int(filling[0] * shade)), min(255, int(filling[1] * shade)), min(255, int(filling[2] * shade)))
            pen.polygon([(across + dx, down + dy - 12), (across + dx - 11, down + dy + 9), (across + dx + 12, down + dy + 8)], fill=colour)
    return Image.blend(
        picture, Image.composite(Image.new("RGB", SIZE, (60, 110, 190)), picture, Image.linear_gradient("L").rotate(90).resize(SIZE)), 0.22
    )


def stage() -> Image.Image:
    """Beams over a stage, heads before it."""
    chance = random.Random(3)
    picture = sky((18, 8, 40), (60, 16, 62))
    for number in range(7):
        beam = Image.new("L", SIZE)
        foot, head = 120 + number * 120, 40 + number * 150 + chance.uniform(-70, 70)
        ImageDraw.Draw(beam).polygon([(foot - 6, 400), (foot + 6, 400), (head + 70, 0), (head - 70, 0)], fill=90)
        colour = chance.choice([(255, 120, 190), (120, 190, 255), (255, 220, 140)])
        picture.paste(Image.new("RGB", SIZE, colour), mask=beam.filter(ImageFilter.GaussianBlur(9)))
    glow(picture, (480, 380), 120, (255, 214, 170))
    pen = ImageDraw.Draw(picture)
    for _ in range(70):
        across, size = chance.uniform(0, SIZE[0]), chance.uniform(18, 34)
        down = chance.uniform(470, 540)
        pen.ellipse((across - size, down - size, across + size, down + size * 2), fill=(10, 6, 18))
    return picture


def main() -> None:
    for name, picture in (("phone-torches.jpg", torches()), ("snack-table.jpg", table()), ("stage-beams.jpg", stage())):
        picture.save(HERE / name, "JPEG", quality=84)


if __name__ == "__main__":
    main()
