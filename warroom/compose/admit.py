"""The child process that looks at a picture before the program trusts it.

    python -m warroom.compose.admit IN OUT_FOLDER         (frozen: warroom admit-picture IN OUT_FOLDER)
    python -m warroom.compose.admit --many                (one after the other: see `many`)

It limits its own memory and time, decodes the picture whole, turns it upright, brings it to 8-bit sRGB and writes it without
metadata to OUT_FOLDER, named by the SHA-256 of what it wrote. It prints one line of JSON: the fields of `pictures.Picture`, or
`{"message": …, "hint": …}` and exits with 1, with `"storage": true` where it is OUT_FOLDER's disk that refused. `pictures.admit`
runs it; `main` is what the hidden command calls.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sys
import tempfile
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from warroom.compose.likeness import likeness
from warroom.compose.whole import save_whole

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 40_000_000
MOST_BYTES = 100_000_000
LONG_SIDE = 4096
LONG_SIDE_ALPHA = 2560
MEMORY = 2 * 1024**3
"""Bytes of address space; 40 million pixels with alpha, twice over, and the libraries."""
SECONDS = 20
LEISURE = 5  # niceness
_ORIENTATION = 0x0112
_TURNED = 5  # orientations from here on lie on their side
_ADVICE = "Use a JPEG, PNG, WebP, GIF or AVIF file."
_EXTENSIONS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".gif": "GIF",
    ".avif": "AVIF",
}


class Refused(Exception):
    """Not a picture that can be used: a sentence, and what to do. `storage`: the picture may be good, but cannot be kept."""

    def __init__(self, message: str, hint: str, *, storage: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.storage = storage


def main(arguments: list[str]) -> int:
    """Look at the picture `arguments[0]` and write it to the folder `arguments[1]`; `arguments[2]` is the name to speak of."""
    if arguments == ["--many"]:
        return many()
    path, folder = Path(arguments[0]), Path(arguments[1])
    limit()
    answer = _answer(path, folder, arguments[2] if len(arguments) > 2 else path.name)
    _say(answer)
    return 1 if "message" in answer else 0


def many() -> int:
    """Each line of standard input is `{"path", "folder", "name", "glance": [wide, high]}`; the answers are those of `main`.

    Where `glance` is not 0 × 0, a line `{"glance": path, "width": …, "height": …, "likeness": …}` comes first:
    the picture upright and in sRGB, about as large as was asked for, as a PPM in the folder, with its true size. It is a first
    look and nothing more: what counts is the answer. A file that has none is answered at once. The answer is worked out at leisure:
    whoever waits for it sees the first look, and wants the cores for drawing it.
    """
    leisure = ThreadPoolExecutor(1, initializer=_give_way)
    for line in sys.stdin.buffer:
        limit()
        ask = json.loads(line)
        path, folder, name = Path(ask["path"]), Path(ask["folder"]), str(ask["name"])
        wide, high = ask["glance"]
        if wide and high:
            with contextlib.suppress(Refused, OSError, SyntaxError, ValueError, MemoryError):  # the answer will say what is wrong
                _say(_glance(path, folder, name, (wide, high)))
        _say(leisure.submit(_answer, path, folder, name).result())
    return 0


def _give_way() -> None:
    """This thread to all others of the machine, where a thread can."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEISURE)


def _answer(path: Path, folder: Path, name: str) -> dict[str, Any]:
    try:
        return admitted(path, folder, name)
    except Refused as refused:
        return {"message": refused.message, "hint": refused.hint, "storage": refused.storage}
    except MemoryError:
        return {"message": f"{name} needs too much memory to open.", "hint": "Make it smaller and try again."}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _glance(path: Path, folder: Path, name: str, size: tuple[int, int]) -> dict[str, Any]:
    """A JPEG as small as it can be decoded: that takes half the time, and no writing of a large file. Raises what decoding raises."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    with opened(path, name) as picture:
        if picture.format not in ("JPEG", "MPO"):
            raise ValueError("Only a JPEG is there sooner when it is small.")
        full = picture.size
        if full[0] * full[1] > MOST_PIXELS:
            raise ValueError("It will be refused.")
        if picture.getexif().get(_ORIENTATION, 1) >= _TURNED:
            full, size = (full[1], full[0]), (size[1], size[0])
        picture.draft("RGB" if picture.mode != "CMYK" else "CMYK", size)
        picture.load()
        small = normalised(picture)
    like = likeness(small)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="glance-", suffix=".ppm", delete=False) as file:
        try:
            small.save(file, "PPM")
        except OSError:  # half of it on a full disk: nobody looks for it later
            Path(file.name).unlink(missing_ok=True)
            raise
    return {"glance": file.name, "width": full[0], "height": full[1], "likeness": like}


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Limit this process's memory, and its processor time from now on, where the system can (not on Windows; there the parent's time
    limit holds)."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    for which, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds)):
        hard = resource.getrlimit(which)[1]
        with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
            resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def admitted(path: Path, folder: Path, name: str) -> dict[str, Any]:
    """Decode, normalise and keep one picture. Raises `Refused`."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as wrong:
        raise Refused(f"{name} cannot be read: {wrong.strerror or wrong}.", "Check that it is there and who may read it.") from wrong
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"{name} has {path.stat().st_size // 1_000_000} MB.", f"At most {MOST_BYTES // 1_000_000} MB are read.")
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    with opened(path, name) as picture:
        form = "JPEG" if picture.format == "MPO" else str(picture.format)
        _named_rightly(name, form)
        load(picture, name)
        full = (picture.width, picture.height)
        done = normalised(picture)
    like = likeness(done)
    try:
        digest, kept = _kept(done, folder)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise Refused(f"The picture cannot be kept: {reason}.", "Make room on the disk and try again.", storage=True) from wrong
    size = {"width": done.width, "height": done.height, "original": list(full)}
    return {"digest": digest, "path": str(kept), "format": form, "likeness": like, **size}


