"""From posts and counts to what a batch tells of spikes."""

from __future__ import annotations

import random
from collections.abc import Sequence

from warroom.plan.model import Topic
from warroom.sources.base import PostReader
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.sources.rehearsal.tick import Tick
from warroom.watch.batch import Batch
from warroom.watch.pipeline import Pipeline
from warroom.watch.spike import ELSEWHERE, Spike, SpikeEnd
from warroom.watch.spotter import Spotter
from warroom.watch.turning import Followed

BEGAN = 1_790_000_000_000
TOPICS = [Topic("Blackout", ("lights",)), Topic("Us", ("crumb",))]
READER = PostReader()


class Room:
    """A pipeline on a clock of the test's own, asked twice a second."""

    def __init__(self, topics: Sequence[Topic] = TOPICS) -> None:
        self.now = BEGAN
        self.pipeline = Pipeline(topics, lambda: self.now)
        self.chance = random.Random(9)
        self.number = 0
        self.spikes: list[Spike] = []
        self.ended: list[SpikeEnd] = []
        self.turns: list[str] = []

    def post(self, text: str, author: str = "") -> Post:
        self.number += 1
        return Post(str(self.number), "S", "bluesky", author or f"a{self.number}", f"{text} {self.number:x}", self.now, self.now)

    def run(self, seconds: int, texts: Sequence[str], per_s: float, authors: Sequence[str] = ("",)) -> None:
        for _ in range(2 * seconds):
            number = int(self.chance.expovariate(1.0) * per_s / 2 + self.chance.random()) if per_s < 4 else round(per_s / 2)
            self.pipeline.take([self.post(self.chance.choice(texts), self.chance.choice(authors)) for _ in range(number)], READER)
            self.now += 500
            self.note(self.pipeline.batch())

    def note(self, batch: Batch) -> None:
        self.spikes += batch.spikes
        self.ended += batch.ended
        self.turns += [turn.moment for turn in batch.turns]


CALM = ["the lights in this hall are nice", "lights, camera", "who does the lights here"]
DARK = ["lights out in the dome", "the dome lights just failed", "all lights out, dome is dark"]


def test_a_spike_is_told_with_why_and_its_end() -> None:
    room = Room()
    room.run(400, CALM, 4)
    assert room.spikes == []
    began = room.now
    room.run(30, DARK, 40)
    assert len({spike.id for spike in room.spikes}) == 1
    spike = room.spikes[0]
    assert (spike.topic, spike.title, spike.rule) == ("Blackout", "Blackout", "baseline")
    assert 0 <= spike.spotted - began <= 6_000
    assert abs(spike.since - began) <= 2_000
    assert any("dome" in word for word in spike.rising)
    assert len(spike.posts) == 3
    assert all("dome" in post.text for post in spike.posts)
    assert spike.authors >= 7
    room.run(60, CALM, 4)
    assert [end.spike for end in room.ended] == [spike.id]
    assert room.ended[0].peak >= 30


def test_a_flood_by_few_is_not_told() -> None:
    room = Room()
    room.run(400, CALM, 4)
    room.run(60, DARK, 60, authors=["bot1", "bot2", "bot3", "bot4"])
    assert room.spikes == []
    room.run(10, DARK, 60)
    assert len({spike.id for spike in room.spikes}) == 1


