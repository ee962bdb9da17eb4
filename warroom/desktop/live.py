"""The joined room as the view-models see it: a session's changes as Qt signals, and a second's tick on the server's clock."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.clock import clock
from warroom.desktop.tasks import Tasks
from warroom.review import duty

if TYPE_CHECKING:
    from warroom.client.change import Change
    from warroom.client.courier import Sent
    from warroom.client.session import Session
    from warroom.review.commands import Command
    from warroom.review.model import State

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

EARLY_MS = 60


@QmlElement
@QmlUncreatable("The joined room belongs to the shell.")
class LiveRoom(QObject):
    """One joined room. All on the GUI thread, which is the loop's.

    `changed(Change)` after events were folded, the link or presence changed; `ticked()` just after each second of the server's clock.
    """

    changed = Signal(object)
    ticked = Signal()

    def __init__(self, session: Session, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._tasks = tasks
        self._stop = session.listen(self._on_change)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._arm()

    @property
    def state(self) -> State:
        return self.session.state

    def now(self) -> int:
        """The server's clock, milliseconds."""
        return self.session.server_now()

    def heard(self) -> int:
        """Up to when what is shown is so, on the server's clock: now while the room is live, else when it was last heard."""
        link = self.session.link
        return self.now() if link.phase == "live" else link.since

    def heard_at(self) -> str:
        """`20:41:07`: when the room was last heard, on the event's clock; empty while it is live."""
        return "" if self.session.link.phase == "live" else self.clock_at(self.session.link.since)

    def event_heard(self) -> int:
        """The event's clock at `heard`."""
        return duty.event_time(self.state, self.heard())

    def event_now(self) -> int:
        """The event's clock, milliseconds: in a rehearsal it runs at the rehearsal's pace."""
        return duty.event_time(self.state, self.now())

    def clock_at(self, at: int) -> str:
        """`20:41:07`: what the event's clock showed where the event is when the server's showed `at` milliseconds."""
        return clock(duty.event_time(self.state, at), self.state.plan.event.starts.tzinfo)

    def ask(self, what: str, command: Command, place: str) -> asyncio.Task[Sent]:
        """Send a command; a refusal stands as a notice at `place`. The result comes round through `changed`."""
        return self._tasks.spawn(what, self.session.send(command), place)

    def stop(self) -> None:
        """Hear nothing more; the session itself is closed by its owner."""
        self._timer.stop()
        self._stop()

    def _on_change(self, change: Change) -> None:
        self.changed.emit(change)

    def _arm(self) -> None:
        left = 1000 - self.now() % 1000
        self._timer.start(left if left > EARLY_MS else left + 1000)  # a tick that came early is that second's

    def _tick(self) -> None:
        self._arm()
        self.ticked.emit()
