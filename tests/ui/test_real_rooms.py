"""The real processes behind the real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.people import at_the_host
from tests.e2e.plans import live_plan
from tests.ui.conftest import Stage
from warroom.client import remembered, running
from warroom.client.host import Host
from warroom.client.join import join
from warroom.client.running import find_running
from warroom.client.session import Session
from warroom.desktop.window import home
from warroom.errors import RoomError, StorageError, Unreachable


@pytest.mark.slow
async def test_r_brings_a_living_desk_and_a_room_left_running_is_offered_first(stage: Stage) -> None:
    await stage.key("R")
    await stage.until(lambda: stage.shell.desk is not None)
    await stage.until(lambda: any(column.posts.count > 3 for column in stage.shell.desk.feeds.columns))
    await stage.until(lambda: stage.shell.desk.topbar.clock >= "18:30:01")
    await stage.until(lambda: "Brand" in stage.words() and "not connected" not in stage.words())
    assert "REHEARSAL" in stage.words()
    room = stage.shell._session.room
    stage.shell.goAway(False)
    await stage.until(lambda: stage.shell.desk is None and stage.shell.home.recent.count == 1)
    assert [one.room for one in find_running()] == [room]
    assert "still running" in stage.words()
    await stage.key("L")
    await stage.until(lambda: stage.shell.desk is not None)
    assert stage.shell._session.room == room
    stage.shell.goAway(True)
    await stage.until(lambda: stage.shell.desk is None and not Host.running())


@pytest.mark.slow
async def test_a_plan_opens_a_live_room_and_a_second_desktop_joins_it_by_address_and_code(stage: Stage, tmp_path: Path) -> None:
    stage.shell.home.share = False
    stage.shell.home.start(live_plan(tmp_path))
    await stage.until(lambda: stage.shell.desk is not None)
    await stage.until(lambda: "LIVE" in stage.words())
    assert not stage.shows("topbar.pace")
    people = stage.shell.desk.people
    other = next(row.name for row in people.rows.rows if not row.me)
    people.invite(other)
    await stage.until(lambda: people.rows.record(other).code)
    joined = await join(people.rows.record(other).invitation, "", "second desktop")
    assert joined.reply.person == other
    with pytest.raises(RoomError) as used:
        await join(people.rows.record(other).invitation, "", "third desktop")
    assert used.value.code == "code_used"
    stage.shell.goAway(True)
    await stage.until(lambda: stage.shell.desk is None and not Host.running())


@pytest.mark.slow
async def test_a_disk_that_refuses_keeps_nobody_out_of_a_room_whose_code_is_used(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = await Host.start(live_plan(tmp_path), "live")
    try:
        async with at_the_host(host, tmp_path) as producer:
            issued = await producer.issue_code("Writer")

        def full(_file: Path, _content: bytes) -> None:
            raise StorageError("remembered.json cannot be written: No space left on device.", "Free some space.")

        monkeypatch.setattr(remembered, "write_private", full)
        stage.shell.home.join(issued.invitation, "")
        await stage.until(lambda: stage.shell.desk is not None)
        assert stage.shell._session.person == "Writer"
        await stage.until(lambda: "Going back into this room will take a new code" in stage.words())
    finally:
        await stage.shell.close(stop=False)
        await host.stop()


@pytest.mark.slow
async def test_who_joined_and_could_not_enter_can_go_in_without_another_code(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = await Host.start(live_plan(tmp_path), "live")
    try:
        async with at_the_host(host, tmp_path) as producer:
            issued = await producer.issue_code("Writer")
        with monkeypatch.context() as broken:

            async def breaks(*_args: object, **_options: object) -> Session:
                raise Unreachable("The connection to the room broke.")

            broken.setattr(home, "_open", breaks)
            stage.shell.home.join(issued.invitation, "")
            await stage.until(lambda: not stage.shell.home.busy and "The connection to the room broke." in stage.words())
        room = remembered.remembered()[0]
        assert (room.room, room.person) == (host.room, "Writer")
        await host.leave()
        monkeypatch.setattr(running, "find_running", lambda: ())  # as on another machine
        stage.shell.home.reopen(room.room)
        await stage.until(lambda: stage.shell.desk is not None)
        assert stage.shell._session.person == "Writer"
    finally:
        await stage.shell.close(stop=False)
        await (await Host.adopt(host.folder)).stop()
