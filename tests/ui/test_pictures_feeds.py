"""The feeds as they are to look: busy, held, with a gap, muted, searched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtGui import QImage

from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from tests.ui.pictures import assert_as_kept
from tests.ui.test_feeds import BLACKOUT, column, ids
from warroom.sources.gap import Gap
from warroom.sources.post import Picture
from warroom.wire import FeedGaps, Profile

DID = "did:plc:{}bcdefghijklmnop"


def painted(folder: Path, name: str, ground: str, light: str) -> Path:
    file = folder / f"{name}.png"
    picture = Image.new("RGB", (480, 270), ground)
    ImageDraw.Draw(picture).ellipse((150, 40, 330, 220), fill=light)
    picture.save(file)
    return file


async def busy(stage: Stage, me: Place, folder: Path) -> None:
    """A column with pictures, faces, one story told by many, stuffed tags, an edit, a gap, and a name that tries to turn its line."""
    me.files |= {"dome": painted(folder, "dome", "#223344", "#F0D278"), "stands": painted(folder, "stands", "#332222", "#E0B872")}
    me.files |= {f"face{n}": painted(folder, f"face{n}", colour, colour) for n, colour in enumerate(("#64B5F6", "#FF8A65", "#AED581"))}
    me.people |= {DID.format(n): Profile(DID.format(n), f"nola{n}.example", "", f"face{n}") for n in range(3)}
    await stage.enter(me)
    me._room.now += 20_000
    now = me.server_now()
    both = (Picture("dome", "the dark dome"), Picture("stands"), Picture("gone"))
    tags = "one bank of lights is coming back #superbowl #sb47 #blackout #lights #nola"
    me.post(
        post(50, BLACKOUT, now, "Both sides of the dome.", age=7, author=DID.format(0), pictures=both),
        post(51, BLACKOUT, now, tags, age=6, author=DID.format(1), reshares=420, edited=now),
        post(52, BLACKOUT, now, "Power failure halts play in the third quarter", age=5, copies=9, alike=3, author=DID.format(2)),
    )
    me.say(FeedGaps((Gap("Bluesky", now - 130_000, now - 4_000, "was out of reach"),)))
    tower = "da" + "\u0301" * 40 + "rk \u202ehere"
    me.post(post(53, BLACKOUT, now, tower, age=2, author="\u202eevil.example"), post(54, BLACKOUT, now, "האורות כבו באצטדיון", age=1))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:54" and "@nola2.example" in stage.words())
    await stage.until(lambda: all_here(stage) and "refused the connection, for 40 s" in stage.words())
    await stage.until(lambda: all_drawn(stage))
    await stage.settle()


def all_here(stage: Stage) -> bool:
    """Whether whatever is on screen has come, and is told of."""
    pictures = stage.shell.desk.feeds._pictures
    posts = column(stage).on_screen
    faces = [profile.avatar for post in posts if (profile := pictures.profile(post.author)) is not None]
    shots = [picture.url for post in posts for picture in post.pictures[:2]]
    here = [*(pictures.image(url, "avatar") for url in faces), *(pictures.image(url, "small") for url in shots)]
    return bool(faces) and all(here) and not pictures._telling.isActive()


def all_drawn(stage: Stage) -> bool:
    """Whether every picture that is asked of the window's provider is loaded."""
    images = (item for item in stage._all(stage.item("feeds")) if item.inherits("QQuickImage") and item.isVisible())
    return all(image.property("progress") == 1 for image in images if image.property("source").toString())


def pane(stage: Stage, name: str) -> QImage:
    item = stage.item(name)
    return stage.grab().copy(item.mapRectToScene(item.boundingRect()).toRect())


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
async def test_busy(stage: Stage, me: Place, tmp_path: Path, size: tuple[int, int]) -> None:
    stage.resize(*size)
    await busy(stage, me, tmp_path)
    assert_as_kept(pane(stage, "feeds"), f"feeds_{size[0]}", tmp_path)


async def test_held_with_what_waits(stage: Stage, me: Place, tmp_path: Path) -> None:
    await busy(stage, me, tmp_path)
    await stage.key("Space", "J", "J", "J")
    me.post(*(post(100 + n, BLACKOUT, me.server_now()) for n in range(7)))
    await stage.until(lambda: column(stage).waiting == 7)
    await stage.settle()
    assert_as_kept(pane(stage, "feeds"), "feeds_held", tmp_path)


async def test_muting(stage: Stage, me: Place, tmp_path: Path) -> None:
    await stage.enter(me)
    me.post(post(90, BLACKOUT, me.server_now(), "cheap tickets", author="buynow4711.example"))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:90")
    await stage.key("U", "Slash")
    await stage.type("pitch")
    await stage.key("Enter")
    await stage.until(lambda: column(stage).hidden == "1 hidden by mutes")
    await stage.key("J", "U")
    await stage.until(lambda: stage.shows("mute.pattern"))
    await stage.settle()
    assert_as_kept(stage.grab(), "feeds_mute", tmp_path)


async def test_searching(stage: Stage, me: Place, tmp_path: Path) -> None:
    me.pages["?"] = tuple(post(500 + n, BLACKOUT, me.server_now(), f"old lights {n}", age=200 + n) for n in range(9))
    await stage.enter(me)
    await stage.key("Slash")
    await stage.until(lambda: stage.shows("search"))
    await stage.type("lights")
    await stage.until(lambda: stage.shell.desk.feeds.search.rows.count == 9)
    await stage.key("Down")
    stage.item("search.query.input").setProperty("cursorVisible", False)
    await stage.settle()
    assert_as_kept(stage.grab(), "feeds_search", tmp_path)
