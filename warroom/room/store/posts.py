"""The posts of the last two hours in a SQLite file of their own: scrolled back, searched, and lost without harm.

Writing and reading each have a thread and a connection; methods wait, so they are called from neither's event loop but
through `asyncio.to_thread` or as the futures they return.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import apsw
import msgspec

from warroom.errors import StorageError
from warroom.room.store.base import connect, disk, migrate, reader, refused
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.wire import PostPage

KEPT_MS = 2 * 3_600_000
KEPT_POSTS = 2_000_000
KEPT_BYTES = 2_000_000_000
COUNTS_KEPT_MS = 30 * 60_000
TAKEN_KEPT = 100  # ids of batches: an intake sends one after the other
_AT_ONCE = 5_000  # posts deleted in one transaction
_PAGE_MOST = 200
_WORD = re.compile(r"\w+", re.UNICODE)

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Post).decode
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One batch as it is to be kept."""

    posts: tuple[Post, ...] = ()
    deleted: tuple[str, ...] = ()
    counts: tuple[TopicCount, ...] = ()
    jump: int | None = None  # where a rehearsal's clock was set to
    batch: str = ""  # the id it came under


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
        self._reader = reader(path)
        self._writing = ThreadPoolExecutor(1, "room-posts-write")
        self._reading = ThreadPoolExecutor(1, "room-posts-read")

    def _opened(self) -> apsw.Connection:
        """A damaged file is begun anew: nothing that must be kept is in it."""
        try:
            connection = connect(self.path, "NORMAL")
            migrate(connection, "posts", self.path)
            return connection
        except StorageError as error:
            if not isinstance(error.__cause__, apsw.NotADBError | apsw.CorruptError):
                raise
            _log.warning("%s is begun anew: %s", self.path, error)
            for name in (self.path.name, f"{self.path.name}-wal", f"{self.path.name}-shm"):
                self.path.with_name(name).unlink(missing_ok=True)
            connection = connect(self.path, "NORMAL")
            migrate(connection, "posts", self.path)
            return connection

    def keep(self, batches: Sequence[Arrived]) -> Future[None]:
        """The future ends with a StorageError where the disk refuses; the posts are lost to scrolling back then, not to the feed."""
        return self._writing.submit(self._keep, batches)

    def prune(self, now: int) -> Future[int]:
        """Forget the oldest beyond the limits, a few thousand at a time; how many were forgotten."""
        return self._writing.submit(self._prune, now)

    def page(self, topic: str, before: int, query: str, limit: int) -> Future[PostPage]:
        """Newest first, older than `before` (0: the newest). Posts of one millisecond are never parted."""
        return self._reading.submit(self._page, topic, before, query, limit)

    def newest(self, topics: Iterable[str], each: int) -> Future[tuple[Post, ...]]:
        """The newest `each` of every topic, each post once, oldest first."""
        return self._reading.submit(self._newest, tuple(topics), each)

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

    def _keep(self, batches: Sequence[Arrived]) -> None:
        execute = self._connection.execute
        try:
            execute("BEGIN IMMEDIATE")
            for batch in batches:
                for post in batch.posts:
                    self._put(post)
                for id in batch.deleted:
                    self._remove("id = ?", (id,))
                self._count(batch.counts)
                if batch.batch:
                    execute("INSERT OR IGNORE INTO taken (id) VALUES (?)", (batch.batch,))
                if batch.jump is not None:
                    execute("DELETE FROM counted WHERE second > ?", (batch.jump,))
            execute("COMMIT")
        except (apsw.Error, OSError) as error:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise refused(self.path, error) from error

    def _put(self, post: Post) -> None:
        execute = self._connection.execute
        key = execute("SELECT key FROM post WHERE id = ?", (post.id,)).get
        if key is not None:  # the same post again, with more copies: only what is shown of it changes
            execute("UPDATE post SET json = ? WHERE key = ?", (_encode(post), key))
            return
        execute("INSERT INTO post (id, at, seen, json) VALUES (?, ?, ?, ?)", (post.id, post.at, post.seen, _encode(post)))
        key = self._connection.last_insert_rowid()
        self._connection.executemany("INSERT OR IGNORE INTO in_topic VALUES (?, ?, ?)", [(topic, post.at, key) for topic in post.topics])
        text = " ".join((post.text, post.warning, post.link.title if post.link else "", *(picture.alt for picture in post.pictures)))
        author = f"{post.author} {post.author_name}"
        execute("INSERT INTO words (rowid, text, author, tags) VALUES (?, ?, ?, ?)", (key, text, author, " ".join(post.tags)))

    def _remove(self, where: str, values: tuple[str | int, ...]) -> int:
        keys = [(key,) for (key,) in self._connection.execute(f"SELECT key FROM post WHERE {where}", values)]
        self._connection.executemany("DELETE FROM words WHERE rowid = ?", keys)
        self._connection.executemany("DELETE FROM post WHERE key = ?", keys)
        return len(keys)

    def _count(self, counts: tuple[TopicCount, ...]) -> None:
        self._connection.executemany(
            "INSERT INTO counted VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(count.topic, count.second, count.count) for count in counts],
        )

    def _prune(self, now: int) -> int:
        forgotten = 0
        try:
            while (some := self._prune_some(now)) > 0:
                forgotten += some
        except (apsw.Error, OSError) as error:
            raise refused(self.path, error) from error
        return forgotten

    def _prune_some(self, now: int) -> int:
        connection = self._connection
        count = _number(connection.execute("SELECT count(*) FROM post").get)
        pages = _number(connection.pragma("page_count")) - _number(connection.pragma("freelist_count"))
        too_big = pages * _number(connection.pragma("page_size")) > self._limits.bytes
        too_many = max(count - self._limits.posts, min(count, 1 + count // 20) if too_big else 0)
        with connection:
            old = "key IN (SELECT key FROM post WHERE seen < ? ORDER BY seen LIMIT ?)"
            removed = self._remove(old, (now - self._limits.age_ms, _AT_ONCE))
            if not removed and too_many > 0:
                removed = self._remove("key IN (SELECT key FROM post ORDER BY seen LIMIT ?)", (min(too_many, _AT_ONCE),))
            connection.execute("DELETE FROM taken WHERE number <= (SELECT max(number) FROM taken) - ?", (TAKEN_KEPT,))
            connection.execute("DELETE FROM counted WHERE second < (SELECT max(second) FROM counted) - ?", (COUNTS_KEPT_MS,))
        return removed

    def _page(self, topic: str, before: int, query: str, limit: int) -> PostPage:
        limit = min(max(limit, 1), _PAGE_MOST)
        where, values = ["post.at < ?"], [before or 1 << 62]
        source = "post"
        wanted: list[str | int] = []
        if topic:
            source, where[0] = "in_topic JOIN post USING (key)", "in_topic.at < ?"
            where.append("in_topic.topic = ?")
            wanted.append(topic)
        if words := _match(query):
            where.append("post.key IN (SELECT rowid FROM words WHERE words MATCH ?)")
            wanted.append(words)
        elif query.strip():
            return PostPage((), more=False)
        ordered = f"FROM {source} WHERE {' AND '.join(where)}"
        at = "in_topic.at" if topic else "post.at"
        with disk(self.path):
            edge = self._reader.execute(f"SELECT {at} {ordered} ORDER BY {at} DESC LIMIT 1 OFFSET ?", (*values, *wanted, limit - 1)).get
            least = _number(edge) if edge is not None else -(1 << 62)
            rows = self._reader.execute(
                f"SELECT post.json {ordered} AND {at} >= ? ORDER BY {at} DESC, post.key DESC", (*values, *wanted, least)
            )
            posts = tuple(_decode(bytes(json)) for (json,) in rows)
            more = bool(self._reader.execute(f"SELECT EXISTS (SELECT 1 {ordered})", (least, *wanted)).get) if edge is not None else False
        return PostPage(posts, more)

    def _newest(self, topics: tuple[str, ...], each: int) -> tuple[Post, ...]:
        found: dict[int, Post] = {}
        with disk(self.path):
            for topic in topics:
                rows = self._reader.execute(
                    "SELECT key, json FROM in_topic JOIN post USING (key) WHERE topic = ? ORDER BY in_topic.at DESC LIMIT ?", (topic, each)
                )
                found |= {_number(key): _decode(bytes(json)) for key, json in rows}
        return tuple(sorted(found.values(), key=lambda post: (post.at, post.seen)))

    def _counts(self) -> tuple[TopicCount, ...]:
        with disk(self.path):
            rows = self._reader.execute("SELECT topic, second, count FROM counted ORDER BY second")
            return tuple(TopicCount(topic, second, count) for topic, second, count in rows)

    def _taken(self) -> tuple[str, ...]:
        with disk(self.path):
            return tuple(str(id) for (id,) in self._reader.execute("SELECT id FROM taken ORDER BY number"))


def _match(query: str) -> str:
    """FTS5's own query of what a person typed: all of these words, the last one as far as it is typed."""
    words = _WORD.findall(query)
    return " ".join(f'"{word}"' for word in words) + "*" if words else ""


def _number(value: apsw.SQLiteValue | tuple[apsw.SQLiteValue, ...]) -> int:
    assert isinstance(value, int)
    return value