def test_authors_are_looked_at_in_part_when_there_are_many() -> None:
    spotter, chance, now = Spotter(TOPICS), random.Random(2), BEGAN
    told: list[Spike] = []

    def run(seconds: int, per_s: int, people: int) -> None:
        nonlocal now
        for _ in range(2 * seconds):
            second = now // 1_000 * 1_000
            for author in (hash(("author", chance.randrange(people))) for _ in range(per_s // 2)):
                if not author & spotter.mask:
                    spotter.heard(("Blackout",), second, author)
            now += 500
            found = spotter.spot(now, (), (TopicCount("Blackout", second, per_s // 2),)).spikes
            told.extend(spike for spike in found if not spike.refined)

    run(125, 2_000, 10**9)
    assert spotter.mask > 0
    run(10, 6_000, 20)
    assert told == []
    run(8, 6_000, 10**9)
    assert len(told) == 1
    assert told[0].authors > 2_000


def test_topics_and_sensitivities_change_and_unchanged_ones_keep_their_baseline() -> None:
    room = Room()
    room.run(400, CALM, 4)
    room.pipeline.watch([Topic("Blackout", ("lights",), sensitivity="more"), Topic("Storm", ("storm",))], "balanced")
    room.run(10, DARK, 40)
    assert [spike.topic for spike in room.spikes if not spike.refined] == ["Blackout"]
    other = Room()
    other.run(400, CALM, 4)
    other.pipeline.watch([Topic("Blackout", ("dome",))])
    other.run(10, DARK, 40)
    assert other.spikes == [], "it searches for something else now, so nothing is known of its baseline"


def test_the_whole_stream_is_listened_to_where_the_room_wants_it() -> None:
    for wanted in ("balanced", "off"):
        room = Room()
        room.pipeline.watch(TOPICS, wanted)
        everyday = [f"{a} {b} {c}" for a in ("bread", "soup") for b in ("windows", "paint", "tea") for c in ("letters", "shoes", "birds")]
        room.run(420, everyday, 10)
        room.run(40, [*everyday[:6], "strong earthquake", "an earthquake now", "felt that earthquake"], 20)
        assert [spike.topic for spike in room.spikes if not spike.refined] == ([ELSEWHERE] if wanted == "balanced" else [])
        assert all("earthquake" in spike.title for spike in room.spikes)


def test_a_moments_turning_comes_with_the_batch() -> None:
    room = Room()
    room.run(300, CALM, 4)
    evidence = tuple(room.post(text) for text in CALM * 8)
    room.pipeline.spotter.follow([Followed("m1", "Blackout", evidence)])
    room.run(60, ["lights out and people injured", *CALM], 4)
    assert room.turns == ["m1"]


NIGHT = 1_360_000_000_000


def played(room: Room, begin: int, seconds: int, per_s: int, at_once: int = 6) -> None:
    """A rehearsal's ticks, each of so many seconds of its night."""
    for second in range(begin, begin + seconds, at_once):
        counts = tuple(TopicCount("Blackout", (second + part) * 1_000, per_s + room.chance.randrange(9)) for part in range(at_once))
        room.pipeline.play(Tick((room.post("lights out"),), counts, per_s * at_once, 0))
        room.now += 100
        room.note(room.pipeline.batch())


def test_a_rehearsal_is_watched_by_its_own_clock() -> None:
    room = Room()
    night = NIGHT // 1_000
    history = tuple(TopicCount("Blackout", (night - 1_800 + second) * 1_000, 100 + room.chance.randrange(9)) for second in range(1_800))
    room.pipeline.play(Tick((), history, 180_000, 0))
    room.note(room.pipeline.batch())
    played(room, night, 120, 100)
    assert room.spikes == []
    played(room, night + 120, 60, 400)
    assert len(room.spikes) == 1
    assert abs(room.spikes[0].since - NIGHT - 120_000) <= 1_000
    assert 0 <= room.spikes[0].spotted - NIGHT - 120_000 <= 4_000


def test_a_clock_put_back_or_far_ahead_begins_anew_and_tells_nothing_old() -> None:
    room = Room()
    night = NIGHT // 1_000
    played(room, night, 600, 100)
    played(room, night - 7_200, 600, 400)
    played(room, night + 9_000, 600, 2_000)
    assert room.spikes == []
    played(room, night + 9_600, 30, 9_000)
    assert len(room.spikes) == 1


def test_what_was_over_before_it_could_be_looked_at_is_no_news() -> None:
    room = Room()
    night = NIGHT // 1_000
    levels = [100] * 1_200 + [900] * 60 + [100] * 540
    history = tuple(TopicCount("Blackout", (night + second) * 1_000, level) for second, level in enumerate(levels))
    room.pipeline.play(Tick((), history, sum(levels), 0))
    room.note(room.pipeline.batch())
    assert (room.spikes, room.ended) == ([], [])


def test_a_spike_is_told_twice_more_with_what_later_posts_show() -> None:
    room = Room()
    room.run(400, CALM, 4)
    began = room.now
    told_at: dict[int, int] = {}
    for _ in range(60):
        room.run(1, DARK, 30 + (room.now - began) // 500)
        for spike in room.spikes:
            told_at.setdefault(spike.refined, room.now)
    assert [spike.refined for spike in room.spikes] == [0, 1, 2]
    first, second, third = room.spikes
    assert [told_at[number] - told_at[0] for number in (1, 2)] == [4_000, 15_000]
    assert len({(spike.id, spike.since, spike.spotted, spike.baseline, spike.score, spike.title) for spike in room.spikes}) == 1
    assert first.peak == 0.0
    assert first.per_s < second.per_s < third.per_s <= third.peak
    assert first.authors < second.authors <= third.authors
    assert len({post.author for post in third.posts}) == len(third.posts) == 3
    assert len({post.text.rsplit(" ", 1)[0] for post in third.posts}) == 3, "each says something else"
    assert any("dome" in word for word in third.rising)


def test_a_spike_that_is_over_first_is_told_again_once_at_its_end() -> None:
    room = Room()
    night = NIGHT // 1_000
    history = tuple(TopicCount("Blackout", (night - 1_800 + second) * 1_000, 100 + room.chance.randrange(9)) for second in range(1_800))
    room.pipeline.play(Tick((), history, 180_000, 0))
    room.note(room.pipeline.batch())
    played(room, night, 120, 100)
    played(room, night + 120, 60, 400, 20)
    played(room, night + 180, 120, 100, 20)
    assert len(room.ended) == 1
    assert [spike.refined for spike in room.spikes] == [0, 1]
    assert room.spikes[1].peak == room.ended[0].peak
    played(room, night + 300, 120, 100, 1)
    assert len(room.spikes) == 2


def test_what_was_taken_back_is_not_told_again() -> None:
    room = Room()
    room.run(400, CALM, 4)
    while not room.spikes:
        room.run(1, DARK, 40)
    gone = {post.id for post in room.spikes[0].posts}
    room.pipeline.delete(sorted(gone))
    room.run(20, DARK, 40)
    assert len(room.spikes) == 3
    assert not any(post.id in gone for spike in room.spikes[1:] for post in spike.posts)


def test_what_rises_elsewhere_is_told_again_too() -> None:
    room = Room()
    room.pipeline.watch(TOPICS, "balanced")
    everyday = [f"{a} {b} {c}" for a in ("bread", "soup") for b in ("windows", "paint", "tea") for c in ("letters", "shoes", "birds")]
    room.run(420, everyday, 10)
    room.run(60, [*everyday[:6], "strong earthquake shakes hall", "an earthquake now, cups fell", "felt that earthquake upstairs"], 20)
    assert [spike.refined for spike in room.spikes] == [0, 1, 2]
    first, _, third = room.spikes
    assert (third.id, third.title, third.since, third.spotted) == (first.id, first.title, first.since, first.spotted)
    assert third.authors > first.authors
    assert third.peak >= third.per_s > 0
    assert len({post.author for post in third.posts}) == 3
