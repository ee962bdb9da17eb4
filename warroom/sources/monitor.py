"""Keeps the health of one source while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable

from warroom.sources.health import SourceHealth, State

RATE_OVER_S = 10
SILENT_AFTER_MS = 180_000

Clock = Callable[[], int]


def unix_ms() -> int:
    return time.time_ns() // 1_000_000


class Monitor:
    """What a source tells about itself. `now` gives ms; a state's `since` is kept while the state and its reason stay."""

    def __init__(self, name: str, kind: str, now: Clock = unix_ms, silent_after_ms: int = SILENT_AFTER_MS) -> None:
        self._name = name
        self._kind = kind
        self._now = now
        self._silent_after = silent_after_ms
        self._state: State = "connecting"
        self._why = ""
        self._since = now()
        self._last_post = 0
        self._seconds: dict[int, int] = {}

    def connecting(self) -> None:
        """Said again before each new try; trouble that was told stays told until the source is live."""
        if self._state not in ("failed", "waiting"):
            self._become("connecting", "")

    def live(self, why: str = "") -> None:
        """Being read; `why` may carry a remark ("moved for good to …")."""
        self._become("live", why)

    def failed(self, why: str) -> None:
        self._become("failed", why)

    def waiting(self, why: str) -> None:
        self._become("waiting", why)

    def heard(self, posts: int) -> None:
        if posts:
            self._last_post = self._now()
            second = self._last_post // 1_000
            self._seconds[second] = self._seconds.get(second, 0) + posts
            if len(self._seconds) > 2 * RATE_OVER_S:
                self._seconds = {past: count for past, count in self._seconds.items() if past > second - RATE_OVER_S}

    def _become(self, state: State, why: str) -> None:
        if state != self._state:
            self._since = self._now()
        self._state, self._why = state, why

    def health(self) -> SourceHealth:
        now = self._now()
        first = now // 1_000 - RATE_OVER_S
        rate = sum(count for second, count in self._seconds.items() if second > first) / RATE_OVER_S
        state, since, why = self._state, self._since, self._why
        quiet_since = max(self._last_post, since)
        if state == "live" and now - quiet_since >= self._silent_after:
            state, since, why = "silent", quiet_since, f"no post for {_span(now - quiet_since)}"
        return SourceHealth(self._name, self._kind, state, rate, since, why, self._last_post)


def _span(ms: int) -> str:
    minutes = ms // 60_000
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
