"""Finds the files that a brand or template names, and says where it stands why one cannot be used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from warroom import locations
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
