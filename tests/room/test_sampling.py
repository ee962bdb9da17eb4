"""How many posts a feed is shown, and which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from warroom.room.counts import KEPT_MS, Counts
from warroom.room.sampling import BURST_S, WINDOW_MS, Sampler
from warroom.sources.count import TopicCount
from warroom.sources.post import Picture, Post
from warroom.watch.filters import Filter, passes


def posts(count: int, *topics: str, first: int = 0) -> list[Post]:
    return [Post(id=f"{first + n}", source="s", network="feed", author="a", text="t", at=0, seen=0, topics=topics) for n in range(count)]


NOW = 1_790_000_000_000


def regained(seconds: int, each: int) -> list[Post]:
    """What was missed of the last seconds, in order."""
    return [
        replace(post, at=NOW - (seconds + 6 - place // each) * 1_000, seen=NOW) for place, post in enumerate(posts(seconds * each, "Us"))
    ]


def test_what_is_regained_at_once_is_shown_by_the_seconds_it_is_of() -> None:
    assert len(Sampler(frozenset({"Us"}), 10).sample(regained(30, 2), NOW)[0]) == 60
    shown, left_out = Sampler(frozenset({"Us"}), 10).sample(regained(30, 20), NOW)
    of = [post.at for post in shown]
    assert {of.count(at) for at in of} == {3}
    assert (len(set(of)), len(shown) + left_out) == (30, 600)


def test_who_is_late_for_long_is_shown_at_the_rate_and_takes_nothing_from_who_is_not() -> None:
    sampler, late = Sampler(frozenset({"Us"}), 10), 0
    for second in range(60):
        now = NOW + second * 1_000
        some = [replace(post, id=f"{second}-{post.id}", at=now - 10_000 - place * 2_000) for place, post in enumerate(posts(100, "Us"))]
        late += len(sampler.sample(some, now)[0])
        fresh = [replace(post, id=f"f{second}-{post.id}", at=now) for post in posts(5, "Us")]
        assert sampler.sample(fresh, now) == (tuple(fresh), 0)
    assert late <= (60 + BURST_S) * 10


def test_a_feed_below_its_rate_is_shown_whole() -> None:
    sampler = Sampler(frozenset({"Us"}), 10)
    for tick in range(50):
        some = posts(1, "Us", first=tick)
        assert sampler.sample(some, tick * 100) == (tuple(some), 0)


def test_a_feed_above_its_rate_is_shown_evenly() -> None:
    sampler = Sampler(frozenset({"Us"}), 10)
    shown = [sampler.sample([replace(post, at=tick * 100) for post in posts(50, "Us", first=tick * 50)], tick * 100) for tick in range(60)]
    late = [len(some) for some, _ in shown[20:]]
    assert sum(late) == 40
    assert max(late) <= 2
    assert sum(len(some) + left for some, left in shown) == 60 * 50


def test_posts_of_topics_nobody_asked_for_are_not_missed() -> None:
    sampler = Sampler(frozenset({"Us"}), 1)
    assert sampler.sample(posts(5, "Other"), 0) == ((), 0)
    both = posts(1, "Other", "Us")
    assert sampler.sample(both, 0) == (tuple(both), 0)


def test_what_was_shown_is_shown_again_when_it_is_told_again_and_counts_for_nothing() -> None:
    sampler = Sampler(frozenset({"Us"}), 2)
    first, *others = posts(6, "Us")
    assert sampler.sample([first], 0) == ((first,), 0)
    grown = replace(first, copies=3)
    shown, left_out = sampler.sample([grown, *others], 100)
    assert grown in shown
    assert (len(shown), left_out) == (2, 4)


def test_repeats_are_never_shown_nor_missed() -> None:
    sampler = Sampler(frozenset({"Us"}), 10)
    assert sampler.sample([replace(post, group="p") for post in posts(3, "Us")], 0) == ((), 0)


def test_a_filter_is_of_one_topic_and_decides_what_is_sampled_and_counted() -> None:
    view = {"Us": Filter(sources=("s",), languages=("en",), pictures=True, reshares=2)}
    sampler = Sampler(frozenset({"Us", "Them"}), 1, view)
    [plain] = posts(1, "Us")
    [right] = [replace(plain, id="right", languages=("en",), pictures=(Picture("https://p.example", ""),), reshares=1, copies=1)]
    wrong = [
        plain,
        *(replace(right, id="x", **change) for change in ({"source": "o"}, {"languages": ("fr",)}, {"pictures": ()}, {"copies": 0})),
    ]
    assert sampler.sample(wrong, 0) == ((), 0)
    assert sampler.sample([*wrong, right], 1_000) == ((right,), 0)
    assert passes(view["Us"], replace(right, languages=()))
    both = replace(plain, id="both", topics=("Us", "Them"))
    assert sampler.sample([both], 1_000) == ((both,), 0)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.lists(st.sampled_from([("A",), ("B",), ("A", "B"), ("C",)]), max_size=40)), max_size=40),
    st.integers(1, 12),
)
def test_no_second_shows_more_than_the_rate(batches: list[tuple[int, list[tuple[str, ...]]]], rate: int) -> None:
    sampler = Sampler(frozenset({"A", "B"}), rate)
    now, shown, left_out, asked = 0, [], 0, 0
    others = sum(topic == ("C",) for _, topics in batches for topic in topics)
    for pause, topics in batches:
        now += pause
        fresh = [replace(post, at=now) for place, topic in enumerate(topics) for post in posts(1, *topic, first=asked + place)]
        some, left = sampler.sample(fresh, now)
        shown += [(now, post) for post in some]
        left_out += left
        asked += len(topics)
    assert len(shown) + left_out == asked - others
    for name in ("A", "B"):
        times = [at for at, post in shown if name in post.topics and len(post.topics) == 1]
        assert all(sum(at <= other < at + WINDOW_MS for other in times) <= rate for at in times)


def test_counts_add_up_and_are_forgotten_after_half_an_hour() -> None:
    counts = Counts()
    counts.add([TopicCount("Us", 1_000, 2), TopicCount("Us", 1_000, 3)])
    counts.add([TopicCount("Us", 2_000, 1)])
    assert counts.all() == (TopicCount("Us", 1_000, 5), TopicCount("Us", 2_000, 1))
    counts.add([TopicCount("Them", KEPT_MS + 1_000, 1)])
    assert counts.all() == (TopicCount("Us", 2_000, 1), TopicCount("Them", KEPT_MS + 1_000, 1))


def test_a_clock_set_back_forgets_what_came_after() -> None:
    counts = Counts()
    counts.add([TopicCount("Us", second * 1_000, 1) for second in range(10)])
    counts.jump(4_500)
    counts.add([TopicCount("Us", 4_000, 1)])
    assert [(count.second, count.count) for count in counts.all()] == [(0, 1), (1_000, 1), (2_000, 1), (3_000, 1), (4_000, 2)]
