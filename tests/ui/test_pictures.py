from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.pictures import KEPT, assert_as_kept
from tests.ui.test_spikes import rise
from warroom.desktop import gallery
from warroom.desktop.app import prepare
from warroom.review.commands import CallMoment


async def test_first_start(stage: Stage, tmp_path: Path) -> None:
    assert_as_kept(stage.grab(), "first", tmp_path)


async def test_desk(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    me.ask(CallMoment("Half the stadium is dark", "Blackout", ()))
    room.now += 176_000
    await stage.enter(me)
    await stage.key("J", "J")
    await stage.until(lambda: stage.shows("moment.go"))
    await stage.until(lambda: "refused the connection" in stage.words())
    await stage.settle()
    assert_as_kept(stage.grab(), "desk", tmp_path)


async def test_spike(stage: Stage, me: Place, room: TableRoom, tmp_path: Path) -> None:
    await stage.enter(me)
    rise(room)
    await stage.until(lambda: stage.shows("spike.call"))
    await stage.until(lambda: not stage.item("pulse.0").property("beating"))
    await stage.key("F8")
    await stage.settle()
    assert_as_kept(stage.grab(), "spike", tmp_path)


async def test_topics(stage: Stage, me: Place, tmp_path: Path) -> None:
    await stage.enter(me)
    await stage.key("F7", "J")
    await stage.until(lambda: stage.shows("topics.list"))
    await stage.settle()
    assert_as_kept(stage.grab(), "topics", tmp_path)


def test_gallery(qapp: QApplication, tmp_path: Path) -> None:
    prepare(qapp)
    view = gallery.show()
    qapp.processEvents()
    picture = view.grabWindow()
    view.close()
    view.deleteLater()
    assert_as_kept(picture, "gallery", tmp_path)


def test_a_picture_with_one_control_gone_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARROOM_KEEP_PICTURES", raising=False)
    changed = Image.open(KEPT / "first.png").convert("RGB")
    ImageDraw.Draw(changed).rectangle((170, 297, 500, 547), fill="#0A0C11")
    changed.save(tmp_path / "changed.png")
    with pytest.raises(AssertionError, match="not as it was"):
        assert_as_kept(QImage(str(tmp_path / "changed.png")), "first", tmp_path)
