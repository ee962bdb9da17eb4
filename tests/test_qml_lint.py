"""The check of the QML files sees into the types that are written in Python."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import qml_lint

SCREEN = """import QtQuick
import warroom.desktop

Text {
    required property RecordListModel rows
    text: rows.%s
}
"""


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("types")
    qml_lint.describe(folder)
    return folder


@pytest.mark.parametrize(("member", "right"), [("count", True), ("cuont", False)])
def test_a_member_that_a_python_type_does_not_have_is_a_warning(types: Path, tmp_path: Path, member: str, right: bool) -> None:
    file = tmp_path / "Screen.qml"
    file.write_text(SCREEN % member)
    command = [qml_lint.tool("qmllint"), "--ignore-settings", "--max-warnings", "0", "-I", str(types), str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode == 0) is right, ended.stdout + ended.stderr
    if not right:
        assert '"cuont"' in ended.stdout + ended.stderr
