"""Keeps the health of one source while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable

from warroom.sources.health import SourceHealth, State

RATE_OVER_S = 10
SILENT_AFTER_MS = 180_000
REMARK_MS = 60_000  # for so long a remark is shown
PROVEN_MS = 30_000  # a connection that lasted so long is no longer part of the trouble before it

_TROUBLE = ("failed", "waiting")

Clock = Callable[[], int]


def unix_ms() -> int:
    return time.time_ns() // 1_000_000


class Monitor:
    """What a source tells about itself. `now` gives ms.

    `since` of trouble is when it began, whatever it was called meanwhile: its reason may change, the server may ask to wait,
    and connections may open that come to nothing.
    """

    def __init__(self, name: str, kind: str, now: Clock = unix_ms, silent_after_ms: int = SILENT_AFTER_MS) -> None:
        self._name = name
        self._kind = kind
        self._now = now
        self._silent_after = silent_after_ms
        self._state: State = "connecting"
        self._why = ""
        self._since = now()
        self._trouble = 0  # since when, until it is proven to be over
        self._remark = ""
        self._remarked = 0
        self._last_post = 0
        self._seconds: dict[int, int] = {}

    def connecting(self) -> None:
        """Said again before each new try; trouble that was told stays told until the source is live."""
        if self._state not in _TROUBLE:
            self._become("connecting", "")

    def connected(self, why: str = "") -> None:
        """Open, and nothing read of it yet: some servers open a stream only to close it. `why` as of `live`."""
        self._become("live", why)

    def live(self, why: str = "") -> None:
        """Being read; `why` may carry what stays true ("moved for good to …")."""
        self._become("live", why)
        self._trouble = 0

    def remark(self, what: str) -> None:
        """Something went wrong by the way; it is told for a minute, or until there is another; empty: it is put right."""
        self._remark, self._remarked = what, self._now()

    def failed(self, why: str, since: int = 0) -> None:
        """`since`: it began then, and was noticed only now; 0: it begins now."""
        self._become("failed", why, since)

    def waiting(self, why: str) -> None:
        self._become("waiting", why)

    def ended(self, why: str) -> None:
        """Nothing more will come, and nothing is wrong."""
        self._become("ended", why)

    def heard(self, posts: int) -> None:
        if posts:
            self._trouble = 0
            self._last_post = self._now()
            second = self._last_post // 1_000
            self._seconds[second] = self._seconds.get(second, 0) + posts
            if len(self._seconds) > 2 * RATE_OVER_S:
                self._seconds = {past: count for past, count in self._seconds.items() if past > second - RATE_OVER_S}

    def _become(self, state: State, why: str, since: int = 0) -> None:
        now = self._now()
        if state in _TROUBLE:
            over = self._state == "live" and now - self._since >= PROVEN_MS
            self._trouble = since or now if over or not self._trouble else self._trouble
            self._since = self._trouble
        elif state != self._state:
            self._since = now
        self._state, self._why = state, why

    def health(self) -> SourceHealth:
        now = self._now()
        first = now // 1_000 - RATE_OVER_S
        rate = sum(count for second, count in self._seconds.items() if second > first) / RATE_OVER_S
        state, since, why = self._state, self._since, self._why
        if state == "live" and not why and now - self._remarked < REMARK_MS:
            why = self._remark
        quiet_since = max(self._last_post, since)
        if state == "live" and now - quiet_since >= self._silent_after:
            state, since, why = "silent", quiet_since, f"no post for {_span(now - quiet_since)}"
        return SourceHealth(self._name, self._kind, state, rate, since, why, self._last_post)


def _span(ms: int) -> str:
    minutes = ms // 60_000
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
