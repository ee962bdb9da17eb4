"""Which brand and which templates a folder, or a file in one, stands for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warroom.errors import DesignError

TEMPLATE, BRAND = "template.toml", "brand.toml"


@dataclass(frozen=True)
class Place:
    """A brand's file and the folders of its templates, by their names; `chosen` is the one that was asked for, "" for all."""

    brand: Path
    folders: tuple[Path, ...]
    chosen: str = ""

    @property
    def home(self) -> Path:
        """The brand's folder."""
        return self.brand.parent

    @property
    def asked(self) -> tuple[Path, ...]:
        return tuple(folder for folder in self.folders if self.chosen in ("", folder.name))


def place_of(path: Path) -> Place:
    """`path` is a template's folder, a brand's, or a file in one of them. Raises DesignError where it is none of these."""
    path = path.absolute()
    if not path.exists():
        raise DesignError(f"{path} is not there.", "Name a template's folder or a brand's.")
    for folder in (path, *path.parents):
        if (folder / TEMPLATE).is_file():
            if not (folder.parent / BRAND).is_file():
                raise DesignError(
                    f"{folder.name} has no brand beside it.", f"A {BRAND} belongs into {folder.parent}; `warroom template new` makes one."
                )
            return Place(folder.parent / BRAND, folders_of(folder.parent), folder.name)
        if (folder / BRAND).is_file():
            return Place(folder / BRAND, folders_of(folder))
        if folder == path and path.is_dir():
            break  # a folder without either is not part of a brand further up
    raise DesignError(
        f"{path} has neither a {TEMPLATE} nor a {BRAND}.",
        f"Name a template's folder or a brand's; `warroom template new {path.name}` makes one.",
    )


def folders_of(home: Path) -> tuple[Path, ...]:
    """The folders of the templates beside a brand file."""
    return tuple(file.parent for file in sorted(home.glob(f"*/{TEMPLATE}")))
