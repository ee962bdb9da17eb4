"""Which lane the draft on the desk would be sent in, and what it waits for: said as one types."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, SignalInstance
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.composer.desk import Desk
from warroom.desktop.composer.lane import lane_words, lock_words
from warroom.desktop.live import LiveRoom

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The lane belongs to the composer.")
class ComposerLane(QObject):
    """Looked at anew after every change of the draft or the room."""

    changed = Signal()

    def __init__(self, live: LiveRoom, desk: Desk, after: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._desk = live, desk
        self._words = self._tone = self._lock = ""
        after.connect(self._look)

    def _look(self) -> None:
        draft, state = self._desk.draft, self._live.state
        words, tone = lane_words(state, draft) if draft is not None else ("", "")
        lock = lock_words(state, draft) if draft is not None else ""
        if (words, tone, lock) != (self._words, self._tone, self._lock):
            self._words, self._tone, self._lock = words, tone, lock
            self.changed.emit()

    @Property(str, notify=changed)
    def words(self) -> str:
        """Empty for what was made from no shell."""
        return self._words

    @Property(str, notify=changed)
    def tone(self) -> str:
        return self._tone or "second"

    @Property(str, notify=changed)
    def lock(self) -> str:
        """Which result it waits for; empty for none."""
        return self._lock
