"""Where a stream is asked for again, and what is missing of it, whatever breaks when."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.sources.jetstream_track import ASTRAY_US, REPLAY_US, REWIND_US, SLACK_US, Track

NOW = 1_790_000_000_000_000
SECOND = 1_000_000


@given(
    kept=st.integers(0, 7_200),
    breaks=st.lists(st.tuples(st.integers(0, 4_000), st.integers(1, 50)), min_size=1, max_size=8),
    ahead=st.sampled_from([0, 0, 86_400, -86_400, 7_000]),
)
def test_every_second_of_a_busy_stream_was_read_or_is_told_to_be_missing(kept: int, breaks: list[tuple[int, int]], ahead: int) -> None:
    """One post each second; the server keeps `kept` seconds; we are away for some and then read some, again and again."""
    track = Track(0)
    now = NOW
    had: set[int] = set()
    missing: list[tuple[int, int]] = []
    start = None
    for away, reads in breaks:
        now += away * SECOND
        for _ in range(2):  # a clock that strays is asked a second time
            cursor = track.ask("host", now)
            from_us = max(cursor - ahead * SECOND, now - kept * SECOND) if cursor else now
            first = min(max(from_us - from_us % SECOND, NOW - NOW % SECOND), now - now % SECOND)
            if not track.strayed(first + ahead * SECOND, now):
                break
        end = now + reads * SECOND
        lost = track.reached(first + ahead * SECOND, end + ahead * SECOND, end)
        if lost:
            missing.append(lost)
        start = first if start is None else start
        had |= set(range(first // SECOND, end // SECOND + 1))
        now = end
    assert start is not None
    slack = SLACK_US // SECOND + 1
    for second in range(start // SECOND, now // SECOND + 1):
        told = any(since // SECOND - slack <= second <= until // SECOND + slack for since, until in missing)
        near = any(second + step in had for step in range(-slack, slack + 1))
        assert second in had or told or near


def test_what_overlaps_is_no_gap_and_what_does_not_is_one_once() -> None:
    track = Track(NOW)
    assert track.ask("a", NOW + SECOND) == NOW - REWIND_US
    assert track.reached(NOW - REWIND_US, NOW, NOW + SECOND) is None
    assert track.ask("a", NOW + 60 * SECOND) == NOW - REWIND_US
    assert track.reached(NOW + 20 * SECOND, NOW + 21 * SECOND, NOW + 60 * SECOND) == (NOW, NOW + 20 * SECOND)
    assert track.reached(NOW + 40 * SECOND, NOW + 41 * SECOND, NOW + 60 * SECOND) is None


def test_who_never_read_misses_nothing_and_asks_for_nothing() -> None:
    track = Track(0)
    assert track.ask("a", NOW) == 0
    assert track.reached(NOW, NOW, NOW) is None


def test_no_more_than_the_longest_replay_is_asked_for() -> None:
    assert Track(NOW - 3 * REPLAY_US).ask("a", NOW) == NOW - REPLAY_US


def test_one_odd_message_at_the_beginning_does_not_put_a_clock_wrong_for_long() -> None:
    track = Track(0)
    track.ask("a", NOW)
    assert not track.strayed(NOW + 10 * ASTRAY_US, NOW)
    track.reached(NOW + 10 * ASTRAY_US, NOW + 10 * ASTRAY_US, NOW)
    assert track.ahead_us == 10 * ASTRAY_US
    track.reached(NOW, NOW + SECOND, NOW + SECOND)
    assert (track.ahead_us, track.cursor) == (0, NOW + SECOND)
