"""The command line: what it understands, and that no error leaves it as a traceback."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from warroom import __main__ as command
from warroom.errors import WarroomError
from warroom.options import DesktopOptions, RehearsalOptions, WallOptions

PLAN = Path(__file__).parent / "plan" / "event.toml"


@pytest.fixture(autouse=True)
def environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line sets variables before Qt is loaded; they must not outlive the test."""
    monkeypatch.setattr(os, "environ", dict(os.environ))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, Callable[..., int]], None]:
    """Put a function where the command line would import one."""

    def put(module: str, name: str, function: Callable[..., int]) -> None:
        made = types.ModuleType(module)
        setattr(made, name, function)
        monkeypatch.setitem(sys.modules, module, made)

    return put


@pytest.mark.parametrize(
    ("args", "options"),
    [
        ([], DesktopOptions()),
        (["join", "127.0.0.1:8400"], DesktopOptions(address="127.0.0.1:8400")),
        (["join", "127.0.0.1:8400", "ABCD2345"], DesktopOptions(address="127.0.0.1:8400", code="ABCD2345")),
        (["rehearse"], DesktopOptions(rehearsal=RehearsalOptions("kick-off", 1.0))),
        (["rehearse", "--from", "blackout", "--speed", "10"], DesktopOptions(rehearsal=RehearsalOptions("blackout", 10.0))),
        (["rehearse", "--wall", "2"], DesktopOptions(rehearsal=RehearsalOptions("kick-off", 1.0), wall=WallOptions(2))),
        (["join", "127.0.0.1:8400", "--wall", "1"], DesktopOptions(address="127.0.0.1:8400", wall=WallOptions(1))),
        (["wall"], DesktopOptions(wall=WallOptions(alone=True))),
        (
            ["wall", "127.0.0.1:8400", "ABCD2345", "--screen", "2", "--distance", "4.5", "--inches", "75"],
            DesktopOptions(address="127.0.0.1:8400", code="ABCD2345", wall=WallOptions(2, 4.5, 75.0, True)),
        ),
    ],
)
def test_the_desktop_is_told_what_was_asked(stand_in: Callable[..., None], args: list[str], options: DesktopOptions) -> None:
    asked: list[DesktopOptions] = []
    stand_in("warroom.desktop.app", "main", lambda given: asked.append(given) or 7)
    assert command.main(args) == 7
    assert asked == [options]


def test_start_reads_the_plan_before_a_window_opens(
    stand_in: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[DesktopOptions] = []
    stand_in("warroom.desktop.app", "main", lambda given: asked.append(given) or 0)
    right, wrong = tmp_path / "right.toml", tmp_path / "wrong.toml"
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.toml").write_text("")
    plan = PLAN.read_text().replace("imitation = true\n", "").replace('by = "imitation"\n', "").replace('brand = "brand.toml"\n', "")
    right.write_text(plan)
    wrong.write_text(plan.replace("what =", "waht =", 1))
    assert command.main(["start", str(right)]) == 0
    assert command.main(["start", str(wrong)]) == 2
    assert asked == [DesktopOptions(plan=right.resolve())]
    told = capsys.readouterr().err
    assert f'{wrong.resolve()}:11: run_of_show[1].waht: is no key of this table. Did you mean "what"?' in told
    assert "1 problem in wrong.toml; nothing was started." in told
    wrong.write_text(f'{plan}brand = "brand.toml"\n')
    (tmp_path / "brand.toml").write_text('format = 1\nname = "Tern"\n[palete]\nink = "#000"\n')
    assert command.main(["start", str(wrong)]) == 2
    told = capsys.readouterr().err
    assert f"{tmp_path / 'brand.toml'}:3: palete" in told
    assert "in brand.toml; nothing was started." in told
    wrong.write_text(PLAN.read_text())
    assert command.main(["start", str(wrong)]) == 2
    assert "a live room has no imitation page to post on." in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(command.CHILDREN))
def test_a_child_gets_its_own_arguments(stand_in: Callable[..., None], name: str) -> None:
    asked: list[list[str]] = []
    module, function = command.CHILDREN[name]
    stand_in(module, function, lambda args: asked.append(args) or 3)
    assert command.main([name, "--port", "0"]) == 3
    assert asked == [["--port", "0"]]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["strat"], "invalid choice: 'strat'"),
        (["rehearse", "--speed", "61"], "no number from 1 to 60"),
        (["rehearse", "--from", "dawn"], "invalid choice: 'dawn'"),
        (["start"], "required: EVENT.toml"),
        (["join"], "required: ADDRESS"),
        (["wall", "--screen", "0"], "no number of a screen"),
        (["rehearse", "--wall", "left"], "no number of a screen"),
        (["wall", "--distance", "nan"], "no number from 1 to 30"),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str], args: list[str], words: str) -> None:
    assert command.main(args) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "--help" in told


