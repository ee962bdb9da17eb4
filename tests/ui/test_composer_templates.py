"""Templates by key, by name, pinned; the same words in several of them at once; what is written beside an earlier version."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.desktop import acts
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.pictures import assert_as_kept
from tests.ui.test_composer import HEADLINE, begin, card, composer, drawn, sent, write
from warroom import locations
from warroom.desktop.composer.screen import ComposerScreen
from warroom.desktop.templates.memory import recall

SIZES = [(1366, 768), (1920, 1080)]


def slot(screen: ComposerScreen, name: str) -> str:
    assert screen._desk.draft is not None
    return screen._desk.draft.slot(name)


# --- choosing


async def test_a_pinned_template_has_the_first_key_and_keeps_it_after_a_restart(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await stage.key("Esc", "P")
    assert composer(stage).templates.order[0] == "product-on-dark"
    await stage.key("2")
    assert composer(stage)._desk.draft.template != "product-on-dark"
    await stage.key("1")
    assert composer(stage)._desk.draft.template == "product-on-dark"
    assert recall().pinned == ("product-on-dark",)
    await stage.key("P")
    assert recall().pinned == ()


async def test_the_template_used_last_comes_first_with_the_next_draft_and_nothing_moves_before(stage: Stage, me: Place) -> None:
    await begin(stage, me, "reaction-on-photo")
    before = composer(stage).templates.order
    assert before[0] != "reaction-on-photo"
    composer(stage).close()
    composer(stage).compose(acts.moment(me, "Another"))
    await drawn(stage)
    assert composer(stage).templates.order[0] == "reaction-on-photo"
    assert composer(stage)._desk.draft.template == "reaction-on-photo"


async def test_a_few_letters_find_a_template_and_enter_takes_it(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await stage.key("F2", "Esc", "Slash")
    await stage.until(lambda: stage.item("composer.findQuery.input").hasActiveFocus())
    await stage.type("react")
    assert [row.key for row in composer(stage).templates.rows.rows] == ["reaction-on-photo"]
    await stage.key("Enter")
    assert composer(stage)._desk.draft.template == "reaction-on-photo"
    assert composer(stage).templates.rows.count == composer(stage).templates.total, "all are shown again"
    await stage.key("Slash")
    await stage.type("zzz")
    await stage.settle()
    assert "No template is called so" in stage.words()
    await stage.key("Enter", "Esc")
    assert composer(stage)._desk.draft.template == "reaction-on-photo"


async def test_beside_other_panes_the_search_has_a_sheet_of_its_own(stage: Stage, me: Place) -> None:
    stage.resize(1920, 1080)
    await begin(stage, me)
    await stage.key("Esc", "Slash")
    await stage.until(lambda: stage.shows("composer.allTemplates"))
    await stage.type("breaking")
    await stage.key("Ctrl+D", "Enter")
    await stage.until(lambda: not stage.shows("composer.allTemplates"))
    assert composer(stage)._desk.draft.template == "breaking-line"
    assert len(composer(stage)._store.all()) == 1, "nothing below an open sheet takes a key"


async def test_what_was_typed_is_there_again_when_one_switches_back(stage: Stage, me: Place) -> None:
    await begin(stage, me, "reaction-on-photo")
    screen = composer(stage)
    screen.takeOwn("photo", screen.shown.library.rows[0].digest)
    screen.fill("headline", "Lights out.")
    await drawn(stage)
    shown = card(stage)
    screen.chooseTemplate("breaking-line")
    assert slot(screen, "headline") == "Lights out."
    await drawn(stage)
    assert card(stage) != shown
    screen.chooseTemplate("reaction-on-photo")
    await drawn(stage)
    assert card(stage) == shown


# --- variations


async def all_drawn(stage: Stage) -> None:
    await stage.until(lambda: composer(stage).variations.rows.count and all(row.ready for row in composer(stage).variations.rows.rows))
    await stage.settle()


async def test_variations_are_real_renders_and_a_key_takes_one(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await write(stage)
    screen = composer(stage)
    await stage.key("Esc", "V")
    await all_drawn(stage)
    assert screen.variations.rows.count >= 3
    before = screen._desk.draft
    place = next(i for i, row in enumerate(screen.variations.rows.rows, 1) if row.key == "breaking-line")
    offered = screen.preview.images.get("variation breaking-line")
    await stage.key(str(place))
    await stage.until(lambda: not stage.shows("composer.variations"))
    await drawn(stage)
    assert screen._desk.draft.template == "breaking-line"
    assert slot(screen, "headline") == "Lights out."
    whole = screen._worker.renderer(screen._template).render(screen._preview._order.values, "1x1").image
    from warroom.desktop.card.pixels import shown

    assert offered == shown(whole, (offered.width(), offered.height())), "what was offered is what one gets"
    await stage.key("Ctrl+Z")
    assert screen._desk.draft.slots == before.slots
    assert screen._desk.draft.template == before.template


async def test_leaving_the_variations_changes_nothing(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await write(stage)
    before = composer(stage)._desk.draft
    await stage.key("Esc", "V")
    await all_drawn(stage)
    await stage.key("BracketRight", "Right", "Ctrl+Enter", "Ctrl+D", "S")
    await all_drawn(stage)
    composer(stage).variations.turn(-1)  # the last page, of fewer: its tiles are larger, so its cards are asked for again
    await all_drawn(stage)
    composer(stage).variations.turnCut(1)
    assert not any(row.ready for row in composer(stage).variations.rows.rows), "none stands under another cut's name"
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("composer.variations"))
    assert composer(stage)._desk.draft == before
    assert stage.item("composer.stage").hasActiveFocus()


async def test_a_click_takes_a_variation(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await write(stage)
    await stage.key("Esc", "V")
    await all_drawn(stage)
    await stage.click("composer.variation.breaking-line")
    assert composer(stage)._desk.draft.template == "breaking-line"


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_variations_look_as_kept(stage: Stage, me: Place, tmp_path: Path, width: int, height: int) -> None:
    stage.resize(width, height)
    await begin(stage, me)
    await write(stage)
    composer(stage).takeOwn("photo", next(row.digest for row in composer(stage).shown.library.rows if row.name == "Dark stadium"))
    await stage.key("Esc", "V")
    await all_drawn(stage)
    assert_as_kept(stage.grab(), f"composer_variations_{width}", tmp_path)


# --- versions


async def two_versions(stage: Stage, me: Place) -> str:
    item = await begin(stage, me)
    await write(stage, "Some things taste better in the dark.")
    await sent(stage, me, item)
    composer(stage).fill("headline", "Some things simply taste best in the dark.")
    composer(stage).setCaption("Power out? We've got a light snack.")
    await drawn(stage)
    await sent(stage, me, item)
    await stage.until(lambda: len(me.state.items[item].versions) == 2)
    composer(stage).fill("headline", "Still dark.")
    await drawn(stage)
    await stage.key("Esc")
    return item


async def test_any_earlier_version_is_compared_and_brought_back_and_that_is_undone(stage: Stage, me: Place) -> None:
    item = await two_versions(stage, me)
    screen = composer(stage)
    await stage.key("Equal")
    await stage.until(lambda: stage.shows("composer.versions"))
    await stage.click("composer.version.1")
    changed = {row.what: row for row in screen.versions.changes.rows}
    assert "".join(text for text, mark in zip(changed["Headline"].texts, changed["Headline"].marks, strict=True) if mark != "new") == (
        "Some things taste better in the dark."
    )
    assert changed["Caption"].marks[-1] == "new"
    await stage.click("composer.versions.revert")
    await drawn(stage)
    assert slot(screen, "headline") == "Some things taste better in the dark."
    assert screen.caption == "Power out?"
    assert not stage.shows("composer.conflict"), "it is a change of the newest version"
    await stage.key("Ctrl+Z")
    assert (slot(screen, "headline"), screen.caption) == ("Still dark.", "Power out? We've got a light snack.")
    await stage.key("Ctrl+Shift+Z")
    await drawn(stage)
    await sent(stage, me, item)
    await stage.until(lambda: len(me.state.items[item].versions) == 3)


async def test_the_version_is_shown_in_its_own_bytes_side_by_side_and_wiped(stage: Stage, me: Place, tmp_path: Path) -> None:
    await two_versions(stage, me)
    await stage.key("Equal")
    await stage.until(lambda: stage.shows("composer.versions") and stage.item("composer.versions.before").property("paintedWidth") > 0)
    version = me.state.items[composer(stage).item].versions[1]
    assert composer(stage).versions.picture == f"image://blob/{version.content.cuts[0].blob}"
    await stage.settle()
    assert_as_kept(stage.grab(), "composer_versions", tmp_path)
    await stage.key("W")
    await stage.settle()
    half = stage.grab()
    await stage.key("Left", "Left", "Left", "Left")
    await stage.settle()
    assert stage.grab() != half
    assert_as_kept(half, "composer_versions_wiped", tmp_path)
    await stage.key("Equal")
    await stage.until(lambda: not stage.shows("composer.versions"))


async def test_without_a_version_there_is_nothing_to_compare(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await stage.key("Esc", "Equal")
    await stage.settle()
    assert not stage.shows("composer.versions")


# --- many


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A brand with forty templates, one of which cannot be read."""
    folder = tmp_path / "brand"
    shutil.copytree(locations.assets() / "templates", folder)
    for number in range(40):
        made = folder / f"line-{number:02}"
        shutil.copytree(folder / "breaking-line", made)
        text = (made / "template.toml").read_text().replace('name = "Breaking line"', f'name = "Line {number:02}"')
        (made / "template.toml").write_text(text if number != 7 else text.replace("[[slot]]", "nonsense = 3\n\n[[slot]]", 1))
    from warroom.desktop.composer import writing as composer_writing
    from warroom.desktop.templates import shelf as template_shelf

    plan = rehearsal_plan()
    here = type(plan)(**{name: getattr(plan, name) for name in plan.__struct_fields__ if name != "brand"}, brand=str(folder / "brand.toml"))
    monkeypatch.setattr(composer_writing, "planned_entries", lambda _plan: template_shelf.planned_entries(here))
    return folder


