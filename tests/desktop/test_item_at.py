from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.desktop import acts
from tests.desktop.loop import Chair, play
from tests.desktop.table_room import TableRoom
from warroom.desktop.item_at import ItemAt
from warroom.review import commands as cmd


def test_it_follows_its_item_and_its_stopwatch_stands_still_once_the_item_has_ended(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path)
        writer = room.seat("Writer 1")
        chair = Chair(writer)
        at = ItemAt(chair.live)
        assert (at.item, at.stands, at.moment, at.since_moment) == (None, None, None, "00:00")
        at.id = acts.send(room, writer)
        room.wait(65)
        assert at.stands is not None
        assert at.stands.stage == "in_review"
        assert at.since_moment == "01:05"
        writer.ask(cmd.KillItem(item=at.id, reason="Too late"))
        room.wait(60)
        assert at.since_moment == "01:05"
        await chair.close()

    play(qapp, body)
