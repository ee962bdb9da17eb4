from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop import acts
from tests.desktop.table_room import TableRoom, plan
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.test_spikes import rise
from warroom.desktop.board.screen import BoardScreen
from warroom.desktop.reviewing.screen import ReviewScreen
from warroom.review import commands as cmd
from warroom.review.events import MomentTurned
from warroom.review.standing import standing
from warroom.watch.spike import Turn


@pytest.fixture
def room(tmp_path: Path) -> TableRoom:
    """A live room of the example's plan, with two writers, Brand and Legal."""
    return TableRoom(tmp_path, "live", plan())


@pytest.fixture
def counsel(room: TableRoom, tmp_path: Path) -> Place:
    return Place(room, "Counsel", tmp_path / "counsel")


@pytest.fixture
def writer(room: TableRoom, tmp_path: Path) -> Place:
    return Place(room, "Writer 1", tmp_path / "writer")


@pytest.fixture
def lead(room: TableRoom, tmp_path: Path) -> Place:
    return Place(room, "Brand lead", tmp_path / "lead")


def review(stage: Stage) -> ReviewScreen:
    return stage.shell.desk.review


def board(stage: Stage) -> BoardScreen:
    return stage.shell.desk.board


async def reviewing(stage: Stage, me: Place, writer: Place, room: TableRoom) -> str:
    """An item in review, opened from the board by keys, with every cut on screen."""
    item = acts.send(room, writer)
    await stage.enter(me)
    await stage.key("Alt+3", "J", "A")
    await stage.until(lambda: stage.shows("review.approve") and not review(stage).stage.unseen())
    await stage.settle()
    return item


async def test_counsel_approves_what_is_on_screen_and_the_writer_sees_it_greenlit(
    stage: Stage, counsel: Place, writer: Place, lead: Place, room: TableRoom
) -> None:
    item = await reviewing(stage, counsel, writer, room)
    assert stage.item("review.waiting").property("text") == "Waiting for Brand and Legal"
    assert stage.item("review.approve").property("text") == "Approve as Legal"
    assert "then it goes on waiting" in stage.item("review.left").property("text")
    rise(room, topic="CRUMB")
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    alert = stage.item("spike").mapRectToScene(stage.item("spike").boundingRect())
    for name in ("review.approve", "review.requestButton", "review.cuts", "review.back"):
        beside = stage.item(name)
        assert not alert.intersects(beside.mapRectToScene(beside.boundingRect())), name
    acts.sign(room, lead, item, "brand")
    await stage.key("A")
    await stage.until(lambda: standing(room.state, item).greenlit)
    signed = room.state.items[item].sign_offs[-1]
    assert (signed.role, signed.person, signed.digest) == ("legal", "Counsel", acts.digest(room, item))
    await stage.until(lambda: stage.item("review.phase").property("text") == "Greenlit")
    assert not stage.shows("review.approve")
    await stage.click("review.withdraw.legal")
    await stage.until(lambda: not standing(room.state, item).greenlit)


async def test_changes_are_asked_for_with_a_reason(stage: Stage, counsel: Place, writer: Place, room: TableRoom) -> None:
    item = await reviewing(stage, counsel, writer, room)
    await stage.key("R")
    await stage.until(lambda: stage.shows("review.request"))
    await stage.key("Enter")
    assert room.state.items[item].phase == "in_review"
    await stage.type("say dip")
    await stage.key("Enter")
    await stage.until(lambda: room.state.items[item].phase == "changes_requested")
    assert room.state.items[item].comments[-1].text == "say dip"
    await stage.until(lambda: "Legal: say dip" in stage.words())


async def test_a_comment_is_written_by_c_and_sent_by_enter(stage: Stage, counsel: Place, writer: Place, room: TableRoom) -> None:
    item = await reviewing(stage, counsel, writer, room)
    await stage.key("C")
    await stage.type("Is that our stadium?")
    await stage.key("Enter")
    await stage.until(lambda: room.state.items[item].comments)
    assert room.state.items[item].comments[-1].text == "Is that our stadium?"
    assert room.state.items[item].phase == "in_review"
    await stage.key("BracketRight")
    assert review(stage).stage.cut == "4x5"


async def test_nothing_newer_is_signed_unseen(stage: Stage, counsel: Place, writer: Place, room: TableRoom) -> None:
    item = await reviewing(stage, counsel, writer, room)
    acts.send(room, writer, "Lights on.", item)
    await stage.until(lambda: stage.shows("review.newer"))
    assert not stage.item("review.approve").isEnabled()
    await stage.key("A")
    assert room.state.items[item].sign_offs == ()
    await stage.key("N")
    await stage.until(lambda: not stage.shows("review.newer") and stage.item("review.approve").isEnabled())
    await stage.key("A")
    await stage.until(lambda: room.state.items[item].sign_offs)
    assert room.state.items[item].sign_offs[0].version == 2


async def test_a_yes_that_came_too_late_says_so_and_shows_the_new_version(
    stage: Stage, counsel: Place, writer: Place, room: TableRoom
) -> None:
    item = await reviewing(stage, counsel, writer, room)
    listeners = list(counsel._listeners)
    counsel._listeners.clear()  # the new version has not come through to this desktop yet
    acts.send(room, writer, "Lights on.", item)
    review(stage)._shown = room.state.items[item].versions[0]
    review(stage).decision._do("Approving", cmd.SignOffItem(item, "legal", room.state.items[item].versions[0].digest))
    await stage.until(lambda: "It changed while you looked" in stage.words())
    counsel._listeners[:] = listeners
    assert review(stage).stage.shown.number == 2
    assert room.state.items[item].sign_offs == ()


