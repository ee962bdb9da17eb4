"""What a picture from outside is, before it may go into a card: the library's own, one that a feed shows, or neither. No Qt.

Pictures of the feeds belong to who made them. Their small copies lie in this machine's cache; a picture that is one of those, byte
for byte or to the eye, is refused and the refusal says so. The eye's part is a difference hash: 16 × 16 comparisons of
neighbouring grey values after the same cut as the feeds' own; copies of one picture differ in few of these 256, others in many.
Half of such a picture or more, cut out, and one that is mirrored, are known by their parts (`crops.py`), of the newest few thousand
that were seen.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from warroom.compose.admit import MOST_BYTES
from warroom.compose.crops import Crops, found
from warroom.compose.library import Asset
from warroom.compose.likeness import NEAR, bits_of, grey_of, likeness
from warroom.errors import PictureError

NOT_OURS = "Pictures of feeds can be looked at, never used."
NOT_OURS_HINT = "It belongs to who made it. A card takes the library's pictures (K), or a file whose source and rights you name."
_MOST_KEPT = 20_000
_MOST_CROPS = 4_000
_MOST_PIXELS = 1_000_000  # of a feed's picture: the room makes them far smaller


@dataclass(frozen=True)
class Seen:
    """A feed's picture: whose it was is what the refusal names."""

    likeness: int
    by: str


class PictureGate:
    """`saw` returns at once, on any thread; `look` reads files and `compare` may take some milliseconds: for a worker."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "picture-gate")
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        self._exact: dict[str, str] = {}
        self._seen: list[Seen] = []
        self._crops: deque[tuple[Crops, str]] = deque(maxlen=_MOST_CROPS)
        self._sizes: dict[int, list[tuple[Path, Asset]]] = {}

    def saw(self, path: Path, by: str = "") -> None:
        """A feed shows the picture in this file."""
        with self._lock:
            if path in self._paths or len(self._paths) >= _MOST_KEPT:
                return
            self._paths.add(path)
        self._worker.submit(self._remember, path, by)

    def describe(self, files: dict[Path, Asset]) -> None:
        """The library's files on this machine, with what is said of them."""
        sizes: dict[int, list[tuple[Path, Asset]]] = {}
        for path, asset in files.items():
            try:
                sizes.setdefault(path.stat().st_size, []).append((path, asset))
            except OSError:
                continue  # told where it is wanted
        self._sizes = sizes

    def look(self, picture: Path | bytes, name: str) -> Asset | None:
        """The library's entry for these very bytes, if there is one. Raises PictureError for the very bytes that a feed shows."""
        try:
            if isinstance(picture, Path) and not (picture.is_file() and picture.stat().st_size <= MOST_BYTES):
                return None  # a device or a pipe has no end
            digest, size = _digest(picture)
        except OSError:
            return None  # admitting it says what is wrong
        own = self._own(digest, size)
        if own is not None:
            return own
        with self._lock:
            by = self._exact.get(digest)
        if by is not None:
            raise _refused(name, by)
        return None

    def compare(self, looks: str, name: str, parts: bool = True) -> None:
        """Raises PictureError for a picture of this likeness that a feed shows; with `parts`, which takes a moment, also for half of it
        and for one mirrored."""
        if not looks:
            return  # so plain that it is like every other
        bits, grey = bits_of(looks), grey_of(looks)
        with self._lock:
            seen, crops = tuple(self._seen), tuple(self._crops)
        near = next((one for one in seen if (one.likeness ^ bits).bit_count() <= NEAR), None)
        if near is not None:
            raise _refused(name, near.by)
        cut_from = found(grey, [one for one, _ in crops]) if grey and parts else None
        if cut_from is not None:
            raise _refused(name, crops[cut_from][1], "part of ")

    def settle(self) -> None:
        """Wait until everything that was seen is known."""
        self._worker.submit(lambda: None).result(60)

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _own(self, digest: str, size: int) -> Asset | None:
        for path, asset in self._sizes.get(size, ()):
            try:
                if _digest(path)[0] == digest:
                    return asset
            except OSError:
                continue
        return None

    def _remember(self, path: Path, by: str) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            return  # let go of meanwhile
        looks = _of_feed(data)
        crops = Crops(grey_of(looks)) if looks else None
        with self._lock:
            self._exact[hashlib.sha256(data).hexdigest()] = by
            if looks:
                self._seen.append(Seen(bits_of(looks), by))
            if crops is not None:
                self._crops.append((crops, by))


def _digest(picture: Path | bytes) -> tuple[str, int]:
    """SHA-256 and size, of a file in pieces: it may be of any size."""
    if isinstance(picture, bytes):
        return hashlib.sha256(picture).hexdigest(), len(picture)
    with picture.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _refused(name: str, by: str, part: str = "") -> PictureError:
    whose = f", by {by}" if by else ""
    return PictureError(f"{name} is {part}a picture that the feeds show{whose}. It cannot go into a card.", NOT_OURS_HINT)


def _of_feed(data: bytes) -> str:
    """Of a small JPEG that the room's own limited child wrote; empty for anything else, which is not decoded here."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            return likeness(picture) if picture.width * picture.height <= _MOST_PIXELS else ""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
