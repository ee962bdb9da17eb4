"""A proxy on loopback that holds back every stream, as some virus scanners do: its bytes are passed on only when it has ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.listening import listening


class _Pipe:
    """One connection; from a request for a stream on, nothing comes back until the room closes."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._held: list[bytes] | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        room_reader, room_writer = await asyncio.open_connection(*self._to)
        there = asyncio.create_task(self._there(reader, room_writer))
        back = asyncio.create_task(self._back(room_reader, writer))
        try:
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (there, back):
                task.cancel()
            await asyncio.gather(there, back, return_exceptions=True)
            for one in (room_writer, writer):
                one.close()
                with contextlib.suppress(OSError):
                    await one.wait_closed()

    async def _there(self, reader: asyncio.StreamReader, room: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if b"text/event-stream" in data:
                self._held = []
            room.write(data)
            await room.drain()

    async def _back(self, room: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await room.read(65536):
            if self._held is not None:
                self._held.append(data)
            else:
                writer.write(data)
                await writer.drain()
        for data in self._held or ():
            writer.write(data)


@asynccontextmanager
async def holding_proxy(host: str, port: int) -> AsyncIterator[str]:
    """Its address, `http://127.0.0.1:PORT`."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await _Pipe(host, port).serve(reader, writer)

    async with listening(accept) as held:
        yield f"http://127.0.0.1:{held}"
