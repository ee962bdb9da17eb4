from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from warroom.desktop.models import RecordListModel


@dataclass(frozen=True)
class Row:
    id: int
    words: str = ""


rows = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["a", "b"])), unique_by=lambda pair: pair[0], max_size=12).map(
    lambda pairs: [Row(*pair) for pair in pairs]
)


class Mirror:
    """What a view would hold that believes nothing but the model's signals."""

    def __init__(self, model: RecordListModel[Row]) -> None:
        self.model = model
        self.rows = list(model.rows)
        self.resets = 0
        model.rowsInserted.connect(self.inserted)
        model.rowsRemoved.connect(lambda _p, first, last: self.rows.__delitem__(slice(first, last + 1)))
        model.rowsMoved.connect(self.moved)
        model.dataChanged.connect(lambda top, _bottom, _roles: self.rows.__setitem__(top.row(), model.rows[top.row()]))
        model.modelReset.connect(self.reset)

    def inserted(self, _parent: object, first: int, last: int) -> None:
        self.rows[first:first] = self.model.rows[first : last + 1]

    def moved(self, _parent: object, first: int, _last: int, _to: object, at: int) -> None:
        row = self.rows.pop(first)
        self.rows.insert(at if at < first else at - 1, row)

    def reset(self) -> None:
        self.resets += 1


@given(st.lists(rows, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_view_that_follows_the_signals_holds_the_wanted_rows_and_never_sees_a_reset(steps: list[list[Row]]) -> None:
    model = RecordListModel(Row, "id")
    mirror = Mirror(model)
    for wanted in steps:
        model.show(wanted)
        assert mirror.rows == wanted == list(model.rows)
    assert mirror.resets == 0


def test_prepending_beyond_the_limit_drops_the_last() -> None:
    model = RecordListModel(Row, "id")
    mirror = Mirror(model)
    model.prepend([Row(1), Row(2), Row(3)], limit=4)
    model.prepend([Row(4), Row(5)], limit=4)
    assert [row.id for row in model.rows] == [4, 5, 1, 2]
    assert mirror.rows == list(model.rows)


def test_an_update_names_only_the_roles_that_changed() -> None:
    model = RecordListModel(Row, "id")
    model.show([Row(1, "a")])
    changed: list[list[int]] = []
    model.dataChanged.connect(lambda _t, _b, roles: changed.append(list(roles)))
    model.show([Row(1, "b")])
    model.show([Row(1, "b")])
    words = next(role for role, name in model.roleNames().items() if name.data() == b"words")
    assert changed == [[words]]
    assert model.data(model.index(0), words) == "b"
    assert model.data(model.index(0), Qt.ItemDataRole.DisplayRole) is None


def test_renewing_a_field_is_told_once_from_the_first_row_that_changed_to_the_last() -> None:
    model: RecordListModel[Row] = RecordListModel(Row, "id")
    model.show([Row(1, "a"), Row(2, "b"), Row(3, "a"), Row(4, "b"), Row(5, "a")])
    kept, told = model.rows[0], []
    model.dataChanged.connect(
        lambda first, last, roles: told.append((first.row(), last.row(), [bytes(model.roleNames()[role].data()) for role in roles]))
    )
    model.renew("words", lambda row: "c" if row.id in (2, 4) else row.words)
    assert [*model.rows] == [Row(1, "a"), Row(2, "c"), Row(3, "a"), Row(4, "c"), Row(5, "a")]
    assert model.rows[0] is kept
    assert told == [(1, 3, [b"words"])]
    model.renew("words", lambda row: row.words)
    assert len(told) == 1
