"""Asking a running room whether it was said already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import msgspec
import pytest

from tests.room.serving import Client, Served
from tests.room.test_feed import TOPIC, bring, made
from tests.waiting import until
from warroom.errors import RoomError
from warroom.room import already_said
from warroom.room.already_said import MOST_TEXT, AlreadySaid
from warroom.room.clock import Clock
from warroom.room.store.said import Found
from warroom.wire import FeedBatch, Said, SaidRequest

IDEA = SaidRequest("Lights out. Snacks on.")


def ask(client: Client, text: str, **more: object) -> Said:
    answer = client.http.post("said", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Said)


def test_a_room_says_who_said_it_first_and_what_is_closest(room: Served) -> None:
    owner = room.owner()
    assert ask(owner, "Half the harbour smells of fresh paint").verdict == "fresh"
    posts = [made(f"paint{number}", TOPIC, text="half the harbour smells of fresh paint!") for number in range(4)]
    assert bring(room.intake(), FeedBatch(posts=tuple(posts), total=4)).status_code == 204
    until(lambda: ask(owner, "Half the harbour smells of fresh paint").count == 4, "the posts")
    said = ask(owner, "Half the harbour smells of fresh paint", hours=1)
    assert (said.verdict, said.exact, said.since) == ("crowded", True, min(post.at for post in posts))
    assert said.of >= 4
    assert said.first is not None
    assert [(one.posts, one.score) for one in said.closest] == [(4, 1.0)]
    assert sum(said.per_minute) == 4
    assert said.took_ms > 0
    assert ask(owner, "!!!").verdict == "unclear"


@pytest.mark.parametrize(
    "wrong", [{"text": "x" * (MOST_TEXT + 1)}, {"text": "x", "hours": 0}, {"text": "x", "hours": 25}, {"text": 5}, {"hours": 1}, {}]
)
def test_what_cannot_be_looked_up_is_refused(room: Served, wrong: dict[str, Any]) -> None:
    answer = room.owner().http.post("said", json=wrong)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")


def test_only_people_of_the_room_may_ask(room: Served) -> None:
    assert room.intake().http.post("said", json={"text": "x"}).status_code == 403
    assert room.client("no token", "").http.post("said", json={"text": "x"}).status_code == 401


class Slow:
    """A search that ends when it is told to; interrupted, it says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Callable[[], bool], Future[Found | None]]] = []

    def search(self, text: str, since: int, now: int, wanted: Callable[[], bool]) -> Future[Found | None]:
        future: Future[Found | None] = Future()
        future.set_running_or_notify_cancel()
        self.asked.append((text, wanted, future))
        return future

    def take(self, place: int) -> bool:
        """The search's thread comes to it; False where it is not wanted any more."""
        _, wanted, future = self.asked[place]
        if not wanted():
            future.set_result(None)
            return False
        return True

    def end(self, place: int, found: Found | None) -> None:
        self.asked[place][2].set_result(found)

    def interrupt(self) -> None:
        self.end(len(self.asked) - 1, None)

    def close(self) -> None:
        pass


def asking(slow: Slow) -> AlreadySaid:
    return AlreadySaid(slow, Clock(0))


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_newest_question_of_a_device_wins() -> None:
    async def go() -> None:
        slow = Slow()
        said = asking(slow)
        first = asyncio.create_task(said.answer(IDEA, "laptop"))
        await turn()
        assert slow.take(0)
        second = asyncio.create_task(said.answer(SaidRequest("Another idea"), "laptop"))
        await turn()
        with pytest.raises(RoomError) as refused:
            await first
        assert (refused.value.status, refused.value.code) == (409, "overtaken")
        assert slow.take(1)
        slow.end(1, Found(of=3, words=2))
        assert (await second).verdict == "fresh"

    asyncio.run(go())


def test_one_device_does_not_overtake_another() -> None:
    async def go() -> None:
        slow = Slow()
        said = asking(slow)
        tasks = [asyncio.create_task(said.answer(IDEA, device)) for device in ("laptop", "desk")]
        await turn()
        for place in (0, 1):
            assert slow.take(place)
            slow.end(place, Found(of=9, count=place, words=2))
        assert [(await task).count for task in tasks] == [0, 1]

    asyncio.run(go())


def test_what_was_broken_off_for_another_device_is_begun_again() -> None:
    async def go() -> None:
        slow = Slow()
        said = asking(slow)
        task = asyncio.create_task(said.answer(IDEA, "laptop"))
        await turn()
        slow.end(0, None)
        await turn()
        assert slow.take(1)
        slow.end(1, Found(of=9, words=2))
        assert (await task).of == 9

    asyncio.run(go())


def test_no_answer_in_time_is_said_and_the_search_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(already_said, "ANSWER_WITHIN_S", 0.01)

    async def go() -> None:
        slow = Slow()
        said = asking(slow)
        task = asyncio.create_task(said.answer(IDEA, "laptop"))
        await turn()
        assert slow.take(0)
        with pytest.raises(RoomError) as refused:
            await task
        assert refused.value.status == 503

    asyncio.run(go())


def test_only_so_many_devices_wait() -> None:
    async def go() -> None:
        said = asking(Slow())
        tasks = [asyncio.create_task(said.answer(IDEA, f"device {number}")) for number in range(already_said.MOST_WAITING)]
        await turn()
        with pytest.raises(RoomError) as refused:
            await said.answer(IDEA, "one too many")
        assert refused.value.status == 429
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(go())