def test_an_expected_error_is_its_sentence_and_its_hint(stand_in: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_: DesktopOptions) -> int:
        raise WarroomError("The room is closed.", "Open another.")

    stand_in("warroom.desktop.app", "main", refuse)
    assert command.main([]) == 2
    assert capsys.readouterr().err == "The room is closed.\nOpen another.\n"


def test_an_unexpected_error_is_written_down_and_named_in_a_sentence(
    stand_in: Callable[..., None], capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    def break_down(_: DesktopOptions) -> int:
        raise ZeroDivisionError("by nought")

    stand_in("warroom.desktop.app", "main", break_down)
    assert command.main(["join", "127.0.0.1:1", "SECRETCD"]) == 70
    (file,) = (home / "logs").iterdir()
    told = capsys.readouterr().err
    assert str(file) in told
    assert "Traceback" not in told
    assert told.count("\n") == 1
    written = file.read_text()
    assert "ZeroDivisionError: by nought" in written
    assert "SECRETCD" not in written.partition("Traceback")[0]


def test_a_reader_that_has_read_enough_is_no_error(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        said = [sys.executable, "-m", "warroom", "template", "schema", "template"]
        ended = subprocess.run(said, cwd=PLAN.parents[2], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    finally:
        os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, "")
    assert not list((home / "logs").glob("crash-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_under_what_is_said_is_told_and_is_no_error_of_ours(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        said = [sys.executable, "-m", "warroom", "template", "schema", "brand"]
        ended = subprocess.run(said, cwd=PLAN.parents[2], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("What there is to say cannot be written: No space left on device.\nFree some space")
    assert not list((home / "logs").glob("crash-*"))


def test_an_unexpected_error_where_nothing_can_be_written_is_still_a_sentence(
    stand_in: Callable[..., None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "file" / "below"))

    def break_down(_: DesktopOptions) -> int:
        raise ZeroDivisionError("by nought")

    stand_in("warroom.desktop.app", "main", break_down)
    assert command.main([]) == 70
    assert "could not be written down" in capsys.readouterr().err


@pytest.mark.parametrize("args", [["publish", "brand"], ["retire", "quote"]])
def test_where_nothing_can_be_kept_it_says_what_to_do(
    args: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "file" / "below"))
    assert command.main(args) == 2
    said = capsys.readouterr().err
    assert "below cannot be made: Not a directory.\nFree some space there, or name another folder in WARROOM_HOME." in said


def test_a_missing_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(builtins, "__import__", _without("warroom.doctor", builtins.__import__))
    monkeypatch.delitem(sys.modules, "warroom.doctor", raising=False)
    monkeypatch.delattr("warroom.doctor", raising=False)
    assert command.main(["doctor"]) == 2
    assert "cannot be loaded" in capsys.readouterr().err


def _without(name: str, real: Callable[..., object]) -> Callable[..., object]:
    def importing(module: str, *args: object, **named: object) -> object:
        wanted = args[2] if len(args) > 2 else ()
        if module == name or (module == name.rpartition(".")[0] and name.rpartition(".")[2] in (wanted or ())):
            raise ImportError("libdemo.so.1: cannot open shared object file", name=name)
        return real(module, *args, **named)

    return importing


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(sys, "platform", "linux")
    assert command.main([]) == 2
    assert "neither DISPLAY nor WAYLAND_DISPLAY" in capsys.readouterr().err


def test_the_tour_needs_no_screen(monkeypatch: pytest.MonkeyPatch, stand_in: Callable[..., None], tmp_path: Path) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    asked: list[Path] = []
    stand_in("warroom.desktop.tour.play", "main", lambda folder: asked.append(folder) or 0)
    assert command.main(["tour", str(tmp_path)]) == 0
    assert asked == [tmp_path]
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_help_and_version_come_without_loading_what_they_do_not_need() -> None:
    script = "import sys; from warroom.__main__ import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "rehearse" in out
    for heavy in ("PySide6", "PIL", "httpx", "apsw", "msgspec", "starlette"):
        assert f"'{heavy}'" not in out
    version = subprocess.run([sys.executable, "-m", "warroom", "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert version.stdout.startswith("warroom 0.")
