from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from warroom.client.feed import FeedWord, news
from warroom.sources.count import TopicCount
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.wire import FeedCounts, FeedHistory, FeedPosts, FeedSources

amounts = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.integers(0, 6).map(lambda second: second * 1000)), st.integers(1, 9), max_size=8
)
numbers = st.dictionaries(st.integers(0, 12), st.integers(0, 2), max_size=6)


def history(counts: dict[tuple[str, int], int], posts: dict[int, int], rate: float = 1.0) -> FeedHistory:
    return FeedHistory(
        tuple(TopicCount(topic, second, count) for (topic, second), count in counts.items()),
        tuple(Post(str(number), "s", "feed", "a", "t", number, number, copies=copies) for number, copies in posts.items()),
        (SourceHealth("s", "feed", "live", rate, 0),),
    )


def shown(
    words: list[FeedWord], counts: Counter[tuple[str, int]], posts: dict[str, int]
) -> tuple[Counter[tuple[str, int]], dict[str, int]]:
    """What a screen that folds these words has."""
    for word in words:
        if isinstance(word, FeedHistory):
            counts, posts = Counter(), {}
        if isinstance(word, FeedHistory | FeedCounts):
            for count in word.counts:
                counts[count.topic, count.second] += count.count
        if isinstance(word, FeedHistory | FeedPosts):
            posts = posts | {post.id: post.copies for post in word.posts}
    return counts, posts


@given(amounts, amounts, numbers, numbers)
def test_asking_shows_what_streaming_would(
    before: dict[tuple[str, int], int], now: dict[tuple[str, int], int], old: dict[int, int], new: dict[int, int]
) -> None:
    first, second = history(before, old), history(now, new)
    counts, posts = shown([first], Counter(), {})
    counts, posts = shown(list(news(first, second)), counts, posts)
    oldest = min((second for _, second in now), default=0)
    assert {key: count for key, count in counts.items() if key[1] >= oldest and count} == now or not now
    assert {str(number): copies for number, copies in new.items()}.items() <= posts.items()


def test_only_what_is_new_is_said() -> None:
    before = history({("a", 0): 3}, {1: 0})
    same = list(news(before, before))
    assert same == [FeedCounts((), 0)]
    later = history({("a", 0): 3, ("a", 1000): 4}, {1: 0, 2: 0}, rate=2.0)
    words = list(news(before, later))
    assert [type(word) for word in words] == [FeedPosts, FeedCounts, FeedSources]
    assert isinstance(words[0], FeedPosts)
    assert [post.id for post in words[0].posts] == ["2"]
    assert words[1] == FeedCounts((TopicCount("a", 1000, 4),), 2)
