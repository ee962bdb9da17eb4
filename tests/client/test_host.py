from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import until
from warroom import locations
from warroom.client.children import Child
from warroom.client.host import Host
from warroom.errors import WarroomError

NIGHT = locations.assets() / "rehearsals" / "super-bowl-xlvii" / "event.toml"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """Every process that was started, in order."""
    children: list[Child] = []
    start = Child.start

    def noted(*args: Any, **more: Any) -> Child:
        children.append(start(*args, **more))
        return children[-1]

    monkeypatch.setattr(Child, "start", noted)
    return children


def test_intake_loads_while_its_room_does_and_goes_with_a_room_that_does_not_open(
    started: list[Child], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    async def never(host: Host, server: Child) -> None:
        assert [child.name for child in started] == ["room", "intake"]
        raise WarroomError("The room did not open.")

    monkeypatch.setattr(Host, "_ready", never)
    with pytest.raises(WarroomError, match="did not open"):
        asyncio.run(Host.start(NIGHT, "rehearsal"))
    until(lambda: all(child.ended() is not None for child in started), "the end of both")
