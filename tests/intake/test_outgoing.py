from __future__ import annotations

from collections import Counter
from enum import Enum

from hypothesis import given
from hypothesis import strategies as st

from warroom.intake.outgoing import MOST_AT_ONCE, MOST_POSTS, Outgoing
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.watch.batch import Batch
from warroom.watch.spike import Spike, SpikeEnd, Turn
from warroom.wire import FeedBatch


def post(number: int, text: str = "") -> Post:
    return Post(str(number), "s", "feed", "a", text, number, number)


batches = st.builds(
    Batch,
    posts=st.lists(st.integers(0, 30).map(post), max_size=8).map(tuple),
    counts=st.lists(
        st.builds(TopicCount, st.sampled_from("ab"), st.integers(0, 5).map(lambda s: s * 1000), st.integers(1, 9)), max_size=6
    ).map(tuple),
    total=st.integers(0, 50),
    not_sent=st.integers(0, 5),
)


def counted(batch: FeedBatch | Batch) -> Counter[tuple[str, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    for one in batch.counts:
        counts[one.topic, one.second] += one.count
    return counts


class Away(Enum):
    """What becomes of one request."""

    ANSWERED = "taken, and answered"
    LOST = "never arrived"
    UNANSWERED = "taken, but the answer was lost"


@given(st.lists(st.tuples(batches, st.sampled_from(Away)), max_size=20))
def test_counts_are_whole_however_often_the_room_is_away(steps: list[tuple[Batch, Away]]) -> None:
    """The room drops a batch whose id it has taken, as it does."""
    outgoing = Outgoing()
    taken: dict[str, FeedBatch] = {}
    for batch, away in [*steps, (Batch(), Away.ANSWERED), (Batch(), Away.ANSWERED)]:
        outgoing.add(batch)
        request = outgoing.next()
        if away is not Away.LOST:
            taken.setdefault(request.id, request)
        if away is Away.ANSWERED:
            outgoing.done()
    given_in = [batch for batch, _ in steps]
    assert sum((counted(one) for one in taken.values()), Counter()) == sum((counted(one) for one in given_in), Counter())
    assert sum(one.total for one in taken.values()) == sum(one.total for one in given_in)
    assert {post.id for one in taken.values() for post in one.posts} == {post.id for one in given_in for post in one.posts}
    assert not outgoing


def test_the_newest_posts_are_kept_and_the_others_said_to_be_left_out() -> None:
    outgoing = Outgoing()
    outgoing.add(Batch(tuple(post(number) for number in range(MOST_POSTS + 7))))
    first = outgoing.next()
    assert first.not_sent == 7
    assert [one.id for one in first.posts] == [str(number) for number in range(7, 7 + MOST_AT_ONCE)]


def test_a_later_telling_of_a_post_replaces_the_one_that_waits() -> None:
    outgoing = Outgoing()
    outgoing.add(Batch((post(1, "old"),)))
    outgoing.add(Batch((post(1, "new"),)))
    assert [one.text for one in outgoing.next().posts] == ["new"]


def test_a_deleted_post_does_not_go_out_again() -> None:
    outgoing = Outgoing()
    outgoing.add(Batch((post(1), post(2))))
    first = outgoing.next()
    outgoing.add(Batch(deleted=("1",)))
    again = outgoing.next()
    assert again.id == first.id
    assert [one.id for one in again.posts] == ["2"]
    outgoing.done()
    assert outgoing.next().deleted == ("1",)


def spotted(number: int) -> Batch:
    spike = Spike(f"s{number}", "t", "t", 0, 1, 9.0, 1.0, 6.0, 9)
    return Batch(spikes=(spike,), ended=(SpikeEnd(f"s{number}", 2, 9.0),), turns=(Turn(f"m{number}", (), ("x",)),))


@given(st.lists(st.sampled_from([*Away, "refused"]), max_size=12))
def test_what_was_spotted_is_never_lost_nor_told_twice(steps: list[Away | str]) -> None:
    outgoing = Outgoing()
    taken: dict[str, FeedBatch] = {}
    for number, away in enumerate([*steps, Away.ANSWERED, Away.ANSWERED]):
        if number < len(steps):
            outgoing.add(spotted(number))
        assert outgoing or number >= len(steps)
        request = outgoing.next()
        if away in (Away.ANSWERED, Away.UNANSWERED):
            taken.setdefault(request.id, request)
        if away is Away.ANSWERED:
            outgoing.done()
        elif away == "refused" and request.id not in taken:
            outgoing.refused_now()
    told = [spike.id for batch in taken.values() for spike in batch.spikes]
    assert sorted(told) == sorted(f"s{number}" for number in range(len(steps)))
    assert sorted(end.spike for batch in taken.values() for end in batch.ended) == sorted(told)
    assert sorted(turn.moment for batch in taken.values() for turn in batch.turns) == sorted(f"m{number}" for number in range(len(steps)))
    assert not outgoing
