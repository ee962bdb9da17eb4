"""How many posts of a topic were made in one second."""

from __future__ import annotations

import msgspec


class TopicCount(msgspec.Struct, frozen=True):
    """`count` more posts of `topic` in the second that began at `second`, to be added to what was told of that second before.

    `second` is a whole second in milliseconds on the event's clock: server time in a live room, the night's own time in a
    rehearsal.
    """

    topic: str
    second: int
    count: int
