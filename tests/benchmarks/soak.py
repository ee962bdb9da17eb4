"""`soak`: four hours at 5,000 posts a second, as fast as they go: whether the memory of intake, room and desktop grows.

Each is a process of its own, driven by a clock of ours, so that all that happens by time happens as often as in four hours: 144,000
batches, 480 prunings, every count. Of the posts only a part goes through, told as `soak.posts.*`, so that a run takes minutes: intake
decodes, matches and groups `INTAKE` of the 5,000 a second; the room keeps `ROOM` of the thousand that match, in a store that may keep
as much less; the desktop, with its window and the rehearsal's topics, is sent `DESK` of the ten a second and topic that a room sends at
most, and goes by steps of `STEP_S` seconds. Every memory that is bounded is full before the two hours from which on growth is measured.
All posts and seconds: `python -m tests.benchmarks.soak --whole`, which takes hours.

`soak.growth.*` is the slope of the process's own memory (what it shares with no other) from the second hour to the fourth, after a full
collection; `soak.growth` is the worst of them. The baseline is the same intake that keeps each post it has sent, nothing more.
Linux only: memory is read from /proc.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import msgspec

from tests.benchmarks.figure import Figure
from tests.benchmarks.soak_memory import Told, growth

HOURS = 4.0
RATE = 5_000
INTAKE, ROOM, DESK = 1 / 25, 1 / 50, 1 / 10
STEP_S = 5  # of the desktop's clock
PLAIN_HOURS = 0.75
_PLAIN_FROM_H = 0.25
_PATIENCE_S = 900
_WHOLE_S = 8 * 3_600


def measure_soak(whole: bool = False) -> list[Figure]:
    intake, room, desk = (1.0, 1.0, 1.0) if whole else (INTAKE, ROOM, DESK)
    told = _run(
        {
            "intake": ("soak_intake", str(HOURS), str(RATE * intake), "ours"),
            "room": ("soak_room", str(HOURS), str(room)),
            "desktop": ("soak_desk", str(HOURS), str(desk), "1" if whole else str(STEP_S)),
            "plain": ("soak_intake", str(PLAIN_HOURS), str(RATE * intake), "plain"),
        },
        _WHOLE_S if whole else _PATIENCE_S,
    )
    plain = growth(told.pop("plain").looks, _PLAIN_FROM_H)
    grown = {name: growth(one.looks) for name, one in told.items()}
    return [
        Figure("soak.growth", max(grown.values()), "MB/h", plain, "< 4"),
        *(Figure(f"soak.growth.{name}", value, "MB/h", plain) for name, value in grown.items()),
        *(Figure(f"soak.memory.{name}", max(look.whole for look in one.looks), "MB", None, "< 400") for name, one in told.items()),
        *(Figure(f"soak.posts.{name}", one.posts, "posts") for name, one in told.items()),
    ]


def _run(wanted: Mapping[str, tuple[str, ...]], within_s: float) -> dict[str, Told]:
    """All at once; a process each."""
    running = {
        name: subprocess.Popen([sys.executable, "-m", f"tests.benchmarks.{module}", *args], stdout=subprocess.PIPE)
        for name, (module, *args) in wanted.items()
    }
    try:
        told = {}
        for name, process in running.items():
            said, _ = process.communicate(timeout=within_s)
            if process.returncode:
                raise RuntimeError(f"{name} ended with {process.returncode}")
            told[name] = msgspec.json.decode(said.splitlines()[-1], type=Told)
        return told
    finally:
        for process in running.values():
            if process.poll() is None:
                process.kill()
                process.wait()


if __name__ == "__main__":
    from tests.benchmarks.__main__ import table

    print(table(measure_soak(whole="--whole" in sys.argv[1:])))
