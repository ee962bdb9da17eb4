"""Nothing is cut off and nothing lies over something else, measured on the items themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from tests.ui.test_pictures_items import send


def place(item: QQuickItem) -> QRectF:
    """Where its words are in the window: as wide as they are, not as what holds them."""
    width = max(item.width(), float(item.property("implicitWidth")))
    return item.mapRectToScene(QRectF(0, 0, width, item.height()))


def stage_words(stage: Stage, bar: QQuickItem) -> list[QRectF]:
    shown = [item for item in stage._all(bar) if item.isVisible() and item.objectName().endswith((".name", ".clock"))]
    assert shown
    return [place(item) for item in shown]


@pytest.mark.parametrize("seconds", [0, 1, 9, 100, 4_000])
@pytest.mark.parametrize("width", [1366, 1920])
async def test_the_stages_of_a_hand_off_stay_inside_their_bar(
    stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path, seconds: int, width: int
) -> None:
    item = send(room, me, "item-1", "Lights out. Snacks on.")
    room.wait(50)
    acts.sign(room, brand, item, "brand")
    room.wait(2)
    acts.sign(room, Place(room, "Counsel", tmp_path / "counsel"), item, "legal")
    room.now += seconds * 1000
    stage.resize(width, 768)
    await stage.enter(me)
    stage.shell.desk.handoff.ask(item)
    stage.shell.desk.handoff.confirm()
    await stage.until(lambda: stage.shows("handoff.stages"))
    await stage.settle()
    bar = stage.item("handoff.stages")
    outside, words = place(bar), stage_words(stage, bar)
    assert all(outside.left() <= one.left() and one.right() <= outside.right() + 0.5 for one in words)
    assert not any(one.intersects(other) for at, one in enumerate(words) for other in words[at + 1 :])
    assert "Publishing" in stage.words()


@pytest.mark.parametrize("width", [1366, 1920])
async def test_what_can_be_done_with_a_post_stands_inside_it_and_over_nothing(stage: Stage, me: Place, width: int) -> None:
    stage.resize(width, 1080)
    await stage.enter(me)
    me.post(post(77, "Blackout", me.server_now(), "dark", author="a.writer.of.a.very.long.name.example", url="https://social.example/77"))
    await stage.until(lambda: stage.shell.desk.feeds.columns[0].posts.rows[0].id == "Blackout:77")
    await stage.settle()
    cards = [item for item in stage._all(stage.item("column.0.posts")) if item.objectName() in {f"post.{place}" for place in range(5)}]
    before = [place(card) for card in cards]
    for number in range(4):
        await stage.key("J")
        await stage.settle()
        card, actions = stage.item(f"post.{number}"), stage.item("post.actions")
        assert place(card).contains(place(actions))
        texts = [item for item in stage._all(card) if item.isVisible() and item.property("text") and not within(item, actions)]
        said = [item.mapRectToScene(QRectF(0, 0, item.width(), item.height())) for item in texts]
        assert not any(one.intersects(place(actions)) for one in said if one.width() > 0)
    assert [place(card) for card in cards] == before, "choosing moved something"


def within(item: QQuickItem, holder: QQuickItem) -> bool:
    while item is not None and item is not holder:
        item = item.parentItem()
    return item is holder
