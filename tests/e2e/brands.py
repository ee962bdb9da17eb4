"""A brand's folder as a designer has it, to change and to publish."""

from __future__ import annotations

import shutil
from pathlib import Path

from warroom import locations
from warroom.compose.model import SlotValues, Template
from warroom.compose.render import CardRenderer

_TEMPLATE = """format = 1
name = "{name}"
ground = "brand"

[[slot]]
name = "headline"
kind = "text"
sample = "{name}"

[[layer]]
id = "headline"
type = "text"
slot = "headline"
font = "display"
colour = "{colour}"
box = {{ left = 80, right = 80, top = 80, bottom = 80 }}
fit = {{ max = 150, min = 40, lines = 4 }}

[cut."1x1"]
size = [540, 540]
[cut."16x9"]
size = [960, 540]
"""
_BRAND = """format = 1
name = "Tern"
[fonts]
display = { file = "fonts/Display.ttf" }
[palette]
ink = "#0B0B0F"
paper = "#FFFFFF"
brand = "#174A5B"
"""


def brand_folder(folder: Path, *keys: str) -> Path:
    """A brand with so many small templates, of two cuts each."""
    (folder / "fonts").mkdir(parents=True)
    (folder / "brand.toml").write_text(_BRAND, "utf-8")
    set_font(folder, "anton/Anton.ttf")
    for key in keys or ("quote",):
        set_template(folder, key)
    return folder


def set_font(folder: Path, font: str) -> None:
    shutil.copy(locations.assets() / "fonts" / font, folder / "fonts" / "Display.ttf")


def set_template(folder: Path, key: str, colour: str = "paper", name: str = "") -> Path:
    (folder / key).mkdir(exist_ok=True)
    (folder / key / "template.toml").write_text(_TEMPLATE.format(name=name or key.replace("-", " ").capitalize(), colour=colour), "utf-8")
    return folder / key


def pixels(template: Template, headline: str = "Snacks on.") -> bytes:
    renderer = CardRenderer(template)
    return b"".join(renderer.render(SlotValues(texts={"headline": headline}), cut).image.tobytes() for cut in renderer.cuts)
