"""Reads brands and templates: `brand.toml` and the folders with a `template.toml` beside it.

    brand = load_brand(Path("brand/brand.toml"))
    template = load_template(Path("brand/reaction-on-photo"), brand)
    templates = load_templates(brand)            # every template folder beside the brand file, by key
    planned_templates(plan)                      # those of an event plan
    shipped_brand(), shipped_templates()         # ours

Each raises `TemplateError` with every problem of the file: file, line, key and what would be right. A file that a brand or
template names stands in its own folder, or is `brand:logo`, or `assets:PATH` for one that ships with the program.
The TOML in `assets/templates` and `tests/data/brand` shows the format; `layers.py` reads the layers.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from warroom import locations
from warroom.compose.brand_keys import read_fallback, read_fonts, read_logo, read_palette, read_rules
from warroom.compose.files import finder, pictures
from warroom.compose.layers import LayerReader
from warroom.compose.model import Brand, Template
from warroom.compose.read import Table
from warroom.compose.template_keys import read_cuts, read_name, read_slots
from warroom.errors import Problem, TemplateError
from warroom.plan.model import Plan
from warroom.plan.toml_lines import parse


def load_brand(path: Path) -> Brand:
    """The brand of one `brand.toml`. Raises `TemplateError` with all its problems."""
    file = parse(path, TemplateError)
    problems: list[Problem] = []
    top = Table(file, file.values, (), problems)
    top.format()
    find = finder(path.parent, None)
    brand = Brand(
        name=read_name(top),
        path=path,
        fonts=read_fonts(top, find),
        fallback=(),
        emoji="twemoji",
        palette=read_palette(top),
        rules=read_rules(top),
        logo=read_logo(top, pictures(find)),
        digest="",
        words=top.texts("words"),
    )
    fallback, emoji, files = read_fallback(top, find)
    top.end()
    if problems:
        raise TemplateError(tuple(sorted(problems, key=lambda problem: problem.line)))
    brand = msgspec.structs.replace(brand, fallback=fallback, emoji=emoji, fallback_files=files)
    return msgspec.structs.replace(brand, digest=digest_of(brand))


def load_template(folder: Path, brand: Brand) -> Template:
    """The template of one folder. Raises `TemplateError` with all its problems."""
    file = parse(folder / "template.toml", TemplateError)
    problems: list[Problem] = []
    top = Table(file, file.values, (), problems)
    top.format()
    name = read_name(top)
    find = pictures(finder(folder, brand))
    slots, all_slots = read_slots(top, brand, find)
    reader = LayerReader(brand, slots, find, all_slots)
    ground = reader.parts.paint(top, "ground", "#000000")
    cuts = read_cuts(top, reader)
    top.end()
    if problems:
        unique: dict[tuple[int, str, str], Problem] = {}
        for problem in problems:  # each cut reads the layers again
            unique.setdefault((problem.line, problem.key, problem.problem), problem)
        raise TemplateError(tuple(sorted(unique.values(), key=lambda problem: problem.line)))
    template = Template(folder.name, name, folder, brand, ground, slots, cuts, "")
    return msgspec.structs.replace(template, digest=digest_of(template))


def load_templates(brand: Brand) -> tuple[Template, ...]:
    """Every template folder beside the brand file, in the order of their keys; at least one, else that is the problem.

    Raises `TemplateError` with the problems of all of them at once.
    """
    found: list[Template] = []
    problems: list[Problem] = []
    for path in sorted(brand.path.parent.glob("*/template.toml")):
        try:
            found.append(load_template(path.parent, brand))
        except TemplateError as wrong:
            problems.extend(wrong.problems)
    if not found and not problems:
        problems.append(Problem(brand.path, 0, "", "has no template beside it.", "Put a folder with a template.toml there."))
    if problems:
        raise TemplateError(tuple(problems))
    return tuple(found)


def planned_templates(plan: Plan) -> tuple[Template, ...]:
    """Those of the plan's brand where that is on this machine, else ours. Raises `TemplateError`."""
    brand = Path(plan.brand) if plan.brand else None
    return load_templates(load_brand(brand)) if brand is not None and brand.is_file() else shipped_templates()


def shipped_brand() -> Brand:
    return load_brand(locations.assets() / "templates" / "brand.toml")


def shipped_templates() -> tuple[Template, ...]:
    return load_templates(shipped_brand())


def digest_of(value: Brand | Template) -> str:
    """SHA-256 over all that decides pixels: paths by their digests, keys sorted. Two copies of a folder have one digest."""
    plain = msgspec.to_builtins(value, enc_hook=lambda path: "" if isinstance(path, Path) else path)
    plain["digest"] = ""
    plain.pop("words", None)
    if not plain.get("fallback_files"):  # what brands had before there were any
        plain.pop("fallback_files", None)
    if isinstance(value, Template):
        plain["brand"] = ""
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()
