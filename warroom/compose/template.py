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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from warroom import locations
from warroom.compose.fonts import facts
from warroom.compose.layer import File
from warroom.compose.layers import LayerReader
from warroom.compose.model import Brand, Cut, FontRole, Logo, Rules, Safe, Slot, Template
from warroom.compose.pack import SHIPPED
from warroom.compose.pack import SHIPPED
from warroom.compose.read import Table, hex_colour, merged
from warroom.errors import Problem, TemplateError
from warroom.plan.model import Plan
from warroom.plan.toml_lines import hint, parse, suggest

SLOT_KINDS = ("text", "picture", "choice", "colour", "switch")
FALLBACKS = ("noto-sans", "noto-arabic", "noto-hebrew", "noto-devanagari", "noto-thai", "noto-cjk")


def load_brand(path: Path) -> Brand:
    """The brand of one `brand.toml`. Raises `TemplateError` with all its problems."""
    file = parse(path, TemplateError)
    problems: list[Problem] = []
    top = Table(file, file.values, (), problems)
    top.whole("format", None, 1, 1)
    find = finder(path.parent, None)
    brand = Brand(
        name=top.text("name"),
        path=path,
        fonts=_fonts(top, find),
        fallback=(),
        emoji="twemoji",
        palette=_palette(top),
        rules=_rules(top),
        logo=_logo(top, find),
        digest="",
    )
    fallback, emoji = _fallback(top)
    top.end()
    if problems:
        raise TemplateError(tuple(sorted(problems, key=lambda problem: problem.line)))
    brand = msgspec.structs.replace(brand, fallback=fallback, emoji=emoji)
    return msgspec.structs.replace(brand, digest=digest_of(brand))


def load_template(folder: Path, brand: Brand) -> Template:
    """The template of one folder. Raises `TemplateError` with all its problems."""
    file = parse(folder / "template.toml", TemplateError)
    problems: list[Problem] = []
    top = Table(file, file.values, (), problems)
    top.whole("format", None, 1, 1)
    name = top.text("name")
    find = finder(folder, brand)
    slots = _slots(top, brand, find)
    reader = LayerReader(brand, slots, find)
    ground = reader.parts.paint(top, "ground", "#000000")
    cuts = _cuts(top, reader)
    top.end()
    if problems:
        unique = tuple(dict.fromkeys(problems))
        raise TemplateError(tuple(sorted(unique, key=lambda problem: problem.line)))
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
    if isinstance(value, Template):
        plain["brand"] = ""
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

Finder = Callable[[Table, str], File | None]


def finder(folder: Path, brand: Brand | None) -> Finder:
    """A function that gives the file which a key names, or notes why it cannot be used."""
    in_pack = (brand.path.parent if brand is not None else folder) / SHIPPED
    shipped = in_pack if in_pack.is_dir() else locations.assets()

    def find(table: Table, key: str) -> File | None:
        name = table.text(key)
        if not name:
            return None
        if name == "brand:logo" and brand is not None:
            if brand.logo is None:
                table.wrong(key, "names the brand's logo, but the brand has none.", "Add [logo] file = … to brand.toml.")
            return brand.logo.file if brand.logo else None
        base, shown = (shipped, name.removeprefix("assets:")) if name.startswith("assets:") else (folder, name)
        path = base / shown
        if not path.resolve().is_relative_to(base.resolve()):
            table.wrong(key, f'"{name}" is outside the folder.', "Put the file beside this one.")
        elif not path.is_file():
            there = sorted(found.relative_to(base).as_posix() for found in base.glob("*/*" if "/" in shown else "*") if found.is_file())
            meant = suggest(shown, there)
            table.wrong(key, f'"{name}" is not there.', f'Did you mean "{meant}"?' if meant else "Put the file there, or name another.")
        else:
            return File(path, hashlib.sha256(path.read_bytes()).hexdigest())
        return None

    return find


# ── brand ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fonts(top: Table, find: Finder) -> tuple[FontRole, ...]:
    fonts = []
    roles = top.named("fonts")
    if not roles:
        top.wrong("fonts", "names no font.", 'Add [fonts] and display = { file = "fonts/…ttf" }.')
    for role, table in roles:
        file = find(table, "file")
        weight = table.whole("weight", 0, 0, 1000)
        width = table.number("width", 0, 0, 1000)
        table.end()
        if file is not None:
            fonts.append(_font(table, role, file, weight, width))
    return tuple(font for font in fonts if font is not None)


def _font(table: Table, role: str, file: File, weight: int, width: float) -> FontRole | None:
    try:
        known = facts(file.path)
    except OSError:
        table.wrong("file", f"{file.path.name} is not a font that can be used.", "Use a TTF, OTF or WOFF2 file.")
        return None
    if (weight or width) and not known.axes:
        table.wrong("weight" if weight else "width", f"{file.path.name} has only one weight and width.", "Leave it out.")
        return None
    chosen = {"wght": float(weight), "wdth": float(width)}
    axes = []
    for axis in known.axes:
        value = chosen.get(axis.tag) or axis.default
        if not axis.low <= value <= axis.high:
            key = "weight" if axis.tag == "wght" else "width"
            table.wrong(key, f"is {value:g}, but {file.path.name} has {axis.low:g} to {axis.high:g}.")
        axes.append(value)
    return FontRole(role, file, tuple(axes), weight or known.weight)


