"""At most so many posts of each topic a second, taken evenly from all that came. Pure; times in milliseconds."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from warroom.sources.post import Post

WINDOW_MS = 1_000


class _Topic:
    """What came and what was shown of one topic in the second before."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._came: deque[tuple[int, int]] = deque()
        self._coming = 0
        self._shown: deque[int] = deque()
        self._owed = 0.0

    def came(self, now: int, count: int) -> None:
        self._came.append((now, count))
        self._coming += count
        while self._came[0][0] <= now - WINDOW_MS:
            self._coming -= self._came.popleft()[1]
        while self._shown and self._shown[0] <= now - WINDOW_MS:
            self._shown.popleft()

    def wants(self) -> bool:
        """Whether the next of those that came is one to show: every n-th, where n is how many times too many came."""
        self._owed = min(self._owed + self._rate / max(self._coming, self._rate), 2.0)
        if self._owed < 1.0 or len(self._shown) >= self._rate:
            return False
        self._owed -= 1.0
        return True

    def show(self, now: int) -> None:
        self._shown.append(now)


class Sampler:
    """For one set of topics and one rate. A post of several topics is shown when one of them wants it, and counts for each."""

    def __init__(self, topics: frozenset[str], rate: int) -> None:
        self._topics = {topic: _Topic(rate) for topic in topics}

    def sample(self, posts: Sequence[Post], now: int) -> tuple[tuple[Post, ...], int]:
        """Those to show, in their order, and how many of the asked topics' posts are left out."""
        asked = [(post, [topic for topic in post.topics if topic in self._topics]) for post in posts]
        asked = [(post, topics) for post, topics in asked if topics]
        for name, seen in self._topics.items():
            count = sum(name in topics for _, topics in asked)
            if count:
                seen.came(now, count)
        shown: list[Post] = []
        for post, topics in asked:
            wanting = [self._topics[topic].wants() for topic in topics]
            if any(wanting):
                shown.append(post)
                for topic in topics:
                    self._topics[topic].show(now)
        return tuple(shown), len(asked) - len(shown)
