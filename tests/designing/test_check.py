from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path

import pytest

from tests.e2e.brands import brand_folder
from warroom.compose import stress
from warroom.compose.contact import Cell
from warroom.compose.stress import STRESSES
from warroom.designing.check import check, unpainted
from warroom.designing.command import lines, main
from warroom.designing.place import Place, place_of


def test_why_cards_could_not_be_painted_is_told_once_for_all_of_them() -> None:
    first, second = STRESSES[:2]
    cells = [Cell(cut, one, None, problem="the logo is broken") for one in (first, second) for cut in ("1x1", "16x9")]
    (note,) = unpainted([*cells, Cell("9x16", first, None)])
    assert (note.finding.text, note.where) == ("the logo is broken", f"1x1, 16x9 · {first.title}; 1x1, 16x9 · {second.title}")


def test_a_program_gets_json_also_where_there_is_nothing_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(Namespace(act="check", folder=tmp_path / "nowhere", sheet=None, json=True)) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["templates"]) == (2, [])
    assert told["problems"][0]["file"] == str(tmp_path / "nowhere")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    brand = brand_folder(tmp_path / "brand", "quote")
    file = brand / "quote" / "template.toml"
    file.unlink()
    os.mkfifo(file)
    (problem,) = check(Place(brand / "brand.toml", (file.parent,))).problems
    assert (problem.file, problem.problem) == (file, "is not a file.")


def test_what_this_machine_cannot_try_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stress, "installed_cjk", lambda *_: ())
    found = check(place_of(brand_folder(tmp_path / "brand", "quote")), 100)
    assert any(line.startswith("Chinese and Japanese were not tried") for line in lines(found))
