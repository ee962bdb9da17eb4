"""What a power cut leaves: everything that was acknowledged, whenever it comes."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import apsw
import pytest

from tests.room.power import PowerVFS
from warroom.errors import StorageError
from warroom.review.chain import seal, verify
from warroom.review.events import DutySet, Logged
from warroom.room.store import sqlite
from warroom.room.store.base import connect
from warroom.room.store.rows import Obeyed, Write
from warroom.room.store.sqlite import SqliteLog

CUTS = 60
WAIT_S = 20.0


def write(seq: int, previous: str, words: str) -> Write:
    sealed = seal(Logged(seq=seq, at=seq, person="Pia", device="d", command=f"c{seq}", body=DutySet(words, on=True)), previous)
    return Write(0, (sealed,), Obeyed(f"c{seq}", "digest", seq, seq))


def cut_at_random(folder: Path, synchronous: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many acknowledged lines were lost over many cuts. Every cut must leave a whole log, whatever its length."""
    vfs = PowerVFS(f"power-{synchronous}")

    def through_vfs(path: Path, _: str) -> apsw.Connection:
        connection = apsw.Connection(str(path), vfs=vfs.name)
        connection.pragma("journal_mode", "WAL")
        connection.pragma("synchronous", synchronous)
        connection.pragma("wal_autocheckpoint", 20)  # so that cuts meet checkpoints too
        return connection

    monkeypatch.setattr(sqlite, "connect", through_vfs)
    log = SqliteLog(folder / "log.db")
    log.kept()
    acknowledged = 0
    answered = threading.Semaphore(0)

    def committed(writes: object, error: StorageError | None) -> None:
        nonlocal acknowledged
        assert error is None
        assert isinstance(writes, list)
        acknowledged += len(writes)
        for _ in writes:
            answered.release()

    log.start(committed)
    chance, lost, seq, previous = random.Random(7), 0, 0, ""
    for cut in range(CUTS):
        for _ in range(chance.randint(1, 12)):
            seq += 1
            one = write(seq, previous, "x" * chance.randint(1, 3_000))
            previous = one.lines[0].line.hash
            log.append(one)
        while answered.acquire(blocking=False):
            pass
        answered.acquire(timeout=WAIT_S)  # one more group is down; the writer may be in the middle of the next
        known = acknowledged
        after = vfs.survivors(folder / f"cut-{cut}")
        lost += max(known - whole(after / "log.db"), 0)
    log.close()
    return lost


def whole(path: Path) -> int:
    """How many lines the log has; that it is sound is asserted."""
    connection = apsw.Connection(str(path))
    assert connection.pragma("integrity_check") == "ok"
    connection.close()
    with pytest.MonkeyPatch.context() as real:
        real.setattr(sqlite, "connect", connect)
        log = SqliteLog(path)
        lines = log.kept().lines
        log.close()
    assert verify(lines) is None
    return len(lines)


def test_nothing_acknowledged_is_lost_in_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cut_at_random(tmp_path, "FULL", monkeypatch) == 0


def test_the_power_cut_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With less than FULL lines are lost: the test above could fail."""
    assert cut_at_random(tmp_path, "NORMAL", monkeypatch) > 0


def test_the_rooms_log_is_written_with_full_sync(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.db")
    assert log._connection.pragma("synchronous") == 2
    assert log._connection.pragma("journal_mode") == "wal"
    log.close()


def test_group_commit_puts_many_writes_into_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = SqliteLog(tmp_path / "log.db")
    log.kept()
    groups: list[int] = []
    done = threading.Event()

    def committed(writes: object, error: StorageError | None) -> None:
        assert isinstance(writes, list)
        groups.append(len(writes))
        if sum(groups) == 600:
            done.set()

    previous = ""
    for seq in range(1, 601):
        one = write(seq, previous, "x")
        previous = one.lines[0].line.hash
        log.append(one)
    log.start(committed)
    assert done.wait(WAIT_S)
    assert groups == [256, 256, 88]
    log.close()


def test_when_a_group_fails_all_that_stand_on_it_fail_and_the_next_generation_goes_on(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.db")
    log.kept()
    heard: list[tuple[int, bool]] = []
    turn = threading.Semaphore(0)

    def committed(writes: object, error: StorageError | None) -> None:
        assert isinstance(writes, list)
        heard.extend((one.lines[0].line.seq, error is None) for one in writes)
        turn.release()

    log._connection.execute("CREATE TRIGGER no BEFORE INSERT ON line WHEN new.seq = 2 BEGIN SELECT RAISE(FAIL, 'no'); END")
    log.start(committed)
    first = write(1, "", "x")
    log.append(first)
    turn.acquire(timeout=WAIT_S)
    for seq in (2, 3):
        log.append(write(seq, first.lines[0].line.hash, "x"))
        turn.acquire(timeout=WAIT_S)
    assert heard == [(1, True), (2, False), (3, False)]
    log._connection.execute("DROP TRIGGER no")
    again = write(2, first.lines[0].line.hash, "x")
    log.append(Write(1, again.lines, again.obeyed))
    turn.acquire(timeout=WAIT_S)
    assert heard[-1] == (2, True)
    assert [line.seq for line in log.read(0, 10)] == [1, 2]
    log.close()
