"""The board pane: what the room works on, by state. Rows are made in `rows.py`; here is what moves and when.

While the pointer is over the list nothing in it changes place: rows are updated where they stand, with their own state on
them where it is no longer that of the group they stand in, and what would come, go or move waits until the pointer has left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.board.rows import COLLAPSED_AT_FIRST, BoardRow, Eyes, board_rows, first_of_mine, waits_for_me_count, where_they_stand
from warroom.desktop.clock import stopwatch
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import imitations
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.report.stopwatch import median_to_greenlit
from warroom.review.model import State

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "board"


@QmlElement
@QmlUncreatable("The board belongs to its room.")
class BoardScreen(QObject):
    """`asked…` signals carry an item's id: the shell opens review, hand-off or the composer on it."""

    changed = Signal()
    chosenChanged = Signal()
    askedReview = Signal(str)
    askedPublish = Signal(str)
    askedEdit = Signal(str)
    askedDuplicate = Signal(str)
    askedBank = Signal(str)
    askedLock = Signal(str)

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._notices = notices
        self._rows: RecordListModel[BoardRow] = RecordListModel(BoardRow, "key", self)
        self._folded = set(COLLAPSED_AT_FIRST)
        self._chosen = ""
        self._held = False
        self._late = 0
        self._waiting = 0
        self._median = ""
        self._median_of: State | None = None
        live.changed.connect(self._refresh)
        live.ticked.connect(self._refresh)
        self._refresh()

    # --- what is shown

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[BoardRow]:
        return self._rows

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(str, notify=chosenChanged)
    def chosen(self) -> str:
        return self._chosen

    @Property(int, notify=chosenChanged)
    def chosenIndex(self) -> int:
        return self._rows.find(self._chosen)

    @Property(int, notify=changed)
    def waiting(self) -> int:
        """How many items wait for this person."""
        return self._waiting

    @Property(str, notify=changed)
    def subtitle(self) -> str:
        down = self._live.state.stood_down
        if down is not None:
            return "Stood down: nothing goes out"
        return f"{self._waiting} waiting for you" if self._waiting else "nothing waits for you"

    @Property(str, notify=changed)
    def subtitleTone(self) -> str:
        return "red" if self._live.state.stood_down is not None else "amber" if self._waiting else "second"

    @Property(str, notify=changed)
    def late(self) -> str:
        """What waits to be shown while the pointer holds the list still; empty when nothing does."""
        return "" if not self._late else "1 change waits" if self._late == 1 else f"{self._late} changes wait"

    @Property(str, notify=changed)
    def median(self) -> str:
        """`median to greenlit 3:12`, over every item that ever was; empty before the first."""
        return self._median

    @Property(bool, notify=changed)
    def empty(self) -> bool:
        return self._rows.rowCount() == 0

    # --- what can be done

    @Slot(bool)
    def hold(self, held: bool) -> None:
        """Keep every row where it is, as while the pointer is over them."""
        self._held = held
        self._refresh()

    @Slot(str)
    def choose(self, key: str) -> None:
        if key == self._chosen:
            return
        before, self._chosen = self._chosen, key
        for name, on in ((before, False), (key, True)):
            row = self._rows.record(name)
            if row is not None:
                self._rows.replace(replace(row, chosen=on))
        self.chosenChanged.emit()

    @Slot()
    def next(self) -> None:
        self._step(1)

    @Slot()
    def previous(self) -> None:
        self._step(-1)

    @Slot(str)
    def fold(self, group: str) -> None:
        """Open or close a group; a person's own click, so it happens at once also under the pointer."""
        self._folded ^= {group}
        self._show(self._wanted())

    @Slot(str, str)
    def act(self, key: str, act: str) -> None:
        """`act` as in a row's `acts`; nothing happens where the row does not offer it now."""
        row = self._rows.record(key)
        if row is None or act not in row.acts:
            return
        self.choose(key)
        asked = {
            "review": self.askedReview,
            "publish": self.askedPublish,
            "edit": self.askedEdit,
            "duplicate": self.askedDuplicate,
            "bank": self.askedBank,
            "lock": self.askedLock,
        }
        asked[act].emit(key)

    @Slot()
    def openChosen(self) -> None:
        """What Enter does: review what can be reviewed, go on writing what was not sent yet. Nothing chosen: what waits for me."""
        row = self._rows.record(self._chosen) or first_of_mine(self._rows.rows)
        if row is not None:
            self.act(row.key, "review" if "review" in row.acts else "edit")

    @Slot()
    def publishChosen(self) -> None:
        self.act(self._chosen, "publish")

    @Slot()
    def editChosen(self) -> None:
        self.act(self._chosen, "edit")

    def add_keys(self, keys: Keys) -> None:
        """The board's part of the table of keys."""
        keys.add(PLACE, "board.next", "Next item", "J Down", self.next, repeats=True)
        keys.add(PLACE, "board.previous", "Previous item", "K Up", self.previous, repeats=True)
        keys.add(
            PLACE,
            "board.review",
            "Open the item",
            "A Enter",
            self.openChosen,
            ready=self._may_open,
        )
        keys.add(PLACE, "board.publish", "Publish the item", "P", self.publishChosen, ready=lambda: "publish" in self._acts())
        keys.add(PLACE, "board.edit", "Edit the item", "E", self.editChosen, ready=lambda: "edit" in self._acts())

        for act, words, key in (("bank", "Put the item in the bank", "B"), ("lock", "Let the item wait for a result", "L")):
            keys.add(PLACE, f"board.{act}It", words, key, self._acting(act), ready=lambda act=act: act in self._acts())

    # --- how it follows the room

    def _acting(self, act: str) -> Callable[[], None]:
        return lambda: self.act(self._chosen, act)

    def _may_open(self) -> bool:
        return bool(self._acts() or first_of_mine(self._rows.rows))

    def _acts(self) -> tuple[str, ...]:
        row = self._rows.record(self._chosen)
        return row.acts if row is not None else ()

    def _step(self, by: int) -> None:
        items = [row.key for row in self._rows.rows if row.kind == "item"]
        if not items:
            return
        at = items.index(self._chosen) + by if self._chosen in items else 0 if by > 0 else len(items) - 1
        self.choose(items[max(0, min(at, len(items) - 1))])

    def _wanted(self, folded: frozenset[str] | None = None) -> tuple[BoardRow, ...]:
        session = self._live.session
        eyes = Eyes(session.person, self._live.now(), session.presence, imitations(self._live.state.plan))
        return board_rows(self._live.state, eyes, frozenset(self._folded) if folded is None else folded, self._chosen)

    def _refresh(self, _change: object = None) -> None:
        wanted = self._wanted()
        if self._held:
            self._update_in_place(wanted)
        else:
            self._show(wanted)

    def _show(self, wanted: tuple[BoardRow, ...]) -> None:
        self._late = 0
        mine = first_of_mine(wanted)
        if mine is not None and not any(row.chosen for row in wanted):
            self._chosen = mine.key
            wanted = tuple(replace(row, chosen=row.key == mine.key) for row in wanted)
        self._rows.show(wanted)
        self._tell(wanted)

    def _update_in_place(self, wanted: tuple[BoardRow, ...]) -> None:
        keys = [row.key for row in wanted]
        standing = [row.key for row in self._rows.rows]
        for row in where_they_stand(self._rows.rows, self._wanted(frozenset())):
            self._rows.replace(row)
        moved = [key for key in standing if key not in keys] + [key for key in keys if key not in standing]
        in_order = [key for key in keys if key in standing] == [key for key in standing if key in keys]
        self._late = len(moved) if moved else 0 if in_order else 1
        self._tell(wanted)

    def _tell(self, wanted: tuple[BoardRow, ...]) -> None:
        self._waiting = waits_for_me_count(wanted)
        state = self._live.state
        if state is not self._median_of:  # not each second: it goes through all that was ever signed
            self._median_of, took = state, median_to_greenlit(state, self._live.now())
            self._median = f"median to greenlit {stopwatch(took).removeprefix('0')}" if took is not None else ""
        self.changed.emit()
        self.chosenChanged.emit()
