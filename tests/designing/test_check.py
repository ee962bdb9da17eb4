from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.brands import brand_folder
from warroom.compose import stress
from warroom.compose.contact import Cell
from warroom.compose.stress import STRESSES
from warroom.designing.check import check, unpainted
from warroom.designing.command import lines
from warroom.designing.place import place_of


def test_why_cards_could_not_be_painted_is_told_once_for_all_of_them() -> None:
    first, second = STRESSES[:2]
    cells = [Cell(cut, one, None, problem="the logo is broken") for one in (first, second) for cut in ("1x1", "16x9")]
    (note,) = unpainted([*cells, Cell("9x16", first, None)])
    assert (note.finding.text, note.where) == ("the logo is broken", f"1x1, 16x9 · {first.title}; 1x1, 16x9 · {second.title}")


def test_what_this_machine_cannot_try_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stress, "installed_cjk", lambda *_: ())
    found = check(place_of(brand_folder(tmp_path / "brand", "quote")), 100)
    assert any(line.startswith("Chinese and Japanese were not tried") for line in lines(found))
