"""What the night decides: which result items wait for, and the producer's mark, in two gestures that say first what they will do."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.board.outcomes_rows import ChoiceRow, OutcomeRow, lock_rows, lock_words, mark_rows, mark_words, outcome_rows
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.review import commands

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "board"


@QmlElement
@QmlUncreatable("Outcomes belong to the desk.")
class Outcomes(QObject):
    """One sheet at a time: `mark` an outcome, or `lock` an item to a result."""

    changed = Signal()

    def __init__(self, live: LiveRoom, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._notices = live, notices
        self._rows: RecordListModel[OutcomeRow] = RecordListModel(OutcomeRow, "key", self)
        self._choices: RecordListModel[ChoiceRow] = RecordListModel(ChoiceRow, "key", self)
        self._mode = self._outcome = self._item = ""
        self._picked: str | None = None
        live.changed.connect(self._show)
        self._show()

    def add_keys(self, keys: Keys) -> None:
        keys.add("board", "board.mark", "Mark a result", "W", lambda: self.mark(""), ready=lambda: self.mayMark)

    # what is done

    @Slot(str)
    def mark(self, outcome: str) -> None:
        """Open the sheet to mark `outcome`; empty: the first that is not marked."""
        names = [one.name for one in self._live.state.plan.outcomes]
        open_still = [name for name in names if name not in self._live.state.outcomes]
        if self.mayMark:
            self._begin("mark", outcome or (open_still or names)[0], "")

    @Slot(str)
    def lock(self, item: str) -> None:
        """Open the sheet to choose which result `item` waits for."""
        if item in self._live.state.items and self._live.state.plan.outcomes:
            self._begin("lock", "", item)

    @Slot(str)
    def pick(self, key: str) -> None:
        """The first gesture: what it will do is said now."""
        row = self._choices.record(key)
        if row is not None and row.open:
            self._picked = key
            self._show()

    @Slot(int)
    def step(self, by: int) -> None:
        """Up and down; what holds now already is not begun with."""
        rows = [row for row in self._choices.rows if row.open]
        keys = [row.key for row in rows]
        if keys:
            first = next((place for place, row in enumerate(rows) if not row.now), 0)
            at = keys.index(self._picked) + by if self._picked in keys else first if by > 0 else len(keys) - 1
            self.pick(keys[max(0, min(len(keys) - 1, at))])

    @Slot()
    def confirm(self) -> None:
        """The second gesture."""
        if self._picked is None or not self.canConfirm:
            return
        if self._mode == "mark":
            marked = self._live.state.outcomes.get(self._outcome)
            seen = marked.result if marked else ""
            self._live.ask("Mark the result", commands.MarkOutcome(self._outcome, self._picked, seen), PLACE)
        else:
            outcome, _, result = self._picked.partition("\n")
            self._live.ask("Lock the item", commands.LockItem(self._item, outcome, result), PLACE)
        self.close()

    @Slot()
    def close(self) -> None:
        self._mode, self._picked = "", None
        self.changed.emit()

    def _begin(self, mode: str, outcome: str, item: str) -> None:
        self._mode, self._outcome, self._item, self._picked = mode, outcome, item, None
        self._notices.clear(PLACE)
        self._show()

    def _show(self, _change: object = None) -> None:
        state = self._live.state
        self._rows.show(outcome_rows(state, self._live.session.person))
        item = state.items.get(self._item)
        if self._mode == "mark":
            self._choices.show(mark_rows(state, self._outcome, self._picked))
        elif self._mode == "lock" and item is not None:
            self._choices.show(lock_rows(state, item, self._picked))
        else:
            self._choices.show(())
        self.changed.emit()

    # what is shown

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[OutcomeRow]:
        return self._rows

    @Property(RecordListModel, constant=True)
    def choices(self) -> RecordListModel[ChoiceRow]:
        return self._choices

    @Property(str, notify=changed)
    def mode(self) -> str:
        """mark · lock; empty: no sheet is open."""
        return self._mode

    @Property(bool, notify=changed)
    def mayMark(self) -> bool:
        return bool(self._live.state.plan.outcomes) and "producer" in self._live.session.roles

    @Property(str, notify=changed)
    def title(self) -> str:
        item = self._live.state.items.get(self._item)
        return (
            f"{self._outcome}: which result is it?"
            if self._mode == "mark"
            else f"Which result does “{item.title if item else ''}” wait for?"
        )

    @Property(str, notify=changed)
    def words(self) -> str:
        """What the picked result will do, said before it is done."""
        item = self._live.state.items.get(self._item)
        if self._mode == "mark":
            return mark_words(self._live.state, self._outcome, self._picked)
        return lock_words(item, self._picked) if item is not None else ""

    @Property(str, notify=changed)
    def action(self) -> str:
        """What the second gesture's button says."""
        if self._picked is None:
            return "Pick a result first"
        if self._mode == "mark":
            return f"Mark {self._picked}" if self._picked else "Take the mark back"
        return f"Wait for {self._picked.partition(chr(10))[2]}" if self._picked else "Lift the lock"

    @Property(bool, notify=changed)
    def canConfirm(self) -> bool:
        return self._picked is not None and any(row.key == self._picked and row.open and not row.now for row in self._choices.rows)
