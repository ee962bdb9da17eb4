from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop import acts
from tests.desktop.loop import Chair, play, until
from tests.desktop.table_room import TableRoom
from warroom.desktop.composer import ComposerScreen


class Writing:
    """A writer's composer on a moment, in a room on the table."""

    def __init__(self, folder: Path, person: str = "Writer 1") -> None:
        self.room = TableRoom(folder / "room")
        self.writer = self.room.seat(person)
        self.other = self.room.seat("Writer 2")
        self.brand, self.legal = self.room.seat("Brand lead"), self.room.seat("Counsel")
        self.moment = acts.moment(self.writer)
        self.chair = Chair(self.writer)
        self.screen = ComposerScreen(self.chair.live, self.chair.tasks, self.chair.notices, self.chair.root)

    async def begin(self) -> ComposerScreen:
        self.screen.compose(self.moment)
        self.screen.chooseTemplate("product-on-dark")
        self.screen.takeOwn("photo", self.screen.shown.library.rows[0].digest)
        return self.screen

    async def ready(self) -> None:
        await until(lambda: self.screen.preview.current)

    async def close(self) -> None:
        self.screen.stop()
        await self.chair.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))
    return tmp_path


def test_what_is_there(qapp: QApplication, home: Path) -> None:
    async def body() -> None:
        writing = Writing(home)
        screen = await writing.begin()
        await writing.ready()
        for template in screen.shown.templates.rows:
            print(template)
        for slot in screen.shown.slots.rows:
            print(slot)
        for row in screen.shown.checks.rows:
            print(row)
        print(screen.reasons(), screen.shown.left, screen.shown.state)
        for cut in screen.preview.cuts.rows:
            print(cut)
        await writing.close()

    play(qapp, body)
