"""A folder of small files that may be made again: the longest unused go when it is full."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_KEPT = 0.9  # of the most, once it was over


class Shelf:
    """`DIR/ab/abcdef….ENDING`. `path` and `find` on any thread; `grew` on one at a time."""

    def __init__(self, folder: Path, most_bytes: int, ending: str) -> None:
        self.folder = folder
        self._most = most_bytes
        self._ending = ending
        self._held: int | None = None  # bytes; None: not counted yet

    def path(self, *of: str) -> Path:
        """Where the file made of these is, or would be."""
        name = hashlib.sha256("\0".join(of).encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / name[:2] / f"{name}{self._ending}"

    def find(self, *of: str) -> Path | None:
        """The file, if it is there; it counts as used."""
        path = self.path(*of)
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        except OSError:  # what cannot be marked as used can be read all the same
            return path
        return path

    def grew(self, bytes: int) -> None:
        """So much was put there. Blocks while files are let go."""
        if self._held is not None:
            self._held += bytes
            if self._held <= self._most:
                return
        files = [(entry.stat(), entry) for entry in self.folder.glob(f"??/*{self._ending}")]
        self._held = sum(stat.st_size for stat, _ in files)
        if self._held <= self._most:
            return
        for stat, file in sorted(files, key=lambda pair: pair[0].st_mtime_ns):
            if self._held <= self._most * _KEPT:
                return
            file.unlink(missing_ok=True)
            self._held -= stat.st_size
