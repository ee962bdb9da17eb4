"""Packs that designers publish, as the room holds them: taken only where every file of a manifest is there, as large as it says."""

from __future__ import annotations

from warroom.compose.pack import MOST_MANIFEST, Manifest, read_manifest
from warroom.errors import PackError
from warroom.review.asking import no_pack
from warroom.review.asking import refusal as refused
from warroom.room.blobs import Blobs

_MANY = 10  # files that a refusal names


class Packs:
    """`read` looks at the disk, briefly: one small file, and the sizes of those it names. On the event loop's thread."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def read(self, manifest: str) -> Manifest:
        """Raises RoomError: the blob is not there, is no manifest, or names files that the room lacks."""
        if not self._blobs.complete(manifest):
            return no_pack(manifest)
        path = self._blobs.path(manifest)
        if path.stat().st_size > MOST_MANIFEST:
            raise refused("bad_pack", f"A manifest has at most {MOST_MANIFEST:,} bytes. Publish the template again.", manifest=manifest)
        try:
            found = read_manifest(path.read_bytes())
        except PackError as error:
            raise refused("bad_pack", str(error), manifest=manifest) from error
        self._check(found)
        return found

    def _check(self, manifest: Manifest) -> None:
        missing = [file.path for file in manifest.files if not self._blobs.complete(file.sha256)]
        if missing:
            named = f"{missing[0]}{f' and {len(missing) - 1} more' if len(missing) > 1 else ''}"
            message = f"Of the template {manifest.key!r} the room lacks {named}. Publish it again."
            raise refused("blob_missing", message, missing=missing[:_MANY])
        wrong = [file.path for file in manifest.files if self._blobs.path(file.sha256).stat().st_size != file.size]
        if wrong:
            message = f"{wrong[0]} of the template {manifest.key!r} is not as large as its manifest says. Publish it again."
            raise refused("bad_pack", message, files=wrong[:_MANY])
