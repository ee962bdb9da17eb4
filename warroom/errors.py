"""Every error warroom raises on purpose.

    WarroomError            a sentence for the user, and what to do about it
    ├── PlanError           the event plan has problems (file, line, key, what would be right)
    ├── TemplateError       a template or brand file has problems (same shape)
    ├── PackError           a published template that cannot be used here, or a folder that cannot be published
    ├── PictureError        bytes that are not a picture we can use
    ├── DesignError         a designer's layered file that cannot be imported
    ├── SourceError         a source cannot be read just now
    │   ├── SourceRefused   it answered no (401, 403, 404, 410 …); trying sooner will not help
    │   ├── SourceBusy      429 or 503: come back after `retry_after` seconds
    │   └── SourceGarbled   what came cannot be read
    ├── RoomError           the room answered no: `status`, `code` and `detail` as on the wire
    ├── Unreachable         the room did not answer in time
    │   └── Kept            what was asked waits on this device and is sent as soon as the room answers
    ├── StorageError        the disk refused (full, read-only, gone)
    └── MissingPart         a system library, font or screen this machine lacks

Each carries `message` (one sentence, for a person), `hint` (what to do, may be empty) and `code` (stable, snake_case:
the `error` of the wire's one error shape).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class WarroomError(Exception):
    """The root. `message` says what is wrong, `hint` what to do about it."""

    code = "warroom"

    def __init__(self, message: str, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a TOML file. `line` counts from 1; 0 where no line can be named."""

    file: Path
    line: int
    key: str
    problem: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return " ".join(part for part in (f"{place}: {self.key}:" if self.key else f"{place}:", self.problem, self.hint) if part)


class FileProblems(WarroomError):
    """A file with one or more problems, all of them listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @property
    def files(self) -> str:
        """The files' names inside a sentence: `event.toml, brand.toml and card.toml`."""
        *others, last = dict.fromkeys(problem.file.name for problem in self.problems)
        return f"{', '.join(others)} and {last}" if others else last


class PlanError(FileProblems):
    code = "plan"


class TemplateError(FileProblems):
    code = "template"


class PackError(WarroomError):
    code = "pack"


class PictureError(WarroomError):
    code = "picture"


class DesignError(WarroomError):
    code = "design"


class SourceError(WarroomError):
    code = "source"


class SourceRefused(SourceError):
    code = "source_refused"


class SourceBusy(SourceError):
    """`retry_after` is in seconds; None where the server did not say."""

    code = "source_busy"

    def __init__(self, message: str, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class SourceGarbled(SourceError):
    code = "source_garbled"


class MuteError(WarroomError):
    """What somebody wants to mute makes no sense."""

    code = "mute"


@dataclass(frozen=True)
class Refusal:
    """The wire's one error shape: `{error, message, detail}`."""

    error: str
    message: str
    detail: dict[str, Any] = field(default_factory=dict)


class RoomError(WarroomError):
    """The room said no. `status` is the HTTP status, `detail` what the refusal carried."""

    code = "room"

    def __init__(self, status: int, refusal: Refusal) -> None:
        super().__init__(refusal.message, code=refusal.error)
        self.status = status
        self.detail = refusal.detail


class Unreachable(WarroomError):
    code = "unreachable"


class Kept(Unreachable):
    """Told by whoever shows what waits; whoever asked need say nothing more."""


class StorageError(WarroomError):
    code = "storage"


class MissingPart(WarroomError):
    code = "missing_part"
