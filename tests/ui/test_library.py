"""The library's sheet in the real window: found, looked at, placed with a key; and what may not go into a card."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication, QImage

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.pictures import assert_as_kept
from warroom.compose.pictures import sample_pictures
from warroom.desktop.library.screen import LibraryScreen

SAMPLES = [Path(one.asset.path) for one in sample_pictures()]
SHOWN = (
    ("floodlights.jpg", "Floodlights before the start", "picture", "", ("light", "stadium"), "", "until = 2013-12-31"),
    ("crowd.jpg", "Crowd on its feet", "picture", "A crowd, arms up", ("crowd", "joy"), "Ann Lee", ""),
    ("old-campaign.jpg", "Last year's campaign", "picture", "", ("campaign",), "", "until = 2012-12-31"),
    ("spring.jpg", "Spring campaign", "picture", "", ("campaign",), "", "from = 2013-04-01"),
    ("logo.png", "Logo on dark", "logo", "The word crumb in cream", ("logo",), "", ""),
    ("bite.png", "A bite", "sticker", "", ("bite",), "", ""),
)


def made(folder: Path) -> Path:
    """A library of a few, with two whose licence does not hold on the night of 3 February 2013, and one slip."""
    folder.mkdir()
    entries = []
    for place, (file, title, kind, shows, tags, person, days) in enumerate(SHOWN):
        if file.endswith(".jpg"):
            shutil.copyfile(SAMPLES[place % len(SAMPLES)], folder / file)
        else:
            picture = Image.new("RGBA", (900, 600), (0, 0, 0, 0))
            picture.paste((255, 160, 60, 255), (150, 150, 750, 450))
            picture.save(folder / file)
        people = f'people = ["{person}"]\n' if person else ""
        entries.append(
            f'[[asset]]\nfile = "{file}"\ntitle = "{title}"\nkind = "{kind}"\nshows = "{shows}"\ntags = {list(tags)}\n{people}'
            f'source = "Own studio"\nrights = "ours"\n{days}\n'.replace('shows = ""\n', "")
        )
    entries.append('[[asset]]\nfile = "slip.jpg"\ntitle = "A slip"\nsauce = "Own studio"\nrights = "ours"\n')
    (folder / "library.toml").write_text("".join(entries))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path / "assets")


@pytest.fixture
def room(tmp_path: Path, folder: Path) -> TableRoom:
    return TableRoom(tmp_path, "rehearsal", replace(rehearsal_plan(), library=str(folder)))


def library(stage: Stage) -> LibraryScreen:
    return stage.shell.desk.library


async def writing(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    stage.shell.desk.moments.compose(acts.moment(me))
    composer = stage.shell.desk.composer
    await stage.until(lambda: composer.open)
    composer.chooseTemplate("reaction-on-photo")
    await stage.key("F2", "Esc")
    await stage.until(lambda: composer.preview.current)


async def opened(stage: Stage, me: Place) -> None:
    await writing(stage, me)
    await stage.key("K")
    await stage.until(lambda: stage.shows("library.query") and library(stage).rows.count > 0)
    await stage.until(lambda: all(row.thumb or row.trouble for row in library(stage).rows.rows[:6]))
    await stage.settle()


def box(stage: Stage) -> QImage:
    """The sheet alone: what lies behind it is other tests' business."""
    item = stage.item("library.box")
    return stage.grab().copy(item.mapRectToScene(item.boundingRect()).toRect())


def photo(stage: Stage) -> str:
    return stage.shell.desk.composer._desk.draft.slot("photo")


async def test_typed_for_and_put_into_the_card_by_keys_alone(stage: Stage, me: Place) -> None:
    await opened(stage, me)
    at_hand = stage.shell.desk.composer.shown.library
    pictures, stuck = ["Floodlights before the start", "Crowd on its feet"], ["Logo on dark", "A bite"]
    await stage.until(
        lambda: [(row.name, row.stuck) for row in at_hand.rows] == [*((one, False) for one in pictures), *((one, True) for one in stuck)]
    )
    await stage.type("crowd")
    await stage.until(lambda: library(stage).chosen == "crowd.jpg")
    assert "1 found" in library(stage).words
    assert [(row.label, row.words) for row in library(stage).facts.rows][:5] == [
        ("Shows", "A crowd, arms up"),
        ("People", "Ann Lee"),
        ("Tags", "#crowd #joy"),
        ("Source", "Own studio"),
        ("Rights", "ours"),
    ]
    await stage.key("Enter")
    await stage.until(lambda: not library(stage).open and bool(photo(stage)))
    draft = stage.shell.desk.composer._desk.draft
    assert (draft.credit("photo").source, draft.credit("photo").rights) == ("Own studio", "ours")
    await stage.until(lambda: stage.shell.desk.composer.preview.current)
    assert not any(finding.check == "rights" and not finding.ok for finding in stage.shell.desk.composer.preview.finished.findings)
    assert at_hand.rows[0].name == "Crowd on its feet", "what was used last stands first"
    used, other = (row.key for row in at_hand.rows if not row.stuck)
    assert at_hand.record(used).digest == photo(stage)
    stage.shell.desk.composer.takeOwn("photo", other)
    await stage.until(lambda: photo(stage) == at_hand.record(other).digest != "")


