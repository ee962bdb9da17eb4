from __future__ import annotations

import asyncio

import pytest
from PySide6.QtQuick import QQuickItem

from tests.desktop.table_room import Sent, TableRoom
from tests.review.driver import spike
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from warroom.plan.model import Topic
from warroom.review.commands import Command, SetTopics
from warroom.review.events import SpikeSpotted


def names(room: TableRoom) -> list[str]:
    return [topic.name for topic in room.state.plan.topics]


def columns(stage: Stage) -> list[str]:
    return [column.name for column in stage.shell.desk.feeds.columns]


async def opened(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("F7")
    await stage.until(lambda: stage.shows("topics.list"))
    await stage.settle()


async def type_into(stage: Stage, field: str, text: str) -> None:
    await stage.click(field)
    await stage.until(lambda: stage.item(f"{field}.input").hasActiveFocus())
    await stage.type(text)


async def test_a_new_topic_comes_to_everybody_and_the_others_stay_as_they_are(
    stage: Stage, me: Place, brand: Place, room: TableRoom
) -> None:
    await stage.enter(me)
    await stage.key("J", "J")
    chosen = stage.shell.desk.feeds.column.chosen
    first = stage.item("column.0")
    await stage.key("F7")
    await stage.until(lambda: stage.shows("topics.list"))
    await stage.key("N")
    await stage.until(lambda: stage.item("topics.name.input").hasActiveFocus())
    await stage.type("Power")
    await stage.key("Enter")
    await stage.type("power cut, outage,grid")
    assert stage.item("topics.any.input").property("text") == "power cut, outage,grid"
    assert not any(name == "Power" for name in names(room)), "nothing changes until it is saved"
    await stage.key("Ctrl+S")
    await stage.until(lambda: names(room)[-1] == "Power")
    assert room.state.plan.topics[-1] == Topic("Power", ("power cut", "outage", "grid"))
    await stage.until(lambda: not stage.shows("topics.list"))
    await stage.until(lambda: columns(stage)[-1] == "Power")
    assert stage.shell.desk.feeds.column.chosen == chosen
    assert stage.item("column.0") == first, "a feed that stays is not made anew"
    assert stage.shell.desk.pulse.topics[-1].name == "Power"
    me.post(post(1, "Power", me.server_now(), "half the grid is down"))
    await stage.until(lambda: stage.shell.desk.feeds.columns[-1].posts.count == 1)
    assert brand.state.topics_by == me.person


async def test_topics_are_moved_and_keep_their_colours(stage: Stage, me: Place, room: TableRoom) -> None:
    await opened(stage, me)
    before = {topic: room.state.colour(topic) for topic in names(room)}
    first, second = names(room)[:2]
    await stage.key("Shift+J", "Ctrl+S")
    await stage.until(lambda: names(room)[:2] == [second, first])
    assert {topic: room.state.colour(topic) for topic in names(room)} == before
    await stage.until(lambda: columns(stage)[:2] == [second, first])


async def test_removing_asks_once_and_leaves_the_rest(stage: Stage, me: Place, room: TableRoom) -> None:
    await opened(stage, me)
    gone, *rest = names(room)
    await stage.key("X")
    await stage.until(lambda: stage.shows("topics.removing"))
    assert f"Remove “{gone}”?" in stage.words()
    await stage.click("topics.removing.no")
    await stage.until(lambda: not stage.shows("topics.removing"))
    await stage.key("X")
    await stage.until(lambda: stage.shows("topics.removing"))
    await stage.click("topics.removing.yes")
    await stage.key("Ctrl+S")
    await stage.until(lambda: names(room) == rest)
    await stage.until(lambda: columns(stage) == rest)


async def test_what_cannot_be_saved_says_why(stage: Stage, me: Place, room: TableRoom) -> None:
    await opened(stage, me)
    assert not stage.item("topics.save").isEnabled(), "nothing is changed yet"
    await stage.key("N")
    await stage.until(lambda: stage.item("topics.name.input").hasActiveFocus())
    await stage.type(names(room)[0])
    await stage.until(lambda: "has no words" in stage.item("topics.problem").property("text"))
    await stage.key("Enter")
    await stage.type("outage")
    await stage.until(lambda: "Two topics are called" in stage.item("topics.problem").property("text"))
    await type_into(stage, "topics.languages", "english")
    assert not stage.item("topics.save").isEnabled()
    await stage.key("Ctrl+S")
    await stage.settle()
    assert room.state.topics_seq == 0


async def test_who_changed_them_meanwhile_is_said_and_one_chooses(stage: Stage, me: Place, brand: Place, room: TableRoom) -> None:
    await opened(stage, me)
    await stage.click("sensitivity.more")
    theirs = (*room.state.plan.topics, Topic("Theirs", ("theirs",)))
    room.take("x", SetTopics(0, theirs), "Writer on duty")
    await stage.until(lambda: stage.shows("topics.conflict"))
    assert "You changed the topics at 20:40:00, while you changed them here." in stage.words()
    assert not stage.item("topics.save").isEnabled()
    await stage.click("topics.mine")
    await stage.until(lambda: not stage.shows("topics.conflict"))
    await stage.key("Ctrl+S")
    await stage.until(lambda: "Theirs" not in names(room))
    assert room.state.plan.topics[0].sensitivity == "more"


async def test_theirs_can_be_taken(stage: Stage, me: Place, room: TableRoom) -> None:
    await opened(stage, me)
    await stage.click("sensitivity.fewer")
    room.take("x", SetTopics(0, (*room.state.plan.topics, Topic("Theirs", ("theirs",)))), "Writer on duty")
    await stage.until(lambda: stage.shows("topics.conflict"))
    await stage.click("topics.theirs")
    await stage.until(lambda: "Theirs" in stage.words())
    assert not stage.item("topics.save").isEnabled()


async def test_topics_that_were_not_changed_here_follow_the_room(stage: Stage, me: Place, room: TableRoom) -> None:
    await opened(stage, me)
    room.take("x", SetTopics(0, (Topic("Only this", ("this",)),)), "Writer on duty")
    await stage.until(lambda: "Only this" in stage.words())
    assert not stage.shows("topics.conflict")


async def test_a_refusal_that_came_late_is_a_conflict_and_keeps_what_was_typed(
    stage: Stage, me: Place, room: TableRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(stage, me)
    await stage.click("elsewhere.off")
    answer, send = asyncio.Event(), me.send

    async def slow(command: Command, *, id: str | None = None) -> Sent:
        await answer.wait()
        return await send(command, id=id)

    monkeypatch.setattr(me, "send", slow)
    await stage.key("Ctrl+S")
    await stage.until(lambda: stage.shell.desk.topics.busy)
    room.take("x", SetTopics(0, (*room.state.plan.topics, Topic("Theirs", ("theirs",)))), "Writer on duty")
    answer.set()
    await stage.until(lambda: stage.shows("topics.conflict"))
    assert stage.shell.desk.topics.elsewhere == "off"


async def test_others_look_and_do_not_change(stage: Stage, brand: Place, room: TableRoom) -> None:
    await opened(stage, brand)
    assert "Only a writer or a producer may change the topics." in stage.words()
    assert not stage.item("topics.add").isEnabled()
    await stage.key("N", "X", "Shift+J")
    await stage.settle()
    assert not stage.shows("topics.removing")
    assert stage.item("topics.name.input").property("readOnly")


async def test_what_rises_elsewhere_becomes_a_topic(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    room._append("room", "", (SpikeSpotted(spike(1, "", title="#quake · earthquake", rising=("#quake", "earthquake"))),))
    await stage.until(lambda: stage.shows("spike"))
    await stage.key("F8", "T")
    await stage.until(lambda: stage.shows("topics.list"))
    await stage.until(lambda: stage.item("topics.name.input").property("text") == "Quake")
    assert stage.item("topics.any.input").property("text") == "#quake, earthquake"
    await stage.key("Ctrl+S")
    await stage.until(lambda: names(room)[-1] == "Quake")


async def test_every_control_of_the_editor_has_a_name(stage: Stage, me: Place) -> None:
    await opened(stage, me)
    for name in ("topics.list", "topics.0", "topics.add", "topics.save", "topics.any.input", "sensitivity.more", "elsewhere.off"):
        assert stage.accessible(name)[0], name
    assert isinstance(stage.item("topics.list"), QQuickItem)
