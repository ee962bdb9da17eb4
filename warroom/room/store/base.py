"""What both SQLite files of a room have in common: how they are opened, moved to the newest shape, and how they fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import apsw

from warroom.errors import StorageError

_NUMBERED = re.compile(r"(?P<kind>[a-z]+)_(?P<number>\d{4})\.sql")
BUSY_MS = 5_000


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turns whatever the disk or SQLite says into a StorageError that names the file and what to do."""
    try:
        yield
    except (apsw.Error, OSError) as error:
        raise refused(path, error) from error


def refused(path: Path, error: Exception) -> StorageError:
    if isinstance(error, apsw.NotADBError | apsw.CorruptError):
        return StorageError(f"{path} is damaged: {error}.", "Copy the room's folder away before doing anything else, then open a copy.")
    if isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError | apsw.AuthError | PermissionError):
        return StorageError(f"{path} cannot be written: {error}.", "Give the user who runs the room the right to write there.")
    return StorageError(
        f"The disk with {path.parent} would not take it: {error}.",
        "Free some space on the room's computer; the room goes on by itself.",
        code="disk_full",
    )


def connect(path: Path, synchronous: str) -> apsw.Connection:
    """A writing connection in WAL mode. It is used by one thread at a time, and is the only one that checkpoints."""
    with disk(path):
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(BUSY_MS)
        for pragma in ("journal_mode = WAL", f"synchronous = {synchronous}", "foreign_keys = ON", "mmap_size = 0"):
            connection.pragma(*pragma.split(" = "))
        path.chmod(0o600)
        return connection


def reader(path: Path) -> apsw.Connection:
    with disk(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        connection.set_busy_timeout(BUSY_MS)
        return connection


def migrate(connection: apsw.Connection, kind: str, path: Path) -> None:
    """Run the numbered files of `kind` that this database has not seen, each in a transaction of its own."""
    steps = migrations(kind)
    with disk(path):
        have = int(connection.pragma("user_version"))
        if have > len(steps):
            raise StorageError(f"{path} was written by a newer version of warroom.", "Open it with that version.")
        for number, step in enumerate(steps[have:], start=have + 1):
            with connection:
                connection.execute(step)
                connection.execute(f"PRAGMA user_version = {number}")


def migrations(kind: str) -> tuple[str, ...]:
    """The SQL of every step, in order; they are numbered from 0001 without a hole."""
    found = {
        int(match["number"]): entry.read_text(encoding="utf-8")
        for entry in files("warroom.room.store").iterdir()
        if (match := _NUMBERED.fullmatch(entry.name)) and match["kind"] == kind
    }
    return tuple(found[number] for number in range(1, len(found) + 1))
