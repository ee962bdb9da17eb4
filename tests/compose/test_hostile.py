"""Any TOML as template, any bytes as font, picture or drawing: an error at the place, or a right card; never a crash or a long wait."""

from __future__ import annotations

import io
import random
import shutil
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.compose.conftest import encoded
from warroom import locations
from warroom.compose.files import finder
from warroom.compose.layers import LayerReader
from warroom.compose.model import Brand, Card, SlotValues
from warroom.compose.read import Table
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template, shipped_brand
from warroom.compose.template_keys import read_cuts, read_slots
from warroom.errors import PictureError, Problem, TemplateError, WarroomError
from warroom.plan.toml_lines import Lines, TomlFile

OURS = shipped_brand()
HEAD = 'format = 1\nname = "T"\n'
CUT = '[cut."1x1"]\nsize = [200, 200]\n'
LAYER = '[[layer]]\nid = "a"\n'


def write(folder: Path, layers: str, **files: bytes) -> Path:
    place = folder / "own"
    place.mkdir(exist_ok=True)
    for name, data in files.items():
        (place / name.replace("_", ".")).write_bytes(data)
    (place / "template.toml").write_text(HEAD + layers + CUT, encoding="utf-8")
    return place


def made(folder: Path, brand: Brand = OURS) -> Card | str:
    """A card, or what was said instead."""
    try:
        return CardRenderer(load_template(folder, brand)).render(SlotValues(), "1x1")
    except WarroomError as wrong:
        return str(wrong) or "nothing was said"


# ── any TOML ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_WORDS = [
    "a",
    "slot:tint",
    "ink",
    "#fff",
    "display",
    "text",
    "picture",
    "shape",
    "line",
    "\0",
    "",
    "x/y",
    "../..",
    "🔥",
    "auto",
    "brand:logo",
    "assets:.",
    ".",
]
_KEYS = [
    "id",
    "type",
    "box",
    "left",
    "right",
    "width",
    "top",
    "bottom",
    "height",
    "when",
    "opacity",
    "blend",
    "rotation",
    "mask",
    "shape",
    "radius",
    "file",
    "slot",
    "text",
    "font",
    "colour",
    "fit",
    "mode",
    "max",
    "min",
    "lines",
    "balance",
    "leading",
    "align",
    "tracking",
    "case",
    "stroke",
    "shadow",
    "dx",
    "dy",
    "blur",
    "plate",
    "pad",
    "stops",
    "angle",
    "centre",
    "auto_darken",
    "outline",
    "rising",
    "logo",
    "emoji",
    "focal",
    "format",
    "name",
    "ground",
    "kind",
    "label",
    "required",
    "sample",
    "max_graphemes",
    "min_px",
    "options",
    "default",
    "size",
    "safe",
    "layer",
    "cut",
]
_SCALARS = st.one_of(st.sampled_from(_WORDS), st.integers(-(10**20), 10**20), st.floats(), st.booleans(), st.text(max_size=5), st.dates())
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=5)),
    max_leaves=12,
)
_TABLES = st.lists(st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=9), max_size=4)
_TEMPLATES = st.fixed_dictionaries(
    {},
    optional={
        "format": st.one_of(st.just(1), _VALUES),
        "name": _VALUES,
        "ground": _VALUES,
        "slot": st.one_of(_TABLES, _VALUES),
        "layer": st.one_of(_TABLES, _VALUES),
        "cut": st.one_of(st.dictionaries(st.text(max_size=3), st.one_of(_VALUES, st.just({"size": [64, 64]})), max_size=3), _VALUES),
        "extra": _VALUES,
    },
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=_TEMPLATES)
def test_any_table_is_read_or_its_problems_said(values: dict[str, Any]) -> None:
    problems: list[Problem] = []
    folder = locations.assets() / "templates" / "quote"
    top = Table(TomlFile(folder / "template.toml", values, Lines(""), b""), values, (), problems)
    try:
        top.format()
    except TemplateError:
        return
    top.text("name")
    find = finder(folder, OURS)
    reader = LayerReader(OURS, read_slots(top, OURS, find)[0], find)
    reader.parts.paint(top, "ground", "#000000")
    read_cuts(top, reader)
    top.end()
    assert all(str(problem) for problem in problems)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_any_file_is_a_template_or_its_problems_are_said(text: str | bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    (folder / "template.toml").write_bytes(data)
    with pytest.raises(TemplateError):
        load_template(folder, OURS)
    (folder / "brand.toml").write_bytes(data)
    with pytest.raises(TemplateError):
        load_brand(folder / "brand.toml")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_ours_with_anything_changed_give_a_card_or_problems(data: st.DataObject) -> None:
    """A line of one of our templates with another value in it."""
    path = data.draw(st.sampled_from(sorted((locations.assets() / "templates").glob("*/template.toml"))))
    lines = path.read_text(encoding="utf-8").split("\n")
    at = data.draw(st.sampled_from([index for index, line in enumerate(lines) if "=" in line and not line.startswith("[")]))
    value = data.draw(
        st.sampled_from(['""', "0", "-1", "99999", "1e308", "nan", "[]", "{}", "true", '"brand:logo"', "[0, 0]", '"slot:colour"'])
    )
    lines[at] = f"{lines[at].split('=')[0]}= {value}"
    values = "\n".join(lines)
    table = tomllib.loads(values)
    problems: list[Problem] = []
    top = Table(TomlFile(path, table, Lines(values), b""), table, (), problems)
    find = finder(path.parent, OURS)
    top.whole("format", 1)
    reader = LayerReader(OURS, read_slots(top, OURS, find)[0], find)
    read_cuts(top, reader)
    assert all(problem.line for problem in problems)


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        (LAYER + 'type = "flat"\ncolour = "ink"\nbox = { left = 1, right = 1, width = 5, top = 0, bottom = 0 }\n', "one too many"),
        (LAYER + 'type = "flat"\ncolour = "ink"\nbox = { left = 0, width = -5, top = 0, bottom = 0 }\n', "leaves nothing"),
        (LAYER + 'type = "flat"\ncolour = "ink"\nbox = { left = 1200, width = 50, top = 0, bottom = 0 }\n', "is outside"),
        (LAYER + 'type = "flat"\ncolour = "ink"\nbox = { left = 600, right = 600, top = 0, bottom = 0 }\n', "leaves nothing"),
        (LAYER + 'type = "flat"\ncolour = "ink"\nbox = { left = nan, right = 0, top = 0, bottom = 0 }\n', "outside -4000 to 8000"),
        (LAYER + 'type = "flat"\ncolour = "ink"\nbox = { left = inf, right = 0, top = 0, bottom = 0 }\n', "outside -4000 to 8000"),
        (LAYER + f'type = "flat"\ncolour = "ink"\nopacity = 1{"0" * 400}\n', "far too large"),
        ("".join(f'[[layer]]\nid = "l{at}"\ntype = "flat"\ncolour = "ink"\n' for at in range(201)), "At most 200"),
    ],
)
def test_impossible_boxes_and_numbers_are_problems_with_line_and_key(tmp_path: Path, layers: str, says: str) -> None:
    with pytest.raises(TemplateError) as caught:
        load_template(write(tmp_path, layers), OURS)
    problem = caught.value.problems[0]
    assert says in f"{problem.problem} {problem.hint}"
    assert problem.line > 2
    assert problem.key.startswith("layer")


