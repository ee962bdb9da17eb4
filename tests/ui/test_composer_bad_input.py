"""What nobody should write, in every field: far too much, every plane, control and bidi characters, and files that are no pictures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QGuiApplication

from tests.benchmarks.ui_gap import Heartbeat
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.test_composer import HEADLINE, begin, composer, drawn, write

MOST_GAP_MS = 1_000
PLANES = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0x41, 0x3B1, 0x1F600 & 0xFFFF, 0xFFFD, 0x300))
CONTROLS = "".join(chr(code) for code in (*range(1, 32), *range(0x7F, 0xA0), 0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x2028, 0x202F)))
BIDI = "\u202eabc\u2066שלום (abc) مرحبا\u2069\u202c\u200f" * 40
STACKED = "z" + "\u0301" * 5_000
TEXTS = {
    "a hundred thousand letters": "Dark " * 20_000,
    "one word of a hundred thousand": "x" * 100_000,
    "every plane": PLANES * 20,
    "control characters": f"a{CONTROLS}b" * 50,
    "both directions": BIDI,
    "a letter with five thousand accents": STACKED,
    "families": "👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 2_000,
}


class OwnGaps(Heartbeat):
    """Gaps without the time for which a busy machine gave the window's thread no processor, where it tells (Linux)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._starved = _starved_ms()

    def _beat(self) -> None:
        starved = _starved_ms()
        super()._beat()
        self.gaps[-1] -= starved - self._starved
        self._starved = starved


def _starved_ms() -> float:
    told = Path("/proc/thread-self/schedstat")
    return int(told.read_text("ascii").split()[1]) / 1e6 if told.exists() else 0.0


async def paste(stage: Stage, field: str, text: str) -> None:
    await stage.click(field)
    await stage.key("Ctrl+A")
    QGuiApplication.clipboard().setText(text)
    await stage.key("Ctrl+V")
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_a_text_that_nobody_should_write_stops_nothing(stage: Stage, me: Place, text: str) -> None:
    await begin(stage, me)
    await write(stage)
    for field in ("composer.caption", "composer.alt", "composer.slot.headline", "composer.why"):
        heart = OwnGaps(stage.window)
        await paste(stage, field, text)
        await stage.type("ab")
        await stage.until(lambda: composer(stage).preview.current)
        await stage.settle()
        gaps = heart.stop()
        assert max(gaps) < MOST_GAP_MS, f"{field}: {max(gaps):.0f} ms"
        assert not any("failed" in notice.words for notice in stage.shell.notices.rows)
        await stage.key("Ctrl+Z")
    await stage.until(lambda: composer(stage).preview.current)
    assert composer(stage).caption == "Power out?" or composer(stage).caption != ""


