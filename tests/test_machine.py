"""Screens and libraries: what is missing is named with the line that installs it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from warroom import machine
from warroom.errors import MissingPart


@pytest.fixture(autouse=True)
def on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)


@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({}, "none"),
        ({"DISPLAY": ":0"}, "x11"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, "x11"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "offscreen:size=800x600"}, "offscreen"),
    ],
)
def test_the_kind_of_screen(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], kind: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert machine.screen_kind() == kind


def test_missing_libraries_are_all_named_with_one_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = ("libEGL.so.1", "libfontconfig.so.1")
    monkeypatch.setattr(machine, "_loads", lambda file: file not in lacking)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(MissingPart) as caught:
        machine.need_qt(screen=False)
    assert "libEGL.so.1, libfontconfig.so.1" in caught.value.message
    assert caught.value.hint == "Install: sudo apt install libegl1 libfontconfig1"


def test_a_real_x_screen_needs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_loads", lambda file: "xcb" not in file)
    assert machine.missing_libraries("offscreen") == ()
    assert "libxcb-cursor.so.0" in [library.file for library in machine.missing_libraries("x11")]


def test_the_line_fits_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/dnf" if name == "dnf" else None)
    assert machine.install_line(machine.BASE[:1]) == "Install: sudo dnf install libglvnd-egl"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "apt install libegl1; on Fedora: sudo dnf install libglvnd-egl" in machine.install_line(machine.BASE[:1])


def test_a_library_that_is_not_there_does_not_load() -> None:
    assert not machine._loads("libno-such-thing.so.9")


def test_a_screen_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert str(tmp_path / "wayland-7") in machine.screen_problem("wayland")
    monkeypatch.setattr(machine, "_x_answers", lambda: False)
    monkeypatch.setenv("DISPLAY", ":77")
    assert "':77' does not answer" in machine.screen_problem("x11")