@pytest.mark.parametrize("word", ["bite", "logo"])
async def test_a_sticker_and_a_logo_are_stuck_where_the_template_has_a_place_for_one(stage: Stage, me: Place, word: str) -> None:
    await writing(stage, me)
    composer = stage.shell.desk.composer
    composer.chooseTemplate("sticker-over-full-bleed")
    await stage.until(
        lambda: (
            [(row.name, row.stuck) for row in composer.shown.slots.rows if row.kind == "picture"] == [("photo", False), ("sticker", True)]
        )
    )
    for asked in (word, "crowd"):
        await stage.key("F2", "Esc", "K")
        await stage.until(lambda: stage.shows("library.query") and library(stage).rows.count > 0)
        await stage.type(asked)
        await stage.until(lambda: library(stage).rows.count == 1)
        await stage.key("Enter")
        await stage.until(lambda: not library(stage).open)
        slot = "photo" if asked == "crowd" else "sticker"
        await stage.until(lambda slot=slot: bool(composer._desk.draft.slot(slot)))
        assert composer._desk.draft.credit(slot).source == "Own studio"
    await stage.until(lambda: composer.preview.current)
    card = next(one for one in composer.preview.finished.cards if one.cut == "1x1").image.convert("RGB")
    side = card.width / 1080
    middle, beside = [card.getpixel((round(820 * side), round(y * side))) for y in (440, 250)]  # of its box; where it is clear itself
    assert near(middle, (255, 160, 60))
    assert not near(beside, (255, 160, 60))


def near(colour: tuple[int, ...], wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))


async def test_what_expired_is_grey_says_why_and_is_not_placed(stage: Stage, me: Place) -> None:
    await opened(stage, me)
    assert [row.key for row in library(stage).rows.rows][-2:] == ["old-campaign.jpg", "spring.jpg"], "what may be used comes first"
    await stage.type("campaign")
    await stage.until(lambda: library(stage).rows.count == 2)
    assert stage.item("library.why").property("text") == "Cannot be placed: its licence ended on 31 December 2012."
    assert not stage.item("library.place").isEnabled()
    name, _ = stage.accessible("library.asset.spring.jpg")
    assert "cannot be placed: its licence begins on 1 April 2013" in name
    await stage.key("Enter")
    await stage.settle()
    assert library(stage).open
    assert photo(stage) == ""
    assert "cannot be placed" in stage.words()


async def test_arrows_clicks_and_kinds_choose(stage: Stage, me: Place) -> None:
    await opened(stage, me)
    first = library(stage).chosen
    await stage.key("Right")
    assert library(stage).chosen != first
    await stage.key("Left")
    assert library(stage).chosen == first
    await stage.click("library.kind.logo")
    await stage.until(lambda: [row.key for row in library(stage).rows.rows] == ["logo.png"])
    await stage.click("library.kind.logo")
    await stage.until(lambda: library(stage).rows.count == 6)
    await stage.click("library.asset.bite.png")
    assert library(stage).title == "A bite"
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("library.query"))


async def test_a_slip_in_the_library_is_named_with_its_line_and_one_that_is_gone_too(stage: Stage, me: Place, folder: Path) -> None:
    await opened(stage, me)
    words = stage.item("library.problems").property("text")
    assert "library.toml, line" in words
    assert 'Did you mean "source"?' in words
    shutil.rmtree(folder)
    library(stage)._library = None  # as at a desktop that joins only now
    library(stage).close()
    library(stage).ask()
    await stage.until(lambda: "The library could not be read. Opening it again tries once more." in stage.words())
    assert "Reading the library" not in stage.words()
    assert library(stage).words == ""


