"""How a source is doing, in the shape that the strip of sources shows and the wire carries."""

from __future__ import annotations

from typing import Literal

import msgspec

State = Literal[
    "connecting",  # not read yet, or trying again
    "live",  # being read
    "silent",  # being read, but nothing has come for a while
    "waiting",  # the server asked to come back later
    "ended",  # a night that was played is over: nothing more will come
    "failed",  # could not be read; tried again by itself
]


class SourceHealth(msgspec.Struct, frozen=True):
    """`why` ends the sentence "<name> …": "refused the connection", "no post for 3 min"; empty when all is well."""

    name: str
    kind: str
    state: State
    rate: float  # posts a second over the last ten seconds
    since: int  # ms, when this state began
    why: str = ""
    last_post: int = 0  # ms, when the last post was read; 0: none yet
