"""What a benchmark hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number, as `keystroke.rendered.p99`; `baseline` is the same unit, measured in the same run by the plain way."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    reach: str = ""  # what is to be reached, in words: "< 16", "≥ 143,199"

    @property
    def ratio(self) -> float | None:
        """How many times the baseline the value is."""
        return self.value / self.baseline if self.baseline else None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed: the nearest rank, so always one that was measured."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -(-int(share * 1000) * len(ranked) // 1000) - 1))]
