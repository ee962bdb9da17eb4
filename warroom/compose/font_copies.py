"""Fonts that somebody may be saving just now, as files that nobody changes.

FreeType maps a font's file into memory. Where a file is cut short and written anew while it is mapped, as `cp` and some font editors
do, reading it ends the whole program (SIGBUS). So a designer's font is copied once, by its digest, and the copy is opened.
"""

from __future__ import annotations

import functools
import hashlib
import tempfile
import threading
from pathlib import Path

from warroom import locations

_TURN = threading.Lock()  # a template may be read by two threads at once


class Uncopied(OSError):
    """The font may be good, but there is no place for its copy."""


def steady(path: Path, digest: str) -> Path:
    """A file with the bytes of this digest; the path itself where it ships or no digest is known (an installed font).

    Raises OSError where the file has other bytes by now, or cannot be read, and Uncopied.
    """
    if not digest or path.is_relative_to(locations.assets()):
        return path
    with _TURN:
        return _copy(path, digest)


@functools.cache
def _copy(path: Path, digest: str) -> Path:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise OSError(f"{path.name} was changed since the brand was read")
    try:
        copy = Path(_folder().name) / f"{digest}{path.suffix}"
        if not copy.exists():
            _write(copy, content)
    except OSError as wrong:
        raise Uncopied(f"cannot be copied to {tempfile.gettempdir()}: {wrong.strerror or wrong}") from wrong
    return copy


def _write(copy: Path, content: bytes) -> None:
    beside = copy.with_suffix(".part")
    try:
        beside.write_bytes(content)
        beside.replace(copy)
    finally:
        beside.unlink(missing_ok=True)  # of a full disk half a font would take the rest


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Of this process; goes with it."""
    return tempfile.TemporaryDirectory(prefix="warroom-fonts-", ignore_cleanup_errors=True)
