"""The process that reads the sources, beside rooms that die, hang and come back."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.people import at_the_host
from tests.waiting import soon
from warroom.client import helpers
from warroom.client.children import alive
from warroom.client.host import Host
from warroom.client.lock import holder
from warroom.client.session import Session
from warroom.review.commands import SetPace
from warroom.sources.rehearsal.play import Rehearsal
from warroom.sources.rehearsal.play import folder as rehearsal
from warroom.wire import FeedCounts, FeedHistory, FeedPosts, FeedSources


class Watcher:
    """What one desktop's feed said."""

    def __init__(self, session: Session) -> None:
        self.posts = 0
        self.histories = 0
        self.newest = 0
        self.states: set[str] = set()
        self._task = asyncio.create_task(self._watch(session))

    async def _watch(self, session: Session) -> None:
        async for word in session.feed([topic.name for topic in session.state.plan.topics], rate=50):
            if isinstance(word, FeedHistory | FeedPosts):
                self.posts += len(word.posts)
            if isinstance(word, FeedHistory | FeedCounts) and word.counts:
                self.newest = max(count.second for count in word.counts)
            if isinstance(word, FeedHistory | FeedSources):
                self.states = {source.state for source in word.sources}
            self.histories += isinstance(word, FeedHistory)

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def whole(tmp_path: Path) -> Host:
    night = Rehearsal.shipped().night
    host = await Host.start(rehearsal() / "event.toml", "rehearsal")
    try:
        async with at_the_host(host, tmp_path) as me:
            feed = Watcher(me)
            await soon(lambda: feed.posts > 5 and feed.states == {"live"}, "posts come", 6)

            await me.send(SetPace(speed=1, paused=False, event_ms=night.start("blackout")))
            await soon(lambda: abs(feed.newest - night.start("blackout")) < 15_000, "the night jumps", 3)
            await me.send(SetPace(speed=1, paused=True))
            await soon(lambda: feed.states == {"waiting"}, "it is said to be paused", 3)
            await me.send(SetPace(speed=1, paused=False))
            await soon(lambda: feed.states == {"live"}, "it goes on", 3)

            lock = host.folder / "intake.lock"
            first = holder(lock)
            command = [sys.executable, "-m", "warroom", "intake", "--room-folder", str(host.folder)]
            second = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
            assert await asyncio.wait_for(second.wait(), 20) == 75
            assert holder(lock) == first

            before = feed.histories
            os.kill(host.server_pid, signal.SIGKILL)
            await soon(lambda: feed.histories > before, "the feed begins again", 10)
            seen = feed.posts
            await soon(lambda: feed.posts > seen and feed.states == {"live"}, "and the same intake goes on", 10)
            assert holder(lock) == first

            os.kill(first, signal.SIGKILL)
            await soon(lambda: holder(lock) not in (0, first), "an intake that dies is started again", 10)
            seen = feed.posts
            await soon(lambda: feed.posts > seen and feed.states == {"live"}, "and reads", 10)
            await feed.close()
    finally:
        await host.stop()
    return host


def test_it_follows_the_pace_and_survives_the_room(tmp_path: Path) -> None:
    host = asyncio.run(whole(tmp_path))
    assert holder(host.folder / "intake.lock") == 0  # and ends with it


async def hung(tmp_path: Path) -> tuple[int, int]:
    """The process that hung and the one that reads in its place."""
    host = await Host.start(rehearsal() / "event.toml", "rehearsal")
    try:
        async with at_the_host(host, tmp_path) as me:
            feed = Watcher(me)
            await soon(lambda: feed.posts and feed.states == {"live"}, "posts come", 10)
            lock = host.folder / "intake.lock"
            first = holder(lock)
            os.kill(first, signal.SIGSTOP)
            await soon(lambda: feed.states == {"failed"}, "it is said that nothing is read", 10)
            await soon(lambda: holder(lock) not in (0, first), "the host ends it and starts another", 15)
            seen = feed.posts
            await soon(lambda: feed.posts > seen and feed.states == {"live"}, "and that reads", 10)
            second = holder(lock)
            await soon(lambda: host._answering is not None and host._answering.intake_silent_s < 1, "it is heard")
            assert holder(lock) == second
            await feed.close()
            return first, second
    finally:
        await host.stop()


def test_one_that_hangs_is_ended_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, "SILENT_S", 6.0)
    first, second = asyncio.run(hung(tmp_path))
    assert second not in (0, first)
    assert not alive(first)


_CHILD = """
import sys
from warroom.intake import entry, run
entry.ALONE_S = 0.5
run.main(["--room-folder", sys.argv[1]])
"""
_PARENT = """
import subprocess, sys, time
from pathlib import Path
from warroom.client.lock import holder
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
until = time.monotonic() + 15
def goes_on(seconds):
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False
while not holder(Path(sys.argv[2]) / "intake.lock") and time.monotonic() < until and goes_on(0.02):
    continue
goes_on(0.3)
print(child.pid, child.poll(), flush=True)
child.returncode = 0
"""


def test_it_ends_when_room_and_parent_are_gone(tmp_path: Path) -> None:
    """A folder without a room: the process waits for one as long as whoever started it is there."""
    command = [sys.executable, "-c", _PARENT, _CHILD, str(tmp_path)]
    pid, ended = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout.split()
    assert ended == "None"
    asyncio.run(soon(lambda: not alive(int(pid)), "it has ended", 15))
