"""`start`: from starting the process to the first frame, and to a rehearsal whose posts are on the desk, in seconds.

Every start is a process of its own with a home of its own, offscreen with the software renderer, run as a user runs it. The
baseline of both is a bare PySide6 window with one rectangle in QML.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from tests.benchmarks.figure import Figure

ROUNDS = 7
WITHIN_S = 60


def measure_start() -> list[Figure]:
    _start("bare"), _start("first")  # caches of the disk and of QML are warm for all alike
    bare = median(_start("bare") for _ in range(ROUNDS))
    first = median(_start("first") for _ in range(ROUNDS))
    rehearsal = median(_start("rehearsal") for _ in range(ROUNDS))
    return [
        Figure("start.first_frame", first, "s", bare, "<1"),
        Figure("start.rehearsal", rehearsal, "s", bare, "<5"),
    ]


def _start(what: str) -> float:
    """Seconds from before the process is started to what it is waited for."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"WARROOM_HOME": home, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        before = time.monotonic()
        process = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.start_window", what],
            env=env,
            capture_output=True,
            text=True,
            timeout=WITHIN_S,
            check=False,
        )
    for line in process.stdout.splitlines():
        if line.startswith("there "):
            return float(line.split()[1]) - before
    raise RuntimeError(f"{what} did not come: {process.stderr or process.stdout}")
