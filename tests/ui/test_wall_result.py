"""The wall while something waits for what the night decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.pictures import assert_as_kept
from tests.ui.test_wall import assert_whole, busy, show_wall
from warroom.plan.model import Outcome
from warroom.review.commands import LockItem, MarkOutcome


@pytest.fixture
def room(tmp_path: Path) -> TableRoom:
    outcomes = (Outcome("Winner", ("Baltimore", "San Francisco")),)
    return TableRoom(tmp_path, "rehearsal", replace(rehearsal_plan(), outcomes=outcomes))


async def test_the_wall_says_which_result_an_item_waits_for(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    busy(room, me, brand, tmp_path)
    me.ask(LockItem("item-1", "Winner", "Baltimore"))
    await stage.enter(me)
    wall = await show_wall(stage, 1920, 1080, 85)
    assert wall.accessible("wall.item.item-1")[0].startswith("Second half, second helping.: Waiting for Winner: Baltimore, for ")
    assert "If Baltimore" in wall.words().splitlines(), "where there is little room; never what reads as the result itself"
    assert_whole(wall, stage.shell.wall.small, 1920, 1080)
    pictures = [item for item in wall._all(wall.window.contentItem()) if item.inherits("QQuickImage") and item.isVisible()]
    await wall.until(lambda: pictures and all(item.property("paintedWidth") > 1 for item in pictures))
    await wall.settle()
    assert_as_kept(wall.grab(), "wall_locked", tmp_path)
    me.ask(MarkOutcome("Winner", "Baltimore"))
    await wall.until(lambda: "If Baltimore" not in wall.words())
