"""Choosing a template: the pinned ones and those used last first, with keys 1 to 9, and every other by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.model import Template
from warroom.desktop.card.images import template_image
from warroom.desktop.keys import Keys
from warroom.desktop.models import RecordListModel
from warroom.desktop.templates import memory as template_memory
from warroom.desktop.templates.pictures import TemplatePictures
from warroom.desktop.templates.shelf import Entry, TemplateShelf

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

NINE = 9
GATHER_MS = 150


@dataclass(frozen=True)
class TemplateRow:
    key: str
    name: str
    facts: str
    shortcut: str  # "1" to "9", empty beyond
    chosen: bool
    pinned: bool
    picture: str  # the name of its small picture
    problem: str  # why it cannot be used


@QmlElement
@QmlUncreatable("The choice of templates belongs to the composer.")
class TemplateChoice(QObject):
    """`picked(key)` when a person chose one. The order stands still while a draft is written; `reorder` lets it follow what was used."""

    changed = Signal()
    queryChanged = Signal()
    picked = Signal(str)
    askedSearch = Signal()

    def __init__(self, shelf: TemplateShelf, pictures: TemplatePictures, parent: QObject) -> None:
        super().__init__(parent)
        self._shelf, self._pictures = shelf, pictures
        self._memory = template_memory.recall()
        self._order: tuple[str, ...] = ()
        self._chosen = ""
        self._query = ""
        self._open = False
        self._rows = RecordListModel(TemplateRow, "key", self)
        self._nine = RecordListModel(TemplateRow, "key", self)
        # Two hundred may be read one after the other: the list follows a few times a second.
        self._gathering = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gathering.timeout.connect(self.reread)
        shelf.changed.connect(lambda: self._gathering.isActive() or self._gathering.start())
        self.reorder()

    @property
    def order(self) -> tuple[str, ...]:
        """Every key, the pinned first."""
        return self._order

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[TemplateRow]:
        """Those that match what is looked for."""
        return self._rows

    @Property(RecordListModel, constant=True)
    def nine(self) -> RecordListModel[TemplateRow]:
        """Those with a key."""
        return self._nine

    @Property(int, notify=changed)
    def total(self) -> int:
        return len(self._order)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        """The sheet with all of them."""
        return self._open

    @Property(int, notify=changed)
    def chosenRow(self) -> int:
        """The row of the draft's template among those that match; -1 where it is none of them."""
        return self._rows.find(self._chosen)

    def _get_query(self) -> str:
        return self._query

    def _set_query(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self._fill()
            self.queryChanged.emit()

    query = Property(str, _get_query, _set_query, notify=queryChanged)

    @Slot(str)
    def choose(self, key: str) -> None:
        if self._shelf.get(key) is not None:
            self.picked.emit(key)

    @Slot(int)
    def chooseRow(self, row: int) -> None:
        """The row of that place among those that match."""
        if 0 <= row < len(self._rows.rows):
            self.choose(self._rows.rows[row].key)

    @Slot(int)
    def chooseNth(self, place: int) -> None:
        if 0 < place <= min(NINE, len(self._order)):
            self.choose(self._order[place - 1])

    @Slot(str)
    def pin(self, key: str) -> None:
        """Pin it, or let it go."""
        if key in self._order:
            self._memory = self._memory.turned(key)
            template_memory.keep(self._memory)
            self.reorder()

    @Slot()
    def search(self) -> None:
        """Look for one by name, where that can be done."""
        self.askedSearch.emit()

    @Slot(bool)
    def show(self, shown: bool) -> None:
        """The sheet with all of them, for a pane that has no room for the list."""
        if shown != self._open:
            self._open = shown
            self._set_query("")
            self.changed.emit()

    @Slot(str, int)
    def wantPicture(self, key: str, side: int) -> None:
        """Have the small picture of a row that is shown, `side` device pixels wide and high."""
        self._pictures.want(key, side)

    def used(self, key: str) -> None:
        """It was chosen for what is written: among the last used from the next draft on."""
        self._memory = self._memory.used(key)
        template_memory.keep(self._memory)

    def chosen(self, key: str) -> None:
        """The draft's template is this one now."""
        if key != self._chosen:
            self._chosen = key
            self._fill()
            self.changed.emit()

    @Slot()
    def reread(self) -> None:
        """An entry came, went or was read: new ones go to the end, nothing else moves."""
        keys = tuple(entry.key for entry in self._shelf.entries)
        there = set(keys)
        self._order = tuple(dict.fromkeys((*(key for key in self._order if key in there), *keys)))
        self._fill()
        self.changed.emit()

    def reorder(self) -> None:
        self._order = self._memory.order(tuple(entry.key for entry in self._shelf.entries))
        self._fill()
        self.changed.emit()

    def add_keys(self, keys: Keys, place: str, there: Callable[[], bool]) -> None:
        for nth in range(1, NINE + 1):
            name = f"composer.template{nth}"
            keys.add(place, name, f"Template {nth}", str(nth), lambda nth=nth: self.chooseNth(nth), ready=there)
        keys.add(place, "composer.findTemplate", "Find a template", "/", self.search, ready=there)
        keys.add(place, "composer.pin", "Pin this template", "P", lambda: self.pin(self._chosen), ready=there)

    def _fill(self) -> None:
        entries = {entry.key: entry for entry in self._shelf.entries}
        rows = [self._row(entries[key], place) for place, key in enumerate(self._order, 1)]
        self._nine.show(rows[:NINE])
        words = self._query.casefold().split()
        self._rows.show(sorted((row for row in rows if _matches(row, words)), key=lambda row: _rank(row, words)))

    def _row(self, entry: Entry, place: int) -> TemplateRow:
        template = self._shelf.known(entry.key)
        return TemplateRow(
            key=entry.key,
            name=self._shelf.name(entry.key),
            facts=facts(template) if template is not None else "",
            shortcut=str(place) if place <= NINE else "",
            chosen=entry.key == self._chosen,
            pinned=entry.key in self._memory.pinned,
            picture=template_image(entry.key),
            problem=self._shelf.problem(entry.key),
        )


def facts(template: Template) -> str:
    cuts = f"{len(template.cuts)} cut{'s' if len(template.cuts) != 1 else ''}"
    return "\n".join([cuts, *(slot.label or slot.name.replace("_", " ") for slot in template.slots[:3])])


def _matches(row: TemplateRow, words: list[str]) -> bool:
    text = f"{row.name} {row.key} {row.facts}".casefold()
    return all(word in text for word in words)


def _rank(row: TemplateRow, words: list[str]) -> int:
    """Those whose name begins so come first; the order among equals stays."""
    name = row.name.casefold()
    if not words or name.startswith(words[0]):
        return 0
    return 1 if all(word in name for word in words) else 2
