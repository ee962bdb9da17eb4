from __future__ import annotations

from pathlib import Path

import pytest

from warroom.intake.memory import Memory
from warroom.intake.play import Player
from warroom.plan.read import read_plan
from warroom.review.model import Pace
from warroom.sources.rehearsal.play import Rehearsal, folder
from warroom.watch.batch import Batch
from warroom.watch.pipeline import Pipeline

SERVER = 1_900_000_000_000
TICK = 100


class Show:
    """Steps the player ten times a second on a clock of the test's own."""

    def __init__(self, tmp_path: Path) -> None:
        self.now = SERVER
        self.memory = Memory(tmp_path / "state.json")
        self.pipeline = Pipeline(read_plan(folder() / "event.toml").topics, lambda: self.now)
        self.player = Player(self.memory, self.pipeline)

    def play(self, pace: Pace, seconds: float) -> Batch:
        """All of it as one batch."""
        posts, counts, total = [], [], 0
        for _ in range(int(seconds * 1000 / TICK)):
            self.player.step(pace, self.now)
            batch = self.pipeline.batch()
            posts += batch.posts
            counts += batch.counts
            total += batch.total
            self.now += TICK
        return Batch(tuple(posts), tuple(counts), total)


def seconds_of(batch: Batch) -> tuple[int, int]:
    return min(count.second for count in batch.counts), max(count.second for count in batch.counts)


def test_pace_pause_and_jump_count_at_once(tmp_path: Path) -> None:
    night = Rehearsal.shipped().night
    kick_off, blackout = night.start("kick-off"), night.start("blackout")
    show = Show(tmp_path)
    begin = show.play(Pace(kick_off, show.now), 1.0)
    assert show.memory.history_told
    low, high = seconds_of(begin)
    assert kick_off - low >= 25 * 60_000  # the pulse has its half hour at once
    assert begin.total < 100_000  # and the half hour is not said to be read in this second
    assert abs(high - kick_off) <= 2_000
    assert begin.posts
    assert all(post.in_rehearsal for post in begin.posts)

    ten = show.play(Pace(kick_off + 1000, show.now, 10.0), 2.0)
    assert 18_000 <= seconds_of(ten)[1] - kick_off <= 22_000

    held = Pace(kick_off + 21_000, show.now, 10.0, paused=True)
    show.play(held, 0.1)
    frozen = show.play(held, 2.0)
    assert frozen.total == 0
    assert {source.state for source in show.player.health()} == {"waiting"}

    jumped = show.play(Pace(blackout, show.now), 1.0)
    assert abs(seconds_of(jumped)[1] - blackout) <= 2_000
    assert jumped.total < 100_000
    assert {source.state for source in show.player.health()} == {"live"}

    later = show.play(Pace(blackout + 5 * 60_000, show.now), 2.0)
    assert any("Blackout" in post.topics for post in later.posts)


def test_a_second_intake_does_not_tell_the_past_again(tmp_path: Path) -> None:
    kick_off = Rehearsal.shipped().night.start("kick-off")
    first = Show(tmp_path)
    first.play(Pace(kick_off, first.now), 0.5)
    second = Show(tmp_path)
    second.memory = first.memory
    second.player = Player(first.memory, second.pipeline)
    again = second.play(Pace(kick_off, second.now), 1.0)
    assert seconds_of(again)[0] >= kick_off - 1_000


@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_what_is_leapt_over_is_no_rate(tmp_path: Path, speed: float) -> None:
    """As from the blackout: the room begins where its plan does and is set there at once."""
    night = Rehearsal.shipped().night
    show = Show(tmp_path)
    show.play(Pace(night.start("kick-off"), show.now), 1.0)
    begin = Pace(night.start("blackout"), show.now, speed)
    show.play(begin, 1.0)
    early = sum(source.rate for source in show.player.health())
    show.play(begin, 14.0)
    steady = sum(source.rate for source in show.player.health())
    assert 0 < early < steady < 10_000 * speed
