"""Makes a template of a layered file in a process of limited time and memory: what a file asks for is not known before it is painted."""

from __future__ import annotations

import contextlib
import errno
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from warroom.errors import DesignError, MissingPart, Problem, StorageError, TemplateError, WarroomError
from warroom.importing.design import At, Tell, untold
from warroom.importing.make import Made

COMMAND = "import-design"
"""The hidden command that runs the child: `child.main`."""
SECONDS = 120.0
BEAT = 1.0
"""Seconds after which whoever listens hears again what it is still at."""
_BROKEN = 70  # the exit code of a program that broke down and has said where it is written down
_ADVICE = "Merge its shapes or flatten its effects into a picture there, or take it out, and import again."


class Told(msgspec.Struct, frozen=True):
    """A problem of a file."""

    file: str
    line: int
    key: str
    problem: str
    hint: str


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the child: what it is `at`; at last what it `made`, or why it could not."""

    at: At | None = None
    made: Made | None = None
    error: str = ""
    message: str = ""
    hint: str = ""
    problems: tuple[Told, ...] = ()


def answer_of(wrong: WarroomError | OSError) -> Answer:
    if isinstance(wrong, OSError):
        return Answer(error="disk", message=wrong.strerror or str(wrong))
    problems = wrong.problems if isinstance(wrong, TemplateError) else ()
    told = tuple(Told(str(one.file), one.line, one.key, one.problem, one.hint) for one in problems)
    return Answer(error=wrong.code, message=wrong.message, hint=wrong.hint, problems=told)


def make_apart(path: Path, place: Path, brand: Path | None, tell: Tell = untold, seconds: float = SECONDS) -> Made:
    """As `make_here`, and DesignError too where that takes too long, or more than a process may have.

    `tell` hears what it is at whenever that changes, and each second. Whatever ends this ends the process.
    """
    frozen = bool(getattr(sys, "frozen", False))
    start = [sys.executable, COMMAND] if frozen else [sys.executable, "-m", "warroom", COMMAND]
    given = [str(path.absolute()), str(place.absolute()), str(brand.absolute()) if brand is not None else ""]
    home = None if frozen else Path(__file__).parents[2]
    try:
        child = subprocess.Popen([*start, *given], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=home)
    except OSError as wrong:
        raise WarroomError(f"The process that imports cannot be started: {wrong.strerror or wrong}.") from wrong
    with child:
        said = _Said(child)
        try:
            done = said.follow(tell, seconds)
        finally:
            child.kill()
            said.end()
    if not done:
        raise DesignError(f"{path.name} takes more than {seconds:g} s to paint{_at(said.at)}.", _ADVICE)
    if said.last.made is not None and child.returncode == 0:
        return said.last.made
    if said.last.error:
        raise _error(said.last)
    if child.returncode == _BROKEN:
        raise WarroomError(said.complaint())
    raise DesignError(f"{path.name} takes more memory or time to paint than there is{_at(said.at)}.", _ADVICE)


class _Said:
    """What the child says, while it says it: each of its two voices is heard by a thread of its own, and a full pipe holds nothing up."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        assert child.stderr is not None
        self._child = child
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._complaint: list[bytes] = []
        self._voices = [
            threading.Thread(target=_listen, args=(child.stdout, self._lines.put), daemon=True),
            threading.Thread(target=_listen, args=(child.stderr, self._complaint.append), daemon=True),
        ]
        for voice in self._voices:
            voice.start()
        self.at, self.last = At(), Answer()

    def follow(self, tell: Tell, seconds: float) -> bool:
        """Whether it came to its end in that time."""
        ends = time.monotonic() + seconds
        tell(self.at)
        while (left := ends - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=min(left, BEAT))
            except queue.Empty:
                tell(self.at)
                continue
            if not line.endswith(b"\n"):  # its end; a line that is cut off says nothing
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._child.wait(max(0.1, ends - time.monotonic()))
                return self._child.returncode is not None
            self.last = msgspec.json.decode(line, type=Answer)
            if self.last.at is not None:
                self.at = self.last.at
                tell(self.at)
        return False

    def end(self) -> None:
        for voice in self._voices:
            voice.join(5.0)

    def complaint(self) -> str:
        return b"".join(self._complaint).decode("utf-8", "replace").strip()


def _listen(voice: IO[bytes], hear: Callable[[bytes], None]) -> None:
    """Line by line; an empty one at the end."""
    for line in voice:
        hear(line)
    hear(b"")


def _at(at: At) -> str:
    return f", and was at “{at.name[:80]}”" if at.name else ""


def _error(answer: Answer) -> WarroomError | OSError:
    kinds: dict[str, type[WarroomError]] = {kind.code: kind for kind in (DesignError, MissingPart, StorageError)}
    if answer.error == "disk":
        return OSError(errno.EIO, answer.message)
    if answer.error == TemplateError.code:
        return TemplateError(tuple(Problem(Path(one.file), one.line, one.key, one.problem, one.hint) for one in answer.problems))
    return kinds.get(answer.error, WarroomError)(answer.message, answer.hint)
