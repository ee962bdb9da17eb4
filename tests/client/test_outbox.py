from __future__ import annotations

from pathlib import Path

import pytest

from warroom.client.outbox import SIGN_OFF_LASTS_MS, Outbox, may_wait
from warroom.review.commands import AddComment, ClaimTarget, SetPace, SignOffItem, StandDownRoom

COMMENT = AddComment(item="i", text="Good")
SIGN_OFF = SignOffItem(item="i", role="brand", digest="d")


def test_it_is_there_again_in_order_with_stand_downs_first(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.json")
    outbox.add("1", COMMENT, 10)
    outbox.add("2", SIGN_OFF, 20)
    outbox.add("3", StandDownRoom("Stop"), 30)
    again = Outbox(tmp_path / "outbox.json")
    assert [one.id for one in again.waiting()] == ["3", "1", "2"]
    again.remove("1")
    assert [one.id for one in Outbox(tmp_path / "outbox.json").waiting()] == ["3", "2"]


def test_a_sign_off_is_not_given_late(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.json")
    outbox.add("1", COMMENT, 0)
    outbox.add("2", SIGN_OFF, 0)
    assert outbox.expire(SIGN_OFF_LASTS_MS - 1) == ()
    assert [one.id for one in outbox.expire(SIGN_OFF_LASTS_MS)] == ["2"]
    assert [one.id for one in Outbox(tmp_path / "outbox.json").waiting()] == ["1"]


def test_the_same_command_twice_waits_once(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.json")
    outbox.add("1", COMMENT, 0)
    outbox.add("1", COMMENT, 5)
    assert len(outbox) == 1


def test_what_means_nothing_later_may_not_wait() -> None:
    assert not may_wait(ClaimTarget(item="i", target=0, digest="d"))
    assert not may_wait(SetPace(speed=2, paused=False))
    assert may_wait(SIGN_OFF)


def test_a_spoiled_file_is_kept_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "outbox.json").write_bytes(b'[{"id": ')
    outbox = Outbox(tmp_path / "outbox.json")
    assert outbox.waiting() == ()
    assert (tmp_path / "outbox.unreadable").read_bytes() == b'[{"id": '
    assert "cannot be read" in caplog.text
    outbox.add("1", COMMENT, 0)
    assert len(Outbox(tmp_path / "outbox.json")) == 1
