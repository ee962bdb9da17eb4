"""Where things are: what ships with the program, and what it keeps for the user.

`WARROOM_HOME` moves everything the program keeps (drafts, rooms, tokens, settings) into one folder: tests, rehearsals
beside a live room and `tour` use it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

from warroom.errors import StorageError

ELSEWHERE = "Free some space there, or name another folder in WARROOM_HOME."
_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    for base in (Path(getattr(sys, "_MEIPASS", _PACKAGE / "_data")), _PACKAGE / "_data", _PACKAGE.parent):
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"{name}/ is neither in the package nor beside it: the installation is incomplete")


def assets() -> Path:
    """Fonts, templates, rehearsals, icons, each with its licence."""
    return _shipped("assets")


def ui() -> Path:
    """The QML module `ui`; its parent is the import path."""
    return _shipped("ui")


def home() -> Path:
    """The folder of everything the program keeps for this user; made when missing. Raises StorageError, as those below."""
    chosen = os.environ.get("WARROOM_HOME")
    path = Path(chosen) if chosen else Path(platformdirs.user_data_dir("warroom", appauthor=False))
    return _made(path)


def rooms() -> Path:
    """One folder a room: its log, posts and blobs."""
    return _made(home() / "rooms")


def logs() -> Path:
    return _made(home() / "logs")


def _made(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise StorageError(f"{path} cannot be made: {wrong.strerror or wrong}.", ELSEWHERE) from wrong
    return path
