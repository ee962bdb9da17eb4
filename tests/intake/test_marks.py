from __future__ import annotations

from pathlib import Path

import pytest

from warroom.intake import marks
from warroom.intake.marks import Marks
from warroom.intake.outgoing import Outgoing
from warroom.sources.count import TopicCount
from warroom.watch.batch import Batch


def test_marks_are_there_for_the_next_intake_at_once(tmp_path: Path) -> None:
    Marks(tmp_path / "m").add([1, 2**64 - 1])
    Marks(tmp_path / "m").add([3])
    assert Marks(tmp_path / "m").read() == [1, 2**64 - 1, 3]
    assert (tmp_path / "m").stat().st_mode & 0o777 == 0o600


def test_they_are_bounded_and_the_latest_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST", 10)
    kept = Marks(tmp_path / "m")
    for first in range(0, 100, 4):
        kept.add(range(first, first + 4))
    read = kept.read()
    assert read == list(range(read[0], 100))
    assert 10 <= len(read) < 30


def test_half_a_mark_is_none_and_spoils_no_other(tmp_path: Path) -> None:
    kept = Marks(tmp_path / "m")
    kept.add([5])
    (tmp_path / "m").write_bytes((tmp_path / "m").read_bytes() + b"abc")
    assert kept.read() == [5]
    kept.add([6])
    assert kept.read() == [5, 6]


def test_a_disk_that_refuses_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "m").mkdir()
    kept = Marks(tmp_path / "m")
    kept.add([1])
    kept.add([2])
    assert caplog.text.count("is not kept") == 1
    assert kept.read() == []


def test_only_what_the_room_has_taken_is_marked() -> None:
    outgoing, counted = Outgoing(), Batch((), (TopicCount("Us", 1_000, 1),), 1)
    outgoing.add(counted, [1])
    outgoing.next()
    outgoing.add(counted, [2])
    outgoing.next()
    assert outgoing.done() == [1]
    outgoing.next()
    outgoing.refused_now()
    assert outgoing.done() == []
    outgoing.add(counted, [3])
    outgoing.next()
    assert outgoing.done() == [3]
