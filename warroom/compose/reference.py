"""The reference of the template format, in Markdown, made of what the schema and `keys.py` say.

python -m warroom.compose.reference            # writes it into assets/templates/README.md, below its own words
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable

from warroom import locations
from warroom.compose import keys
from warroom.compose.keys import Key
from warroom.compose.recorder import Schema
from warroom.compose.schema import brand_schema, template_schema

_TYPES = {
    "picture": "A picture: from a slot, or one of the template's own.",
    "text": "Words: from a text or choice slot, or fixed.",
    "gradient": "Colours that run into each other.",
    "flat": "One colour all over the box.",
    "shape": "A rectangle, a rounded one, an ellipse or a line.",
    "asset": "A logo or drawing, as wide as its box; its own proportions give the height.",
    "sticker": "A picture, drawing or emoji, shown whole within its box with its own transparency.",
}
_SLOTS = {
    "text": "Words that a person types.",
    "picture": "A picture that a person picks, pastes or drops; its focal point and zoom are kept per cut.",
    "choice": "One of a few texts.",
    "colour": "One of a few colours of the palette.",
    "switch": "On or off.",
}
MARK = "<!-- made of the code from here on: python -m warroom.compose.reference -->"
_PARTS = ("box", "fit", "stroke", "shadow", "plate", "mask")


@functools.cache
def reference() -> str:
    """All keys of both files, each with an example."""
    own = [name for name in keys.LAYER if name.count(".") == 1]
    out = [
        "## template.toml",
        *_table("", keys.TEMPLATE),
        "### [[slot]]",
        *_table("slot", keys.SLOT, [n for n in keys.SLOT if n.count(".") == 1]),
    ]
    for kind, about in _SLOTS.items():
        out += [f"#### A {kind} slot", about, *_table(f"slot.{kind}", keys.SLOT)]
    out += ["### [[layer]]", "Every layer has these keys, and those of its type.", *_table("layer", keys.LAYER, own)]
    for kind, about in _TYPES.items():
        out += [f"#### {kind}", about, *_table(f"layer.{kind}", keys.LAYER)]
    out += ["### Parts of layers", *(line for part in _PARTS for line in (f"#### {part}", *_table(part, keys.PARTS)))]
    out += ['### [cut."NAME"]', *_table("cut", keys.CUT), "#### safe", *_table("safe", keys.CUT)]
    out += ["## brand.toml", *_table("", keys.BRAND)]
    for part in ("fonts", "fallback", "rules", "logo"):
        out += [f"### [{part}]" if part != "fonts" else "### A font role", *_table(part, keys.BRAND)]
    return "\n\n".join(out) + "\n"


def _table(where: str, known: dict[str, Key], names: Iterable[str] | None = None) -> tuple[str, ...]:
    """The keys that stand directly in one table, as a table of Markdown."""
    start = f"{where}." if where else ""
    chosen = [name for name in names or known if name.startswith(start) and "." not in name[len(start) :]]
    rows = [f"| `{name[len(start) :]}` | {known[name].about} | {_allowed(name)} | `{known[name].example}` |" for name in chosen]
    return ("\n".join(["| key | | may be | for example |", "| --- | --- | --- | --- |", *rows]),)


def _allowed(name: str) -> str:
    """What the schema says a key may be."""
    schema = _found(name)
    if "enum" in schema:
        return " · ".join(f"`{value}`" for value in schema["enum"])
    if "minimum" in schema and "maximum" in schema:
        if schema["minimum"] == schema["maximum"]:
            return f"{schema['minimum']:g}"
        return f"{schema['minimum']:g} to {schema['maximum']:g}"
    return {"boolean": "true, false"}.get(str(schema.get("type")), "")


def _found(name: str) -> Schema:
    """The schema of the key that is described by this name."""
    known = keys.ALL | keys.BRAND
    about = known[name].about
    enums: list[object] = []
    found: Schema = {}
    for schema in _described(template_schema(), about) if name in keys.ALL else _described(brand_schema(), about):
        found = schema
        enums += [value for value in schema.get("enum", ()) if value not in enums]
    return {"enum": enums} if enums else found


def _described(schema: object, about: str) -> list[Schema]:
    if isinstance(schema, list):
        return [found for part in schema for found in _described(part, about)]
    if not isinstance(schema, dict):
        return []
    return ([schema] if schema.get("description") == about else []) + [
        found for part in schema.values() for found in _described(part, about)
    ]


def main() -> int:
    path = locations.assets() / "templates" / "README.md"
    written = path.read_text(encoding="utf-8").partition(MARK)[0]
    path.write_text(f"{written}{MARK}\n\n{reference()}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
