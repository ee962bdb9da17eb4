"""Pictures of posts, small, from a cache of the room's own: no desk ever asks a stranger's server, and none decodes what it sent."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from warroom import locations
from warroom.ending import end
from warroom.errors import PictureError
from warroom.plan.model import Plan, Source
from warroom.review.model import State
from warroom.room.outward import Outward
from warroom.room.refusals import refusal
from warroom.room.shelf import Shelf
from warroom.room.thumbnails import Thumbnailer

Size = Literal["small", "avatar"]
SIZES: tuple[Size, ...] = get_args(Size)
PIXELS: dict[Size, tuple[int, int]] = {"small": (480, 270), "avatar": (96, 96)}
MOST_BYTES = 500_000_000
AT_ONCE = 4
FORGIVEN_S = 600.0  # a picture that could not be had is asked for again after that
LONGEST = 4_000  # characters of an address
_REFUSALS = 2_000
_OURS = re.compile(r"rehearsal:(?P<name>[a-z0-9-]+\.jpg)")


def host_is_here(plan: Plan) -> bool:
    """Whether one of the plan's own sources is on this machine; only then are pictures fetched from it."""
    return any(on_this_machine(source) for source in plan.sources)


def on_this_machine(source: Source) -> bool:
    """Whether one of its addresses is, by what it is called."""
    return any(_is_loopback(urlsplit(address).hostname or "") for address in (source.server, *source.servers, source.url) if address)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Media:
    """On the event loop's thread. `stands` says whether an address stands in something that the room keeps."""

    def __init__(self, folder: Path, state: Callable[[], State], stands: Callable[[str], Awaitable[bool]], most: int = MOST_BYTES) -> None:
        self._shelf = Shelf(folder, most, ".jpg")
        self._state = state
        self._stands = stands
        self._outward: Outward | None = None
        self._thumbnailer = Thumbnailer()
        self._making: dict[str, asyncio.Task[Path]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._refused: dict[str, tuple[float, str]] = {}

    async def get(self, url: str, size: Size) -> Path:
        """A JPEG. Raises RoomError 404 where there is none to be had."""
        if len(url) > LONGEST or not await self._stands(url):
            raise refusal(404, "This picture stands in no post that the room keeps.")
        if held := self._shelf.find(size, url):
            return held
        path = self._shelf.path(size, url)
        name = path.stem
        until, why = self._refused.get(name, (0.0, ""))
        if time.monotonic() < until:
            raise refusal(404, why)
        task = self._making.get(name)
        if task is None:
            task = self._making[name] = asyncio.create_task(self._make(url, size, path), name=f"thumbnail {name[:8]}")
            task.add_done_callback(lambda done: self._made(name, done))
        try:
            return await asyncio.shield(task)
        except PictureError as error:
            raise refusal(404, error.message) from error

    async def close(self) -> None:
        await end(self._making.values())
        await self._thumbnailer.close()
        if self._outward is not None:
            await self._outward.close()

    def _made(self, name: str, task: asyncio.Task[Path]) -> None:
        del self._making[name]
        if not task.cancelled() and isinstance(error := task.exception(), PictureError):
            self._refused[name] = (time.monotonic() + FORGIVEN_S, error.message)
            while len(self._refused) > _REFUSALS:
                del self._refused[next(iter(self._refused))]

    async def _make(self, url: str, size: Size, path: Path) -> Path:
        async with self._turns:
            path.parent.mkdir(parents=True, exist_ok=True)
            if ours := _OURS.fullmatch(url):
                await self._thumbnailer.make(shipped(ours["name"]), path, *PIXELS[size])
            elif self._state().kind == "rehearsal":
                raise PictureError("A rehearsal fetches nothing from the net.")
            else:
                content = await self._out().get(url)
                with tempfile.TemporaryDirectory(dir=self._shelf.folder, prefix="arriving-") as arriving:
                    source = Path(arriving) / "picture"
                    source.write_bytes(content)
                    await self._thumbnailer.make(source, path, *PIXELS[size])
        await asyncio.to_thread(self._shelf.grew, path.stat().st_size)
        return path

    def _out(self) -> Outward:
        if self._outward is None:
            self._outward = Outward(lambda: host_is_here(self._state().plan))
        return self._outward


def shipped(name: str) -> Path:
    """A picture of ours that posts of the rehearsal name. Raises PictureError."""
    for folder in (locations.assets() / "samples", *(locations.assets() / "rehearsals").glob("*/pictures")):
        if (folder / name).is_file():
            return folder / name
    raise PictureError("The rehearsal has no such picture.")


def checked_size(written: str) -> Size:
    """Raises RoomError 400."""
    for size in SIZES:
        if size == written:
            return size
    raise refusal(400, f"size must be one of {', '.join(SIZES)}.", field="size")
