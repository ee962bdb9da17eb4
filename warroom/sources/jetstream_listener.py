"""The WebSocket of a Jetstream: its frames gathered, unpacked and handed over in chunks."""

from __future__ import annotations

from typing import Protocol

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from warroom.errors import SourceGarbled
from warroom.sources.jetstream_intake import LARGEST
from warroom.sources.jetstream_zstd import Dictionary
from warroom.sources.patience import Trouble

CHUNK = 96  # messages decoded at once: few enough to stay in the processor's cache
FRAME_LIMIT = 16 * 1024 * 1024
_TEXT, _BINARY, _CONTINUATION = WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION


class Hearer(Protocol):
    """Who is told what a socket brings. What it raises ends the session."""

    def connected(self) -> None: ...
    def hear(self, messages: list[bytes], /) -> None: ...
    def too_large(self) -> None: ...
    def unreadable(self, error: SourceGarbled, /) -> None: ...


class Listener(WSListener):
    """Gathers messages until the socket has no more just now, then hands them over in one go. An error it raises ends the session."""

    def __init__(self, hearer: Hearer, dictionary: Dictionary | None) -> None:
        self._hearer = hearer
        self._dictionary = dictionary
        self._waiting: list[bytes] = []
        self._parts: list[bytes] = []
        self._packed = False  # the message whose parts are gathered
        self._over = False  # an error was raised: what picows still brings until it has closed is not handed over

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._hearer.connected()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        try:
            message = frame.get_payload_as_bytes()
            if message[:1] == b"{" and frame.fin and not self._parts:  # nearly all of them; asking for the type takes longer
                self._waiting.append(message)
            else:
                self._look(transport, frame, message)
            if frame.last_in_buffer or len(self._waiting) >= CHUNK:
                self._hand_over()
        except BaseException:
            self._over = True
            raise

    def _look(self, transport: WSTransport, frame: WSFrame, message: bytes) -> None:
        if self._over:
            return
        kind = frame.msg_type
        if kind == _BINARY and frame.fin:
            self._unpack(message)
        elif kind in (_TEXT, _BINARY, _CONTINUATION):
            if not self._parts:
                self._packed = kind == _BINARY
            self._gather(message, frame.fin)
        elif kind == WSMsgType.CLOSE:
            transport.disconnect()  # picows leaves that to us; otherwise the server's silence would be waited for

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._hand_over()

    def _unpack(self, message: bytes) -> None:
        if self._dictionary is None:
            self._hearer.unreadable(SourceGarbled("sent packed messages without being asked"))
            return
        try:
            self._waiting.append(self._dictionary.unpacked(message, LARGEST))
        except OverflowError:
            self._hearer.too_large()
        except SourceGarbled as error:
            self._hearer.unreadable(error)

    def _gather(self, message: bytes, whole: bool) -> None:
        self._parts.append(message)
        if sum(map(len, self._parts)) > FRAME_LIMIT:
            raise Trouble("sent a message without end")
        if whole:
            joined, self._parts = b"".join(self._parts), []
            if self._packed:
                self._unpack(joined)
            else:
                self._waiting.append(joined)

    def _hand_over(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._over or not waiting:
            return
        if sum(map(len, waiting)) > LARGEST:
            for _ in [message for message in waiting if len(message) > LARGEST]:
                self._hearer.too_large()
            waiting = [message for message in waiting if len(message) <= LARGEST]
        if waiting:
            self._hearer.hear(waiting)
