"""A library of two thousand: opened, searched and looked through while the window answers; small pictures are made as they are seen."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import FRAME_S, Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.test_library import SAMPLES, library, writing

ASSETS = 2_000
MOST_GAP_MS = 100


class Beat(QObject):
    """How long the window's thread works between two beats, in milliseconds of its own: what it waits for a core is the machine's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self, interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1_000)
        self._last = now

    def stop(self) -> float:
        self._beat()
        self._timer.stop()
        return self.longest


@pytest.fixture
def room(tmp_path: Path) -> TableRoom:
    folder = tmp_path / "assets"
    folder.mkdir()
    entries = []
    for number in range(ASSETS):
        file = f"picture-{number:04}.jpg"
        shutil.copyfile(SAMPLES[number % len(SAMPLES)], folder / file)
        day = "until = 2012-12-31\n" if number % 10 == 9 else ""
        entries.append(
            f'[[asset]]\nfile = "{file}"\ntitle = "Picture {number:04}"\nshows = "A crowd, row {number % 50}"\n'
            f'people = ["Ann Lee {number % 7}"]\ntags = ["crowd", "row_{number % 50}"]\nsource = "Own studio"\nrights = "ours"\n{day}'
        )
    (folder / "library.toml").write_text("".join(entries))
    return TableRoom(tmp_path, "rehearsal", replace(rehearsal_plan(), library=str(folder)))


async def test_two_thousand_assets_never_stop_the_window(stage: Stage, me: Place) -> None:
    stage.resize(1920, 1080)
    await writing(stage, me)
    await stage.until(lambda: library(stage)._library is not None and not library(stage)._loading)
    gaps: dict[str, float] = {}
    frames = 0

    def drawn() -> None:
        nonlocal frames
        frames += 1

    stage.window.frameSwapped.connect(drawn)

    async def more() -> None:
        """Two frames more, asked for."""
        wanted = frames + 2
        while frames < wanted:
            stage.window.update()
            await asyncio.sleep(FRAME_S)

    def begin() -> Beat:
        return Beat(stage.window)

    heart = begin()
    await stage.key("K")
    await stage.until(lambda: stage.shows("library.query") and len(library(stage)._found) == ASSETS)
    await more()
    gaps["opening"] = heart.stop()
    await stage.until(lambda: all(row.thumb or row.trouble for row in library(stage).rows.rows[:6]))

    for what, text in (("searching", "row 17"), ("a tag", "#row_3"), ("a name", "ann lee 5")):
        heart = begin()
        await stage.type(text)
        await stage.until(lambda: 0 < len(library(stage)._found) < ASSETS)
        await stage.key(*("Backspace",) * len(text))
        await stage.until(lambda: len(library(stage)._found) == ASSETS)
        await more()
        gaps[what] = heart.stop()

    heart = begin()
    for _ in range(40):
        await stage.key("PageDown")
    await more()
    gaps["scrolling"] = heart.stop()
    print({what: f"{gap:.0f} ms" for what, gap in gaps.items()})
    assert library(stage).chosenIndex > 100
    wanted = len(library(stage)._small)
    assert wanted < 100, f"only what stays on the screen is made small: {wanted}"
    at = library(stage).chosenIndex
    await stage.until(lambda: library(stage).rows.rows[at].thumb)
    assert max(gaps.values()) < MOST_GAP_MS, gaps
