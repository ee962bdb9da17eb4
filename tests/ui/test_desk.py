from __future__ import annotations

import asyncio
import gc
import weakref

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible, QGuiApplication

from tests.desktop.table_room import Sent, TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from warroom.desktop.feeds.screen import QDesktopServices
from warroom.review.commands import CallMoment, Command
from warroom.review.model import Moment


def moments(room: TableRoom) -> list[Moment]:
    return list(room.state.moments.values())


async def test_the_bar_says_rehearsal_where_the_show_is_and_what_time_it_is_there(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    words = stage.words()
    assert "REHEARSAL" in words
    assert "LIVE" not in words
    assert "20:40:00" in words
    assert "3rd quarter · play suspended" in words
    assert "Room · 1 here" in words  # the round trip has its place in wider windows
    assert stage.accessible("light.legal")[0] == "Legal — Counsel not connected"


async def test_a_silent_room_is_said_and_since_when_and_that_it_is_started_again(stage: Stage, me: Place, room: TableRoom) -> None:
    class Host:
        folder = None
        trouble = ""

        async def leave(self) -> None: ...

        async def stop(self) -> None: ...

    await stage.enter(me, Host())
    me.lose("stale", "The room has said nothing for 5 s.")
    room.now += 12_000
    await stage.until(lambda: stage.shows("banner.stale") and "12 s old" in stage.words())
    said = stage.item("banner.stale.words").property("text")
    assert said == "What you see is from 20:40:00, 12 s old: the room has said nothing for 5 s, starting it again."
    me.find()
    await stage.until(lambda: not stage.shows("banner.stale"))


async def test_stand_down_asks_once_and_reaches_everybody(stage: Stage, me: Place, brand: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("Ctrl+Shift+S")
    await stage.until(lambda: stage.shows("standDown"))
    assert room.state.stood_down is None
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("standDown"))
    assert room.state.stood_down is None
    await stage.click("topbar.standDown")
    await stage.until(lambda: stage.shows("standDown"))
    await stage.type("wrong score")
    await stage.key("Enter")
    await stage.until(lambda: room.state.stood_down is not None)
    assert brand.state.stood_down.reason == "wrong score"
    await stage.until(lambda: "Stood down by you at 20:40:00: wrong score" in stage.words())
    await stage.click("banner.down.resume")
    await stage.until(lambda: room.state.stood_down.resume_asked_by == "Writer on duty")
    assert room.state.stood_down is not None


async def test_m_on_a_post_calls_a_moment_with_its_evidence_and_g_decides(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("J", "J", "M")
    await stage.until(lambda: moments(room))
    moment = moments(room)[0]
    assert moment.topic == "Blackout"
    assert moment.evidence[0].id == stage.shell.desk.feeds.columns[0].posts.rows[1].id
    assert len(moment.evidence) == 12
    assert len(moment.curve) == 1_799  # the second that is not told whole yet is not kept
    await stage.until(lambda: stage.shows("moment.0"))
    room.now += 176_000
    await stage.until(lambda: "02:56" in stage.words())
    await stage.key("G")
    await stage.until(lambda: moments(room)[0].decision == "go")


async def test_a_moment_called_with_the_feeds_alone_is_seen_and_decided_there(stage: Stage, me: Place, room: TableRoom) -> None:
    stage.resize(1920, 1080)
    await stage.enter(me)
    await stage.key("F1", "J", "M")
    await stage.until(lambda: not stage.shows("pulse") and not stage.shows("board"))
    await stage.until(lambda: stage.shows("moment.0") and stage.shows("moment.go"))
    await stage.key("W")
    await stage.until(lambda: moments(room)[0].decision == "wait")
    await stage.key("F3")
    await stage.until(lambda: not stage.shows("moment.0"))
    assert stage.shows("board")
    assert [moment.decision for moment in moments(room)] == ["wait"]


@pytest.mark.parametrize("keys", ["Alt+1 J C C", "Alt+1 J M C", "Alt+1 J M M", "Alt+4 Right M M"])
async def test_two_quick_presses_call_one_moment(
    stage: Stage, me: Place, room: TableRoom, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    await stage.enter(me)
    sent, answer, send = [], asyncio.Event(), me.send

    async def slow(command: Command, *, id: str | None = None) -> Sent:
        sent.append(command)
        await answer.wait()
        return await send(command, id=id)

    monkeypatch.setattr(me, "send", slow)
    await stage.key(*keys.split())
    await stage.until(lambda: sent)
    await stage.settle()
    answer.set()
    await stage.until(lambda: moments(room) and (moments(room)[0].decision == "go") == ("C" in keys))
    await stage.settle()
    assert len(moments(room)) == 1
    assert len(sent) == 1 + ("C" in keys)


async def test_m_on_the_pulse_calls_a_moment_on_its_topic(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("Alt+4")
    await stage.until(lambda: stage.item("pulse").hasFocus())
    await stage.key("Right", "M")
    await stage.until(lambda: moments(room))
    assert moments(room)[0].title == "The game"
    assert moments(room)[0].evidence


async def test_x_offers_reasons_by_number(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    me.ask(CallMoment("Lights out", "Blackout", ()))
    await stage.until(lambda: stage.shows("moment.0"))
    await stage.key("X")
    await stage.until(lambda: stage.shows("pass"))
    assert moments(room)[0].decision == "open"
    await stage.key("2")
    await stage.until(lambda: moments(room)[0].decision == "pass")
    assert moments(room)[0].reason == "Somebody is hurt, or may be"
    await stage.until(lambda: not stage.shows("moment.0"))


async def test_c_on_a_post_opens_the_composer_on_a_moment_that_is_a_go(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("J", "C")
    await stage.until(lambda: stage.shell.desk.composer.open)
    assert moments(room)[0].decision == "go"
    assert stage.shell.tab == "composer"


async def test_m_g_c_on_one_post_is_one_moment_with_one_stopwatch(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("J", "M")
    await stage.until(lambda: stage.shows("moment.0"))
    called = moments(room)[0]
    await stage.key("G")
    await stage.until(lambda: moments(room)[0].decision == "go")
    await stage.key("M", "C")
    await stage.until(lambda: stage.shell.desk.composer.open)
    assert [moment.id for moment in moments(room)] == [called.id]
    await stage.key("Esc", "Esc", "Alt+1", "J", "M")
    await stage.until(lambda: len(moments(room)) == 2)


async def test_panes_alone_and_back_and_tabs_where_it_is_narrow(stage: Stage, me: Place) -> None:
    stage.resize(1920, 1080)
    await stage.enter(me)
    assert all(stage.shows(pane) for pane in ("feeds", "composer", "board"))
    await stage.key("F3")
    await stage.until(lambda: stage.shows("board") and not stage.shows("feeds"))
    await stage.key("Esc")
    await stage.until(lambda: stage.shows("feeds") and stage.shows("composer"))
    stage.resize(1366, 768)
    await stage.until(lambda: stage.shows("tab.feeds"))
    await stage.click("tab.composer")
    await stage.until(lambda: stage.shows("composer") and not stage.shows("feeds"))
    await stage.key("F1")
    await stage.until(lambda: stage.shows("feeds") and not stage.shows("composer"))


async def test_the_palette_finds_a_command_and_does_it(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    assert "Off duty" not in stage.words()
    await stage.key("Ctrl+K")
    await stage.until(lambda: stage.item("palette.query.input").hasActiveFocus())
    await stage.type("off duty")
    await stage.until(lambda: stage.shell.keys.found.count == 1)
    await stage.key("Enter")
    await stage.until(lambda: room.state.duty.get("Writer on duty") is False)
    await stage.until(lambda: not stage.shows("palette") and "Off duty" in stage.words())
    assert room.state.duty == {"Writer on duty": False}


async def test_question_mark_lists_every_key_and_tab_stays_in_the_sheet(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("Shift+?")
    await stage.until(lambda: stage.shows("keyList"))
    assert "Stand down" in stage.words()
    for _ in range(6):
        await stage.key("Tab")
        focused = stage.window.activeFocusItem()
        assert focused is not None
        assert focused.objectName().startswith("keyList"), focused.objectName()
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("keyList"))
    await stage.key("J")
    assert stage.shell.desk.feeds.chosen() is not None


async def test_ctrl_k_works_in_a_text_field(stage: Stage) -> None:
    await stage.key("J")
    await stage.until(lambda: stage.item("join.address.input").hasActiveFocus())
    await stage.key("Ctrl+K")
    await stage.until(lambda: stage.shows("palette"))
    await stage.until(lambda: stage.item("palette.query.input").hasActiveFocus())
    assert stage.item("join.address.input").property("text") == ""


async def test_the_producer_invites_by_code_and_qr(stage: Stage, me: Place) -> None:
    stage.resize(1366, 1000)
    await stage.enter(me)
    await stage.click("topbar.room")
    await stage.until(lambda: stage.shows("people"))
    await stage.click("person.0.invite")
    await stage.until(lambda: stage.shows("person.0.code"))
    assert stage.item("person.0.code").property("text") == "K7QF-2MXD"
    assert stage.item("person.0.qr").property("words").startswith("warroom://10.0.0.12:7000/r?code=K7QF-2MXD&fp=")
    await stage.settle()
    await stage.click("person.0.copy")
    assert "K7QF-2MXD" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


async def test_the_pace_is_set_and_the_volumes_are_labelled_as_ours(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.click("topbar.pace")
    await stage.until(lambda: stage.shows("pace.10"))
    assert "is ours" in stage.words()
    await stage.click("pace.10")
    await stage.until(lambda: room.state.pace.speed == 10)
    await stage.click("pace.pause")
    await stage.until(lambda: room.state.pace.paused)
    await stage.click("pace.kickoff")
    await stage.until(lambda: "18:30:00" in stage.words() and not room.state.pace.paused)
    await stage.key("Shift+B")
    await stage.until(lambda: "20:37:5" in stage.words() or "20:38:0" in stage.words())
    assert stage.shows("pace.10")


async def test_o_opens_the_page_of_a_post(stage: Stage, me: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.ui.doubles import post

    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    await stage.enter(me)
    me.post(post(77, "Blackout", me.server_now(), url="https://social.example/77"))
    await stage.until(lambda: stage.shell.desk.feeds.columns[0].posts.rows[0].id == "Blackout:77")
    await stage.key("J", "O")
    assert [url.toString() for url in opened] == ["https://social.example/77"]


async def test_leaving_with_others_here_asks_first(stage: Stage, me: Place, brand: Place, tmp_path: object) -> None:
    ended: list[str] = []

    class Host:
        folder = None
        trouble = ""

        async def leave(self) -> None:
            ended.append("left")

        async def stop(self) -> None:
            ended.append("stopped")

    room = me._room
    writer = Place(room, "A colleague", brand.folder)
    assert writer.person
    await stage.enter(me, Host())
    await stage.key("Ctrl+L")
    await stage.until(lambda: stage.shows("leave"))
    assert "A colleague" in stage.words()
    assert "Brand lead would" not in stage.words()
    preview = weakref.ref(stage.shell.desk.composer.preview)
    box = stage.item("leave.box").mapRectToScene(stage.item("leave.box").boundingRect())
    for name in ("leave.cancel", "leave.close", "leave.running"):
        assert box.contains(stage.item(name).mapRectToScene(stage.item(name).boundingRect())), name
    await stage.key("Enter")
    await stage.until(lambda: ended == ["left"] and stage.shows("firstStart"))
    assert me.closed
    assert not stage.shows("desk")

    def let_go() -> bool:
        gc.collect()
        return preview() is None

    await stage.until(let_go)  # with every card and photo that it drew


async def test_every_control_has_a_name_and_a_role(stage: Stage, me: Place) -> None:
    stage.resize(1920, 1080)
    await stage.enter(me)
    await stage.key("J", "M")
    await stage.until(lambda: stage.shows("moment.go"))
    nameless = []
    for item in stage._all(stage.window.contentItem()):
        if item.isVisible() and item.activeFocusOnTab() and item.objectName() != "" and item.isEnabled():
            face = QAccessible.queryAccessibleInterface(item)
            if face is None or not face.text(QAccessible.Text.Name) or face.role() == QAccessible.Role.NoRole:
                nameless.append(item.objectName())
    assert not nameless
