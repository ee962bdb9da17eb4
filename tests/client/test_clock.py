from __future__ import annotations

import pytest

from warroom.client import clock
from warroom.client.clock import ServerClock

SERVER = 1_000_000_000


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """This machine's steady clock, set by the test."""
    now = [5_000.0]
    monkeypatch.setattr(clock, "steady_ms", lambda: now[0])
    return now


def ask(one: ServerClock, here: list[float], there: float, back: float) -> None:
    """One question to a server that is exactly SERVER ms ahead; `there` and `back` are the ways."""
    sent = here[0]
    here[0] += there
    server = SERVER + here[0]
    here[0] += back
    one.sample(sent, here[0], int(server))


def test_the_quickest_answer_of_the_last_eight_counts(here: list[float]) -> None:
    one = ServerClock()
    ask(one, here, 150, 2)
    assert abs(one.now() - (SERVER + here[0])) <= 75
    ask(one, here, 1, 1)
    assert abs(one.now() - (SERVER + here[0])) <= 1
    for _ in range(7):
        ask(one, here, 100, 10)
        assert abs(one.now() - (SERVER + here[0])) <= 1
    assert one.round_trip_ms == 2
    ask(one, here, 100, 10)
    assert one.round_trip_ms == 110  # the quick one is more than eight answers ago


def test_a_jump_of_the_clock_is_believed_at_once(here: list[float]) -> None:
    one = ServerClock()
    for _ in range(4):
        ask(one, here, 1, 1)
    here[0] -= 3_600_000  # this machine slept, and its clock with it
    sent = here[0]
    one.sample(sent, sent + 20, int(SERVER + here[0] + 3_600_010))
    assert abs(one.now() - (SERVER + here[0] + 3_600_000)) <= 20


def test_a_message_from_the_future_moves_the_clock(here: list[float]) -> None:
    one = ServerClock()
    ask(one, here, 1, 1)
    one.heard(int(SERVER + here[0]) - 900)  # late messages are ordinary
    assert abs(one.now() - (SERVER + here[0])) <= 1
    one.heard(int(SERVER + here[0]) + 60_000)
    assert abs(one.now() - (SERVER + here[0] + 60_000)) <= 1
