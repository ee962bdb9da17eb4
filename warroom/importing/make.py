"""Makes a template of a layered file, in a folder that nobody looks into yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warroom.compose.template import load_brand, load_template
from warroom.errors import DesignError, TemplateError
from warroom.importing.design import At, Design, Tell, untold
from warroom.importing.write import slot_names, write_template


@dataclass(frozen=True)
class Made:
    """Its slots, and what is to be looked at."""

    slots: tuple[str, ...]
    notes: tuple[str, ...]


def make_here(path: Path, place: Path, brand: Path | None, tell: Tell = untold) -> Made:
    """Put `NAME/` into the folder `place`, for the brand of that file, and `brand.toml` where there is none.

    `tell` hears of each layer before it is painted, and of the writing. Raises DesignError, MissingPart, OSError where `place` cannot
    be written to, TemplateError for a brand that cannot be read.
    """
    known = load_brand(brand) if brand is not None else None
    design = read_design(path, tell)
    tell(At(writing=True))
    notes = write_template(design, place, known)
    known = known or load_brand(place / "brand.toml")
    try:
        load_template(place / design.name, known)
    except TemplateError as wrong:
        first = wrong.problems[0]
        raise DesignError(f"{path.name} makes no template that can be used: {first.key} {first.problem}", first.hint) from wrong
    return Made(slot_names(design), notes)


def read_design(path: Path, tell: Tell = untold) -> Design:
    """By the file's ending. Raises DesignError, MissingPart."""
    ending = path.suffix.lower()
    try:
        if ending in (".psd", ".psb"):
            from warroom.importing.psd import read_psd

            return read_psd(path, tell)
        if ending == ".ora":
            from warroom.importing.ora import read_ora

            return read_ora(path, tell)
        if ending in (".svg", ".svgz"):
            from warroom.importing.svg import read_svg

            return read_svg(path, tell)
    except OSError as wrong:
        raise DesignError(f"{path} cannot be read: {wrong.strerror or wrong}.", "See that the file is there and yours to read.") from wrong
    raise DesignError(f"{path.name} is of a kind that is not imported.", "PSD, ORA and SVG are.")
