"""What could not be delivered is said for as long as it waits, and what came of it where that is not what was asked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play
from tests.desktop.table_room import TableRoom
from warroom.client.change import Change, Late
from warroom.client.outbox import Waiting
from warroom.desktop.window.undelivered import Undelivered
from warroom.errors import Kept
from warroom.review.commands import AddComment, CallMoment, Command, SignOffItem


def waits(number: int, command: Command) -> Waiting:
    return Waiting(f"w{number}", command, 0)


def test_what_waits_is_said_until_it_is_delivered(qapp: QApplication, tmp_path: Path) -> None:
    async def scenario() -> None:
        chair = Chair(TableRoom(tmp_path).seat("Counsel"))
        chair.seat.waiting = (waits(1, CallMoment("Lights out", "The match", ())),)
        Undelivered(chair.live, chair.notices, chair.root)
        assert chair.told("window") == ["Not delivered yet: the moment “Lights out”."], "also what an earlier window left"

        approval = SignOffItem("i", "legal", "d")
        chair.seat.waiting = tuple(waits(number, command) for number, command in enumerate((approval, AddComment("i", "Fine."), approval)))
        chair.seat.tell(Change(outbox=True))
        assert chair.told("window") == ["Not delivered yet: your approval, your comment."]

        refused = Late("w0", approval, "refused", "This is not the version you saw.")
        late = Late("w2", approval, "expired", "It could not be delivered within five minutes, so it was not given.")
        chair.seat.waiting = ()
        chair.seat.tell(Change(outbox=True, late=(refused, Late("w1", AddComment("i", "Fine."), "delivered"), late)))
        assert chair.told("window") == [
            "Your approval was refused when it was delivered: This is not the version you saw.",
            "Your approval came too late: It could not be delivered within five minutes, so it was not given.",
        ]
        await chair.close()

    play(qapp, scenario)


def test_what_waits_can_be_taken_back(qapp: QApplication, tmp_path: Path) -> None:
    async def scenario() -> None:
        chair = Chair(TableRoom(tmp_path).seat("Counsel"))
        chair.seat.waiting = (waits(1, AddComment("i", "Fine.")), waits(2, AddComment("i", "No.")))
        Undelivered(chair.live, chair.notices, chair.root)
        chair.notices.act("undelivered")
        assert chair.seat.waiting == ()
        assert chair.told("window") == []
        await chair.close()

    play(qapp, scenario)


def test_what_is_kept_is_not_also_an_error(qapp: QApplication, tmp_path: Path) -> None:
    async def scenario() -> None:
        chair = Chair(TableRoom(tmp_path).seat("Counsel"))
        chair.seat.refuse = Kept("No room answers.", "It is kept here and sent as soon as the room answers.")
        await chair.tasks.spawn("Comment", settled(chair.live.ask("Comment", AddComment("i", "Fine."), "window")))
        assert chair.told("window") == []
        await chair.close()

    play(qapp, scenario)


async def settled(task: asyncio.Task[Any]) -> None:
    """Wait for a task whatever comes of it."""
    await asyncio.wait([task])
