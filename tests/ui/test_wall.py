"""The wall's own window."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QFont, QGuiApplication
from PySide6.QtQuick import QQuickItem

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.pictures import assert_as_kept
from tests.ui.test_pictures_items import send
from tests.ui.test_spikes import happen, rise
from tests.ui.wall import show_wall, wall_window
from warroom.desktop import shell_memory
from warroom.desktop.topbar_words import jumps
from warroom.options import WallOptions
from warroom.review.commands import CallMoment, DecideMoment, ResumeRoom, SetPace, StandDownRoom
from warroom.review.events import SpikeOver
from warroom.watch.spike import SpikeEnd

STRANGE = "lights went out"  # a phrase that rises in what strangers write
UNSET = 12  # what Qt has for a text that does not shrink
SCREENS = [(1920, 1080, 75), (3840, 2160, 98), (1366, 768, 55), (1366, 768, 43), (1600, 1200, 60), (1080, 1920, 55), (1920, 1080, 27)]
NARROW = [(800, 800, 27), (800, 800, 55), (768, 1366, 43), (600, 1024, 20)]


def busy(room: TableRoom, me: Place, brand: Place, tmp_path: Path) -> None:
    """A night with a spike, a moment on it, three items and a pass."""
    counsel = Place(room, "Counsel", tmp_path / "counsel")
    me.ask(SetPace(1.0, False, jumps(room.state)["blackout"]))
    room.wait(14)
    one = rise(room)
    me.ask(CallMoment("Blackout", "Blackout", (), (), one.id), "moment-1")
    room.wait(24)
    first = send(room, me, "item-1", "Second half, second helping.")
    acts.sign(room, brand, first, "brand")
    acts.sign(room, counsel, first, "legal")
    send(room, me, "item-2", "Lights out. Snacks on.")
    acts.sign(room, brand, "item-2", "brand")
    send(room, me, "item-3", "That run. That crunch.")
    passed = me.ask(CallMoment("A dog on the pitch", "The game", ()))
    me.ask(DecideMoment(passed, "pass", "Not ours to say"))
    room.wait(21)


def texts(wall: Stage) -> list[QQuickItem]:
    """Every text that is on the wall."""
    root = wall.window.contentItem()
    return [item for item in wall._all(root) if item.isVisible() and item.width() > 0 and item.property("text") and seen(item)]


def seen(item: QQuickItem) -> bool:
    while item is not None:
        if item.opacity() == 0:
            return False
        item = item.parentItem()
    return True


def unclipped(item: QQuickItem) -> bool:
    """Whether all of its letters are inside of what holds them."""
    box, holder = written(item), item.parentItem()
    while holder is not None:
        if holder.clip() and not place(holder).adjusted(-1, -1, 1, 1).contains(box):
            return False
        holder = holder.parentItem()
    return True


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def written(item: QQuickItem) -> QRectF:
    """Where its letters are."""
    return item.mapRectToScene(QRectF(0, 0, min(item.width(), float(item.property("paintedWidth"))), item.height()))


async def test_f9_opens_it_full_without_a_pointer_and_closes_it_and_it_is_remembered(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    assert wall_window() is None
    await stage.key("F9")
    await stage.until(wall_window)
    wall = wall_window()
    assert wall is not None
    assert wall.visibility().name == "FullScreen"
    assert wall.cursor().shape() == Qt.CursorShape.BlankCursor
    assert wall.transientParent() is None, "it does not go when the desk is put away"
    assert shell_memory.recall().wall.open
    assert stage.window.isVisible()
    await stage.key("F9")
    await stage.until(lambda: wall_window() is None)
    assert not shell_memory.recall().wall.open


async def test_the_palette_has_one_entry_a_screen_and_again_closes(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    rows = [row for row in stage.shell.keys.all.rows if row.id.startswith("wall.screen.")]
    assert len(rows) == len(QGuiApplication.screens())
    assert rows[0].words.startswith("Wall on screen 1")
    stage.shell.runCommand("wall.screen.1")
    await stage.until(wall_window)
    assert shell_memory.recall().wall.screen
    stage.shell.runCommand("wall.screen.1")
    await stage.until(lambda: wall_window() is None)
    stage.shell.runCommand("wall.far.12")
    assert shell_memory.recall().wall.distance == 12


async def test_while_its_screen_is_gone_it_is_not_shown_and_comes_with_it(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    wall = stage.shell.wall
    wall.put("a screen that was unplugged")
    assert shell_memory.recall().wall.open
    assert not wall.shown
    assert wall_window() is None
    wall._keep(msgspec.structs.replace(wall._memory, screen=""))  # what the system calls it again
    wall._screens_changed()
    await stage.until(wall_window)


async def test_what_cannot_be_is_said_on_the_desk(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    stage.shell.wall.begin(WallOptions(screen=9))
    await stage.until(lambda: "The wall cannot be put on screen 9. There is one screen." in stage.words())
    await show_wall(stage, 1366, 768, 14, 20)
    stage.shell.wall.readFrom(20)
    await stage.until(lambda: "can be read from" in stage.words())
    assert stage.shell.wall._sizes.readable_m < 20
    stage.shell.wall.readFrom(2)
    await stage.until(lambda: "can be read from" not in stage.words())


async def test_it_comes_back_by_itself_into_the_next_room(stage: Stage, me: Place) -> None:
    wall = await show_wall(stage, 1920, 1080, 75)
    assert "No room yet" in wall.words()
    await stage.enter(me)
    await wall.until(lambda: "Super Bowl XLVII" in wall.words() and "No room yet" not in wall.words())
    await stage.shell.close(stop=False)
    await wall.until(lambda: "No room yet" in wall.words() and "Super Bowl XLVII" not in wall.words())


async def test_a_spike_in_numbers_until_somebody_calls_a_moment_on_it(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    wall = await show_wall(stage, 1920, 1080, 75)
    assert "Nothing spikes" in wall.words()
    assert not wall.shows("wall.lead")
    one = rise(room)
    await wall.until(lambda: wall.shows("wall.lead"))
    await wall.settle()
    shown = wall.words()
    assert {"SPIKE", "Blackout", "spotted after 3 s"} <= set(shown.splitlines())
    assert STRANGE not in shown
    assert "pitch black" not in shown
    assert "times its baseline" in shown
    assert "posts a second" in wall.accessible("wall.lead")[0]
    me.ask(CallMoment("Half the stadium is dark", "Blackout", (), (), one.id))
    await wall.until(lambda: "Half the stadium is dark" in wall.words())
    assert f"“{STRANGE}”" in wall.words()
    happen(room, SpikeOver(SpikeEnd(one.id, room.now, 4000.0)))
    await wall.until(lambda: "MOMENT" in wall.words())
    assert f"“{STRANGE}”" not in wall.words()
    me.ask(DecideMoment(next(iter(room.state.moments)), "pass"))
    await wall.until(lambda: "Nothing spikes" in wall.words())
    assert "1 passed" in wall.words()


async def test_all_of_a_busy_night_is_on_it(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    busy(room, me, brand, tmp_path)
    await stage.enter(me)
    wall = await show_wall(stage, 1920, 1080, 98)
    shown = set(wall.words().splitlines())
    assert {"REHEARSAL", "Super Bowl XLVII", "3rd quarter · play suspended", "20:40:44"} <= shown
    assert {"Since the lights went out", "02:44", "That night it took until 20:48"} <= shown
    assert {"Second half, second helping.", "Greenlit", "Waiting for Legal", "Brand and Legal"} <= shown
    assert {"Standing by", "Brand · imitation", "Legal · imitation"} <= shown
    assert any(line.endswith("0 published  ·  1 passed") for line in shown)
    assert wall.accessible("wall.item.item-2")[0].startswith("Lights out. Snacks on.: Waiting for Legal, for ")
    assert wall.accessible("wall.watch") == (
        "Since the lights went out: 02:44. That night it took until 20:48. 3 more moments run",
        QAccessible.Role.Clock,
    )
    assert wall.accessible("wall.items")[0] == "3 items wait"
    assert wall.accessible("wall.light.brand")[0] == "Brand · imitation"


@pytest.mark.parametrize(("width", "height", "inches"), SCREENS)
async def test_no_text_is_smaller_than_the_smallest_and_none_lies_over_another(
    stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path, width: int, height: int, inches: int
) -> None:
    await stage.enter(me)
    least = stage.shell.wall
    wall = await show_wall(stage, width, height, inches)
    assert_whole(wall, least.small, width, height)
    busy(room, me, brand, tmp_path)
    await wall.settle()
    assert_whole(wall, least.small, width, height)
    me.lose("offline", "The room does not answer.")
    await wall.settle()
    assert wall.shows("wall.stale")
    assert_whole(wall, least.small, width, height)
    me.find()
    brand.ask(StandDownRoom("Somebody may be hurt"))
    await wall.settle()
    assert wall.shows("wall.down")
    assert_whole(wall, least.small, width, height)


def assert_whole(wall: Stage, least: int, width: int, height: int) -> None:
    shown = texts(wall)
    assert len(shown) >= 3
    for item in shown:
        font: QFont = item.property("font")
        assert font.pixelSize() >= least, item.property("text")
        shrinks_to = item.property("minimumPixelSize")
        assert shrinks_to == UNSET or shrinks_to >= least, item.property("text")
        assert unclipped(item), item.property("text")
    cards = [item for item in wall._all(wall.window.contentItem()) if item.isVisible() and item.objectName().startswith("wall.item.")]
    waiting = wall.item("wall.items").property("count")
    assert not waiting or not wall.shows("wall.items") or cards or wall.shows("wall.more")
    boxes = [(item.property("text"), written(item)) for item in shown]
    inside = QRectF(0, 0, width, height)
    for text, box in boxes:
        assert inside.contains(box), f"{text!r} at {box}"
    for at, (text, box) in enumerate(boxes):
        for other, there in boxes[at + 1 :]:
            both = box.intersected(there)
            assert both.width() < 2 or both.height() < 0.3 * least, f"{text!r} over {other!r}"


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize(("width", "height", "inches"), NARROW)
async def test_the_clock_lies_over_nothing_where_the_wall_is_narrow(
    stage: Stage, me: Place, room: TableRoom, width: int, height: int, inches: int, paused: bool
) -> None:
    await stage.enter(me)
    if paused:
        me.ask(SetPace(10.0, True, None))
    wall = await show_wall(stage, width, height, inches)
    await wall.settle()
    clock, kind = place(wall.item("wall.clock")), written(wall.item("wall.kind"))
    assert not clock.intersects(kind)
    assert QRectF(0, 0, width, height).contains(clock)
    rates = [item for item in texts(wall) if item.property("text").endswith("/s")]
    assert rates
    assert all(unclipped(item) for item in rates)


async def test_what_does_not_fit_is_counted(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    busy(room, me, brand, tmp_path)
    await stage.enter(me)
    for inches, more in ((98, ""), (55, "+2 more"), (27, "3 items wait")):
        wall = await show_wall(stage, 1920, 1080, inches)
        cards = [item for item in wall._all(wall.window.contentItem()) if item.isVisible() and item.objectName().startswith("wall.item.")]
        assert len(cards) == {"": 3, "+2 more": 1, "3 items wait": 0}[more]
        assert wall.shows("wall.more") == bool(more)
        assert not more or wall.item("wall.more").property("text") == more
        assert all(place(wall.item("wall.items")).contains(place(card)) for card in cards)


async def test_a_room_that_is_not_heard_is_said_large_and_since_when(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    wall = await show_wall(stage, 1920, 1080, 75)
    me.lose("offline", "The room does not answer.")
    room.now += 12_000
    stage.shell.desk.live.ticked.emit()
    await wall.until(lambda: "Not live: last heard at 20:40:00, 12 s ago" in wall.words())
    assert "The room does not answer. Trying again." in wall.words()
    assert wall.accessible("wall.stale")[1] == QAccessible.Role.AlertMessage
    me.find()
    await wall.until(lambda: not wall.shows("wall.stale"))


async def test_stood_down_is_said_red_and_large_and_by_whom(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    busy(room, me, brand, tmp_path)
    await stage.enter(me)
    wall = await show_wall(stage, 1920, 1080, 75)
    brand.ask(StandDownRoom("Somebody may be hurt"))
    await wall.until(lambda: wall.shows("wall.down"))
    await wall.settle()
    assert {"STOOD DOWN", "by Brand lead (imitation) at 20:40:44"} <= set(wall.words().splitlines())
    assert not wall.shows("wall.lead")
    box = place(wall.item("wall.down"))
    picture = wall.grab()
    middle = picture.pixelColor(round(box.right() - 20), round(box.center().y()))
    assert middle.red() > 1.5 * middle.blue()
    me.ask(ResumeRoom())
    await wall.until(lambda: "Writer on duty asked to resume; it takes a second person." in wall.words())


async def test_quiet_is_grey(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    """Of a calm wall nearly every pixel is without colour."""
    Place(room, "Counsel", tmp_path / "counsel")
    await stage.enter(me)
    wall = await show_wall(stage, 1366, 768, 98)
    picture = wall.grab()
    box = place(wall.item("wall.calm"))
    points = [(x, y) for x in range(int(box.left()) + 60, int(box.right()), 7) for y in range(int(box.top()) + 3, int(box.bottom()), 7)]
    loud = [point for point in points if picture.pixelColor(*point).saturation() > 120 and picture.pixelColor(*point).value() > 120]
    assert len(loud) <= len(points) // 200


async def test_the_wall_as_kept(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    busy(room, me, brand, tmp_path)
    await stage.enter(me)
    wall = await show_wall(stage, 1920, 1080, 85)
    pictures = [item for item in wall._all(wall.window.contentItem()) if item.inherits("QQuickImage") and item.isVisible()]
    await wall.until(lambda: pictures and all(item.property("paintedWidth") > 1 for item in pictures))
    await wall.settle()
    assert_as_kept(wall.grab(), "wall", tmp_path)


async def test_the_quiet_wall_as_kept(stage: Stage, me: Place, brand: Place, tmp_path: Path) -> None:
    await stage.enter(me)
    wall = await show_wall(stage, 1366, 768, 85)
    assert_as_kept(wall.grab(), "wall_calm", tmp_path)


async def test_the_wall_of_a_small_screen_as_kept(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    busy(room, me, brand, tmp_path)
    await stage.enter(me)
    brand.ask(StandDownRoom("Somebody may be hurt"))
    wall = await show_wall(stage, 1366, 768, 43)
    assert_as_kept(wall.grab(), "wall_down", tmp_path)
