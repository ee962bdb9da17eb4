"""The schemas that ship say what the readers do."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from warroom import locations
from warroom.compose import keys
from warroom.compose.files import finder
from warroom.compose.layers import LayerReader
from warroom.compose.read import Table
from warroom.compose.reference import MARK, reference
from warroom.compose.schema import brand_schema, schema_files, template_schema
from warroom.compose.template import load_brand, shipped_brand
from warroom.compose.template_keys import read_cuts, read_slots
from warroom.errors import Problem, TemplateError
from warroom.plan.toml_lines import Lines, TomlFile

Values = dict[str, Any]
TEMPLATE = jsonschema.Draft7Validator(template_schema())
BRAND = jsonschema.Draft7Validator(brand_schema())
GOOD = """
format = 1
name = "All"
ground = "slot:tint/80"
[[slot]]
name = "words"
kind = "text"
label = "line"
required = true
sample = "Words"
max_graphemes = 30
[[slot]]
name = "photo"
kind = "picture"
min_px = [100, 200]
sample = "p.png"
[[slot]]
name = "mood"
kind = "choice"
options = ["", "🔥"]
default = "🔥"
[[slot]]
name = "tint"
kind = "colour"
options = ["ink", "brand"]
default = "brand"
[[slot]]
name = "on"
kind = "switch"
default = true

[[layer]]
id = "photo"
type = "picture"
slot = "photo"
file = "p.png"
fit = "contain"
focal = [0.5, 0.2]
radius = 20
when = "on"
opacity = 0.5
blend = "screen"
rotation = -20
mask = { shape = "rectangle", radius = 10 }
[[layer]]
id = "scrim"
type = "gradient"
stops = [[0.0, "#0000"], [0.5, "ink/30"], [1, "slot:tint"]]
shape = "linear"
angle = 90
centre = [0.5, 0.5]
auto_darken = true
[[layer]]
id = "flat"
type = "flat"
colour = "slot:tint"
mask = { file = "p.png" }
[[layer]]
id = "bar"
type = "shape"
shape = "rounded"
colour = "ink"
radius = 10
stroke = { width = 4, colour = "paper" }
box = { left = 0, right = 0, top = 10, height = 40 }
[[layer]]
id = "line"
type = "shape"
shape = "line"
stroke = { width = 4, colour = "paper" }
rising = true
box = { left = 0, right = 0, top = 10, height = 0 }
[[layer]]
id = "words"
type = "text"
slot = "words"
box = { left = 70, right = 70, bottom = 90, height = 250 }
font = "display"
colour = "paper"
fit = { mode = "shrink", max = 130, min = 44, lines = 2, balance = true }
leading = 1.05
align = ["start", "bottom"]
tracking = 10
case = "upper"
stroke = { width = 4, colour = "ink" }
shadow = { dx = 4, dy = 6, blur = 8, colour = "#000D" }
plate = { colour = "brand", pad = [20, 10], radius = 5 }
[[layer]]
id = "logo"
type = "asset"
file = "p.png"
logo = true
box = { left = 56, top = 56, width = 167 }
[[layer]]
id = "fire"
type = "sticker"
emoji = "slot:mood"
box = { left = 500, width = 100, top = 500, height = 100 }
[cut.1x1]
size = [1000, 1000]
[cut.4x5]
size = [1000, 1250]
safe = { top = 40, bottom = 40, left = 40, right = 40 }
[cut.4x5.layer.words]
fit = { lines = 3 }
plate = { radius = 9 }
align = ["end", "top"]
[cut.4x5.layer.logo]
box = { right = 56, bottom = 56, width = 167 }
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("schema")
    Image.new("RGB", (300, 200), (200, 0, 0)).save(place / "p.png")
    return place


BRAND_THERE = shipped_brand()


def reader_refuses(values: Values, folder: Path) -> list[str]:
    """What `load_template` would say of these values."""
    problems: list[Problem] = []
    top = Table(TomlFile(folder / "template.toml", values, Lines(""), b""), values, (), problems)
    try:
        top.format()
    except TemplateError as wrong:
        return [str(wrong)]
    top.text("name")
    find = finder(folder, BRAND_THERE)
    reader = LayerReader(BRAND_THERE, read_slots(top, BRAND_THERE, find)[0], find)
    reader.parts.paint(top, "ground", "#000000")
    read_cuts(top, reader)
    top.end()
    return [str(problem) for problem in problems]


