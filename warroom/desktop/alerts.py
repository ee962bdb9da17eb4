"""Tells a person who looks elsewhere that something waits for them: the window asks for attention, the system says what it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from warroom.desktop.board_rows import Eyes, waiting_for
from warroom.desktop.live import LiveRoom

SHOWN_FOR_MS = 10_000


class SystemNotice:
    """The system's own notification, through a tray icon where there is a tray that shows messages; silent elsewhere."""

    def __init__(self, icon: QIcon, pressed: Callable[[], None]) -> None:
        self._tray: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray = QSystemTrayIcon(icon)
            self._tray.setToolTip("warroom")
            self._tray.messageClicked.connect(pressed)
            self._tray.show()

    def say(self, title: str, words: str) -> None:
        if self._tray is not None:
            self._tray.showMessage(title, words, QSystemTrayIcon.MessageIcon.Information, SHOWN_FOR_MS)

    def close(self) -> None:
        if self._tray is not None:
            self._tray.hide()
            self._tray = None


class Alerts(QObject):
    """Once for each item and each reason it waits for this person; again only when it waits anew.

    `raised(item, words)` goes out with every alert, `asked(item)` when the system's notification is pressed.
    """

    raised = Signal(str, str)
    asked = Signal(str)

    def __init__(self, live: LiveRoom, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._known: dict[str, tuple[str, str]] = {}
        self._last = ""
        self._system = SystemNotice(QGuiApplication.windowIcon(), lambda: self.asked.emit(self._last))
        live.changed.connect(self._look)
        self._look(first=True)

    def stop(self) -> None:
        self._system.close()

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
        self._last = item
        self.raised.emit(item, f"{title}: {why}")
        if quiet:
            return  # what waited already when the room was joined stands on the board in front of the person
        for window in QGuiApplication.topLevelWindows():
            window.alert(0)
        self._system.say(title, why)
