from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from warroom.desktop import shell_memory

WIDE = (1920, 1080)


def widths(stage: Stage) -> tuple[float, float, float]:
    feeds, composer, board = (stage.item(name).width() for name in ("feeds", "composer", "board"))
    return feeds, composer, board


async def go(stage: Stage, key: str, pane: str) -> None:
    await stage.key(key)
    await stage.until(lambda: stage.item(pane).hasActiveFocus())


async def test_dividers_move_by_keys_and_are_found_again(stage: Stage, me: Place, room: TableRoom, tmp_path: Path) -> None:
    stage.resize(*WIDE)
    await stage.enter(me)
    feeds, composer, board = widths(stage)
    await go(stage, "Alt+1", "feeds")
    await stage.key("Ctrl+Alt+Right", "Ctrl+Alt+Right")
    await stage.until(lambda: widths(stage) == pytest.approx((feeds + 64, composer - 64, board), abs=2))
    await go(stage, "Alt+3", "board")
    await stage.key("Ctrl+Alt+Left")
    await stage.until(lambda: widths(stage) == pytest.approx((feeds + 64, composer - 96, board + 32), abs=2))
    assert shell_memory.recall().splits[0] == pytest.approx((feeds + 64) / (feeds + composer + board + 24), abs=0.01)
    moved = widths(stage)
    await stage.key("F1", "F1")
    await stage.until(lambda: widths(stage) == pytest.approx(moved, abs=2))
    stage.resize(2400, 1080)
    stage.resize(*WIDE)
    await stage.until(lambda: widths(stage) == pytest.approx(moved, abs=2))
    await stage.shell.close(stop=False)
    await stage.enter(Place(room, "Writer on duty", tmp_path / "again"))
    await stage.until(lambda: widths(stage) == pytest.approx(moved, abs=2))


async def test_a_divider_stops_where_a_pane_could_not_be_used_any_more(stage: Stage, me: Place) -> None:
    stage.resize(*WIDE)
    await stage.enter(me)
    await go(stage, "Alt+1", "feeds")
    await stage.key(*["Ctrl+Alt+Left"] * 30)
    await stage.settle()
    least = widths(stage)
    assert least[0] >= 232
    await stage.key("Ctrl+Alt+Left", *["Ctrl+Alt+Right"] * 60)
    await stage.settle()
    most = widths(stage)
    assert most[0] > least[0]
    assert most[1] >= 460
    assert most[2] == pytest.approx(least[2], abs=2)


async def test_no_divider_moves_where_panes_are_tabs(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("Ctrl+Alt+Right")
    assert shell_memory.recall().splits == ()