def refusals(values: Values, folder: Path) -> tuple[list[str], list[str]]:
    """What the reader has against it, and what the schema has."""
    return reader_refuses(values, folder), [error.message[:200] for error in TEMPLATE.iter_errors(values)]


def agree(values: Values, folder: Path) -> bool:
    """Whether both take it; they must be of one mind."""
    reader, schema = refusals(values, folder)
    assert bool(reader) == bool(schema), (reader, schema)
    return not reader


def changed(path: str, value: object) -> Values:
    """The good template with one key changed (None: left out)."""
    values = tomllib.loads(GOOD)
    at: Any = values
    *parents, last = path.split(".")
    for step in parents:
        at = at[int(step)] if step.isdigit() else at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return values


def test_the_schemas_that_ship_are_those_of_the_code() -> None:
    """If not: python -m warroom.compose.schema."""
    for name, text in schema_files().items():
        assert (locations.assets() / "schema" / name).read_text(encoding="utf-8") == text
        jsonschema.Draft7Validator.check_schema(json.loads(text))


def test_the_reference_that_ships_is_that_of_the_code() -> None:
    """If not: python -m warroom.compose.reference."""
    text = (locations.assets() / "templates" / "README.md").read_text(encoding="utf-8")
    assert text.partition(f"{MARK}\n\n")[2] == reference()
    for name, key in (keys.ALL | keys.BRAND).items():
        assert f"| `{name.rpartition('.')[2]}` | {key.about} |" in text


def test_every_example_is_taken(folder: Path) -> None:
    """What the reference shows can be written."""
    for name, key in keys.LAYER.items():
        if name.count(".") == 2 and "file" not in name:
            kind = name.split(".")[1]
            at = next(index for index, layer in enumerate(_ALL["layer"]) if layer["type"] == kind)
            values = copy.deepcopy(_ALL)
            values["layer"][at] |= tomllib.loads(
                key.example.replace("amber", "brand").replace('"sticker"', '"photo"').replace('"headline"', '"words"')
            )
            if kind == "sticker" and name.endswith("slot"):
                del values["layer"][at]["emoji"]
            if name.endswith("outline"):
                del values["layer"][at]["stroke"]
            assert agree(values, folder), name


def test_both_take_a_template_with_every_key(folder: Path) -> None:
    assert agree(tomllib.loads(GOOD), folder)


