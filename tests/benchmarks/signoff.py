"""`signoff`: from pressing Approve at one desktop to the sign-off being in the state of another, in milliseconds.

Room, listening desktops and the approver are processes of their own on this machine; the wire is plain HTTP on loopback.
The baseline is a desktop that asks the room once a second, in the same run. With `.every_50`, the time to the last of
fifty desktops that listen; they share one process, so the last of them also waits for the others' folding.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.signoff_listeners import EACH
from tests.e2e.people import at_the_host, card, digest, item_on, joined, send_card
from tests.e2e.plans import live_plan
from warroom.client.address import parse_address
from warroom.client.host import Host
from warroom.client.line import Line
from warroom.client.session import Session
from warroom.client.stream import by_poll
from warroom.review.commands import SignOffItem, WithdrawSignOff
from warroom.review.events import SignedOff

ROUNDS = 300
BASELINE_ROUNDS = 40
DESKTOPS = 50


@dataclass
class Run:
    """Seconds from the press, of each sign-off: at the first desktop, at the last of all, and at the one that asks each second."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    asking: list[float] = field(default_factory=list)


def measure_signoff() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("WARROOM_HOME")
        os.environ["WARROOM_HOME"] = folder
        try:
            alone = asyncio.run(_measure(Path(folder) / "one", 1))
            crowd = asyncio.run(_measure(Path(folder) / "fifty", DESKTOPS))
        finally:
            os.environ.pop("WARROOM_HOME")
            if before is not None:
                os.environ["WARROOM_HOME"] = before
    return [
        _figure("signoff.median", median(alone.first), median(alone.asking)),
        _figure("signoff.p99", percentile(alone.first, 0.99), percentile(alone.asking, 0.99), "< 100"),
        _figure("signoff.every_50.median", median(crowd.last), median(crowd.asking)),
        _figure("signoff.every_50.p99", percentile(crowd.last, 0.99), percentile(crowd.asking, 0.99), "< 100"),
    ]


def _figure(name: str, value_s: float, baseline_s: float, reach: str = "") -> Figure:
    return Figure(name, value_s * 1000, "ms", baseline_s * 1000, reach)


async def _measure(folder: Path, desktops: int) -> Run:
    folder.mkdir()
    host = await Host.start(live_plan(folder), "live")
    try:
        async with (
            at_the_host(host, folder) as producer,
            joined(producer, "Brand lead", folder) as approver,
            _listeners(producer, folder, desktops) as listeners,
        ):
            item = await item_on(producer, ())
            await send_card(producer, item, await card(producer, folder / "cards", "Snacks on.", "We have candles."))
            asked, asking = await _asked_each_second(host, approver, item)
            pressed = await _press(approver, item, ROUNDS, 0.02)
            folded: dict[str, list[float]] = json.loads((await listeners.communicate(b""))[0])
            return Run(
                first=[min(folded[id]) - at for id, at in pressed.items()],
                last=[max(folded[id]) - at for id, at in pressed.items() if len(folded[id]) == desktops],
                asking=[asking[id] - at for id, at in asked.items()],
            )
    finally:
        await host.stop()


@asynccontextmanager
async def _listeners(producer: Session, folder: Path, desktops: int) -> AsyncIterator[Process]:
    command = [sys.executable, "-m", "tests.benchmarks.signoff_listeners", str(folder / "desks"), str(desktops)]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for _ in range(0, desktops, EACH):
            process.stdin.write(f"{(await producer.issue_code('Writer')).invitation}\n".encode())
        await process.stdin.drain()
        async with asyncio.timeout(60):
            assert (await process.stdout.readline()).strip() == b"ready"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _press(approver: Session, item: str, rounds: int, pause: float) -> dict[str, float]:
    """Approve and take it back, so often; when each approval was pressed, by the command's id."""
    pressed = {}
    for _ in range(rounds):
        began = time.monotonic()
        sent = await approver.send(SignOffItem(item=item, role="brand", digest=digest(approver, item)))
        pressed[sent.id] = began
        await asyncio.sleep(random.uniform(0, pause))
        await approver.send(WithdrawSignOff(item=item, role="brand", digest=digest(approver, item)))
        await asyncio.sleep(random.uniform(0, pause))
    return pressed


async def _asked_each_second(host: Host, approver: Session, item: str) -> tuple[dict[str, float], dict[str, float]]:
    """When approvals were pressed, and when a desktop that asks once a second knew of them."""
    line = await Line.open(parse_address(host.address), host.token)
    known: dict[str, float] = {}
    asking = asyncio.create_task(_ask(line, approver.epoch, approver.seq, known))
    try:
        pressed = await _press(approver, item, BASELINE_ROUNDS, 0.5)
        await asyncio.sleep(1.5)  # the last is known after one more asking
        return pressed, known
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await line.close()


async def _ask(line: Line, epoch: str, seq: int, known: dict[str, float]) -> None:
    while True:
        tail = await by_poll(line, epoch, seq, wait=0)
        for event in tail.events:
            seq = event.seq
            if isinstance(event.body, SignedOff):
                known[event.command] = time.monotonic()
        await asyncio.sleep(1.0)
