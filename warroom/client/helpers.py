"""What works beside a room's server on the machine that hosts it: its intake, and a rehearsal's colleagues."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

from warroom import locations
from warroom.client.children import Child
from warroom.client.lock import holder
from warroom.client.running import HostFile

log = logging.getLogger(__name__)

ALREADY_AT_WORK = 75  # a helper's exit code where another one is at work in the room's folder
SILENT_S = 15.0


def child_log(folder: Path, name: str) -> Path:
    """Where a process of this room writes what it has to say."""
    return locations.logs() / f"{folder.name}-{name}.log"


class Helpers:
    """Those started here are known as children; those an earlier window left, by the locks they hold in the room's folder."""

    def __init__(self, folder: Path, how: HostFile) -> None:
        self._folder, self._how = folder, how
        self._started: dict[str, Child] = {}
        self._not_before: dict[str, float] = {}
        self._patient_until = 0.0  # with a silent intake: a new one takes a while to speak

    def start(self) -> None:
        """Intake and colleagues, where they do not run; one that finds another at work ends, and is tried again later."""
        for name in ("intake", *(("colleagues",) if self._how.colleagues else ())):
            known = self._started.get(name)
            if known is not None and known.ended() is None:
                continue
            if known is not None and name not in self._not_before:
                if known.ended() != ALREADY_AT_WORK:
                    log.warning("%s ended with %s: %s", name, known.ended(), known.last_words())
                self._not_before[name] = time.monotonic() + (5.0 if known.ended() == ALREADY_AT_WORK else 1.0)
            if time.monotonic() >= self._not_before.get(name, 0.0):
                self._not_before.pop(name, None)
                self.begin(name)

    def begin(self, name: str) -> None:
        """Start one, whatever runs already."""
        more = self._as_whom() if name == "colleagues" else []
        self._started[name] = Child.start(name, [name, "--room-folder", str(self._folder), *more], child_log(self._folder, name))

    async def end_silent_intake(self, silent_s: float) -> None:
        """Intake speaks every second: one that runs and has said nothing for long hangs, and is started anew once it is ended."""
        if silent_s < SILENT_S or time.monotonic() < self._patient_until:
            return
        self._patient_until = time.monotonic() + SILENT_S
        for child in self.running():
            if child.name == "intake" and child.ended() is None:
                log.warning("intake has said nothing for %g s; it is ended", silent_s)
                await asyncio.to_thread(child.kill)

    def running(self) -> list[Child]:
        """Those started here and those an earlier window left."""
        children = list(self._started.values())
        for name in ("intake", "colleagues"):
            pid = holder(self._folder / f"{name}.lock")
            if pid and all(child.pid != pid for child in children):
                children.append(Child(name, pid, child_log(self._folder, name)))
        return children

    def let_go(self) -> None:
        """Leave them at work without us."""
        for child in self._started.values():
            child.let_go()

    def forget(self) -> None:
        self._started.clear()

    def _as_whom(self) -> list[str]:
        patience = [] if self._how.patience is None else [f"--patience={self._how.patience}"]
        return [*(f"--as={name}" for name in self._how.colleagues), "--first-asks-changes", *patience]