def _palette(top: Table) -> dict[str, Any]:
    table = top.table("palette")
    colours = {}
    if table is None:
        return {}
    for name in table.values:
        colour = hex_colour(table.text(name))
        if colour is None:
            table.wrong(name, "is not a colour.", "Write #rgb, #rgba, #rrggbb or #rrggbbaa.")
        else:
            colours[name] = colour
    return colours


def _rules(top: Table) -> Rules:
    table = top.table("rules")
    if table is None:
        return Rules()
    rules = Rules(table.number("min_contrast", 4.5, 1.0, 21.0), table.whole("max_emoji", 3, 0, 100))
    table.end()
    return rules


def _logo(top: Table, find: Finder) -> Logo | None:
    table = top.table("logo")
    if table is None:
        return None
    file, clear = find(table, "file"), table.number("clear", 0.0, 0.0, 500.0)
    table.end()
    return Logo(file, clear) if file else None


def _fallback(top: Table) -> tuple[tuple[str, ...], str]:
    table = top.table("fallback")
    if table is None:
        return FALLBACKS, "twemoji"
    fonts = table.texts("fonts")
    for index, name in enumerate(fonts):
        if name not in FALLBACKS:
            table.wrong(("fonts", index), f'"{name}" is not a font that ships.', hint(name, FALLBACKS))
    emoji = table.one_of("emoji", ("twemoji", ""), "")
    table.end()
    return fonts, emoji


# ── slots and cuts ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _slots(top: Table, brand: Brand, find: Finder) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    for table in top.tables("slot"):
        slot = _slot(table, brand, find)
        if slot.name in {other.name for other in slots}:
            table.wrong("name", f'"{slot.name}" is there twice.', "Give each slot a name of its own.")
        slots.append(slot)
    return tuple(slots)


def _slot(table: Table, brand: Brand, find: Finder) -> Slot:
    slot = Slot(
        name=table.text("name"),
        kind=table.one_of("kind", SLOT_KINDS),  # type: ignore[arg-type]
        label=table.text("label", ""),
        required=table.flag("required"),
    )
    changes: dict[str, Any] = {}
    if table.values.get("kind") not in SLOT_KINDS:
        return slot
    if slot.kind == "text":
        changes = {"sample": table.text("sample", ""), "max_graphemes": table.whole("max_graphemes", 0, 0, 10_000)}
    elif slot.kind == "picture":
        low = table.pair("min_px", (0.0, 0.0))
        changes = {"min_px": (int(low[0]), int(low[1])), "sample_file": find(table, "sample") if table.has("sample") else None}
    elif slot.kind == "switch":
        changes = {"default": "on" if table.flag("default") else "off"}
    else:
        changes = _options(table, slot.kind, brand)
    table.end()
    return msgspec.structs.replace(slot, **changes)


def _options(table: Table, kind: str, brand: Brand) -> dict[str, Any]:
    options = table.texts("options")
    if not options:
        table.wrong("options", "names no option.", 'For example options = ["", "LIVE"].' if kind == "choice" else "Name palette colours.")
        return {}
    for index, option in enumerate(options):
        if kind == "colour" and option not in brand.palette:
            table.wrong(("options", index), f'"{option}" is not in the palette.', hint(option, brand.palette))
    return {"options": options, "default": table.one_of("default", options, options[0])}


def _cuts(top: Table, reader: LayerReader) -> tuple[Cut, ...]:
    layers = top.tables("layer")
    ids = tuple(str(table.values.get("id", "")) for table in layers)
    for table in layers:
        if ids.count(str(table.values.get("id"))) > 1:
            table.wrong("id", f'"{table.values.get("id")}" is there twice.', "Give each layer an id of its own.")
    cuts = []
    named = top.named("cut")
    if not named:
        top.wrong("cut", "names no cut.", 'Add [cut."1x1"] with size = [1080, 1080].')
        for table in layers:
            reader.layer(table, (1080, 1080))
    for name, table in named:
        size = _size(table)
        own = table.table("layer")
        changes = own.values if own else {}
        for wrong in (key for key in changes if key not in ids):
            table.wrong(("layer", wrong), "is not a layer of this template.", hint(wrong, ids))
        read = tuple(reader.layer(_changed(layer, table, changes), size) for layer in layers)
        cuts.append(Cut(name, size, _safe(table), tuple(layer for layer in read if layer is not None)))
        table.end(("layer",))
    return tuple(cuts)


def _changed(layer: Table, cut: Table, changes: dict[str, Any]) -> Table:
    """The layer's table as it is in this cut; its keys know which of the two places they stand in."""
    name = str(layer.values.get("id", ""))
    own = changes.get(name)
    if not isinstance(own, dict):
        return Table(layer.file, layer.values, layer.path, layer.problems)
    table = Table(layer.file, merged(layer.values, own), layer.path, layer.problems)
    table.override = (own, (*cut.path, "layer", name))
    return table


def _size(table: Table) -> tuple[int, int]:
    wide, high = table.pair("size", (1080.0, 1080.0), 16, 4096)
    if not table.has("size"):
        table.wrong("size", "is missing.", "For example size = [1080, 1080], in pixels.")
    return (int(wide), int(high))


def _safe(table: Table) -> Safe:
    part = table.table("safe")
    if part is None:
        return Safe()
    safe = Safe(*(part.number(edge, 0.0, 0.0, 500.0) for edge in ("top", "bottom", "left", "right")))
    part.end()
    return safe
