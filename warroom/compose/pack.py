"""A pack: one template as published, whole and by itself, and the manifest that names its files.

The manifest is canonical JSON (RFC 8785) and itself a blob; its SHA-256 names the pack. It lists every file of the template's
folder and every file that its brand uses, by paths seen from the brand's folder; a file that ships with the program (`assets:…`)
travels too, below `@assets/`, so that a newer program draws an old pack as it was. The same files give the same manifest on
every machine: no times, no owners, sorted by path. Nothing here reads a template; `packs.py` does.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import rfc8785

from warroom import locations
from warroom.errors import PackError, StorageError

if TYPE_CHECKING:
    from warroom.compose.model import Template

FORMAT = 1
MOST_FILES = 200
MOST_BYTES = 64_000_000  # of all files of a pack
MOST_FILE = 25_000_000  # of one file: what the room takes as a blob
MOST_MANIFEST = 200_000
LONGEST_PATH = 200
LONGEST_NAME = 200
ENDINGS = (
    *(".toml", ".json", ".txt", ".md"),
    *(".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"),
    *(".ttf", ".otf", ".ttc", ".woff", ".woff2"),
)
SHIPPED = "@assets"
"""The folder, in a pack, of what ships with the program."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)  # names Windows keeps for itself


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str  # from the brand's folder, with /
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`key` is the template's folder, `brand` the brand file; both stand at the top of the pack."""

    format: int
    key: str
    name: str
    brand: str
    files: tuple[PackFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Pack:
    """A manifest with the bytes it is written in, and where on this machine its files stand, by their path in the pack."""

    manifest: Manifest
    content: bytes
    digest: str
    files: dict[str, Path]


class _AnyFormat(msgspec.Struct, frozen=True):
    format: int


# ── manifests ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def written(manifest: Manifest) -> bytes:
    return rfc8785.dumps(msgspec.to_builtins(manifest))


def read_manifest(content: bytes) -> Manifest:
    """Raises PackError for any bytes that are no manifest this program reads, with what is wrong of them."""
    if len(content) > MOST_MANIFEST:
        raise PackError(f"The manifest has {len(content):,} bytes; {MOST_MANIFEST:,} is the most.")
    try:
        found = msgspec.json.decode(content, type=_AnyFormat).format
        if found > FORMAT:
            raise PackError(
                f"This template is of format {found}; this program reads up to {FORMAT}.",
                "Use the same version of warroom as its designer.",
            )
        manifest = msgspec.json.decode(content, type=Manifest)
        again = written(manifest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackError(f"This is no manifest of a template: {error}.", "Publish the template again.") from error
    if manifest.format != FORMAT:
        raise PackError(f"This template is of format {manifest.format}, which there never was.", "Publish the template again.")
    check_manifest(manifest)
    if again != content:
        raise PackError("The manifest is not written in its one canonical form.", "Publish the template again.")
    return manifest


def check_manifest(manifest: Manifest) -> None:
    """Raises PackError where a file could land outside the pack's folder, or on some system not at all, or where it is too much."""
    if not manifest.name.strip() or len(manifest.name) > LONGEST_NAME or not manifest.name.isprintable():
        raise PackError(f"A template's name is one line of at most {LONGEST_NAME} characters.")
    for part, what in ((manifest.key, "template's folder"), (manifest.brand, "brand file")):
        if (wrong := _wrong(part)) or "/" in part or part == SHIPPED:
            raise PackError(f"{part!r} cannot be the {what} of a pack: {wrong or 'it is a path'}.")
    if not 0 < len(manifest.files) <= MOST_FILES:
        raise PackError(f"A template has {len(manifest.files)} files; {MOST_FILES} is the most.", "Leave out what it does not need.")
    if manifest.size > MOST_BYTES:
        size = f"{manifest.size / 1e6:.0f} MB"
        raise PackError(f"A template has {size} of files; {MOST_BYTES // 1_000_000} MB is the most.", "Make its pictures smaller.")
    for file in manifest.files:
        _check_file(file)
    paths = [file.path for file in manifest.files]
    if paths != sorted(paths):
        raise PackError("The manifest's files are not sorted by their paths.")
    _check_apart(paths)
    for needed in (manifest.brand, f"{manifest.key}/template.toml"):
        if needed not in paths:
            raise PackError(f"The pack lacks {needed}.", "Publish the template again.")


def _check_file(file: PackFile) -> None:
    if wrong := _wrong(file.path):
        raise PackError(f"{file.path!r} cannot be a file of a pack: {wrong}.", "Give it another name.")
    if not file.path.lower().endswith(ENDINGS):
        raise PackError(f"{file.path} is of no kind that travels with a template.", f"These do: {', '.join(ENDINGS)}.")
    if not _DIGEST.fullmatch(file.sha256):
        raise PackError(f"{file.path} has no SHA-256 of 64 hexadecimal digits, in lower case.")
    if not 0 <= file.size <= MOST_FILE:
        raise PackError(f"{file.path} has {file.size / 1e6:.0f} MB; {MOST_FILE // 1_000_000} MB is the most.", "Make it smaller.")


def _wrong(path: str) -> str:
    """What forbids this path in a folder of its own on some system; empty for nothing."""
    if not path or len(path) > LONGEST_PATH:
        return f"it has {len(path)} characters, {LONGEST_PATH} is the most"
    if _FORBIDDEN.search(path) or any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in path):
        return "it has a letter that no file name may have"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "it leaves its folder"
        if part[-1] in ". " or part[0] in ". " or _DEVICES.fullmatch(part):
            return f'"{part}" is no name on every system'
    return ""


def _check_apart(paths: list[str]) -> None:
    """Where capitals and accents do not count (Windows, macOS) two files must not become one, nor a file stand where a folder is."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(_same(path), path)
        if other is not path:
            raise PackError(f"{other} and {path} are one file on some systems.", "Rename one of them.")
    for path in paths:
        parts = path.split("/")
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end])
            if _same(folder) in seen:
                raise PackError(f"{seen[_same(folder)]} is a file and a folder at once.", "Rename one of them.")


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


# ── making one ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def pack_of(template: Template) -> Pack:
    """The template as it stands in its folder now. Raises PackError, StorageError."""
    files = _files(template)
    entries = tuple(_entry(name, path) for name, path in sorted(files.items()))
    manifest = Manifest(FORMAT, template.key, template.name, template.brand.path.name, entries)
    check_manifest(manifest)
    content = written(manifest)
    return Pack(manifest, content, hashlib.sha256(content).hexdigest(), files)


def left_out(template: Template) -> tuple[str, ...]:
    """Files of the template's folder that do not travel: of another kind, and hidden ones are not even named."""
    inside = (path.relative_to(template.folder).as_posix() for path in _inside(template.folder))
    return tuple(sorted(name for name in inside if not name.lower().endswith(ENDINGS)))


def _files(template: Template) -> dict[str, Path]:
    """By path in the pack. Raises PackError for a file that the template uses and that cannot travel."""
    home = template.brand.path.parent
    found = {template.brand.path.name: template.brand.path}
    for path in _inside(template.folder):
        if path.name.lower().endswith(ENDINGS):
            found[f"{template.key}/{path.relative_to(template.folder).as_posix()}"] = path
    for used in _used(template):
        for place in _places(used, home):
            found.setdefault(place, used)
    return found


def _inside(folder: Path) -> Iterator[Path]:
    """Every file, but those that are hidden or that an editor leaves beside what it saves, and nothing behind a link."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") or part.endswith("~") for part in parts):
            continue
        if path.is_file() and not _linked(path, folder):
            yield path


def _linked(path: Path, folder: Path) -> bool:
    return any((folder / part).is_symlink() for part in (path.relative_to(folder), *path.relative_to(folder).parents[:-1]))


def _places(path: Path, home: Path) -> tuple[str, ...]:
    """Where a file that brand or template name stands in the pack; what ships may be named in both ways by a brand that ships."""
    path = Path(os.path.normpath(path))
    sides = ((home, ""), (locations.assets(), f"{SHIPPED}/"))
    found = tuple(before + path.relative_to(folder).as_posix() for folder, before in sides if path.is_relative_to(folder))
    if not found:
        raise PackError(f"{path.name} stands outside the brand's folder {home}.", "Put it there, and name it from there.")
    return found


def _used(value: Any) -> Iterator[Path]:
    """Every file that a brand or template names, wherever in it."""
    from warroom.compose.layer import File  # Pillow comes with it, and a room needs none of that

    if isinstance(value, File):
        yield value.path
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _used(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _used(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _used(one)


def _entry(name: str, path: Path) -> PackFile:
    try:
        size = path.stat().st_size
        if size > MOST_FILE:
            raise PackError(f"{name} has {size / 1e6:.0f} MB; {MOST_FILE // 1_000_000} MB is the most.", "Make it smaller.")
        content = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror or error}.", "Check that it is there and who may read it.") from error
    return PackFile(name, hashlib.sha256(content).hexdigest(), len(content))
