"""The parent's side of `warroom.compose.thumbnails`: one child, one picture at a time, ended when it takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path

import msgspec

from warroom.compose.thumbnails import Ask, Done
from warroom.errors import PictureError

COMMAND = "thumbnails"
TIMEOUT_S = 15.0
PICTURES_A_CHILD = 500  # then another is started: what one picture left behind does not stay


class Thumbnailer:
    """On one event loop; the child is started with the first picture."""

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._child: asyncio.subprocess.Process | None = None
        self._made = 0
        self._turn = asyncio.Lock()

    async def make(self, source: Path, out: Path, width: int, height: int, *, whole: bool = False) -> None:
        """Raises PictureError."""
        async with self._turn:
            if self._made >= PICTURES_A_CHILD:
                await self._end()
            done = await self._asked(Ask(str(source), str(out), width, height, whole))
        if done.message:
            raise PictureError(done.message)

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _asked(self, ask: Ask) -> Done:
        child = self._child
        if child is None or child.returncode is not None:
            child = self._child = await self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            async with asyncio.timeout(self._timeout_s):
                child.stdin.write(msgspec.json.encode(ask) + b"\n")
                await child.stdin.drain()
                answer = await child.stdout.readline()
            self._made += 1
            return msgspec.json.decode(answer, type=Done)
        except (TimeoutError, OSError, msgspec.MsgspecError) as wrong:  # it hangs, or was ended by its limits
            await self._end()
            raise PictureError("The picture could not be opened safely.") from wrong
        except asyncio.CancelledError:  # its answer would be taken for the next one's
            await self._end()
            raise

    async def _started(self) -> asyncio.subprocess.Process:
        frozen = bool(getattr(sys, "frozen", False))
        start = [sys.executable, COMMAND] if frozen else [sys.executable, "-m", "warroom.compose.thumbnails"]
        self._made = 0
        return await asyncio.create_subprocess_exec(
            *start,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=None if frozen else Path(__file__).parents[2],
        )

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
