"""`warroom template …` by real processes, as a terminal and CI use it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.brands import brand_folder, set_template
from warroom.compose.template import load_brand, load_template
from warroom.designing.arguments import shipped_keys
from warroom.designing.new import new_template
from warroom.errors import DesignError, StorageError


def run(folder: Path, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "warroom", "template", *map(str, args)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_new_makes_a_folder_that_check_finds_nothing_in_and_overwrites_nothing(tmp_path: Path) -> None:
    made = run(tmp_path, "new", "biscuit/lights-out", "--from", "breaking-line")
    assert (made.returncode, made.stderr) == (0, "")
    assert "biscuit/brand.toml: there was no brand, so one was made" in made.stdout
    assert "nothing found" in made.stdout
    text = (tmp_path / "biscuit" / "lights-out" / "template.toml").read_text("utf-8")
    assert text.startswith("#:schema ../schema/template.schema.json\n# Lights out, made of warroom's own “Breaking line”.")
    assert 'name = "Lights out"' in text
    assert json.loads((tmp_path / "biscuit" / "schema" / "template.schema.json").read_text("utf-8"))["title"] == "warroom template"
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())

    again = run(tmp_path, "new", "biscuit/lights-out")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert run(tmp_path, "new", "biscuit", "--brand").returncode == 2
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()) == before

    second = run(tmp_path, "new", "biscuit/thanks", "--from", "thank-yuo")
    assert second.returncode == 2
    assert 'Did you mean "thank-you"?' in second.stderr


def test_a_slip_is_named_with_file_line_key_and_what_was_meant(tmp_path: Path) -> None:
    brand = brand_folder(tmp_path / "brand", "quote", "score")
    file = brand / "quote" / "template.toml"
    file.write_text(file.read_text("utf-8").replace("sample =", "sampel ="), "utf-8")
    line = file.read_text("utf-8").splitlines().index('sampel = "Quote"') + 1
    found = run(tmp_path, "check", "brand")
    assert found.returncode == 2
    assert f'brand/quote/template.toml:{line}: slot[1].sampel: is not known here. Did you mean "sample"?' in found.stdout
    assert "1 template painted." in found.stdout, "the others are looked at all the same"
    assert run(tmp_path, "check", brand / "score").returncode == 0, "what was not asked for is not in the way"


def test_findings_exit_with_1_and_stand_on_the_sheet(tmp_path: Path) -> None:
    brand = brand_folder(tmp_path / "brand", "quote")
    set_template(brand, "quote", colour="#0F3845")
    found = run(tmp_path, "check", "brand/quote", "--json", "--sheet", "sheet.png")
    assert found.returncode == 1, found.stdout + found.stderr
    told = json.loads(found.stdout)
    assert told["code"] == 1
    assert told["problems"] == []
    (template,) = told["templates"]
    assert (template["key"], template["cuts"]) == ("quote", ["1x1", "16x9"])
    contrast = [one for one in template["findings"] if one["check"] == "contrast"]
    assert {one["cut"] for one in contrast} == {"1x1", "16x9"}
    assert all("At least" in one["hint"] for one in contrast)
    with Image.open(tmp_path / "sheet.png") as sheet:
        colours = {colour for _, colour in sheet.convert("RGB").getcolors(1 << 24) or ()}
    assert (255, 178, 36) in colours, "what is to be looked at has an edge"


@pytest.mark.parametrize("where", ["nowhere", "."])
def test_what_is_no_template_says_what_to_name(tmp_path: Path, where: str) -> None:
    found = run(tmp_path, "check", where)
    assert found.returncode == 2
    assert "Name a template's folder or a brand's" in found.stderr


def test_the_schemas_are_printed(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "schema").stdout)["title"] == "warroom template"
    assert json.loads(run(tmp_path, "schema", "brand").stdout)["title"] == "warroom brand"


def test_watch_opens_the_bench_on_that_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sys as system
    import types

    from warroom import __main__ as command
    from warroom.options import DesktopOptions

    asked: list[DesktopOptions] = []
    stand_in = types.ModuleType("warroom.desktop.app")
    stand_in.main = lambda options: asked.append(options) or 0
    monkeypatch.setitem(system.modules, "warroom.desktop.app", stand_in)
    brand = brand_folder(tmp_path / "brand")
    assert command.main(["template", "watch", str(brand / "quote")]) == 0
    assert asked == [DesktopOptions(bench=brand / "quote")]


@pytest.mark.parametrize("source", shipped_keys())
def test_each_of_ours_begins_a_template_in_a_brand_of_other_names(tmp_path: Path, source: str) -> None:
    """Fonts, colours and logo that the brand lacks are stood in for, and said."""
    brand = brand_folder(tmp_path / "brand", "other")
    made = new_template(brand / "mine", source)
    assert not made.brand_made
    assert made.notes
    template = load_template(brand / "mine", load_brand(brand / "brand.toml"))
    assert template.name == "Mine"
    assert "templates/logo" not in (brand / "mine" / "template.toml").read_text("utf-8"), "no logo but their own"
    assert {cut.name for cut in template.cuts} == {"1x1", "4x5", "16x9", "9x16"}


@pytest.mark.parametrize(("source", "art"), [("thank-you", "bitten.png, crumbs.png"), ("versus", "face.png"), ("plain-type", "")])
def test_a_new_brand_is_nobody_s(tmp_path: Path, source: str, art: str) -> None:
    """Greys, a logo that says it is none, and every line with the invented brand's product marked and told."""
    made = new_template(tmp_path / "mine" / "one", source)
    template = load_template(made.template, load_brand(made.brand))
    assert {len({red, green, blue}) for red, green, blue, _ in template.brand.palette.values()} == {1}
    assert template.brand.logo is not None
    drawn = template.brand.logo.file.path.read_text("utf-8")
    assert "Your logo" in drawn
    assert "CRUMB" not in drawn
    text = (made.template / "template.toml").read_text("utf-8")
    assert "templates/logo" not in text
    told = [note for note in made.notes if "invented brand" in note]
    assert [note.split(":")[0] for note in told] == ([art] if art else [])
    assert text.count("# of an invented brand") == len(art.split(", ") if art else ())


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Any, target: Any, **_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source, None, target)

    monkeypatch.setattr(shutil, "copystat", full)  # of a copied folder's files and of itself
    with pytest.raises(StorageError) as wrong:
        new_template(tmp_path / "mine" / "one")
    assert wrong.value.message == f"{tmp_path / 'mine' / 'one'} cannot be made: {os.strerror(errno.ENOSPC)}."
    assert "Free some space" in wrong.value.hint
    assert not (tmp_path / "mine").exists()


def test_half_a_template_is_never_left_behind(tmp_path: Path) -> None:
    brand = brand_folder(tmp_path / "brand", "other")
    (brand / "brand.toml").write_text(
        (brand / "brand.toml").read_text("utf-8").replace("[palette]", "[rules]\nmin_contrast = 4.5\n[unknown]")
    )
    with pytest.raises(Exception, match="unknown"):
        new_template(brand / "mine")
    assert sorted(path.name for path in brand.iterdir()) == ["brand.toml", "fonts", "other"]
    with pytest.raises(DesignError, match="no name of a template's folder"):
        new_template(brand / "Mine & Yours")
