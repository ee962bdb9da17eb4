"""`feed`: from a post's being written to the socket to its being painted on a desktop, at 5,000 posts a second.

Each part is a process of its own on this machine, as the program runs: a Jetstream over TLS (`feed_traffic`, one post in five matches
the plan's 200 phrases), `warroom intake`, `warroom serve`, and a desktop at 1920 × 1080 drawn in software (`feed_desk`) on which
somebody scrolls and types. What is measured are the posts that are shown, as the room chooses them: an even sample of all; those of the
column that is scrolled are held, and not counted. The end is the `frameSwapped` after the post came into the column's list. The
baseline is a plain desktop in the same room: it asks for each column once a second and fills its list anew.
"""

from __future__ import annotations

import asyncio
import functools
import os
import subprocess
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import msgspec

from tests.benchmarks.feed_desk import Seen
from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.intake_traffic import MATCHING, certificate, phrases
from tests.plan_text import event, table
from warroom.client.host import Host
from warroom.client.lock import holder

RATE = 5_000
TOPICS = 4
OURS_S, PLAIN_S = 30.0, 15.0
_PATIENCE_S = 90.0  # besides what is measured


@dataclass(frozen=True)
class Run:
    """`cpu`: of each process while ours was measured, in percent of one core; `load`: processes that wanted a core, at the end."""

    ours: Seen
    plain: Seen
    cpu: dict[str, float]
    load: float


def measure_feed() -> list[Figure]:
    run = whole_run()
    ours, plain = run.ours.delays, run.plain.delays
    told = ", ".join(f"{name} {share:.0f} %" for name, share in run.cpu.items())
    print(f"feed: {run.ours.rate:,.0f} posts/s read, {len(ours)} painted measured; {told}; load {run.load:.1f}", file=sys.stderr)
    return [
        Figure("feed.median", percentile(ours, 0.5), "ms", percentile(plain, 0.5)),
        Figure("feed.p99", percentile(ours, 0.99), "ms", percentile(plain, 0.99), "< 250"),
        Figure("feed.rate", run.ours.rate, "posts/s", None, f"≥ {RATE * 0.99:,.0f}"),
        Figure("feed.load", run.load, "processes that want a core"),
    ]


@functools.cache
def whole_run(rate: int = RATE, matching: float = MATCHING) -> Run:
    """Made once, for all that is measured in it."""
    with tempfile.TemporaryDirectory(prefix="feed-") as name:
        folder = Path(name)
        cert, key = certificate(folder)
        with mock.patch.dict(os.environ, WARROOM_HOME=name, SSL_CERT_FILE=str(cert)), _traffic(cert, key, rate, matching) as (port, sender):
            return asyncio.run(_measure(folder, port, sender))


@contextmanager
def _traffic(cert: Path, key: Path, rate: int, matching: float) -> Iterator[tuple[int, int]]:
    """Its port and process."""
    command = [sys.executable, "-m", "tests.benchmarks.feed_traffic", str(cert), str(key), str(rate), str(matching)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline()), process.pid
        finally:
            process.kill()


async def _measure(folder: Path, port: int, sender: int) -> Run:
    plan = folder / "event.toml"
    plan.write_text(_plan(port), "utf-8")
    host = await Host.start(plan, "live")
    try:
        pids = {"sender": sender, "intake": holder(host.folder / "intake.lock"), "room": host.server_pid}
        ours, cpu = await _desk(host, OURS_S, "ours", pids)
        load = os.getloadavg()[0]
        plain, _ = await _desk(host, PLAIN_S, "plain", pids)
        return Run(ours, plain, cpu | {"desktop": 100 * ours.cpu / OURS_S}, load)
    finally:
        await host.stop()


async def _desk(host: Host, seconds: float, how: str, pids: dict[str, int]) -> tuple[Seen, dict[str, float]]:
    command = [sys.executable, "-m", "tests.benchmarks.feed_desk", str(host.folder), str(seconds), how]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    began, before = asyncio.get_running_loop().time(), {name: _cpu_s(pid) for name, pid in pids.items()}
    try:
        async with asyncio.timeout(seconds + _PATIENCE_S):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(f"the desktop ended with {process.returncode}")
    lasted = asyncio.get_running_loop().time() - began
    cpu = {name: 100 * (_cpu_s(pid) - before[name]) / lasted for name, pid in pids.items()}
    return msgspec.json.decode(said.splitlines()[-1], type=Seen), cpu


def _cpu_s(pid: int) -> float:
    """Seconds that the process has worked; 0 where the system does not say."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _plan(port: int) -> str:
    words = phrases()
    topics = {f"Topic {number + 1}": words[number::TOPICS] for number in range(TOPICS)}
    head = event("Busiest night", "2026-07-19T19:00:00+02:00", topics, {"Producer": ["producer", "writer"], "Brand lead": ["brand"]})
    lane = table("lane", name="full") + table("lane.rule", role="brand", not_author=True)
    target = table("target", network="bluesky", account="crumb.example")
    source = table("source", kind="jetstream", name="Bluesky", server=f"wss://127.0.0.1:{port}", compress=False)
    return head + lane + target + source.rstrip("\n") + "\nversion = 1\n"
