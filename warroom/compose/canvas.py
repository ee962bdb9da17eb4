"""Lays colours and pictures on canvases: the RGB of a card, or the RGBA of a layer's own sheet."""

from __future__ import annotations

from PIL import Image, ImageChops

from warroom.compose.layer import Blend, Colour, Rect


def over(colour: Colour, opacity: float) -> Colour:
    """The colour with its alpha taken down by an opacity."""
    return (*colour[:3], round(colour[3] * opacity))


def blended(under: Image.Image, over: Image.Image, blend: Blend) -> Image.Image:
    """Two RGB pictures of one size, by a blend mode of the W3C's compositing recommendation, on sRGB values as design tools have it."""
    if blend == "multiply":
        return ImageChops.multiply(under, over)
    return ImageChops.screen(under, over) if blend == "screen" else over


def paste(canvas: Image.Image, colour: Colour, box: Rect, mask: Image.Image | None, blend: Blend = "normal") -> None:
    """Lay a colour on a canvas (RGB, or the RGBA of a sheet) through a mask as large as the box (None: all of it).

    What lies outside is left out.
    """
    if blend != "normal":
        solid = Image.new("RGB", box.size, colour[:3])
        lay(canvas, solid, (box.left, box.top), colour[3] / 255, mask, blend)
        return
    if colour[3] == 255 and mask is None and canvas.mode == "RGB":
        canvas.paste(colour[:3], (box.left, box.top, box.right, box.bottom))
        return
    if mask is None:
        mask = Image.new("L", box.size, colour[3])
    elif colour[3] < 255:
        mask = mask.point([value * colour[3] // 255 for value in range(256)])
    solid = Image.new("RGB", box.size, colour[:3])
    if canvas.mode == "RGB":  # Pillow lays a picture through a mask more than twice as fast as a bare colour, to the same pixels
        canvas.paste(solid, (box.left, box.top), mask)
    else:
        _on_sheet(canvas, solid, (box.left, box.top), mask)


def lay(
    canvas: Image.Image,
    picture: Image.Image,
    at: tuple[int, int],
    opacity: float,
    mask: Image.Image | None = None,
    blend: Blend = "normal",
) -> None:
    """Lay a picture (RGB or RGBA) on a canvas (RGB, or the RGBA of a sheet) with its corner at `at`."""
    if picture.mode == "RGBA":
        alpha = picture.getchannel("A")
        mask = alpha if mask is None else ImageChops.multiply(alpha, mask)
    if opacity < 1:
        mask = (mask or Image.new("L", picture.size, 255)).point([round(value * opacity) for value in range(256)])
    colours = picture if picture.mode == "RGB" else picture.convert("RGB")
    if blend != "normal":
        under = canvas.crop((at[0], at[1], at[0] + picture.width, at[1] + picture.height))
        colours = blended(under, colours, blend)
    if canvas.mode == "RGB":
        canvas.paste(colours, at, mask)
    else:
        _on_sheet(canvas, colours, at, mask or Image.new("L", picture.size, 255))


def _on_sheet(sheet: Image.Image, colours: Image.Image, at: tuple[int, int], alpha: Image.Image) -> None:
    inside = Rect(at[0], at[1], at[0] + colours.width, at[1] + colours.height).within(*sheet.size)
    if inside.width <= 0 or inside.height <= 0:
        return
    part = (inside.left - at[0], inside.top - at[1], inside.right - at[0], inside.bottom - at[1])
    piece = colours.crop(part)
    piece.putalpha(alpha.crop(part))
    sheet.alpha_composite(piece, (inside.left, inside.top))
