"""A night played: whole counts, sampled posts of our own, at any pace."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from warroom.plan.clock import EventClock
from warroom.plan.read import read_plan
from warroom.room.media import shipped
from warroom.sources.base import words_of
from warroom.sources.rehearsal.play import Rehearsal, folder
from warroom.sources.rehearsal.script import Lines, Writer, read_script
from warroom.watch.match import Matcher
from warroom.watch.words import folded

SERVER = 1_790_000_000_000
PLAN = read_plan(folder() / "event.toml")
MATCHER = Matcher(PLAN.topics)
SCRIPT = read_script(folder() / "posts.toml")
REAL = r"\b(oreo|nabisco|tide|audi|doritos|pepsi|beyonc.|superdome|ravens|49ers|kaepernick|flacco|harbaugh|new orleans|nfl)\b"


def played(speed: float = 1.0, start: str = "blackout") -> tuple[Rehearsal, EventClock]:
    rehearsal = Rehearsal.shipped()
    return rehearsal, EventClock(rehearsal.night.start(start), SERVER, speed)


def test_the_plan_reads_and_knows_the_curve_s_topics() -> None:
    rehearsal, _ = played()
    assert tuple(topic.name for topic in PLAN.topics) == rehearsal.curve.topics
    assert PLAN.event.starts.timestamp() * 1_000 == rehearsal.night.start("kick-off")
    assert [source.kind for source in PLAN.sources] == ["rehearsal"]
    assert all(target.by == "imitation" for target in PLAN.targets)
    assert {person.name: person.imitation for person in PLAN.people} == {"Writer on duty": False, "Brand lead": True, "Counsel": True}
    assert any(cue.what == "3rd quarter · play suspended" and cue.at == "20:38" for cue in PLAN.run_of_show)


@pytest.mark.parametrize("lines", SCRIPT.lines, ids=[f"{lines.topic} {lines.phases[0]} {lines.style}".strip() for lines in SCRIPT.lines])
def test_every_line_matches_its_topic_whatever_fills_it(lines: Lines) -> None:
    for text in lines.text:
        for slots in ("a", "zz"):
            filled = re.sub(r"\{[^}]*\}", slots, text)
            assert lines.topic in MATCHER.topics(folded(filled)), text


def test_the_lines_are_many_and_name_nobody() -> None:
    lines = [text for each in SCRIPT.lines for text in each.text]
    assert len(set(lines)) == len(lines) >= 300
    everything = "\n".join([*lines, *(word for words in SCRIPT.slots.values() for word in words)]).lower()
    assert re.findall(REAL, everything) == []
    phases = {name for _, name in Rehearsal.shipped().night.phases}
    assert {phase for each in SCRIPT.lines for phase in each.phases} <= phases
    assert all(
        any(phase in each.phases and each.topic == topic for each in SCRIPT.lines)
        for topic in ("The game",)
        for phase in phases - {"halftime"}
    )


def test_a_second_of_ticks_is_a_second_of_the_curve() -> None:
    rehearsal, clock = played()
    assert rehearsal.tick(clock, SERVER).total == 0
    ticks = [rehearsal.tick(clock, SERVER + 100 * number) for number in range(1, 601)]
    start = clock.anchor_event_ms
    assert sum(tick.total for tick in ticks) == sum(count.count for count in rehearsal.curve.counts(start, start + 60_000))
    posts = [post for tick in ticks for post in tick.posts]
    assert 2_900 <= len(posts) <= 3_000, "fifty a second"
    assert sum(tick.not_sent for tick in ticks) + len(posts) == sum(tick.total for tick in ticks)
    assert len({post.id for post in posts}) == len(posts)
    assert len({post.text for post in posts}) > 900
    assert all(post.in_rehearsal and post.network == "rehearsal" and "rehearsal" in post.source for post in posts)
    assert all(before.at <= after.at for tick in ticks for before, after in pairwise(tick.posts))
    assert all(post.at <= post.seen for post in posts)


def test_every_topic_is_seen_and_nothing_of_the_blackout_before_it() -> None:
    rehearsal, clock = played()
    lights_out = clock.server_time(next(moment.at for moment in rehearsal.night.moments if moment.what == "lights out"))
    seen: dict[str, int] = {}
    rehearsal.tick(clock, SERVER)
    for number in range(1, 900):
        for post in rehearsal.tick(clock, SERVER + 100 * number).posts:
            topics = MATCHER.topics(folded(words_of(post)))
            assert topics, post.text
            for topic in topics:
                seen[topic] = seen.get(topic, 0) + 1
            assert post.at >= lights_out or "Blackout" not in topics
    assert seen.keys() == set(rehearsal.curve.topics)
    assert seen["CRUMB"] >= 20


@pytest.mark.parametrize("speed", [2.0, 60.0])
def test_a_faster_night_has_the_same_counts_in_less_time_and_no_more_posts_a_second(speed: float) -> None:
    rehearsal, clock = played(speed, "kick-off")
    rehearsal.tick(clock, SERVER)
    ticks = [rehearsal.tick(clock, SERVER + 100 * number) for number in range(1, 101)]
    start = clock.anchor_event_ms
    assert sum(tick.total for tick in ticks) == sum(count.count for count in rehearsal.curve.counts(start, start + int(10_000 * speed)))
    assert sum(len(tick.posts) for tick in ticks) <= 500


def test_a_pause_stops_it_and_it_goes_on_where_it_was() -> None:
    rehearsal, clock = played()
    rehearsal.tick(clock, SERVER)
    first = rehearsal.tick(clock, SERVER + 1_000)
    paused = clock.at_pace(SERVER + 1_000, 1.0, paused=True)
    assert rehearsal.tick(paused, SERVER + 9_000).total == 0
    assert {(health.state, health.why) for health in rehearsal.health()} == {("waiting", "paused with the rehearsal")}
    again = paused.at_pace(SERVER + 9_000, 1.0, paused=False)
    second = rehearsal.tick(again, SERVER + 10_000)
    start = clock.anchor_event_ms
    assert first.total + second.total == sum(count.count for count in rehearsal.curve.counts(start, start + 2_000))
    assert {health.state for health in rehearsal.health()} == {"live"}
    assert sum(health.rate for health in rehearsal.health()) > 50


def test_a_night_that_is_over_says_so_and_is_there_again_where_its_clock_is_set_back() -> None:
    rehearsal, clock = played()
    rehearsal.tick(clock, SERVER)
    ended = EventClock(rehearsal.night.last + 1_000, SERVER + 1_000)
    rehearsal.tick(ended, SERVER + 2_000)
    assert {(health.state, health.why) for health in rehearsal.health()} == {("ended", "the night is over")}
    rehearsal.tick(clock, SERVER + 3_000)
    assert {health.state for health in rehearsal.health()} == {"live"}


def test_the_half_hour_before_is_there_from_the_first_second() -> None:
    rehearsal, clock = played()
    history = rehearsal.history(clock, SERVER)
    start = clock.anchor_event_ms
    assert {count.second for count in history.counts} == set(range(start - 1_800_000, start, 1_000))
    assert history.total == sum(count.count for count in rehearsal.curve.counts(start - 1_800_000, start))
    assert 30 <= len(history.posts) <= 60
    assert all(SERVER - 30_000 <= post.at <= SERVER for post in history.posts)
    assert rehearsal.tick(clock, SERVER + 100).posts == (), "the first tick only marks the place"
    assert rehearsal.tick(clock, SERVER + 1_100).total > 1_000


def test_a_long_sleep_brings_no_flood() -> None:
    rehearsal, clock = played(60.0, "kick-off")
    rehearsal.tick(clock, SERVER)
    after = rehearsal.tick(clock, SERVER + 3_600_000)
    assert len(after.posts) <= 50


def test_the_same_seed_writes_the_same() -> None:
    one, two = Writer(SCRIPT, 3), Writer(SCRIPT, 3)
    assert [one.write("Blackout", "delay") for _ in range(50)] == [two.write("Blackout", "delay") for _ in range(50)]
    assert Writer(SCRIPT, 4).write("CRUMB", "no such phase").text


def test_some_posts_carry_a_picture_of_ours_that_ships_and_changes_no_topic() -> None:
    rehearsal, clock = played()
    posts = [post for second in range(40) for post in rehearsal.tick(clock, SERVER + second * 1_000).posts]
    pictured = [post for post in posts if post.pictures]
    assert 0.03 < len(pictured) / len(posts) < 0.25
    for picture in SCRIPT.picture:
        assert shipped(picture.name).is_file()
        assert set(MATCHER.topics(folded(picture.alt))) <= {picture.topic}
    assert {post.pictures[0].url for post in pictured} <= {f"rehearsal:{picture.name}" for picture in SCRIPT.picture}
