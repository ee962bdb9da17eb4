"""Looking up in the post store how many say nearly this."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.room.said_in_store import judged_in_store
from tests.room.test_posts import post
from warroom.room.store import said
from warroom.room.store.posts import Arrived, Limits, PostStore
from warroom.room.store.said import MINUTES, MOST_FOUND, MOST_SCORED, Found, SaidSearch, enough_of, telling
from warroom.sources.post import Link, Post

WAIT_S = 30.0
NOW = 7_200_000
MINUTE = 60_000
IDEA = "Lights out. Snacks on."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PostStore]:
    store = PostStore(tmp_path / "posts.db", Limits(posts=1_000_000))
    yield store
    store.close()


@pytest.fixture
def search(store: PostStore) -> Iterator[SaidSearch]:
    search = SaidSearch(store.path)
    yield search
    search.close()


def keep(store: PostStore, *posts: Post, **more: object) -> None:
    store.keep([Arrived(posts, **more)]).result(WAIT_S)


def tail(number: int) -> str:
    return " ".join(f"{letter}{number}" for letter in "uvwxyz")


def look(search: SaidSearch, text: str = IDEA, since: int = 0, now: int = NOW) -> Found:
    found = search.search(text, since, now, lambda: True).result(WAIT_S)
    assert found is not None
    return found


def test_it_counts_says_since_when_and_by_whom_first(store: PostStore, search: SaidSearch) -> None:
    keep(
        store,
        post(1, "Blackout! Time for a snack", at=NOW - 9 * MINUTE, author="early.example"),
        post(2, "lights out, snacks on lol", at=NOW - 2 * MINUTE),
        post(3, "lights out, snacks on LOL!", at=NOW),
        post(4, "The ref needs glasses", at=NOW),
        post(5, "Who turned off the lights?", at=NOW),
    )
    found = look(search)
    assert (found.of, found.count, found.exact) == (5, 3, True)
    assert found.first is not None
    assert (found.first.author, found.first.at) == ("early.example", NOW - 9 * MINUTE)
    assert [(match.post.id, match.posts) for match in found.matches] == [("p2", 2), ("p1", 1)]
    assert found.matches[0].score == found.matches[1].score == 1
    assert len(found.per_minute) == MINUTES
    assert (found.per_minute[-1], found.per_minute[-3], found.per_minute[-10]) == (1, 1, 1)


def test_only_the_asked_hours_are_searched(store: PostStore, search: SaidSearch) -> None:
    keep(store, post(1, "lights out, snacks on", at=1_000), post(2, "lights out, snacks on", at=5_000))
    found = look(search, since=3_000)
    assert (found.of, found.count) == (1, 1)


def test_what_is_deleted_edited_or_forgotten_is_not_found(store: PostStore, search: SaidSearch, tmp_path: Path) -> None:
    keep(store, *(post(number, "lights out, snacks on", at=number) for number in (1, 2, 3)))
    keep(store, deleted=("p1",))
    keep(store, post(2, "something else altogether", at=2, edited=9))
    assert [match.post.id for match in look(search).matches] == ["p3"]
    assert look(search, "something else altogether").count == 1
    small = PostStore(tmp_path / "small.db", Limits(posts=2))
    keep(small, *(post(number, "lights out, snacks on", at=number, seen=number) for number in range(1, 9)))
    assert small.prune(10).result(WAIT_S) == 6
    there = SaidSearch(small.path)
    assert (look(there).of, look(there).count) == (2, 2)
    there.close()
    small.close()


def test_repeats_that_stand_under_their_first_count_too(store: PostStore, search: SaidSearch) -> None:
    keep(store, post(1, "lights out, snacks on", at=1), post(2, "lights out, snacks on", at=2, group="p1"))
    assert look(search).count == 2


def test_a_bare_link_says_its_title(store: PostStore, search: SaidSearch) -> None:
    keep(store, post(1, "", link=Link("https://wire.example/1", title="Power failure at the dome halts play")))
    assert look(search, "Power failure at the dome halts play").count == 1


HOSTILE = ("", "   ", "😀", "https://x.example", "it is", '"', "AND OR NOT NEAR(", "* -", "\0", "a" * 3_000, "'; drop table said; --")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_an_error(store: PostStore, search: SaidSearch, text: str) -> None:
    keep(store, post(1, "lights out"))
    assert look(search, text).count == 0


def test_more_than_can_be_scored_is_estimated_and_the_closest_is_found_all_the_same(store: PostStore, search: SaidSearch) -> None:
    many = 3 * MOST_SCORED
    same = [post(number, f"our biscuits beat any blackout, w{number}", at=number) for number in range(1, many)]
    other = [post(many + number, f"{tail(number)} biscuits {tail(number)} blackout", at=many + number) for number in range(many)]
    keep(store, *same, *other, post(9_999, "OUR BISCUITS BEAT ANY BLACKOUT!", at=many // 2))
    found = look(search, "Our biscuits beat any blackout")
    assert not found.exact
    assert found.matches[0].post.id == "p9999"
    assert found.first is not None
    assert found.first.id == "p1"
    assert 0.7 * many < found.count < 1.3 * many


def test_a_whole_night_of_one_idea_is_counted_by_its_newest_and_its_earliest(store: PostStore, search: SaidSearch) -> None:
    count = MOST_FOUND + 500
    keep(store, *(post(number, f"lights out, snacks on {number % 40}", at=number) for number in range(1, count + 1)))
    found = look(search)
    assert found.count == pytest.approx(count, rel=0.02)
    assert found.first is not None
    assert found.first.at == 1


def test_one_that_is_wanted_no_more_is_not_looked_up(store: PostStore, search: SaidSearch) -> None:
    assert search.search(IDEA, 0, NOW, lambda: False).result(WAIT_S) is None


def test_two_of_the_words_are_looked_for_and_fewer_of_the_common_ones() -> None:
    assert enough_of([("a", 5.0)], 0.4, 1) == '"a"'
    assert enough_of([("a", 5.0), ("b", 5.0)], 0.4, 2) == '"a" AND "b"'
    assert enough_of([("a", 5.0), ("b", 1.0), ("c", 0.9)], 0.4, 2) == '(("a" AND ("b" OR "c")))'
    assert enough_of([("a", 5.0), ("b", 5.0), ("c", 5.0), ("d", 5.0)], 0.4, 3).count("AND") == 5
    rare = [(letter, 6.5) for letter in "abcdefghij"]
    assert len(telling(rare, 1_000_000)) == 8
    assert len(telling([(letter, 1.5) for letter in "abcdefghij"], 1_000_000)) == 2
    assert telling(rare[:1], 10) == rare[:1]


def test_the_judging_half_is_told_apart_in_a_store_as_well_as_is_stated() -> None:
    """Candidates that the index does not bring cannot be found: what it loses is in these figures."""
    told = judged_in_store("judge")
    assert told.share("near_copy") >= 0.9
    assert told.precision >= 0.85
    assert told.recall >= 0.5


def test_when_time_is_up_what_was_scored_stands_for_the_rest(store: PostStore, search: SaidSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, *(post(number, f"our biscuits beat any blackout, w{number}", at=number) for number in range(1, 301)))
    exact = look(search, "Our biscuits beat any blackout")
    monkeypatch.setattr(said, "_SCORING_S", 0.0)
    hasty = look(search, "Our biscuits beat any blackout")
    assert (exact.count, exact.exact) == (300, True)
    assert not hasty.exact
    assert hasty.count == pytest.approx(300, rel=0.05)
