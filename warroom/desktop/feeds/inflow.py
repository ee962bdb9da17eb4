"""From the stream into the columns: what is muted or filtered out, what is too much, what is missing and what was missed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from warroom.desktop.feeds.column import FeedColumn
from warroom.desktop.feeds.mutes import FeedMutes
from warroom.desktop.feeds.rows import Bar, gap_bar
from warroom.desktop.feeds.shelf import MUTED, Entry, when
from warroom.desktop.feeds.stream import RATE, FeedStream
from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError
from warroom.room.sampling import Sampler
from warroom.sources.gap import Gap
from warroom.sources.post import Post
from warroom.watch.filters import Filter, passes
from warroom.watch.mute import Mute
from warroom.wire import FeedGaps, FeedGone, FeedHistory, FeedPosts

HOLE_MS = 3_000  # a shorter break is not told: the stream leaves out more than that by itself
LATE_MS = 2_000  # a post read longer before the last one was left out then, and is told now because others repeat it
PAGE = 100
PAGES = 2  # fetched of what was missed; beyond, the column says where to find it
RATES = (RATE, 2 * RATE, 4 * RATE)
WINDOW_S = 10
CALM_S = 60  # with little hidden, before less is asked for again


class Inflow(QObject):
    """`changed` when posts were left out here; `not_sent` counts these and those that the room left out."""

    changed = Signal()

    def __init__(self, live: LiveRoom, stream: FeedStream, mutes: FeedMutes, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._stream, self._mutes, self._tasks = live, stream, mutes, tasks
        self._columns: Mapping[str, FeedColumn] = {}
        self._filters: dict[str, Filter] = {}
        self._anew: set[str] = set()
        self._queued: dict[str, list[Entry]] = {}  # by topic, while what it missed is being fetched
        self._samplers: dict[str, Sampler] = {}
        self._second: dict[str, list[int]] = {}  # by topic: how many came, how many of them were hidden
        self._window: deque[dict[str, list[int]]] = deque(maxlen=WINDOW_S)
        self._calm_s = 0
        self._left_out = False
        self.not_sent = 0
        stream.history.connect(self._on_history)
        stream.posts.connect(self._on_posts)
        stream.gone.connect(self._on_gone)
        stream.gaps.connect(self._on_gaps)
        mutes.made.connect(self._on_mute)
        mutes.lifted.connect(self._on_lifted)

    def feed(self, columns: Mapping[str, FeedColumn]) -> None:
        """These columns from now on, by topic."""
        self._columns = columns

    def filter(self, filters: Mapping[str, Filter]) -> None:
        """Show only what passes. What is there is sifted at once; what else passes comes from the room."""
        changed = [topic for topic in {*filters, *self._filters} if filters.get(topic) != self._filters.get(topic)]
        if not changed:
            return
        self._filters = dict(filters)
        for topic in changed:
            column = self._columns.get(topic)
            if column is not None:
                self._anew.add(topic)
                standing = [
                    one for one in column.known.values() if isinstance(one, Bar) or (self._fits(topic, one) and not self._hides(one))
                ]
                column.anew(sorted(standing, key=when))
        self._stream.ask(filters=self._filters)

    # what comes

    def admit(self, topic: str, posts: Iterable[Post]) -> list[Post]:
        """Those that this column shows."""
        return [post for post in posts if self._fits(topic, post) and not self._hides(post)]

    def _fits(self, topic: str, post: Post) -> bool:
        wanted = self._filters.get(topic)
        return wanted is None or passes(wanted, post)

    def _hides(self, post: Post) -> bool:
        return self._mutes.any and self._mutes.hides(post)

    def _on_history(self, word: FeedHistory) -> None:
        posts = sorted(word.posts, key=lambda post: (post.seen, post.at))
        for topic, column in self._columns.items():
            mine = self.admit(topic, (post for post in posts if topic in post.topics))
            bars = self._bars(topic, word.gaps, min((post.at for post in mine), default=0))
            if topic in self._anew:
                self._anew.discard(topic)
                column.anew(sorted((*mine, *bars), key=when))
            elif not column.known:
                column.take(sorted((*mine, *bars), key=when) if bars else mine)
            else:
                self._resume(topic, column, mine, bars)

    def _resume(self, topic: str, column: FeedColumn, posts: list[Post], bars: list[Bar]) -> None:
        """After a break: what is new, and what came between, whether it can be fetched or only told."""
        known, since = column.known, column.seen
        column.take(post for post in posts if post.id in known)
        fresh: list[Entry] = [post for post in posts if post.id not in known and post.seen > since]
        fresh += [bar for bar in bars if bar.id not in known and bar.at > since]
        fresh.sort(key=when)
        first = next((entry for entry in fresh if isinstance(entry, Post)), None)
        met = any(post.seen <= since for post in posts)
        if first is None or met or first.at - since < HOLE_MS or topic in self._queued:
            self._put(topic, column, fresh)
            return
        self._queued[topic] = fresh
        self._tasks.spawn("Fetch what was missed", self._catch_up(topic, since, first.at), "feeds")

    async def _catch_up(self, topic: str, since: int, until: int) -> None:
        missed: list[Post] = []
        whole, before = False, until
        try:
            for _ in range(PAGES):
                page = await self._live.session.posts(topic=topic, before=before, limit=PAGE)
                missed += [post for post in page.posts if post.seen > since]
                whole = not page.more or any(post.seen <= since for post in page.posts)
                if whole:
                    break
                before = page.posts[-1].at
            words = "the room kept more posts than are shown here."
        except WarroomError as error:
            words = f"what the room kept of it could not be fetched. {error.message}"
        finally:
            queued, column = self._queued.pop(topic, []), self._columns.get(topic)
            if column is not None:
                known = column.known
                between: list[Entry] = [post for post in self.admit(topic, reversed(missed)) if post.id not in known]
                if not whole:
                    at = missed[-1].at if missed else until
                    between.insert(0, self._away_bar(since, at, words))
                column.take((*between, *queued))

    def _away_bar(self, since: int, until: int, words: str) -> Bar:
        lasted = f"{self._live.clock_at(since)}–{self._live.clock_at(until)}"
        return Bar(f"away:{since}", f"This desktop was away {lasted}: {words}", until, begins=since)

    def _put(self, topic: str, column: FeedColumn, entries: Iterable[Entry]) -> None:
        queue = self._queued.get(topic)
        if queue is not None:
            queue.extend(entries)
        else:
            column.take(entries)

    def _on_posts(self, word: FeedPosts) -> None:
        self.not_sent += word.not_sent
        self._left_out = self._left_out or word.not_sent > 0
        now = self._live.now()
        shown = [post for post in word.posts if not self._hides(post)]
        kept = {post.id for post in shown}
        for topic, column in self._columns.items():
            came = [post for post in word.posts if topic in post.topics]
            if not came:
                continue
            mine = [post for post in came if post.id in kept and self._fits(topic, post)]
            tally = self._second.setdefault(topic, [0, 0])
            tally[0] += len(came)
            tally[1] += len(came) - len(mine)
            late = {post.id for post in mine if post.seen < column.seen - LATE_MS and not column.knows(post.id)}
            if late:
                column.put_back(post for post in mine if post.id in late)
            self._put(topic, column, self._thinned(topic, column, [post for post in mine if post.id not in late], now))

    def _thinned(self, topic: str, column: FeedColumn, posts: list[Post], now: int) -> list[Post]:
        """To the usual rate, where more was asked for because much of it is hidden; posts known already are told anew."""
        if self._stream.rate <= RATE:
            return posts
        again = [post for post in posts if column.knows(post.id)]
        sampler = self._samplers.setdefault(topic, Sampler(frozenset((topic,)), RATE))
        some, left_out = sampler.sample([post for post in posts if not column.knows(post.id)], now)
        self.not_sent += left_out
        return [*again, *some]

    def _on_gone(self, word: FeedGone) -> None:
        self._mutes.forget(word.posts)
        for column in self._columns.values():
            column.forget(word.posts)

    def _on_gaps(self, word: FeedGaps) -> None:
        for topic, column in self._columns.items():
            self._put(topic, column, self._bars(topic, word.gaps, 0))

    def _bars(self, topic: str, gaps: Iterable[Gap], since: int) -> list[Bar]:
        wanted = self._filters.get(topic)
        mine = (gap for gap in gaps if gap.until >= since and not (wanted and wanted.sources and gap.source not in wanted.sources))
        return [gap_bar(gap, self._live.clock_at) for gap in mine]

    # mutes

    def _on_mute(self, _mute: Mute) -> None:
        for column in self._columns.values():
            self.sift(column)

    def sift(self, column: FeedColumn, posts: Iterable[Entry] | None = None) -> None:
        """Hide what is to be hidden by now of these posts, or of all that the column has."""
        tried = column.known.values() if posts is None else posts
        hidden = [entry.id for entry in tried if isinstance(entry, Post) and self._hides(entry)]
        if hidden:
            chosen = column.chosen
            if chosen is not None and chosen.id in hidden:
                column.choose("")
            column.forget(hidden, MUTED)
            column.settle()

    def _on_lifted(self, posts: tuple[Post, ...]) -> None:
        for topic, column in self._columns.items():
            column.put_back(post for post in self.admit(topic, posts) if topic in post.topics)
            column.settle()

    def tick(self) -> None:
        """Once a second: ask for more while mutes hide much of what comes, and for less when they do not any more."""
        self._window.append(self._second)
        self._second = {}
        share = max((self._share(topic) for topic in self._columns), default=0.0)
        wanted = next((rate for rate in RATES if rate * (1 - share) >= 0.8 * RATE), RATES[-1])
        self._calm_s = 0 if wanted >= self._stream.rate else self._calm_s + 1
        if (wanted > self._stream.rate and self._left_out) or self._calm_s >= CALM_S:
            self._calm_s = 0
            self._stream.ask(rate=wanted)
        self._left_out = False

    def _share(self, topic: str) -> float:
        """Of what came in the last seconds, how much was hidden here."""
        tallies = [second[topic] for second in self._window if topic in second]
        came = sum(tally[0] for tally in tallies)
        return sum(tally[1] for tally in tallies) / came if came >= RATE else 0.0
