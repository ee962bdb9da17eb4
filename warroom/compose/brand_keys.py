"""Reads the keys of `brand.toml`, table by table."""

from __future__ import annotations

from typing import Any

import regex

from warroom.compose.font_check import BadFont, font_facts, varies
from warroom.compose.fonts import FontFacts
from warroom.compose.layer import File
from warroom.compose.model import FontRole, Logo, Rules
from warroom.compose.parts import Finder
from warroom.compose.read import Table, hex_colour
from warroom.plan.toml_lines import hint

NAME = regex.compile(r"[\w-]+")
"""Of a colour: it is written with a `/` or after `slot:` too."""
FONT_FILES = (".ttf", ".otf", ".ttc", ".woff", ".woff2")
FALLBACKS = ("noto-sans", "noto-arabic", "noto-hebrew", "noto-devanagari", "noto-thai", "noto-cjk")


def read_fonts(top: Table, find: Finder) -> tuple[FontRole, ...]:
    fonts = []
    roles = top.named("fonts", "file")
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
        known = font_facts(file)
    except BadFont as wrong:
        table.wrong("file", f"{file.path.name} {wrong.problem}", wrong.hint)
        return None
    if (weight or width) and not known.axes:
        table.wrong("weight" if weight else "width", f"{file.path.name} has only one weight and width.", "Leave it out.")
        return None
    chosen = {"wght": float(weight), "wdth": float(width)}
    _changes_something(table, file, known, chosen)
    axes = []
    for axis in known.axes:
        value = chosen.get(axis.tag) or axis.default
        if not axis.low <= value <= axis.high:
            key = "weight" if axis.tag == "wght" else "width"
            table.wrong(key, f"is {value:g}, but {file.path.name} has {axis.low:g} to {axis.high:g}.")
        axes.append(value)
    return FontRole(role, file, tuple(axes), weight or known.weight)


def _changes_something(table: Table, file: File, known: FontFacts, chosen: dict[str, float]) -> None:
    """Note a weight or width that the font would be drawn the same without."""
    usual = {axis.tag: axis.default for axis in known.axes}
    for tag, key in (("wght", "weight"), ("wdth", "width")):
        if chosen[tag] and tag not in usual:
            table.wrong(key, f"{file.path.name} has only one {key}.", "Leave it out.")
        elif chosen[tag] and chosen[tag] != usual[tag] and not varies(file):
            advice = f"Leave {key} out, or use the whole variable font, or the font's own file of that {key}."
            table.wrong(key, f"changes nothing: {file.path.name} names {key}s, but holds one form of each letter (no gvar table).", advice)


def read_palette(top: Table) -> dict[str, Any]:
    table = top.table("palette", "palette")
    colours = {}
    if table is None:
        return {}
    for name in table.values:
        colour = hex_colour(table.text(name))
        if not NAME.fullmatch(name):
            table.wrong(name, "is no name for a colour.", "Letters, digits, _ and - make names.")
        elif colour is None:
            meant = f"#{table.values[name]}"
            table.wrong(name, "is not a colour.", f'Write "{meant}".' if hex_colour(meant) else "Write #rgb, #rgba, #rrggbb or #rrggbbaa.")
        else:
            colours[name] = colour
    return colours


def read_rules(top: Table) -> Rules:
    table = top.table("rules")
    if table is None:
        return Rules()
    rules = Rules(table.number("min_contrast", 4.5, 1.0, 21.0), table.whole("max_emoji", 3, 0, 100))
    table.end()
    return rules


def read_logo(top: Table, find: Finder) -> Logo | None:
    table = top.table("logo")
    if table is None:
        return None
    file, clear = find(table, "file"), table.number("clear", 0.0, 0.0, 500.0)
    table.end()
    return Logo(file, clear) if file else None


def read_fallback(top: Table, find: Finder) -> tuple[tuple[str, ...], str, tuple[File, ...]]:
    """The chain, which emoji, and the fonts of the brand's own that are in the chain, by its order."""
    table = top.table("fallback")
    if table is None:
        return FALLBACKS, "twemoji", ()
    files = list[File]()
    fonts = table.texts("fonts", FALLBACKS)
    for index, name in enumerate(fonts):
        if name.lower().endswith(FONT_FILES):
            files += _own_fallback(table, index, name, find)
        elif name not in FALLBACKS:
            table.wrong(("fonts", index), f'"{name}" is not a font that ships.', hint(name, FALLBACKS))
    emoji = table.one_of("emoji", ("twemoji", ""), "")
    table.end()
    return fonts, emoji, tuple(files)


def _own_fallback(table: Table, index: int, name: str, find: Finder) -> list[File]:
    place = str(index)
    alone = Table(table.file, {place: name}, table.path, [])
    file = find(alone, place)
    for problem in alone.problems:
        table.wrong(("fonts", index), problem.problem, problem.hint)
    if file is None:
        return []
    try:
        font_facts(file)
    except BadFont as wrong:
        table.wrong(("fonts", index), f"{file.path.name} {wrong.problem}", wrong.hint)
    return [file]
