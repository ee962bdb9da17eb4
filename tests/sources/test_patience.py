"""Back-off, reasons in plain words, health."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.loopback import Enough, Waits
from warroom.errors import SourceBusy, SourceGarbled, SourceRefused
from warroom.sources.monitor import PROVEN_MS, REMARK_MS, Monitor
from warroom.sources.patience import BROKEN_S, LONGEST_S, SHORTEST_S, SPREAD, Patience, Trouble, keep_trying, plainly
from warroom.sources.retry_after import retry_after


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_stay_between_the_shortest_and_the_longest(failures: int, chance: float) -> None:
    wait = Patience(chance=lambda: chance).wait(failures)
    assert SHORTEST_S <= wait <= LONGEST_S


def test_the_ceiling_doubles_and_chance_spreads_below_it() -> None:
    ceilings = [Patience(chance=lambda: 0.999_999_9).wait(failures) for failures in range(1, 10)]
    assert [round(ceiling) for ceiling in ceilings] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert Patience(chance=lambda: 0.0).wait(9) == SHORTEST_S


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionRefusedError(), "refused the connection"),
        (ConnectionResetError(), "broke off the connection"),
        (socket.gaierror(-2, "Name or service not known"), "name not found"),
        (TimeoutError(), "did not answer in time"),
        (httpx.ReadTimeout("x"), "did not answer in time"),
        (httpx.RemoteProtocolError("x"), "broke off the connection"),
        (ssl.SSLError(1, "x"), "cannot be spoken to in TLS"),
        (OSError(113, "No route to host"), "could not be reached (No route to host)"),
        (SourceBusy("says too many requests", retry_after=30.2), "says too many requests, asked us to wait 30 s"),
        (SourceGarbled("sent something that is not JSON"), "sent something that is not JSON"),
    ],
)
def test_reasons_are_plain(error: Exception, words: str) -> None:
    assert plainly(error) == words


def test_the_cause_names_the_reason() -> None:
    error = httpx.ConnectError("x")
    error.__cause__ = socket.gaierror(-2, "x")
    assert plainly(error) == "name not found"


def test_a_fault_of_ours_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    assert plainly(KeyError("x")) == "failed inside warroom (KeyError: 'x')"
    assert "unforeseen" in caplog.text


def run_through(*outcomes: Exception | None) -> tuple[list[float], Monitor]:
    """Sessions that end so one after another; None is one that read something and then broke off."""
    left = list(outcomes)
    progress = [0]
    waits = Waits(enough=len(outcomes))
    monitor = Monitor("Wire", "feed", now=lambda: 1_000)

    async def session() -> None:
        outcome = left.pop(0)
        if outcome is None:
            progress[0] += 1
            raise ConnectionResetError
        raise outcome

    with pytest.raises(Enough):
        asyncio.run(keep_trying(session, monitor, waits.patience, lambda: progress[0]))
    return waits.seconds, monitor


def test_failures_in_a_row_wait_longer_and_a_success_starts_afresh() -> None:
    seconds, _ = run_through(OSError(), OSError(), OSError(), None, OSError())
    assert seconds == [0.75, 1.25, 2.25, 0.75, 1.25]


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), httpx.ConnectError("x"), Trouble("broke off the connection")])
def test_who_cannot_be_reached_is_tried_again_soon_however_often_it_failed(error: Exception) -> None:
    seconds, _ = run_through(*[error] * 12)
    assert max(seconds) == seconds[-1] == SHORTEST_S + 0.5 * (BROKEN_S - SHORTEST_S)


@pytest.mark.parametrize("error", [SourceBusy("says too many requests"), SourceGarbled("sent something that is not JSON")])
def test_who_answers_is_spared(error: Exception) -> None:
    assert run_through(*[error] * 12)[0][-1] == SHORTEST_S + 0.5 * (LONGEST_S - SHORTEST_S)


def test_a_server_is_obeyed_and_a_refusal_is_not_hammered() -> None:
    """The same for everybody, and a little more by chance, so that not everybody comes back at once."""
    spread = 1 + SPREAD * 0.5
    seconds, monitor = run_through(SourceBusy("says too many requests", retry_after=42.0))
    assert seconds == [42.0 * spread]
    assert (monitor.health().state, monitor.health().why) == ("waiting", "says too many requests, asked us to wait 42 s")
    assert run_through(SourceRefused("says this is gone for good (410)"))[0] == [60.0 * spread]
    assert run_through(SourceBusy("says too many requests"))[0] == [10.0 * spread]
    seconds, monitor = run_through(SourceBusy("says it is overloaded", retry_after=1e9))
    assert seconds == [3_600.0 * spread]
    assert monitor.health().why == "says it is overloaded, asked us to wait more than an hour"
    assert run_through(ExceptionGroup("two", [SourceBusy("says too many requests", retry_after=42.0)]))[0] == [42.0 * spread]


def test_health_over_time() -> None:
    now = [100_000]
    monitor = Monitor("Bluesky", "jetstream", now=lambda: now[0])
    assert (monitor.health().state, monitor.health().since) == ("connecting", 100_000)
    monitor.failed("refused the connection")
    now[0] += 5_000
    monitor.connecting()
    monitor.failed("refused the connection")
    assert (monitor.health().state, monitor.health().since) == ("failed", 100_000), "since when, not since the last try"
    now[0] += 5_000
    monitor.live()
    monitor.heard(30)
    health = monitor.health()
    assert (health.state, health.since, health.why, health.rate, health.last_post) == ("live", 110_000, "", 3.0, 110_000)
    now[0] += 180_000
    health = monitor.health()
    assert (health.state, health.since, health.why, health.rate) == ("silent", 110_000, "no post for 3 min", 0.0)
    monitor.heard(1)
    assert monitor.health().state == "live"


def test_trouble_lasts_since_it_began_through_waits_and_connections_that_came_to_nothing() -> None:
    now = [100_000]
    monitor = Monitor("Bluesky", "jetstream", now=lambda: now[0])
    monitor.failed("refused the connection")
    for _ in range(3):
        now[0] += 20_000
        monitor.connected()
        assert monitor.health().state == "live"
        monitor.waiting("says too many requests")
        assert monitor.health().since == 100_000
        monitor.failed("broke off the connection")
        assert monitor.health().since == 100_000
    monitor.connected()
    now[0] += PROVEN_MS
    monitor.failed("broke off the connection")
    assert monitor.health().since == now[0], "it had been well for a while"
    now[0] += 1_000
    monitor.connected()
    monitor.heard(1)
    monitor.failed("broke off the connection")
    assert monitor.health().since == now[0], "it had been read"


def test_trouble_that_is_noticed_late_is_told_since_it_began() -> None:
    now = [100_000]
    monitor = Monitor("Bluesky", "jetstream", now=lambda: now[0])
    monitor.live()
    now[0] += 45_000
    monitor.failed("sends nothing any more", 110_000)
    now[0] += 5_000
    monitor.failed("refused the connection")
    assert (monitor.health().why, monitor.health().since) == ("refused the connection", 110_000)


def test_a_remark_is_told_for_a_minute() -> None:
    now = [100_000]
    monitor = Monitor("Bluesky", "jetstream", now=lambda: now[0])
    monitor.live()
    monitor.remark("1 message could not be read")
    assert (monitor.health().state, monitor.health().why) == ("live", "1 message could not be read")
    now[0] += REMARK_MS
    assert monitor.health().why == ""


def test_retry_after_in_seconds_and_as_a_date() -> None:
    now = dt.datetime(2026, 7, 19, 19, 0, tzinfo=dt.UTC)
    assert retry_after("120") == 120.0
    assert retry_after("Sun, 19 Jul 2026 19:01:30 GMT", now) == 90.0
    assert retry_after("Sun, 19 Jul 2026 18:00:00 GMT", now) == 0.0
    assert retry_after("soon") is None
    assert retry_after(None) is None
    assert retry_after("-5") is None
