"""What one person wants of the feeds: mutes, filters and the order of the columns, kept on this device."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from warroom.desktop.feeds.column import FeedColumn
from warroom.desktop.feeds.filters import FeedFilters, filter_words
from warroom.desktop.feeds.inflow import Inflow
from warroom.desktop.feeds.memory import FeedMemory
from warroom.desktop.feeds.mutes import FeedMutes
from warroom.desktop.feeds.pictures import FeedPictures
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.watch.filters import Filter
from warroom.watch.mute import Mute

MOST = 1_000  # posts of a column that a word is tried on


class Sifting(QObject):
    """`changed` when something else is left out than before, or the sheets of it are opened or closed."""

    changed = Signal()

    def __init__(self, live: LiveRoom, stream: FeedStream, pictures: FeedPictures, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = FeedMemory(live.session.room, live.session.person)
        self.mutes = FeedMutes(self._memory.now.mutes, live.now, lambda: live.state.plan.event.starts.tzinfo, pictures.profile, self)
        self.filters = FeedFilters(self)
        self.inflow = Inflow(live, stream, self.mutes, tasks, self)
        self.inflow.filter(self._memory.now.filters)
        self.mutes.kept.connect(self._keep_mutes)
        self.mutes.changed.connect(self.changed)
        self.filters.wanted.connect(self._on_filter)

    def tick(self) -> None:
        self.mutes.tick()
        self.inflow.tick()

    @property
    def any(self) -> bool:
        return self.mutes.any or bool(self._memory.now.filters)

    def ask_mutes(self, column: FeedColumn | None) -> None:
        """Open the sheet on what is chosen in this column."""
        self.mutes.ask(*((column.chosen, column.newest(MOST)) if column is not None else (None, ())))

    def ask_filter(self, column: FeedColumn, sources: Iterable[str]) -> None:
        posts = column.newest(MOST)
        languages = {language.partition("-")[0] for post in posts for language in post.languages}
        self.filters.ask(column.name, self._filter(column.name), {*sources, *(post.source for post in posts)}, languages)

    def say(self, column: FeedColumn) -> None:
        """What is left out of it, in its head."""
        column.say(filter_words(self._filter(column.name)), self.mutes.count(column.name))

    def learnt(self, column: FeedColumn) -> None:
        """More is known of who wrote what is on screen there."""
        if self.mutes.any:
            self.inflow.sift(column, column.on_screen)

    def in_order(self, topics: Sequence[str]) -> list[str]:
        """As this person has put the columns; new topics after those."""
        order = self._memory.now.order
        return sorted(topics, key=lambda name: order.index(name) if name in order else len(order))

    def keep_order(self, topics: Sequence[str]) -> None:
        self._memory.keep(msgspec.structs.replace(self._memory.now, order=tuple(topics)))

    def _filter(self, topic: str) -> Filter:
        return self._memory.now.filters.get(topic, Filter())

    def _keep_mutes(self, mutes: tuple[Mute, ...]) -> None:
        self._memory.keep(msgspec.structs.replace(self._memory.now, mutes=mutes))

    def _on_filter(self, topic: str, wanted: Filter) -> None:
        filters = {name: one for name, one in self._memory.now.filters.items() if name != topic}
        if wanted != Filter():
            filters[topic] = wanted
        self._memory.keep(msgspec.structs.replace(self._memory.now, filters=filters))
        self.inflow.filter(filters)
        self.changed.emit()
