"""What somebody who types a code is told, by a real room whose clock the test moves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.client.faulty_room import faulty_room
from warroom.client.join import Joined, join
from warroom.errors import RoomError
from warroom.room.clock import wall_ms

LIVES_MS = 15 * 60_000


async def asked_after(tmp_path: Path, ms: int) -> Joined:
    """Join so long after the code was issued."""
    now = [wall_ms()]
    async with faulty_room(tmp_path, lambda: now[0]) as served:
        session = await served.session()
        issued = await session.issue_code("Counsel")
        await session.close()
        assert issued.expires - now[0] == LIVES_MS
        now[0] += ms
        return await join(served.address, issued.code, "A late laptop")


def test_a_code_says_when_its_15_minutes_are_over(tmp_path: Path) -> None:
    with pytest.raises(RoomError) as refused:
        asyncio.run(asked_after(tmp_path, LIVES_MS))
    assert (refused.value.status, refused.value.code) == (403, "code_expired")
    assert refused.value.message == "This code's 15 minutes are over. Ask the producer for another."


def test_a_code_opens_until_then(tmp_path: Path) -> None:
    came = asyncio.run(asked_after(tmp_path, LIVES_MS - 1))
    assert (came.reply.person, came.reply.roles) == ("Counsel", ("legal",))


async def old_and_new(tmp_path: Path) -> tuple[str, str]:
    now = [wall_ms()]
    async with faulty_room(tmp_path, lambda: now[0]) as served:
        session = await served.session()
        old = await session.issue_code("Counsel")
        now[0] += LIVES_MS
        new = await session.issue_code("Counsel")
        await session.close()
        with pytest.raises(RoomError) as refused:
            await join(served.address, old.code, "A phone")
        came = await join(served.address, new.code, "A phone")
        return refused.value.code, came.reply.person


def test_another_code_lets_in_who_came_too_late(tmp_path: Path) -> None:
    assert asyncio.run(old_and_new(tmp_path)) == ("code_expired", "Counsel")
