from __future__ import annotations

import os
from pathlib import Path

import pytest

from warroom.desktop.bench.rows import name_of


def test_a_name_is_read_as_written_and_again_when_it_changed(tmp_path: Path) -> None:
    folder = tmp_path / "quote"
    folder.mkdir()
    assert name_of(folder) == "quote"
    (folder / "template.toml").write_text('format = 1\nname = "Quote"\n[[', "utf-8")
    assert name_of(folder) == "Quote"
    (folder / "template.toml").write_text('format = 1\nname = "A quotation"\n', "utf-8")
    assert name_of(folder) == "A quotation"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "template.toml")
    assert name_of(tmp_path) == tmp_path.name