def test_a_card_that_would_take_for_ever_is_refused(tmp_path: Path) -> None:
    many = "".join(f'[[layer]]\nid = "l{at}"\ntype = "flat"\ncolour = "ink"\n' for at in range(20))
    folder = write(tmp_path, many)
    path = folder / "template.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[200, 200]", "[4096, 4096]"), encoding="utf-8")
    assert "200 million" in str(made(folder))


# ── any picture ────────────────────────────────────────────────────────────────────────────────────────────────────────

PICTURE = LAYER + 'type = "picture"\nfile = "p.png"\nfocal = "auto"\n'


def _shot(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    return Image.radial_gradient("L").resize(size).convert(mode)


def _odd_pictures() -> dict[str, bytes]:
    red = Image.new("RGB", (60, 40), (255, 0, 0))
    turned = Image.Exif()
    turned[0x0112] = 6
    palette = Image.new("RGBA", (60, 40), (255, 0, 0, 255)).quantize(4)
    frames = [Image.new("RGB", (60, 40), colour) for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255))]
    deep = Image.new("I;16", (60, 40), 40_000)
    return {
        "cmyk": encoded(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG", quality=95),
        "grey": encoded(Image.new("L", (60, 40), 120), "PNG"),
        "deep": encoded(deep, "PNG"),
        "bits": encoded(Image.new("1", (60, 40), 1), "PNG"),
        "palette": encoded(palette, "PNG", transparency=0),
        "grey-alpha": encoded(Image.new("LA", (60, 40), (120, 90)), "PNG"),
        "turned": encoded(red, "JPEG", exif=turned.tobytes(), quality=95),
        "gif": encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20),
        "webp": encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=20),
        "apng": encoded(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=20),
        "avif": encoded(red, "AVIF"),
        "thin": encoded(Image.new("RGB", (1, 40_000), (255, 0, 0)), "PNG"),
        "flat": encoded(Image.new("RGB", (40_000, 1), (255, 0, 0)), "PNG"),
        "tiny": encoded(Image.new("RGB", (1, 1), (255, 0, 0)), "PNG"),
        "polyglot": encoded(red, "PNG") + b"<script>alert(1)</script>PK\x03\x04",
        "profile": encoded(red, "PNG", icc_profile=b"not a profile at all"),
    }


