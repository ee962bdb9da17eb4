from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.compose.conftest import rewrite
from warroom.compose.layer import GradientLayer, Paint, Rect, TextLayer
from warroom.compose.model import Template
from warroom.compose.template import load_brand, load_template, load_templates, shipped_templates
from warroom.errors import TemplateError


def problems(folder: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(TemplateError) as caught:
        load_template(folder / "reaction-on-photo", load_brand(folder / "brand.toml"))
    return [(problem.line, problem.key, f"{problem.problem} {problem.hint}") for problem in caught.value.problems]


def test_everything_in_the_example_is_read(example: Template) -> None:
    assert [cut.name for cut in example.cuts] == ["1x1", "4x5", "16x9", "9x16"]
    assert [slot.kind for slot in example.slots] == ["picture", "text", "choice"]
    assert example.slots[0].min_px == (1080, 1080)
    assert example.brand.palette["brand"] == (200, 116, 43, 255)
    assert example.brand.font("body").axes == (600.0, 100.0)
    assert example.brand.rules.max_emoji == 3
    headline = next(layer for layer in example.cut("4x5").layers if layer.id == "headline")
    assert isinstance(headline, TextLayer)
    assert headline.fit.lines == 3
    assert headline.fit.max == 130
    assert headline.align == ("left", "bottom")
    assert headline.shadow is not None
    assert headline.shadow.paint == Paint((0, 0, 0, 221))
    scrim = next(layer for layer in example.cut("1x1").layers if layer.id == "scrim")
    assert isinstance(scrim, GradientLayer)
    assert scrim.auto_darken
    assert scrim.stops == ((0.0, Paint((0, 0, 0, 0))), (1.0, Paint((0, 0, 0, 204))))


def test_boxes_are_thousandths_of_the_short_side(example: Template) -> None:
    wide = example.cut("16x9")
    headline = next(layer for layer in wide.layers if layer.id == "headline")
    assert headline.box.on(wide.size) == Rect(67, 438, 970, 816)
    logo = next(layer for layer in example.cut("1x1").layers if layer.id == "logo")
    assert logo.box.on((1080, 1080), aspect=3.0) == Rect(60, 60, 241, 121)
    assert example.cut("9x16").safe.on((1080, 1920)) == Rect(65, 270, 1015, 1650)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ('kind = "choice"', 'kind = "chioce"', 17, "slot[3].kind", 'Did you mean "choice"?'),
        ('colour = "paper"', 'colour = "papre"', 38, "layer[3].colour", 'Did you mean "paper"?'),
        ("fit = { lines = 3 }", "fit = { linse = 3 }", 55, "cut.4x5.layer.headline.fit.linse", 'Did you mean "lines"?'),
        ('[cut."4x5".layer.headline]', '[cut."4x5".layer.headlnie]', 54, "cut.4x5.layer.headlnie", 'Did you mean "headline"?'),
        ("right = 700", "right = 1900", 59, "cut.16x9.layer.headline.box", "leaves nothing"),
        (
            "{ left = 0, right = 0, bottom = 0, height = 600 }",
            "{ left = 0, right = 0, bottom = 0 }",
            29,
            "layer[2].box",
            "Give two of top, bottom, height.",
        ),
        ("{ left = 74, right = 74, b", "{ left = 74, right = 74, width = 9, b", 36, "layer[3].box.width", "one too many"),
        ("max = 130, min = 44", "max = 30, min = 44", 39, "layer[3].fit.max", "less than min (44)"),
        ('slot = "headline"', 'slot = "photo"', 35, "layer[3].slot", "a text or choice slot is needed"),
        ("leading = 1.05", 'leading = "1.05"', 40, "layer[3].leading", "must be a number, not a text"),
        ("leading = 1.05", 'leading = "1,05"', 40, "layer[3].leading", "Write leading = 1.05, without quotes."),
        ("leading = 1.05", 'opacity = "50%"', 40, "layer[3].opacity", "Write opacity = 0.5."),
        ("max = 130, min", 'max = "130px", min', 39, "layer[3].fit.max", "without quotes and unit: max = 130. Lengths are thousandths"),
        ('file = "brand:logo"', 'file = "art\\\\logo.svg"', 46, "layer[4].file", 'Folders are written with /: "art/logo.svg".'),
        ('file = "brand:logo"', f'file = "{"a" * 300}.svg"', 46, "layer[4].file", "names no file"),
        ('font = "display"', 'font = "dsplay"', 37, "layer[3].font", 'Did you mean "display"?'),
        ('file = "brand:logo"', 'file = "../logo.svg"', 46, "layer[4].file", "outside the folder"),
        ('"#000C"', '"#00"', 30, "layer[2].stops[2]", "Write #rgb"),
        ('focal = "auto"', 'focal = "middle"', 25, "layer[1].focal", 'Write "auto", a place such as "top left", or [x, y]'),
        ('focal = "auto"', 'focal = "botom left"', 25, "layer[1].focal", 'Did you mean "bottom left"?'),
        ("size = [1600, 900]", "size = [1600]", 57, "cut.16x9.size", "must be two numbers"),
        ("format = 1", "format = 2", 2, "format", "needs a newer warroom"),
        ('name = "Reaction on photo"', 'name = "Two\\nlines"', 3, "name", "one line"),
        ('[cut."16x9"]', '[cut."../16x9"]', 56, "cut.../16x9", "is no name for a cut"),
        ("leading = 1.05", "leading = nan", 40, "layer[3].leading", "is not a number, outside"),
        ('id = "logo"', 'id = "scrim"', 44, "layer[4].id", "is there twice"),
        ('type = "gradient"', 'typ = "gradient"', 28, "layer[2].typ", 'Did you mean "type"?'),
    ],
)
def test_each_problem_names_file_line_key_and_what_would_be_right(
    brand_folder: Path, old: str, new: str, line: int, key: str, says: str
) -> None:
    rewrite(brand_folder / "reaction-on-photo" / "template.toml", old, new)
    found = problems(brand_folder)
    assert any(says in text and (at, where) == (line, key) for at, where, text in found), found


