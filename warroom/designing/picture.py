"""A contact sheet as one picture: a line for each stress text, a column for each cut, what is wrong below each card."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from warroom import locations
from warroom.compose.contact import Cell, Sheet
from warroom.compose.whole import save_whole
from warroom.errors import StorageError

GROUND, TEXT, QUIET, RED, AMBER = "#11141B", "#EDF0F7", "#8C96AC", "#FF5A52", "#FFB224"
MARGIN, GAP, HEAD, LABEL, LINE = 32, 20, 64, 26, 20
MOST_HIGH = 16_000
"""Pixels: taller pictures are refused by some viewers."""


def write_sheets(sheets: Sequence[Sheet], path: Path) -> None:
    """One PNG with all of them below one another. Raises StorageError."""
    pictures = [paint_sheet(sheet) for sheet in sheets]
    size = (max(picture.width for picture in pictures), sum(picture.height for picture in pictures))
    whole = Image.new("RGB", size, GROUND)
    top = 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height
    if whole.height > MOST_HIGH:
        whole = whole.resize((max(1, whole.width * MOST_HIGH // whole.height), MOST_HIGH), Image.Resampling.LANCZOS)
    beside = path.with_name(f".{path.name}.part")  # what stood there stays until this one is whole
    try:
        save_whole(whole, beside, "PNG", compress_level=6)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        advice = "Free some space there, or name a file in a folder that can be written to."
        raise StorageError(f"{path} cannot be written: {error.strerror or error}.", advice) from error


def paint_sheet(sheet: Sheet) -> Image.Image:
    """Cards as they are in the sheet, not scaled; a red edge where something blocks, an amber one where something is to be looked at."""
    cuts = tuple(cut.name for cut in sheet.template.cuts)
    stresses = tuple(dict.fromkeys(cell.stress for cell in sheet.cells))
    wide = {cut: max((_size(cell)[0] for cell in sheet.cells if cell.cut == cut), default=1) for cut in cuts}
    high = max(_size(cell)[1] for cell in sheet.cells)
    line = LABEL + high + 2 * LINE + GAP
    picture = Image.new("RGB", (2 * MARGIN + sum(wide.values()) + GAP * (len(cuts) - 1), MARGIN + HEAD + line * len(stresses)), GROUND)
    draw = ImageDraw.Draw(picture)
    failing = len(sheet.failing)
    said = "nothing found" if not failing else f"{failing} of {len(sheet.cells)} cards to be looked at"
    draw.text((MARGIN, MARGIN), sheet.template.name, fill=TEXT, font=_font("Inter-ExtraBold", 26))
    left = MARGIN + draw.textlength(sheet.template.name, font=_font("Inter-ExtraBold", 26)) + 16
    draw.text((left, MARGIN + 10), f"{sheet.template.key} · {said}", fill=QUIET, font=_font("Inter-Regular", 16))
    for row, stress in enumerate(stresses):
        top, left = MARGIN + HEAD + row * line, float(MARGIN)
        for cut in cuts:
            cell = sheet.cell(cut, stress.key)
            draw.text((left, top), f"{stress.title} · {cut.replace('x', ':')}", fill=QUIET, font=_font("Inter-Regular", 14))
            _card(picture, draw, cell, (round(left), top + LABEL), wide[cut])
            left += wide[cut] + GAP
    return picture


def _card(picture: Image.Image, draw: ImageDraw.ImageDraw, cell: Cell, at: tuple[int, int], wide: int) -> None:
    size = _size(cell)
    if cell.image is not None:
        picture.paste(cell.image, at)
    colour = RED if cell.problem or any(finding.level == "block" for finding in cell.findings) else AMBER
    if not cell.ok:
        draw.rectangle((at[0] - 3, at[1] - 3, at[0] + size[0] + 2, at[1] + size[1] + 2), outline=colour, width=3)
    said = [cell.problem] if cell.problem else [finding.text for finding in cell.findings]
    font = _font("Inter-Regular", 13)
    for place, text in enumerate(said[:2]):
        more = f" (+{len(said) - 2})" if place == 1 and len(said) > 2 else ""
        draw.text((at[0], at[1] + size[1] + 6 + place * LINE), _short(draw, text, font, wide, more), fill=colour, font=font)


def _short(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, wide: int, more: str) -> str:
    if draw.textlength(text + more, font=font) <= wide:
        return text + more
    while text and draw.textlength(f"{text}…{more}", font=font) > wide:
        text = text[:-1]
    return f"{text}…{more}"


def _size(cell: Cell) -> tuple[int, int]:
    return cell.image.size if cell.image is not None else (240, 180)


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(locations.assets() / "fonts" / "inter" / f"{name}.ttf"), size)
