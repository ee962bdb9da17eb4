"""`warroom import FILE [DIR]`: a layered file becomes a template folder, and what could not be carried is listed."""

from __future__ import annotations

import argparse
import contextlib
import functools
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warroom.compose.unseen import unseen
from warroom.errors import DesignError
from warroom.importing.apart import make_apart
from warroom.importing.make import Made, make_here
from warroom.importing.meter import Meter
from warroom.importing.naming import named

Make = Callable[[Path, Path, Path | None], Made]


@dataclass(frozen=True)
class Imported:
    """`brand_made`: there was none, so a brand.toml stands beside the template. `notes`: what is to be looked at."""

    template: Path
    brand: Path
    brand_made: bool
    notes: tuple[str, ...]
    slots: tuple[str, ...]


def import_design(path: Path, folder: Path, make: Make = make_here) -> Imported:
    """The template of `path` in the brand folder `folder`, whole or not at all; nothing that is there is written over.

    `make` puts it together: here, or in a process that can be ended.
    Raises DesignError, MissingPart, StorageError, TemplateError for a brand that cannot be read.
    """
    target, brand = folder / named(path), folder / "brand.toml"
    if target.exists():
        raise DesignError(f"{target} is there already.", "Move it away, or rename the file that is imported.")
    had = brand.exists()
    with unseen(target, ".importing-") as place:
        made = make(path, place, brand if had else None)
        _into_place(place, target, None if had else brand)
    return Imported(target, brand, not had, made.notes, made.slots)


def _into_place(made: Path, target: Path, brand: Path | None) -> None:
    """The template last: where it stands, all it needs does."""
    if brand is not None:
        (made / brand.name).replace(brand)
    try:
        (made / target.name).rename(target)
    except BaseException:
        if brand is not None and not target.exists():
            brand.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _ended_cleanly() -> Iterator[None]:
    """What ends the program from outside ends it as Ctrl+C does: with its child, and with nothing left behind."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has one of them
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print("Ended: nothing was made.", file=sys.stderr)
        raise


def main(options: argparse.Namespace) -> int:
    path: Path = options.file
    folder: Path = options.folder or (Path() if Path("brand.toml").is_file() else Path(path.stem))
    with _ended_cleanly(), Meter(path.name, sys.stderr) as meter:
        imported = import_design(path, folder, functools.partial(make_apart, tell=meter.tell))
    print(f"{imported.template}: a template with the slots {', '.join(imported.slots)}.")
    if imported.brand_made:
        print(f"{imported.brand}: there was no brand, so one was made; put your own fonts, palette and logo into it.")
    if imported.notes:
        print("\nTo be looked at:")
        for note in imported.notes:
            print(f"- {note}")
    print(f"\n`warroom template check {imported.template}` paints every cut with every stress text.")
    return 0
