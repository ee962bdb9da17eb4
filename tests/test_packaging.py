"""The program as it leaves the house: a wheel put elsewhere, and one folder that needs no Python."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
MOST_OF_QT = 135_000_000  # bytes; all of Essentials is nearly twice that
TOUR_S = 400.0
NEEDED = ("Python", "Qt", "Fonts", "Templates", "Screens", "SQLite", "Place to write", "Sockets on 127.0.0.1")

pytestmark = pytest.mark.slow


def run(command: list[str], folder: Path, timeout: float = 60, **environment: str) -> str:
    """What the command said, from a folder that is not the checkout and without anything this test was started with."""
    clean = {"PATH": os.defpath, "HOME": str(folder), "WARROOM_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen", **environment}
    ended = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, timeout=timeout, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def everything_needed_is_there(said: str) -> None:
    for name in NEEDED:
        assert f"✓ {name}: " in said, said


def its_tour_is_whole(folder: Path) -> None:
    told = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
    assert [cut["cut"] for cut in told["cuts"]] == ["1x1", "4x5", "16x9", "9x16"]
    for cut in told["cuts"]:
        assert cut["approved"] == cut["handed_off"]
        assert hashlib.sha256((folder / f"card-{cut['cut']}.jpg").read_bytes()).hexdigest() == cut["approved"]
    assert told["counts"]["sign_offs"] == 2
    for picture in told["pictures"]:
        assert (folder / picture).stat().st_size > 10_000, picture


@pytest.mark.timeout(700)
def test_a_wheel_put_elsewhere_brings_its_screens_fonts_and_templates(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=HOUSE, capture_output=True, timeout=200, check=True)
    (wheel,) = tmp_path.glob("warroom-*.whl")
    elsewhere = tmp_path / "elsewhere"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(elsewhere)
    said = run([sys.executable, "-m", "warroom", "doctor"], tmp_path, PYTHONPATH=str(elsewhere))
    everything_needed_is_there(said)
    assert f"in {elsewhere / 'warroom' / '_data' / 'ui'}" in said
    run([sys.executable, "-m", "warroom", "tour", str(tmp_path / "tour")], tmp_path, TOUR_S, PYTHONPATH=str(elsewhere))
    its_tour_is_whole(tmp_path / "tour")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built folder."""
    made = tmp_path_factory.mktemp("program")
    build = [sys.executable, "-m", "PyInstaller", "build.spec", "--noconfirm", "--distpath", str(made), "--workpath", str(made / "work")]
    subprocess.run(build, cwd=HOUSE, capture_output=True, timeout=500, check=True)
    return made / "warroom"


@pytest.mark.timeout(900)
def test_the_built_folder_runs_alone_and_holds_no_more_of_qt_than_is_used(program: Path, tmp_path: Path) -> None:
    everything_needed_is_there(run([str(program / "warroom"), "doctor"], tmp_path))
    run([str(program / "warroom"), "tour", str(tmp_path / "tour")], tmp_path, TOUR_S)
    its_tour_is_whole(tmp_path / "tour")
    files = [file for file in program.rglob("*") if file.is_file() and not file.is_symlink()]
    assert sum(file.stat().st_size for file in files if "PySide6" in file.parts) < MOST_OF_QT
    names = " ".join(file.name for file in files)
    for unused in ("libQt6Quick3D", "libQt6Designer", "libQt6Pdf", "libQt6Sql", "libgtk", "Fusion", "qt_de.qm"):
        assert unused not in names
