"""The program's own other processes: `warroom serve`, `intake`, `colleagues`. They outlive a window that crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warroom.errors import WarroomError

_STOP_S = 6.0


def command_line(*args: str) -> list[str]:
    """This same program with other arguments, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *args]
    return [sys.executable, "-m", "warroom", *args]


@dataclass(eq=False)
class Child:
    """One process. `adopted` ones were started by an earlier window: all that is known of them is the pid."""

    name: str
    pid: int
    log: Path
    process: subprocess.Popen[bytes] | None = None
    begun: int = 0  # how long the log was before

    @classmethod
    def start(cls, name: str, args: list[str], log: Path, fds: tuple[int, ...] = (), env: Mapping[str, str] | None = None) -> Child:
        """Start `warroom ARGS…` in a session of its own, its words appended to `log`; `env` instead of ours. Raises WarroomError."""
        log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with log.open("ab") as out:
                begun = out.tell()
                if os.name == "nt":
                    process = subprocess.Popen(
                        command_line(*args), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, creationflags=_detached()
                    )
                else:
                    process = subprocess.Popen(
                        command_line(*args), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, pass_fds=fds, start_new_session=True
                    )
        except OSError as error:
            raise WarroomError(f"The {name} process cannot be started: {error.strerror or error}.") from error
        return cls(name, process.pid, log, process, begun)

    def ended(self) -> int | None:
        """Its exit code, or None while it runs; -1 for an adopted one that is gone."""
        if self.process is not None:
            return self.process.poll()
        return None if alive(self.pid) else -1

    def wait(self, until: float) -> bool:
        """Whether it ends before `until` on the monotonic clock. Blocks."""
        while self.ended() is None:
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)
        return True

    def let_go(self) -> None:
        """Leave it running without us; Popen would warn that it was forgotten."""
        if self.process is not None and self.process.poll() is None:
            self.process.returncode = 0
            self.process = None

    def last_words(self) -> str:
        """The end of what it said, as far as it is in its log: what to show when it would not start."""
        try:
            with self.log.open("rb") as file:
                file.seek(self.begun)
                lines = file.read().decode("utf-8", "replace").strip().splitlines()
        except OSError:
            return ""
        return " ".join(line.strip() for line in lines[-2:])[-400:]

    def ask_to_stop(self) -> None:
        if self.ended() is None:
            _signal(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        if self.ended() is None:
            _signal(self.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        if self.process is not None:
            self.process.wait(_STOP_S)

    def end(self) -> None:
        """Ask it to stop, and make it after six seconds. Blocks."""
        self.ask_to_stop()
        if not self.wait(time.monotonic() + _STOP_S):
            self.kill()


def alive(pid: int) -> bool:
    """Whether a process of this number runs; one that ended and was not waited for by its parent does not."""
    if pid <= 0:
        return False
    if os.name == "nt":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        try:
            return stat.read_text().rpartition(")")[2].split()[0] != "Z"
        except (OSError, IndexError):
            return False
    return True


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _alive_on_windows(pid: int) -> bool:
    listed = subprocess.run(["tasklist", "/fi", f"pid eq {pid}", "/nh"], capture_output=True, text=True, timeout=5, check=False)
    return str(pid) in listed.stdout


def _detached() -> int:
    return int(getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)) | int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
