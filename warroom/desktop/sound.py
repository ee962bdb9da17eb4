"""One short sound when somebody should look up. Off until a person turns it on."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from warroom import locations
from warroom.desktop.keys import Keys
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks

LONGEST_S = 3.0

log = logging.getLogger("warroom.desktop")


class NoSound(Exception):
    """This computer plays nothing; `str()` says why."""


def play(file: Path) -> None:
    """Blocks until it has been heard, `LONGEST_S` at most; on a thread of its own. Raises NoSound."""
    try:
        import miniaudio
    except ImportError as error:
        raise NoSound(str(error)) from error
    over = threading.Event()
    try:
        device = miniaudio.PlaybackDevice()
    except miniaudio.MiniaudioError as error:
        raise NoSound(str(error)) from error
    try:
        stream = miniaudio.stream_with_callbacks(miniaudio.stream_file(str(file)), end_callback=over.set)
        next(stream)
        device.start(stream)
        over.wait(LONGEST_S)
    except (miniaudio.MiniaudioError, OSError) as error:
        raise NoSound(str(error)) from error
    finally:
        device.close()


class AlertSound(QObject):
    """`turned(on)` when a person turns it on or off."""

    turned = Signal(bool)

    def __init__(self, tasks: Tasks, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._notices = tasks, notices
        self.on = False
        self._playing = self._told = False

    def add_keys(self, keys: Keys) -> None:
        keys.add("desk", "alerts.sound", "Sound on alerts: on or off", "", self.toggle)

    def toggle(self) -> None:
        self.on = not self.on
        self._told = False
        words = "Sound on alerts is on." if self.on else "Sound on alerts is off."
        self._notices.tell("window", words, key="sound")
        self.turned.emit(self.on)
        self.sound()

    def sound(self) -> None:
        """Once; what comes while it sounds makes no second one."""
        if self.on and not self._playing:
            self._playing = True
            self._tasks.spawn("Sound an alert", self._sound())

    async def _sound(self) -> None:
        try:
            await asyncio.to_thread(play, locations.assets() / "sounds" / "alert.wav")
        except NoSound as error:
            log.warning("an alert could not be heard: %s", error)
            if not self._told:
                self._told = True
                hint = "Alerts are shown all the same. Turn the sound on again once a device is there."
                self._notices.tell("window", "This computer has no sound device that answers.", hint, "warning", "sound")
        finally:
            self._playing = False
