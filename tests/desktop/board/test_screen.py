from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.acts import send, sign
from tests.desktop.loop import Chair, play
from tests.desktop.table_room import TableRoom
from warroom.desktop.board import screen as board_module
from warroom.desktop.board.screen import BoardScreen
from warroom.desktop.keys import Keys
from warroom.report.stopwatch import median_to_greenlit
from warroom.review.model import State


def test_the_board_chooses_what_waits_for_me_while_nothing_is_chosen(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path)
        writer, brand, legal = room.seat("Writer 1"), room.seat("Brand lead"), room.seat("Counsel")
        chair = Chair(legal)
        board = BoardScreen(chair.live, chair.tasks, chair.notices, chair.root)
        keys = Keys(chair.root)
        board.add_keys(keys)
        opened: list[str] = []
        board.askedReview.connect(opened.append)
        keys.run("board.review")
        assert (board.chosen, opened) == ("", []), "nothing waits yet"
        quick = send(room, writer, lane="quick")
        assert board.chosen == "", "that waits for Brand alone"
        first, second = send(room, writer), send(room, writer)
        assert board.chosen == first
        board.choose(second)
        sign(room, brand, first, "brand")
        assert board.chosen == second, "what a person chose stays chosen"
        board.choose("")
        board.hold(True)
        keys.run("board.review")
        assert opened == [first], "also while the pointer keeps everything where it is"
        assert quick not in opened
        await chair.close()

    play(qapp, body)


def test_the_median_to_greenlit_is_said_from_the_first_on_and_worked_out_once_a_change(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[int] = []

    def counted(state: State, now: int) -> int | None:
        worked_out.append(now)
        return median_to_greenlit(state, now)

    monkeypatch.setattr(board_module, "median_to_greenlit", counted)

    async def body() -> None:
        room = TableRoom(tmp_path)
        writer, brand = room.seat("Writer 1"), room.seat("Brand lead")
        chair = Chair(writer)
        board = BoardScreen(chair.live, chair.tasks, chair.notices, chair.root)
        assert board.median == ""
        item = send(room, writer, lane="quick")
        assert board.median == ""
        room.wait(72)
        sign(room, brand, item, "brand")
        assert board.median == "median to greenlit 1:12"
        before = len(worked_out)
        for _ in range(5):
            chair.live.ticked.emit()
        room.tell_presence()
        assert len(worked_out) == before
        await chair.close()

    play(qapp, body)


def test_under_the_pointer_a_row_says_its_own_state_where_its_group_says_another(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path)
        writer, brand = room.seat("Writer 1"), room.seat("Brand lead")
        chair = Chair(writer)
        board = BoardScreen(chair.live, chair.tasks, chair.notices, chair.root)
        first, second = send(room, writer, lane="quick"), send(room, writer, lane="quick")
        board.hold(True)
        before = [row.key for row in board.rows.rows]
        assert board.rows.record(first).pills == ("Brand",)
        sign(room, brand, first, "brand")
        assert [row.key for row in board.rows.rows] == before
        row = board.rows.record(first)
        assert (row.pills[0], row.tones[0]) == ("Greenlit", "green")
        assert "publish" in row.acts
        assert board.rows.record(second).pills == ("Brand",)
        assert board.rows.record("group:in_review").number == 1
        room.wait(130)  # its limit passes, and its group is folded
        assert [row.key for row in board.rows.rows] == before
        assert board.rows.record(second).pills[0] == "Expired"
        assert board.rows.record("group:in_review").number == 0
        chair.live.ticked.emit()
        assert board.rows.record(second).pills.count("Expired") == 1
        assert board.late
        board.hold(False)
        assert "Greenlit" not in board.rows.record(first).pills
        assert [row.key for row in board.rows.rows] != before
        await chair.close()

    play(qapp, body)
