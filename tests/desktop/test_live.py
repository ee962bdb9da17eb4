"""The second's tick of a joined room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play, until
from tests.desktop.table_room import TableRoom
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.pulse.screen import Pulse


@pytest.mark.parametrize(("at", "least", "most"), [(0, 900, 1000), (400, 500, 600), (999, 900, 1001)])
def test_a_tick_that_comes_early_is_not_followed_by_another(qapp: QApplication, tmp_path: Path, at: int, least: int, most: int) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path)
        room.now += at - room.now % 1000
        chair = Chair(room.seat("Writer 1"))
        assert least <= chair.live._timer.remainingTime() <= most
        await chair.close()

    play(qapp, body)


def test_trends_are_worked_out_one_by_one_after_the_numbers(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path)
        chair = Chair(room.seat("Writer 1"))
        pulse = Pulse(chair.live, FeedStream(chair.live, chair.tasks, chair.root), chair.root)
        looked: list[str] = []
        pulse._look = lambda topic: looked.append(topic.name)
        chair.live.ticked.emit()
        assert looked == []
        await until(lambda: len(looked) == len(pulse.topics))
        assert set(looked) == {topic.name for topic in pulse.topics}
        await until(lambda: not pulse._timer.isActive())
        await chair.close()

    play(qapp, body)
