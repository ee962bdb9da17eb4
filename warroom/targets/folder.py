"""The hand-off folder: the exact bytes that were approved, and the words that go with them."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from warroom.errors import StorageError, WarroomError
from warroom.review.model import Cut, Item, TargetText, Version

MANIFEST = "hand-off.json"
FORMAT = 1
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}


class HandedCut(msgspec.Struct, frozen=True):
    name: str
    file: str  # relative to the folder
    sha256: str
    width: int
    height: int
    size: int
    mime: str


class HandedTarget(msgspec.Struct, frozen=True):
    network: str
    account: str
    cut: str
    caption: str  # file, relative
    alt: str  # file, relative
    caption_sha256: str
    alt_sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`digest` is the subject digest that was signed; the SHA-256 of every file stands beside its name."""

    item: str
    title: str
    version: int
    digest: str
    cuts: tuple[HandedCut, ...]
    targets: tuple[HandedTarget, ...]
    format: int = FORMAT


@dataclass(frozen=True)
class HandOffFolder:
    path: Path
    manifest: Manifest

    def picture(self, cut: str) -> Path:
        """The file of a cut. Raises KeyError for one that was not handed over."""
        return self.path / next((one.file for one in self.manifest.cuts if one.name == cut), "")


def write_folder(parent: Path, item: Item, version: Version, blobs: Mapping[str, Path]) -> HandOffFolder:
    """Make the folder of one version under `parent`, whole or not at all; `blobs` gives a file for each SHA-256.

    Every file is read back and hashed. The folder of the same version made before is used again if nothing in it was
    changed; a changed one, or another item's, is never touched: the new one gets a name of its own. Raises StorageError.
    """
    draft = parent / f".hand-off-{secrets.token_hex(6)}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
        try:
            manifest = _fill(draft, item, version, blobs)
            return HandOffFolder(_settle(draft, parent, folder_name(item, version), manifest), manifest)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"The hand-off folder cannot be written in {parent}: {error.strerror or error}.", "Free some space, or choose another folder."
        ) from error


def folder_name(item: Item, version: Version) -> str:
    """Readable, and different for every version of every item."""
    return f"{_plain(item.title) or 'card'}-v{version.number}-{version.digest[:8]}"


def intact(folder: Path) -> bool:
    """Whether every file that the manifest names is there with the bytes it had when handed over."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        return all(_sha256(folder / file) == digest for file, digest in _digests(manifest))
    except (OSError, msgspec.MsgspecError):
        return False


def _fill(draft: Path, item: Item, version: Version, blobs: Mapping[str, Path]) -> Manifest:
    content = version.content
    cuts = tuple(_cut(draft, item, cut, blobs) for cut in content.cuts)
    targets = tuple(_target(draft, number, text) for number, text in enumerate(content.targets, 1))
    manifest = Manifest(item.id, item.title, version.number, version.digest, cuts, targets)
    _write(draft / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    return manifest


def _cut(draft: Path, item: Item, cut: Cut, blobs: Mapping[str, Path]) -> HandedCut:
    file = f"{_plain(item.title) or 'card'}-{_plain(cut.name)}.{_ENDINGS.get(cut.mime, 'bin')}"
    _write(draft / file, blobs[cut.blob].read_bytes())
    if _sha256(draft / file) != cut.blob:
        raise WarroomError(
            f"The picture {cut.name} on this machine is not the one that was approved.", "Nothing was handed over.", "wrong_bytes"
        )
    return HandedCut(cut.name, file, cut.blob, cut.width, cut.height, cut.size, cut.mime)


def _target(draft: Path, number: int, text: TargetText) -> HandedTarget:
    place = f"{number}-{_plain(text.network)}-{_plain(text.account)}".strip("-")
    (draft / place).mkdir()
    for name, words in (("caption.txt", text.caption), ("alt.txt", text.alt)):
        _write(draft / place / name, words.encode())
    return HandedTarget(
        network=text.network,
        account=text.account,
        cut=text.cut,
        caption=f"{place}/caption.txt",
        alt=f"{place}/alt.txt",
        caption_sha256=hashlib.sha256(text.caption.encode()).hexdigest(),
        alt_sha256=hashlib.sha256(text.alt.encode()).hexdigest(),
    )


def _settle(draft: Path, parent: Path, name: str, manifest: Manifest) -> Path:
    """Give the finished folder its name: the plain one, or the first free number after it."""
    wanted = (draft / MANIFEST).read_bytes()
    for number in range(1, 1000):
        final = parent / (name if number == 1 else f"{name}-{number}")
        if not final.exists():
            try:
                draft.rename(final)
            except OSError:
                if not final.exists():
                    raise
            else:
                return final
        if (final / MANIFEST).is_file() and (final / MANIFEST).read_bytes() == wanted and intact(final):
            return final
    raise StorageError(f"{parent} holds a thousand folders called {name}.", "Choose another folder.")


def _digests(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    words = (pair for target in manifest.targets for pair in ((target.caption, target.caption_sha256), (target.alt, target.alt_sha256)))
    return (*((cut.file, cut.sha256) for cut in manifest.cuts), *words)


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _plain(words: str) -> str:
    """Letters, digits, dots and hyphens of any script; no file system objects to those, and no name starts with a dot."""
    return re.sub(r"[^\w.]+", "-", words.lower()).strip("-._")[:48].strip("-._")
