"""Which devices are here: those with a stream or a poll open, and for a little longer. Never logged.

A device that writes notes at all must go on doing so: the stream of a laptop that lost its network stays open here for
minutes, and would say that somebody can sign who cannot.
"""

from __future__ import annotations

from msgspec.structs import replace

from warroom.wire import PresenceNote, Present

GRACE_MS = 5_000  # a stream that broke off may come back
NOTE_MS = 12_000  # three notes missed


class Presences:
    """`take` says what changed since it was last asked; the rest only marks. Times are the room's, in milliseconds."""

    def __init__(self) -> None:
        self._present: dict[str, Present] = {}
        self._open: dict[str, int] = {}
        self._left: dict[str, int] = {}
        self._noted: dict[str, int] = {}
        self._told: tuple[Present, ...] = ()

    def opened(self, device: str, person: str, name: str, now: int) -> None:
        self._present.setdefault(device, Present(device, person, name, now))
        self._open[device] = self._open.get(device, 0) + 1

    def closed(self, device: str, now: int) -> None:
        self._open[device] -= 1
        if not self._open[device]:
            del self._open[device]
            self._left[device] = now

    def streams(self, device: str) -> int:
        return self._open.get(device, 0)

    def noted(self, device: str, person: str, name: str, note: PresenceNote, now: int) -> None:
        before = self._present.get(device, Present(device, person, name, now))
        self._present[device] = replace(before, busy_with=note.busy_with, activity=note.activity)
        self._noted[device] = now

    def now(self, now: int) -> tuple[Present, ...]:
        for device in [device for device in self._present if not self._here(device, now)]:
            del self._present[device]
            self._left.pop(device, None)
            self._noted.pop(device, None)
        return tuple(sorted(self._present.values(), key=lambda present: (present.person, present.device)))

    def take(self, now: int) -> tuple[Present, ...] | None:
        """Everyone who is here, or None where that is what was told last."""
        present = self.now(now)
        if present == self._told:
            return None
        self._told = present
        return present

    def _here(self, device: str, now: int) -> bool:
        noted = self._noted.get(device)
        if device in self._open:
            return noted is None or now - noted < NOTE_MS
        left = self._left.get(device)
        if left is not None:
            return now - left < GRACE_MS
        return noted is not None and now - noted < NOTE_MS
