"""Pictures and people in the feeds: fetched for what is on screen, looked at only, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from tests.ui.pictures import as_pillow
from tests.ui.test_feeds import BLACKOUT, column, ids, stayed, tops
from warroom.desktop import shell_memory
from warroom.sources.post import Picture, Post
from warroom.wire import Profile

URL = "https://a.example/1.jpg"
DID = "did:plc:q235v55g5unth4zjjdpacfdr"
GREEN = (32, 160, 64)


@pytest.fixture
def picture(me: Place, tmp_path: Path) -> Path:
    file = tmp_path / "a picture.jpg"
    Image.new("RGB", (480, 270), GREEN).save(file, quality=95)
    me.files[URL] = file
    return file


def pictured(me: Place, number: int = 90, **more: object) -> Post:
    return post(number, BLACKOUT, me.server_now(), "both sides of the dome", **{"pictures": (Picture(URL, "a dome"),)} | more)


def colour(stage: Stage, name: str) -> tuple[int, int, int]:
    place = stage.middle(name)
    return as_pillow(stage.grab()).getpixel((place.x(), place.y()))


def near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


async def test_a_picture_comes_into_a_box_that_was_kept_for_it(stage: Stage, me: Place, picture: Path) -> None:
    await stage.enter(me)
    me.media_gate.clear()
    me.post(pictured(me))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:90" and (URL, "small") in me.fetched)
    await stage.settle()
    before = tops(stage)
    box = stage.item("post.0.shot.0")
    assert round(box.height()) == round(box.width() * 9 / 16)
    assert not near(colour(stage, "post.0.shot.0"), GREEN)
    me.media_gate.set()
    await stage.until(lambda: near(colour(stage, "post.0.shot.0"), GREEN))
    assert stayed(stage, before)
    assert me.fetched.count((URL, "small")) == 1


async def test_a_picture_that_cannot_be_had_says_so_in_its_place(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.post(pictured(me))
    await stage.until(lambda: "Picture cannot be had" in stage.words())
    assert me.fetched == [(URL, "small")]
    box = stage.item("post.0.shot.0")
    assert round(box.height()) == round(box.width() * 9 / 16)


async def test_only_what_is_on_screen_is_asked_for(stage: Stage, me: Place, picture: Path) -> None:
    await stage.enter(me)
    below = tuple(
        post(100 + n, BLACKOUT, me.server_now(), pictures=(Picture(f"https://a.example/{n}", ""),), author=f"did:plc:{n:04}")
        for n in range(60)
    )
    me.post(*below)
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:159" and me.fetched)
    await stage.settle()
    await stage.until(lambda: ("https://a.example/59", "small") in me.fetched)
    assert ("https://a.example/0", "small") not in me.fetched
    assert len(me.fetched) < 12
    assert {id for asked in me.looked_up for id in asked} < {f"did:plc:{n:04}" for n in range(48, 60)}


async def test_what_stands_behind_a_warning_is_fetched_when_it_is_opened(stage: Stage, me: Place, picture: Path) -> None:
    await stage.enter(me)
    me.post(pictured(me, warning="flashing lights"), pictured(me, 91, pictures=()))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:91")
    ticks: list[int] = []
    stage.shell.desk.live.ticked.connect(lambda: ticks.append(1))
    await stage.until(lambda: ticks)
    assert me.fetched == []
    await stage.key("J", "J", "O")
    await stage.until(lambda: me.fetched == [(URL, "small")])
    await stage.until(lambda: near(colour(stage, "post.1.shot.0"), GREEN))


async def test_i_turns_pictures_off_and_they_stay_off(stage: Stage, me: Place, picture: Path) -> None:
    await stage.enter(me)
    me.post(pictured(me))
    await stage.until(lambda: stage.shows("post.0.shot.0"))
    await stage.key("I")
    await stage.until(lambda: not stage.shows("post.0.shot.0"))
    assert shell_memory.recall().feed_pictures is False
    assert "Picture: a dome" in stage.words()
    fetched = list(me.fetched)
    me.post(pictured(me, 91, pictures=(Picture("https://a.example/2.jpg", ""),)))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:91")
    await stage.settle()
    assert me.fetched == fetched


@pytest.mark.parametrize("how", ["drag", "copy"])
async def test_pictures_are_looked_at_only(stage: Stage, me: Place, picture: Path, how: str) -> None:
    await stage.enter(me)
    QGuiApplication.clipboard().clear()
    me.post(pictured(me))
    await stage.until(lambda: stage.shows("post.0.shot.0"))
    if how == "copy":
        await stage.key("J", "Ctrl+C")
    else:
        start, button = stage.middle("post.0.shot.0"), Qt.MouseButton.LeftButton

        def drag() -> None:
            QTest.mousePress(stage.window, button, Qt.KeyboardModifier.NoModifier, start)
            for step in range(1, 8):
                QTest.mouseMove(stage.window, start + QPoint(12 * step, 0), 10)
            QTest.mouseRelease(stage.window, button, Qt.KeyboardModifier.NoModifier, start + QPoint(84, 0))

        await stage.act(drag)
    await stage.until(lambda: "Pictures of feeds can be looked at, never used." in stage.words())
    assert "source and rights" in stage.words()
    assert QGuiApplication.clipboard().image().isNull()


async def test_a_handle_and_a_face_take_the_place_kept_for_them(stage: Stage, me: Place, picture: Path) -> None:
    await stage.enter(me)
    me.post(post(90, BLACKOUT, me.server_now(), "dark", author=DID))
    await stage.until(lambda: "did:plc:q235v5…" in stage.words() and (DID,) in me.looked_up)
    await stage.settle()
    before = tops(stage)
    me.people[DID] = Profile(DID, "nola.example", "Nola", URL)
    await stage.until(lambda: "@nola.example" in stage.words())
    await stage.until(lambda: (URL, "avatar") in me.fetched)
    await stage.settle()
    assert stayed(stage, before)


async def test_a_name_that_is_muted_goes_when_it_becomes_known(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.people |= {f"did:plc:{n}": Profile(f"did:plc:{n}", f"buynow88{n:02}.example") for n in range(2)}
    me.post(post(90, BLACKOUT, me.server_now(), "one", author="did:plc:0"))
    await stage.until(lambda: "@buynow8800.example" in stage.words())
    await stage.key("J", "U")
    await stage.until(lambda: stage.shows("mute.pattern"))
    await stage.key("2")
    await stage.until(lambda: f"{BLACKOUT}:90" not in ids(stage))
    me.post(post(91, BLACKOUT, me.server_now(), "two", author="did:plc:1"))
    await stage.until(lambda: column(stage).hidden == "2 hidden by mutes")
    await stage.until(lambda: f"{BLACKOUT}:91" not in ids(stage))
    assert "buynow" not in stage.words()


async def test_e_shows_who_says_the_same_and_folds_again(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.pages[f"group:{BLACKOUT}:20"] = tuple(
        post(600 + n, BLACKOUT, me.server_now(), age=10 + n, author=f"desk{n}.example", network="mastodon", in_rehearsal=False)
        for n in range(3)
    )
    await stage.key(*["J"] * (ids(stage).index(f"{BLACKOUT}:20") + 1))
    await stage.key("E")
    await stage.until(lambda: "@desk2.example · Mastodon · 12s" in stage.words())
    assert "and 9 more, not kept one by one" in stage.words()
    await stage.key("E")
    await stage.until(lambda: "@desk2.example" not in stage.words())
