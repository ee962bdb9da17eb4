"""A host whose disk is full: nothing is left half done, and a room that runs can still be gone back into."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.e2e.people import at_the_host
from tests.e2e.plans import live_plan
from tests.waiting import soon
from warroom import locations
from warroom.client import host as hosting
from warroom.client.children import Child, alive
from warroom.client.host import Host
from warroom.errors import StorageError, WarroomError


def no_space(*_: Any) -> None:
    raise StorageError("host.json cannot be written: No space left on device.", "Free some space, or check who may write there.")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_running_room_is_gone_back_into_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        try:
            await host.leave()
            monkeypatch.setattr(hosting, "write_private", no_space)
            host = await Host.adopt(host.folder)
            async with at_the_host(host, tmp_path) as me:
                assert me.link.phase == "live"
        finally:
            await host.stop()

    asyncio.run(scenario())


def test_a_room_that_cannot_be_kept_is_not_left_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Child] = []
    start = Child.start

    def noted(*args: Any, **options: Any) -> Child:
        started.append(start(*args, **options))
        return started[-1]

    async def scenario() -> None:
        with pytest.raises(StorageError):
            await Host.start(live_plan(tmp_path), "live")
        await soon(lambda: not any(alive(child.pid) for child in started), "all processes have ended")

    monkeypatch.setattr(hosting, "write_private", no_space)
    monkeypatch.setattr(hosting.Child, "start", noted)
    asyncio.run(scenario())
    assert "room" in {child.name for child in started}


def test_a_room_that_cannot_say_why_it_does_not_open_is_spoken_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words go to a log on the same disk."""

    async def silent(_host: Host, _new: list[str]) -> None:
        child = Child.start("room", ["serve", "--help"], tmp_path / "room.log")
        child.log.unlink()
        await _host._ready(child)

    monkeypatch.setattr(Host, "_start_server", silent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 10, 0))
    with pytest.raises(WarroomError) as caught:
        asyncio.run(Host.start(live_plan(tmp_path), "live"))
    assert caught.value.message == "The room could not be opened."
    assert "is full: free some space there" in caught.value.hint
    assert str(locations.rooms()) in caught.value.hint