def test_all_problems_come_at_once_and_none_twice(brand_folder: Path) -> None:
    path = brand_folder / "reaction-on-photo" / "template.toml"
    rewrite(path, 'font = "display"', 'font = "dsplay"')
    rewrite(path, 'colour = "paper"', 'colour = "papre"')
    rewrite(path, "max_graphemes = 60", "max_grafemes = 60")
    found = problems(brand_folder)
    assert [line for line, _, _ in found] == sorted({line for line, _, _ in found})
    assert len(found) == 3


@pytest.mark.parametrize(
    ("old", "new", "key", "meant"),
    [
        ('kind = "choice"', 'knid = "choice"', "slot[3].knid", "kind"),
        ('name = "photo"', 'nmae = "photo"', "slot[1].nmae", "name"),
        ('type = "gradient"', 'tpye = "gradient"', "layer[2].tpye", "type"),
        ('id = "headline"', 'ide = "headline"', "layer[3].ide", "id"),
        ("[[slot]]", "[[slto]]", "slto", "slot"),
        ("[[layer]]", "[[layre]]", "layre", "layer"),
        ("max = 130,", "mxa = 130,", "layer[3].fit.mxa", "max"),
        ('colour = "paper"', 'color = "paper"', "layer[3].color", "colour"),
        ("size = [1600, 900]", "sise = [1600, 900]", "cut.16x9.sise", "size"),
        ("bottom = 0, height = 600", "botom = 0, height = 600", "layer[2].box.botom", "bottom"),
        ('options = ["', 'optoins = ["', "slot[3].optoins", "options"),
    ],
)
def test_a_key_that_is_misspelt_is_told_once(brand_folder: Path, old: str, new: str, key: str, meant: str) -> None:
    path = brand_folder / "reaction-on-photo" / "template.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    ((line, where, says),) = problems(brand_folder)
    assert (where, says) == (key, f'is not known here. Did you mean "{meant}"?')
    assert new in path.read_text("utf-8").splitlines()[line - 1]


