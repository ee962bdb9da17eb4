"""Bluesky through Jetstream v1: every post of the network, no account needed.

Protocol: `GET /subscribe?wantedCollections=app.bsky.feed.post&cursor=<µs>`, a WebSocket of JSON text frames, inclusive
cursor, at least once. No compression is offered: servers answer 400 to two kinds of it, and picows offers none itself.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

from picows import WSFrame, WSInvalidStatusError, WSListener, WSMsgType, WSTransport, ws_connect

from warroom.sources.base import Sink
from warroom.sources.health import SourceHealth
from warroom.sources.jetstream_frames import LARGEST, POSTS, FrameReader, Intake
from warroom.sources.monitor import Clock, Monitor, unix_ms
from warroom.sources.patience import Patience, Trouble, answered, keep_trying
from warroom.sources.retry_after import retry_after

PUBLIC_HOSTS = (
    "wss://jetstream2.us-east.bsky.network",
    "wss://jetstream1.us-east.bsky.network",
    "wss://jetstream2.us-west.bsky.network",
    "wss://jetstream1.us-west.bsky.network",
)
CHUNK = 96  # frames decoded at once: few enough to stay in the processor's cache
_REWIND_US = 5_000_000  # the same moment reaches hosts at different times
_REPLAY_US = 1_800_000_000  # half an hour: what the pulse shows
_SAVE_US = 1_000_000
_CONNECT_S = 15.0
_IDLE_S = 35.0  # servers ping every 30 s
_FRAME_LIMIT = 16 * 1024 * 1024
_TEXT, _CONTINUATION = WSMsgType.TEXT, WSMsgType.CONTINUATION

quiet = logging.getLogger("warroom.sources.picows")
quiet.setLevel(logging.CRITICAL)  # what it would say is told by the source's health


class Jetstream:
    """`hosts` are tried in turn. `cursor` (µs) is where an earlier run stopped; `save_cursor` is told where this one is,
    about once a second.
    """

    def __init__(
        self,
        name: str,
        hosts: Sequence[str] = PUBLIC_HOSTS,
        *,
        cursor: int = 0,
        save_cursor: Callable[[int], None] = lambda _: None,
        now: Clock = unix_ms,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
        connect_s: float = _CONNECT_S,
    ) -> None:
        self.name = name
        self._hosts = tuple(hosts)
        self._turn = 0
        self._saved = cursor
        self._save = save_cursor
        self._now = now
        self._patience = patience or Patience()
        self._tls = tls
        self._connect_s = connect_s
        self._monitor = Monitor(name, "jetstream", now)
        self._reader = FrameReader(name, public=self._hosts == PUBLIC_HOSTS)
        self._intake = Intake()
        self._intake.cursor = cursor

    def health(self) -> SourceHealth:
        return self._monitor.health()

    async def run(self, sink: Sink, /) -> None:
        await keep_trying(lambda: self._session(sink), self._monitor, self._patience, lambda: self._intake.read)

    def address(self) -> str:
        """Where the next session connects: the present host, from the cursor on when there is one."""
        parts = urlsplit(self._hosts[self._turn % len(self._hosts)])
        scheme = {"https": "wss", "http": "ws"}.get(parts.scheme, parts.scheme)
        query = {"wantedCollections": POSTS, "maxMessageSizeBytes": LARGEST}
        now_us = self._now() * 1_000
        if 0 < self._intake.cursor <= now_us + _REWIND_US:
            query["cursor"] = max(self._intake.cursor - _REWIND_US, now_us - _REPLAY_US)
        return urlunsplit((scheme, parts.netloc, parts.path.rstrip("/").removesuffix("/subscribe") + "/subscribe", urlencode(query), ""))

    def read(self, messages: Sequence[bytes], sink: Sink) -> None:
        """Decodes messages and hands on their posts. Raises SourceGarbled when nothing of them can be read."""
        unread = self._intake.unread
        posts, deleted = self._intake.sort(messages)
        if posts:
            self._reader.seen = self._now()
            sink.take(posts, self._reader)
            self._monitor.heard(len(posts))
        if deleted:
            sink.delete(deleted)
        if self._intake.unread != unread:
            self._remark()
        if self._intake.cursor - self._saved >= _SAVE_US:
            self._saved = self._intake.cursor
            self._save(self._saved)

    def connected(self) -> None:
        self._monitor.connected()

    def too_large(self) -> None:
        self._intake.too_large()
        self._remark()

    def _remark(self) -> None:
        unread = self._intake.unread
        self._monitor.remark(f"{unread} message{'s' if unread > 1 else ''} could not be read")

    async def _session(self, sink: Sink) -> None:
        address = self.address()
        self._turn += 1  # the next try asks the next host, unless this one serves us
        listener = _Listener(self, sink)
        try:
            async with asyncio.timeout(self._connect_s):
                transport, _ = await ws_connect(
                    lambda: listener,
                    address,
                    ssl_context=self._tls,
                    websocket_handshake_timeout=self._connect_s,
                    logger_name=quiet,
                    enable_auto_ping=True,
                    auto_ping_idle_timeout=_IDLE_S,
                    auto_ping_reply_timeout=10,
                    max_frame_size=_FRAME_LIMIT,
                    read_buffer_init_size=262_144,
                )
        except WSInvalidStatusError as error:
            if error.response is None or error.response.status.value < 400:
                raise
            raise answered(error.response.status.value, retry_after(error.response.headers.get("Retry-After"))) from error
        read = self._intake.read
        try:
            await transport.wait_disconnected()
        finally:
            transport.disconnect(graceful=False)
            if self._intake.read != read:
                self._turn -= 1
        if transport.close_handshake is None:
            raise Trouble("broke off the connection")


class _Listener(WSListener):
    """Gathers frames until the socket has no more just now, then hands them over in one go. An error it raises ends the session."""

    def __init__(self, jetstream: Jetstream, sink: Sink) -> None:
        self._jetstream = jetstream
        self._sink = sink
        self._waiting: list[bytes] = []
        self._parts: list[bytes] = []

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._jetstream.connected()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        message = frame.get_payload_as_bytes()
        if message[:1] == b"{" and frame.fin and not self._parts:  # nearly all of them; asking for the type takes longer
            self._waiting.append(message)
        elif frame.msg_type in (_TEXT, _CONTINUATION):
            self._gather(message, frame.fin)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()  # picows leaves that to us; otherwise the server's silence would be waited for
        if self._waiting and (frame.last_in_buffer or len(self._waiting) >= CHUNK):
            self._hand_over()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if self._waiting:
            self._hand_over()

    def _gather(self, message: bytes, whole: bool) -> None:
        self._parts.append(message)
        if sum(map(len, self._parts)) > _FRAME_LIMIT:
            raise Trouble("sent a message without end")
        if whole:
            self._waiting.append(b"".join(self._parts))
            self._parts = []

    def _hand_over(self) -> None:
        waiting, self._waiting = self._waiting, []
        if sum(map(len, waiting)) > LARGEST:
            for _ in [message for message in waiting if len(message) > LARGEST]:
                self._jetstream.too_large()
            waiting = [message for message in waiting if len(message) <= LARGEST]
        if waiting:
            self._jetstream.read(waiting, self._sink)
