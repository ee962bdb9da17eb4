"""A Jetstream over TLS that sends so many posts a second, each stamped with when it was written to the socket.

`python -m tests.benchmarks.feed_traffic CERT KEY RATE MATCHING` prints its port. The stamp is the post's record key: nanoseconds of the
monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import sys
import time
from pathlib import Path

from picows import WSListener, WSTransport, WSUpgradeRequest, ws_create_server

from tests.benchmarks.intake_traffic import BEGAN_MS, frames, in_round, on_the_wire

TICK_S = 0.005
_FRAMES = 20_000  # different ones
_MADE = b"2026-07-19T19:00:00.000Z"
_STAMP = b"@stamped-key-16@"


def stamp_of(post_id: str) -> int:
    """Nanoseconds of the monotonic clock; 0 where the post was not made here."""
    try:
        return int(post_id.rpartition("/")[2], 16)
    except ValueError:
        return 0


class _Sender(WSListener):
    """Sends at its pace whatever the other side does: what is not read waits in the socket, and counts."""

    def __init__(self, messages: list[bytes], rate: int) -> None:
        self._messages = messages
        self._rate = rate
        self._sent = 0

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._began = time.monotonic()
        self._timer = self._loop.call_later(TICK_S, self._send)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._timer.cancel()

    def _send(self) -> None:
        self._timer = self._loop.call_later(TICK_S, self._send)
        due = int((time.monotonic() - self._began) * self._rate)
        if due > self._sent:
            self._transport.underlying_transport.write(on_the_wire([self._stamped(number) for number in range(self._sent, due)]))
            self._sent = due

    def _stamped(self, number: int) -> bytes:
        turn, place = divmod(number, len(self._messages))
        now = dt.datetime.now(dt.UTC)
        message = in_round(self._messages[place], turn % 100).replace(_STAMP, b"%016x" % time.monotonic_ns())
        message = message.replace(b"%d" % (BEGAN_MS * 1_000 + place * 7), b"%d" % (time.time_ns() // 1_000))
        return message.replace(_MADE, now.strftime("%Y-%m-%dT%H:%M:%S.000Z").encode())


def _prepared(matching: float) -> list[bytes]:
    return [
        message.replace(b'"rkey":"3zzzz00%06x"' % number, b'"rkey":"' + _STAMP + b'"')
        for number, message in enumerate(frames(_FRAMES, matching=matching))
    ]


async def _serve(cert: Path, key: Path, rate: int, matching: float) -> None:
    messages = _prepared(matching)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def listener(_request: WSUpgradeRequest) -> WSListener:
        return _Sender(messages, rate)

    server = await ws_create_server(listener, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
