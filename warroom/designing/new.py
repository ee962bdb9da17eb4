"""`warroom template new`: a template to begin with, made of one that ships; and the brand where there is none."""

from __future__ import annotations

import functools
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warroom import locations
from warroom.compose.layer import Colour
from warroom.compose.model import Brand
from warroom.compose.schema import schema_files
from warroom.compose.template import load_brand, load_template
from warroom.compose.unseen import unseen
from warroom.designing.arguments import USUAL, shipped_keys
from warroom.designing.neutral import LOGO, LOGO_DRAWING, art_named, greys, without_our_logo
from warroom.designing.place import BRAND, TEMPLATE
from warroom.errors import DesignError, TemplateError
from warroom.plan.toml_lines import hint

SCHEMAS = "schema"
"""The folder beside the brand file in which the schemas stand that an editor reads."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_MOST_COLOURS = 4  # of a palette, offered in a colour slot
_HEAD = """\
#:schema ../{schemas}/template.schema.json
# {name}, made of warroom's own “{source}”. Save, and every cut is painted anew: `warroom template watch .`
# Lengths are thousandths of the cut's short side: one number is right in every cut.
# Its words and sample pictures are an invented brand's: put your own in their place before the night.
# Layers are painted in the order they stand in; only what names a slot can be changed on the night.
# A [cut] changes layers by their id: only what differs. Every key: `warroom template schema`, or your editor by the line above.
#
"""
_BRAND_HEAD = """\
#:schema {schemas}/brand.schema.json
# What every template beside this file shares. The greys and the logo stand where yours belong: put your own colours, logo and fonts
# in, and the templates follow as you save. A colour's name says only what ours were; rename it here and in the templates.
# A file is named from here, or as assets:PATH where it ships with warroom.
#
"""


@dataclass(frozen=True)
class Made:
    """`brand_made`: there was none. `notes` say what was put in another's place, and what is to be replaced."""

    template: Path
    brand: Path
    brand_made: bool
    notes: tuple[str, ...] = ()


def new_template(folder: Path, source: str = USUAL) -> Made:
    """Make the template `folder` of our `source`, and the brand beside it where there is none. Whole or not at all; overwrites nothing.

    Raises DesignError, TemplateError for a brand that cannot be read, StorageError.
    """
    folder = folder.absolute()
    keys = shipped_keys()
    if source not in keys:
        raise DesignError(f"No template that ships is called {source}.", hint(source, keys) or f"There are: {', '.join(keys)}.")
    if not _PLAIN.fullmatch(folder.name):
        raise DesignError(f"“{folder.name}” is no name of a template's folder.", "Small letters a to z, digits and - are used, at most 60.")
    if folder.exists():
        raise DesignError(f"{folder} is there already.", "Name another folder; nothing is overwritten.")
    kept = folder.parent / BRAND
    had = kept.is_file()
    brand = load_brand(kept) if had else None
    with unseen(folder, ".new-") as place:
        notes = _make(place, folder.name, source, brand)
        _into_place(place, folder, had)
    return Made(folder, kept, not had, notes)


def new_brand(folder: Path, source: str = USUAL) -> Made:
    """A brand's folder with one template in it."""
    folder = folder.absolute()
    if (folder / BRAND).exists():
        raise DesignError(f"{folder} has a brand already.", f"`warroom template new {folder.name}/NAME` adds a template to it.")
    return new_template(folder / source, source)


def _make(place: Path, key: str, source: str, brand: Brand | None) -> tuple[str, ...]:
    """All that is new, in a folder of its own, read once to see that it works."""
    ours = locations.assets() / "templates"
    shutil.copytree(ours / source, place / key)
    file = place / key / TEMPLATE
    text, notes = file.read_text("utf-8"), list[str]()
    name = key.replace("-", " ").capitalize()
    if brand is not None:
        text = _for_brand(text, brand, notes)
    text = art_named(without_our_logo(text, brand is None or brand.logo is not None, notes), notes)
    if f'file = "{LOGO}"' in text:
        (place / key / LOGO).write_text(LOGO_DRAWING, "utf-8")
    text = re.sub(r'^name = ".*"$', f'name = "{name}"', text, count=1, flags=re.MULTILINE)
    file.write_text(_HEAD.format(schemas=SCHEMAS, name=name, source=_name_of(ours / source)) + text, "utf-8")
    for schema, content in schema_files().items():
        (place / SCHEMAS).mkdir(exist_ok=True)
        (place / SCHEMAS / schema).write_text(content, "utf-8")
    if brand is None:
        own = (ours / BRAND).read_text("utf-8").replace('name = "Crumb"', f'name = "{_brand_name(place.parent)}"', 1)
        own = greys("\n".join(own.splitlines()[1:]) + "\n")  # without the line that says whose it is
        (place / BRAND).write_text(_BRAND_HEAD.format(schemas=SCHEMAS) + own, "utf-8")
        (place / LOGO).write_text(LOGO_DRAWING, "utf-8")
        brand = load_brand(place / BRAND)
    try:
        load_template(place / key, brand)
    except TemplateError as wrong:
        lacks = "\n".join(f"line {problem.line}: {problem.key} {problem.problem} {problem.hint}".strip() for problem in wrong.problems)
        raise DesignError(
            f"This brand lacks what “{source}” needs:\n{lacks}", "Take another with --from, or add it to brand.toml."
        ) from wrong
    return tuple(notes)


