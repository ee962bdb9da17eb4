"""What intake hands to the room, ten times a second."""

from __future__ import annotations

import msgspec

from warroom.sources.count import TopicCount
from warroom.sources.gap import Gap
from warroom.sources.post import Post
from warroom.watch.spike import Spike, SpikeEnd, Turn


class Batch(msgspec.Struct, frozen=True):
    """Everything since the last batch. A post whose id was sent before replaces it: it has more copies now, or was edited."""

    posts: tuple[Post, ...] = ()
    counts: tuple[TopicCount, ...] = ()
    total: int = 0  # posts read from the sources, matched or not
    not_sent: int = 0  # matched posts left out of `posts` above the rate that a room is sent
    deleted: tuple[str, ...] = ()  # ids whose authors took them back
    gaps: tuple[Gap, ...] = ()
    spikes: tuple[Spike, ...] = ()
    ended: tuple[SpikeEnd, ...] = ()
    turns: tuple[Turn, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell the room."""
        return bool(self.posts or self.counts or self.deleted or self.total or self.gaps or self.spikes or self.ended or self.turns)
