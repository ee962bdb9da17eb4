"""At most so many posts of each topic a second, taken evenly from all that came. Pure; times in milliseconds."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from warroom.sources.post import Post
from warroom.watch.filters import Filter, passes

WINDOW_MS = 1_000
LATE_MS = 5_000  # a post so much older than now was missed then, and is one of its own second
REGAINED_MS = 1_800_000  # older ones are none that a source was out of reach for
BURST_S = 10  # seconds' worth of late posts that are shown at once, and no more than one a second for long
_REMEMBERED = 2_000  # posts that were shown and may be told again

_EVERYTHING = Filter()


class _Topic:
    """What came and what was shown of one topic in the second before."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._came: deque[tuple[int, int]] = deque()
        self._coming = 0
        self._shown: deque[int] = deque()
        self._owed = 0.0
        self._late = float(rate * BURST_S)  # that may be shown
        self._late_at = 0
        self._late_shown: dict[int, int] = {}  # by their own second
        self._each = rate

    def came_late(self, now: int, seconds: int) -> None:
        """Posts of so many seconds came together: none of these is to take what another could have."""
        passed = max(0, now - self._late_at) / 1_000
        self._late_at = now
        self._late = min(float(self._rate * BURST_S), self._late + passed * self._rate)
        self._each = max(1, min(self._rate, int(self._late) // seconds))
        first = (now - REGAINED_MS) // 1_000
        self._late_shown = {second: shown for second, shown in self._late_shown.items() if second >= first}

    def wants_late(self, second: int) -> bool:
        return self._late >= 1.0 and self._late_shown.get(second, 0) < self._each

    def show_late(self, second: int) -> None:
        self._late -= 1.0
        self._late_shown[second] = self._late_shown.get(second, 0) + 1

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
    """For one set of topics, one rate and one view. A post of several topics is shown when one of them wants it, and counts for each.

    What was missed and is regained at once is not all of the second in which it comes: of each second that it was made in some are
    shown. A post that repeats another is never shown. One that was shown and is told again is shown again, and counts for nothing.
    """

    def __init__(self, topics: frozenset[str], rate: int, view: Mapping[str, Filter] | None = None) -> None:
        self._topics = {topic: _Topic(rate) for topic in topics}
        self._view = view or {}
        self._shown: dict[str, None] = {}

    def sample(self, posts: Sequence[Post], now: int) -> tuple[tuple[Post, ...], int]:
        """Those to show, in their order, and how many of the asked topics' posts are left out."""
        asked = [(post, self._asked(post)) for post in posts if not post.group]
        asked = [(post, topics) for post, topics in asked if topics]
        fresh = [(post, topics) for post, topics in asked if post.id not in self._shown]
        for name, seen in self._topics.items():
            count = sum(name in topics and not _late(post, now) for post, topics in fresh)
            if count:
                seen.came(now, count)
            seconds = {post.at // 1_000 for post, topics in fresh if name in topics and _late(post, now)}
            if seconds:
                seen.came_late(now, len(seconds))
        shown: list[Post] = []
        left_out = 0
        for post, topics in asked:
            if post.id in self._shown:
                shown.append(post)
                continue
            if self._takes(post, [self._topics[topic] for topic in topics], now):
                shown.append(post)
                self._shown[post.id] = None
            else:
                left_out += 1
        self._forget()
        return tuple(shown), left_out

    def _takes(self, post: Post, topics: Sequence[_Topic], now: int) -> bool:
        if _late(post, now):
            second = post.at // 1_000
            takes = any(topic.wants_late(second) for topic in topics)
            for topic in topics if takes else ():
                topic.show_late(second)
            return takes
        wanting = [topic.wants() for topic in topics]  # each is asked, whatever another said
        takes = any(wanting)
        for topic in topics if takes else ():
            topic.show(now)
        return takes

    def shows(self, topic: str, post: Post) -> bool:
        """Whether a feed of that topic would have it at all."""
        return not post.group and passes(self._view.get(topic, _EVERYTHING), post)

    def _asked(self, post: Post) -> list[str]:
        return [topic for topic in post.topics if topic in self._topics and self.shows(topic, post)]

    def _forget(self) -> None:
        for id in list(self._shown)[: max(0, len(self._shown) - _REMEMBERED)]:
            del self._shown[id]


def _late(post: Post, now: int) -> bool:
    return LATE_MS < now - post.at < REGAINED_MS
