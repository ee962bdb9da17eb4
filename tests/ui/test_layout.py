"""Nothing is cut off and nothing lies over something else, measured on the items themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from tests.ui.test_pictures_items import send
from warroom.review.commands import CallMoment, ClaimTarget, ReportPosted, SaveVersion


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


@pytest.mark.parametrize("tab", ["feeds", "composer", "board"])
async def test_under_tabs_a_pane_has_no_second_head(stage: Stage, me: Place, tab: str) -> None:
    await stage.enter(me)
    stage.shell.goTo(tab)
    await stage.settle()
    assert heads(stage, tab) == 1
    said = {"feeds": "0 posts/s", "composer": "Nothing is being written", "board": "nothing waits for you"}[tab]
    assert said in stage.words()
    stage.resize(1920, 1080)
    await stage.settle()
    assert not stage.shows(f"tab.{tab}")
    assert heads(stage, tab) == 1


def heads(stage: Stage, tab: str) -> int:
    """How often the name of that pane is written."""
    texts = (item for item in stage._all(stage.window.contentItem()) if item.isVisible() and not item.childItems())
    return sum(item.property("text") == tab.capitalize() for item in texts)


@pytest.mark.parametrize("width", [960, 1200, 1366, 1500, 1920])
async def test_nothing_in_the_top_bar_lies_over_anything(stage: Stage, me: Place, width: int) -> None:
    stage.resize(width, 1080)
    await stage.enter(me)
    bar = stage.item("topbar.kind").parentItem().parentItem()
    texts = [item for item in stage._all(bar) if item.isVisible() and item.property("text") and not item.childItems()]
    said = [item.mapRectToScene(QRectF(0, 0, item.width(), item.height())) for item in texts]
    assert "Super Bowl XLVII" in [item.property("text") for item in texts if item.width() > 60]
    assert not any(one.intersects(other) for at, one in enumerate(said) for other in said[at + 1 :] if one.width() and other.width())
    assert all(one.right() <= width for one in said)
    assert stage.accessible("light.legal")[0] == "Legal — Counsel not connected"


async def test_the_chosen_moment_is_whole_in_view(stage: Stage, me: Place) -> None:
    for number in range(7):
        me.ask(CallMoment(f"The {number}th thing that happens in the dome", "Blackout", ()))
    await stage.enter(me)
    await stage.key("Alt+5", "L", "L", "L", "L", "L")
    await stage.settle()
    strip = stage.item("moments.list")
    chosen = next(item for item in stage._all(strip) if item.objectName() == "moment.5")
    assert chosen.property("chosen")
    assert strip.mapRectToScene(QRectF(-1, 0, strip.width() + 2, strip.height())).contains(place(chosen))


async def test_what_went_out_is_shown_when_it_is_published(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    item = send(room, me, "item-1", "Lights out. Snacks on.")
    acts.sign(room, brand, item, "brand")
    acts.sign(room, Place(room, "Counsel", tmp_path / "counsel"), item, "legal")
    for target in range(2):
        claim = me.ask(ClaimTarget(item=item, target=target, digest=acts.digest(room, item)))
        me.ask(ReportPosted(item=item, target=target, claim=claim, link=f"imitation://crumb.example/{target}"))
    await stage.enter(me)
    stage.shell.desk.handoff.ask(item)
    await stage.until(lambda: stage.shows("handoff.out"))
    blob = room.state.items[item].current.content.cuts[0].blob  # both targets get the first cut
    assert stage.item("handoff.out").property("source").toString() == f"image://blob/{blob}"
    await stage.until(lambda: stage.item("handoff.out").property("paintedWidth") > 200)
    picture = stage.item("handoff.out")
    assert picture.height() > 200
    assert picture.mapRectToScene(QRectF(0, 0, picture.width(), picture.height())).bottom() < 768


async def test_a_long_title_goes_before_who_made_the_version(stage: Stage, me: Place, room: TableRoom) -> None:
    item = send(room, me, "item-1", "Lights out.")
    await stage.enter(me)
    cuts = acts.content(room, "Lights out. Snacks on.").cuts
    content = structs.replace(room.state.items[item].current.content, title="Lights out. Snacks on.", cuts=cuts)
    me.ask(SaveVersion(item=item, base=1, content=content))
    stage.shell.desk.review.open(item)
    await stage.until(lambda: stage.shows("review.compare"))
    await stage.settle()
    title = stage.item("review.title")
    assert not title.property("truncated")


async def test_where_all_who_stand_by_are_imitations_that_is_said_once_and_the_run_of_show_stays_whole(
    stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path
) -> None:
    Place(room, "Counsel", tmp_path / "counsel")
    await stage.enter(me)
    await stage.settle()
    shown = stage.words().splitlines()
    assert shown.count("Imitations") == 1
    assert {"Brand", "Legal"} <= set(shown)
    assert stage.accessible("light.brand")[0] == "Brand · imitation"
    position = stage.item("topbar.position")
    assert position.property("text") == "3rd quarter · play suspended"
    assert not position.property("truncated")


async def test_what_can_be_decided_stands_in_one_row(stage: Stage, me: Place, room: TableRoom, tmp_path: Path) -> None:
    counsel = Place(room, "Counsel", tmp_path / "counsel")
    item = send(room, me, "item-1", "Lights out.")
    await stage.enter(counsel)
    stage.shell.desk.review.open(item)
    await stage.until(lambda: stage.shows("review.requestButton"))
    await stage.settle()
    rows = {place(stage.item(name)).center().y() for name in ("review.requestButton", "review.holdButton")}
    assert len(rows) == 1
    back, list_ = place(stage.item("review.back")), place(stage.item("board.list"))
    assert place(stage.item("review.board")).contains(back)
    assert back.top() >= list_.bottom()


async def test_a_pill_of_a_long_account_ends_inside_its_row(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    plan = room.state.plan
    long = structs.replace(plan.targets[0], account="the.brand.of.a.very.long.name.that.does.not.end.example.org")
    room.state = structs.replace(room.state, plan=structs.replace(plan, targets=(long, *plan.targets[1:])))
    item = send(room, me, "item-1", "Lights out.")
    acts.sign(room, brand, item, "brand")
    acts.sign(room, Place(room, "Counsel", tmp_path / "counsel"), item, "legal")
    me.ask(ClaimTarget(item=item, target=0, digest=acts.digest(room, item)))
    await stage.enter(me)
    stage.resize(1920, 1080)
    await stage.key("Alt+3")
    await stage.settle()
    shown = (one for one in stage._all(stage.item("board.list")) if one.isVisible() and one.property("truncated") is not None)
    words = [one for one in shown if one.property("text").startswith(long.account)]
    assert words
    row = place(stage.item(f"board.item.{item}"))
    for one in words:
        assert one.property("truncated")
        assert one.mapRectToScene(one.boundingRect()).right() < row.right()
