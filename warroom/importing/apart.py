"""Makes a template of a layered file in a process of limited time and memory: what a file asks for is not known before it is painted."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import msgspec

from warroom.errors import DesignError, MissingPart, Problem, StorageError, TemplateError, WarroomError
from warroom.importing.make import Made

COMMAND = "import-design"
"""The hidden command that runs the child: `child.main`."""
SECONDS = 120.0
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
    """A line of the child: the layer it is `at`; at last what it `made`, or why it could not."""

    at: str = ""
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


def make_apart(path: Path, place: Path, brand: Path | None, seconds: float = SECONDS) -> Made:
    """As `make_here`, and DesignError too where that takes too long, or more than a process may have."""
    frozen = bool(getattr(sys, "frozen", False))
    start = [sys.executable, COMMAND] if frozen else [sys.executable, "-m", "warroom", COMMAND]
    given = [str(path.absolute()), str(place.absolute()), str(brand.absolute()) if brand is not None else ""]
    home = None if frozen else Path(__file__).parents[2]
    try:
        done = subprocess.run([*start, *given], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False, cwd=home)
    except subprocess.TimeoutExpired as slow:
        at = _at(_answers(slow.output or b""))
        raise DesignError(f"{path.name} takes more than {seconds:g} s to paint{at}.", _ADVICE) from slow
    except OSError as wrong:
        raise WarroomError(f"The process that imports cannot be started: {wrong.strerror or wrong}.") from wrong
    answers = _answers(done.stdout)
    last = answers[-1] if answers else Answer()
    if last.made is not None and done.returncode == 0:
        return last.made
    if last.error:
        raise _error(last)
    if done.returncode == _BROKEN:
        raise WarroomError(done.stderr.decode("utf-8", "replace").strip())
    raise DesignError(f"{path.name} takes more memory or time to paint than there is{_at(answers)}.", _ADVICE)


def _answers(said: bytes) -> list[Answer]:
    """All whole lines; the last may be cut off."""
    whole = said[: said.rfind(b"\n") + 1]
    return [msgspec.json.decode(line, type=Answer) for line in whole.splitlines()]


def _at(answers: list[Answer]) -> str:
    name = next((answer.at for answer in reversed(answers) if answer.at), "")
    return f", and was at “{name[:80]}”" if name else ""


def _error(answer: Answer) -> WarroomError | OSError:
    kinds: dict[str, type[WarroomError]] = {kind.code: kind for kind in (DesignError, MissingPart, StorageError)}
    if answer.error == "disk":
        return OSError(errno.EIO, answer.message)
    if answer.error == TemplateError.code:
        return TemplateError(tuple(Problem(Path(one.file), one.line, one.key, one.problem, one.hint) for one in answer.problems))
    return kinds.get(answer.error, WarroomError)(answer.message, answer.hint)