async def test_the_cuts_turn_by_brackets_and_the_version_before_by_equals(
    stage: Stage, counsel: Place, writer: Place, room: TableRoom
) -> None:
    item = await reviewing(stage, counsel, writer, room)
    acts.send(room, writer, "Lights on.", item)
    await stage.key("N", "BracketRight")
    assert review(stage).stage.cut == "4x5"
    now = stage.item("review.picture").property("source").toString()
    await stage.key("Equal")
    assert stage.item("review.picture").property("source").toString() != now
    assert not stage.item("review.approve").isEnabled()
    said = stage.item("review.version")
    assert (said.property("text"), said.property("truncated")) == ("Version 1", False)
    assert "not the one shown" in stage.item("review.bytes").property("text")
    await stage.key("Equal")
    assert stage.item("review.picture").property("source").toString() == now


async def test_hold_and_kill_take_a_second_gesture(stage: Stage, room: TableRoom, writer: Place, tmp_path: Path) -> None:
    producer = Place(room, "Producer on duty", tmp_path / "producer")
    item = acts.send(room, writer)
    await stage.enter(producer)
    await stage.key("Alt+3", "J", "A")
    await stage.until(lambda: stage.shows("review.holdButton"))
    await stage.key("H")
    await stage.type("The anthem")
    await stage.key("Enter")
    await stage.until(lambda: room.state.items[item].hold)
    await stage.until(lambda: stage.shows("review.held"))
    await stage.key("H")
    await stage.until(lambda: room.state.items[item].hold is None)
    await stage.key("X")
    await stage.until(lambda: stage.shows("review.kill"))
    assert "for good" in stage.words()
    await stage.key("Esc")
    assert room.state.items[item].phase == "in_review"
    await stage.key("X")
    await stage.type("Said already")
    await stage.key("Enter")
    await stage.until(lambda: room.state.items[item].phase == "killed")
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("review"))


async def test_stand_down_takes_the_buttons_away(stage: Stage, counsel: Place, writer: Place, room: TableRoom) -> None:
    await reviewing(stage, counsel, writer, room)
    writer.ask(cmd.StandDownRoom(reason="An injury"))
    await stage.until(lambda: stage.shows("review.down"))
    assert not stage.shows("review.approve")


async def test_rows_wait_while_the_pointer_is_over_the_board(stage: Stage, counsel: Place, writer: Place, room: TableRoom) -> None:
    first = acts.send(room, writer)
    await stage.enter(counsel)
    await stage.key("F3")
    await stage.settle()
    await stage.point(f"board.item.{first}")
    await stage.until(lambda: board(stage)._held)
    acts.send(room, writer, "Second")
    await stage.until(lambda: stage.shows("board.late"))
    assert [row.key for row in board(stage).rows.rows if row.kind == "item"] == [first]
    await stage.point_at(5, 5)
    await stage.until(lambda: len([row for row in board(stage).rows.rows if row.kind == "item"]) == 2)
    assert not stage.shows("board.late")


async def test_what_waits_is_alerted_once(stage: Stage, counsel: Place, writer: Place, room: TableRoom) -> None:
    await stage.enter(counsel)
    raised: list[tuple[str, str]] = []
    stage.shell.desk._alerts.raised.connect(lambda item, words: raised.append((item, words)))
    item = acts.send(room, writer)
    counsel.busy_with("", "")
    assert raised == [(item, "Lights out.: Waits for you as Legal")]
    acts.send(room, writer, "Lights on.", item)
    assert len(raised) == 2


async def test_times_of_day_are_those_at_the_event_also_of_what_was_before_the_pace_changed(stage: Stage, tmp_path: Path) -> None:
    room = TableRoom(tmp_path, "rehearsal", plan())
    producer, lead = Place(room, "Producer on duty", tmp_path / "producer"), Place(room, "Brand lead", tmp_path / "lead")
    item = acts.send(room, Place(room, "Writer 1", tmp_path / "writer"))
    producer.ask(cmd.SetPace(10, False))
    room.now += 6_000
    acts.sign(room, lead, item, "brand")
    producer.ask(cmd.SetPace(10, True))
    room.now += 60_000
    lead.ask(cmd.AddComment(item=item, text="Logo larger"))
    await stage.enter(producer)
    review(stage).open(item)
    await stage.until(lambda: stage.shows("review"))
    assert "Brand lead approved version 1 · 03:41:00" in stage.words(), "the event is two hours east of Greenwich"
    assert "version 1 · 03:41:00" in stage.words()
    producer.lose("stale", "The room has said nothing for 5 s.")
    await stage.until(lambda: "What you see is from 03:41:00" in stage.words())


async def test_an_approver_is_told_how_the_moment_turned_until_they_noted_it(
    stage: Stage, counsel: Place, writer: Place, room: TableRoom
) -> None:
    item = await reviewing(stage, counsel, writer, room)
    assert not stage.shows("review.news")
    moment = room.state.items[item].moment
    room._append("room", "", (MomentTurned(Turn(moment, ("lights out",), ("ambulance",), ("ambulance",))),))
    await stage.until(lambda: stage.shows("review.news"))
    await stage.settle()
    assert "“ambulance” rises now" in stage.words().replace("\u2068", "").replace("\u2069", "")
    await stage.key("Shift+N")
    await stage.until(lambda: not stage.shows("review.news"))
    room._append("room", "", (MomentTurned(Turn(moment, ("lights out",), ("halftime",))),))
    await stage.until(lambda: stage.shows("review.news"))
    await stage.click("review.news.action")
    await stage.until(lambda: not stage.shows("review.news"))
