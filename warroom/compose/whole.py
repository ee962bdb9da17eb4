"""Pictures written whole or not at all.

Pillow encodes to a real file without holding the interpreter's lock, but takes what the disk took of its last piece for all of
it: on a disk that fills just then it leaves a picture cut off, and says nothing.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Literal

from PIL import Image

_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"\0\0\0\0IEND\xaeB\x60\x82"}


def save_whole(picture: Image.Image, path: Path, form: Literal["JPEG", "PNG"], **options: Any) -> None:
    """Write the picture; `options` are Pillow's for the format. Raises OSError, also for one that was cut off."""
    picture.save(path, form, **options)
    end = _ENDS[form]
    with path.open("rb") as file:
        file.seek(-min(len(end), os.fstat(file.fileno()).st_size), os.SEEK_END)
        if file.read() != end:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
