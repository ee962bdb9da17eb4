"""Feeds from intake to desktop, through a real server."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.room.serving import Client, Served, serving
from tests.waiting import until
from warroom.sources.count import TopicCount
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.watch.filters import Filter
from warroom.wire import FeedBatch

TOPIC, OTHER = "The regatta", "Us, and ours"


@pytest.fixture
def owner(room: Served) -> Client:
    return room.owner()


@pytest.fixture
def intake(room: Served) -> Client:
    return room.intake()


def made(name: str, *topics: str, text: str = "Ahoy") -> Post:
    now = time.time_ns() // 1_000_000
    return Post(id=name, source="s", network="rehearsal", author="a", text=text, at=now, seen=now, topics=topics)


def bring(intake: Client, batch: FeedBatch) -> httpx.Response:
    return intake.http.post("feed", content=msgspec.json.encode(batch))


def ids(data: Any) -> list[str]:
    return [post["id"] for post in data["posts"]]


def test_a_feed_begins_with_what_was_and_goes_on_with_what_comes(owner: Client, intake: Client) -> None:
    source = SourceHealth("Rehearsal", "rehearsal", "live", 3.5, 1)
    before = FeedBatch((made("f1", TOPIC), made("f2", OTHER)), (TopicCount(TOPIC, 60_000, 4),), (source,), total=9)
    assert bring(intake, before).status_code == 204
    with owner.stream("feed", topics=TOPIC) as frames:
        id, event, history = frames.next()
        assert (id, event) == ("", "history")
        assert "f1" in ids(history)
        assert "f2" not in ids(history)
        assert {"topic": TOPIC, "second": 60_000, "count": 4} in history["counts"]
        assert history["sources"] == [msgspec.to_builtins(source)]
        after = FeedBatch((made("f3", OTHER), made("f4", TOPIC)), (TopicCount(TOPIC, 60_000, 1),), total=7, not_sent=2, deleted=("f1",))
        bring(intake, after)
        told: dict[str, Any] = {}
        while not {"posts", "gone", "counts"} <= set(told):
            _, event, data = frames.next()
            if event != "counts" or data["counts"]:
                told[event] = data
        assert (ids(told["posts"]), told["posts"]["not_sent"]) == (["f4"], 2)
        assert told["gone"]["posts"] == ["f1"]
        assert told["counts"]["counts"] == [{"topic": TOPIC, "second": 60_000, "count": 1}]
        assert told["counts"]["total_per_s"] in (7, 16)  # the second of the first batch, or the one after
        bring(intake, FeedBatch(sources=(SourceHealth("Rehearsal", "rehearsal", "failed", 0.0, 5, "went away"),)))
        assert frames.until("sources")["sources"][0]["why"] == "went away"


def test_a_feed_keeps_to_its_rate(owner: Client, intake: Client) -> None:
    with owner.stream("feed", topics=TOPIC, rate=5) as frames:
        frames.until("history")
        bring(intake, FeedBatch(tuple(made(f"r{number}", TOPIC) for number in range(200))))
        data = frames.until("posts")
    assert 0 < len(data["posts"]) <= 5
    assert len(data["posts"]) + data["not_sent"] == 200


def test_topics_are_asked_for_one_by_one_or_together(owner: Client, intake: Client) -> None:
    bring(intake, FeedBatch((made("t1", OTHER), made("t2", TOPIC))))
    for asked, expected in (([OTHER], {"t1"}), ([TOPIC, OTHER], {"t1", "t2"}), ([], set())):
        with owner.stream("feed", topics=asked) as frames:
            assert set(ids(frames.until("history"))) & {"t1", "t2"} == expected


def test_posts_can_be_scrolled_back_and_searched(owner: Client, intake: Client) -> None:
    bring(intake, FeedBatch((made("s1", TOPIC, text="a quixotic tack"),)))
    until(lambda: ids(owner.http.get("posts", params={"query": "quixotic"}).json()) == ["s1"], "the post")
    page = owner.http.get("posts", params={"topic": TOPIC, "limit": 1}).json()
    assert (len(page["posts"]), page["more"]) == (1, True)


def counted(owner: Client, second: int) -> list[int]:
    """What history says of that second of the topic."""
    history = owner.http.get("feed", params={"topics": TOPIC, "wait": 0}).json()
    return [count["count"] for count in history["counts"] if (count["topic"], count["second"]) == (TOPIC, second)]


def test_a_batch_that_is_sent_again_counts_once(owner: Client, intake: Client) -> None:
    batch = FeedBatch((made("again", TOPIC),), (TopicCount(TOPIC, 120_000, 3),), total=3)
    for _ in range(2):
        assert bring(intake, batch).status_code == 204
    assert counted(owner, 120_000) == [3]
    bring(intake, msgspec.structs.replace(batch, id=FeedBatch().id))
    assert counted(owner, 120_000) == [6]
    source = SourceHealth("Rehearsal", "rehearsal", "live", 8.0, 1)
    bring(intake, msgspec.structs.replace(batch, sources=(source,)))
    assert owner.http.get("feed", params={"wait": 0}).json()["sources"] == [msgspec.to_builtins(source)]


def test_a_batch_that_is_sent_again_to_a_room_killed_meanwhile_counts_once(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        batch = FeedBatch((made("k", TOPIC),), (TopicCount(TOPIC, 60_000, 4),), total=4)
        bring(room.intake(), batch)
        owner = room.owner()
        until(lambda: bool(owner.http.get("posts", params={"topic": TOPIC}).json()["posts"]), "the batch in the store")
        room.kill()
        room.start()
        assert bring(room.intake(), batch).status_code == 204
        assert counted(room.owner(), 60_000) == [4]


def test_gaps_are_told_and_stand_in_history(owner: Client, intake: Client) -> None:
    now = time.time_ns() // 1_000_000
    gap = Gap("s", now - 5_000, now, "was out of reach")
    with owner.stream("feed", topics=TOPIC) as frames:
        frames.until("history")
        bring(intake, FeedBatch(gaps=(gap,)))
        assert frames.until("gaps") == {"gaps": [msgspec.to_builtins(gap)]}
    assert owner.http.get("feed", params={"wait": 0}).json()["gaps"] == [msgspec.to_builtins(gap)]


def test_a_gap_is_told_before_the_posts_that_came_after_it(owner: Client, intake: Client) -> None:
    now = time.time_ns() // 1_000_000
    with owner.stream("feed", topics=TOPIC) as frames:
        frames.until("history")
        bring(intake, FeedBatch((made("after", TOPIC),), gaps=(Gap("s", now - 5_000, now, "was out of reach"),)))
        told: list[str] = []
        while "posts" not in told or "gaps" not in told:
            told.append(frames.next()[1])
    assert told.index("gaps") < told.index("posts")


def test_a_feed_shows_what_its_view_lets_by_then_and_before(owner: Client, intake: Client) -> None:
    english = msgspec.structs.replace(made("v1", OTHER), languages=("en",))
    french = msgspec.structs.replace(made("v2", OTHER), languages=("fr",))
    bring(intake, FeedBatch((english, french)))
    view = msgspec.json.encode({OTHER: Filter(languages=("fr",))}).decode()
    with owner.stream("feed", topics=OTHER, view=view) as frames:
        history = ids(frames.until("history"))
        assert "v2" in history
        assert "v1" not in history
        late = [msgspec.structs.replace(post, id=post.id + "b") for post in (english, french)]
        bring(intake, FeedBatch(tuple(late)))
        posts = frames.until("posts")
        assert (ids(posts), posts["not_sent"]) == (["v2b"], 0)


def test_a_malformed_view_is_refused(owner: Client) -> None:
    for view in ("{", '{"The regatta":{"reshares":"many"}}', "[]"):
        assert owner.http.get("feed", params={"topics": TOPIC, "view": view}).status_code == 400


def test_repeats_stand_under_their_first_which_another_follows_when_it_is_deleted(owner: Client, intake: Client) -> None:
    first, second, third = (made(f"g{number}", TOPIC, text="a gybe, a gybe") for number in range(3))
    repeats = [msgspec.structs.replace(post, group="g0") for post in (second, third)]
    bring(intake, FeedBatch((msgspec.structs.replace(first, copies=2), *repeats)))
    group = {"group": "g0"}
    until(lambda: sorted(ids(owner.http.get("posts", params=group).json())) == ["g1", "g2"], "the repeats")
    assert sorted(ids(owner.http.get("posts", params={"query": "gybe"}).json())) == ["g0", "g1", "g2"]
    with owner.stream("feed", topics=TOPIC) as frames:
        history = ids(frames.until("history"))
        assert "g0" in history
        assert not {"g1", "g2"} & set(history)
        bring(intake, FeedBatch(deleted=("g0",)))
        assert frames.until("gone")["posts"] == ["g0"]
        [heir] = frames.until("posts")["posts"]
        assert (heir["id"], heir.get("group", "")) == ("g1", "")
    assert [(post["id"], post["group"]) for post in owner.http.get("posts", params={"group": "g1"}).json()["posts"]] == [("g2", "g1")]


def test_a_page_around_a_moment(owner: Client, intake: Client) -> None:
    noon = 1_800_000_000_000
    some = [msgspec.structs.replace(made(f"n{number}", TOPIC, text="noonish"), at=noon + number * 1_000) for number in range(-5, 6)]
    bring(intake, FeedBatch(tuple(some)))
    asked = {"query": "noonish", "around": noon, "limit": 4}
    until(lambda: len(ids(owner.http.get("posts", params=asked).json())) == 4, "the posts")
    page = owner.http.get("posts", params=asked).json()
    assert (ids(page), page["more"], page["newer"]) == (["n2", "n1", "n0", "n-1"], True, True)
    above = owner.http.get("posts", params={"query": "noonish", "after": noon + 2_000}).json()
    assert (ids(above), above["newer"]) == (["n5", "n4", "n3"], False)
    assert owner.http.get("posts", params={"after": 1, "before": 2}).status_code == 400


def test_silence_of_intake_is_told(owner: Client, intake: Client) -> None:
    bring(intake, FeedBatch(sources=(SourceHealth("Rehearsal", "rehearsal", "live", 1.0, 1),)))
    with owner.stream("feed", topics=TOPIC) as frames:
        frames.until("history")
        told = frames.until("sources")["sources"][0]
    assert told["state"] == "failed"
    assert told["rate"] == 0.0
    assert "has not been heard of" in told["why"]


@pytest.mark.parametrize(
    "batch",
    [
        b"{",
        b'{"posts":[{}]}',
        b'{"posts":[{"id":"x","source":"s","network":"n","author":"a","text":"t","at":1e30,"seen":1}]}',
        b'{"counts":[{"topic":"x","second":%d,"count":1}]}' % 10**30,
        b'{"counts":[{"topic":"x","second":"1","count":1}]}',
        b'{"id":"a batch"}',
    ],
)
def test_a_malformed_batch_is_refused(intake: Client, batch: bytes) -> None:
    response = intake.http.post("feed", content=batch)
    assert (response.status_code, response.json()["error"]) == (400, "bad_request")