@pytest.mark.parametrize("how", ["file", "copy"])
async def test_an_expired_one_is_refused_however_it_comes(stage: Stage, me: Place, folder: Path, tmp_path: Path, how: str) -> None:
    await writing(stage, me)
    await stage.until(lambda: not library(stage)._loading and library(stage)._library is not None)
    file = folder / "old-campaign.jpg"
    if how == "copy":
        file = Path(shutil.copyfile(file, tmp_path / "holiday.jpg"))
    file.write_bytes(file.read_bytes() + b"\0")  # its bytes are its own, not those of another entry
    if how == "copy":
        shutil.copyfile(file, folder / "old-campaign.jpg")
    library(stage).load()
    await stage.until(lambda: not library(stage)._loading)
    stage.shell.desk.composer.takeFile("photo", QUrl.fromLocalFile(str(file)))
    await stage.until(lambda: "Last year's campaign cannot be used: its licence ended on 31 December 2012." in stage.words())
    assert photo(stage) == ""


async def test_a_file_of_the_librarys_that_is_dropped_brings_its_rights(stage: Stage, me: Place, folder: Path) -> None:
    await writing(stage, me)
    await stage.until(lambda: library(stage)._library is not None and not library(stage)._loading)
    with Image.open(folder / "crowd.jpg") as picture:  # its own bytes, so that it is no other entry's
        picture.resize((1600, 1600)).save(folder / "crowd.jpg", quality=90)
    library(stage).load()
    await stage.until(lambda: not library(stage)._loading)
    stage.shell.desk.composer.takeFile("photo", QUrl.fromLocalFile(str(folder / "crowd.jpg")))
    await stage.until(lambda: bool(photo(stage)))
    assert stage.shell.desk.composer._desk.draft.credit("photo").source == "Own studio"


async def test_a_picture_that_the_feeds_show_is_refused_and_says_whose(stage: Stage, me: Place, tmp_path: Path) -> None:
    await writing(stage, me)
    gate = stage.shell.desk._picture_gate
    with Image.open(SAMPLES[3]) as picture:
        picture.convert("RGB").resize((480, 270)).save(tmp_path / "cached.jpg", quality=82)
    gate.saw(tmp_path / "cached.jpg", "@fan.example")
    gate.settle()
    copied = Path(shutil.copyfile(tmp_path / "cached.jpg", tmp_path / "mine.jpg"))
    stage.shell.desk.composer.takeFile("photo", QUrl.fromLocalFile(str(copied)))
    await stage.until(lambda: "mine.jpg is a picture that the feeds show, by @fan.example." in stage.words())
    assert photo(stage) == ""
    stage.shell.desk.composer.takeFile("photo", QUrl("https://cdn.example/picture.jpg"))
    await stage.until(lambda: "A picture from a page or a feed cannot be taken along." in stage.words())


async def test_a_picture_from_elsewhere_names_its_source_and_rights_before_it_is_sent(stage: Stage, me: Place, tmp_path: Path) -> None:
    await writing(stage, me)
    composer = stage.shell.desk.composer
    for name, value in (("headline", "Lights out."),):
        composer.fill(name, value)
    composer.setCaption("Power out?")
    composer.setAlt("A crowd in the dark.")
    with Image.open(SAMPLES[0]) as picture:
        picture.convert("RGB").transpose(Image.Transpose.ROTATE_90).resize((2400, 2400)).save(tmp_path / "mine.jpg")
    composer.takeFile("photo", QUrl.fromLocalFile(str(tmp_path / "mine.jpg")))
    await stage.until(lambda: bool(photo(stage)))
    await stage.until(lambda: composer.preview.current)
    await stage.until(lambda: "name its source and rights" in " ".join(composer.reasons()))
    await stage.key("F2", "Esc")
    assert not stage.item("composer.send").isEnabled()
    composer.setSource("photo", "A fan, asked by phone")
    composer.setRights("photo", "for tonight")
    await stage.until(lambda: not composer.reasons())


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
async def test_the_library_as_it_looks(stage: Stage, me: Place, tmp_path: Path, size: tuple[int, int]) -> None:
    QGuiApplication.styleHints().setCursorFlashTime(0)  # the cursor in the field does not blink
    stage.resize(*size)
    await opened(stage, me)
    await stage.settle()
    assert_as_kept(box(stage), f"library_{size[0]}", tmp_path)
    await stage.type("campaign")
    await stage.until(lambda: library(stage).rows.count == 2)
    await stage.settle()
    assert_as_kept(box(stage), f"library_expired_{size[0]}", tmp_path)
    await stage.type(" nothing")
    await stage.until(lambda: library(stage).rows.count == 0)
    await stage.settle()
    assert_as_kept(box(stage), f"library_empty_{size[0]}", tmp_path)
