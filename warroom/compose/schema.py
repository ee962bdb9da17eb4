"""The JSON schemas of `template.toml` and `brand.toml`, for editors that complete and check TOML.

    #:schema https://…/template.schema.json        # the first line of a TOML file names its schema (Taplo, Even Better TOML)
    python -m warroom.compose.schema               # writes assets/schema

They come from the readers themselves, run on a `Recorder`, and say of a file what can be said without the brand beside it: that
a slot is there, or a font, only the reader knows.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warroom import locations
from warroom.compose import keys
from warroom.compose.brand_keys import FALLBACKS, NAME, read_fallback, read_fonts, read_logo, read_rules
from warroom.compose.layer import File
from warroom.compose.layers import SHAPES, TYPES, LayerReader
from warroom.compose.model import Brand, Rules
from warroom.compose.parts import ACROSS, DOWN, FOCALS, Parts
from warroom.compose.read import FORMAT, Table
from warroom.compose.recorder import Recorder, Schema
from warroom.compose.template_keys import CUT_NAME, MOST_CUTS, MOST_LAYERS, MOST_SLOTS, SLOT_KINDS, read_safe, read_size, read_slot

DRAFT = "http://json-schema.org/draft-07/schema#"
_HEX = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_NO_BRAND = Brand("", Path(), (), FALLBACKS, "", {}, Rules(), None, "")
_ONE_OF = {
    "picture": ("slot", "file"),
    "text": ("slot", "text"),
    "sticker": ("slot", "file", "emoji"),
}
"""Of a layer's keys, those of which one must be there."""


def _find(table: Table, key: str) -> File | None:
    table.text(key, None, "file")
    return None


_PARTS = Parts(_NO_BRAND, (), _find)
_LAYERS = LayerReader(_NO_BRAND, (), _find)


@functools.cache
def template_schema() -> Schema:
    """Of `template.toml`."""
    top = Recorder(("",), keys.ALL)
    top.whole("format", None, 1, FORMAT)
    top.text("name")
    _PARTS.paint(top, "ground", "#000000")
    slots = [_recorded(("slot." + kind, "slot"), lambda table: read_slot(table, _NO_BRAND, _find), {"kind": kind}) for kind in SLOT_KINDS]
    for slot in slots:
        if "options" in slot["properties"]:
            slot["required"].append("options")
            slot["properties"]["options"]["minItems"] = 1
    out = top.schema()
    out["properties"] |= {
        "slot": {"description": keys.ALL["slot"].about, "type": "array", "maxItems": MOST_SLOTS, "items": {"oneOf": slots}},
        "layer": {"description": keys.ALL["layer"].about, "type": "array", "maxItems": MOST_LAYERS, "items": {"oneOf": _layers()}},
        "cut": {
            "description": keys.ALL["cut"].about,
            "type": "object",
            "minProperties": 1,
            "maxProperties": MOST_CUTS,
            "propertyNames": {"pattern": f"^{CUT_NAME}$"},
            "additionalProperties": _cut(),
        },
    }
    out["required"].append("cut")
    return {"$schema": DRAFT, "title": "warroom template", **out, "definitions": _definitions()}


@functools.cache
def brand_schema() -> Schema:
    """Of `brand.toml`."""
    top = Recorder(("",), keys.BRAND)
    top.whole("format", None, 1, FORMAT)
    top.text("name")
    top.texts("words")
    readers: tuple[Callable[[Table], Any], ...] = (
        lambda table: read_fonts(table, _find),
        read_rules,
        lambda table: read_logo(table, _find),
        lambda table: read_fallback(table, _find),
    )
    definitions: Schema = {"file": _definitions()["file"]}
    for read in readers:
        read(top)
        name = list(top.properties)[-1]
        assert top.inner is not None
        if name == "fonts":
            top.properties[name] |= {"minProperties": 1, "additionalProperties": top.inner.schema()}
        else:
            definitions[name] = top.inner.schema()
    own = {"type": "string", "pattern": r"\.([tT][tT][fFcC]|[oO][tT][fF]|[wW][oO][fF][fF])$"}
    definitions["fallback"]["properties"]["fonts"]["items"] = {"anyOf": [{"enum": list(FALLBACKS)}, own]}
    names = {
        "type": "object",
        "additionalProperties": {"type": "string", "pattern": f"^{_HEX}$"},
        "propertyNames": {"pattern": f"^{NAME.pattern}$"},
    }
    top.properties["palette"] = {"description": keys.BRAND["palette"].about, **names}
    return {"$schema": DRAFT, "title": "warroom brand", **top.schema(), "definitions": definitions}


