"""How many posts a second each topic has, over the last half hour of the event's clock."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.sources.count import TopicCount

WINDOW_S = 1_800


class Volume:
    """Per-second counts of every topic. Seconds are milliseconds of the event's clock that end in 000."""

    def __init__(self, window_s: int = WINDOW_S) -> None:
        self._window_s = window_s
        self._counts: dict[str, dict[int, int]] = {}
        self._fresh: dict[tuple[str, int], int] = {}
        self._newest = 0

    def add(self, topics: Sequence[str], second: int, count: int = 1) -> None:
        fresh = self._fresh
        for topic in topics:
            place = (topic, second)
            fresh[place] = fresh.get(place, 0) + count

    def reach(self, second: int) -> None:
        """The clock has come to `second`: what is older than the window before it is not counted."""
        self._newest = max(self._newest, second)

    def turn_back(self, second: int) -> None:
        """A rehearsal's clock was put back to `second`: where that is out of the window, counting begins again there."""
        if second <= self._newest - self._window_s * 1_000:
            self._newest = second
            self._counts.clear()

    def drain(self) -> tuple[TopicCount, ...]:
        """What was added since the last drain, without what was already older than the window then."""
        fresh, self._fresh = self._fresh, {}
        if not fresh:
            return ()
        self._newest = max(self._newest, max(second for _, second in fresh))
        oldest = self._newest - self._window_s * 1_000
        kept = []
        for (topic, second), count in fresh.items():
            if second > oldest and count:  # an edit took back what it was counted for
                seconds = self._counts.setdefault(topic, {})
                seconds[second] = seconds.get(second, 0) + count
                kept.append(TopicCount(topic, second, count))
        self._forget(oldest)
        return tuple(kept)

    def _forget(self, oldest: int) -> None:
        for seconds in self._counts.values():
            if len(seconds) > self._window_s + 60:
                for second in [second for second in seconds if second <= oldest]:
                    del seconds[second]

    def per_second(self, topic: str, until: int, seconds: int = WINDOW_S) -> list[int]:
        """The drained counts of the `seconds` up to and with the second of `until`, oldest first."""
        counts = self._counts.get(topic, {})
        last = until // 1_000 * 1_000
        return [counts.get(last - back * 1_000, 0) for back in range(seconds - 1, -1, -1)]
