"""The room's log as it grows: by server-sent events, or by long polls where something between holds a stream back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

import httpx
from httpx_sse import EventSource, ServerSentEvent, SSEError

from warroom.client.line import Line, Params, decode, unreachable
from warroom.errors import Unreachable
from warroom.review.events import Logged
from warroom.wire import STALE_AFTER_S, Beat, Hello, Presence, Tail

Said = Hello | Logged | Presence | Beat

_KINDS: dict[str, type[Said]] = {"hello": Hello, "logged": Logged, "presence": Presence, "beat": Beat}
POLL_S = 3  # shorter than the room would wait: each answer is also the sign of life that a stream's beats are


class NoHello(Unreachable):
    """Something answers, but the stream's first words do not come."""

    code = "no_hello"


async def server_sent(line: Line, path: str, params: Params, patience: float) -> AsyncGenerator[ServerSentEvent]:
    """Events of any stream of the room.

    Raises NoHello when the first takes longer than `patience` seconds, Unreachable on silence or at an end, RoomError.
    """
    began = time.monotonic()
    spoken = False
    try:
        async with (
            line.stream("GET", path, params=params, accept="text/event-stream", timeout=STALE_AFTER_S) as response,
            aclosing(EventSource(response).aiter_sse()) as events,
        ):
            async with asyncio.timeout(max(patience - (time.monotonic() - began), 0.1)):
                first = await anext(events)
            spoken = True
            yield first
            async for event in events:
                yield event
    except TimeoutError:
        raise NoHello("The room's stream did not begin in time.") from None
    except StopAsyncIteration:
        raise NoHello("The room's stream ended before it began.") from None
    except SSEError as error:
        raise NoHello("What answers does not speak as a room does.") from error
    except httpx.TransportError as error:
        broken = unreachable(error, line.address)
        raise (broken if spoken or broken.code != "timed_out" else NoHello(broken.message)) from error
    except Unreachable as error:
        if error.code == "timed_out" and not spoken:
            raise NoHello(error.message) from error
        raise
    raise Unreachable("The room closed the stream.", "", "closed")


async def by_stream(line: Line, epoch: str, after: int, patience: float = STALE_AFTER_S) -> AsyncGenerator[Said]:
    """Everything said after `after`, hello first. Never ends but by raising: RoomError (410: start again), NoHello, Unreachable."""
    async with aclosing(server_sent(line, "events", {"epoch": epoch, "after": after}, patience)) as events:
        async for event in events:
            kind = _KINDS.get(event.event)
            if kind is not None:  # a word of a later version is passed over
                yield decode(event.data.encode(), kind)


async def by_poll(line: Line, epoch: str, after: int, wait: int = POLL_S) -> Tail:
    """One long poll: what came after `after`, after at most `wait` seconds."""
    return await line.call("GET", "events", reply=Tail, params={"epoch": epoch, "after": after, "wait": wait}, timeout=wait + 5.0)
