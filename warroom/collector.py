"""Python's collector in the processes that work through a stream: the one that reads the sources, and the room."""

from __future__ import annotations

import gc

_YOUNG = 50_000  # objects: a busy tenth of a second makes some thousands, all of which die young


def ease() -> None:
    """Lets the collector pass over what is there by now, and look at what is new less often. It takes a tenth of a busy stream else."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
