"""What every source is: a task that reads for as long as it runs, hands on what it read, and says how it is doing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol, TypeVar

from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class Reader(Protocol[T_contra]):
    """Reads one protocol's decoded items, piece by piece, so that a whole Post is made only of what matched a topic."""

    def words(self, items: Sequence[T_contra], /) -> list[str]:
        """Of each, all that topics are matched against: text, card title and description, alt texts, `#tags`; parts joined by NUL."""
        ...

    def languages(self, item: T_contra, /) -> tuple[str, ...]:
        """BCP 47 primary tags, lower case; empty when the author named none."""
        ...

    def key(self, item: T_contra, /) -> Hashable:
        """Equal for two readings of the same version of the same post, over reconnects and servers."""
        ...

    def author(self, item: T_contra, /) -> Hashable:
        """Equal for two posts of one author. Asked of every post that matches, so as cheap as can be."""
        ...

    def edited(self, items: Sequence[T_contra], /) -> list[tuple[int, str]]:
        """Those that replace what their authors said before: the place of each among `items`, and its `Post.id`."""
        ...

    def heard(self, item: T_contra, /) -> int:
        """When the network had it, in ms: the second in which it is counted."""
        ...

    def post(self, item: T_contra, /) -> Post: ...


class Sink(Protocol):
    """Where sources hand on what they read. Called on the event loop; never blocks, never raises for what a post contains."""

    def take(self, items: Sequence[T], reader: Reader[T], /) -> None: ...

    def delete(self, ids: Sequence[str], /) -> None:
        """Posts that their authors took back, by `Post.id`."""
        ...

    def gap(self, gap: Gap, /) -> None:
        """A stretch of time whose posts were not read, and cannot be had any more."""
        ...


class Source(Protocol):
    """`run` reads until it is cancelled; trouble with the other end is told by `health` and tried again, never raised."""

    @property
    def name(self) -> str: ...

    async def run(self, sink: Sink, /) -> None: ...

    def health(self) -> SourceHealth: ...


class PostReader:
    """Reads items that are Posts already."""

    def words(self, items: Sequence[Post], /) -> list[str]:
        return [words_of(post) for post in items]

    def languages(self, item: Post, /) -> tuple[str, ...]:
        return item.languages

    def key(self, item: Post, /) -> Hashable:
        return item.id, item.text, item.edited

    def author(self, item: Post, /) -> Hashable:
        return item.author

    def edited(self, items: Sequence[Post], /) -> list[tuple[int, str]]:
        return [(place, post.id) for place, post in enumerate(items) if post.edited]

    def heard(self, item: Post, /) -> int:
        return item.at

    def post(self, item: Post, /) -> Post:
        return item


def words_of(post: Post) -> str:
    parts = [post.text, *("#" + tag for tag in post.tags), *(picture.alt for picture in post.pictures)]
    if post.link is not None:
        parts += [post.link.title, post.link.description]
    parts.append(post.warning)
    return "\0".join(part for part in parts if part)
