"""One list model for every list of the desktop: frozen records, keyed, changed only by the smallest moves.

A view that is looked at never sees a reset: rows are inserted, removed, moved or updated in place, in batches.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Property, QAbstractListModel, QByteArray, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

R = TypeVar("R")


@QmlElement
@QmlUncreatable("Lists belong to their view-model.")
class RecordListModel(QAbstractListModel, Generic[R]):
    """Rows are instances of one frozen dataclass; its field names are the roles, `key` says which field (or function) names a row."""

    countChanged = Signal()

    def __init__(self, record: type[R], key: str | Callable[[R], Hashable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(field.name for field in dataclasses.fields(record))
        self._roles = {Qt.ItemDataRole.UserRole + 1 + i: QByteArray(name.encode()) for i, name in enumerate(self._fields)}
        self._key: Callable[[R], Hashable] = key if callable(key) else lambda row: getattr(row, key)
        self._rows: list[R] = []

    @property
    def rows(self) -> Sequence[R]:
        return self._rows

    def find(self, key: Hashable) -> int:
        """The row named `key`, or -1."""
        return next((i for i, row in enumerate(self._rows) if self._key(row) == key), -1)

    def record(self, key: Hashable) -> R | None:
        row = self.find(key)
        return self._rows[row] if row >= 0 else None

    def show(self, wanted: Iterable[R]) -> None:
        """Make the list equal `wanted` by removing, moving, inserting and updating; keys must be unique."""
        target = list(wanted)
        keys = {self._key(row) for row in target}
        before = len(self._rows)
        self._drop(lambda row: self._key(row) not in keys)
        standing = {self._key(row) for row in self._rows}
        at = 0
        while at < len(target):
            row = target[at]
            if self._key(row) not in standing:
                until = at
                while until < len(target) and self._key(target[until]) not in standing:
                    until += 1
                self._insert(at, target[at:until])
                at = until
                continue
            stays = at < len(self._rows) and self._key(self._rows[at]) == self._key(row)
            current = at if stays else self.find(self._key(row))
            if current != at:
                self.beginMoveRows(QModelIndex(), current, current, QModelIndex(), at)
                self._rows.insert(at, self._rows.pop(current))
                self.endMoveRows()
            self._update(at, row)
            at += 1
        if len(self._rows) != before:
            self.countChanged.emit()

    def prepend(self, rows: Sequence[R], limit: int = 0) -> None:
        """Put `rows` before the first one in one step; beyond `limit` (0: none) the last ones go."""
        if not rows:
            return
        self._insert(0, rows)
        if limit and len(self._rows) > limit:
            self._remove(limit, len(self._rows) - 1)
        self.countChanged.emit()

    def append(self, rows: Sequence[R]) -> None:
        if rows:
            self._insert(len(self._rows), rows)
            self.countChanged.emit()

    def replace(self, row: R) -> bool:
        """Update the row of the same key in place; False where there is none."""
        at = self.find(self._key(row))
        if at >= 0:
            self._update(at, row)
        return at >= 0

    def renew(self, field: str, value: Callable[[R], object]) -> None:
        """Set one field, not the key, of every row; told as one change, whatever the number of rows."""
        touched = []
        for at, row in enumerate(self._rows):
            wanted = value(row)
            if getattr(row, field) != wanted:
                self._rows[at] = _with(row, field, wanted)
                touched.append(at)
        if touched:
            role = next(role for role, name in self._roles.items() if name == field.encode())
            self.dataChanged.emit(self.index(touched[0]), self.index(touched[-1]), [role])

    def discard(self, keys: Iterable[Hashable]) -> None:
        gone = set(keys)
        before = len(self._rows)
        self._drop(lambda row: self._key(row) in gone)
        if len(self._rows) != before:
            self.countChanged.emit()

    def _insert(self, at: int, rows: Sequence[R]) -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self._rows[at:at] = rows
        self.endInsertRows()

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        del self._rows[first : last + 1]
        self.endRemoveRows()

    def _drop(self, gone: Callable[[R], bool]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if not gone(self._rows[last]):
                last -= 1
                continue
            first = last
            while first > 0 and gone(self._rows[first - 1]):
                first -= 1
            self._remove(first, last)
            last = first - 1

    def _update(self, at: int, row: R) -> None:
        old = self._rows[at]
        if old == row:
            return
        self._rows[at] = row
        roles = [role for role, name in zip(self._roles, self._fields, strict=True) if getattr(old, name) != getattr(row, name)]
        index = self.index(at)
        self.dataChanged.emit(index, index, roles)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = role - Qt.ItemDataRole.UserRole - 1
        if not index.isValid() or not 0 <= place < len(self._fields):
            return None
        value = getattr(self._rows[index.row()], self._fields[place])
        return list(value) if isinstance(value, tuple) else value  # QML knows lists, not tuples

    def roleNames(self) -> dict[int, QByteArray]:
        return self._roles

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._rows)

    @Slot(int, str, result="QVariant")
    def at(self, row: int, field: str) -> Any:
        """One field of one row; None outside the list."""
        return getattr(self._rows[row], field) if 0 <= row < len(self._rows) else None


def _with(row: R, field: str, value: object) -> R:
    """`dataclasses.replace` of one field, six times as fast: the row was made once, it is not made again."""
    made = object.__new__(type(row))
    made.__dict__.update(row.__dict__)
    made.__dict__[field] = value
    return made
