"""What one server told of its posts so far, so that word of a post may come in any order, and twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from warroom.sources.base import words_of
from warroom.sources.mastodon_status import Status, post_of
from warroom.sources.post import Post

REMEMBERED = 20_000

V = TypeVar("V")


class Edition(NamedTuple):
    post: Post
    edited: str
    words: str


class Seen:
    """The latest 20,000 ids. A deletion or an edit may come before its post: the post is then not shown, or not in its old edition."""

    def __init__(self, source: str, host: str) -> None:
        self._source = source
        self._host = host
        self._editions: dict[str, tuple[str, str]] = {}  # status id -> Post.id, edited_at
        self._gone: dict[str, None] = {}

    def editions(self, statuses: Iterable[Status], seen: int) -> list[Edition]:
        """Those that are no older than what is known. `seen` in ms."""
        fresh: list[Edition] = []
        for status in statuses:
            edited = status.edited_at or ""
            if status.id in self._gone or edited < self._editions.get(status.id, ("", ""))[1]:
                continue
            post = post_of(status, self._source, self._host, seen)
            _remember(self._editions, status.id, (post.id, edited))
            words = words_of(post)
            if not status.spoiler_text and post.warning:  # said by us, not by its author: no topic's word
                words = words.removesuffix("\0" + post.warning)
            fresh.append(Edition(post, edited, words))
        return fresh

    def delete(self, status_id: str) -> str | None:
        """The `Post.id` of what is gone; None where it was not seen yet."""
        known = self._editions.pop(status_id, None)
        _remember(self._gone, status_id, None)
        return known[0] if known is not None else None


class EditionReader:
    """Two servers' readings of one edition of a post are the same, even where their HTML differs."""

    def words(self, items: Sequence[Edition], /) -> list[str]:
        return [item.words for item in items]

    def languages(self, item: Edition, /) -> tuple[str, ...]:
        return item.post.languages

    def key(self, item: Edition, /) -> Hashable:
        return item.post.id, item.edited

    def author(self, item: Edition, /) -> Hashable:
        return item.post.author

    def edited(self, items: Sequence[Edition], /) -> list[tuple[int, str]]:
        return [(place, item.post.id) for place, item in enumerate(items) if item.edited]

    def heard(self, item: Edition, /) -> int:
        return item.post.at

    def post(self, item: Edition, /) -> Post:
        return item.post


def _remember(memory: dict[str, V], key: str, value: V) -> None:
    memory.pop(key, None)
    memory[key] = value
    if len(memory) > REMEMBERED:
        del memory[next(iter(memory))]
