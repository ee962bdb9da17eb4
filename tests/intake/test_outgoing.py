from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from warroom.intake.outgoing import MOST_AT_ONCE, MOST_POSTS, Outgoing
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.watch.batch import Batch
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


@given(st.lists(st.tuples(batches, st.booleans()), max_size=20))
def test_counts_are_whole_however_often_the_room_is_away(steps: list[tuple[Batch, bool]]) -> None:
    outgoing = Outgoing()
    given_in: Counter[tuple[str, int]] = Counter()
    told: Counter[tuple[str, int]] = Counter()
    total = told_total = 0
    seen: set[str] = set()
    for batch, room_is_there in steps:
        outgoing.add(batch)
        given_in += counted(batch)
        total += batch.total
        request = outgoing.take()
        if room_is_there:
            told += counted(request)
            told_total += request.total
            seen |= {one.id for one in request.posts}
        else:
            outgoing.give_back(request)
    last = outgoing.take()
    assert told + counted(last) == given_in
    assert told_total + last.total == total
    assert seen | {one.id for one in last.posts} == {one.id for batch, _ in steps for one in batch.posts}
    assert not outgoing


def test_the_newest_posts_are_kept_and_the_others_said_to_be_left_out() -> None:
    outgoing = Outgoing()
    outgoing.add(Batch(tuple(post(number) for number in range(MOST_POSTS + 7))))
    first = outgoing.take()
    assert first.not_sent == 7
    assert [one.id for one in first.posts] == [str(number) for number in range(7, 7 + MOST_AT_ONCE)]


def test_a_later_telling_of_a_post_replaces_the_one_that_waits() -> None:
    outgoing = Outgoing()
    outgoing.add(Batch((post(1, "old"),)))
    taken = outgoing.take()
    outgoing.add(Batch((post(1, "new"),)))
    outgoing.give_back(taken)
    assert [one.text for one in outgoing.take().posts] == ["new"]


def test_a_deleted_post_does_not_go_out() -> None:
    outgoing = Outgoing()
    outgoing.add(Batch((post(1), post(2))))
    taken = outgoing.take()
    outgoing.add(Batch(deleted=("1",)))
    outgoing.give_back(taken)
    batch = outgoing.take()
    assert [one.id for one in batch.posts] == ["2"]
    assert batch.deleted == ("1",)
