"""`intake.tls`: from a TLS socket to a batch for the room, posts a second on one core, against json and one regex a phrase.

The sender is a process of its own. What is measured is the reader's own processor time, which is its clock too: it has one
thread, so what it does in a second of that time, batches for the room ten times in it, is what one core does, whatever else
the machine is doing. `intake.tls.throughput` is by the clock on the wall. A first part of the stream is not measured: what a
room may be sent at once after a quiet time is sent in it. The other figures are what each step takes of every post, the
matched and sent ones' dearer steps spread over all.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from tests.benchmarks.figure import Figure
from tests.benchmarks.intake_traffic import BEGAN_MS, MATCHING, certificate, frames, phrases
from warroom import collector
from warroom.plan.model import Topic
from warroom.sources.jetstream import Jetstream
from warroom.sources.jetstream_frames import FrameReader
from warroom.sources.jetstream_intake import Intake
from warroom.sources.patience import Patience
from warroom.watch import pipeline as pipeline_module
from warroom.watch.match import Matcher
from warroom.watch.pipeline import Pipeline

FRAMES = 50_000
ROUNDS = 6
WARM = FRAMES  # posts read before measuring begins
BASELINE_FRAMES = 2_000
TRIES = 5
RECORD = 143_199  # posts in the busiest second that Twitter ever published
_TOPICS = 10
_STEPS = {
    "socket": "TLS, WebSocket",
    "decode": "JSON",
    "match": "200 phrases",
    "fold": "known, copies, counted",
    "sample": "chosen, near copies, spikes, encoded",
}


def measure_intake_tls() -> list[Figure]:
    """The best of five runs, of both ways, taken in turn: what the program can do, not what the machine was busy with."""
    naive, runs = 0.0, []
    collector.ease()
    with tempfile.TemporaryDirectory() as folder:
        cert, key = certificate(Path(folder))
        for _ in range(TRIES):
            naive = max(naive, _naive())
            runs.append(_run(cert, key))
        spent = min((_costed(cert, key) for _ in range(2)), key=lambda costs: costs["whole"])
    measured = FRAMES * ROUNDS - WARM
    by_core = max(measured / cpu for cpu, _ in runs)
    by_clock = max(measured / wall for _, wall in runs)
    spent["socket"] = spent["whole"] - sum(cost for step, cost in spent.items() if step != "whole")
    return [
        Figure("intake.tls", by_core, "posts/s/core", naive, f"≥ {RECORD:,}; ≥ 50×"),
        Figure("intake.tls.throughput", by_clock, "posts/s", naive),
        *(Figure(f"intake.tls.{step}", spent[step] / measured * 1e6, f"µs/post ({what})") for step, what in _STEPS.items()),
    ]


def _topics() -> list[Topic]:
    words = phrases()
    return [Topic(f"Topic {number}", tuple(words[number::_TOPICS])) for number in range(_TOPICS)]


def _run(cert: Path, key: Path, began: Callable[[], None] = lambda: None) -> tuple[float, float]:
    """Processor and clock seconds for what is measured; `began` is told when that begins."""
    command = [sys.executable, "-m", "tests.benchmarks.intake_traffic", str(cert), str(key), str(FRAMES), str(ROUNDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
        try:
            assert sender.stdout is not None
            port = int(sender.stdout.readline())
            return asyncio.run(asyncio.wait_for(_Reading(began).all(port, cert), 300))
        finally:
            sender.kill()


def _costed(cert: Path, key: Path) -> dict[str, float]:
    """Processor seconds of the whole and of each step of it; looking at the clock is in them."""
    spent: dict[str, float] = {}
    with ExitStack() as stack:
        for step, owner, name in (
            ("decode", Intake, "sort"),
            ("take", Pipeline, "take"),
            ("match", FrameReader, "words"),
            ("match", pipeline_module, "folded_each"),
            ("match", Matcher, "terms_of_each"),
            ("sample", _Reading, "batch"),
        ):
            stack.enter_context(_timed(spent, step, owner, name))
        spent["whole"], _ = _run(cert, key, spent.clear)
    spent["fold"] = spent.pop("take") - spent["match"]
    return spent


@contextmanager
def _timed(spent: dict[str, float], step: str, owner: Any, name: str) -> Iterator[None]:
    inner = getattr(owner, name)

    def timed(*arguments: Any) -> Any:
        began = time.process_time()
        try:
            return inner(*arguments)
        finally:
            spent[step] = spent.get(step, 0.0) + time.process_time() - began

    with patch.object(owner, name, timed):
        yield


class _Over(Exception):
    """The sender has sent everything."""


class _Reading:
    """One run, by a clock that only goes while this process works."""

    def __init__(self, began: Callable[[], None]) -> None:
        self._began = began
        self._start = time.process_time()
        self._pipeline = Pipeline(_topics(), self._now)
        self._read = self._sent = self._counted = 0
        self._from: tuple[float, float] | None = None  # processor and wall, when measuring began

    def _now(self) -> int:
        return BEGAN_MS + int((time.process_time() - self._start) * 1_000)

    def batch(self) -> None:
        made = self._pipeline.batch()
        msgspec.json.encode(made)
        self._read += made.total
        self._sent += len(made.posts)
        self._counted += sum(count.count for count in made.counts)

    async def _batches(self) -> None:
        due = self._now() + 100
        while True:
            await asyncio.sleep(0.005)
            if self._now() < due:
                continue
            due = self._now() + 100
            self.batch()
            if self._from is None and self._read >= WARM:
                self._from = time.process_time(), time.perf_counter()
                self._unmeasured = self._read
                self._began()

    async def all(self, port: int, cert: Path) -> tuple[float, float]:
        async def over(_seconds: float) -> None:
            raise _Over

        source = Jetstream(
            "Bluesky",
            [f"wss://127.0.0.1:{port}"],
            version=1,
            compress=False,
            tls=ssl.create_default_context(cafile=str(cert)),
            now=self._now,
            patience=Patience(sleep=over),
        )
        batching = asyncio.create_task(self._batches())
        try:
            await source.run(self._pipeline)
        except _Over:
            self.batch()
        if self._from is None:
            raise RuntimeError(f"only {self._read} posts were read: {source.health().why}")
        cpu, wall = time.process_time() - self._from[0], time.perf_counter() - self._from[1]
        batching.cancel()
        self._check(source)
        share = (FRAMES * ROUNDS - WARM) / (self._read - self._unmeasured)  # a batch may have come a little after WARM
        return cpu * share, wall * share

    def _check(self, source: Jetstream) -> None:
        """A figure is only worth something if nothing was lost on the way."""
        expected = sum(any(phrase in frame.decode() for phrase in phrases()) for frame in frames(2_000)) / 2_000
        if self._read != FRAMES * ROUNDS:
            raise RuntimeError(f"{self._read} of {FRAMES * ROUNDS} posts were read: {source.health().why}")
        share = self._counted / self._read
        if abs(share - expected) > 0.02 or abs(share - MATCHING) > 0.02 or not self._sent:
            raise RuntimeError(f"{share:.3f} of the posts matched instead of {expected:.3f}, {self._sent} were sent")


def _naive() -> float:
    """What one would write first: json and one regular expression a phrase, without any socket; posts per second of its own time."""
    messages = frames(BASELINE_FRAMES)
    patterns = [re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE) for phrase in phrases()]
    counts = [0] * len(patterns)
    began = time.process_time()
    for message in messages:
        text = json.loads(message)["commit"]["record"]["text"]
        for number, pattern in enumerate(patterns):
            if pattern.search(text):
                counts[number] += 1
    return BASELINE_FRAMES / (time.process_time() - began)
