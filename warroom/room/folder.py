"""The folder of one room: its files, the lock that keeps a second server out, and small files only their owner may read."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import msgspec

from warroom.errors import StorageError, WarroomError


class RunningRoom(msgspec.Struct, frozen=True):
    """`run.json`: a server that is up. `started` in milliseconds; `fingerprint` is empty where it speaks plain HTTP."""

    pid: int
    address: str
    room: str
    epoch: str
    started: int
    fingerprint: str = ""


class OwnerFile(msgspec.Struct, frozen=True):
    """`owner.json`: the device token of whoever started the room."""

    token: str
    person: str
    device: str


class IntakeFile(msgspec.Struct, frozen=True):
    """`intake.json`: a token that may read, and send posts."""

    token: str


class RoomFolder:
    """Made where there is none. `close` gives the lock back; the system does too when the process ends.

    Raises StorageError where the folder cannot be written to, WarroomError where another server has it.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o700)
        except OSError as error:
            raise _refused(path, error) from error
        self.path = path.resolve()
        self.log = self.path / "log.db"
        self.posts = self.path / "posts.db"
        self.blobs = self.path / "blobs"
        self.run = self.path / "run.json"
        self.owner = self.path / "owner.json"
        self.intake = self.path / "intake.json"
        self.certificate = self.path / "certificate.pem"
        self.key = self.path / "key.pem"
        self._lock = _locked(self.path / "room.lock")

    def close(self) -> None:
        os.close(self._lock)


def write_private(path: Path, value: msgspec.Struct | bytes) -> None:
    """Whole or not at all, and readable by nobody else. Raises StorageError."""
    try:
        _write_private(path, value)
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> StorageError:
    hint = "Free some space on the room's computer, or check who may write there."
    return StorageError(f"{path} cannot be written: {error.strerror or error}.", hint, code="disk_full")


def _write_private(path: Path, value: msgspec.Struct | bytes) -> None:
    content = value if isinstance(value, bytes) else msgspec.json.encode(value)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _locked(path: Path) -> int:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        _lock(handle)
    except OSError:
        os.close(handle)
        raise WarroomError(
            f"Another room server is already running on {path.parent}.",
            "Join that room, or end its server first.",
            code="already_running",
        ) from None
    return handle


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
