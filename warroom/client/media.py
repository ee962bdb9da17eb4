"""Small pictures of posts, as the room made them: fetched once, kept in a folder, the longest unused let go."""

from __future__ import annotations

import asyncio
from pathlib import Path

from warroom.client.keeping import keep
from warroom.client.line import Line
from warroom.ending import end
from warroom.room.shelf import Shelf

MOST_BYTES = 300_000_000
TIMEOUT_S = 30.0  # the room may have to fetch it first


class MediaCache:
    def __init__(self, line: Line, folder: Path) -> None:
        self._line = line
        self._shelf = Shelf(folder, MOST_BYTES, ".jpg")
        self._fetching: dict[tuple[str, str], asyncio.Task[Path]] = {}

    def held(self, url: str, size: str) -> Path | None:
        """Where it is if it is here already."""
        return self._shelf.find(size, url)

    async def get(self, url: str, size: str) -> Path:
        """Raises RoomError (404: there is none to be had), Unreachable, StorageError."""
        path = self.held(url, size)
        if path is not None:
            return path
        task = self._fetching.get((url, size))
        if task is None:
            task = self._fetching[url, size] = asyncio.create_task(self._fetch(url, size), name="thumbnail")
            task.add_done_callback(lambda _: self._fetching.pop((url, size), None))
        return await asyncio.shield(task)

    async def close(self) -> None:
        await end(self._fetching.values())

    async def _fetch(self, url: str, size: str) -> Path:
        response = await self._line.request("GET", "media", params={"url": url, "size": size}, timeout=TIMEOUT_S)
        return await asyncio.to_thread(self._keep, self._shelf.path(size, url), response.content)

    def _keep(self, path: Path, content: bytes) -> Path:
        keep(path, content)
        self._shelf.grew(len(content))
        return path
