"""What a rehearsal says besides the night's topics: ours, the same at any pace, and enough for something else to rise."""

from __future__ import annotations

import re

import msgspec
import pytest

from tests.sources.rehearsal.test_play import MATCHER, PLAN, REAL, SCRIPT, SERVER, played
from warroom.plan.clock import EventClock
from warroom.plan.model import Topic
from warroom.sources.base import words_of
from warroom.sources.rehearsal.play import Rehearsal
from warroom.sources.rehearsal.script import Writer
from warroom.watch.batch import Batch
from warroom.watch.pipeline import Pipeline
from warroom.watch.spike import ELSEWHERE
from warroom.watch.words import folded

MINUTE = 60_000


def test_it_is_labelled_as_ours_and_names_nobody_and_is_in_no_topic() -> None:
    assert {beside.what for beside in SCRIPT.beside} == {"everyday", "a commercial that everybody starts to talk about"}
    assert all(beside.ours for beside in SCRIPT.beside)
    assert re.findall(REAL, "\n".join(text for beside in SCRIPT.beside for text in beside.text).lower()) == []
    writer = Writer(SCRIPT, 8)
    written = [writer.write_beside(beside) for _ in range(3_000) for beside in SCRIPT.beside]
    assert [each.text for each in written if MATCHER.topics(folded("\0".join((each.text, *each.tags))))] == []
    assert len({each.text for each in written[1::2]}) > 1_000
    assert {each.source for each in written} == {"Bluesky (rehearsal)", "Mastodon (rehearsal)"}


@pytest.mark.parametrize("speed", [1.0, 10.0, 60.0])
def test_volumes_are_those_of_the_event_s_clock_at_any_pace(speed: float) -> None:
    rehearsal, clock = played(speed)
    rehearsal.tick(clock, SERVER)
    server_s = int(120 / speed)
    asides = [aside for tenth in range(1, server_s * 10 + 1) for aside in rehearsal.tick(clock, SERVER + tenth * 100).asides]
    assert sum(aside.of for aside in asides) == pytest.approx(1_800, rel=0.06), "fifteen a second of the night"
    assert len(asides) <= 31 * server_s
    assert all(clock.anchor_event_ms <= aside.at < clock.anchor_event_ms + 120_000 for aside in asides)
    assert all(SERVER < aside.post.at <= SERVER + server_s * 1_000 for aside in asides)


def test_where_the_play_begins_or_leaps_what_was_usual_before_is_told_and_else_not() -> None:
    rehearsal, clock = played()
    before = rehearsal.history(clock, SERVER).asides_before
    assert 500 <= len(before) <= 600
    assert sum(aside.of for aside in before) == pytest.approx(27_000, rel=0.02)
    assert [aside.at for aside in before] == sorted(aside.at for aside in before)
    assert not any("eron" in aside.post.text for aside in before)
    rehearsal.tick(clock, SERVER)
    assert rehearsal.tick(clock, SERVER + 1_000).asides_before == ()
    ahead = msgspec.structs.replace(clock, anchor_event_ms=clock.anchor_event_ms + 20 * MINUTE)
    leapt = rehearsal.tick(ahead, SERVER + 1_100)
    assert leapt.asides == ()
    assert any("eron" in aside.post.text for aside in leapt.asides_before)
    back = rehearsal.tick(clock, SERVER + 1_200)
    assert len(back.asides_before) >= 500
    paused = clock.at_pace(SERVER + 1_300, 1.0, paused=True)
    rehearsal.tick(paused, SERVER + 1_300)
    assert rehearsal.tick(paused, SERVER + 9_000).asides == ()


class Night:
    """A rehearsal from the blackout on, through a pipeline."""

    def __init__(self, speed: float) -> None:
        self.now = SERVER
        self.rehearsal = Rehearsal.shipped()
        self.clock = EventClock(self.rehearsal.night.start("blackout"), SERVER, speed)
        self.pipeline = Pipeline(PLAN.topics, lambda: self.now)
        self.pipeline.watch(PLAN.topics, PLAN.elsewhere)
        self.pipeline.play(self.rehearsal.history(self.clock, SERVER))
        self.batches: list[Batch] = [self.pipeline.batch()]

    def run(self, event_s: float) -> list[Batch]:
        until = self.clock.event_time(self.now) + event_s * 1_000
        began = len(self.batches)
        while self.clock.event_time(self.now) < until:
            self.now += 100
            self.pipeline.play(self.rehearsal.tick(self.clock, self.now))
            self.batches.append(self.pipeline.batch())
        return self.batches[began:]


@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_something_else_rises_at_its_minute_and_fills_the_topic_made_of_it(speed: float) -> None:
    night = Night(speed)
    risen = night.rehearsal.night.midnight + (20 * 60 + 44) * MINUTE
    quiet = night.run((risen - night.clock.anchor_event_ms) / 1_000)
    assert [spike for batch in quiet for spike in batch.spikes if spike.topic == ELSEWHERE] == []
    found = [spike for batch in night.run(75) for spike in batch.spikes if spike.topic == ELSEWHERE]
    assert len({spike.id for spike in found}) == 1
    first, last = found[0], found[-1]
    assert 0 <= first.spotted - risen <= 60_000
    assert {"heron", "heronade"} & set(first.rising)
    assert len(last.posts) == 3
    assert all(MATCHER.topics(folded(words_of(post))) == () for post in last.posts)
    night.pipeline.watch((*PLAN.topics, Topic("Heron", ("heron", "heronade"))), PLAN.elsewhere)
    filled = night.run(60)
    posts = [post for batch in filled for post in batch.posts if "Heron" in post.topics]
    assert len(posts) >= 60 / speed
    counted = sum(count.count for batch in filled for count in batch.counts if count.topic == "Heron")
    assert counted == pytest.approx(1_200, rel=0.25), "as many as are written for that minute, at any pace"


def test_a_whole_night_of_small_talk_raises_nothing_else() -> None:
    night = Night(60.0)
    spikes = {spike.id: spike for batch in night.run(2.3 * 3_600) for spike in batch.spikes if spike.topic == ELSEWHERE}
    assert all("heron" in " ".join(spike.rising) for spike in spikes.values())


def test_a_clock_put_back_lets_it_rise_again() -> None:
    night = Night(10.0)
    seen = {spike.id for batch in night.run(480) for spike in batch.spikes if spike.topic == ELSEWHERE}
    assert len(seen) == 1
    night.clock = EventClock(night.rehearsal.night.start("blackout"), night.now, 10.0)
    again = night.run(480)
    assert {end.spike for batch in again for end in batch.ended} >= seen
    assert len({spike.id for batch in again for spike in batch.spikes if spike.topic == ELSEWHERE} - seen) == 1
