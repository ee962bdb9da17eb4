"""Pictures and drawings as pixels: decoded, cropped, rastered; each kept, so that typing repeats none of it.

A `Rasters` belongs to one renderer and one thread, its `Photos` to as many as like. What they give is shared: nobody changes it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

from PIL import Image
from smartcrop import SmartCrop

from warroom import locations
from warroom.compose import drawings
from warroom.compose.decode import BadPicture, decoded
from warroom.compose.drawings import Stops
from warroom.compose.layer import File, GradientLayer, Mask
from warroom.compose.svg import BadSvg, draw, inspect
from warroom.errors import PictureError, Problem, TemplateError

V = TypeVar("V")
Focal = tuple[float, float]


class Kept(Generic[V]):
    """The last few values made, by key: at most so many, and pictures of at most so many megabytes together."""

    def __init__(self, most: int, megabytes: int = 64) -> None:
        self._most = most
        self._room = megabytes << 20
        self._taken = 0
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._asked: set[Hashable] = set()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        self._asked.add(key)
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = make()
        self._values[key] = value
        self._taken += _bytes(value)
        while len(self._values) > 1 and (len(self._values) > self._most or self._taken > self._room):
            self._drop(next(iter(self._values)))
        return value

    def mark(self) -> None:
        """From now on it counts what is asked for."""
        self._asked.clear()

    def settle(self) -> None:
        """Let go of all that nobody asked for since the mark."""
        for key in [key for key in self._values if key not in self._asked]:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        self._taken -= _bytes(self._values.pop(key))
        self._asked.discard(key)


def _bytes(value: object) -> int:
    """Of a picture, of what is built around one, or of the pictures in a tuple; Pillow keeps more than one band as four."""
    picture = getattr(value, "image", value)
    if isinstance(picture, Image.Image):
        return picture.width * picture.height * (4 if len(picture.getbands()) > 1 else 1)
    return sum(map(_bytes, value)) if isinstance(value, tuple) else 0


class Photos:
    """The last pictures that were decoded, for every renderer that shows the same ones. Any thread."""

    def __init__(self, megabytes: int = 48) -> None:
        self._kept: Kept[Image.Image] = Kept(3, megabytes)
        self._lock = threading.Lock()

    def get(self, key: Hashable, decode: Callable[[], Image.Image]) -> Image.Image:
        with self._lock:
            if key in self._kept:
                return self._kept.get(key, decode)
        picture = decode()  # nobody waits for another's picture: two who want one at once, which is seldom, both decode it
        with self._lock:
            return self._kept.get(key, lambda: picture)


class Rasters:
    """`largest` is the longest side of any cut: no picture's short side need be longer. `lean`: little of it is kept."""

    def __init__(self, largest: int, lean: bool = False, photos: Photos | None = None) -> None:
        self.largest = largest
        self._photos = photos or Photos(24 if lean else 48)
        self._placed: Kept[tuple[Image.Image, float]] = Kept(24, 4 if lean else 40)
        self._focals: Kept[Focal] = Kept(64)
        self._aspects: Kept[float] = Kept(256)
        self._assets: Kept[Image.Image] = Kept(64, 4 if lean else 32)
        self._masks: Kept[Image.Image] = Kept(128, 4 if lean else 16)

    def mark(self) -> None:
        """See `Kept`."""
        self._placed.mark()

    def settle(self) -> None:
        """Let go of the placed pictures that no card needed since the mark."""
        self._placed.settle()

    # ── pictures ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def decoded(self, path: str, digest: str) -> Image.Image:
        """The picture as RGB or RGBA, no larger than the largest cut needs. Raises PictureError when unreadable."""
        return self._photos.get((digest, self.largest), lambda: self._decode(path))

    def whole_size(self, path: str, digest: str, scale: float) -> tuple[int, int]:
        """How large all of the picture is on a cut where `scale` of its pixels lie in each of the cut's."""
        picture = self.decoded(path, digest)
        return max(1, round(picture.width / scale)), max(1, round(picture.height / scale))

    def _decode(self, path: str) -> Image.Image:
        name = Path(path).name
        try:
            plain = decoded(Path(path), self.largest)
        except BadPicture as wrong:
            raise PictureError(f"The picture {name} cannot be read: it {wrong}.", "Add it again, or use another.") from wrong
        scale = self.largest / min(plain.size)
        size = (max(1, round(plain.width * scale)), max(1, round(plain.height * scale)))
        return plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0) if scale < 0.9 else plain

    def placed(
        self, path: str, digest: str, size: tuple[int, int], cover: bool, focal: Focal, zoom: float = 1.0
    ) -> tuple[Image.Image, float]:
        """The picture at this size, cropped around `focal` or whole, and how many of its pixels lie in each of the cut's.

        `zoom`, from 1 on, crops closer; a picture that is shown whole has none.
        """
        key = (digest, size, cover, focal, zoom)
        return self._placed.get(key, lambda: self._place(self.decoded(path, digest), size, cover, focal, zoom))

    @staticmethod
    def _place(picture: Image.Image, size: tuple[int, int], cover: bool, focal: Focal, zoom: float = 1.0) -> tuple[Image.Image, float]:
        across, down = picture.width / size[0], picture.height / size[1]
        if not cover:
            scale = max(across, down)
            inner = (max(1, round(picture.width / scale)), max(1, round(picture.height / scale)))
            out = Image.new("RGBA", size)
            out.paste(picture.resize(inner, Image.Resampling.LANCZOS), ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2))
            return out, scale
        scale = min(across, down) / zoom
        wide, high = min(size[0] * scale, picture.width), min(size[1] * scale, picture.height)  # a product may be a hair too large
        left = min(max(focal[0] * picture.width - wide / 2, 0), picture.width - wide)
        top = min(max(focal[1] * picture.height - high / 2, 0), picture.height - high)
        return picture.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + wide, top + high), reducing_gap=2.0), scale

    def focal(self, path: str, digest: str, size: tuple[int, int]) -> Focal:
        """Where the picture's subject is, for a crop of this shape."""
        shape = round(size[0] / size[1], 2)
        return self._focals.get((digest, shape), lambda: _subject(self.decoded(path, digest), shape))

    # ── drawings ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def asset(self, file: File, width: int) -> Image.Image:
        """A logo or sticker (SVG or picture) as RGBA, `width` pixels wide."""
        return self._assets.get((file.digest, width), lambda: _asset(file, width))

    def aspect(self, file: File) -> float:
        """Width by height of a logo or sticker."""
        return self._aspects.get(file.digest, lambda: _aspect(file))

    def rounded(self, size: tuple[int, int], radius: float, ellipse: bool = False, outer: tuple[int, int] | None = None) -> Image.Image:
        """An L mask of a rectangle with round corners, or of an ellipse, with smooth edges; in the middle of `outer` where given."""
        shape = self._masks.get(("shape", size, radius, ellipse), lambda: drawings.rounded(size, radius, ellipse))
        if outer is None or outer == size:
            return shape
        return self._masks.get(("within", size, radius, ellipse, outer), lambda: drawings.within(shape, outer))

    def line(self, size: tuple[int, int], ends: tuple[tuple[float, float], tuple[float, float]], width: float) -> Image.Image:
        """An L mask of a line with round ends."""
        return self._masks.get(("line", size, ends, width), lambda: drawings.line(size, ends, width))

    def mask(self, mask: Mask, size: tuple[int, int], unit: float) -> Image.Image:
        """A layer's mask over its box as L."""
        if mask.file is None:
            return self.rounded(size, mask.radius * unit, mask.shape == "ellipse")
        file = mask.file
        return self._masks.get(("mask", file.digest, size), lambda: drawings.file_mask(self.asset(file, size[0]), size))

    def gradient(
        self, layer: GradientLayer, stops: Stops, size: tuple[int, int], strength: float
    ) -> tuple[Image.Image, Image.Image | None]:
        """The gradient's alpha as L and its colours as RGB (None: all stops have one colour)."""
        key = (stops, layer.shape, layer.angle, layer.centre, layer.opacity, size, strength)
        alpha = self._masks.get(("alpha", key), lambda: Image.fromarray(drawings.ramp(layer, stops, size, 3, strength)))
        if len({stop[1][:3] for stop in stops}) == 1:
            return alpha, None

        def colours() -> Image.Image:
            return Image.merge("RGB", [Image.fromarray(drawings.ramp(layer, stops, size, band, 1.0)) for band in range(3)])

        return alpha, self._masks.get(("colour", key), colours)


