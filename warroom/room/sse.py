"""Server-sent events by hand: a frame's bytes, and the response that carries an endless stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from warroom.room.hub import Listener

HEADERS = {"content-type": "text/event-stream", "cache-control": "no-store, no-transform", "x-accel-buffering": "no"}


def frame(event: str, data: msgspec.Struct | bytes, id: str = "") -> bytes:
    """JSON has no line break in it, so one `data` line always does."""
    body = data if isinstance(data, bytes) else msgspec.json.encode(data)
    name = f"id: {id}\nevent: {event}" if id else f"event: {event}"
    return b"%b\ndata: %b\n\n" % (name.encode(), body)


class EventStream(Response):
    """First `opening`, piece by piece, then what `listener` is given, until it is closed or the reader goes away.

    `opening` runs while the stream is open already, so what happens meanwhile waits in the listener and nothing is lost
    between them. `ended` is called once, whatever ended it.
    """

    def __init__(self, opening: AsyncIterator[bytes], listener: Listener, ended: Callable[[], None]) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._opening = opening
        self._listener = listener
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        speaking = asyncio.create_task(self._speak(send), name="stream-speak")
        leaving = asyncio.create_task(_disconnect(receive), name="stream-leave")
        overrun = asyncio.create_task(self._listener.overrun.wait(), name="stream-overrun")
        tasks = (speaking, leaving, overrun)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._ended()
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        if not speaking.cancelled() and (error := speaking.exception()) is not None:
            raise error

    async def _speak(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async for piece in self._opening:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        while whole := await self._listener.take():
            await send({"type": "http.response.body", "body": whole, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
