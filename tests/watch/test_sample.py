"""Even samples and fair shares."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from warroom.watch.sample import EvenSample, FairSample, evenly, shares


@given(st.integers(0, 5_000), st.integers(2, 100))
def test_an_even_sample_is_evenly_spread_and_loses_count_of_nothing(offered: int, size: int) -> None:
    sample: EvenSample[int] = EvenSample(size)
    dropped: list[int] = []
    refused = sum(not sample.offer(number, dropped) for number in range(offered))
    kept = sample.take()
    assert len(kept) + len(dropped) + refused == offered
    assert len(kept) <= size
    assert len(kept) >= min(offered, size // 2)
    gaps = {after - before for before, after in pairwise(kept)}
    assert len(gaps) <= 1
    assert kept[:1] == [0][:offered]
    assert sample.take() == []


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500)), st.integers(0, 1_000))
def test_shares_are_within_budget_and_nobody_is_pushed_aside(wanted: dict[str, int], budget: int) -> None:
    granted = shares(wanted, budget)
    assert sum(granted.values()) <= budget
    assert all(granted[name] <= want for name, want in wanted.items())
    if sum(wanted.values()) <= budget:
        assert granted == wanted
    else:
        assert sum(granted.values()) == budget or not wanted
        least = min((granted[name] for name, want in wanted.items() if granted[name] < want), default=0)
        assert all(granted[name] <= least + 1 for name in wanted)


@given(st.lists(st.integers(), max_size=60), st.integers(0, 80))
def test_evenly(things: list[int], count: int) -> None:
    kept, rest = evenly(things, count)
    assert len(kept) == min(count, len(things))
    assert sorted(kept + rest) == sorted(things)


def test_a_quiet_topic_is_sent_whole_beside_a_loud_one() -> None:
    fair: FairSample[tuple[str, int]] = FairSample(100)
    for number in range(1_000):
        fair.offer(("loud",), ("loud", number))
        if number % 100 == 0:
            fair.offer(("loud", "quiet"), ("quiet", number))
    taken, dropped = fair.take(50)
    assert len(taken) == 50
    assert sum(name == "quiet" for name, _ in taken) == 10
    assert len({*taken, *dropped}) == len(taken) + len(dropped)
    assert fair.take(50) == ([], [])