def _subject(picture: Image.Image, shape: float) -> Focal:
    thumb = picture.convert("RGB")
    thumb.thumbnail((200, 200), Image.Resampling.BILINEAR)
    wide, high = (100, max(1, round(100 / shape))) if shape >= 1 else (max(1, round(100 * shape)), 100)
    if min(thumb.size) < 16 or abs(thumb.width / thumb.height - shape) < 0.02:
        return (0.5, 0.5)
    crop = SmartCrop().crop(thumb, wide, high, prescale=False)["top_crop"]
    return (round((crop["x"] + crop["width"] / 2) / thumb.width, 3), round((crop["y"] + crop["height"] / 2) / thumb.height, 3))


def _bytes_of(file: File) -> bytes:
    try:
        data = file.path.read_bytes()
    except OSError as wrong:
        raise _undrawn(file, f"cannot be read ({wrong.strerror or wrong})") from wrong
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise _undrawn(file, "changed since the template was read")
    return data


def _undrawn(file: File, why: str) -> TemplateError:
    return TemplateError((Problem(file.path, 0, "", f"{why}.", "Save it again as SVG or PNG."),))


def _aspect(file: File) -> float:
    data = _bytes_of(file)
    try:
        if is_svg(file):
            return inspect(data).aspect
        picture = decoded(data)
    except (BadSvg, BadPicture) as wrong:
        raise _undrawn(file, str(wrong)) from wrong
    return picture.width / picture.height


def is_svg(file: File) -> bool:
    return file.path.suffix.lower() == ".svg"


def _asset(file: File, width: int) -> Image.Image:
    data = _bytes_of(file)
    try:
        if is_svg(file):
            return draw(data, width, file.path.is_relative_to(locations.assets()))
        drawn = decoded(data).convert("RGBA")
    except (BadSvg, BadPicture) as wrong:
        raise _undrawn(file, str(wrong)) from wrong
    if drawn.width == width:
        return drawn
    return drawn.resize((width, max(1, round(drawn.height * width / drawn.width))), Image.Resampling.LANCZOS)
