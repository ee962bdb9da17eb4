"""`ui_gap`: for how long the window's thread answers nobody, while 5,000 posts a second come in and somebody scrolls and types.

A timer beats every millisecond on the thread. `ui_gap.p99` is how long something that happens at any time waits for the next beat,
99 times of 100: every time counts alike, so that a long gap weighs as much as it lasts. `ui_gap.max` is the longest from one beat to the
next. Waiting for a core counts too: on a machine that others use, `chrt -r 1 python -m tests.benchmarks …` tells what the program itself
takes. Measured in the run that `feed` measures, and so is the baseline: the plain desktop of `feed_plain`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer

from tests.benchmarks.figure import Figure, percentile

BEAT_MS = 1


class Heartbeat(QObject):
    """`gaps` in milliseconds from one beat to the next, since it began."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1_000)
        self._last = now

    def stop(self) -> list[float]:
        self._beat()
        self._timer.stop()
        return self.gaps


def waits(gaps: Sequence[float]) -> list[float]:
    """How long what happens at each tenth of a millisecond waits for the beat after it, ms."""
    return [left / 10 for gap in gaps for left in range(max(1, round(gap * 10)))]


def measure_ui_gap() -> list[Figure]:
    from tests.benchmarks.feed_latency import whole_run

    run = whole_run()
    ours, plain = waits(run.ours.gaps), waits(run.plain.gaps)
    return [
        Figure("ui_gap.p99", percentile(ours, 0.99), "ms", percentile(plain, 0.99), "< 16"),
        Figure("ui_gap.max", max(run.ours.gaps), "ms", max(run.plain.gaps), "< 50"),
    ]
