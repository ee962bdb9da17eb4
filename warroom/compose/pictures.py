"""Admits pictures from outside: what a person drops, pastes or picks.

    picture = admit(Path("photo.jpg"), folder)            # or bytes, with name="pasted"
    asset = picture.asset(source="Own photo", rights="ours")
    library = sample_pictures()                           # the brand's own, that ship

`admit` blocks for about half a second (call it from a worker): a child process of the program, limited in memory and time,
decodes the picture whole and keeps it as an 8-bit sRGB JPEG (PNG where it is transparent), upright and without metadata, in
`folder`, named by its digest. Raises PictureError, with what to do, for what is no picture, is damaged, over 40 million
pixels, of another format or wrongly named; StorageError when the folder cannot be written.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from warroom import locations
from warroom.compose.admit import SECONDS
from warroom.compose.model import PictureAsset
from warroom.errors import PictureError, StorageError

COMMAND = "admit-picture"
"""The hidden command of the frozen program that runs the child: `admit.main`."""
TIMEOUT = SECONDS + 10.0


class Picture(msgspec.Struct, frozen=True):
    """An admitted picture: `digest` is the SHA-256 of the file at `path`; `original` the size before it was brought down; `likeness`
    as in `likeness.py`."""

    digest: str
    path: str
    width: int
    height: int
    format: str
    original: tuple[int, int]
    likeness: str = ""

    def asset(self, source: str = "", rights: str = "", own: bool = False) -> PictureAsset:
        return PictureAsset(self.digest, self.path, self.width, self.height, source, rights, own)


class _Refusal(msgspec.Struct, frozen=True):
    message: str
    hint: str = ""
    storage: bool = False


def admit(picture: Path | bytes, folder: Path, name: str = "", timeout: float = TIMEOUT) -> Picture:
    """Look at a picture in a child process and keep it in `folder`; see the module."""
    with as_file(picture, folder, name) as (path, called):
        return _run(path, folder, called, timeout)


@contextmanager
def as_file(picture: Path | bytes, folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    """The file with the picture, as long as it is looked at, and what the user calls it; `folder` is made for what will be kept.

    Raises PictureError for what is no file, and StorageError for what the disk refuses, also meanwhile.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(picture, Path):
            if picture.is_dir():
                raise PictureError(f"{name or picture.name} is a folder.", "Choose a picture file in it.")
            if not picture.is_file():
                raise PictureError(f"{name or picture.name} is not there.", "Choose a picture file.")
            yield picture, name or picture.name
        else:
            with tempfile.TemporaryDirectory(dir=folder, prefix="incoming-") as incoming:
                place = Path(incoming) / "picture"
                place.write_bytes(picture)
                yield place, name or "The picture"
    except OSError as wrong:
        raise StorageError(f"The picture cannot be kept: {wrong.strerror or wrong}.", "Make room on the disk and try again.") from wrong


def _run(path: Path, folder: Path, name: str, timeout: float) -> Picture:
    start = [sys.executable, COMMAND] if getattr(sys, "frozen", False) else [sys.executable, "-m", "warroom.compose.admit"]
    try:
        done = subprocess.run(
            [*start, str(path), str(folder), name],
            capture_output=True,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=None if getattr(sys, "frozen", False) else Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired as wrong:
        raise PictureError(f"{name} took too long to open.", "Save it again as JPEG or PNG, or use another.") from wrong
    line = done.stdout.strip().splitlines()[-1:] or [b""]
    try:
        if done.returncode == 0:
            return msgspec.json.decode(line[0], type=Picture)
        refusal = msgspec.json.decode(line[0], type=_Refusal)
    except msgspec.MsgspecError as wrong:
        # The child was ended (memory or time limit) or broke before it could answer.
        raise PictureError(f"{name} could not be opened safely.", "Save it again as JPEG or PNG, or use another.") from wrong
    if done.returncode != 1:
        raise PictureError(f"{name} could not be opened safely.", "Save it again as JPEG or PNG, or use another.")
    if refusal.storage:
        raise StorageError(refusal.message, refusal.hint)
    raise PictureError(refusal.message, refusal.hint)


# ── the brand's own pictures that ship ─────────────────────────────────────────────────────────────────────────────────


class Sample(msgspec.Struct, frozen=True):
    """A picture of assets/samples: the file's name, what it shows (an alt text), where it comes from and by what right."""

    file: str
    shows: str
    source: str
    rights: str
    width: int
    height: int
    focal: tuple[float, float]


class LibraryPicture(msgspec.Struct, frozen=True):
    """A picture of the brand's library, ready for a slot."""

    name: str
    shows: str
    asset: PictureAsset


def sample_pictures() -> tuple[LibraryPicture, ...]:
    """The pictures that ship for rehearsals and first cards; they count as the brand's own."""
    folder = locations.assets() / "samples"
    samples = msgspec.json.decode((folder / "samples.json").read_bytes(), type=tuple[Sample, ...])
    out = []
    for sample in samples:
        path = folder / sample.file
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        asset = PictureAsset(digest, str(path), sample.width, sample.height, sample.source, sample.rights, True, {"": sample.focal})
        out.append(LibraryPicture(path.stem.replace("-", " ").capitalize(), sample.shows, asset))
    return tuple(out)
