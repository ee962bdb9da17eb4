"""What the pulse says of a topic beside its numbers. Pure."""

from __future__ import annotations

from warroom.desktop import clock
from warroom.review.model import SpikeSeen, State

TRENDS = {"rising": "rising", "crest": "at its crest", "falling": "falling", "steady": "steady"}
LEAST_BASELINE = 0.01  # posts a second; below it a ratio says nothing


def standing_on(state: State, topic: str) -> SpikeSeen | None:
    """The newest spike that stands on this topic: not over, and not said to be a false alarm."""
    found = [seen for seen in state.spikes.values() if seen.spike.topic == topic and seen.ended is None and seen.mark != "false_alarm"]
    return max(found, key=lambda seen: seen.spike.since, default=None)


def grown(rate: float, baseline: float) -> str:
    """How a spike has grown: `×41`, or `from nothing` where its topic was silent before."""
    return times(rate, baseline) or ("from nothing" if rate >= LEAST_BASELINE else "")


def times(rate: float, baseline: float) -> str:
    """`×41`, `×1.3`; empty where the baseline is next to nothing."""
    if baseline < LEAST_BASELINE:
        return ""
    ratio = rate / baseline
    return f"×{ratio:.1f}" if ratio < 9.95 else f"×{clock.short_count(round(ratio))}"
