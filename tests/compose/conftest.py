from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from warroom import locations
from warroom.compose.model import PictureAsset, SlotValues, Template
from warroom.compose.pictures import sample_pictures
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template, shipped_templates

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture
def brand_folder(tmp_path: Path) -> Path:
    """The example brand with the fonts and the logo it names."""
    folder = tmp_path / "brand"
    shutil.copytree(DATA / "brand", folder)
    (folder / "fonts").mkdir()
    fonts = locations.assets() / "fonts"
    shutil.copy(fonts / "anton" / "Anton.ttf", folder / "fonts")
    shutil.copy(fonts / "archivo" / "Archivo.ttf", folder / "fonts")
    return folder


@pytest.fixture
def example(brand_folder: Path) -> Template:
    return load_template(brand_folder / "reaction-on-photo", load_brand(brand_folder / "brand.toml"))


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    return {template.key: template for template in shipped_templates()}


@pytest.fixture(scope="session")
def renderers(templates: dict[str, Template]) -> dict[str, CardRenderer]:
    return {key: CardRenderer(template) for key, template in templates.items()}


@pytest.fixture(scope="session")
def library() -> dict[str, PictureAsset]:
    return {picture.name: picture.asset for picture in sample_pictures()}


def photo(path: Path, colour: tuple[int, int, int] | None = None, size: tuple[int, int] = (1600, 1600)) -> PictureAsset:
    """A picture on disk: one colour, or colours that run."""
    if colour is not None:
        image = Image.new("RGB", size, colour)
    else:
        y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        bands = (x * 255 / size[0], y * 255 / size[1], 128 + 100 * np.sin(x / 90) * np.cos(y / 70))
        image = Image.fromarray(np.stack(bands, -1).astype(np.uint8))
    image.save(path, "PNG")
    return PictureAsset(path.name, str(path), size[0], size[1], "own", "ours")


def sample_slots(template: Template, library: dict[str, PictureAsset]) -> SlotValues:
    """The template's own words, the dark stadium where it needs a picture, LIVE as its tag."""
    slots = SlotValues()
    for slot in template.slots:
        if slot.kind == "text":
            slots = slots.with_text(slot.name, slot.sample)
        elif slot.kind == "picture" and slot.required:
            slots = slots.with_picture(slot.name, library["Dark stadium"])
        elif slot.name == "tag":
            slots = slots.with_choice("tag", "LIVE")
    return slots


def file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


Change = Callable[[str], str]


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
