"""Putting a picture into a folder of this machine: under its name only whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from warroom.errors import StorageError


def keep(path: Path, content: bytes) -> None:
    """Replaces what is there. Blocks. Raises StorageError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # half a picture would take what space is left
            draft.unlink(missing_ok=True)
        raise StorageError(f"A picture cannot be kept in {path.parent}: {error.strerror or error}.", "Free some space.") from error
