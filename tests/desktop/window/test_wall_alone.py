from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.loop import play
from warroom.client import remembered
from warroom.client.remembered import Remembered, remember
from warroom.desktop.naming import WALL
from warroom.desktop.window import wall_alone
from warroom.errors import Refusal, RoomError, Unreachable, WarroomError
from warroom.options import DesktopOptions

ROOM = Remembered("night-1", "Cup final", "live", "http://127.0.0.1:8400/night-1", "t", "Wall", "d")


class Doors:
    """A first screen, and a wall's place, that say what was asked of them."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, str]] = []
        self.devices: list[str] = []
        self.offered: list[str] = []
        self.said: list[str] = []
        self.gave_up = False

    async def bring_in(self, known: Remembered | None, address: str, code: str, device: str) -> None:
        self.asked.append((known.room if known else "", address, code))
        self.devices.append(device)
        answer = self.answers.pop(0)
        if answer is not None:
            raise answer

    def offer(self, address: str, code: str) -> None:
        self.offered.append(address)

    def wait_for(self, words: str) -> None:
        self.said.append(words)

    def give_up_alone(self) -> None:
        self.gave_up = True


def come_in(app: QApplication, doors: Doors, monkeypatch: pytest.MonkeyPatch, **options: str) -> None:
    monkeypatch.setattr(wall_alone, "PAUSE_S", 0.01)
    play(app, lambda: wall_alone.come_in(doors, doors, DesktopOptions(**options)))


def test_it_comes_in_by_its_code_as_a_wall(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    doors = Doors(None)
    come_in(qapp, doors, monkeypatch, address="127.0.0.1:8400", code="ABCD2345")
    assert doors.asked == [("", "127.0.0.1:8400", "ABCD2345")]
    assert doors.devices[0].endswith(WALL)


def test_it_tries_until_the_room_answers_and_says_so(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(ROOM)
    doors = Doors(Unreachable("Nobody answers there.", ""), TimeoutError(), None)
    come_in(qapp, doors, monkeypatch)
    assert doors.asked == [("night-1", "", "")] * 3
    assert doors.said == ["Cup final\nNobody answers there. Trying again.", "Cup final\nThe room does not answer. Trying again."]
    assert not doors.gave_up


@pytest.mark.parametrize("address", ["127.0.0.1:8400", "http://127.0.0.1:8400/night-1"])
def test_started_again_with_the_same_words_it_needs_no_code_again(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    remember(ROOM)
    doors = Doors(None)
    come_in(qapp, doors, monkeypatch, address=address, code="ABCD2345")
    assert doors.asked[0][0] == "night-1"


def test_another_address_is_another_room(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(ROOM)
    doors = Doors(None)
    come_in(qapp, doors, monkeypatch, address="127.0.0.1:8401", code="ABCD2345")
    assert doors.asked[0][0] == ""


def test_where_a_person_is_needed_the_first_screen_comes_forward(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    assert not remembered.remembered()
    without = Doors()
    come_in(qapp, without, monkeypatch)
    assert without.gave_up
    assert without.asked == []
    wrong = Doors(RoomError(403, Refusal("code_wrong", "No such code.", {})))
    with pytest.raises(WarroomError, match="No such code"):
        come_in(qapp, wrong, monkeypatch, address="127.0.0.1:8400", code="ABCD2345")
    assert wrong.gave_up
    assert wrong.offered == ["127.0.0.1:8400"]
