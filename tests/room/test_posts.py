"""The post store: paging, searching, forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warroom.room.store.posts import TAKEN_KEPT, Arrived, Limits, PostStore
from warroom.sources.count import TopicCount
from warroom.sources.post import Link, Picture, Post

WAIT_S = 10.0


def post(number: int, text: str = "hello", *, at: int = -1, topics: tuple[str, ...] = ("Us",), **more: object) -> Post:
    at = number if at < 0 else at
    values = {"id": f"p{number}", "source": "s", "network": "feed", "author": "ann.example", "text": text, "at": at, "seen": at}
    return Post(**{**values, "topics": topics, **more})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PostStore]:
    store = PostStore(tmp_path / "posts.db", Limits(age_ms=1_000, posts=100))
    yield store
    store.close()


def keep(store: PostStore, *posts: Post, **more: object) -> None:
    store.keep([Arrived(tuple(posts), **more)]).result(WAIT_S)  # type: ignore[arg-type]


def found(store: PostStore, topic: str = "", before: int = 0, query: str = "", limit: int = 50) -> list[str]:
    return [post.id for post in store.page(topic, before, query, limit).result(WAIT_S).posts]


def test_pages_follow_each_other_without_gap_or_repetition(store: PostStore) -> None:
    keep(store, *(post(number, at=1 + number // 3) for number in range(20)))
    for topic in ("", "Us"):
        seen: list[str] = []
        before = 0
        while True:
            page = store.page(topic, before, "", 4).result(WAIT_S)
            seen += [one.id for one in page.posts]
            if not page.more:
                break
            before = page.posts[-1].at
        assert seen == [f"p{number}" for number in reversed(range(20))]


def test_a_topics_page_holds_that_topic(store: PostStore) -> None:
    keep(store, post(1), post(2, topics=("Them",)), post(3, topics=("Us", "Them")))
    assert found(store, "Us") == ["p3", "p1"]
    assert found(store, "Them") == ["p3", "p2"]
    assert found(store, "Nobody") == []
    assert [one.id for one in store.newest(("Us", "Them"), 1).result(WAIT_S)] == ["p3"]


def test_search_finds_words_wherever_a_post_has_them(store: PostStore) -> None:
    keep(
        store,
        post(1, "The lights went OUT"),
        post(2, "Nothing", link=Link("https://x.example", title="Lights out in the dome")),
        post(3, "Nothing", pictures=(Picture(alt="A dome, all lights on"),)),
        post(4, "Café noir", author_name="Zoë"),
    )
    assert found(store, query="lights") == ["p3", "p2", "p1"]
    assert found(store, query="lights out") == ["p2", "p1"]
    assert found(store, query="LIGHTS, ou") == ["p2", "p1"]
    assert found(store, query="cafe") == ["p4"]
    assert found(store, query="zoe") == ["p4"]
    assert found(store, query="lights", before=3) == ["p2", "p1"]
    assert found(store, query="lights", topic="Them") == []


@pytest.mark.parametrize("query", ['"', "*", "AND", "lights OR", "text:lights", "(", "NEAR(", "-", "\0", "'; drop table post; --", "😀"])
def test_no_query_is_an_error(store: PostStore, query: str) -> None:
    keep(store, post(1, "lights"))
    assert found(store, query=query) in ([], ["p1"])


def test_the_same_post_again_is_shown_anew_and_kept_once(store: PostStore) -> None:
    keep(store, post(1))
    keep(store, post(1, copies=7))
    page = store.page("Us", 0, "hello", 50).result(WAIT_S)
    assert [(one.id, one.copies) for one in page.posts] == [("p1", 7)]


def test_deleted_posts_are_gone_from_every_view(store: PostStore) -> None:
    keep(store, post(1), post(2))
    keep(store, deleted=("p1", "never seen"))
    assert found(store) == found(store, "Us") == found(store, query="hello") == ["p2"]


def test_the_oldest_are_forgotten(store: PostStore) -> None:
    keep(store, *(post(number) for number in range(1, 151)))
    assert store.prune(1_020).result(WAIT_S) == 50
    assert found(store, limit=200)[-1] == "p51"
    assert found(store, query="hello", limit=200)[-1] == "p51"
    assert store.prune(1_101).result(WAIT_S) == 50
    assert found(store, "Us", limit=200)[-1] == "p101"


def test_a_store_that_is_too_large_shrinks(tmp_path: Path) -> None:
    store = PostStore(tmp_path / "posts.db", Limits(bytes=400_000))
    keep(store, *(post(number, "word " * 200) for number in range(1, 1_001)))
    assert store.prune(2_000).result(WAIT_S) > 500
    assert found(store, limit=1) == ["p1000"]
    store.close()


def test_counts_come_back_with_the_room(tmp_path: Path) -> None:
    store = PostStore(tmp_path / "posts.db")
    keep(store, counts=(TopicCount("Us", 1_000, 2), TopicCount("Us", 2_000, 1), TopicCount("Us", 3_000, 1)))
    keep(store, counts=(TopicCount("Us", 1_000, 3),))
    keep(store, jump=2_000)
    store.close()
    again = PostStore(tmp_path / "posts.db")
    assert again.counts().result(WAIT_S) == (TopicCount("Us", 1_000, 5), TopicCount("Us", 2_000, 1))
    again.close()


def test_a_damaged_store_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "posts.db").write_bytes(b"this is no database" * 1_000)
    store = PostStore(tmp_path / "posts.db")
    keep(store, post(1))
    assert found(store) == ["p1"]
    store.close()


def test_the_latest_batches_are_known_and_older_ones_forgotten(store: PostStore) -> None:
    for number in range(TAKEN_KEPT + 5):
        keep(store, batch=f"b{number}")
    keep(store, batch="b7")
    store.prune(0).result(WAIT_S)
    assert store.taken().result(WAIT_S) == tuple(f"b{number}" for number in range(5, TAKEN_KEPT + 5))
