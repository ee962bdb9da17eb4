"""Intake's four hours for `soak`: messages decoded, matched, grouped, spotted and put into batches, by a clock of our own.

`python -m tests.benchmarks.soak_intake HOURS POSTS_A_SECOND ours|plain`. The plain way keeps what it has read.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from tests.benchmarks.intake_traffic import BEGAN_MS, frames, in_round, phrases
from tests.benchmarks.soak_memory import HOUR_MS, Ledger
from warroom import collector
from warroom.intake.outgoing import Outgoing
from warroom.plan.model import Topic
from warroom.sources.jetstream_frames import FrameReader, Frames
from warroom.sources.jetstream_intake import Intake
from warroom.watch.pipeline import Pipeline

BATCH_MS = 100
TOPICS = 4
_FRAMES = 20_000
_KEY = re.compile(rb'"(rkey|rev)":"3zzzz00')


class Soak:
    def __init__(self, plain: bool) -> None:
        self.now = BEGAN_MS
        self.posts = 0
        words = phrases()
        topics = [Topic(f"Topic {number + 1}", tuple(words[number::TOPICS])) for number in range(TOPICS)]
        self._messages = frames(_FRAMES)
        self._intake, self._codec, self._reader = Intake(), Frames(), FrameReader("Bluesky", public=False)
        self._pipeline = Pipeline(topics, lambda: self.now)
        self._outgoing = Outgoing()
        self._kept: dict[str, object] | None = {} if plain else None

    def batch(self, count: int) -> None:
        """A tenth of a second in which `count` posts come."""
        self.now += BATCH_MS
        posts, _ = self._intake.sort([self._message(self.posts + number) for number in range(count)], self._codec, self._reader, self.now)
        self.posts += count
        self._reader.seen = self.now
        self._take(posts)
        self._outgoing.add(self._pipeline.batch())
        while self._outgoing:
            sent = self._outgoing.next()
            msgspec.json.encode(sent)
            if self._kept is not None:
                self._kept.update((post.id, post) for post in sent.posts)
            self._outgoing.done()

    def _take(self, posts: Sequence[Any]) -> None:
        if posts:
            self._pipeline.take(posts, self._reader)

    def _message(self, number: int) -> bytes:
        """No key and no text comes twice."""
        turn, place = divmod(number, len(self._messages))
        message = in_round(_KEY.sub(rb'"\1":"3zz%05dzz' % turn, self._messages[place]), turn % 100)
        return message.replace(b"%d" % (BEGAN_MS * 1_000 + place * 7), b"%d" % (self.now * 1_000 - 1_000))


def main(hours: float, rate: float, plain: bool) -> None:
    soak = Soak(plain)
    collector.ease()
    ledger = Ledger(soak.now)
    owed = 0.0
    while soak.now < BEGAN_MS + hours * HOUR_MS:
        owed += rate * BATCH_MS / 1_000
        soak.batch(int(owed))
        owed -= int(owed)
        ledger.look(soak.now)
    ledger.tell(soak.posts)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "plain")
