from __future__ import annotations

from pathlib import Path

import msgspec

from warroom.client.remembered import Remembered, forget, remember, remembered

ROOM = Remembered("cup", "Cup final", "live", "http://127.0.0.1:1/cup", "secret", "Writer", "d1")


def test_rooms_are_found_again_latest_first_and_private(home: Path) -> None:
    assert remembered() == ()
    remember(ROOM)
    remember(msgspec.structs.replace(ROOM, room="race", name="Race"))
    remember(msgspec.structs.replace(ROOM, address="http://127.0.0.1:2/cup"))
    assert remembered()[0].address == "http://127.0.0.1:2/cup"
    assert {room.room for room in remembered()} == {"cup", "race"}
    assert (home / "remembered.json").stat().st_mode & 0o077 == 0
    forget("cup")
    assert [room.room for room in remembered()] == ["race"]


def test_a_spoiled_file_is_no_room_at_all(home: Path) -> None:
    (home / "remembered.json").write_bytes(b"[")
    assert remembered() == ()
    remember(ROOM)
    assert len(remembered()) == 1
