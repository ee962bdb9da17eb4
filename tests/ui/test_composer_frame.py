"""A picture framed by hand on the card: dragged, zoomed, by keys, for one cut or for all; and what networks lay over it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.test_composer import HEADLINE, begin, card, composer, drawn
from warroom.desktop.tour.hands import wheel_turned
from warroom.review.model import Filled, Framing


async def with_photo(stage: Stage, me: Place, cut: str = "9x16") -> None:
    await begin(stage, me, "reaction-on-photo")
    screen = composer(stage)
    screen.takeOwn("photo", next(row.digest for row in screen.shown.library.rows if row.name == "Dark stadium"))
    screen.preview.choose(cut)
    await drawn(stage)
    await stage.until(lambda: screen.frame.there)


def photo(stage: Stage) -> Filled:
    filled = composer(stage)._desk.draft.filled("photo")
    assert filled is not None
    return filled


async def drag(stage: Stage, dx: int, dy: int) -> None:
    """From the middle of the card, in steps as a hand moves."""
    at, left, plain = stage.middle("composer.hand"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    await stage.act(lambda: QTest.mousePress(stage.window, left, plain, at))
    for part in (0.2, 0.5, 0.8, 1.0):
        to = at + QPoint(round(dx * part), round(dy * part))
        await stage.act(lambda to=to: QTest.mouseMove(stage.window, to))
    await stage.act(lambda: QTest.mouseRelease(stage.window, left, plain, at + QPoint(dx, dy)))


async def wheel(stage: Stage, clicks: int, at: QPoint | None = None) -> None:
    turned = wheel_turned(stage.window, QPointF(at if at is not None else stage.middle("composer.hand")), clicks)
    await stage.act(lambda: QApplication.sendEvent(stage.window, turned))


async def test_the_picture_follows_the_hand_on_this_cut_only_and_one_undo_takes_the_drag_back(stage: Stage, me: Place) -> None:
    await with_photo(stage, me)
    screen = composer(stage)
    others = screen.preview.images.get("1x1")
    before, shown = screen.frame._stand, card(stage)
    await drag(stage, -60, 0)
    await drawn(stage)
    assert photo(stage).framings[0].cut == "9x16"
    moved = screen.frame._stand
    part = 60 / stage.item("composer.hand").width() * before.shown[0] / before.width
    assert moved.centre[0] == pytest.approx(before.centre[0] + part, abs=0.01)
    assert card(stage) != shown
    assert screen.preview.images.get("1x1") == others
    await stage.key("Ctrl+Z")
    assert photo(stage).framings == ()
    await drawn(stage)
    await stage.key("Ctrl+Shift+Z")
    assert photo(stage).framings[0].focal == moved.focal


async def test_a_picture_dragged_beyond_its_edge_stops_there(stage: Stage, me: Place) -> None:
    await with_photo(stage, me)
    await drag(stage, 560, 0)
    await drawn(stage)
    stand = composer(stage).frame._stand
    assert stand.centre[0] == pytest.approx(stand.shown[0] / 2, abs=0.001)
    await stage.key("Left")
    assert composer(stage).frame._stand.centre[0] > stand.centre[0]


async def test_the_wheel_brings_it_closer_around_what_is_under_the_pointer(stage: Stage, me: Place) -> None:
    await with_photo(stage, me, "1x1")
    screen = composer(stage)
    hand = stage.item("composer.hand")
    at = hand.mapToScene(QPointF(hand.width() * 0.25, hand.height() * 0.25)).toPoint()

    def under() -> tuple[float, float]:
        stand = screen.frame._stand
        return tuple(middle + (0.25 - 0.5) * shown for middle, shown in zip(stand.centre, stand.shown, strict=True))

    before = under()
    await wheel(stage, 3, at)
    await drawn(stage)
    assert photo(stage).framings[0].zoom == pytest.approx(1.15**3, abs=0.01)
    assert under() == pytest.approx(before, abs=0.01)
    await wheel(stage, -20, at)
    assert screen.frame._stand.zoom == 1
    assert not screen._desk.draft.filled("photo").framing("4x5")


async def test_keys_zoom_move_and_set_back_for_every_cut_once_that_is_asked(stage: Stage, me: Place) -> None:
    await with_photo(stage, me, "1x1")
    screen = composer(stage)
    await stage.key("Esc", "A")
    await stage.act(lambda: QTest.keyClick(stage.window, "+"))
    await stage.act(lambda: QTest.keyClick(stage.window, "+"))
    await stage.key("Right", "Shift+Down")
    await drawn(stage)
    (framing,) = photo(stage).framings
    assert (framing.cut, framing.zoom) == ("", pytest.approx(1.15**2, abs=0.01))
    assert framing.focal is not None
    screen.preview.next()
    await drawn(stage)
    assert screen.frame.words.startswith("Every cut")
    await stage.key("0")
    assert photo(stage).framings == ()
    assert screen.frame.words == "Found in the picture"
    await stage.key("A", "Right")
    assert [one.cut for one in photo(stage).framings] == [screen.preview.cut]
    await stage.key("A")
    assert [one.cut for one in photo(stage).framings] == [""], "every cut is framed so at once"
    await stage.key("Ctrl+Z")
    assert [one.cut for one in photo(stage).framings] == [screen.preview.cut]


async def test_what_is_framed_goes_out_with_the_version(stage: Stage, me: Place) -> None:
    await with_photo(stage, me, "1x1")
    screen = composer(stage)
    await wheel(stage, 2)
    screen.fill("headline", "Lights out.")
    screen.setAlt("A dark stadium.")
    await drawn(stage)
    framing = photo(stage).framings[0]
    await stage.key("Ctrl+Enter")
    await stage.until(lambda: screen.item in me.state.items and me.state.items[screen.item].phase == "in_review")
    kept = me.state.items[screen.item].current.content.slots
    assert next(one for one in kept if one.slot == "photo").framings == (framing,)


async def test_without_a_picture_there_is_nothing_to_take_hold_of(stage: Stage, me: Place) -> None:
    await begin(stage, me, "reaction-on-photo")
    await drag(stage, 40, 40)
    assert not composer(stage).frame.there
    assert not stage.shows("composer.closer")
    assert not stage.shows("composer.focal")


async def test_s_shows_the_safe_area_then_the_networks_own_screen_then_neither(stage: Stage, me: Place) -> None:
    await with_photo(stage, me)
    assert stage.shows("composer.safeArea")
    await stage.key("Esc", "S")
    await stage.settle()
    assert not stage.shows("composer.safeArea")
    assert stage.shows("composer.overlay.Instagram: reply field"), "9:16 is a story"
    assert composer(stage).preview.overlayWords == "As on Instagram"
    await stage.key("S")
    assert composer(stage).preview.guides == "off"
    assert not stage.shows("composer.overlay.Instagram: reply field")
    await stage.key("S")
    assert stage.shows("composer.safeArea")


async def test_letters_in_a_field_frame_nothing(stage: Stage, me: Place) -> None:
    await with_photo(stage, me)
    await stage.click(HEADLINE)
    await stage.type("a0+-=")
    await stage.key("Left")
    assert composer(stage)._desk.draft.slot("headline") == "a0+-="
    assert photo(stage).framings == ()
    assert not composer(stage).frame.every


def test_a_framing_from_the_wire_is_held_within_bounds() -> None:
    from warroom.compose.model import PictureAsset
    from warroom.desktop.composer.framing import MOST_ZOOM, with_framings

    asset = PictureAsset("d", "p", 100, 100, focals={"": (0.2, 0.2)})
    wild = Filled("photo", "d", framings=(Framing("1x1", (9.0, -3.0), 1e300), Framing("", None, -5.0)))
    framed = with_framings(asset, wild)
    assert framed.focal("1x1") == (1.0, 0.0)
    assert framed.zoom("1x1") == MOST_ZOOM
    assert (framed.focal("4x5"), framed.zoom("4x5")) == ((0.2, 0.2), 1.0)
