"""The whole way from posts to a batch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.plan.model import Topic
from warroom.sources.base import PostReader
from warroom.sources.count import TopicCount
from warroom.sources.post import Link, Picture, Post
from warroom.sources.rehearsal.tick import Tick
from warroom.watch.pipeline import Pipeline

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
    return Post(**({"id": str(number), "source": "S", "network": "bluesky", "author": "ann", "text": text, "at": NOW, "seen": NOW} | other))  # type: ignore[arg-type]


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
    assert [(each.id, each.text, each.copies) for each in batch.posts] == [("1", "the lights", 0), ("1", "the lights, edited", 0)]


def test_copies_are_folded_counted_and_told_again_at_most_once_a_second() -> None:
    clock = Clock()
    pipeline = Pipeline(TOPICS, clock)
    text = "the lights went out in the dome"
    pipeline.take([post(1, text), post(2, text.upper())], READER)
    first = pipeline.batch()
    assert [(each.id, each.copies) for each in first.posts] == [("1", 1)]
    assert sum(count.count for count in first.counts) == 2
    pipeline.take([post(3, text), post(4, text)], READER)
    assert pipeline.batch().posts == ()
    clock.ms += 1_000
    again = pipeline.batch()
    assert [(each.id, each.copies, each.topics) for each in again.posts] == [("1", 3, ("Blackout",))]
    assert pipeline.batch().posts == ()


def test_a_deleted_post_is_told_and_its_copies_stand_for_themselves() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    text = "the lights went out in the dome"
    pipeline.take([post(1, text)], READER)
    pipeline.batch()
    pipeline.take([post(2, text)], READER)
    pipeline.delete(["1"])
    pipeline.take([post(3, text)], READER)
    batch = pipeline.batch()
    assert batch.deleted == ("1",)
    assert [each.id for each in batch.posts] == ["3"]


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
    """Every new matched post is sent, or folded into one that is, or said not to be sent; and all are counted."""
    pipeline = Pipeline([Topic("t", ("lights",))], Clock(), rate)
    keys = set()
    sent: dict[str, int] = {}
    not_sent = counted = 0
    for posts in takes:
        made = [post(number, f"lights number {text} of the night") for number, text in posts]
        keys |= {(each.id, each.text) for each in made}
        pipeline.take(made, READER)
        batch = pipeline.batch()
        not_sent += batch.not_sent
        counted += sum(count.count for count in batch.counts)
        for each in batch.posts:
            sent[each.id + each.text] = each.copies
    retold = {kept.post.id + kept.post.text: kept.copies for kept in pipeline._grown.values() if kept.post is not None}
    sent |= retold
    assert counted == len(keys)
    assert len(sent) + sum(sent.values()) + not_sent == len(keys)


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
    assert [(each.id, each.topics, each.copies) for each in batch.posts] == [("1", ("Blackout",), 1)]
    assert set(batch.counts) == set(counts)
    assert (batch.total, batch.not_sent) == (3_002, 2_999)


def test_a_rehearsal_put_back_is_counted_again() -> None:
    pipeline = Pipeline(TOPICS, Clock())
    late, early = TopicCount("Blackout", 10_000_000, 5), TopicCount("Blackout", 1_000_000, 3)
    for told in (late, early, late):
        pipeline.play(Tick((), (told,), told.count, told.count))
        assert pipeline.batch().counts == (told,)
