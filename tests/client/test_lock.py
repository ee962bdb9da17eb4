from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from warroom.client.children import Child, alive
from warroom.client.lock import Lock, holder
from warroom.errors import StorageError


def test_one_holder_at_a_time_known_by_pid(tmp_path: Path) -> None:
    file = tmp_path / "intake.lock"
    assert holder(file) == 0
    lock = Lock.take(file)
    assert lock is not None
    assert Lock.take(file) is None
    assert holder(file) == os.getpid()
    lock.give_back()
    assert holder(file) == 0
    again = Lock.take(file)
    assert again is not None
    again.give_back()


def test_a_full_disk_is_said_and_the_lock_is_free_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", full)
        with pytest.raises(StorageError, match=r"intake\.lock cannot be written: No space left"):
            Lock.take(tmp_path / "intake.lock")
    lock = Lock.take(tmp_path / "intake.lock")
    assert lock is not None
    lock.give_back()


def test_a_process_that_ended_is_not_alive_even_before_it_is_waited_for() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.stdin = None
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not alive(process.pid)
    process.wait()
    assert alive(os.getpid())
    assert not alive(0)


def test_the_programs_own_processes_say_why_they_ended(tmp_path: Path) -> None:
    log = tmp_path / "log" / "room.log"
    log.parent.mkdir()
    log.write_text("What an earlier one said.\n")
    child = Child.start("room", ["serve", "--folder", str(tmp_path / "empty")], log)
    assert child.process is not None
    assert child.process.wait(20) == 2
    assert child.ended() == 2
    assert "no room yet" in child.last_words()
    assert "earlier" not in child.last_words()