async def test_what_a_field_does_not_take_is_said_below_it(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await paste(stage, "composer.caption", "y" * 100_500)
    await stage.settle()
    assert len(composer(stage).caption) == 40_000
    assert stage.item("composer.caption.leftOut").property("text") == "Only the first 40,000 characters were taken."
    await stage.until(lambda: composer(stage).preview.current)
    assert not composer(stage).canSend
    await stage.key("Ctrl+Z")
    await stage.settle()
    assert not stage.shows("composer.caption.leftOut")


async def test_more_lines_than_a_field_shows_keep_the_cursor_in_sight(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await paste(stage, "composer.alt", "A biscuit in a pool of light. " * 20)
    await stage.settle()
    area = stage.item("composer.alt.input")
    sight = area.parentItem().parentItem()
    cursor = area.mapRectToItem(sight, area.property("cursorRectangle"))
    assert sight.boundingRect().contains(cursor)
    await stage.key("Ctrl+Home")
    await stage.settle()
    assert sight.boundingRect().contains(area.mapRectToItem(sight, area.property("cursorRectangle")))


async def test_after_undo_the_cursor_is_where_the_words_changed(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    composer(stage).fill("headline", "Lights out.")
    await drawn(stage)
    await stage.click(HEADLINE)
    composer(stage)._desk._history._at = 0
    await stage.key("Home")
    await stage.type("All ")
    assert composer(stage)._desk.draft.slot("headline") == "All Lights out."
    await stage.key("Ctrl+Z")
    field = stage.item(HEADLINE)
    assert (field.property("text"), field.property("cursorPosition")) == ("Lights out.", 0)


def bad_pictures(folder: Path) -> dict[str, Path]:
    good = folder / "good.jpg"
    Image.effect_noise((1400, 1400), 60).convert("RGB").save(good)
    made = {
        "cut off": folder / "cut.jpg",
        "empty": folder / "empty.png",
        "text": folder / "text.jpg",
        "a page first": folder / "page.png",
        "a bomb": folder / "bomb.png",
        "another format": folder / "old.bmp",
        "wrongly named": folder / "really.png",
        "too small": folder / "small.png",
        "thin": folder / "thin.jpg",
        "gone": folder / "gone.jpg",
        "a folder": folder / "folder.jpg",
    }
    made["cut off"].write_bytes(good.read_bytes()[:3_000])
    made["empty"].touch()
    made["text"].write_text("no picture")
    made["a page first"].write_bytes(b"<html><script>" + good.read_bytes())
    Image.new("1", (30_000, 30_000)).save(made["a bomb"])
    Image.new("RGB", (900, 900)).save(made["another format"])
    made["wrongly named"].write_bytes(good.read_bytes())
    Image.new("RGB", (90, 90)).save(made["too small"])
    Image.new("RGB", (1, 40_000)).save(made["thin"])
    made["a folder"].mkdir()
    return made


async def test_every_bad_picture_is_refused_at_the_place_and_leaves_what_was_there(stage: Stage, me: Place, tmp_path: Path) -> None:
    await begin(stage, me, "reaction-on-photo")
    screen = composer(stage)
    screen.takeOwn("photo", screen.shown.library.rows[0].digest)
    await drawn(stage)
    held = screen._desk.draft.slot("photo")
    for what, path in bad_pictures(tmp_path).items():
        stage.shell.notices.clear("composer")
        heart = OwnGaps(stage.window)
        screen.dropFile(0.5, 0.5, QUrl.fromLocalFile(str(path)))
        await stage.until(lambda: any(notice.place == "composer" for notice in stage.shell.notices.rows))
        assert max(heart.stop()) < MOST_GAP_MS, what
        notice = next(notice for notice in stage.shell.notices.rows if notice.place == "composer")
        assert notice.hint, f"{what}: it says what to do"
        assert screen._desk.draft.slot("photo") == held, what
        await stage.until(lambda: not screen.admitting)
    await drawn(stage)
    assert screen._desk.can_undo


@pytest.mark.parametrize("kind", ["CMYK", "16 bit", "palette", "rotated", "animated"])
async def test_every_odd_picture_becomes_a_right_card(stage: Stage, me: Place, tmp_path: Path, kind: str) -> None:
    await begin(stage, me, "reaction-on-photo")
    path = tmp_path / ("p.png" if kind in ("16 bit", "palette") else "p.gif" if kind == "animated" else "p.jpg")
    red = Image.new("RGB", (1300, 1700), (220, 30, 30))
    if kind == "CMYK":
        red.convert("CMYK").save(path)
    elif kind == "16 bit":
        Image.new("I;16", (1300, 1300), 40_000).save(path)
    elif kind == "palette":
        red.convert("P").save(path, transparency=0)
    elif kind == "rotated":
        exif = Image.Exif()
        exif[0x0112] = 6
        red.save(path, exif=exif)
    else:
        red.convert("P").save(path, save_all=True, append_images=[Image.new("P", red.size)])
    composer(stage).dropFile(0.5, 0.5, QUrl.fromLocalFile(str(path)))
    began = time.monotonic()
    await stage.until(lambda: composer(stage)._desk.draft.slot("photo"))
    await drawn(stage)
    assert time.monotonic() - began < 30
    card = composer(stage).preview.card("1x1")
    assert card is not None
    assert card.pictures
