"""The real processes behind the real window."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Stage
from warroom.client.host import Host
from warroom.client.running import find_running


@pytest.mark.slow
async def test_r_brings_a_living_desk_and_a_room_left_running_is_offered_first(stage: Stage) -> None:
    await stage.key("R")
    await stage.until(lambda: stage.shell.desk is not None, 40)
    await stage.until(lambda: any(column.posts.count > 3 for column in stage.shell.desk.feeds.columns), 40)
    await stage.until(lambda: stage.shell.desk.topbar.clock >= "18:30:01", 20)
    await stage.until(lambda: "Brand" in stage.words() and "not connected" not in stage.words(), 40)
    assert "REHEARSAL" in stage.words()
    room = stage.shell._session.room
    stage.shell.goAway(False)
    await stage.until(lambda: stage.shell.desk is None and stage.shell.home.recent.count == 1, 20)
    assert [one.room for one in find_running()] == [room]
    assert "still running" in stage.words()
    await stage.key("L")
    await stage.until(lambda: stage.shell.desk is not None, 40)
    assert stage.shell._session.room == room
    stage.shell.goAway(True)
    await stage.until(lambda: stage.shell.desk is None and not Host.running(), 30)
