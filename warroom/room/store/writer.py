"""Posts into the tables and out of them, within a transaction of the caller's. A post that repeats another stands under its first."""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import msgspec

from warroom.room.store import said
from warroom.room.store.pages import NUMBERS, as_kept, first_key
from warroom.room.store.search import columns
from warroom.sources.post import Post

_encode = msgspec.json.Encoder().encode


class Writer:
    """For one transaction; `lead` is its last word. Raises apsw.Error."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._groups: dict[str, str] = {}  # groups that were named, or lost their first, and who takes its place where that was told

    def put(self, post: Post) -> None:
        """A new post, or a known one again: with more copies, edited, or first of its group now."""
        row = self._execute("SELECT key, grp, json FROM post WHERE id = ?", (post.id,)).get
        if post.group:
            self._groups.setdefault(post.group, "")
        if row is None:
            self._insert(post)
            return
        assert isinstance(row, tuple)
        key, group, json = row
        assert isinstance(key, int)
        before = as_kept(bytes(json), str(group))
        post = msgspec.structs.replace(post, at=before.at) if post.at != before.at else post
        if group and not post.group:
            self._groups[str(group)] = post.id
        elif post.group and not group:
            self._groups.setdefault(post.id, "")
        self._execute("UPDATE post SET json = ?, grp = ?, author = ? WHERE key = ?", (_encode(post), post.group, post.author, key))
        if columns(post) != columns(before):
            self._execute("DELETE FROM words WHERE rowid = ?", (key,))
            said.forget(self._connection, key)
            self._index(key, post)
        if (post.topics, post.group) != (before.topics, before.group):
            self._execute("DELETE FROM in_topic WHERE key = ?", (key,))
            self._file(key, post)
        if _pictured(post) != _pictured(before):
            self._execute("DELETE FROM pictured WHERE key = ?", (key,))
            self._depict(key, post)

    def delete(self, ids: Sequence[str]) -> None:
        for id in ids:
            self.remove("SELECT id FROM post WHERE id = ?", (id,))

    def remove(self, which: str, values: tuple[str | int, ...]) -> int:
        """Those whose ids `which` selects; how many there were."""
        rows = list(self._execute(f"SELECT key, id, grp FROM post WHERE id IN ({which})", values))
        keys = [(key,) for key, _, _ in rows]
        self._connection.executemany("DELETE FROM words WHERE rowid = ?", keys)
        self._connection.executemany("DELETE FROM post WHERE key = ?", keys)
        for _, id, group in rows:
            if not group:
                self._groups.setdefault(str(id), "")
        return len(rows)

    def lead(self) -> tuple[Post, ...]:
        """Gives every group without its first another one: the one that was told, or the earliest of those that repeated it.

        Returns those that were not told.
        """
        led = []
        for group, heir in self._groups.items():
            first = self._first_of(group) or (self._first_of(heir) if heir else "")
            if first and first != group:
                self._execute("UPDATE post SET grp = ? WHERE grp = ? AND grp <> ''", (first, group))
            elif not first and (post := self._promote(group)) is not None:
                led.append(post)
        return tuple(led)

    def _first_of(self, id: str) -> str:
        """The post itself if it is a first, else the first that it leads to; empty where there is none."""
        seen: set[str] = set()
        while id not in seen:
            seen.add(id)
            group = self._execute("SELECT grp FROM post WHERE id = ?", (id,)).get
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
        self._file(key, post)
        return post

    def _insert(self, post: Post) -> None:
        start = first_key(post.at)
        last = self._execute("SELECT max(key) FROM post WHERE key >= ? AND key < ?", (start, start + (1 << NUMBERS))).get
        key = start if last is None else int(last) + 1
        self._execute(
            "INSERT INTO post (key, id, seen, grp, author, json) VALUES (?, ?, ?, ?, ?, ?)",
            (key, post.id, post.seen, post.group, post.author, _encode(post)),
        )
        self._index(key, post)
        self._file(key, post)
        self._depict(key, post)

    def _index(self, key: int, post: Post) -> None:
        self._execute("INSERT INTO words (rowid, text, author, tags, topic) VALUES (?, ?, ?, ?, ?)", (key, *columns(post)))
        said.index(self._connection, key, post)

    def _file(self, key: int, post: Post) -> None:
        if not post.group:
            self._connection.executemany("INSERT OR IGNORE INTO in_topic VALUES (?, ?)", [(topic, key) for topic in post.topics])

    def _depict(self, key: int, post: Post) -> None:
        if urls := _pictured(post):
            self._connection.executemany("INSERT OR IGNORE INTO pictured VALUES (?, ?)", [(url, key) for url in urls])


def _pictured(post: Post) -> list[str]:
    return [url for url in (*(picture.url for picture in post.pictures), post.avatar) if url]
