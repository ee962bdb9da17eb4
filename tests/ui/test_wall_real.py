"""A wall of its own with the real processes: in by its code, and back by itself after the room was lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.plans import live_plan
from tests.ui.conftest import Stage
from tests.ui.wall import wall_window
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.desktop.naming import WALL, standing_by
from warroom.options import DesktopOptions, WallOptions


@pytest.mark.slow
async def test_a_wall_alone_comes_in_by_its_code_and_comes_back_when_the_room_was_lost(stage: Stage, tmp_path: Path) -> None:
    host = await Host.start(live_plan(tmp_path), "live")
    session = await Session.open(host.address, host.token, cache=tmp_path / "c", device_folder=tmp_path / "d")
    try:
        issued = await session.issue_code("Writer")
        asked = DesktopOptions(address=issued.invitation, wall=WallOptions(inches=75, alone=True))
        stage.shell.begin(asked)
        await stage.until(lambda: stage.shell.desk is not None and wall_window() is not None)
        await stage.until(lambda: not stage.window.isVisible())
        await stage.until(lambda: any(one.name.endswith(WALL) for one in session.presence))
        assert "Writer" not in standing_by(session.presence)
        wall = Stage(stage.desktop)
        wall.window = wall_window()
        await host.stop()
        await wall.until(lambda: wall.shows("wall.stale"))
        host = await Host.adopt(host.folder)
        await wall.until(lambda: stage.shell._session.link.phase == "live" and not wall.shows("wall.stale"))
        assert "LIVE" in wall.words()
        await wall.key("F9")
        await stage.until(stage.window.isVisible)
    finally:
        await session.close()
        await stage.shell.close(stop=False)
        await host.stop()