def opened(path: Path, name: str) -> Image.Image:
    """Of an allowed format by its content, not decoded yet. Raises `Refused`."""
    try:
        return Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError as wrong:
        raise Refused(
            f"{name} unpacks to far more than {MOST_PIXELS // 1_000_000} million pixels.", "Make it smaller and try again."
        ) from wrong
    except (OSError, SyntaxError, ValueError) as wrong:
        raise Refused(f"{name} {_other(path)}", _ADVICE) from wrong


def load(picture: Image.Image, name: str) -> None:
    """Decode it whole. Raises `Refused` where it is too large or damaged."""
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large(name, picture.width, picture.height)
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise Refused(f"{name} is damaged or cut off: {wrong}.", "Get the file again from where it came.") from wrong


def _other(path: Path) -> str:
    """What the file seems to be, when it is none of the formats."""
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        return "is empty."
    known = (
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"%PDF", "PDF"),
        (b"BM", "BMP"),
        (b"8BPS", "Photoshop"),
        (b"<svg", "SVG"),
        (b"<?xml", "XML"),
    )
    for start, what in known:
        if head.startswith(start):
            return f"is a {what} file; that format is not used here."
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        return "is a HEIC file; that format is not used here."
    return "is not a picture."


def _named_rightly(name: str, form: str) -> None:
    ending = Path(name).suffix.lower()
    if ending and ending in _EXTENSIONS and _EXTENSIONS[ending] != form:
        right = next(known for known, other in _EXTENSIONS.items() if other == form)
        raise Refused(
            f"{name} is a {form} file by its content, not what its name says.",
            f"Rename it to end in {right}, if you trust where it came from.",
        )


def _too_large(name: str, width: int, height: int) -> Refused:
    return Refused(
        f"{name} is {width} × {height}, {width * height / 1e6:.0f} million pixels.",
        f"At most {MOST_PIXELS // 1_000_000} million are taken: make it smaller and try again.",
    )


def normalised(picture: Image.Image) -> Image.Image:
    """The picture upright, 8-bit sRGB (RGBA only where it is really transparent), no larger than cards ever need."""
    icc = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    picture = _plain(picture)
    most = LONG_SIDE_ALPHA if picture.mode == "RGBA" else LONG_SIDE
    if max(picture.size) > most:
        picture.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _to_srgb(picture, icc)


def _plain(picture: Image.Image) -> Image.Image:
    """RGB, RGBA, L or CMYK, 8 bits a channel."""
    if picture.mode.startswith("I") or picture.mode == "F":
        wide = picture.convert("I")
        high = wide.getextrema()[1]
        deep = isinstance(high, int | float) and high > 255
        return (wide.point(lambda value: value / 256) if deep else wide).convert("L")
    if picture.mode in {"P", "PA", "LA", "La", "RGBa"} or (picture.mode in {"RGB", "L"} and "transparency" in picture.info):
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        return picture if picture.getchannel("A").getextrema() != (255, 255) else picture.convert("RGB")
    return picture if picture.mode in {"RGB", "L", "CMYK"} else picture.convert("RGB")


def _to_srgb(picture: Image.Image, icc: bytes | None) -> Image.Image:
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha is not None else picture
    if icc:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB")
            colours = ImageCms.profileToProfile(colours, source, target, outputMode="RGB") or colours
        except (ImageCms.PyCMSError, OSError, ValueError):
            colours = colours.convert("RGB")  # a profile for other colours than the picture has says nothing
    colours = colours.convert("RGB")
    if alpha is None:
        return colours
    colours.putalpha(alpha)
    return colours


def _kept(picture: Image.Image, folder: Path) -> tuple[str, Path]:
    """Write the picture without metadata, named by its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    clear = picture.mode == "RGBA"
    ending = ".png" if clear else ".jpg"
    with tempfile.NamedTemporaryFile(dir=folder, suffix=ending, delete=False) as file:
        place = Path(file.name)
    picture.info.clear()
    try:
        if clear:
            save_whole(picture, place, "PNG", compress_level=4)
        else:
            save_whole(picture, place, "JPEG", quality=95, subsampling=0)
        digest = hashlib.sha256(place.read_bytes()).hexdigest()
        kept = folder / f"{digest}{ending}"
        place.replace(kept)
    finally:
        place.unlink(missing_ok=True)  # half a picture on a full disk
    return digest, kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
