"""`warroom doctor`: everything the program needs of this machine, looked at one by one, with the mending of what is missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw
import keyring
from keyring.backends import fail, null
from PIL import ImageFont, features

from warroom import locations, machine
from warroom.compose.fonts import SIMPLIFIED, cjk_hint, installed_cjk
from warroom.errors import StorageError

SQLITE_LEAST = (3, 51, 3)  # older ones can lose rows when the write-ahead log is reset while others read
SPACE_LEAST = 2_000_000_000  # bytes: the posts of one night


@dataclass(frozen=True)
class Check:
    """One thing looked at. `fix` says what to do when it is not `ok`; without an optional one the program still works."""

    name: str
    ok: bool
    found: str
    fix: str = ""
    optional: bool = False


def main() -> int:
    """Print every check; 0 when nothing that is needed is missing, else 1."""
    checks = report()
    for check in checks:
        print(f"{'✓' if check.ok else '✗'} {check.name}: {check.found}")
        if not check.ok and check.fix:
            print(f"    {'optional: ' if check.optional else ''}{check.fix}")
    needed = [check.name for check in checks if not check.ok and not check.optional]
    print(f"Missing: {', '.join(needed)}." if needed else "Everything that is needed is here.")
    return 1 if needed else 0


def report() -> tuple[Check, ...]:
    """All checks, in the order they matter. Takes well under a second; writes one small file and removes it."""
    return (
        _python(),
        _qt(),
        _qt_libraries(),
        _screen(),
        _shaping(),
        _far_east(),
        _fonts(),
        _shipped("Templates", lambda: locations.assets() / "templates", "template.toml"),
        _shipped("Screens", locations.ui, "Main.qml"),
        _sqlite(),
        _home(),
        _keyring(),
        _loopback(),
    )


def _python() -> Check:
    found = platform.python_version()
    return Check("Python", (3, 11) <= sys.version_info < (3, 15), found, "Install Python 3.11, 3.12, 3.13 or 3.14.")


def _qt() -> Check:
    if importlib.util.find_spec("PySide6") is None:
        return Check("Qt", False, "PySide6 is not installed", "Install the program again: `uv sync`, or the wheel with its dependencies.")
    found = _version("PySide6-Essentials")
    right = found == "built in" or ((6, 11, 3) <= _numbers(found) < (6, 12))
    return Check("Qt", right, f"PySide6 {found}", 'Install "PySide6-Essentials>=6.11.3,<6.12".')


def _qt_libraries() -> Check:
    missing = machine.missing_libraries(machine.screen_kind())
    found = "lacks " + ", ".join(library.file for library in missing) if missing else "all there"
    return Check("Qt's system libraries", not missing, found, machine.install_line(missing) if missing else "")


def _screen() -> Check:
    kind = machine.screen_kind()
    missing = any(library in machine.BASE + machine.X11 + machine.WAYLAND for library in machine.missing_libraries(kind))
    wrong = "" if missing else machine.screen_problem(kind)
    found = wrong or {"native": "there", "offscreen": "none asked for (drawn off screen)"}.get(kind, kind)
    return Check("Screen", not wrong, found, "Start it in a desktop session; `warroom tour DIR` works without.", optional=True)


def _shaping() -> Check:
    if features.check("raqm") and features.check("fribidi"):
        return Check("FriBiDi (Arabic, Hebrew, Indic text)", True, features.version("fribidi") or "there")
    library = machine.Library("libfribidi.so.0", "libfribidi0", "fribidi")
    fix = machine.install_line((library,)) if sys.platform == "linux" else "Install FriBiDi, for example: brew install fribidi"
    return Check("FriBiDi (Arabic, Hebrew, Indic text)", False, "missing; such texts cannot go on a card", fix, optional=True)


def _far_east() -> Check:
    name = "Chinese, Japanese and Korean letters"
    found = [face.path.name for face in installed_cjk(True, SIMPLIFIED)[:1]]
    return Check(name, bool(found), found[0] if found else "missing; such texts cannot go on a card", cjk_hint(), optional=True)


def _fonts() -> Check:
    again = "Install the program again: its font files are missing or broken."
    try:
        files = sorted(file for file in (locations.assets() / "fonts").rglob("*") if file.suffix in {".ttf", ".otf"})
        families = sorted({str(ImageFont.truetype(file, 20).getname()[0]) for file in files})
    except OSError as wrong:
        return Check("Fonts", False, f"cannot be read ({wrong})", again)
    return Check("Fonts", bool(families), f"{len(families)} families", again)


def _shipped(name: str, folder: Callable[[], Path], must_have: str) -> Check:
    again = "Install the program again: part of it is missing."
    try:
        files = sorted(folder().rglob(must_have))
    except OSError as wrong:
        return Check(name, False, str(wrong), again)
    return Check(name, bool(files), f"{len(files)} in {folder()}" if files else f"no {must_have} in {folder()}", again)


def _sqlite() -> Check:
    found = apsw.sqlite_lib_version()
    return Check("SQLite", _numbers(found) >= SQLITE_LEAST, found, "Install apsw 3.51.3 or newer, which brings its own SQLite.")


def _home() -> Check:
    fix = locations.ELSEWHERE
    try:
        home = locations.home()
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"warroom")
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(home).free
    except (OSError, StorageError) as wrong:
        return Check("Place to write", False, wrong.message if isinstance(wrong, StorageError) else str(wrong), fix)
    return Check("Place to write", free >= SPACE_LEAST, f"{home}, {free / 1e9:.0f} GB free", fix)


def _keyring() -> Check:
    fix = "Install and unlock one (GNOME Keyring, KWallet); without one, tokens are kept in an encrypted file with its key beside it."
    backend = keyring.get_keyring()
    usable = not isinstance(backend, fail.Keyring | null.Keyring)
    return Check("Keyring for secrets", usable, backend.name if usable else "none", fix, optional=True)


def _loopback() -> Check:
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(2)
            with socket.create_connection(server.getsockname(), timeout=2) as client:
                other, _ = server.accept()
                with other:
                    client.sendall(b"warroom")
                    other.settimeout(2)
                    heard = other.recv(7)
    except OSError as wrong:
        return Check("Sockets on 127.0.0.1", False, str(wrong), "Allow programs to listen on 127.0.0.1: the room is a server there.")
    return Check("Sockets on 127.0.0.1", heard == b"warroom", "there", "Let nothing filter 127.0.0.1.")


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "built in"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
