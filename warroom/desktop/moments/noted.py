"""What this person has noted of each moment's news, on this device. Losing it costs a second look."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject, Signal

from warroom import locations
from warroom.desktop import device_memory
from warroom.desktop.moments.news import Noted


class NotedMoments(QObject):
    """`changed` after something was noted."""

    changed = Signal()

    def __init__(self, room: str, person: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = hashlib.sha256(f"{room}\0{person}".encode()).hexdigest()[:16]
        self._file = locations.home() / "device" / f"noted-{name}.json"
        self._noted: dict[str, Noted] = device_memory.recall(self._file, dict[str, Noted], {})

    def of(self, moment: str) -> Noted:
        return self._noted.get(moment, Noted())

    def note(self, moment: str, noted: Noted) -> None:
        if noted == self.of(moment):
            return
        self._noted = {**self._noted, moment: noted}
        device_memory.keep(self._file, self._noted, "what was noted")
        self.changed.emit()
