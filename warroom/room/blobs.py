"""Pictures, and the files of templates, by the SHA-256 of their bytes, in a folder. A blob is there whole or not at all, and stays."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import BinaryIO

from warroom.errors import PictureError
from warroom.room.kinds import blob_mime, check_blob, is_picture
from warroom.room.pictures import check_picture
from warroom.room.refusals import refusal
from warroom.room.store.base import refused

MOST_BYTES = 25_000_000
_PIECE = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Blobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arriving = folder / "arriving"
        shutil.rmtree(self._arriving, ignore_errors=True)  # what a crash left half written
        self._arriving.mkdir(parents=True)

    def path(self, sha256: str) -> Path:
        """Where the blob is or would be. Raises RoomError on what is no digest, so that no other path can be asked for."""
        if not _DIGEST.fullmatch(sha256):
            raise refusal(400, "A blob is named by its SHA-256: 64 hexadecimal digits, in lower case.", field="sha256")
        return self._folder / sha256[:2] / sha256

    def complete(self, sha256: str) -> bool:
        return bool(_DIGEST.fullmatch(sha256)) and (self._folder / sha256[:2] / sha256).is_file()

    def holds_picture(self, sha256: str) -> bool:
        return self.complete(sha256) and is_picture(self.path(sha256))

    def mime(self, sha256: str) -> str:
        return blob_mime(self.path(sha256))

    async def put(self, sha256: str, arriving: AsyncIterator[bytes], *, pictures_only: bool = True) -> bool:
        """Take it in; False where it was there already. Raises RoomError on other bytes, a bad picture or a full disk."""
        final = self.path(sha256)
        temporary = self._arriving / secrets.token_hex(16)
        try:
            found = await self._receive(temporary, arriving)
            if found != sha256:
                raise refusal(422, "These bytes have another SHA-256 than the one in the address.", "wrong_digest", found=found)
            if final.is_file():
                return False
            await asyncio.to_thread(_admit, temporary, final, check_picture if pictures_only else check_blob)
            return True
        except PictureError as error:
            raise refusal(422, str(error), "picture") from error
        except OSError as error:
            raise refused(final, error) from error
        finally:
            temporary.unlink(missing_ok=True)

    async def _receive(self, path: Path, arriving: AsyncIterator[bytes]) -> str:
        digest = hashlib.sha256()
        size = 0
        waiting = bytearray()
        with path.open("xb") as file:
            async for chunk in arriving:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise refusal(413, "This is more than 25 MB.", limit=MOST_BYTES)
                waiting += chunk
                if len(waiting) >= _PIECE:
                    await asyncio.to_thread(_take, file, digest, bytes(waiting))
                    waiting.clear()
            await asyncio.to_thread(_finish, file, digest, bytes(waiting))
        return digest.hexdigest()


def _take(file: BinaryIO, digest: hashlib._Hash, piece: bytes) -> None:
    digest.update(piece)
    file.write(piece)


def _finish(file: BinaryIO, digest: hashlib._Hash, piece: bytes) -> None:
    _take(file, digest, piece)
    file.flush()
    os.fsync(file.fileno())


def _admit(temporary: Path, final: Path, check: Callable[[Path], object]) -> None:
    check(temporary)
    final.parent.mkdir(exist_ok=True)
    temporary.replace(final)
    if os.name == "posix":  # the name itself must outlast a power cut too
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
