from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.brands import brand_folder
from warroom.compose import stress
from warroom.compose.contact import Cell
from warroom.compose.stress import STRESSES
from warroom.designing.check import check, unpainted
from warroom.designing.command import lines, main
from warroom.designing.picture import write_sheets
from warroom.designing.place import Place, place_of
from warroom.errors import StorageError


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


def test_a_sheet_that_does_not_fit_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = check(place_of(brand_folder(tmp_path / "brand", "quote")), 60).sheets
    write_sheets(sheets, tmp_path / "sheet.png")
    before = (tmp_path / "sheet.png").read_bytes()
    save = Image.Image.save

    def cut_off(picture: Image.Image, path: Path, *given: Any, **options: Any) -> None:
        """As on a disk that fills: half of it, and not a word."""
        save(picture, path, *given, **options)
        path.write_bytes(path.read_bytes()[:999])

    monkeypatch.setattr(Image.Image, "save", cut_off)
    with pytest.raises(StorageError, match=r"sheet\.png cannot be written: No space left"):
        write_sheets(sheets, tmp_path / "sheet.png")
    with pytest.raises(StorageError):
        main(Namespace(act="check", folder=tmp_path / "brand", sheet=tmp_path / "sheet.png", json=False))
    assert capsys.readouterr().out == "1 template, 12 cards painted: nothing found.\n", "what was found is told all the same"
    assert (tmp_path / "sheet.png").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brand", "sheet.png"]
