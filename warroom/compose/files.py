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
        if "\0" in name or len(name) > 1000:
            table.wrong(key, "names no file.", "Put the file beside this one.")
        elif not path.resolve().is_relative_to(base.resolve()):
            table.wrong(key, f'"{name}" is outside the folder.', "Put the file beside this one.")
        elif not path.is_file():
            there = sorted(found.relative_to(base).as_posix() for found in base.glob("*/*" if "/" in shown else "*") if found.is_file())
            meant = suggest(shown, there)
            table.wrong(key, f'"{name}" is not there.', f'Did you mean "{meant}"?' if meant else "Put the file there, or name another.")
        else:
            file = _read(table, key, path, name)
            return known.setdefault(name, file) if file is not None else None
        return None

    return find


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
