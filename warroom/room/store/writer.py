"""Posts into the tables and out of them, within a transaction of the caller's. A post that repeats another stands under its first.

Many rows go into each call, because every call of SQLite lets go of the interpreter and, in a busy room, has to wait to get it back.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import apsw
import msgspec
import xxhash

from warroom.room.store import said
from warroom.room.store.pages import NUMBERS, as_kept, first_key
from warroom.room.store.search import columns
from warroom.sources.post import Post

_ROWS = 50  # inserted by one statement
_TEXTS = 2_000  # the same into full text, which goes to the disk whenever a statement begins, in pieces that are to be merged later
_SPAN = 1 << NUMBERS  # keys of a millisecond
_FIRST_NUMBERS = _SPAN // 2 - 1  # numbers that a millisecond may begin with; as many are left for its others

_encode = msgspec.json.Encoder().encode
_Row = tuple[str | bytes | int | float | None, ...]


def mark(id: str) -> int:
    """By which a post is found; two ids may have the same."""
    return xxhash.xxh3_64_intdigest(id.encode("utf-8", "surrogatepass")) - (1 << 63)


class Numbers:
    """What the keys of new posts end with: one after the other, for FTS5 finds what was deleted by the last bits of its key."""

    def __init__(self) -> None:
        self._next = 0

    def next(self) -> int:
        self._next = (self._next + 1) & _FIRST_NUMBERS
        return self._next


class Writer:
    """For one transaction; `lead` is its last word. Raises apsw.Error."""

    def __init__(self, connection: apsw.Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers
        self._execute = connection.execute
        self._groups: dict[str, str] = {}  # groups that were named, or lost their first, and who takes its place where that was told

    def put(self, posts: Iterable[Post]) -> None:
        """New posts, or known ones again: with more copies, edited, or first of their group now. The latest of the same is kept."""
        together: dict[str, Post] = {}
        for post in sorted(posts, key=_made):  # full text is written in order
            if post.id in together:
                self._put(together)
                together = {}
            together[post.id] = post
        if together:
            self._put(together)

    def _put(self, posts: dict[str, Post]) -> None:
        query = "SELECT id, key, grp, json FROM post WHERE mark IN carray(?)"
        known = {str(id): row for id, *row in self._execute(query, (_integers([mark(id) for id in posts]),))}
        self._groups |= {post.group: "" for post in posts.values() if post.group and post.group not in self._groups}
        self._insert([post for post in posts.values() if post.id not in known])
        for id, (key, group, json) in known.items():
            if id in posts:
                assert isinstance(key, int)
                self._again(posts[id], key, as_kept(bytes(json), str(group)))

    def _again(self, post: Post, key: int, before: Post) -> None:
        post = msgspec.structs.replace(post, at=before.at) if post.at != before.at else post
        if before.group and not post.group:
            self._groups[before.group] = post.id
        elif post.group and not before.group:
            self._groups.setdefault(post.id, "")
        self._execute("UPDATE post SET json = ?, grp = ?, author = ? WHERE key = ?", (_encode(post), post.group, post.author, key))
        if columns(post) != columns(before):
            self._forget("words", "rowid", [key])
            self._forget_said([key])
            self._index([(key, post)])
        if (post.topics, post.group) != (before.topics, before.group):
            self._forget("in_topic", "key", [key])
            self._file([(key, post)])

    def delete(self, ids: Sequence[str]) -> None:
        if ids:
            wanted = {*ids}
            rows = self._execute("SELECT key, id, grp FROM post WHERE mark IN carray(?)", (_integers([mark(id) for id in wanted]),))
            self._remove([row for row in rows if row[1] in wanted])

    def remove(self, which: str, values: _Row) -> int:
        """Those posts that `which`, the end of a query, selects; how many there were."""
        rows = self._execute(f"SELECT key, id, grp FROM post {which}", values).fetchall()
        self._remove(rows)
        return len(rows)

    def _remove(self, rows: Sequence[_Row]) -> None:
        if not rows:
            return
        keys = [key for key, _, _ in rows if isinstance(key, int)]
        self._forget("words", "rowid", keys)
        self._forget_said(keys)
        self._forget("in_topic", "key", keys)
        self._forget("post", "key", keys)
        for _, id, group in rows:
            if not group:
                self._groups.setdefault(str(id), "")

    def _forget_said(self, keys: Sequence[int]) -> None:
        self._forget("said", "rowid", keys)
        self._forget("said_by", "key", keys)

    def _forget(self, table: str, key: str, keys: Sequence[int]) -> None:
        self._execute(f"DELETE FROM {table} WHERE {key} IN carray(?)", (_integers(keys),))

    def lead(self) -> tuple[Post, ...]:
        """Gives every group without its first another one: the one that was told, or the earliest of those that repeated it.

        Returns those that were not told.
        """
        led = []
        for group, heir in self._without_first():
            first = self._first_of(group) or (self._first_of(heir) if heir else "")
            if first and first != group:
                self._execute("UPDATE post SET grp = ? WHERE grp = ? AND grp <> ''", (first, group))
            elif not first and (post := self._promote(group)) is not None:
                led.append(post)
        return tuple(led)

    def _without_first(self) -> list[tuple[str, str]]:
        """Groups with somebody in them who stands under no first, as they were named."""
        if not self._groups:
            return []
        marks = _integers([mark(id) for id in self._groups])
        firsts = {id for (id,) in self._execute("SELECT id FROM post WHERE mark IN carray(?) AND grp = ''", (marks,))}
        names = apsw.carray(tuple(group for group in self._groups if group not in firsts) or ("",))
        repeated = {group for (group,) in self._execute("SELECT DISTINCT grp FROM post WHERE grp <> '' AND grp IN carray(?)", (names,))}
        return [(group, heir) for group, heir in self._groups.items() if group in repeated]

    def _first_of(self, id: str) -> str:
        """The post itself if it is a first, else the first that it leads to; empty where there is none."""
        seen: set[str] = set()
        while id not in seen:
            seen.add(id)
            group = self._execute("SELECT grp FROM post WHERE mark = ? AND id = ?", (mark(id), id)).get
            if group is None:
                return ""
            if not group:
                return id
            id = str(group)
        return ""

    def _promote(self, group: str) -> Post | None:
        """The earliest of those that repeated it becomes the first of the others."""
        row = self._execute("SELECT key, id, json FROM post WHERE grp = ? AND grp <> '' ORDER BY key LIMIT 1", (group,)).get
        if row is None:
            return None
        assert isinstance(row, tuple)
        key, id, json = row
        assert isinstance(key, int)
        assert isinstance(json, bytes)
        self._execute("UPDATE post SET grp = '' WHERE key = ?", (key,))
        self._execute("UPDATE post SET grp = ? WHERE grp = ? AND grp <> ''", (str(id), group))
        post = as_kept(json, "")
        self._file([(key, post)])
        return post

    def _insert(self, posts: Sequence[Post]) -> None:
        if not posts:
            return
        keyed = list(zip(self._keys(posts), posts, strict=True))
        rows = [(key, mark(post.id), post.seen, post.group, post.id, post.author, _encode(post)) for key, post in keyed]
        self._into("post (key, mark, seen, grp, id, author, json)", rows)
        self._file(keyed)
        self._index(keyed)

    def _keys(self, posts: Sequence[Post]) -> Iterator[int]:
        """Rising ones for posts in the order of their times; in the order of the posts within a millisecond."""
        starts = list(dict.fromkeys(first_key(post.at) for post in posts))
        query = f"SELECT value, (SELECT max(key) FROM post WHERE key >= value AND key < value + {_SPAN}) FROM carray(?)"
        latest = {start: most for start, most in self._execute(query, (_integers(starts),)) if isinstance(most, int)}
        key = -1
        for post in posts:
            start = first_key(post.at)
            before = max(key, latest.get(start, -1))
            key = before + 1 if before >= start else start + self._numbers.next()
            if key >= start + _SPAN:  # tens of thousands claim to be of this millisecond
                key = self._free(key)
            yield key

    def _free(self, key: int) -> int:
        """This key, or the first after all others of the next millisecond that has room."""
        while True:
            end = (key // _SPAN + 1) * _SPAN
            most = self._execute("SELECT max(key) FROM post WHERE key >= ? AND key < ?", (end - _SPAN, end)).get
            if not isinstance(most, int) or most < key:
                return key
            if most + 1 < end:
                return most + 1
            key = end

    def _index(self, keyed: Sequence[tuple[int, Post]]) -> None:
        entries = [(key, *said.entry(post)) for key, post in keyed]
        self._into("said_by (key, print, words)", [(key, print, words) for key, print, words, _ in entries])
        self._into("words (rowid, text, author, tags, labels)", [(key, *columns(post)) for key, post in keyed], _TEXTS)
        self._into("said (rowid, tokens)", [(key, tokens) for key, _, _, tokens in entries], _TEXTS)

    def _file(self, keyed: Sequence[tuple[int, Post]]) -> None:
        self._into("in_topic (topic, key)", [(topic, key) for key, post in keyed if not post.group for topic in dict.fromkeys(post.topics)])

    def _into(self, table: str, rows: Sequence[_Row], at_once: int = _ROWS) -> None:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            marks = ",".join([f"({','.join('?' * len(some[0]))})"] * len(some))
            self._execute(f"INSERT INTO {table} VALUES {marks}", tuple(chain.from_iterable(some)))


def _integers(values: Sequence[int]) -> apsw.CArrayBinding:
    """At least one."""
    return apsw.carray(array("q", values), flags=apsw.SQLITE_CARRAY_INT64)


def _made(post: Post) -> int:
    return post.at
