from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play
from tests.desktop.table_room import TableRoom
from tests.ui.doubles import rehearsal_plan
from warroom.desktop.window.topbar import TopBar


def test_the_lights_of_a_rehearsal_say_that_imitations_stand_by(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path, "rehearsal", rehearsal_plan())
        chair = Chair(room.seat("Writer on duty"))
        bar = TopBar(chair.live, lambda: None, chair.root)
        assert bar.lights.record("brand").words == "Brand — Brand lead not connected"
        room.seat("Brand lead")
        room.tell_presence()
        assert bar.lights.record("brand").words == "Brand · imitation"
        assert "imitation" not in bar.lights.record("legal").words
        await chair.close()

    play(qapp, body)
