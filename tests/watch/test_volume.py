"""Counts a second."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.sources.count import TopicCount
from warroom.watch.volume import WINDOW_S, Volume

S = 1_000


def test_counts_add_up_and_are_told_once() -> None:
    volume = Volume()
    volume.add(("a", "b"), 10 * S)
    volume.add(("a",), 10 * S, 4)
    volume.add(("a",), 11 * S)
    assert set(volume.drain()) == {TopicCount("a", 10 * S, 5), TopicCount("b", 10 * S, 1), TopicCount("a", 11 * S, 1)}
    assert volume.drain() == ()
    volume.add(("a",), 10 * S)
    assert volume.drain() == (TopicCount("a", 10 * S, 1),)
    assert volume.per_second("a", 12 * S + 400, 4) == [0, 6, 1, 0]
    assert volume.per_second("none", 12 * S, 2) == [0, 0]


def test_what_is_older_than_the_window_is_in_no_count() -> None:
    volume = Volume()
    volume.reach(10_000 * S)
    volume.add(("a",), (10_000 - WINDOW_S) * S)
    volume.add(("a",), (10_000 - WINDOW_S + 1) * S)
    assert volume.drain() == (TopicCount("a", (10_000 - WINDOW_S + 1) * S, 1),)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9)), max_size=200))
def test_the_window_holds_exactly_what_was_told_of_it(added: list[tuple[int, int]]) -> None:
    volume = Volume(window_s=50)
    told: dict[int, int] = {}
    for second, count in added:
        volume.add(("a",), second * S, count)
        for each in volume.drain():
            told[each.second] = told.get(each.second, 0) + each.count
    newest = max((second for second, _ in added), default=0)
    assert volume.per_second("a", newest * S, 50) == [told.get((newest - back) * S, 0) for back in range(49, -1, -1)]
    assert len(volume._counts.get("a", {})) <= 50 + 60 + 1
