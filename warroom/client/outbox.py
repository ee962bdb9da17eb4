"""Commands that could not be delivered, kept on this device's disk until they can be, or may not be any more."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec

from warroom.errors import StorageError
from warroom.review.commands import ClaimTarget, Command, SetPace, SignOffItem, StandDownRoom

log = logging.getLogger(__name__)

SIGN_OFF_LASTS_MS = 5 * 60_000


class Waiting(msgspec.Struct, frozen=True):
    """One undelivered command. `since` and `until` are the server's clock as estimated here; `until` 0: no end."""

    id: str
    command: Command
    since: int
    until: int = 0


def may_wait(command: Command) -> bool:
    """Whether it still means something when delivered later: a claim or a change of pace does not."""
    return not isinstance(command, ClaimTarget | SetPace)


class Outbox:
    """A JSON file, replaced whole at each change. In order of asking, but a stand-down goes first."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._waiting = self._read()

    def __len__(self) -> int:
        return len(self._waiting)

    def waiting(self) -> tuple[Waiting, ...]:
        return tuple(sorted(self._waiting, key=lambda one: not isinstance(one.command, StandDownRoom)))

    def add(self, id: str, command: Command, now_ms: int) -> Waiting:
        until = now_ms + SIGN_OFF_LASTS_MS if isinstance(command, SignOffItem) else 0
        one = Waiting(id, command, now_ms, until)
        self._keep([*(other for other in self._waiting if other.id != id), one])
        return one

    def remove(self, id: str) -> None:
        if any(one.id == id for one in self._waiting):
            self._keep([one for one in self._waiting if one.id != id])

    def expire(self, now_ms: int) -> tuple[Waiting, ...]:
        """Take out and return what may not be sent any more."""
        late = tuple(one for one in self._waiting if one.until and one.until <= now_ms)
        if late:
            self._keep([one for one in self._waiting if one not in late])
        return late

    def _read(self) -> list[Waiting]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[Waiting])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.MsgspecError) as error:
            spoiled = self._file.with_suffix(".unreadable")
            log.error("the outbox %s cannot be read (%s); it is kept as %s", self._file, error, spoiled.name)
            if self._file.exists():
                self._file.replace(spoiled)
            return []

    def _keep(self, waiting: list[Waiting]) -> None:
        write_private(self._file, msgspec.json.encode(waiting))
        self._waiting = waiting


def write_private(file: Path, content: bytes) -> None:
    """Replace a file whole, readable by this user only, on the disk when this returns. Raises StorageError."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError as error:
        raise StorageError(
            f"{file} cannot be written: {error.strerror or error}.", "Free some space, or check who may write there."
        ) from error
