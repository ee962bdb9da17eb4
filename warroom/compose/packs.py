"""Packs on this machine: put into a folder whole or not at all, looked at file by file, and read as the template they are.

    packs = PackShelf(locations.home() / "packs")
    packs.keep(digest, content, blobs)        # content: the manifest's bytes; blobs: where each file's bytes are, by SHA-256
    template = packs.load(digest)             # PackError where it cannot be used here, with why

A pack is never changed once it stands; what is damaged is thrown away and can be kept anew. Slow: for a worker thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from warroom.compose.model import SlotValues, Template
from warroom.compose.pack import Manifest, read_manifest
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template
from warroom.errors import PackError, StorageError, TemplateError

MANIFEST = "manifest.json"
FILES = "files"


class PackShelf:
    """`FOLDER/<digest>/manifest.json` and `FOLDER/<digest>/files/…`; shared by all rooms and all processes of this user."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError(f"{digest!r} is no SHA-256 in hex")
        return self._folder / digest

    def has(self, digest: str) -> bool:
        return (self.folder(digest) / MANIFEST).is_file()

    def keep(self, digest: str, content: bytes, blobs: Callable[[str], Path], *, share: bool = False) -> None:
        """`share`: the blobs are changed by nobody, so a pack may be other names of the same files: a brand's fonts are in each.

        Raises PackError where these bytes are no such pack, StorageError where the disk refuses.
        """
        if hashlib.sha256(content).hexdigest() != digest:
            raise PackError("The manifest of a template came damaged.", "It is fetched again.", "damaged")
        manifest = read_manifest(content)
        arriving = self._folder / f".arriving-{secrets.token_hex(8)}"
        try:
            for file in manifest.files:
                _put(blobs(file.sha256), arriving / FILES / file.path, file.sha256, share)
            (arriving / MANIFEST).write_bytes(content)
            if not self.has(digest):
                shutil.rmtree(self.folder(digest), ignore_errors=True)
                _into_place(arriving, self.folder(digest))
        except OSError as error:
            raise StorageError(
                f"A template cannot be kept on this machine: {error.strerror or error}.", "Make room on the disk."
            ) from error
        finally:
            shutil.rmtree(arriving, ignore_errors=True)

    def load(self, digest: str) -> Template:
        """Raises PackError: not all of it is there as it was published (then it is thrown away), or it cannot be used here."""
        folder = self.folder(digest)
        manifest = self._verified(digest)
        try:
            brand = load_brand(folder / FILES / manifest.brand)
            return load_template(folder / FILES / manifest.key, brand)
        except TemplateError as error:
            first = error.problems[0]
            where = f"{first.file.name}:{first.line}" if first.line else first.file.name
            said = " ".join(part for part in (f"{where}:", f"{first.key}:" if first.key else "", first.problem, first.hint) if part)
            raise PackError(f"{manifest.name} cannot be used here. {said}", "Use the same version of warroom as its designer.") from error

    def _verified(self, digest: str) -> Manifest:
        folder = self.folder(digest)
        try:
            content = (folder / MANIFEST).read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                raise PackError("Its manifest was changed.")
            manifest = read_manifest(content)
            for file in manifest.files:
                path = folder / FILES / file.path
                if path.is_symlink() or _digest(path) != file.sha256:
                    raise PackError(f"{file.path} was changed.")
        except (OSError, PackError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            why = error.message if isinstance(error, PackError) else str(error.strerror or error)
            raise PackError(
                f"A template's files on this machine are not as they were published: {why}", "They are fetched again.", "damaged"
            ) from error
        return manifest


def tried(template: Template) -> None:
    """Draw every cut with its sample words, so that nobody else is the first to. Raises PackError."""
    values = SlotValues(texts={slot.name: slot.sample for slot in template.slots if slot.kind == "text" and slot.sample})
    for font in (*(role.file for role in template.brand.fonts), *template.brand.fallback_files):
        if _digest(font.path) != font.digest:  # it is drawn with as it was read, but published as it stands there now
            raise PackError(f"{template.name} cannot be drawn: {font.path.name} was changed since it was read.", "Publish again.")
    renderer = CardRenderer(template)
    for cut in renderer.cuts:
        try:
            renderer.render(values, cut)
        except Exception as error:  # what a damaged font or picture raises is anybody's guess
            raise PackError(f"{template.name} cannot be drawn as {cut}: {error}.", "Look at the picture or font that it names.") from error


def _put(source: Path, target: Path, sha256: str, share: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if _digest(source) != sha256:
        raise PackError(f"{target.name} is not as it was published.", "It is fetched again.", "damaged")
    if share:
        with contextlib.suppress(OSError):  # on another disk, or on one that knows no links
            os.link(source, target)
            return
    shutil.copyfile(source, target)


def _into_place(arriving: Path, final: Path) -> None:
    try:
        arriving.rename(final)
    except OSError:
        if not (final / MANIFEST).is_file():  # otherwise another process was faster, with the same bytes
            raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_of(template: Template) -> str:
    """The pack that this template was read from; empty where it stands in a folder of somebody's own."""
    files = template.brand.path.parent
    in_pack = files.name == FILES and len(files.parent.name) == 64 and (files.parent / MANIFEST).is_file()
    return files.parent.name if in_pack else ""