@pytest.mark.parametrize("written", ['color = "paper"', 'stork = { width = 6, colour = "paper" }'])
def test_a_shape_s_colour_or_stroke_that_is_misspelt_is_told_once(brand_folder: Path, written: str) -> None:
    path = brand_folder / "reaction-on-photo" / "template.toml"
    shape = f'[[layer]]\nid = "bar"\ntype = "shape"\n{written}\n\n'
    path.write_text(path.read_text("utf-8").replace("[[layer]]", shape + "[[layer]]", 1), "utf-8")
    ((_, _, says),) = problems(brand_folder)
    assert says == f'is not known here. Did you mean "{"colour" if written.startswith("col") else "stroke"}"?'


def test_brand_problems(brand_folder: Path) -> None:
    path = brand_folder / "brand.toml"
    rewrite(path, "fonts/Anton.ttf", "fonts/Anton.tft")
    rewrite(path, 'brand = "#C8742B"', 'brand = "C8742B"')
    rewrite(path, '"noto-thai"', '"noto-thia"')
    rewrite(path, "min_contrast = 4.5", "min_contrast = 45")
    with pytest.raises(TemplateError) as caught:
        load_brand(path)
    text = str(caught.value)
    for part in (
        'Did you mean "fonts/Anton.ttf"?',
        "palette.brand",
        'Did you mean "noto-thai"?',
        "rules.min_contrast: is 45, outside 1 to 21.",
    ):
        assert part in text
    assert f"{path}:6:" in text


def test_a_font_that_is_none_is_refused(brand_folder: Path) -> None:
    for content, says in ((b"not a font at all", "Use a TTF, OTF or WOFF file"), (b"wOF2" + bytes(60), "is packed as WOFF2")):
        (brand_folder / "fonts" / "Anton.ttf").write_bytes(content)
        with pytest.raises(TemplateError, match=says):
            load_brand(brand_folder / "brand.toml")


def test_digest_is_of_content_not_of_place(brand_folder: Path, example: Template, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(brand_folder, copy)
    same = load_template(copy / "reaction-on-photo", load_brand(copy / "brand.toml"))
    assert (same.digest, same.brand.digest) == (example.digest, example.brand.digest)
    rewrite(copy / "reaction-on-photo" / "template.toml", "leading = 1.05", "leading = 1.06")
    changed = load_template(copy / "reaction-on-photo", load_brand(copy / "brand.toml"))
    assert changed.digest != example.digest
    assert changed.brand.digest == example.brand.digest
    (copy / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    assert load_brand(copy / "brand.toml").digest != example.brand.digest


def test_a_folder_of_templates_tells_all_their_problems(brand_folder: Path) -> None:
    second = brand_folder / "second"
    shutil.copytree(brand_folder / "reaction-on-photo", second)
    brand = load_brand(brand_folder / "brand.toml")
    assert [template.key for template in load_templates(brand)] == ["reaction-on-photo", "second"]
    rewrite(second / "template.toml", 'name = "Reaction on photo"', "")
    rewrite(brand_folder / "reaction-on-photo" / "template.toml", "leading = 1.05", "leading = 9")
    with pytest.raises(TemplateError) as caught:
        load_templates(brand)
    assert {problem.file.parent.name for problem in caught.value.problems} == {"reaction-on-photo", "second"}


def test_ours_are_without_fault() -> None:
    found = shipped_templates()
    assert len(found) == 12
    assert all([cut.name for cut in template.cuts] == ["1x1", "4x5", "16x9", "9x16"] for template in found)


def test_a_brand_without_a_template_is_a_problem(brand_folder: Path) -> None:
    shutil.rmtree(brand_folder / "reaction-on-photo")
    with pytest.raises(TemplateError, match="has no template beside it"):
        load_templates(load_brand(brand_folder / "brand.toml"))
