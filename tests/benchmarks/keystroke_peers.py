"""The card of `keystroke.rendered` as other ways of drawing make it: Pillow without care for speed, skia-python, and pictex.

Each is given what one who uses it would have ready: the photo cropped to the card, the logo as a picture, fonts that are open. From
key to key it draws all the rest, and hands over a QImage as ours does. None of them fits a text: the size is found as one writes that
by hand, one size after another, measured with the library's own font (pictex: with Pillow's, since it has no measure of its own).
"""

from __future__ import annotations

import importlib.util
import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps
from PySide6.QtGui import QImage

SIDE = 1080
LEFT, BOTTOM, WIDE, HIGH = 69, SIDE - 78, SIDE - 2 * 69, 324
LARGEST, SMALLEST, STEP, LINES, LEADING = 127, 47, 2, 3, 1.08
SCRIM = 691
INSTALL = "not installed: uv sync --group bench"

Way = Callable[[str], QImage]


@dataclass(frozen=True)
class Scene:
    """What the ways are given: the photo as RGBA at the card's size, the logo at its size, font files."""

    photo: Image.Image
    logo: Image.Image
    display: str
    label: str

    @staticmethod
    def of(photo: str, logo: Image.Image, display: str, label: str) -> Scene:
        with Image.open(photo) as picture:
            return Scene(ImageOps.fit(picture.convert("RGBA"), (SIDE, SIDE), Image.Resampling.LANCZOS), logo, display, label)