def test_both_take_ours(brand_folder: Path) -> None:
    for path in sorted((locations.assets() / "templates").glob("*/template.toml")):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        assert not [error.message for error in TEMPLATE.iter_errors(values)], path
        assert agree(values, path.parent)
    for path in (locations.assets() / "templates" / "brand.toml", brand_folder / "brand.toml"):
        load_brand(path)
        assert not list(BRAND.iter_errors(tomllib.loads(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", 2),
        ("format", None),
        ("name", " "),
        ("nmae", "x"),
        ("ground", "#12"),
        ("ground", "ink/101"),
        ("slot.0.kind", "txt"),
        ("slot.0.options", ["a"]),
        ("slot.0.max_graphemes", -1),
        ("slot.0.max_graphemes", 1.5),
        ("slot.1.min_px", [1]),
        ("slot.2.options", []),
        ("slot.4.default", "yes"),
        ("layer.0.type", "photo"),
        ("layer.0.fit", "fill"),
        ("layer.0.fit", ""),
        ("layer.0.focal", "middle"),
        ("layer.0.focal", [0.5, 1.5]),
        ("layer.0.opacity", 1.1),
        ("layer.0.blend", "overlay"),
        ("layer.0.rotation", 400),
        ("layer.0.mask", {}),
        ("layer.0.mask", {"shape": "ellipse", "file": "p.png"}),
        ("layer.0.when", "!"),
        ("layer.1.stops", [[0, "#000"]]),
        ("layer.1.stops", [[0, "#000"], [2, "#000"]]),
        ("layer.1.stops", [[0, "#000"], "#000"]),
        ("layer.1.rotation", 9),
        ("layer.1.mask", {"shape": "ellipse"}),
        ("layer.2.colour", None),
        ("layer.2.colour", "#12345"),
        ("layer.3.stroke", {"width": 4}),
        ("layer.3.outline", {"width": 4, "colour": "ink"}),
        ("layer.3.colour", 5),
        ("layer.4.colour", "ink"),
        ("layer.4.stroke", None),
        ("layer.5.fit", None),
        ("layer.5.fit", {"max": 100}),
        ("layer.5.fit", {"mode": "grow"}),
        ("layer.5.fit.lines", 0),
        ("layer.5.align", ["left"]),
        ("layer.5.align", ["left", "left"]),
        ("layer.5.font", None),
        ("layer.5.leading", 9),
        ("layer.5.stroke", {"width": 201, "colour": "ink"}),
        ("layer.5.shadow.colour", None),
        ("layer.5.plate.pad", [1, 2, 3]),
        ("layer.6.file", None),
        ("layer.6.box", {"left": 1, "right": 1, "width": 4, "top": 1}),
        ("layer.6.box", {"left": 1, "top": 1}),
        ("layer.7.slot", "photo"),
        ("layer.7.emoji", None),
        ("layer.3.box", {"left": 1, "top": 1, "width": 4}),
        ("layer.3.box", {"left": 1, "top": 1, "width": 4, "height": 4, "depth": 4}),
        ("cut", {}),
        ("cut.1x1.size", None),
        ("cut.1x1.size", [8, 8]),
        ("cut.1x1.safe", {"top": 501}),
        ("cut.4x5.layer.words.fitt", {}),
        ("cut.4x5.layer.words.fit", {"lines": "3"}),
        ("cut.4x5.layer.words.type", "flat"),
    ],
)
def test_both_refuse(path: str, value: object, folder: Path) -> None:
    assert not agree(changed(path, value), folder)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("ground", None),
        ("layer.0.focal", "auto"),
        ("layer.0.focal", "top left"),
        ("layer.0.slot", None),
        ("layer.0.file", None),
        ("layer.0.when", "!mood=🔥"),
        ("layer.3.colour", None),
        ("layer.3.stroke", None),
        ("layer.3.shape", None),
        ("layer.5.fit", {"mode": "grow", "min": 40}),
        ("layer.5.fit", {"mode": "clip", "max": 40}),
        ("layer.6.box", {"left": 0, "right": 0, "top": 10}),
        ("layer.7.emoji", "🔥"),
        ("layer.7.box", None),
        ("cut.4x5.layer.words.stroke", {"width": 2}),
        ("cut.4x5.layer.bar", {"shape": "ellipse"}),
        ("slot.0.max_graphemes", 10.0),
    ],
)
def test_both_take(path: str, value: object, folder: Path) -> None:
    assert agree(changed(path, value), folder)


def _places(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in pairs:
        found += _places(value, (*path, key))
    return found


_ALL = tomllib.loads(GOOD)
_PLACES = [
    place
    for place in _places({"layer": _ALL["layer"], "cut": _ALL["cut"]})
    if len(place) > 2 and "box" not in place[:-1] and place[-1] != "id" and place != ("layer", 4, "shape")
]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(_PLACES), value=st.sampled_from([None, 5, -5, 0.5, 10**6, "", True, [], [1, 2], {}, {"width": 3}]))
def test_both_are_of_one_mind_whatever_is_changed(place: tuple[Any, ...], value: object, folder: Path) -> None:
    assume((place[-1], value) != ("max", 5))  # less than min: no schema says that of two numbers
    values = copy.deepcopy(_ALL)
    if place[0] == "layer":
        del values["cut"]["4x5"]["layer"]  # a change to a part that is gone is no whole part
    at: Any = values
    for step in place[:-1]:
        at = at[step]
    if value is None:
        del at[place[-1]]
    else:
        at[place[-1]] = value
    reader, schema = refusals(values, folder)
    assert bool(reader) == bool(schema), (reader, schema)


def test_every_key_has_its_words_and_no_words_are_left_over() -> None:
    said = set[str]()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            for key, value in schema.get("properties", {}).items():
                if isinstance(value, dict) and "description" in value:
                    said.add(value["description"])
                    assert key
            said.update([schema["description"]] if isinstance(schema.get("description"), str) else [])
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(template_schema())
    walk(brand_schema())
    assert {key.about for key in (keys.ALL | keys.BRAND).values()} <= said


def test_keys_of_types_have_words() -> None:
    for layer in template_schema()["properties"]["layer"]["items"]["oneOf"]:
        for key, value in layer["properties"].items():
            assert "description" in value, key