async def test_of_many_templates_one_that_cannot_be_read_is_named_and_the_others_work(stage: Stage, me: Place, many: Path) -> None:
    await begin(stage, me, "line-03")
    screen = composer(stage)
    await stage.until(lambda: all(row.facts or row.problem for row in screen.templates.rows.rows))
    assert "nonsense" in next(row.problem for row in screen.templates.rows.rows if row.key == "line-07")
    assert any(notice.place == "composer" and "line-07" in notice.words for notice in stage.shell.notices.rows)
    screen.templates.choose("line-07")
    assert screen._desk.draft.template == "line-03"
    stage.resize(1920, 1080)
    await stage.key("F2", "Esc", "Slash")
    await stage.type("line 3")
    await stage.settle()
    assert len(screen.templates.rows.rows) == 13
    assert all("3" in row.name for row in screen.templates.rows.rows)
    assert isinstance(stage.grab(), QImage)


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_the_search_looks_as_kept(stage: Stage, me: Place, many: Path, tmp_path: Path, width: int, height: int) -> None:
    stage.resize(width, height)
    await begin(stage, me, "line-03")
    await write(stage)
    screen = composer(stage)
    await stage.until(lambda: all(row.facts or row.problem for row in screen.templates.rows.rows))
    stage.shell.notices.clear("composer")
    screen.templates.pin("line-03")
    await stage.key("F2", "Esc", "Slash")
    await stage.type("line 0")
    await stage.until(lambda: all(screen.preview.images.get(f"template line-0{nth}") for nth in range(4 if height == 768 else 6)))
    await stage.until(lambda: screen.said.words.startswith("Nobody") and not screen.said.old)
    await drawn(stage)
    assert_as_kept(stage.grab(), f"composer_search_{width}", tmp_path)
    assert stage.item(HEADLINE)
