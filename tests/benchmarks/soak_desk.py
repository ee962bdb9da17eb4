"""A desktop's four hours for `soak`: the whole desk in its window, drawn in software, fed by a clock of our own.

`python -m tests.benchmarks.soak_desk HOURS SHARE STEP` takes SHARE of what the room sends a feed at most, ten posts a second and topic,
and goes by steps of so many seconds, each with one tick and one word of posts and of counts.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from tests.benchmarks.intake_traffic import in_round
from tests.benchmarks.screenless import entered, rehearsing, screenless
from tests.benchmarks.soak_memory import HOUR_MS, Ledger
from tests.benchmarks.soak_posts import posts

RATE = 10  # posts a second and topic
MATCHED = 1_000
_FRAME_EVERY = 8  # seconds of our clock: a frame is waited for, others are drawn as they come
_PATIENCE_S = 20.0


def main(hours: float, share: float, step: int) -> None:
    with (
        screenless() as loop,
        tempfile.TemporaryDirectory(prefix="soak-desk-") as folder,
        mock.patch.dict(os.environ, WARROOM_HOME=folder),
    ):
        loop.run_until_complete(_soak(Path(folder), hours, share, step))


async def _soak(folder: Path, hours: float, share: float, step: int) -> None:
    from tests.ui.doubles import history
    from tests.waiting import soon

    place = rehearsing(folder, "soak")
    room, desktop = place._room, entered(place)
    place.say(history(place.state.plan, place.server_now()))
    desk = desktop.shell.desk
    await soon(lambda: all(column.posts.count for column in desk.feeds.columns), "the history", 30)
    ledger = Ledger(room.now)
    sent = await _seconds(room, place, desktop, range(0, int(hours * HOUR_MS / 1_000), step), share, ledger)
    ledger.tell(sent)
    await desktop.close()


async def _seconds(room: Any, place: Any, desktop: Any, seconds: range, share: float, ledger: Ledger) -> int:
    from tests.waiting import soon
    from warroom.sources.count import TopicCount
    from warroom.wire import FeedCounts, FeedPosts

    samples, names = posts(), [topic.name for topic in place.state.plan.topics]
    desk, sent, owed = desktop.shell.desk, 0, 0.0
    for second in seconds:
        room.now += 1_000 * seconds.step
        owed += share * RATE * len(names) * seconds.step
        came = []
        for number in range(sent, sent + int(owed)):
            turn, at = divmod(number, len(samples))
            text, topic = in_round(samples[at].text.encode(), turn % 100).decode(), names[number % len(names)]
            came.append(msgspec.structs.replace(samples[at], id=f"{number}", text=text, at=room.now, seen=room.now, topics=(topic,)))
        sent, owed = sent + int(owed), owed % 1
        place.say(FeedPosts(tuple(came), MATCHED - len(came)))
        place.say(FeedCounts(tuple(TopicCount(name, room.now, MATCHED // len(names)) for name in names), 5 * MATCHED))
        await asyncio.sleep(0)
        await soon(place._words.empty)
        desk.feeds._settle()
        desk.live.ticked.emit()
        if second % _FRAME_EVERY < seconds.step:
            await _frame(desktop.window)
        for remembered in (place.looked_up, place.fetched):  # by the room on the table, for tests
            remembered.clear()
        ledger.look(room.now)
    return sent


async def _frame(window: Any) -> None:
    drawn = asyncio.get_running_loop().create_future()
    held = window.frameSwapped.connect(lambda: None if drawn.done() else drawn.set_result(None))
    window.update()
    await asyncio.wait_for(drawn, _PATIENCE_S)
    window.frameSwapped.disconnect(held)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
