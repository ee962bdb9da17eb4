"""Pictures and files of templates by their SHA-256: fetched once, checked, kept in a folder that many rooms may share."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import httpx

from warroom.client.keeping import keep
from warroom.client.line import Line, unreachable
from warroom.ending import end
from warroom.errors import RoomError, StorageError, Unreachable

MOST_BYTES = 25 * 1024 * 1024
_TRIES = 3
_PIECE = 256 * 1024


class BlobCache:
    """`DIR/ab/cdef…`. A file stands under its name only whole and checked."""

    def __init__(self, line: Line, folder: Path) -> None:
        self._line = line
        self._folder = folder
        self._fetching: dict[str, asyncio.Task[Path]] = {}
        self._sent: set[str] = set()

    def path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError(f"{sha256!r} is no SHA-256 in hex")
        return self._folder / sha256[:2] / sha256

    async def get(self, sha256: str) -> Path:
        """Where the bytes are on this machine, fetched first if they are not. Raises RoomError, Unreachable, StorageError."""
        path = self.path(sha256)
        if path.is_file():
            return path
        task = self._fetching.get(sha256)
        if task is None:
            task = asyncio.create_task(self._fetch(sha256, path), name=f"blob {sha256[:8]}")
            self._fetching[sha256] = task
            task.add_done_callback(lambda _: self._fetching.pop(sha256, None))
        return await asyncio.shield(task)

    async def put(self, path: Path) -> str:
        """Send a file's bytes and return their SHA-256; the room already having them is found out first."""
        sha256, content = await asyncio.to_thread(_read, path)
        if sha256 in self._sent:
            return sha256
        await asyncio.to_thread(_keep, self.path(sha256), content)
        for attempt in range(_TRIES):
            try:
                if not await self._there(sha256):
                    await self._line.request(
                        "PUT", f"blobs/{sha256}", content=content, content_type="application/octet-stream", timeout=20.0
                    )
                self._sent.add(sha256)
                return sha256
            except Unreachable:
                if attempt == _TRIES - 1:
                    raise
                await asyncio.sleep(0.3 * 2**attempt)
        raise AssertionError("the loop returns or raises")

    def forget(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)
        self._sent.discard(sha256)

    async def close(self) -> None:
        await end(self._fetching.values())

    async def _there(self, sha256: str) -> bool:
        try:
            await self._line.request("HEAD", f"blobs/{sha256}")
        except RoomError as error:
            if error.status == 404:
                return False
            raise
        except Unreachable as error:
            if error.code == "http_404":  # a HEAD's refusal has no body to say more
                return False
            raise
        return True

    async def _fetch(self, sha256: str, path: Path) -> Path:
        for attempt in range(_TRIES):
            try:
                content = await self._download(sha256)
            except Unreachable:
                if attempt == _TRIES - 1:
                    raise
                await asyncio.sleep(0.3 * 2**attempt)
                continue
            if hashlib.sha256(content).hexdigest() == sha256:
                await asyncio.to_thread(_keep, path, content)
                return path
        raise Unreachable(
            "A picture came from the room damaged, three times.", "Something between here and the room changes what it carries."
        )

    async def _download(self, sha256: str) -> bytes:
        pieces = bytearray()
        async with self._line.stream("GET", f"blobs/{sha256}", timeout=10.0) as response:
            try:
                async for piece in response.aiter_bytes(_PIECE):
                    pieces += piece
                    if len(pieces) > MOST_BYTES:
                        raise Unreachable("A picture from the room is larger than any it may hold.", "", "too_large")
            except httpx.TransportError as error:
                raise unreachable(error, self._line.address) from error
        return bytes(pieces)


def _read(path: Path) -> tuple[str, bytes]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror or error}.") from error
    return hashlib.sha256(content).hexdigest(), content


def _keep(path: Path, content: bytes) -> None:
    if not path.is_file():
        keep(path, content)
