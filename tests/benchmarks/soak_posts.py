"""Matched posts as intake makes them of its messages, for those parts of `soak` that begin with posts."""

from __future__ import annotations

import msgspec

from tests.benchmarks.intake_traffic import BEGAN_MS, frames
from tests.benchmarks.soak_intake import TOPICS
from warroom.sources.jetstream_frames import FrameReader, Frames
from warroom.sources.jetstream_intake import Intake
from warroom.sources.post import Post


def posts(count: int = 5_000) -> list[Post]:
    """Each of one topic, in turn."""
    reader = FrameReader("Bluesky", public=False)
    items, _ = Intake().sort(frames(count, matching=1.0), Frames(), reader, BEGAN_MS)
    reader.seen = BEGAN_MS
    return [msgspec.structs.replace(reader.post(item), topics=(f"Topic {number % TOPICS + 1}",)) for number, item in enumerate(items)]
