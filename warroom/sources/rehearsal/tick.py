"""What a rehearsal gave since it was last asked."""

from __future__ import annotations

import msgspec

from warroom.sources.count import TopicCount
from warroom.sources.post import Post


class Aside(msgspec.Struct, frozen=True):
    """A post in none of the night's topics. `at` on the event's clock, in ms; `of`: how many posts it stands for."""

    post: Post
    at: int
    of: int = 1


class Tick(msgspec.Struct, frozen=True):
    """`counts` are whole; `posts` are a sample of at most what a stream can carry, their topics not yet filled in.

    `total` and `not_sent` are of the night's topics; asides come on top of them.
    """

    posts: tuple[Post, ...] = ()
    counts: tuple[TopicCount, ...] = ()
    total: int = 0
    not_sent: int = 0
    asides: tuple[Aside, ...] = ()
    asides_before: tuple[Aside, ...] = ()  # of the half hour before, where the play begins or leaps: what is usual to say
