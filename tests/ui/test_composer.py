from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, QRectF, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from warroom.desktop.composer.rows import CheckRow
from warroom.desktop.composer.screen import ComposerScreen
from warroom.review import commands as cmd

HEADLINE = "composer.slot.headline.input"
ALT = "A lone biscuit in a pool of light."


def composer(stage: Stage) -> ComposerScreen:
    return stage.shell.desk.composer


async def begin(stage: Stage, me: Place, template: str = "product-on-dark") -> str:
    """The composer on a fresh moment, with the keyboard in the headline."""
    await stage.enter(me)
    moment = acts.moment(me)
    stage.shell.desk.moments.compose(moment)
    await stage.until(lambda: stage.shows("composer.send") and stage.item(HEADLINE).hasActiveFocus())
    composer(stage).chooseTemplate(template)
    await drawn(stage)
    return composer(stage).item


async def drawn(stage: Stage) -> None:
    """The card of what is written now is on the screen."""
    await stage.until(lambda: composer(stage).preview.current)
    await stage.settle()


def card(stage: Stage) -> QImage:
    item = stage.item("composer.card")
    place = item.mapRectToScene(item.boundingRect()).toRect()
    return stage.grab().copy(place)


async def write(stage: Stage, headline: str = "Lights out.", alt: str = ALT) -> None:
    composer(stage).fill("headline", headline)
    composer(stage).setCaption("Power out?")
    composer(stage).setAlt(alt)
    await drawn(stage)


async def sent(stage: Stage, me: Place, item: str) -> None:
    await stage.key("Ctrl+Enter")
    await stage.until(lambda: item in me.state.items and me.state.items[item].phase == "in_review")


async def test_every_letter_typed_changes_the_card_and_is_kept(stage: Stage, me: Place) -> None:
    item = await begin(stage, me)
    before = card(stage)
    await stage.type("Dark")
    await stage.until(lambda: composer(stage)._desk.draft.slot("headline") == "Dark")
    await drawn(stage)
    after = card(stage)
    assert before != after
    kept = composer(stage)._store.get(item)
    assert kept is not None
    assert kept.slot("headline") == "Dark"
    await stage.until(lambda: item in me.state.items)
    assert me.state.items[item].phase == "draft"


async def test_nothing_is_sent_or_duplicated_under_an_open_sheet(stage: Stage, me: Place) -> None:
    item = await begin(stage, me)
    await write(stage)
    assert stage.item("composer.send").isEnabled()
    for opens, shown in (("F7", "topics"), ("Ctrl+I", "people"), ("Ctrl+K", "palette"), ("Ctrl+Shift+S", "standDown")):
        await stage.key(opens)
        await stage.until(lambda shown=shown: stage.shows(shown))
        items = set(me.state.items)
        await stage.key("Ctrl+Enter", "Ctrl+D", "F6", "F8", "F1", "Ctrl+L")
        await stage.settle()
        assert stage.shows(shown), "no other sheet took its place"
        assert stage.shell.solo == ""
        assert me.state.items[item].phase == "draft"
        assert set(me.state.items) == items
        await stage.key("Esc")
        await stage.until(lambda shown=shown: not stage.shows(shown))
    await sent(stage, me, item)


async def test_letters_in_a_sheet_do_nothing_to_the_desk_below(stage: Stage, me: Place) -> None:
    moment = acts.moment(me)
    await stage.enter(me)
    await stage.key("Alt+5", "E")
    await stage.until(lambda: stage.shows("evidence"))
    before = me.state.moments[moment]
    await stage.key("G", "W", "C", "X", "Ctrl+Enter", "F7")
    await stage.settle()
    assert stage.shows("evidence")
    assert not stage.shows("topics")
    assert not stage.shows("pass")
    assert me.state.moments[moment] == before
    await stage.key("Ctrl+Shift+S")
    await stage.until(lambda: stage.shows("standDown"))


