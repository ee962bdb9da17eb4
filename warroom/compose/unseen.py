"""A template's folder that appears whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from warroom.errors import StorageError


@contextlib.contextmanager
def unseen(target: Path, prefix: str) -> Iterator[Path]:
    """A folder in that of the brand, made where there is none, to put together what becomes `target`; gone afterwards.

    Raises StorageError for what the disk refuses, also meanwhile; then a brand's folder that is new goes too.
    """
    home = target.parent
    fresh = not home.exists()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=prefix) as place:
            yield Path(place)
    except OSError as wrong:
        advice = "Free some space there, or name a folder that can be written to."
        raise StorageError(f"{target} cannot be made: {_reason(wrong)}.", advice) from wrong
    finally:
        if fresh:
            with contextlib.suppress(OSError):  # it is not empty: the template is in it
                home.rmdir()


def _reason(error: OSError) -> str:
    """Of a folder's copy, which has one for each file, the first; each begins with its number and ends with its path."""
    if isinstance(error, shutil.Error) and error.args and error.args[0]:
        said = str(error.args[0][0][-1])
        return said.partition("] ")[2].partition(": ")[0] or said
    return error.strerror or str(error)
