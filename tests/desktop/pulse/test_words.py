from __future__ import annotations

import pytest

from tests.review.driver import START_MS, Driver, spike
from warroom.desktop.pulse.words import standing_on, times
from warroom.review.commands import MarkSpike
from warroom.review.watched import Told
from warroom.watch.spike import SpikeEnd


@pytest.mark.parametrize(
    ("rate", "baseline", "words"),
    [(3858, 94, "×41"), (13, 10, "×1.3"), (4, 10, "×0.4"), (9.96, 1, "×10"), (50_000, 2, "×25k"), (5, 0, ""), (5, 0.001, "")],
)
def test_how_many_times_the_usual(rate: float, baseline: float, words: str) -> None:
    assert times(rate, baseline) == words


def test_the_newest_spike_that_is_neither_over_nor_a_false_alarm_stands() -> None:
    room = Driver()
    older, newer = spike(1, since=START_MS - 60_000), spike(2)
    room.watch(Told(spikes=(newer, older)))
    standing = standing_on(room.state, "The match")
    assert standing is not None
    assert standing.spike == newer
    assert standing_on(room.state, "Another") is None
    room.say("Dora", MarkSpike(newer.id, "dismissed"))
    assert standing_on(room.state, "The match") == room.state.spikes[newer.id], "dismissed, it still rises"
    room.say("Dora", MarkSpike(newer.id, "false_alarm"))
    assert standing_on(room.state, "The match") == room.state.spikes[older.id]
    room.watch(Told(ended=(SpikeEnd(older.id, START_MS, 9.0),)))
    assert standing_on(room.state, "The match") is None
