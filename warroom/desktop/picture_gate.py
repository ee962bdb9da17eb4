"""What a picture from outside is, before it may go into a card: the library's own, one that a feed shows, or neither. No Qt.

Pictures of the feeds belong to who made them. Their small copies lie in this machine's cache; a picture that is one of those, byte
for byte or to the eye, is refused and the refusal says so. The eye's part is a difference hash: 16 × 16 comparisons of
neighbouring grey values after the same cut as the feeds' own; copies of one picture differ in few of these 256, others in many.
"""

from __future__ import annotations

import hashlib
import io
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from warroom.compose.library import Asset
from warroom.compose.thumbnails import covered
from warroom.errors import PictureError

log = logging.getLogger(__name__)

NOT_OURS = "Pictures of feeds can be looked at, never used."
NOT_OURS_HINT = "It belongs to who made it. A card takes the library's pictures (K), or a file whose source and rights you name."
NEAR = 26  # of 256: re-encoding and scaling change up to about 15, pictures of different things over 60
_SIDE = 16
_CUT = (480, 270)  # as the room makes a feed's pictures
_FLAT = 24  # fewer edges than this: a plain ground is like every other plain ground
_MOST_KEPT = 20_000


@dataclass(frozen=True)
class Seen:
    """A feed's picture: whose it was is what the refusal names."""

    hash: int
    by: str


class PictureGate:
    """`saw` and `offer` return at once, on any thread; `look` may take some milliseconds: for a worker."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "picture-gate")
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        self._exact: dict[str, str] = {}
        self._seen: list[Seen] = []
        self._known: dict[str, Asset] = {}
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
        """The library's entry for these very bytes, if there is one. Raises PictureError for a picture that a feed shows."""
        try:
            data = picture if isinstance(picture, bytes) else picture.read_bytes()
        except OSError:
            return None  # admitting it says what is wrong
        digest = hashlib.sha256(data).hexdigest()
        own = self._own(digest, len(data))
        if own is not None:
            return own
        by = self._shown(digest, data)
        if by is not None:
            whose = f", by {by}" if by else ""
            raise PictureError(f"{name} is a picture that the feeds show{whose}. It cannot go into a card.", NOT_OURS_HINT)
        return None

    def settle(self) -> None:
        """Wait until everything that was seen is known."""
        self._worker.submit(lambda: None).result(60)

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _own(self, digest: str, size: int) -> Asset | None:
        for path, asset in self._sizes.get(size, ()):
            try:
                if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
                    return asset
            except OSError:
                continue
        return None

    def _shown(self, digest: str, data: bytes) -> str | None:
        with self._lock:
            exact, seen = self._exact.get(digest), tuple(self._seen)
        if exact is not None or not seen:
            return exact
        hashed = _hashed(data)
        if hashed is None:
            return None
        nearest = min(seen, key=lambda one: (one.hash ^ hashed).bit_count())
        return nearest.by if (nearest.hash ^ hashed).bit_count() <= NEAR else None

    def _remember(self, path: Path, by: str) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            return  # let go of meanwhile
        hashed = _hashed(data)
        with self._lock:
            self._exact[hashlib.sha256(data).hexdigest()] = by
            if hashed is not None:
                self._seen.append(Seen(hashed, by))


def _hashed(data: bytes) -> int | None:
    """256 bits; None for what is no picture, or so plain that it is like every other."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > 40_000_000:
                return None
            picture.draft("L", _CUT)
            small = covered(picture.convert("L"), *_CUT).resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # admitting it says what is wrong
    grey = small.tobytes()
    bits = 0
    edges = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            left, right = grey[row * (_SIDE + 1) + column], grey[row * (_SIDE + 1) + column + 1]
            bits = bits << 1 | (left > right)
            edges += abs(left - right) > 2
    return bits if edges >= _FLAT else None
