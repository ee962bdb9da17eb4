from __future__ import annotations

import contextlib
import errno
import gc
import logging
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QApplication

from warroom.desktop.app import EMOJI, Log, prepare, spare_collector


def test_a_log_on_a_full_disk_fills_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handler = Log(tmp_path / "desktop.log", delay=True)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with contextlib.closing(handler):
        handler.setStream(SimpleNamespace(write=full, flush=lambda: None, close=lambda: None))
        handler.handle(logging.makeLogRecord({"msg": "words"}))
    assert capsys.readouterr().err == ""


def drawn_with(text: str, family: str) -> set[tuple[str, bool]]:
    """The family of each run of this text, and whether it has a picture for every letter."""
    layout = QTextLayout(text, QFont(family))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {(run.rawFont().familyName(), all(run.glyphIndexes())) for run in layout.glyphRuns()}


@pytest.mark.parametrize("family", ["Inter", "JetBrains Mono"])
@pytest.mark.parametrize("emoji", ["🫠", "😂", "🏈", "⚡", "❤️", "👍🏽", "👩‍💻", "🇺🇸", "🏳️‍🌈"])
def test_emoji_come_from_the_font_that_ships(qapp: QApplication, family: str, emoji: str) -> None:
    prepare(qapp)
    runs = drawn_with(emoji, family)
    assert (EMOJI, True) in runs
    assert all(whole for _, whole in runs)


@pytest.mark.parametrize(
    ("text", "family"),
    [("עברית", "Noto Sans Hebrew"), ("العربية", "Noto Sans Arabic"), ("हिन्दी", "Noto Sans Devanagari"), ("ไทย", "Noto Sans Thai")],
)
def test_posts_in_other_scripts_are_no_boxes(qapp: QApplication, text: str, family: str) -> None:
    prepare(qapp)
    assert all(whole for _, whole in drawn_with(text, "Inter")), family


def test_words_and_digits_stay_in_the_reading_font(qapp: QApplication) -> None:
    prepare(qapp)
    assert drawn_with("since 20:41:07 #1 * ©", "Inter") == {("Inter", True)}


def test_the_collector_passes_over_a_desk_and_takes_it_up_again_once_it_is_left() -> None:
    gc.unfreeze()  # what other tests' windows are spared of
    spare_collector(SimpleNamespace(desk=object()))
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 10_000
    spare_collector(SimpleNamespace(desk=None))
    assert not gc.get_freeze_count()