def wrapped(words: str, width: int, length: Callable[[str], float]) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if length(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitted(words: str, length: Callable[[int], Callable[[str], float]]) -> tuple[int, list[str]]:
    """The largest size that fits, one after another; `length` gives how long texts are at a size."""
    for size in range(LARGEST, SMALLEST, -STEP):
        lines = wrapped(words, WIDE, length(size))
        if len(lines) <= LINES and len(lines) * size * LEADING <= HIGH:
            return size, lines
    return SMALLEST, wrapped(words, WIDE, length(SMALLEST))


def pillow_way(scene: Scene) -> Way:
    def draw(words: str) -> QImage:
        card = scene.photo
        scrim = Image.new("RGBA", card.size)
        ramp = Image.linear_gradient("L").resize((SIDE, SCRIM)).point([value * 176 // 255 for value in range(256)])
        scrim.paste((11, 11, 15, 255), (0, SIDE - SCRIM), ramp)
        card = Image.alpha_composite(card, scrim)
        size, lines = fitted(words, lambda size: ImageFont.truetype(scene.display, size).getlength)
        font, text = ImageFont.truetype(scene.display, size), "\n".join(lines)
        shadow, letters = Image.new("RGBA", card.size), Image.new("RGBA", card.size)
        at = (LEFT, BOTTOM - len(lines) * size * LEADING)
        ImageDraw.Draw(shadow).multiline_text((at[0], at[1] + 4), text, (0, 0, 0, 136), font, spacing=size * 0.08)
        ImageDraw.Draw(letters).multiline_text(at, text, "white", font, spacing=size * 0.08)
        card = Image.alpha_composite(card, shadow.filter(ImageFilter.GaussianBlur(13)))
        card = Image.alpha_composite(card, letters)
        card.alpha_composite(scene.logo, (LEFT, 65))
        label = ImageFont.truetype(scene.label, 32)
        ImageDraw.Draw(card).rounded_rectangle((900, 52, SIDE - LEFT, 118), 33, "#FFB000")
        ImageDraw.Draw(card).text((955, 85), "LIVE", "#0B0B0F", label, anchor="mm")
        return _image(card.convert("RGB").tobytes("raw", "RGBX"))

    return draw


def skia_way(scene: Scene) -> Way | None:
    """None where it is not installed."""
    if importlib.util.find_spec("skia") is None:
        return None
    import numpy as np
    import skia

    photo, logo = (skia.Image.fromarray(np.asarray(picture), colorType=skia.kRGBA_8888_ColorType) for picture in (scene.photo, scene.logo))
    display, label = (skia.Typeface.MakeFromFile(file) for file in (scene.display, scene.label))
    colours, span = (
        [skia.ColorSetARGB(0, 11, 11, 15), skia.ColorSetARGB(176, 11, 11, 15)],
        (skia.Point(0, SIDE - SCRIM), skia.Point(0, SIDE)),
    )
    scrim = skia.Paint(Shader=skia.GradientShader.MakeLinear(points=list(span), colors=colours))
    shade = skia.Paint(
        AntiAlias=True, ImageFilter=skia.ImageFilters.DropShadow(0, 4, 13, 13, skia.ColorSetARGB(136, 0, 0, 0)), Color=skia.ColorWHITE
    )

    def draw(words: str) -> QImage:
        surface = skia.Surface(SIDE, SIDE)
        canvas = surface.getCanvas()
        canvas.drawImage(photo, 0, 0)
        canvas.drawRect(skia.Rect.MakeXYWH(0, SIDE - SCRIM, SIDE, SCRIM), scrim)
        canvas.drawImage(logo, LEFT, 65)
        canvas.drawRoundRect(
            skia.Rect.MakeLTRB(900, 52, SIDE - LEFT, 118), 33, 33, skia.Paint(AntiAlias=True, Color=skia.ColorSetRGB(255, 176, 0))
        )
        canvas.drawString("LIVE", 918, 96, skia.Font(label, 32), skia.Paint(AntiAlias=True, Color=skia.ColorSetRGB(11, 11, 15)))
        size, lines = fitted(words, lambda size: skia.Font(display, size).measureText)
        font = skia.Font(display, size)
        canvas.saveLayer(skia.Rect.MakeLTRB(0, BOTTOM - HIGH - 60, SIDE, SIDE), shade)
        for at, line in enumerate(lines):
            canvas.drawString(
                line, LEFT, BOTTOM - (len(lines) - at - 0.78) * size * LEADING, font, skia.Paint(AntiAlias=True, Color=skia.ColorWHITE)
            )
        canvas.restore()
        return _image(surface.toarray(colorType=skia.kRGBA_8888_ColorType).tobytes())

    return draw


def pictex_way(scene: Scene) -> Way | None:
    """None where it is not installed."""
    if importlib.util.find_spec("pictex") is None:
        return None
    import pictex

    folder = Path(tempfile.mkdtemp(prefix="pictex-"))
    files = {name: folder / f"{name}.png" for name in ("photo", "logo")}
    scene.photo.save(files["photo"])
    scene.logo.save(files["logo"])
    solid: Callable[[int, int, int, int], Any] = pictex.SolidColor

    def draw(words: str) -> QImage:
        size, lines = fitted(words, lambda size: ImageFont.truetype(scene.display, size).getlength)
        headline = (
            pictex.Text("\n".join(lines))
            .font_family(scene.display)
            .font_size(size)
            .line_height(LEADING)
            .color("white")
            .text_shadows(pictex.Shadow((0, 4), 13, solid(0, 0, 0, 136)))
            .absolute_position(left=LEFT, bottom=SIDE - BOTTOM)
        )
        tag = pictex.Text("LIVE").font_family(scene.label).font_size(32).color("#0B0B0F").background_color("#FFB000")
        tag = tag.border_radius(33).padding(14, 18).absolute_position(right=LEFT, top=52)
        logo = pictex.Image(str(files["logo"])).absolute_position(left=LEFT, top=65)
        ramp = pictex.LinearGradient([solid(11, 11, 15, 0), solid(11, 11, 15, 176)], start_point=(0.5, 0.0), end_point=(0.5, 1.0))
        scrim = pictex.Column().size(SIDE, SCRIM).background_color(ramp).absolute_position(left=0, bottom=0)
        canvas = pictex.Canvas().size(SIDE, SIDE).background_image(str(files["photo"]))
        return _image(canvas.render(scrim, logo, tag, headline).to_numpy("RGBA").tobytes())

    return draw


def _image(pixels: bytes) -> QImage:
    return QImage(pixels, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGBX8888).convertToFormat(QImage.Format.Format_RGB32)


def ways(scene: Scene) -> dict[str, Way | None]:
    """By name; None: not installed."""
    return {"pillow": pillow_way(scene), "skia": skia_way(scene), "pictex": pictex_way(scene)}


def interleaved(count: int, every: int) -> list[int]:
    """Which of `count` keys the other ways draw too."""
    return list(itertools.islice(range(count), every - 1, None, every))
