"""One desktop for `feed` and `ui_gap`: the program's own window at 1920 × 1080 in a room that runs, with hands on it.

`python -m tests.benchmarks.feed_desk FOLDER SECONDS ours|plain` joins the room of FOLDER as its owner and prints one JSON `Seen`.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from tests.benchmarks.screenless import entered, screenless

WARM_S = 4.0


class Seen(msgspec.Struct):
    """Milliseconds each. `rate` is how many posts a second intake read meanwhile, as it told."""

    delays: list[float]  # from the socket to the frame
    gaps: list[float]  # of the window's thread
    frames: int
    rate: float
    cpu: float  # seconds of this process


class Watch:
    """Which posts have come into a list that is looked at, and when the next frame was there."""

    def __init__(self, window: Any) -> None:
        from tests.benchmarks.feed_traffic import stamp_of

        self._stamp_of = stamp_of
        self._pending: list[int] = []
        self._seen: set[str] = set()
        self.delays: list[float] = []
        self.frames = 0
        self.since = sys.maxsize  # monotonic ns: earlier posts are not measured
        window.frameSwapped.connect(self._swapped)

    def look_at(self, column: Any) -> None:
        model = column.posts
        model.rowsInserted.connect(lambda _parent, first, last: self.shown(row.id for row in model.rows[first : last + 1]))

    def shown(self, ids: Any) -> None:
        for id in ids:
            if id not in self._seen:
                self._seen.add(id)
                stamp = self._stamp_of(id)
                if stamp >= self.since:
                    self._pending.append(stamp)

    def _swapped(self) -> None:
        now = time.monotonic_ns()
        self.frames += 1
        self.delays += [(now - stamp) / 1e6 for stamp in self._pending]
        self._pending.clear()


def main(folder: Path, seconds: float, plain: bool) -> None:
    with screenless() as loop:
        seen = loop.run_until_complete(_measure(folder, seconds, plain))
    print(msgspec.json.encode(seen).decode(), flush=True)


async def _measure(folder: Path, seconds: float, plain: bool) -> Seen:
    from tests.benchmarks import feed_hands, feed_plain
    from tests.benchmarks.ui_gap import Heartbeat
    from tests.waiting import soon
    from warroom.client.running import local_address, read_owner, read_run
    from warroom.client.session import Session

    run = read_run(folder)
    assert run is not None
    own = folder / "desk"
    session = await Session.open(str(local_address(run)), read_owner(folder).token, cache=own / "cache", device_folder=own)
    desktop = entered(session)
    window = desktop.window
    desk = desktop.shell.desk
    read = [0]
    desk.stream.counts.connect(lambda word: read.append(read.pop() + word.total_per_s))
    watch = Watch(window)
    polling = asyncio.create_task(feed_plain.poll(desk.feeds, session, watch.shown)) if plain else None
    await soon(lambda: all(column.posts.count for column in desk.feeds.columns), "posts in every column", 30)
    hands = feed_hands.Hands(window, desk, session)
    await hands.sit_down()
    work = [asyncio.create_task(hands.scroll()), asyncio.create_task(hands.type())]
    for column in [] if plain else desk.feeds.columns[1:]:  # the first is scrolled, and so held
        watch.look_at(column)
    await asyncio.sleep(WARM_S)
    watch.since, watch.frames, read[0] = time.monotonic_ns(), 0, 0
    began, cpu, heart = time.monotonic(), time.process_time(), Heartbeat()
    await asyncio.sleep(seconds)
    gaps, lasted = heart.stop(), time.monotonic() - began
    seen = Seen(watch.delays, gaps, watch.frames, read[0] / lasted, time.process_time() - cpu)
    for task in [*work, *([polling] if polling else [])]:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    await desktop.close()
    return seen


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "plain")
