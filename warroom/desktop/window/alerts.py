"""Tells a person who looks elsewhere that something waits for them: the window asks for attention, the system says what it is."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from warroom.desktop.board.rows import Eyes, waiting_for
from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks

if TYPE_CHECKING:
    from warroom.desktop.notification_bus import NotificationBus

SHOWN_FOR_MS = 10_000


class SystemNotice:
    """The system's own notification: over the session's bus where one serves it, else from a tray icon; silent where neither is.

    `pressed` is called with the item whose notification was pressed.
    """

    def __init__(self, icon: QIcon, pressed: Callable[[str], None], tasks: Tasks) -> None:
        self._tasks = tasks
        self._bus: NotificationBus | None = None
        self._listening: asyncio.Task[None] | None = None
        self._tray: QSystemTrayIcon | None = None
        self._last = ""
        if sys.platform == "linux":
            from warroom.desktop.notification_bus import NotificationBus

            self._bus = NotificationBus(pressed)
            self._listening = tasks.spawn("Listen to the system's notifications", self._bus.listen())
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray = QSystemTrayIcon(icon)
            self._tray.setToolTip("warroom")
            self._tray.messageClicked.connect(lambda: pressed(self._last))
            self._tray.show()

    def say(self, title: str, words: str, item: str) -> None:
        self._tasks.spawn("Tell by a notification", self._say(title, words, item))

    async def _say(self, title: str, words: str, item: str) -> None:
        if self._bus is not None and await self._bus.say(title, words, item):
            return
        if self._tray is not None:
            self._last = item
            self._tray.showMessage(title, words, QSystemTrayIcon.MessageIcon.Information, SHOWN_FOR_MS)

    def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
        if self._tray is not None:
            self._tray.hide()
            self._tray = None


class Alerts(QObject):
    """Once for each item and each reason it waits for this person; again only when it waits anew.

    `raised(item, words)` goes out with every alert, `told` where it asked for attention, `asked(item)` when the
    system's notification is pressed.
    """

    raised = Signal(str, str)
    asked = Signal(str)
    told = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._known: dict[str, tuple[str, str]] = {}
        self._system = SystemNotice(QGuiApplication.windowIcon(), self.asked.emit, tasks)
        live.changed.connect(self._look)
        self._look(first=True)

    def stop(self) -> None:
        self._system.close()

    def tell(self, title: str, words: str) -> None:
        """Something that everybody should look at: the window asks for attention, the system says what it is."""
        for window in QGuiApplication.topLevelWindows():
            window.alert(0)
        self._system.say(title, words, "")
        self.told.emit()

    def _look(self, _change: object = None, *, first: bool = False) -> None:
        eyes = Eyes(self._live.session.person, self._live.now())
        waiting = {item: (self._digest(item), why) for item, why in waiting_for(self._live.state, eyes)}
        fresh = [(item, why) for item, (digest, why) in waiting.items() if self._known.get(item) != (digest, why)]
        self._known = waiting
        for item, why in fresh:
            self._alert(item, why, quiet=first)

    def _digest(self, item: str) -> str:
        current = self._live.state.items[item].current
        return current.digest if current is not None else ""

    def _alert(self, item: str, why: str, *, quiet: bool) -> None:
        title = self._live.state.items[item].title
        self.raised.emit(item, f"{title}: {why}")
        if quiet:
            return  # what waited already when the room was joined stands on the board in front of the person
        for window in QGuiApplication.topLevelWindows():
            window.alert(0)
        self._system.say(title, why, item)
        self.told.emit()
