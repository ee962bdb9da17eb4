"""Reads one template again and again as its designer saves, and only what changed since the last time.

    files = Files(home)
    files.look()                     # the relative paths of what came, went or was written since the last look
    reader = Reader()
    template = reader.read(folder)   # TemplateError with all problems; the brand is read anew only where its files changed

A look is a `stat` of each file, under a millisecond for a hundred; what editors leave beside what they save (hidden files, `~`,
swap files) is not seen, so that a save is one change.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from warroom.compose.model import Brand, Template
from warroom.compose.pack import ENDINGS
from warroom.compose.template import load_brand, load_template
from warroom.designing.place import BRAND
from warroom.errors import Problem, TemplateError

Stamp = tuple[int, int, int]
"""Of a file: when it was written (ns), its size, which file it is."""
MOST_FILES = 5_000
MOST_DEEP = 4


class Files:
    """The files of a brand's folder that can decide how its templates look."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folders: tuple[Path, ...] = ()
        self._stamps: dict[Path, Stamp] = {}
        self.look()

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(self._stamps)

    @property
    def there(self) -> bool:
        """Whether the folder is."""
        return self.home.is_dir()

    def look(self) -> tuple[str, ...]:
        """What is not as it was at the last look, by paths from the folder, with /."""
        folders: list[Path] = []
        now = dict(_stamps(self.home, folders, MOST_DEEP))
        changed = {path for path in now.keys() | self._stamps.keys() if now.get(path) != self._stamps.get(path)}
        self._stamps, self.folders = now, tuple(folders)
        return tuple(sorted(path.relative_to(self.home).as_posix() for path in changed))


class Reader:
    """Belongs to one thread at a time."""

    def __init__(self) -> None:
        self._brand: Brand | None = None
        self._stamps: dict[Path, Stamp | None] = {}

    def read(self, folder: Path) -> Template:
        """The template of that folder as it stands now. Raises TemplateError, also where a file is not there or cannot be read."""
        try:
            return load_template(folder, self.brand(folder.parent / BRAND))
        except OSError as wrong:  # went between being looked for and being read
            raise _unreadable(Path(wrong.filename or folder), wrong) from wrong

    def brand(self, file: Path) -> Brand:
        if self._brand is None or self._brand.path != file or any(_stamp(path) != stamp for path, stamp in self._stamps.items()):
            self._brand = None
            before = _stamp(file)
            try:
                brand = load_brand(file)
            except OSError as wrong:
                raise _unreadable(Path(wrong.filename or file), wrong) from wrong
            used = [font.file.path for font in brand.fonts] + [font.path for font in brand.fallback_files]
            used += [brand.logo.file.path] if brand.logo else []
            self._stamps = {file: before} | {path: _stamp(path) for path in used}
            self._brand = brand
        return self._brand


def _unreadable(file: Path, wrong: OSError) -> TemplateError:
    return TemplateError((Problem(file, 0, "", f"cannot be read: {wrong.strerror or wrong}.", "See that it is there and yours to read."),))


def _stamps(folder: Path, folders: list[Path], deep: int) -> Iterator[tuple[Path, Stamp]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # it went, or is not ours to read; then there is nothing of it
    folders.append(folder)
    for entry in entries[:MOST_FILES]:
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if deep > 0:
                    yield from _stamps(Path(entry.path), folders, deep - 1)
            elif entry.name.lower().endswith(ENDINGS):
                found = entry.stat()
                yield Path(entry.path), (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            continue  # it went since the folder was listed


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
