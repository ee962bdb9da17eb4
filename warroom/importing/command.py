"""`warroom import FILE [DIR]`: a layered file becomes a template folder, and what could not be carried is listed."""

from __future__ import annotations

import argparse
from pathlib import Path

from warroom.compose.template import load_brand, load_template
from warroom.errors import DesignError
from warroom.importing.design import Design
from warroom.importing.write import Imported, write_template


def read_design(path: Path) -> Design:
    """By the file's ending. Raises DesignError, MissingPart."""
    ending = path.suffix.lower()
    try:
        if ending in (".psd", ".psb"):
            from warroom.importing.psd import read_psd

            return read_psd(path)
        if ending == ".ora":
            from warroom.importing.ora import read_ora

            return read_ora(path)
        if ending in (".svg", ".svgz"):
            from warroom.importing.svg import read_svg

            return read_svg(path)
    except OSError as wrong:
        raise DesignError(f"{path} cannot be read: {wrong.strerror or wrong}.", "See that the file is there and yours to read.") from wrong
    raise DesignError(f"{path.name} is of a kind that is not imported.", "PSD, ORA and SVG are.")


def import_design(path: Path, folder: Path) -> Imported:
    """The template of `path` in the brand folder `folder`, loaded once to see that it is sound."""
    imported = write_template(read_design(path), folder)
    load_template(imported.template, load_brand(imported.brand))
    return imported


def main(options: argparse.Namespace) -> int:
    path: Path = options.file
    folder: Path = options.folder or (Path() if Path("brand.toml").is_file() else Path(path.stem))
    imported = import_design(path, folder)
    print(f"{imported.template}: a template with the slots {', '.join(imported.slots)}.")
    if imported.brand_made:
        print(f"{imported.brand}: there was no brand, so one was made; put your own fonts, palette and logo into it.")
    if imported.notes:
        print("\nTo be looked at:")
        for note in imported.notes:
            print(f"- {note}")
    print(f"\n`warroom template check {imported.template}` paints every cut with every stress text.")
    return 0
