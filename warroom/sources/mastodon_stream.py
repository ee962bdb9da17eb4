"""Mastodon's streams: one WebSocket for all timelines of a server, or server-sent events, one connection a timeline.

https://docs.joinmastodon.org/methods/streaming/. Over the socket a client subscribes by `{"type": "subscribe", "stream":
"hashtag", "tag": "x"}` and is told `{"stream": […], "event": …, "payload": …}`, the payload being JSON once more in a string, or a
bare id. What is asked for wrongly is answered `{"error": …, "status": 400}`, which does not say what it answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from urllib.parse import urlsplit, urlunsplit

import httpx
import msgspec
from httpx_sse import SSEError, aconnect_sse
from picows import WSError, WSFrame, WSInvalidStatusError, WSListener, WSMsgType, WSTransport, ws_connect

from warroom.errors import SourceError, SourceGarbled
from warroom.sources.mastodon_rest import TIMEOUT, Timeline, refuse
from warroom.sources.patience import Trouble, garbled

Hear = Callable[["Timeline | None", str, str], None]
"""Told the timeline (None: the server does not say which), the event's name and its payload. What it raises ends the stream."""

LONGEST_EVENT = 1_000_000  # bytes
_FRAME_LIMIT = 16 * 1024 * 1024
_CONNECT_S = 15.0
_IDLE_S = 35.0  # we ping after so long a silence
_TELLING = (401, 429, 503)  # statuses that are about us or the hour, not about sockets; 403 is also what servers without any say

quiet = logging.getLogger("warroom.sources.mastodon.picows")
quiet.setLevel(logging.CRITICAL)  # what it would say is told by the source's health


class NoStream(SourceError):
    """The server does not stream in this way; another may do."""


async def by_socket(host: str, token: str, timelines: Sequence[Timeline], hear: Hear, opened: Callable[[], None]) -> None:
    """Listens until the connection ends, which always raises: NoStream, TokenRefused, Trouble or what ended it."""
    listener = _Listener(timelines, hear)
    transport = await _connect(listener, host, token)
    try:
        for timeline in timelines:
            transport.send(WSMsgType.TEXT, _wish("subscribe", timeline))
        opened()
        await transport.wait_disconnected()
    except asyncio.CancelledError:
        for timeline in timelines:
            transport.send(WSMsgType.TEXT, _wish("unsubscribe", timeline))
        transport.send_close()
        raise
    finally:
        transport.disconnect(graceful=False)
    raise Trouble("closed the connection" if transport.close_handshake is not None else "broke off the connection")


async def _connect(listener: WSListener, host: str, token: str) -> WSTransport:
    parts = urlsplit(host)
    url = urlunsplit(("wss" if parts.scheme == "https" else "ws", parts.netloc, "/api/v1/streaming", "", ""))
    try:
        async with asyncio.timeout(_CONNECT_S):
            transport, _ = await ws_connect(
                lambda: listener,
                url,
                websocket_handshake_timeout=_CONNECT_S,
                logger_name=quiet,
                enable_auto_ping=True,
                auto_ping_idle_timeout=_IDLE_S,
                auto_ping_reply_timeout=10,
                max_frame_size=_FRAME_LIMIT,
                max_redirects=0,
                extra_headers={"Authorization": f"Bearer {token}"},
            )
    except WSInvalidStatusError as error:
        status = error.response.status.value if error.response is not None else 0
        if error.response is not None and status in _TELLING:
            refuse(status, error.response.headers.get("Retry-After"), True)
        raise NoStream(f"opens no WebSocket ({status or 'no answer'})") from error
    except (WSError, TimeoutError) as error:
        raise NoStream("opens no WebSocket") from error
    return transport


def _wish(kind: str, timeline: Timeline) -> bytes:
    return msgspec.json.encode({"type": kind, "stream": timeline.stream} | timeline.params)


class _Told(msgspec.Struct):
    stream: list[str] = []
    event: str = ""
    payload: str | None = None
    error: str | None = None
    status: int = 400


_told = msgspec.json.Decoder(_Told).decode


class _Listener(WSListener):
    """An error it raises ends the session."""

    def __init__(self, timelines: Sequence[Timeline], hear: Hear) -> None:
        self._timelines = {_name([timeline.stream, *timeline.params.values()]): timeline for timeline in timelines}
        self._hear = hear
        self._parts: list[bytes] = []

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()  # picows leaves that to us; otherwise the server's silence would be waited for
        elif frame.msg_type in (WSMsgType.TEXT, WSMsgType.CONTINUATION):
            self._parts.append(frame.get_payload_as_bytes())
            if sum(map(len, self._parts)) > LONGEST_EVENT:
                raise SourceGarbled("sent an event of more than 1 MB")
            if frame.fin:
                message, self._parts = b"".join(self._parts), []
                self._read(message)

    def _read(self, message: bytes) -> None:
        try:
            told = _told(message)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise garbled(error) from error
        if told.error is not None:
            if told.status in _TELLING:
                refuse(told.status, None, True)
            raise NoStream(f'does not stream what we ask for ("{told.error[:80]}")')
        if told.payload is not None:
            only = next(iter(self._timelines.values())) if len(self._timelines) == 1 else None
            self._hear(self._timelines.get(_name(told.stream), only), told.event, told.payload)


def _name(stream: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in stream)


async def by_events(
    client: httpx.AsyncClient, host: str, token: str, timeline: Timeline, hear: Hear, opened: Callable[[Timeline], None]
) -> None:
    """Listens to one timeline until the connection ends, which always raises, as `by_socket` does."""
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{host}/api/v1/streaming/{timeline.stream}"
    async with aconnect_sse(client, "GET", url, params=timeline.params, headers=headers, timeout=TIMEOUT) as events:
        response = events.response
        if response.status_code in (404, 405, 410, 501):
            raise NoStream(f"does not stream there ({response.status_code})")
        refuse(response.status_code, response.headers.get("Retry-After"), True)
        if "text/event-stream" not in response.headers.get("Content-Type", ""):
            raise NoStream("does not stream there")
        response.stream = Bounded(response.stream)
        opened(timeline)
        try:
            async for event in events.aiter_sse():
                hear(timeline, event.event, event.data)
        except SSEError as error:
            raise SourceGarbled("sent something that is no stream of events") from error
    raise Trouble("closed the connection")


class Bounded(httpx.AsyncByteStream):
    """A stream of lines none of which is endless."""

    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        assert isinstance(stream, httpx.AsyncByteStream)
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        line = 0
        async for part in self._stream:
            line = len(part) - part.rfind(b"\n") - 1 if b"\n" in part else line + len(part)
            if line > LONGEST_EVENT:
                raise SourceGarbled("sent an event of more than 1 MB")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
