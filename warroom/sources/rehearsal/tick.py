"""What a rehearsal gave since it was last asked."""

from __future__ import annotations

import msgspec

from warroom.sources.count import TopicCount
from warroom.sources.post import Post


class Tick(msgspec.Struct, frozen=True):
    """`counts` are whole; `posts` are a sample of at most what a stream can carry, their topics not yet filled in."""

    posts: tuple[Post, ...] = ()
    counts: tuple[TopicCount, ...] = ()
    total: int = 0
    not_sent: int = 0
