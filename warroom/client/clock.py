"""The server's clock as seen from here. All times are milliseconds."""

from __future__ import annotations

import time
from collections import deque

_KEPT = 8
_JUMP_MS = 250  # more than both ways of the wire explain, by this much: a clock jumped (the machine slept)


def steady_ms() -> float:
    """A clock that only goes forward, and on Linux through sleep as well; its zero means nothing."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.clock_gettime(boot) if boot is not None else time.monotonic()) * 1000


class ServerClock:
    """Offset by the sample with the shortest round trip of the last eight (the idea is NTP's clock filter, RFC 5905 §10).

    Before the first sample it is this machine's own clock.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque(maxlen=_KEPT)  # round trip, offset
        self._offset = time.time() * 1000 - steady_ms()
        self.round_trip_ms = 0.0

    def now(self) -> int:
        return int(steady_ms() + self._offset)

    def sample(self, sent: float, received: float, server_ms: int) -> None:
        """An answer's `server_ms`; `sent` and `received` are by `steady_ms`."""
        round_trip = max(received - sent, 0.0)
        offset = server_ms - (sent + received) / 2
        if self._samples and abs(offset - self._offset) > (round_trip + self.round_trip_ms) / 2 + _JUMP_MS:
            self._samples.clear()
        self._samples.append((round_trip, offset))
        self.round_trip_ms, self._offset = min(self._samples)

    def heard(self, server_ms: int) -> None:
        """A one-way message: it cannot have been sent later than now, so a server ahead of us means a clock jumped."""
        offset = server_ms - steady_ms()
        if offset > self._offset + self.round_trip_ms / 2 + _JUMP_MS:
            self._samples.clear()
            self._offset = offset
