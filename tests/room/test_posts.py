"""The post store: paging, searching, forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warroom.room.store import writer
from warroom.room.store.pages import Page
from warroom.room.store.posts import TAKEN_KEPT, Arrived, Limits, PostStore
from warroom.sources.count import TopicCount
from warroom.sources.post import Link, Picture, Post

WAIT_S = 10.0


def post(number: int, text: str = "hello", *, at: int = -1, topics: tuple[str, ...] = ("Us",), **more: object) -> Post:
    at = number if at < 0 else at
    values = {"id": f"p{number}", "source": "s", "network": "feed", "author": "ann.example", "text": text, "at": at, "seen": at}
    return Post(**{**values, "topics": topics, **more})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PostStore]:
    store = PostStore(tmp_path / "posts.db", Limits(age_ms=1_000, posts=100))
    yield store
    store.close()


def keep(store: PostStore, *posts: Post, **more: object) -> None:
    store.keep([Arrived(tuple(posts), **more)]).result(WAIT_S)


def found(store: PostStore, topic: str = "", before: int = 0, query: str = "", limit: int = 50) -> list[str]:
    return [post.id for post in store.page(Page(topic, query, before=before, limit=limit)).result(WAIT_S).posts]


def test_pages_follow_each_other_without_gap_or_repetition(store: PostStore) -> None:
    keep(store, *(post(number, at=1 + number // 3) for number in range(20)))
    for topic in ("", "Us"):
        seen: list[str] = []
        before = 0
        while True:
            page = store.page(Page(topic, before=before, limit=4)).result(WAIT_S)
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
    assert found(store, query="LIGHTS, on th") == []
    assert found(store, query="LIGHTS, ligh") == found(store, query="LIG* ") == ["p3", "p2", "p1"]
    assert found(store, query="cafe") == ["p4"]
    assert found(store, query="zoe") == ["p4"]
    assert found(store, query="lights", before=3) == ["p2", "p1"]
    assert found(store, query="lights", topic="Them") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"went out"', [1]),
        ('"out went"', []),
        ("lights -dome", [1]),
        ('lights -"went out"', [2]),
        ("-lights", [3, 4]),
        ("author:zoe", [4]),
        ("from:ann lights", [1, 2]),
        ("author:zoe lights", []),
        ("#sb47", [2]),
        ("sb47", [2, 3]),
        ("dome OR noir", [2, 4]),
        ("OR", []),
        ("日本", [3]),
        ("本語", [3]),
        ("don't", [3]),
        ('author:"ann example"', [1, 2, 3]),
    ],
)
def test_a_person_says_what_is_searched(store: PostStore, query: str, expected: list[int]) -> None:
    keep(
        store,
        post(1, "The lights went OUT"),
        post(2, "Lights in the dome", tags=("sb47",)),
        post(3, "I don't 日本語 #x sb47"),
        post(4, "Café noir", author="zoe", author_name="Zoë"),
    )
    assert sorted(found(store, query=query)) == [f"p{number}" for number in expected]
    assert sorted(found(store, "Us", query=query)) == [f"p{number}" for number in expected]
    assert found(store, "Them", query=query) == []


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "author:",
        "-#",
        '-author:"',
        'a OR -b "c',
        "topic:x",
        "*",
        "AND",
        "lights OR",
        "text:lights",
        "(",
        "NEAR(",
        "-",
        "\0",
        "'; drop table post; --",
        "😀",
    ],
)
def test_no_query_is_an_error(store: PostStore, query: str) -> None:
    keep(store, post(1, "lights"))
    assert found(store, query=query) in ([], ["p1"])


def test_the_same_post_again_is_shown_anew_and_kept_once(store: PostStore) -> None:
    keep(store, post(1))
    keep(store, post(1, copies=7))
    page = store.page(Page("Us", "hello")).result(WAIT_S)
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


def test_an_edited_post_is_found_by_its_new_words_and_topics_only(store: PostStore) -> None:
    keep(store, post(1, "hello"))
    keep(store, post(1, "goodbye", topics=("Them",), edited=5, at=9))
    assert found(store, query="hello") == found(store, "Us") == []
    assert found(store, query="goodbye") == found(store, "Them") == ["p1"]
    assert store.page(Page()).result(WAIT_S).posts[0].at == 1


def test_a_pruned_first_is_followed_by_the_earliest_of_those_that_repeat_it(store: PostStore) -> None:
    keep(store, post(1), post(900, group="p1"), post(901, group="p1"))
    assert found(store, "Us") == ["p1"]
    assert store.prune(1_500).result(WAIT_S) == 1
    assert found(store, "Us") == found(store) == ["p900"]
    assert [(one.id, one.group) for one in store.page(Page(group="p900")).result(WAIT_S).posts] == [("p901", "p900")]


def test_a_repeat_whose_first_never_came_stands_for_itself(store: PostStore) -> None:
    led = store.keep([Arrived((post(2, group="lost"), post(3, group="lost")))]).result(WAIT_S)
    assert [one.id for one in led] == found(store) == ["p2"]


def test_who_leads_a_group_is_as_it_was_told(store: PostStore) -> None:
    keep(store, post(1), post(2, group="p1"), post(3, group="p1"))
    assert store.keep([Arrived((post(3),), deleted=("p1",))]).result(WAIT_S) == ()
    assert found(store, "Us") == ["p3"]
    assert [one.id for one in store.page(Page(group="p3")).result(WAIT_S).posts] == ["p2"]


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(-1, 9)), max_size=6).flatmap(
            lambda puts: st.tuples(st.just(puts), st.lists(st.integers(0, 9), max_size=3))
        ),
        max_size=8,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_kept_post_is_a_first_or_under_a_first_that_is_kept(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[list[tuple[int, int]], list[int]]]
) -> None:
    store = PostStore(tmp_path_factory.mktemp("store") / "posts.db")
    kept: set[str] = set()
    for puts, deleted in batches:
        posts = [post(number, group="" if group in (-1, number) else f"p{group}") for number, group in puts]
        keep(store, *posts, deleted=tuple(f"p{number}" for number in deleted))
        kept = (kept | {one.id for one in posts}) - {f"p{number}" for number in deleted}
        firsts = found(store, limit=200)
        under = [one.id for first in firsts for one in store.page(Page(group=first)).result(WAIT_S).posts]
        assert sorted(firsts + under) == sorted(kept)
    store.close()


def test_a_thousand_posts_of_one_millisecond_keep_their_order_and_make_room(store: PostStore) -> None:
    keep(store, *(post(number, at=5) for number in range(1, 600)))
    keep(store, *(post(number, at=5) for number in range(600, 1_001)), post(2_000, at=6))
    seen = [one.id for one in store.page(Page("Us", limit=200)).result(WAIT_S).posts]
    assert seen[:3] == ["p2000", "p1000", "p999"]


def test_more_than_a_millisecond_holds_goes_on_in_the_next(store: PostStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_SPAN", 4)
    monkeypatch.setattr(writer, "first_key", lambda at: at * 4)
    keep(store, post(50, at=6))
    keep(store, *(post(number, at=5) for number in range(1, 11)))
    assert sorted(found(store, "Us")) == sorted(["p50", *(f"p{number}" for number in range(1, 11))])


def test_the_same_post_twice_in_a_batch_is_kept_as_it_came_last(store: PostStore) -> None:
    keep(store, post(1, "hello"), post(2), post(1, "goodbye", edited=3))
    assert found(store, query="goodbye") == ["p1"]
    assert sorted(found(store)) == ["p1", "p2"]


def test_posts_are_kept_while_others_are_forgotten(tmp_path: Path) -> None:
    store = PostStore(tmp_path / "posts.db", Limits(age_ms=1_000, posts=100))
    keep(store, *(post(number) for number in range(1, 12_001)))
    forgetting = store.prune(0)
    store.keep([Arrived((post(20_000),))]).result(WAIT_S)
    assert not forgetting.done()
    assert forgetting.result(WAIT_S) == 11_901
    assert found(store, limit=1) == ["p20000"]
    store.close()


def test_a_picture_and_an_author_are_known_exactly(store: PostStore) -> None:
    keep(store, post(1, author="did:plc:abc", avatar="https://a.example/1", pictures=(Picture("https://a.example/2"),)))
    assert store.has_picture("https://a.example/1").result(WAIT_S)
    assert store.has_picture("https://a.example/2").result(WAIT_S)
    assert not store.has_picture("https://a.example/3").result(WAIT_S)
    assert store.has_author("did:plc:abc").result(WAIT_S)
    assert not store.has_author("did:plc").result(WAIT_S)
    assert not store.has_author("did:plc:").result(WAIT_S)
    keep(store, deleted=("p1",))
    assert not store.has_picture("https://a.example/1").result(WAIT_S)
    assert not store.has_author("did:plc:abc").result(WAIT_S)