def _into_place(made: Path, folder: Path, had: bool) -> None:
    """The template last: where it stands, all it needs does."""
    home = folder.parent
    for file in (BRAND, LOGO) if not had else ():
        if not (home / file).exists():
            (made / file).replace(home / file)
    (home / SCHEMAS).mkdir(exist_ok=True)
    for schema in (made / SCHEMAS).iterdir():
        schema.replace(home / SCHEMAS / schema.name)
    (made / folder.name).rename(folder)


def _name_of(folder: Path) -> str:
    return str(tomllib.loads((folder / TEMPLATE).read_text("utf-8"))["name"])


def _brand_name(home: Path) -> str:
    return re.sub(r'["\\\x00-\x1f]', "", home.name).strip().capitalize() or "Brand"


def _for_brand(text: str, brand: Brand, notes: list[str]) -> str:
    """The template's text with this brand's fonts and colours, where it has none of the name."""
    values = tomllib.loads(text)
    palette = load_brand(locations.assets() / "templates" / BRAND).palette
    roles = {font.role for font in brand.fonts}
    first = brand.fonts[0].role
    for role in sorted({str(layer["font"]) for layer in values.get("layer", ()) if "font" in layer} - roles):
        text = re.sub(rf'^(\s*font = )"{re.escape(role)}"', rf'\1"{first}"', text, flags=re.MULTILINE)
        notes.append(f"The brand has no font “{role}”: “{first}” stands in.")
    text = _own_choices(text, values, brand, notes)
    missing = []
    for name in palette.keys() - brand.palette.keys():
        text, count = re.subn(rf'"{name}(?:/(\d+))?"', functools.partial(_hexed, palette[name]), text)
        missing += [name] if count else []
    if missing:
        notes.append(f"The palette has no {', '.join(sorted(missing))}: they stand as #rrggbb.")
    return text


def _hexed(colour: Colour, found: re.Match[str]) -> str:
    """`"ink"` and `"ink/60"` by their values."""
    alpha = f"{round(int(found[1]) * 2.55):02X}" if found[1] else ""
    return f'"#{colour[0]:02X}{colour[1]:02X}{colour[2]:02X}{alpha}"'


def _own_choices(text: str, values: dict[str, Any], brand: Brand, notes: list[str]) -> str:
    """Colour slots offer the brand's palette where it lacks one of theirs."""
    for slot in values.get("slot", ()):
        options = slot.get("options", [])
        if slot.get("kind") != "colour" or set(options) <= brand.palette.keys():
            continue
        offered = [name for name in options if name in brand.palette] or list(brand.palette)[:_MOST_COLOURS]
        written = "[" + ", ".join(f'"{name}"' for name in offered) + "]"
        text = _in_slot(text, slot["name"], "options", written)
        text = _in_slot(text, slot["name"], "default", f'"{offered[0]}"')
        notes.append(f"The colours of “{slot['name']}” are the brand's own now: see that each can be read.")
    return text


def _in_slot(text: str, name: str, key: str, value: str) -> str:
    """The text with another value of that key, where that slot has it; ours have one key a line."""
    lines, inside, here = text.splitlines(), False, False
    for place, line in enumerate(lines):
        if line.startswith("["):
            inside, here = line.startswith("[[slot]]"), False
        elif inside and line.startswith("name = "):
            here = line.startswith(f'name = "{name}"')
        elif here and line.startswith(f"{key} = "):
            lines[place] = f"{key} = {value}"
    return "\n".join(lines) + "\n"