@pytest.mark.parametrize("fit", ["cover", "contain"])
@pytest.mark.parametrize("kind", sorted(_odd_pictures()))
def test_odd_pictures_give_a_right_card(tmp_path: Path, kind: str, fit: str) -> None:
    folder = write(tmp_path, PICTURE + f'fit = "{fit}"\n', p_png=_odd_pictures()[kind])
    began = time.perf_counter()
    card = made(folder)
    assert time.perf_counter() - began < 1.5
    assert isinstance(card, Card), card
    middle = card.image.getpixel((100, 100))
    assert isinstance(middle, tuple)
    if kind in {"cmyk", "turned", "gif", "webp", "apng", "avif", "thin", "flat", "tiny", "polyglot", "profile"}:
        assert middle[0] > 200 or (fit == "contain" and kind in {"thin", "flat"})
        assert middle[1] < 60
    if kind == "deep":
        assert 150 < middle[0] < 162
    if kind == "turned" and fit == "contain":
        assert card.image.getpixel((3, 100)) == (0, 0, 0)  # upright it is higher than wide


def _bomb(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG", compress_level=9)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is not a picture"),
        (b"hello", "is not a picture"),
        (b"<svg/>", "is not a picture"),
        (encoded(_shot(), "BMP"), "is not a picture"),
        (encoded(_shot(), "TIFF"), "is not a picture"),
        (_bomb((30_000, 2_000)), "million pixels"),
        (encoded(_shot((640, 480)), "PNG")[:3000], "is cut off"),
        (encoded(_shot((640, 480)), "JPEG")[:3000], "is cut off"),
    ],
)
def test_what_is_no_picture_is_said_at_its_line(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(TemplateError) as caught:
        load_template(write(tmp_path, PICTURE, p_png=data), OURS)
    problem = caught.value.problems[0]
    assert says in problem.problem
    assert (problem.line, problem.key) == (6, "layer[1].file")


@settings(max_examples=120, deadline=None)
@given(
    form=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "AVIF"]),
    seed=st.integers(0, 10**9),
    count=st.integers(0, 30),
    role=st.sampled_from(["picture", "asset", "mask", "sticker"]),
)
def test_a_damaged_picture_is_refused_or_drawn(
    form: str, seed: int, count: int, role: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(seed)
    data = bytearray(encoded(_shot((90, 70)), form))
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    layers = {
        "picture": PICTURE,
        "asset": LAYER + 'type = "asset"\nfile = "p.png"\nbox = { left = 0, top = 0, width = 500 }\n',
        "mask": LAYER + 'type = "flat"\ncolour = "#fff"\nmask = { file = "p.png" }\n',
        "sticker": LAYER + 'type = "sticker"\nfile = "p.png"\n',
    }
    began = time.process_time()
    made(write(tmp_path_factory.mktemp("damaged"), layers[role], p_png=bytes(data)))
    assert time.process_time() - began < 1.5


def test_a_picture_that_changes_under_the_card_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder = write(
        tmp_path, LAYER + 'type = "asset"\nfile = "p.png"\nbox = { left = 0, top = 0, width = 500 }\n', p_png=encoded(_shot(), "PNG")
    )
    template = load_template(folder, OURS)
    (folder / "p.png").write_bytes(encoded(_shot((30, 30)), "PNG"))
    with pytest.raises(TemplateError, match=r"p\.png.*changed"):
        CardRenderer(template).render(SlotValues(), "1x1")
    folder = write(tmp_path, PICTURE, p_png=encoded(_shot(), "PNG"))
    template = load_template(folder, OURS)
    shutil.rmtree(folder)
    with pytest.raises(PictureError, match=r"p\.png"):
        CardRenderer(template).render(SlotValues(), "1x1")
