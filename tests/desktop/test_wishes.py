"""A thread that works wishes off: which comes first, what is replaced, and when it rests."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from warroom.desktop.wishes import Wishes

WITHIN_S = 60.0


class Worker:
    """Holds each wish back until the test lets it go on."""

    def __init__(self, idle_s: float = 60.0) -> None:
        self.worked: list[int] = []
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.rested = threading.Semaphore(0)
        self.wishes: Wishes[int] = Wishes("test", self._work, self.rested.release, idle_s)

    def _work(self, wish: int) -> None:
        self.worked.append(wish)
        self.begun.release()
        self.go.acquire(timeout=WITHIN_S)

    def has_begun(self) -> bool:
        return self.begun.acquire(timeout=WITHIN_S)

    def goes_on(self, times: int) -> None:
        for _ in range(times):
            self.go.release()
            assert self.has_begun()


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.go.release(100)
    made.wishes.close()


def test_what_is_wished_for_last_comes_first_and_once(worker: Worker) -> None:
    worker.wishes.first(1)
    assert worker.has_begun()
    for wish in (2, 3, 4, 2):
        worker.wishes.first(wish)
    worker.goes_on(3)
    assert worker.worked == [1, 2, 4, 3]
    assert worker.wishes.none


def test_a_new_list_replaces_what_waits_and_none_is_rest_at_once(worker: Worker) -> None:
    worker.wishes.replace([1, 2, 3])
    assert worker.has_begun()
    worker.wishes.replace([4, 5])
    worker.goes_on(1)
    assert worker.worked == [1, 4]
    worker.wishes.replace([])
    worker.go.release()
    assert worker.rested.acquire(timeout=WITHIN_S)
    assert worker.worked == [1, 4]
    worker.wishes.first(6)
    assert worker.has_begun()


def test_it_rests_once_when_nothing_is_wished_for_a_while() -> None:
    worker = Worker(idle_s=0.01)
    worker.go.release(100)
    worker.wishes.first(1)
    assert worker.rested.acquire(timeout=WITHIN_S)
    assert not worker.rested.acquire(timeout=0.1)
    worker.wishes.close()


def test_one_that_was_never_asked_has_no_thread() -> None:
    before = threading.active_count()
    worker = Worker()
    worker.wishes.replace([])
    assert threading.active_count() == before
    worker.wishes.close()
