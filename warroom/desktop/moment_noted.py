"""What this person has noted of each moment's news, on this device. Losing it costs a second look: what cannot be read counts as none."""

from __future__ import annotations

import hashlib
import logging

import msgspec
from PySide6.QtCore import QObject, Signal

from warroom import locations
from warroom.desktop.moment_news import Noted

log = logging.getLogger("warroom.desktop")


class NotedMoments(QObject):
    """`changed` after something was noted."""

    changed = Signal()

    def __init__(self, room: str, person: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = hashlib.sha256(f"{room}\0{person}".encode()).hexdigest()[:16]
        self._file = locations.home() / "device" / f"noted-{name}.json"
        self._noted: dict[str, Noted] = {}
        try:
            self._noted = msgspec.json.decode(self._file.read_bytes(), type=dict[str, Noted])
        except FileNotFoundError:
            pass
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read and is made anew: %s", self._file, error)

    def of(self, moment: str) -> Noted:
        return self._noted.get(moment, Noted())

    def note(self, moment: str, noted: Noted) -> None:
        if noted == self.of(moment):
            return
        self._noted = {**self._noted, moment: noted}
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(msgspec.json.encode(self._noted))
            beside.replace(self._file)
        except OSError as error:
            log.warning("what was noted cannot be kept: %s", error)
        self.changed.emit()
