"""Finds the files that a brand or template names, and says where it stands why one cannot be used."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from warroom import locations
from warroom.compose.decode import why_not
from warroom.compose.layer import File
from warroom.compose.model import Brand
from warroom.compose.pack import SHIPPED
from warroom.compose.parts import Finder
from warroom.compose.read import Table
from warroom.plan.toml_lines import suggest


def finder(folder: Path, brand: Brand | None) -> Finder:
    """A function that gives the file which a key names, or notes why it cannot be used."""
    in_pack = (brand.path.parent if brand is not None else folder) / SHIPPED
    shipped = in_pack if in_pack.is_dir() else locations.assets()
    known: dict[str, File] = {}  # each cut names them again

    def find(table: Table, key: str) -> File | None:
        name = table.text(key)
        if not name:
            return None
        if name in known:
            return known[name]
        if name == "brand:logo" and brand is not None:
            if brand.logo is None:
                table.wrong(key, "names the brand's logo, but the brand has none.", "Add [logo] file = … to brand.toml.")
            return brand.logo.file if brand.logo else None
        base, shown = (shipped, name.removeprefix("assets:")) if name.startswith("assets:") else (folder, name)
        path = base / shown
        if "\0" in name or len(name) > 1000 or any(len(part.encode()) > 255 for part in path.parts):
            table.wrong(key, "names no file.", "Put the file beside this one.")
        elif not path.resolve().is_relative_to(base.resolve()):
            table.wrong(key, f'"{name}" is outside the folder.', "Put the file beside this one.")
        elif not path.is_file():
            table.wrong(key, f'"{name}" is not there.', _advice(base, shown, "assets:" if name != shown else ""))
        else:
            file = _read(table, key, path, name)
            return known.setdefault(name, file) if file is not None else None
        return None

    return find


def _advice(base: Path, shown: str, start: str) -> str:
    """The file that is there and was probably meant: of that folder, or of one nearby."""
    named = shown.replace("\\", "/")
    near = [*(base / named).parent.glob("*"), *base.glob("*/*" if "/" in named else "*")]
    there = sorted({found.relative_to(base).as_posix() for found in near if found.is_file() and found.is_relative_to(base)})
    if (meant := suggest(named, there)) is not None:
        return f'Did you mean "{start}{meant}"?'
    if named != shown:
        return f'Folders are written with /: "{start}{named}".'
    if not Path(shown).suffix:
        return "A file is named with its ending, and with its folder where it is in one: fonts/Anton.ttf."
    return "Put the file there, or name another."


def _read(table: Table, key: str, path: Path, name: str) -> File | None:
    try:
        data = path.read_bytes()
    except OSError as wrong:
        table.wrong(key, f'"{name}" cannot be read ({wrong.strerror}).', "Check who may read it.")
        return None
    return File(path, hashlib.sha256(data).hexdigest())


def pictures(find: Finder) -> Finder:
    """`find` for keys that name pictures and drawings: notes what can be seen to be wrong with one without decoding it."""

    def look(table: Table, key: str) -> File | None:
        file = find(table, key)
        why = _why_not(str(file.path), file.digest) if file is not None else ""
        if why:
            drawing = file is not None and file.path.suffix.lower() == ".svg"
            kinds = "Save it as a plain SVG, or as PNG." if drawing else "Use a JPEG, PNG, WebP, GIF or AVIF file, or an SVG drawing."
            table.wrong(key, f'"{table.values.get(key)}" {why}.', kinds)
            return None
        return file

    return look


@functools.lru_cache(2048)
def _why_not(path: str, _digest: str) -> str:
    try:
        return why_not(Path(path).read_bytes(), path)
    except OSError as wrong:
        return f"cannot be read ({wrong.strerror})"
