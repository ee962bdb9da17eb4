"""Which posts stand on an asked page. Everything is read in the order of `post.key`, which follows the time, from an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import apsw
import msgspec

from warroom.room.store.search import match
from warroom.sources.post import Post
from warroom.wire import PostPage

PAGE_MOST = 200
NUMBERS = 16  # bits of a key that tell posts of one millisecond apart
LATEST = 1 << 46  # ms; what claims to be later is kept as of then
_END = LATEST + 1 << NUMBERS

_decode = msgspec.json.Decoder(Post).decode


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for: at most one of `before`, `after` and `around` (ms), each 0 where it is not; `group` is a post's id."""

    topic: str = ""
    query: str = ""
    group: str = ""
    before: int = 0
    after: int = 0
    around: int = 0
    limit: int = 50


def first_key(at: int) -> int:
    """The smallest key of that millisecond."""
    return min(max(at, 0), LATEST) << NUMBERS


def read_page(connection: apsw.Connection, asked: Page) -> PostPage:
    """Raises apsw.Error."""
    source = _source(connection, asked)
    if source is None:
        return PostPage((), more=False)
    limit = min(max(asked.limit, 1), PAGE_MOST)
    if asked.around:
        edge = first_key(asked.around + 1)
        older = _older(connection, source, edge, (limit + 1) // 2)
        keys = _newer(connection, source, edge, max(1, limit // 2)) + older
    elif asked.after:
        keys = _newer(connection, source, first_key(asked.after + 1), limit)
    else:
        keys = _older(connection, source, first_key(asked.before) if asked.before else _END, limit)
    if not keys:
        low = high = first_key(asked.around or asked.after + bool(asked.after) or asked.before)
    else:
        low, high = keys[-1], keys[0] + 1
    more = bool(_keys(connection, source, 0, low, "DESC", 1))
    newer = bool(_keys(connection, source, high, _END, "ASC", 1))
    return PostPage(tuple(_posts(connection, keys)), more, newer)


def posts_of(connection: apsw.Connection, topic: str, before: int, limit: int) -> list[tuple[int, Post]]:
    """The newest firsts of a topic with their keys, older than the key `before` (0: the newest), newest first. Raises apsw.Error."""
    keys = _keys(connection, _Source("SELECT key FROM in_topic WHERE topic = ? AND", "key", topic), 0, before or _END, "DESC", limit)
    return list(zip(keys, _posts(connection, keys), strict=True))


def found(connection: apsw.Connection, expression: str) -> Iterator[Post]:
    """Posts that FTS5 finds, in no order. Raises apsw.Error."""
    rows = connection.execute("SELECT json FROM words CROSS JOIN post ON post.key = words.rowid WHERE words MATCH ?", (expression,))
    return (_decode(json) for (json,) in rows if isinstance(json, bytes))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where keys are read from: the beginning of a query, how the key is called there, and the one value it needs, if any."""

    select: str
    key: str
    value: str = ""


def _source(connection: apsw.Connection, asked: Page) -> _Source | None:
    if asked.query.strip():
        return _searched(connection, asked)
    if asked.group:
        return _Source("SELECT key FROM post WHERE grp = ? AND grp <> '' AND", "key", asked.group)
    if asked.topic:
        return _Source("SELECT key FROM in_topic WHERE topic = ? AND", "key", asked.topic)
    return _Source("SELECT key FROM post WHERE grp = '' AND", "key")


def _searched(connection: apsw.Connection, asked: Page) -> _Source | None:
    """The words as they were typed; where no post has them, the last as the beginning of one."""
    select = "SELECT rowid FROM words WHERE words MATCH ? AND"
    typed = _Source(select, "rowid", match(asked.query, asked.topic))
    if not typed.value or _keys(connection, typed, 0, _END, "DESC", 1):
        return typed if typed.value else None
    return _Source(select, "rowid", match(asked.query, asked.topic, typing=True))


def _older(connection: apsw.Connection, source: _Source, below: int, limit: int) -> list[int]:
    """The next `limit` before that key and all others of the last one's millisecond, newest first."""
    keys = _keys(connection, source, 0, below, "DESC", limit)
    if len(keys) == limit:
        start = keys[-1] >> NUMBERS << NUMBERS
        keys += _keys(connection, source, start, keys[-1], "DESC", 1 << NUMBERS)
    return keys


def _newer(connection: apsw.Connection, source: _Source, start: int, limit: int) -> list[int]:
    """The next `limit` from that key on and all others of the last one's millisecond, newest first."""
    keys = _keys(connection, source, start, _END, "ASC", limit)
    if len(keys) == limit:
        keys += _keys(connection, source, keys[-1] + 1, (keys[-1] >> NUMBERS) + 1 << NUMBERS, "ASC", 1 << NUMBERS)
    return keys[::-1]


def _keys(connection: apsw.Connection, source: _Source, start: int, below: int, order: str, limit: int) -> list[int]:
    key = source.key
    values = (*((source.value,) if source.value else ()), start, below, limit)
    rows = connection.execute(f"{source.select} {key} >= ? AND {key} < ? ORDER BY {key} {order} LIMIT ?", values)
    return [number for (number,) in rows]


def _posts(connection: apsw.Connection, keys: list[int]) -> list[Post]:
    marks = ",".join("?" * len(keys))
    rows = connection.execute(f"SELECT json, grp FROM post WHERE key IN ({marks}) ORDER BY key DESC", keys)
    return [as_kept(bytes(json), group) for json, group in rows]


def as_kept(json: bytes, group: str) -> Post:
    """The group that counts is the one the store knows: firsts are followed by others when they are deleted."""
    post = _decode(json)
    return post if post.group == group else msgspec.structs.replace(post, group=group)
