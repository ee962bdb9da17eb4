"""The posts of the last two hours in a SQLite file of their own: scrolled back, searched, and lost without harm.

Writing and reading each have a thread and a connection; methods wait, so they are called from neither's event loop but
through `asyncio.to_thread` or as the futures they return.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import apsw

from warroom.errors import StorageError
from warroom.room.store.base import connect, disk, migrate, reader, refused
from warroom.room.store.pages import Page, found, posts_of, read_page
from warroom.room.store.search import addresses, pictured, written_by
from warroom.room.store.writer import Numbers, Writer
from warroom.sources.count import TopicCount
from warroom.sources.gap import Gap
from warroom.sources.post import Post
from warroom.wire import PostPage

KEPT_MS = 2 * 3_600_000
KEPT_POSTS = 2_000_000
KEPT_BYTES = 2_000_000_000
COUNTS_KEPT_MS = 30 * 60_000
TAKEN_KEPT = 100  # ids of batches: an intake sends one after the other
_AT_ONCE = 5_000  # posts deleted in one transaction
GAPS_KEPT = 1_000
_CACHE_KB = 48_000  # the marks of a million posts, which are written in no order, and what is being merged
_CHECKPOINT_PAGES = 8_000  # the same pages are written again and again: once into the file for many times
_LOOKED = 20  # times as many posts as are wanted are looked through for those that a filter lets by

Shows = Callable[[str, Post], bool]
_log = logging.getLogger(__name__)


def _whatever(_topic: str, _post: Post) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Arrived:
    """One batch as it is to be kept."""

    posts: tuple[Post, ...] = ()
    deleted: tuple[str, ...] = ()
    counts: tuple[TopicCount, ...] = ()
    jump: int | None = None  # where a rehearsal's clock was set to
    batch: str = ""  # the id it came under
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    age_ms: int = KEPT_MS
    posts: int = KEPT_POSTS
    bytes: int = KEPT_BYTES


class PostStore:
    def __init__(self, path: Path, limits: Limits = Limits()) -> None:
        self.path = path
        self._limits = limits
        self._connection = self._opened()
        self._numbers = Numbers()
        self._reader = reader(path)
        self._writing = ThreadPoolExecutor(1, "room-posts-write")
        self._reading = ThreadPoolExecutor(1, "room-posts-read")

    def _opened(self) -> apsw.Connection:
        """A damaged file is begun anew: nothing that must be kept is in it."""
        try:
            return self._ready()
        except StorageError as error:
            if not isinstance(error.__cause__, apsw.NotADBError | apsw.CorruptError):
                raise
            _log.warning("%s is begun anew: %s", self.path, error)
            for name in (self.path.name, f"{self.path.name}-wal", f"{self.path.name}-shm"):
                self.path.with_name(name).unlink(missing_ok=True)
            return self._ready()

    def _ready(self) -> apsw.Connection:
        connection = connect(self.path, "NORMAL")
        migrate(connection, "posts", self.path)
        connection.pragma("cache_size", -_CACHE_KB)
        connection.pragma("wal_autocheckpoint", _CHECKPOINT_PAGES)
        return connection

    def keep(self, batches: Sequence[Arrived]) -> Future[tuple[Post, ...]]:
        """Posts that stand first now, because the one they repeated is gone.

        The future ends with a StorageError where the disk refuses; the posts are lost to scrolling back then, not to the feed.
        """
        return self._writing.submit(self._keep, batches)

    def prune(self, now: int) -> Future[int]:
        """Forget the oldest beyond the limits, a few thousand at a time, between what is to be kept meanwhile; how many were forgotten."""
        done: Future[int] = Future()
        self._writing.submit(self._prune, now, 0, done)
        return done

    def page(self, asked: Page) -> Future[PostPage]:
        return self._reading.submit(self._page, asked)

    def newest(self, topics: Iterable[str], each: int, shows: Shows = _whatever) -> Future[tuple[Post, ...]]:
        """The newest `each` of every topic that `shows` lets by, each post once, oldest first. Repeats of a post are left out."""
        return self._reading.submit(self._newest, tuple(topics), each, shows)

    def gaps(self) -> Future[tuple[Gap, ...]]:
        """Oldest first."""
        return self._reading.submit(self._gaps)

    def has_picture(self, url: str) -> Future[bool]:
        """Whether the address stands in a kept post, as one of its pictures or its author's."""
        return self._reading.submit(self._has, pictured(url), lambda post: url in addresses(post))

    def has_author(self, did: str) -> Future[bool]:
        """Whether a kept post is by this author, where authors are told by their DID."""
        return self._reading.submit(self._has, written_by(did) if did.startswith("did:") else "", lambda post: post.author == did)

    def counts(self) -> Future[tuple[TopicCount, ...]]:
        return self._reading.submit(self._counts)

    def taken(self) -> Future[tuple[str, ...]]:
        """Under which ids the latest of what is kept came, oldest first."""
        return self._reading.submit(self._taken)

    def close(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self._reader.close()
        with contextlib.suppress(apsw.Error):  # nothing in it must be kept
            self._connection.close()

    def _keep(self, batches: Sequence[Arrived]) -> tuple[Post, ...]:
        execute = self._connection.execute
        try:
            execute("BEGIN IMMEDIATE")
            writer = Writer(self._connection, self._numbers)
            writer.put(post for batch in batches for post in batch.posts)
            writer.delete([id for batch in batches for id in batch.deleted])
            for batch in batches:
                self._count(batch.counts)
                if batch.batch:
                    execute("INSERT OR IGNORE INTO taken (id) VALUES (?)", (batch.batch,))
                if batch.jump is not None:
                    execute("DELETE FROM counted WHERE second > ?", (batch.jump,))
                gaps = [(gap.source, gap.since, gap.until, gap.why) for gap in batch.gaps]
                self._connection.executemany("INSERT OR REPLACE INTO gap (source, since, until, why) VALUES (?, ?, ?, ?)", gaps)
            led = writer.lead()
            execute("COMMIT")
            return led
        except (apsw.Error, OSError) as error:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise refused(self.path, error) from error

    def _count(self, counts: tuple[TopicCount, ...]) -> None:
        self._connection.executemany(
            "INSERT INTO counted VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(count.topic, count.second, count.count) for count in counts],
        )

    def _prune(self, now: int, before: int, done: Future[int]) -> None:
        try:
            some = self._prune_some(now)
            if some:
                self._writing.submit(self._prune, now, before + some, done)
            else:
                done.set_result(before)
        except (apsw.Error, OSError) as error:
            done.set_exception(refused(self.path, error))
        except RuntimeError:  # closed meanwhile
            done.set_result(before + some)

    def _prune_some(self, now: int) -> int:
        connection = self._connection
        count = _number(connection.execute("SELECT count(*) FROM post").get)
        pages = _number(connection.pragma("page_count")) - _number(connection.pragma("freelist_count"))
        too_big = pages * _number(connection.pragma("page_size")) > self._limits.bytes
        too_many = max(count - self._limits.posts, min(count, 1 + count // 20) if too_big else 0)
        with connection:
            writer = Writer(connection, self._numbers)
            removed = writer.remove("WHERE seen < ? ORDER BY seen LIMIT ?", (now - self._limits.age_ms, _AT_ONCE))
            if not removed and too_many > 0:
                removed = writer.remove("ORDER BY seen LIMIT ?", (min(too_many, _AT_ONCE),))
            writer.lead()
            connection.execute("DELETE FROM gap WHERE until < ?", (now - self._limits.age_ms,))
            connection.execute("DELETE FROM gap WHERE until < (SELECT until FROM gap ORDER BY until DESC LIMIT 1 OFFSET ?)", (GAPS_KEPT,))
            connection.execute("DELETE FROM taken WHERE number <= (SELECT max(number) FROM taken) - ?", (TAKEN_KEPT,))
            connection.execute("DELETE FROM counted WHERE second < (SELECT max(second) FROM counted) - ?", (COUNTS_KEPT_MS,))
        return removed

    def _page(self, asked: Page) -> PostPage:
        with disk(self.path):
            return read_page(self._reader, asked)

    def _newest(self, topics: tuple[str, ...], each: int, shows: Shows) -> tuple[Post, ...]:
        found: dict[int, Post] = {}
        with disk(self.path):
            for topic in topics:
                passing: list[tuple[int, Post]] = []
                before = looked = 0
                while len(passing) < each and looked < each * _LOOKED:
                    some = posts_of(self._reader, topic, before, each)
                    passing += [(key, post) for key, post in some if shows(topic, post)]
                    looked += each
                    if len(some) < each:
                        break
                    before = some[-1][0]
                found |= dict(passing[:each])
        return tuple(sorted(found.values(), key=lambda post: (post.at, post.seen)))

    def _gaps(self) -> tuple[Gap, ...]:
        with disk(self.path):
            rows = self._reader.execute("SELECT source, since, until, why FROM gap ORDER BY until")
            return tuple(Gap(source, since, until, why) for source, since, until, why in rows)

    def _has(self, expression: str, fits: Callable[[Post], bool]) -> bool:
        with disk(self.path):
            return bool(expression) and any(fits(post) for post in found(self._reader, expression))

    def _counts(self) -> tuple[TopicCount, ...]:
        with disk(self.path):
            rows = self._reader.execute("SELECT topic, second, count FROM counted ORDER BY second")
            return tuple(TopicCount(topic, second, count) for topic, second, count in rows)

    def _taken(self) -> tuple[str, ...]:
        with disk(self.path):
            return tuple(str(id) for (id,) in self._reader.execute("SELECT id FROM taken ORDER BY number"))


def _number(value: apsw.SQLiteValue | tuple[apsw.SQLiteValue, ...]) -> int:
    assert isinstance(value, int)
    return value
