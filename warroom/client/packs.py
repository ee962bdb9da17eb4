"""Published templates on this machine: fetched from the room once, looked at file by file, kept for every room."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.compose.pack import read_manifest
from warroom.ending import end
from warroom.errors import PackError

if TYPE_CHECKING:
    from warroom.compose.model import Template

AT_ONCE = 6
DAMAGED = "damaged"


class Room(Protocol):
    """What fetching needs of a session."""

    async def blob(self, sha256: str) -> Path: ...
    def forget_blob(self, sha256: str) -> None: ...


class Packs:
    """`folder` is shared by all rooms. One pack asked for twice is fetched once."""

    def __init__(self, room: Room, folder: Path) -> None:
        from warroom.compose.packs import PackShelf  # Pillow and the fonts take a while

        self._room = room
        self._shelf = PackShelf(folder)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._asked: dict[str, asyncio.Task[Template]] = {}

    def here(self, manifest: str) -> bool:
        return self._shelf.has(manifest)

    def read(self, manifest: str) -> Template:
        """One that is here, at once, on any thread. Raises PackError."""
        return self._shelf.load(manifest)

    async def template(self, manifest: str) -> Template:
        """Fetched first if it is not here. Raises PackError where it cannot be used here, RoomError, Unreachable, StorageError."""
        task = self._asked.get(manifest)
        if task is None:
            task = self._asked[manifest] = asyncio.create_task(self._template(manifest), name=f"pack {manifest[:8]}")
            task.add_done_callback(lambda done: self._done(manifest, done))
        return await asyncio.shield(task)

    def stop(self) -> None:
        """Fetch nothing more."""
        for task in tuple(self._asked.values()):
            task.cancel()

    async def close(self) -> None:
        await end(self._asked.values())

    def _done(self, manifest: str, task: asyncio.Task[Template]) -> None:
        self._asked.pop(manifest, None)
        if not task.cancelled():
            task.exception()  # whoever asked was told; nobody may be left who did

    async def _template(self, manifest: str) -> Template:
        if self._shelf.has(manifest):
            try:
                return await asyncio.to_thread(self._shelf.load, manifest)
            except PackError as error:
                if error.code != DAMAGED:
                    raise
        await self._fetch(manifest)
        return await asyncio.to_thread(self._shelf.load, manifest)

    async def _fetch(self, manifest: str) -> None:
        content = await asyncio.to_thread((await self._blob(manifest)).read_bytes)
        digests = tuple(dict.fromkeys(file.sha256 for file in read_manifest(content).files))
        paths = dict(zip(digests, await _all(self._blob, digests), strict=True))
        await asyncio.to_thread(self._shelf.keep, manifest, content, paths.__getitem__, share=True)

    async def _blob(self, sha256: str) -> Path:
        """Bytes kept here that are not what they should be are fetched anew."""
        async with self._turns:
            path = await self._room.blob(sha256)
            if await asyncio.to_thread(_digest, path) == sha256:
                return path
            self._room.forget_blob(sha256)
            return await self._room.blob(sha256)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _all(get: Callable[[str], Coroutine[None, None, Path]], digests: tuple[str, ...]) -> list[Path]:
    """All, or the first error and none of the others left running."""
    tasks = [asyncio.create_task(get(digest)) for digest in digests]
    try:
        return await asyncio.gather(*tasks)
    finally:
        await end(tasks)