async def test_sending_says_what_is_in_the_way_and_goes_once_nothing_is(stage: Stage, me: Place) -> None:
    item = await begin(stage, me)
    await stage.type("Lights out.")
    await drawn(stage)
    assert not stage.item("composer.send").isEnabled()
    assert "Alt text is missing" in stage.item("composer.reason").property("text")
    await stage.key("Ctrl+Enter")
    assert me.state.items[item].phase == "draft"
    await stage.click("composer.alt")
    await stage.type(ALT)
    await drawn(stage)
    assert stage.item("composer.send").isEnabled()
    await sent(stage, me, item)
    version = me.state.items[item].current
    assert version is not None
    assert [cut.name for cut in version.content.cuts] == ["1x1", "4x5", "16x9", "9x16"]
    for cut in version.content.cuts:
        assert hashlib.sha256((await me.blob(cut.blob)).read_bytes()).hexdigest() == cut.blob
    assert version.content.targets[0].alt == ALT
    assert composer(stage)._store.get(item) is None
    assert stage.shell.desk.board.rows.record(item).group == "in_review"


async def test_control_z_takes_back_what_was_typed_wherever_it_was(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await stage.type("Dark")
    await stage.key("Ctrl+Z")
    assert composer(stage)._desk.draft.slot("headline") == ""
    assert stage.item(HEADLINE).property("text") == ""
    await stage.key("Ctrl+Shift+Z")
    assert stage.item(HEADLINE).property("text") == "Dark"
    field = stage.item(HEADLINE)
    for emoji in ("👩🏽‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇫🇷", "❤️", "🔥"):
        field.setProperty("text", f"Dark {emoji}")
        field.setProperty("cursorPosition", field.property("length"))
        await stage.key("Backspace")
        assert field.property("text") == ("Dark 🇩🇪" if emoji[0] == "🇩" else "Dark "), "an emoji goes as it came: whole"
    await stage.key("Ctrl+Z")
    assert field.property("text") == "Dark"


async def test_letters_and_digits_work_once_the_field_is_left(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await stage.type("1")
    assert composer(stage)._desk.draft.slot("headline") == "1"
    assert composer(stage)._desk.draft.template == "product-on-dark"
    await stage.key("Esc", "1")
    assert composer(stage)._desk.draft.template == "breaking-line"
    assert composer(stage)._desk.draft.slot("headline") == "1"
    await stage.key("BracketRight")
    assert composer(stage).preview.cut == "4x5"
    await stage.key("BracketLeft", "BracketLeft")
    assert composer(stage).preview.cut == "9x16"


async def test_a_pasted_picture_needs_its_source_and_rights(stage: Stage, me: Place, tmp_path: Path) -> None:
    item = await begin(stage, me, "reaction-on-photo")
    await write(stage)
    photo = tmp_path / "photo.png"
    Image.effect_noise((1400, 1400), 80).convert("RGB").save(photo)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    QGuiApplication.clipboard().setMimeData(data)
    await stage.key("Ctrl+V")
    await stage.until(lambda: composer(stage)._desk.draft.slot("photo"))
    QGuiApplication.clipboard().clear()
    await drawn(stage)
    assert "1400 × 1400" in stage.words()
    assert not stage.item("composer.send").isEnabled()
    assert "Say where it comes from and by what right we may use it" in stage.item("composer.credit.photo").property("text")
    composer(stage).setSource("photo", "Shot by us tonight")
    composer(stage).setRights("photo", "ours")
    await drawn(stage)
    await sent(stage, me, item)
    version = me.state.items[item].current
    assert version is not None
    assert [(credit.source, credit.rights) for credit in version.content.credits] == [("Shot by us tonight", "ours")]


async def test_what_is_no_picture_is_refused_at_the_place(stage: Stage, me: Place, tmp_path: Path) -> None:
    await begin(stage, me, "reaction-on-photo")
    fake = tmp_path / "photo.jpg"
    fake.write_text("no picture at all")
    composer(stage).takeFile("photo", QUrl.fromLocalFile(str(fake)))
    await stage.until(lambda: any(notice.place == "composer" for notice in stage.shell.notices.rows))
    assert composer(stage)._desk.draft.slot("photo") == ""


async def test_a_draft_is_there_again_after_a_restart(stage: Stage, me: Place, room: TableRoom, tmp_path: Path) -> None:
    await begin(stage, me)
    await stage.type("Still dark")
    assert composer(stage)._store.flush()
    again = Place(room, "Writer on duty", tmp_path / "again")
    await stage.shell.close(stop=False)
    await stage.enter(again)
    await stage.key("F2")
    await stage.until(lambda: stage.shows("composer.restored"))
    assert "draft restored from" in stage.item("composer.restored").property("words")
    assert stage.item(HEADLINE).property("text") == "Still dark"


@pytest.fixture
def second(room: TableRoom, tmp_path: Path) -> Place:
    """The same person at another desktop."""
    return Place(room, "Writer on duty", tmp_path / "second")


async def conflict(stage: Stage, me: Place, second: Place, room: TableRoom) -> str:
    """Version 2 by somebody else, while version 1 is being edited here."""
    item = await begin(stage, me)
    await write(stage)
    await sent(stage, me, item)
    composer(stage).fill("headline", "Mine")
    content = acts.content(room, "Theirs")
    targets = me.state.items[item].current.content.targets
    fitting = type(content)(**{name: getattr(content, name) for name in content.__struct_fields__ if name != "targets"}, targets=targets)
    second.ask(cmd.SendForApproval(item=item, base=1, content=fitting))
    await stage.until(lambda: stage.shows("composer.conflict"))
    return item


async def test_somebody_elses_version_is_said_and_nothing_is_overwritten(stage: Stage, me: Place, second: Place, room: TableRoom) -> None:
    item = await conflict(stage, me, second, room)
    assert stage.item("composer.conflict").property("words") == "You sent version 2 while you were editing version 1."
    assert not stage.item("composer.send").isEnabled()
    assert composer(stage)._desk.draft.slot("headline") == "Mine"
    await stage.click("composer.compare")
    await stage.until(lambda: stage.shows("composer.comparison"))
    assert "Theirs" in stage.words()
    await stage.click("composer.comparison.keep")
    await drawn(stage)
    assert not stage.shows("composer.conflict")
    await sent(stage, me, item)
    await stage.until(lambda: len(me.state.items[item].versions) == 3)
    assert me.state.items[item].current.content.title == "Mine"


async def test_taking_theirs_is_undone_by_control_z(stage: Stage, me: Place, second: Place, room: TableRoom) -> None:
    await conflict(stage, me, second, room)
    await stage.click("composer.takeTheirs")
    await stage.until(lambda: stage.item(HEADLINE).property("text") == "Theirs")
    composer(stage).undo()
    assert stage.item(HEADLINE).property("text") == "Mine"


async def test_a_stand_down_stops_sending_and_says_so(stage: Stage, me: Place, brand: Place) -> None:
    await begin(stage, me)
    await write(stage)
    assert stage.item("composer.send").isEnabled()
    brand.ask(cmd.StandDownRoom(reason="An injury"))
    await stage.until(lambda: stage.shows("composer.down"))
    assert not stage.item("composer.send").isEnabled()


async def test_every_control_has_a_name_and_a_role(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    for name, called in {
        "composer.send": "Send for approval",
        "composer.cut.9x16": "Cut 9:16",
        HEADLINE: "Headline on the card",
        "composer.caption.input": "Caption",
        "composer.alt.input": "Alt text",
    }.items():
        assert stage.accessible(name)[0] == called


@pytest.mark.parametrize("width", [1366, 1920])
async def test_a_word_without_end_in_a_check_stays_inside_its_pill_and_its_column(stage: Stage, me: Place, width: int) -> None:
    stage.resize(width, 1080)
    await begin(stage, me)
    model, long = composer(stage).shown.checks, CheckRow("long", "amber", "x" * 320, "y" * 320, True)
    while list(model.rows) != [long]:  # a card that is checked only now tells its own
        model.show((long,))
        await stage.settle()
    lists = [item for item in stage._all(stage.window.contentItem()) if item.objectName() == "composer.checks" and item.isVisible()]
    said = 0
    for checks in lists:
        outside = checks.mapRectToScene(QRectF(0, 0, checks.width(), checks.height()))
        for words in stage._all(checks):
            if words.isVisible() and str(words.property("text") or "")[:1] in ("x", "y"):
                painted = max(words.width(), float(words.property("contentWidth") or 0))
                assert words.mapToScene(QPointF(painted, 0)).x() <= outside.right() + 0.5
                said += 1
    assert said
