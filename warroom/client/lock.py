"""One process of a kind a room folder: whoever holds the lock; the system gives it back when the process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from warroom.errors import StorageError


class Lock:
    """`NAME.lock` in a folder, with the holder's pid inside."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, file: Path) -> Lock | None:
        """None where another process holds it. Raises StorageError where the file cannot be written."""
        try:
            handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if not _lock(handle):
                    os.close(handle)
                    return None
                os.truncate(handle, 0)
                os.write(handle, str(os.getpid()).encode())
            except OSError:
                os.close(handle)
                raise
        except OSError as error:
            advice = "Free some space there, or check who may write there."
            raise StorageError(f"{file} cannot be written: {error.strerror or error}.", advice) from error
        return cls(handle)

    def give_back(self) -> None:
        os.close(self._handle)


def held(file: Path) -> bool:
    """Whether some process holds the lock. For an instant this holds it itself where nobody does."""
    try:
        handle = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def holder(file: Path) -> int:
    """The pid of the process that holds the lock; 0 where nobody does."""
    try:
        handle = os.open(file, os.O_RDWR)
    except OSError:
        return 0
    try:
        if _lock(handle):
            return 0
        written = file.read_text().strip()
        return int(written) if written.isdigit() else 0
    except OSError:
        return 0
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # a byte beyond what is written, so that others may still read the pid
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
