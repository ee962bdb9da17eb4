"""How many posts of each topic there were in each second of the last half hour. Times in milliseconds of the event's clock."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.sources.count import TopicCount

KEPT_MS = 30 * 60_000


class Counts:
    """A rehearsal's clock may jump back: what lies after the newest second told is then another night's, and is forgotten."""

    def __init__(self) -> None:
        self._topics: dict[str, dict[int, int]] = {}
        self._newest = 0

    def add(self, told: Iterable[TopicCount]) -> None:
        for count in told:
            seconds = self._topics.setdefault(count.topic, {})
            seconds[count.second] = seconds.get(count.second, 0) + count.count
            self._newest = max(self._newest, count.second)
        self._forget()

    def jump(self, event_ms: int) -> None:
        """The event's clock stands at `event_ms` now."""
        self._topics = {
            topic: {second: count for second, count in seconds.items() if second <= event_ms} for topic, seconds in self._topics.items()
        }
        self._newest = max((max(seconds) for seconds in self._topics.values() if seconds), default=0)

    def all(self) -> tuple[TopicCount, ...]:
        """Oldest first."""
        found = (TopicCount(topic, second, count) for topic, seconds in self._topics.items() for second, count in seconds.items())
        return tuple(sorted(found, key=lambda count: (count.second, count.topic)))

    def _forget(self) -> None:
        edge = self._newest - KEPT_MS
        for seconds in self._topics.values():
            while seconds and (first := next(iter(seconds))) <= edge:
                del seconds[first]
