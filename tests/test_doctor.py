"""`warroom doctor` names everything and ends with the right code."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import features

from warroom import doctor, locations, machine
from warroom.doctor import Check


def named(name: str) -> Check:
    return next(check for check in doctor.report() if check.name.startswith(name))


def test_everything_it_looks_at_is_listed(home: Path) -> None:
    names = [check.name for check in doctor.report()]
    assert names == [
        "Python",
        "Qt",
        "Qt's system libraries",
        "Screen",
        "FriBiDi (Arabic, Hebrew, Indic text)",
        "Chinese, Japanese and Korean letters",
        "Fonts",
        "Templates",
        "Screens",
        "SQLite",
        "Place to write",
        "Keyring for secrets",
        "Sockets on 127.0.0.1",
    ]
    for name in ("Python", "Qt", "Fonts", "SQLite", "Place to write", "Sockets"):
        assert named(name).ok, named(name)
    assert list(home.iterdir()) == []


def test_only_what_is_needed_makes_it_fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    there, spare = Check("A", True, "1"), Check("B", False, "none", "Get a B.", optional=True)
    monkeypatch.setattr(doctor, "report", lambda: (there, spare))
    assert doctor.main() == 0
    assert capsys.readouterr().out.splitlines() == ["✓ A: 1", "✗ B: none", "    optional: Get a B.", "Everything that is needed is here."]
    monkeypatch.setattr(doctor, "report", lambda: (there, spare, Check("C", False, "none", "Get a C.")))
    assert doctor.main() == 1
    assert capsys.readouterr().out.splitlines()[-2:] == ["    Get a C.", "Missing: C."]


def test_missing_shaping_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "fribidi")
    check = named("FriBiDi")
    assert not check.ok
    assert check.optional
    assert "fribidi" in check.fix


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_loads", lambda file: file != "libEGL.so.1")
    check = named("Qt's system libraries")
    assert check.found == "lacks libEGL.so.1"
    assert "libegl1" in check.fix


def test_a_home_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "file" / "below"))
    assert not named("Place to write").ok


def test_too_old_a_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.apsw, "sqlite_lib_version", lambda: "3.51.2")
    assert not named("SQLite").ok


def test_missing_parts_of_the_program_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(locations, "assets", lambda: tmp_path)
    assert not named("Fonts").ok
    assert not named("Templates").ok


def test_without_a_font_for_it_chinese_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.doctor.installed_cjk", lambda bold, han: ())
    check = named("Chinese")
    assert not check.ok
    assert check.optional
    assert "Noto" in check.fix or "noto" in check.fix
