"""The strip of sources: which are read, how fast, and what ails the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from warroom.desktop.feeds.rows import SourceRow, source_rows, standstill
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.sources.health import SourceHealth
from warroom.wire import FeedHistory, FeedSources

if TYPE_CHECKING:
    from warroom.client.change import Change

NOT_HEARD = "Not live"
VOLUMES = "Volumes pass through the published points; what lies between them is ours."
"""Of a rehearsal."""


class FeedSourceStrip(QObject):
    """`changed` when feeds stand still, or run again."""

    changed = Signal()

    def __init__(self, live: LiveRoom, stream: FeedStream, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._health: dict[str, SourceHealth] = {}
        self.standstill = ""
        self.rows = RecordListModel(SourceRow, "name", self)
        stream.history.connect(self._on_history)
        stream.sources.connect(self._on_sources)
        live.ticked.connect(self._show)
        live.changed.connect(self._on_change)

    def _on_history(self, word: FeedHistory) -> None:
        self._health = {source.name: source for source in word.sources}
        self._show()

    def _on_sources(self, word: FeedSources) -> None:
        self._health |= {source.name: source for source in word.sources}
        self._show()

    def _on_change(self, change: Change) -> None:
        if change.link:
            self._show()

    def _show(self) -> None:
        live = self._live
        self.rows.show(source_rows(self._health.values(), live.heard(), live.state.pace.speed, live.heard_at()))
        before, self.standstill = self.standstill, NOT_HEARD if live.heard_at() else standstill(self._health.values())
        if before != self.standstill:
            self.changed.emit()

    @property
    def names(self) -> set[str]:
        return set(self._health)

    @property
    def silence(self) -> str:
        """What to say where no post has come: the trouble of the sources, if any."""
        if self._live.heard_at():
            return f"The room was last heard at {self._live.heard_at()}."
        if not self._health:
            return "The event plan names no source." if not self._live.state.plan.sources else "The sources are being opened."
        trouble = [row.words for row in self.rows.rows if row.tone in ("red", "amber")]
        return "\n".join(trouble) if trouble else "Nothing has matched yet. New posts come by themselves."
