"""Every command of the desktop with its key, in one table: what a key does, what the palette finds and what the list of keys shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QKeyCombination, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtQml import QmlNamedElement, QmlUncreatable

from warroom.desktop.models import RecordListModel

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACES = {
    "anywhere": "Anywhere",
    "first": "First start",
    "desk": "Desk",
    "pulse": "Pulse",
    "feeds": "Feeds",
    "spike": "Spike",
    "spikes": "Spikes of the night",
    "topics": "Topics",
    "sources": "Sources",
    "moments": "Moments",
    "composer": "Composer",
    "board": "Board",
    "library": "Library",
    "bank": "Bank",
    "review": "Review",
    "handoff": "Hand-off",
    "bench": "Bench",
}
_PLAIN = Qt.KeyboardModifier.NoModifier.value | Qt.KeyboardModifier.KeypadModifier.value
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value


@dataclass(frozen=True)
class CommandRow:
    """One line of the list of keys. `keys` are as written on a key cap, the first is the one shown on buttons."""

    id: str
    words: str
    key: str
    keys: str
    place: str
    placeWords: str


@dataclass(frozen=True)
class _Command:
    run: Callable[[], object]
    ready: Callable[[], bool]
    keys: tuple[str, ...]
    place: str
    repeats: bool
    over: tuple[str, ...]


ANY_SHEET = "*"


def key_name(key: int, modifiers: int, text: str) -> str:
    """What is written on the cap of the pressed key: `J`, `Shift+J`, `?`, `Space`, `Ctrl+Enter`, `F1`."""
    if text == " ":
        return "Shift+Space" if modifiers & _SHIFT else "Space"
    if text and text.isprintable() and not modifiers & ~(_PLAIN | _SHIFT):
        return f"Shift+{text.upper()}" if text.isalpha() and modifiers & _SHIFT else text.upper()
    pressed = QKeyCombination(Qt.KeyboardModifier(modifiers & ~Qt.KeyboardModifier.KeypadModifier.value), Qt.Key(key))
    name = QKeySequence(pressed).toString(QKeySequence.SequenceFormat.PortableText)
    return name.replace("Return", "Enter").replace("Escape", "Esc")


@QmlNamedElement("KeyTable")
@QmlUncreatable("The table of keys belongs to the shell.")
class Keys(QObject):
    """`place` is the pane or screen that has the keyboard; `anywhere` commands are also reached through shortcuts."""

    queryChanged = Signal()
    coveredChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, _Command] = {}
        self._rows: list[CommandRow] = []
        self._query = ""
        self._covers: dict[str, str] = {}
        self._all = RecordListModel(CommandRow, "id", self)
        self._anywhere = RecordListModel(CommandRow, "id", self)
        self._found = RecordListModel(CommandRow, "id", self)

    def add(
        self,
        place: str,
        id: str,
        words: str,
        keys: str,
        run: Callable[[], object],
        *,
        ready: Callable[[], bool] = lambda: True,
        repeats: bool = False,
        over: str = "",
    ) -> None:
        """Add a command, or put another in the place of the one of that id. `keys` are separated by blanks.

        A shortcut does nothing while a sheet is open, unless it is one of the sheets in `over` (separated by blanks; `*`: any).
        """
        names = tuple(keys.split())
        self._commands[id] = _Command(run, ready, names, place, repeats, tuple(over.split()))
        row = CommandRow(id, words, names[0] if names else "", " or ".join(names), place, PLACES[place])
        self._rows = [*(other for other in self._rows if other.id != id), row]

    def clear(self) -> None:
        """Forget every command, as when the room they belong to is left."""
        self._rows = []
        self._commands = {}
        self._covers = {}
        self.coveredChanged.emit()

    def publish(self) -> None:
        """Show the table as it stands; called once after a batch of `add`."""
        order = list(PLACES)
        rows = sorted(self._rows, key=lambda row: order.index(row.place))
        self._all.show(rows)
        self._anywhere.show(row for row in rows if row.place == "anywhere")
        self._refind()

    def _refind(self) -> None:
        words = self._query.lower().split()
        rows = [row for row in self._all.rows if all(word in f"{row.words} {row.placeWords} {row.keys}".lower() for word in words)]
        self._found.show(row for row in rows if self._commands[row.id].ready())

    @Property(RecordListModel, constant=True)
    def all(self) -> RecordListModel[CommandRow]:
        return self._all

    @Property(RecordListModel, constant=True)
    def anywhere(self) -> RecordListModel[CommandRow]:
        return self._anywhere

    @Property(RecordListModel, constant=True)
    def found(self) -> RecordListModel[CommandRow]:
        return self._found

    def _get_query(self) -> str:
        return self._query

    def _set_query(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self.queryChanged.emit()
        self._refind()

    query = Property(str, _get_query, _set_query, notify=queryChanged)

    @Slot(str, int, int, str, bool, result=bool)
    def press(self, place: str, key: int, modifiers: int, text: str, repeated: bool = False) -> bool:
        """Do what this key does at `place`; False where it does nothing there."""
        name = key_name(key, modifiers, text)
        for command in self._commands.values():
            if command.place == place and name in command.keys and command.ready():
                if command.repeats or not repeated:
                    command.run()
                return True
        return False

    @Slot(str, str)
    def cover(self, by: str, sheet: str) -> None:
        """The sheet that `by` shows over all panes; empty: none any more."""
        before = self.covered
        self._covers[by] = sheet
        if self.covered != before:
            self.coveredChanged.emit()

    @Property(str, notify=coveredChanged)
    def covered(self) -> str:
        """The sheets that are open."""
        return " ".join(sheet for sheet in self._covers.values() if sheet)

    @Slot(str, str, result=bool)
    def reaches(self, id: str, covered: str) -> bool:
        """Whether the shortcut of that command works where these sheets are open."""
        command = self._commands.get(id)
        return command is not None and (ANY_SHEET in command.over or all(sheet in command.over for sheet in covered.split()))

    @Slot(str)
    def run(self, id: str) -> None:
        command = self._commands.get(id)
        if command is not None and command.ready():
            command.run()
