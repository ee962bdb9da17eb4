"""The draft beside any earlier version of its item: pictures side by side or wiped, every word that differs, and back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.composer.desk import Desk
from warroom.desktop.composer.edit import cut_name, differences
from warroom.desktop.composer.preview import CardPreview
from warroom.desktop.composer.word_differences import runs
from warroom.desktop.drafts import Draft
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import calling
from warroom.review.model import Item, Version

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class VersionRow:
    number: int
    label: str  # "version 2"
    facts: str  # "You, 20:41 · Lights out."
    chosen: bool


@dataclass(frozen=True)
class ChangeRow:
    """What differs, as words in runs; `marks` has one of same, gone and new for each of `texts`."""

    what: str
    texts: tuple[str, ...]
    marks: tuple[str, ...]


@QmlElement
@QmlUncreatable("Versions belong to the composer.")
class Versions(QObject):
    """`reverted(Version)` when a person wants what a version says back."""

    changed = Signal()
    reverted = Signal(object)

    def __init__(self, desk: Desk, preview: CardPreview, live: LiveRoom, called: Callable[[str], str], parent: QObject) -> None:
        """`called` gives the name of the template of that key."""
        super().__init__(parent)
        self._desk, self._preview, self._live, self._called = desk, preview, live, called
        self._rows = RecordListModel(VersionRow, "number", self)
        self._changes = RecordListModel(ChangeRow, "what", self)
        self._open = False
        self._wiped = False
        self._number = 0
        preview.cutChanged.connect(self.changed)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[VersionRow]:
        """Newest first."""
        return self._rows

    @Property(RecordListModel, constant=True)
    def changes(self) -> RecordListModel[ChangeRow]:
        """From the version to what is written now; empty where both say the same."""
        return self._changes

    @Property(bool, notify=changed)
    def wiped(self) -> bool:
        """One picture over the other, with a line between them; else side by side."""
        return self._wiped

    @Property(str, notify=changed)
    def label(self) -> str:
        return f"Version {self._number}"

    @Property(str, notify=changed)
    def cut(self) -> str:
        return cut_name(self._preview.cut)

    @Property(str, notify=changed)
    def picture(self) -> str:
        """The version's own bytes of the cut that is shown; of its first where it has no such cut."""
        version = self._version()
        cuts = version.content.cuts if version is not None else ()
        cut = next((one for one in cuts if one.name == self._preview.cut), cuts[0] if cuts else None)
        return f"image://blob/{cut.blob}" if cut is not None else ""

    @Property(bool, notify=changed)
    def same(self) -> bool:
        """What is written says what the version says."""
        return not self._changes.rows

    @Slot()
    def toggle(self) -> None:
        item = self._item()
        self._open = not self._open and item is not None and bool(item.versions)
        if self._open and item is not None:
            self._number = item.versions[-1].number
        self._fill()

    @Slot()
    def close(self) -> None:
        self._open = False
        self._fill()

    @Slot(int)
    def choose(self, number: int) -> None:
        self._number = number
        self._fill()

    @Slot(int)
    def turn(self, by: int) -> None:
        """The version after or before."""
        item = self._item()
        numbers = [version.number for version in item.versions] if item is not None else []
        if self._number in numbers:
            place = min(max(numbers.index(self._number) + by, 0), len(numbers) - 1)
            self.choose(numbers[place])

    @Slot(int)
    def turnCut(self, by: int) -> None:
        self._preview.turn(by)

    @Slot()
    def toggleWipe(self) -> None:
        self._wiped = not self._wiped
        self.changed.emit()

    @Slot()
    def revert(self) -> None:
        version = self._version()
        if version is not None and not self.same:
            self.close()
            self.reverted.emit(version)

    @property
    def possible(self) -> bool:
        item = self._item()
        return item is not None and bool(item.versions)

    def look(self) -> None:
        """After the draft or the room changed."""
        if self._open:
            self._fill()

    def _fill(self) -> None:
        item, draft, version = self._item(), self._desk.draft, self._version()
        self._open = self._open and version is not None
        if not self._open or item is None or draft is None or version is None:
            self._rows.show(())
            self._changes.show(())
        else:
            self._rows.show(self._row(one) for one in reversed(item.versions))
            self._changes.show(change_rows(draft, version, self._called))
        self.changed.emit()

    def _row(self, version: Version) -> VersionRow:
        who = calling(version.author, self._live.session.person)
        facts = f"{who}, {self._live.clock_at(version.at)[:5]} · {version.content.title}"
        return VersionRow(version.number, f"version {version.number}", facts, version.number == self._number)

    def _item(self) -> Item | None:
        return self._live.state.items.get(self._desk.draft.item) if self._desk.draft is not None else None

    def _version(self) -> Version | None:
        item = self._item()
        return next((one for one in item.versions if one.number == self._number), None) if item is not None else None


def change_rows(draft: Draft, version: Version, called: Callable[[str], str]) -> tuple[ChangeRow, ...]:
    """`called` gives a template's name."""
    rows = []
    for one in differences(draft, version):
        if one.what == "Template":
            rows.append(ChangeRow(one.what, (f"{called(one.theirs)} ", called(one.mine)), ("gone", "new")))
            continue
        found = runs(one.theirs, one.mine)
        rows.append(ChangeRow(one.what, tuple(run.text for run in found), tuple(run.mark for run in found)))
    return tuple(rows)
