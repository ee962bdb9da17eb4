"""What rises in the whole stream, in no topic."""

from __future__ import annotations

import random
from collections.abc import Sequence

from warroom.sources.base import PostReader, words_of
from warroom.sources.post import Post
from warroom.watch.elsewhere import RATE, Elsewhere
from warroom.watch.spike import ELSEWHERE, Spike, SpikeEnd
from warroom.watch.words import folded

BEGAN = 1_790_000_000
READER = PostReader()
WORDS = [
    f"{head}{tail}" for head in ("gar", "win", "lam", "tro", "fen", "mur") for tail in ("den", "ter", "pio", "vel", "dish", "mint", "lock")
]


class Stream:
    """Ten posts a second of everyday words, each by somebody else."""

    def __init__(self, elsewhere: Elsewhere, per_s: int = 10) -> None:
        self.elsewhere = elsewhere
        self.chance = random.Random(4)
        self.second = BEGAN
        self.number = 0
        self.per_s = per_s
        self.spikes: list[Spike] = []
        self.ended: list[SpikeEnd] = []

    def post(self, text: str, author: str = "") -> Post:
        self.number += 1
        return Post(str(self.number), "S", "bluesky", author or f"a{self.number}", text, self.second * 1_000, self.second * 1_000)

    def run(self, seconds: int, extra: Sequence[str] = (), author: str = "", matched: bool = False) -> None:
        for _ in range(seconds):
            posts = [self.post(" ".join(self.chance.choices(WORDS, k=6))) for _ in range(self.per_s)]
            posts += [self.post(text, author) for text in extra]
            texts = [folded(words_of(post)) for post in posts]
            places = set(range(self.per_s, len(posts))) if matched else set()
            self.elsewhere.offer(texts, posts, places, READER, self.second * 1_000)
            self.second += 1
            spike, end = self.elsewhere.look(self.second)
            self.spikes += [spike] if spike is not None else []
            self.ended += [end] if end is not None else []


def test_a_new_word_is_told_with_what_is_said_beside_it_and_its_end() -> None:
    stream = Stream(Elsewhere("balanced"))
    stream.run(600)
    assert stream.spikes == []
    began = stream.second
    stream.run(60, ["strong earthquake near the coast"])
    assert len(stream.spikes) == 1
    spike = stream.spikes[0]
    assert spike.topic == ELSEWHERE
    assert spike.rule == "words"
    assert spike.baseline == 0.0, "nobody had said it"
    assert {"strong", "earthquake", "coast"} <= set(spike.rising)
    assert set(spike.title.split(" · ")) <= {"strong", "earthquake", "near", "coast"}
    assert spike.spotted // 1_000 - began <= 20
    assert spike.authors >= 12
    assert len(spike.posts) == 1  # they all say the same
    stream.run(120)
    assert [end.spike for end in stream.ended] == [spike.id]
    stream.run(300)
    assert len(stream.spikes) == 1


def test_one_account_or_a_topics_words_or_matched_posts_are_not_told() -> None:
    stream = Stream(Elsewhere("balanced"))
    stream.run(600)
    stream.run(60, ["buy golden tickets"] * 5, author="bot")
    assert stream.spikes == []
    stream.run(60, ["thunder above us"], matched=True)
    assert stream.spikes == []
    stream.elsewhere.expect("balanced", {"earthquake"})
    stream.run(60, ["earthquake"])
    assert stream.spikes == []


def test_before_anything_is_usual_nothing_rises() -> None:
    stream = Stream(Elsewhere("more"))
    stream.run(100, ["earthquake"])
    assert stream.spikes == []


def test_however_much_comes_only_so_much_is_looked_at() -> None:
    stream = Stream(Elsewhere("balanced"), per_s=2_000)
    stream.run(30)
    heard = sum(len(bucket.heard) for bucket in stream.elsewhere._recent)
    assert heard <= 30 * RATE + RATE
    assert heard > 20 * RATE
