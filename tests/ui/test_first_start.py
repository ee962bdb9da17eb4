from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtQml import QQmlExpression, qmlContext

from tests.ui.conftest import Stage
from warroom.client import join
from warroom.errors import Refusal, RoomError

BROKEN = """format = 1
[event]
name = "Cup final"
starts = 2026-07-19T19:00:00+02:00
[[topic]]
nmae = "The match"
any = ["penalty"]
[[lane]]
name = "full"
[[lane.rule]]
role = "legal"
"""


async def test_the_three_choices_are_there_with_names_and_keys(stage: Stage) -> None:
    for name, said in (("first.start", "Start a room"), ("first.join", "Join a room"), ("first.rehearse", "Rehearse")):
        assert stage.accessible(name) == (said, QAccessible.Role.Button)
    assert "Everything this computer needs is here." in stage.words()


async def test_every_problem_of_a_plan_is_listed_where_it_was_opened(stage: Stage, tmp_path: Path) -> None:
    plan = tmp_path / "event.toml"
    plan.write_text(BROKEN)
    stage.shell.home.startPlan(QUrl.fromLocalFile(str(plan)))
    await stage.until(lambda: stage.shell.home.problems.count >= 2)
    await stage.settle()
    words = stage.words()
    assert "event.toml:6" in words
    assert "nmae" in words
    count = stage.shell.home.problems.count
    assert f"{count} things in event.toml have to be put right; nothing was started." in words
    assert stage.shell.desk is None
    before = stage.shell.home.problems.count
    plan.write_text(BROKEN.replace("nmae", "name"))
    await stage.click("problems.again")
    await stage.until(lambda: not stage.shell.home.busy and stage.shell.home.problems.count < before)


async def test_j_opens_the_form_and_what_is_wrong_with_the_address_is_said_there(stage: Stage) -> None:
    await stage.key("J")
    await stage.until(lambda: stage.item("join.address.input").hasActiveFocus())
    await stage.type("127.0.0.1:1")
    await stage.key("Enter")
    assert stage.item("join.code.input").hasActiveFocus()
    await stage.type("AAAA-BBBB")
    await stage.key("Enter")
    await stage.until(lambda: any(notice.place == "first.join" for notice in stage.desktop.notices.rows))
    assert stage.shell.home.joining
    await stage.settle()
    form = stage.item("first.joinForm")
    notice = stage.item(f"notice.{stage.desktop.notices.rows[0].key}")
    assert form.mapRectToScene(form.boundingRect()).contains(notice.mapRectToScene(notice.boundingRect()))


@pytest.mark.parametrize("code", ["code_wrong", "code_used", "code_expired"])
async def test_a_refused_code_is_chosen_whole_for_the_next_one(stage: Stage, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    async def refuse(*_: object) -> None:
        raise RoomError(403, Refusal(code, "This code opens nothing."))

    monkeypatch.setattr(join, "join", refuse)
    stage.shell.home.openJoin()
    stage.shell.home.join("10.0.0.12:7000", "K7QF-2MXD")
    await stage.until(lambda: "This code opens nothing." in stage.words())
    assert stage.item("join.code.input").hasActiveFocus()
    assert stage.item("join.code.input").property("selectedText") == "K7QF-2MXD"


async def test_letters_go_into_the_field_and_esc_leaves_it(stage: Stage) -> None:
    await stage.key("J")
    await stage.until(lambda: stage.item("join.address.input").hasActiveFocus())
    await stage.type("rnjb")
    assert stage.item("join.address").property("text") == "rnjb"
    assert not stage.shell.home.busy
    await stage.key("Esc")
    assert not stage.shell.home.joining
    assert stage.item("firstStart").hasActiveFocus()


async def test_tab_reaches_every_choice_and_enter_presses_it(stage: Stage) -> None:
    names, choices = [], ["first.start", "first.join", "first.rehearse"]
    for _ in range(8):
        await stage.key("Tab")
        focused = stage.window.activeFocusItem()
        names.append(focused.objectName() if focused else "")
    assert [name for name in names if name in choices][:3] == choices
    while stage.window.activeFocusItem().objectName() != "first.join":
        await stage.key("Tab")
    await stage.key("Enter")
    await stage.until(lambda: stage.shell.home.joining)


async def test_a_first_window_shows_the_whole_desk_where_the_screen_has_room(stage: Stage) -> None:
    def told(words: str) -> object:
        return QQmlExpression(qmlContext(stage.window), stage.window, words).evaluate()[0]

    assert told("Theme.hasRoom(1920, 1040)") is True
    assert told("Theme.hasRoom(1366, 728)") is False
    assert told("Theme.deskWidth >= Theme.tabsBelow") is True
    assert told("Theme.fitting(Theme.windowWidth, Theme.leastWidth, 1366)") == 1366, "no larger than a small screen"
    assert told("Theme.fitting(Theme.windowHeight, Theme.leastHeight, 400)") == told("Theme.leastHeight")
    assert told("Theme.fitting(Theme.windowWidth, Theme.leastWidth, 1600)") == told("Theme.windowWidth")
