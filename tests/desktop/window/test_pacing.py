from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play, until
from tests.desktop.table_room import Seat, Sent, TableRoom
from tests.ui.doubles import rehearsal_plan
from warroom.desktop.window.pacing import Pacer
from warroom.desktop.window.topbar import TopBar
from warroom.review.commands import Command, SetPace


class SlowSeat(Seat):
    """The room takes a command only when it is let through."""

    def __init__(self, room: TableRoom, person: str, folder: Path) -> None:
        super().__init__(room, person, folder)
        self.open = asyncio.Event()
        self.sent: list[Command] = []

    async def send(self, command: Command, *, id: str | None = None) -> Sent:
        self.sent.append(command)
        await self.open.wait()
        return await super().send(command, id=id)


def test_keys_pressed_faster_than_the_room_answers_add_up(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path, "rehearsal", rehearsal_plan())
        seat = SlowSeat(room, "Writer on duty", tmp_path / "me")
        room.seats.append(seat)
        chair = Chair(seat)
        bar = TopBar(chair.live, lambda: None, chair.root)
        for _ in range(4):
            bar._step(1)
        bar.jump("kick-off")
        bar.togglePause()
        bar._step(-1)
        assert seat.sent == []
        await until(lambda: seat.sent)
        assert seat.sent == [SetPace(2, False)], "the others wait for its answer"
        seat.open.set()
        kickoff = int(room.state.plan.event.starts.timestamp() * 1000)
        await until(lambda: room.state.pace.speed == 10)
        assert seat.sent == [SetPace(2, False), SetPace(10, False, kickoff)], "of what waited only the newest is sent"
        await chair.close()

    play(qapp, body)


def test_what_was_asked_last_counts_until_it_is_answered(qapp: QApplication, tmp_path: Path) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path, "rehearsal", rehearsal_plan())
        seat = room.seat("Writer on duty")
        chair = Chair(seat)
        pacer = Pacer(chair.live, "window")
        pacer.want(5, True)
        assert (pacer.speed, pacer.paused) == (5, True)
        assert room.state.pace.speed == 1
        await until(lambda: room.state.pace.speed == 5)
        seat.ask(SetPace(30, False))
        await until(lambda: pacer.speed == 30)
        assert not pacer.paused
        pacer.want(99, False)
        await until(lambda: chair.told("window"))
        assert pacer.speed == 30, "a wish that was refused is forgotten"
        await chair.close()

    play(qapp, body)
