"""What a feed is to show: chosen for one column at a time, asked of the room, said in the column's head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.models import RecordListModel
from warroom.watch.filters import Filter
from warroom.watch.tame import tame_line

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

RESHARES = (0, 10, 100, 1_000)


@dataclass(frozen=True)
class Choice:
    """One source or language that can be chosen; none chosen means all."""

    id: str
    kind: str
    words: str
    chosen: bool


def filter_words(wanted: Filter) -> str:
    """`Mastodon · en · with picture · ↻ 10+`; empty for no filter."""
    parts = [", ".join(tame_line(source, 24) for source in wanted.sources), ", ".join(wanted.languages)]
    parts += ["with picture" if wanted.pictures else "", f"↻ {wanted.reshares:,}+" if wanted.reshares else ""]
    return " · ".join(part for part in parts if part)


@QmlElement
@QmlUncreatable("Filters belong to the feeds.")
class FeedFilters(QObject):
    """The sheet of one column's filter. `wanted(topic, filter)` at every change."""

    changed = Signal()
    wanted = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._topic = ""
        self._filter = Filter()
        self._sources: tuple[str, ...] = ()
        self._languages: tuple[str, ...] = ()
        self._choices = RecordListModel(Choice, "id", self)

    def ask(self, topic: str, now: Filter, sources: Iterable[str], languages: Iterable[str]) -> None:
        """Open the sheet for a topic. What is chosen can always be seen, whether or not it is still there."""
        self._topic, self._filter = topic, now
        self._sources = tuple(sorted({*sources, *now.sources}))
        self._languages = tuple(sorted({*languages, *now.languages}))
        self._refresh()

    @Slot()
    def close(self) -> None:
        self._topic = ""
        self.changed.emit()

    @Slot(str, str)
    def toggle(self, kind: str, what: str) -> None:
        chosen = set(self._filter.sources if kind == "source" else self._filter.languages) ^ {what}
        field = "sources" if kind == "source" else "languages"
        self._set(msgspec.structs.replace(self._filter, **{field: tuple(sorted(chosen))}))

    @Slot()
    def togglePictures(self) -> None:
        self._set(msgspec.structs.replace(self._filter, pictures=not self._filter.pictures))

    @Slot(int)
    def least(self, reshares: int) -> None:
        self._set(msgspec.structs.replace(self._filter, reshares=reshares))

    @Slot()
    def clear(self) -> None:
        self._set(Filter())

    def _set(self, wanted: Filter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self._refresh()
            self.wanted.emit(self._topic, wanted)

    def _refresh(self) -> None:
        chosen = self._filter
        rows = [Choice(f"source:{source}", "source", source, source in chosen.sources) for source in self._sources]
        rows += [Choice(f"language:{one}", "language", one, one in chosen.languages) for one in self._languages]
        self._choices.show(rows)
        self.changed.emit()

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return bool(self._topic)

    @Property(str, notify=changed)
    def topic(self) -> str:
        return self._topic

    @Property(RecordListModel, constant=True)
    def choices(self) -> RecordListModel[Choice]:
        return self._choices

    @Property(bool, notify=changed)
    def pictures(self) -> bool:
        return self._filter.pictures

    @Property(int, notify=changed)
    def reshares(self) -> int:
        return self._filter.reshares

    @Property(list, constant=True)
    def steps(self) -> list[int]:
        return list(RESHARES)

    @Property(str, notify=changed)
    def said(self) -> str:
        return filter_words(self._filter) or "Nothing is left out."
