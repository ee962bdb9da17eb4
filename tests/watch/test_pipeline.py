"""The whole way from posts to a batch."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from warroom.plan.model import Topic
from warroom.sources.base import PostReader
from warroom.sources.count import TopicCount
from warroom.sources.post import Link, Picture, Post
from warroom.sources.rehearsal.tick import Tick
from warroom.watch.batch import Batch
from warroom.watch.groups import COMPARED, RETOLD
from warroom.watch.pipeline import Pipeline, mark

NOW = 1_790_000_000_400
SECOND = 1_790_000_000_000
TOPICS = [Topic("Blackout", ("lights", "#blackout")), Topic("Us", ("crumb",), none=("panko",))]
READER = PostReader()


class Clock:
    def __init__(self) -> None:
        self.ms = NOW

    def __call__(self) -> int:
        return self.ms


def post(number: int, text: str, **other: object) -> Post:
    return Post(**({"id": str(number), "source": "S", "network": "bluesky", "author": "ann", "text": text, "at": NOW, "seen": NOW} | other))


def test_matched_tagged_counted_and_the_rest_only_read() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    alt = post(4, "", pictures=(Picture("", "a crumb"),))
    card = post(5, "", link=Link("https://a.example", "Lights fail"))
    pipeline.take(
        [post(1, "the lights and a crumb"), post(2, "nothing"), post(3, "crumb of panko"), alt, card, post(6, "x", tags=("blackout",))],
        READER,
    )
    batch = pipeline.batch()
    assert {each.id: each.topics for each in batch.posts} == {"1": ("Blackout", "Us"), "4": ("Us",), "5": ("Blackout",), "6": ("Blackout",)}
    assert set(batch.counts) == {TopicCount("Blackout", SECOND, 3), TopicCount("Us", SECOND, 2)}
    assert (batch.total, batch.not_sent, batch.deleted) == (6, 0, ())
    assert not pipeline.batch()


def test_the_same_reading_twice_is_dropped_and_an_edit_replaces() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    pipeline.take([post(1, "the lights"), post(1, "the lights")], READER)
    pipeline.take([post(1, "the lights"), post(1, "the lights, edited")], READER)
    batch = pipeline.batch()
    assert [(each.id, each.text, each.copies) for each in batch.posts] == [("1", "the lights, edited", 0)]


def test_what_an_earlier_run_counted_is_not_counted_again() -> None:
    before = Pipeline(TOPICS, Clock())
    before.take([post(1, "the lights"), post(2, "nothing"), post(3, "crumb")], READER)
    marks = before.marks()
    assert (len(marks), before.marks()) == (2, [])
    after = Pipeline(TOPICS, Clock())
    after.know(marks)
    after.take([post(1, "the lights"), post(3, "crumb"), post(4, "the lights too")], READER)
    batch = after.batch()
    assert ([each.id for each in batch.posts], sum(count.count for count in batch.counts)) == (["4"], 1)


def test_a_mark_is_the_same_in_every_process() -> None:
    code = "from warroom.watch.pipeline import mark; print(mark(('did', 'rkey', 7)))"
    env = os.environ | {"PYTHONHASHSEED": "12345"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=env).stdout
    assert int(told) == mark(("did", "rkey", 7)) != mark(("did", "rkey7", ""))
    assert mark("\ud800") >= 0


def told(batch: Batch) -> list[tuple[str, int, int, str]]:
    return [(each.id, each.copies, each.alike, each.group) for each in batch.posts]


def test_copies_stand_under_the_first_which_is_told_again_at_most_once_a_second() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock)
    text = "the lights went out in the dome"
    pipeline.take([post(1, text), post(2, text.upper())], READER)
    first = pipeline.batch()
    assert told(first) == [("1", 1, 0, ""), ("2", 0, 0, "1")]
    assert sum(count.count for count in first.counts) == 2
    pipeline.take([post(3, text), post(4, text)], READER)
    assert told(pipeline.batch()) == [("3", 0, 0, "1"), ("4", 0, 0, "1")]
    clock.ms += 1_000
    again = pipeline.batch()
    assert [(each.id, each.copies, each.topics) for each in again.posts] == [("1", 3, ("Blackout",))]
    assert pipeline.batch().posts == ()


STORY = "power failure at the dome: the lights went off a minute into the second half"


def test_near_copies_and_their_copies_stand_under_the_first() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock)
    nearly = f"BREAKING {STORY}!! https://t.example/x"
    pipeline.take([post(1, STORY), post(2, nearly), post(3, STORY.replace("second", "first"))], READER)
    assert told(pipeline.batch()) == [("1", 0, 1, ""), ("3", 0, 0, ""), ("2", 0, 0, "1")]
    pipeline.take([post(4, nearly)], READER)
    clock.ms += 1_000
    assert told(pipeline.batch()) == [("1", 1, 1, ""), ("4", 0, 0, "1")]


def test_one_story_from_many_outlets_is_one() -> None:
    def linked(number: int, text: str, url: str, title: str, network: str = "bluesky") -> Post:
        return post(number, text, link=Link(url, title), network=network)

    pipeline = Pipeline(TOPICS, Clock())
    page = "https://www.paper.example/sport/dome?utm_source=feed"
    pipeline.take(
        [
            linked(1, "Lights go off at the big game", page, "", "feed"),
            linked(2, "", "http://paper.example/sport/dome/#top", "Dome in the dark as lights go off"),
            linked(3, "my own words on why the lights are a disgrace to all of us", page, "Dome in the dark"),
            linked(4, "Lights go off at the big game", "https://other.example/7", "", "feed"),
            linked(5, "Lights: the score is 7-3 by now in the dome", page, "", "feed"),
            linked(6, "lights one", "https://paper.example/", "", "feed"),
            linked(7, "lights two", "https://paper.example/", "", "feed"),
        ],
        READER,
    )
    assert {id: group for id, _, _, group in told(pipeline.batch())} == {"1": "", "2": "1", "3": "", "4": "1", "5": "", "6": "", "7": ""}


def test_a_deleted_first_is_followed_by_the_next_who_said_it() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock)
    pipeline.take([post(1, STORY), post(2, STORY + " now"), post(3, STORY)], READER)
    assert told(pipeline.batch()) == [("1", 1, 1, ""), ("2", 0, 0, "1"), ("3", 0, 0, "1")]
    pipeline.delete(["1"])
    batch = pipeline.batch()
    assert (batch.deleted, told(batch)) == (("1",), [("2", 1, 0, "")])
    pipeline.delete(["3"])
    pipeline.take([post(4, STORY)], READER)
    assert told(pipeline.batch()) == [("4", 0, 0, "2")]
    clock.ms += 1_000
    pipeline.delete(["2"])
    assert told(pipeline.batch()) == [("4", 0, 0, "")]


def test_a_copy_of_what_was_deleted_before_stands_for_itself() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    text = "the lights went out in the dome"
    pipeline.take([post(1, text)], READER)
    pipeline.batch()
    pipeline.take([post(2, text)], READER)
    pipeline.delete(["1"])
    pipeline.take([post(3, text)], READER)
    batch = pipeline.batch()
    assert batch.deleted == ("1",)
    assert told(batch) == [("2", 1, 0, ""), ("3", 0, 0, "2")]


def test_an_edited_post_is_told_again_and_not_counted_again() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock)
    pipeline.take([post(1, STORY), post(2, STORY), post(3, STORY)], READER)
    pipeline.batch()
    clock.ms += 1_000
    pipeline.take([post(1, "lights: I was wrong about everything here", edited=5)], READER)
    first = pipeline.batch()
    assert (told(first), first.posts[0].edited, first.counts) == ([("1", 2, 0, "")], 5, ())
    pipeline.take([post(2, "lights: and I was wrong too, said the other", edited=6)], READER)
    own = pipeline.batch()
    assert told(own) == [("2", 0, 0, "")]
    clock.ms += 1_000
    assert told(pipeline.batch()) == [("1", 1, 0, "")]
    pipeline.take([post(3, STORY, edited=7, warning="dark")], READER)
    assert told(pipeline.batch()) == [("3", 0, 0, "1")]


def test_an_edit_that_matches_nothing_any_more_is_shown_where_the_post_stands() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    pipeline.take([post(1, "the lights went out")], READER)
    pipeline.batch()
    pipeline.take([post(1, "I was wrong about everything", edited=5), post(2, "also changed, and never shown", edited=5)], READER)
    batch = pipeline.batch()
    assert [(each.id, each.text, each.edited) for each in batch.posts] == [("1", "I was wrong about everything", 5)]
    assert batch.posts[0].topics
    assert batch.counts == ()


def test_what_is_deleted_before_it_is_sent_is_never_sent() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    pipeline.take([post(1, "the lights"), post(2, "no lights")], READER)
    pipeline.delete(["1"])
    assert [each.id for each in pipeline.batch().posts] == ["2"]


def test_old_posts_are_shown_but_in_no_second_of_now_and_none_is_of_the_future() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    pipeline.take([post(1, "old lights", at=NOW - 3_600_000), post(2, "new lights", at=NOW + 60_000)], READER)
    batch = pipeline.batch()
    assert [each.id for each in batch.posts] == ["1", "2"]
    assert batch.counts == (TopicCount("Blackout", SECOND, 1),)


def test_above_the_rate_counts_stay_whole_and_a_quiet_topic_is_kept() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock, rate=100)
    pipeline.take([post(number, f"lights {number}") for number in range(1_000)], READER)
    pipeline.take([post(2_000 + number, f"crumb {number}") for number in range(5)], READER)
    batch = pipeline.batch()
    assert len(batch.posts) <= 100
    assert len(batch.posts) > 50
    assert sum("Us" in each.topics for each in batch.posts) == 5
    assert sum(count.count for count in batch.counts) == 1_005
    assert len(batch.posts) + batch.not_sent == 1_005
    pipeline.take([post(3_000 + number, f"more lights {number}") for number in range(1_000)], READER)
    assert len(pipeline.batch().posts) <= 50, "the second's rate is used up"
    clock.ms += 1_000
    pipeline.take([post(5_000 + number, f"yet more lights {number}") for number in range(1_000)], READER)
    assert len(pipeline.batch().posts) >= 50


@given(st.lists(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=30), max_size=6), st.integers(2, 20))
def test_nothing_is_lost(takes: list[list[tuple[int, int]]], rate: int) -> None:
    """Every new matched post is sent, or counted by one that is, or said not to be sent; and all are counted."""
    clock = Clock()
    pipeline = Pipeline([Topic("t", ("lights",))], clock, rate)
    firsts: dict[str, Post] = {}
    seen = not_sent = counted = 0
    for posts in takes:
        made = [post(seen + number, f"lights number {text} of the night") for number, (_, text) in enumerate(posts)]
        seen += len(made)
        pipeline.take(made, READER)
        batch = pipeline.batch()
        assert len(batch.posts) <= rate + RETOLD
        not_sent += batch.not_sent
        counted += sum(count.count for count in batch.counts)
        firsts |= {each.id: each for each in batch.posts if not each.group}
        assert all(each.group in firsts for each in batch.posts if each.group)
    for _ in range(3):
        clock.ms += 1_000
        firsts |= {each.id: each for each in pipeline.batch().posts}
    assert counted == seen
    assert sum(1 + each.copies + each.alike for each in firsts.values()) + not_sent == seen


_SAYINGS = [
    STORY,
    STORY + " now",
    "so " + STORY,
    STORY.replace("second", "third"),
    "lights, and many other words that are not like those at all",
    "the lights",
    "lights!",
]


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(0, 15), st.integers(0, len(_SAYINGS) - 1)), max_size=8),
            st.lists(st.integers(0, 15), max_size=3),
            st.booleans(),
        ),
        max_size=10,
    ),
    st.integers(1, 9),
)
def test_every_post_that_is_there_is_a_first_or_stands_under_one_that_is(
    steps: list[tuple[list[tuple[int, int]], list[int], bool]], rate: int
) -> None:
    """Whatever is said, edited and deleted in whatever order, as somebody sees it who takes each batch and nothing else."""
    clock = Clock()
    pipeline = Pipeline([Topic("t", ("lights",))], clock, rate)
    there: dict[str, str] = {}
    for version, (posts, deleted, early) in enumerate(steps):
        said = [post(number, _SAYINGS[text], edited=version) for number, text in posts if number not in deleted]
        if early:
            pipeline.take(said, READER)
        pipeline.delete([str(number) for number in deleted])
        if not early:
            pipeline.take(said, READER)
        clock.ms += 600
        batch = pipeline.batch()
        before = {id for id, group in there.items() if not group}
        for each in batch.posts:
            was = there.get(each.id, "")
            there[each.id] = each.group
            if was and not each.group and was in batch.deleted:
                there.update({id: each.id for id, group in there.items() if group == was and id != each.id})
        for id in batch.deleted:
            there.pop(id, None)
        assert not {each.id for each in batch.posts} & set(batch.deleted)
        lost = {id: group for id, group in there.items() if group and there.get(group, "?")}
        assert set(lost.values()) <= set(batch.deleted) | before, "only where none of the eight earliest is left"
        there.update(dict.fromkeys(lost, ""))


def test_other_topics_from_now_on() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    pipeline.watch([Topic("New", ("panko",))])
    pipeline.take([post(1, "panko and lights")], READER)
    assert [each.topics for each in pipeline.batch().posts] == [("New",)]


def test_a_rehearsal_brings_its_own_counts() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    counts = (TopicCount("Blackout", 5_000, 3_000), TopicCount("Us", 5_000, 2))
    pipeline.play(Tick((post(1, "the lights!"), post(2, "nothing of it"), post(3, "the LIGHTS!")), counts, 3_002, 2_999))
    batch = pipeline.batch()
    assert [(each.id, each.topics, each.copies, each.group) for each in batch.posts] == [
        ("1", ("Blackout",), 1, ""),
        ("3", ("Blackout",), 0, "1"),
    ]
    assert set(batch.counts) == set(counts)
    assert (batch.total, batch.not_sent) == (3_002, 2_999)


def test_a_rehearsal_put_back_is_counted_again() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    late, early = TopicCount("Blackout", 10_000_000, 5), TopicCount("Blackout", 1_000_000, 3)
    for told in (late, early, late):
        pipeline.play(Tick((), (told,), told.count, told.count))
        assert pipeline.batch().counts == (told,)


def test_of_a_flood_only_so_many_are_compared_and_the_next_second_again() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock)
    pipeline.take([post(number, f"{STORY} says station {chr(97 + number % 26) * 5}{number}") for number in range(COMPARED)], READER)
    pipeline.take([post(COMPARED, STORY), post(COMPARED + 1, STORY + " now")], READER)
    late = {each.id: each.group for each in pipeline.batch().posts}
    assert late[str(COMPARED + 1)] == ""
    clock.ms += 1_000
    pipeline.take(
        [
            post(COMPARED + 2, "well well " + STORY.replace("dome", "domes")),
            post(COMPARED + 3, "now well well " + STORY.replace("dome", "domes")),
        ],
        READER,
    )
    assert {each.id: each.group for each in pipeline.batch().posts if int(each.id) > COMPARED + 1}[str(COMPARED + 3)] == str(COMPARED + 2)