def _recorded(where: tuple[str, ...], read: Callable[[Table], Any], values: Schema | None = None) -> Schema:
    table = Recorder(where, keys.ALL, values)
    read(table)
    return table.schema()


# ── layers ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _layers() -> list[Schema]:
    """A schema for each type, and for each shape that takes other keys."""
    out = []
    for kind in TYPES:
        for values in [{"type": kind, "shape": shape} for shape in SHAPES] if kind == "shape" else [{"type": kind}]:
            out.append(_layer(kind, values))
    return out


def _layer(kind: str, values: Schema) -> Schema:
    schema = _recorded((f"layer.{kind}", "layer"), lambda table: _LAYERS.layer(table, (1080, 1080)), values)
    properties, needed = schema["properties"], schema["required"]
    if kind == "asset":
        properties["box"] = {"description": keys.ALL["layer.box"].about, "allOf": [{"$ref": "#/definitions/asset-box"}]}
    if kind == "text":
        needed.append("fit")
    if kind in _ONE_OF:
        schema["anyOf"] = [{"required": [key]} for key in _ONE_OF[kind]]
    if kind == "sticker":
        schema["not"] = {"anyOf": [{"required": ["emoji", other]} for other in ("slot", "file")]}
    if kind == "gradient":
        straight = {key: {"enum": [value]} for key, value in (("blend", "normal"), ("rotation", 0))}
        schema["anyOf"] = [{"properties": {"auto_darken": {"enum": [False]}}}, {"properties": straight, "not": {"required": ["mask"]}}]
    if kind == "shape" and values["shape"] == "line":
        del properties["colour"]
        schema["oneOf"] = [{"required": ["stroke"]}, {"required": ["outline"]}]
    elif kind == "shape":
        schema["anyOf"] = [{"required": [key]} for key in ("colour", "stroke", "outline")]
        schema["not"] = {"required": ["stroke", "outline"]}
        if values["shape"] == "rectangle" and "shape" in needed:
            needed.remove("shape")
    if kind == "shape" and values["shape"] != "rectangle":
        needed.append("shape")
    return schema


def _changes() -> Schema:
    """What a cut may change of a layer: any key of any type, in part."""
    found: dict[str, list[Schema]] = {}
    for layer in _layers():
        for key, value in layer["properties"].items():
            loose = {"$ref": f"#/definitions/{_PARTIAL[key]}-change"} if key in _PARTIAL else value
            if loose not in found.setdefault(key, []):
                found[key].append(loose)
    properties = {key: values[0] if len(values) == 1 else {"anyOf": values} for key, values in found.items() if key not in {"id", "type"}}
    return {"type": "object", "properties": properties, "additionalProperties": False}


_PARTIAL = {"fit": "fit", "stroke": "stroke", "outline": "stroke", "shadow": "shadow", "plate": "plate"}
"""The tables that a cut changes key by key, with their form."""


def _cut() -> Schema:
    table = Recorder(("cut",), keys.ALL)
    read_size(table)
    read_safe(table)
    assert table.inner is not None
    properties = table.properties | {
        "safe": {"description": keys.ALL["cut.safe"].about, **table.inner.schema()},
        "layer": {
            "description": keys.ALL["cut.layer"].about,
            "type": "object",
            "additionalProperties": {"$ref": "#/definitions/change"},
        },
    }
    return {"type": "object", "properties": properties, "additionalProperties": False, "required": ["size"]}


# ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _definitions() -> Schema:
    number = {"type": "number", "minimum": 0, "maximum": 1}
    part = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    stop = {"type": "array", "items": [number, {"$ref": "#/definitions/colour"}], "minItems": 2, "maxItems": 2, "additionalItems": False}
    align = [{"enum": ["left", "centre", "right", "start", "end"]}, {"enum": ["top", "middle", "bottom"]}]
    colour = "A name of the palette, #rgb, #rgba, #rrggbb, #rrggbbaa or slot:NAME; after it perhaps /PERCENT of its alpha."
    box = _opened("box", lambda table: _PARTS.box(table, (1080, 1080)))
    parts: dict[str, Callable[[Table], Any]] = {
        "stroke": _PARTS.stroke,
        "shadow": _PARTS.shadow,
        "plate": _PARTS.plate,
        "mask": _PARTS.mask,
    }
    fit = [_opened("fit", _PARTS.fit, {"mode": mode}) for mode in ("shrink", "grow", "clip")]
    fit[1]["required"], fit[2]["required"] = ["mode", "min"], ["mode", "max"]
    whole = {name: _opened(name, read) for name, read in parts.items()}
    whole["mask"] |= {"minProperties": 1, "not": {"required": ["shape", "file"]}}
    loose = {f"{name}-change": {key: value for key, value in whole[name].items() if key != "required"} for name in parts if name != "mask"}
    modes = {"mode": {"enum": ["shrink", "grow", "clip"]}}
    return {
        "colour": {"description": colour, "type": "string", "pattern": rf"^(slot:.+|{_HEX}|[\w-]+)(/([0-9]{{1,2}}|100))?$"},
        "file": {"type": "string", "pattern": r"\S"},
        "slot": {"type": "string"},
        "when": {"type": "string", "pattern": r"^$|^!?\s*[^\s=!]"},
        "emoji": {"type": "string"},
        "focal": {"oneOf": [{"enum": ["auto", *FOCALS]}, part]},
        "align": {"type": "array", "items": align, "minItems": 2, "maxItems": 2, "additionalItems": False},
        "stops": {"type": "array", "items": stop, "minItems": 2, "maxItems": 64},
        "box": box | {"allOf": [_two(ACROSS), _two(DOWN)]},
        "asset-box": box | {"anyOf": [{"allOf": [_two(ACROSS), _one(DOWN)]}, {"allOf": [_one(ACROSS), _two(DOWN)]}]},
        "fit": {"oneOf": fit},
        "fit-change": {"type": "object", "properties": fit[0]["properties"] | modes, "additionalProperties": False},
        **whole,
        **loose,
        "change": _changes(),
    }


def _opened(key: str, read: Callable[[Table], Any], values: Schema | None = None) -> Schema:
    table = Recorder(("",), keys.ALL, values, key)
    read(table)
    assert table.inner is not None
    return table.inner.schema()


def _two(sides: tuple[str, ...]) -> Schema:
    """Two of three, and no more."""
    pairs = [{"required": [one, other]} for at, one in enumerate(sides) for other in sides[at + 1 :]]
    return {"anyOf": pairs, "not": {"required": list(sides)}}


def _one(sides: tuple[str, ...]) -> Schema:
    """One or two of three."""
    return {"anyOf": [{"required": [side]} for side in sides], "not": {"required": list(sides)}}


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def schema_files() -> dict[str, str]:
    """The schemas as they ship, by their names in `assets/schema`."""
    made = {"template.schema.json": template_schema(), "brand.schema.json": brand_schema()}
    return {name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in made.items()}


def main() -> int:
    folder = locations.assets() / "schema"
    folder.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
