"""The designers' bench in the real window: what is saved in a folder, in the ways editors save, is on the screen at once."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QUrl

from tests.desktop.table_room import TableRoom
from tests.e2e.brands import brand_folder, set_font, set_template
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.pictures import assert_as_kept
from warroom.desktop.bench.screen import Bench
from warroom.options import DesktopOptions
from warroom.plan.model import Person

SAMPLE = "sample/1x1"


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    return brand_folder(tmp_path / "brand", "quote", "score")


@pytest.fixture
def options(brand: Path) -> DesktopOptions:
    return DesktopOptions(bench=brand / "quote")


def bench(stage: Stage) -> Bench:
    found = stage.shell.bench.bench
    assert isinstance(found, Bench)
    return found


async def done(stage: Stage) -> Bench:
    """The whole sheet is there and checked."""
    await stage.until(lambda: stage.shell.bench.bench is not None and not bench(stage).busy and bench(stage).state)
    await stage.settle()
    return bench(stage)


def colour(stage: Stage, cell: str = SAMPLE) -> str:
    """Of the ground, as it is on the screen, near the card's corner."""
    item = stage.item(f"bench.cell.{cell}")
    corner = item.mapToScene(item.boundingRect().topLeft())
    return str(stage.grab().pixelColor(int(corner.x()) + 6, int(corner.y()) + 6).name())


def in_place(file: Path, text: str) -> None:
    """As nano does: cut to nothing, then written."""
    with file.open("w", encoding="utf-8") as there:
        there.flush()
        os.fsync(there.fileno())
        half = len(text) // 2
        there.write(text[:half])
        there.flush()
        there.write(text[half:])


def like_vim(file: Path, text: str) -> None:
    """The old file becomes a backup, a new one is written in its place, the backup goes."""
    (file.parent / "4913").write_text("")
    (file.parent / "4913").unlink()
    swap = file.parent / f".{file.name}.swp"
    swap.write_bytes(b"b0VIM")
    backup = file.with_name(file.name + "~")
    file.rename(backup)
    file.write_text(text, "utf-8")
    backup.unlink()
    swap.unlink()


def renamed_over(file: Path, text: str) -> None:
    """As VS Code and Krita may: written beside, then renamed over."""
    beside = file.with_name(file.name + ".tmp-1234")
    beside.write_text(text, "utf-8")
    beside.replace(file)


SAVES = (in_place, like_vim, renamed_over)


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
async def test_each_save_is_shown_however_an_editor_saves(stage: Stage, brand: Path, save: Callable[[Path, str], None]) -> None:
    await done(stage)
    file = brand / "quote" / "template.toml"
    text = file.read_text("utf-8")
    for ground in ("#7A1020", "#107A20", "#10207A"):
        save(file, text.replace('ground = "brand"', f'ground = "{ground}"'))
        await stage.until(lambda ground=ground: colour(stage) == ground.lower())
        assert bench(stage).problems.count == 0
    assert bench(stage).said.startswith("saved ")
    assert "quote/template.toml" in bench(stage).said


async def test_a_mistake_stands_beside_the_last_good_picture_and_goes_when_it_is_mended(stage: Stage, brand: Path) -> None:
    await done(stage)
    file = brand / "quote" / "template.toml"
    text = file.read_text("utf-8")
    before = bench(stage).image(SAMPLE)
    in_place(file, text.replace("max = 150", "mx = 150"))
    await stage.until(lambda: bench(stage).problems.count > 0)
    await stage.settle()
    line = text.splitlines().index(next(row for row in text.splitlines() if row.startswith("fit ="))) + 1
    assert f"quote/template.toml:{line}" in stage.words()
    assert 'Did you mean "max"?' in stage.words()
    assert "The cards are of the last save that could be." in stage.words()
    assert bench(stage).image(SAMPLE) == before
    assert stage.shows(f"bench.cell.{SAMPLE}")
    in_place(file, text)
    await stage.until(lambda: bench(stage).problems.count == 0 and not bench(stage).stale)


async def test_what_is_half_written_is_never_called_a_mistake(stage: Stage, brand: Path) -> None:
    await done(stage)
    file = brand / "quote" / "template.toml"
    text = file.read_text("utf-8").replace('ground = "brand"', 'ground = "#7A1020"')
    told: list[int] = []
    bench(stage).changed.connect(lambda: told.append(bench(stage).problems.count))
    file.write_text("", "utf-8")
    await stage.settle()
    file.write_text(text[: len(text) // 2], "utf-8")
    await stage.settle()
    file.write_text(text, "utf-8")
    await stage.until(lambda: colour(stage) == "#7a1020")
    assert not any(told)


async def test_brand_font_and_many_files_at_once(stage: Stage, brand: Path, tmp_path: Path) -> None:
    await done(stage)
    in_place(brand / "brand.toml", (brand / "brand.toml").read_text("utf-8").replace("#174A5B", "#5B1747"))
    await stage.until(lambda: colour(stage) == "#5b1747")
    before = bench(stage).image(SAMPLE)
    set_font(brand, "league-gothic/LeagueGothic.ttf")
    await stage.until(lambda: bench(stage).image(SAMPLE) != before and "Display.ttf" in bench(stage).said)
    # as a checkout does: all at once
    other = brand_folder(tmp_path / "other", "quote", "score", "third")
    in_place(other / "brand.toml", (other / "brand.toml").read_text("utf-8").replace("#174A5B", "#3C5B17"))
    shutil.copytree(other, brand, dirs_exist_ok=True)
    await stage.until(lambda: colour(stage) == "#3c5b17")
    await stage.until(lambda: bench(stage).templates.count == 3)
    assert (await done(stage)).problems.count == 0


async def test_the_folder_goes_and_comes_back(stage: Stage, brand: Path, tmp_path: Path) -> None:
    await done(stage)
    brand.rename(tmp_path / "elsewhere")
    await stage.until(lambda: "The folder is not there any more" in stage.words())
    (tmp_path / "elsewhere").rename(brand)
    await stage.until(lambda: stage.shows(f"bench.cell.{SAMPLE}") and bench(stage).mode == "shown")
    assert "The folder is not there any more" not in stage.words()
    in_place(brand / "brand.toml", (brand / "brand.toml").read_text("utf-8").replace("#174A5B", "#5B1747"))
    await stage.until(lambda: colour(stage) == "#5b1747")
    assert bench(stage).problems.count == 0


async def test_the_template_that_is_saved_is_the_one_shown(stage: Stage, brand: Path) -> None:
    await done(stage)
    assert bench(stage).title == "Quote"
    set_template(brand, "score", colour="ink", name="Score line")
    await stage.until(lambda: bench(stage).title == "Score line")
    await stage.key("K")
    await stage.until(lambda: bench(stage).title == "Quote")
    await stage.click("bench.template.score")
    await stage.until(lambda: bench(stage).title == "Score line")


async def test_cards_large_by_click_and_keys_follow_saves_too(stage: Stage, brand: Path) -> None:
    await done(stage)
    await stage.click("bench.cell.longest/16x9")
    await stage.until(lambda: stage.shows("bench.largeCard") and bench(stage).image("large") is not None)
    assert "16:9 · Longest" in stage.words()
    assert "960 × 540" in stage.words()
    await stage.key("Right")
    await stage.until(lambda: bench(stage).large.title == "1:1 · Chinese, Japanese" or bench(stage).large.title.startswith("1:1 · "))
    for zoom in (0.5, 1.0, 2.0):
        await stage.type("+")
        assert bench(stage).large.zoom == zoom
    await stage.settle()
    assert stage.item("bench.largeCard").width() == 1080
    await stage.type("0")
    assert bench(stage).large.zoom == 0
    set_template(brand, "quote", colour="ink")
    before = bench(stage).image("large")
    await stage.until(lambda: bench(stage).image("large") != before)
    await stage.key("Esc")
    await stage.until(lambda: stage.shows(f"bench.cell.{SAMPLE}"))
    await stage.key("Enter")
    assert bench(stage).large.title == "1:1 · Sample"
    await stage.key("Esc", "Esc")
    await stage.until(lambda: not stage.shell.bench.alone)
    assert not stage.shows("bench")


async def test_findings_name_their_cards_and_lead_to_them(stage: Stage, brand: Path) -> None:
    set_template(brand, "quote", colour="#0F3845")
    await stage.until(lambda: bench(stage).sheet.findings.count > 0 and not bench(stage).busy)
    await stage.settle()
    assert "Headline: contrast" in stage.words()
    said = " ".join(row.where for row in bench(stage).sheet.findings.rows)
    assert "1:1 · " in said
    assert "16:9 · " in said
    assert " to look at" in stage.words()
    await stage.click("bench.finding.0")
    await stage.until(lambda: stage.shows("bench.largeCard"))


async def test_a_new_brand_is_begun_in_an_empty_folder(stage: Stage, tmp_path: Path) -> None:
    await done(stage)
    (tmp_path / "fresh").mkdir()
    bench(stage).openFolder(QUrl.fromLocalFile(str(tmp_path / "fresh")))
    await stage.until(lambda: "No template here yet" in stage.words())
    await stage.key("N")
    await stage.until(lambda: bench(stage).title == "Plain type")
    assert (tmp_path / "fresh" / "brand.toml").is_file()
    assert (await done(stage)).sheet.findings.count == 0


async def settled(stage: Stage) -> None:
    """What was published is in the composer too."""
    await stage.until(lambda: "Fetch a template" not in stage.desktop.tasks.running())


class TestInTheRoom:
    @pytest.fixture
    def options(self) -> DesktopOptions:
        return DesktopOptions()

    @pytest.fixture
    def room(self, tmp_path: Path) -> TableRoom:
        """With a designer beside the usual people."""
        plan = rehearsal_plan()
        return TableRoom(tmp_path, "rehearsal", replace(plan, people=(*plan.people, Person("Ann", ("designer",)))))

    async def _enter(self, stage: Stage, place: Place, brand: Path) -> Bench:
        await stage.enter(place)
        await stage.key("F4")
        await stage.until(lambda: stage.shows("bench"))
        bench(stage).follow(brand / "quote")
        return await done(stage)

    async def test_published_with_one_key_and_again_after_a_change(self, stage: Stage, me: Place, brand: Path) -> None:
        made = await self._enter(stage, me, brand)
        assert "quote: new here → version 1" in stage.words()
        await stage.key("Ctrl+Shift+P")
        await stage.until(lambda: "Published Quote, version 1." in stage.words())
        await stage.until(lambda: "quote: version 1, nothing changed since" in stage.words())
        set_template(brand, "quote", colour="ink")
        await stage.until(lambda: "quote: version 1 → 2" in stage.words())
        await stage.click("bench.publish")
        await stage.until(lambda: "Published Quote, version 2." in stage.words())
        assert [one.version for one in me.state.templates["quote"]] == [1, 2]
        assert "score" not in me.state.templates
        await stage.key("Shift+A")
        await stage.until(lambda: "score" in me.state.templates)
        await stage.until(lambda: "Quote did not change." in stage.words())
        assert made.publishing.refusal == ""
        await settled(stage)
        await stage.key("Shift+R")
        await stage.click("bench.keepOffered")
        await stage.click("bench.retire")
        assert "Nobody will be offered Quote any more." in stage.words()
        assert not me.state.templates["quote"][-1].retired_at, "one gesture retires nothing"
        await stage.click("bench.retireNow")
        await stage.until(lambda: "Quote is offered no more." in stage.words())
        await stage.until(lambda: "→ version 3" in stage.words() and not stage.shows("bench.retire"))
        assert me.state.templates["quote"][-1].retired_at
        assert not me.state.templates["score"][-1].retired_at

    async def test_somebody_without_the_role_is_told_who_may(self, stage: Stage, brand: Path, room: TableRoom, tmp_path: Path) -> None:
        other = Place(room, "Ann", tmp_path / "ann")
        await self._enter(stage, Place(room, "Brand lead", tmp_path / "brand-lead"), brand)
        assert "may publish templates. Ask the producer." in stage.words()
        assert not stage.item("bench.publish").isEnabled()
        await other.publish(brand / "quote")
        await stage.until(lambda: "quote: version 1" in stage.words())
        assert not stage.shows("bench.retire")
        await stage.key("Shift+R", "Ctrl+Shift+P")
        await stage.settle()
        assert [one.retired_at for one in other.state.templates["quote"]] == [0]
        await settled(stage)

    async def test_what_cannot_be_read_is_not_published(self, stage: Stage, me: Place, brand: Path) -> None:
        await self._enter(stage, me, brand)
        (brand / "quote" / "template.toml").write_text("format = 1\nnam = 3\n", "utf-8")
        await stage.until(lambda: "Mend what is wrong first" in stage.words())
        await stage.key("Ctrl+Shift+P")
        await stage.settle()
        assert not me.state.templates

    async def test_over_somebody_elses_only_when_asked(self, stage: Stage, me: Place, room: TableRoom, brand: Path, tmp_path: Path) -> None:
        await self._enter(stage, me, brand)
        other = Place(room, "Ann", tmp_path / "ann")
        theirs = brand_folder(tmp_path / "theirs", "quote")
        set_template(theirs, "quote", colour="ink")
        await other.publish(theirs / "quote")
        await stage.until(lambda: "quote: version 1 → 2" in stage.words())
        await stage.key("Ctrl+Shift+P")
        await stage.until(lambda: stage.shows("bench.publishOver"))
        assert len(me.state.templates["quote"]) == 1
        await stage.click("bench.publishOver")
        await stage.until(lambda: len(me.state.templates["quote"]) == 2)
        await settled(stage)

    async def test_f4_and_esc_go_back_to_the_desk(self, stage: Stage, me: Place, brand: Path) -> None:
        await self._enter(stage, me, brand)
        assert stage.shell.desk.over == "bench"
        await stage.key("F4")
        await stage.until(lambda: stage.shell.desk.over == "" and not bench(stage).open)
        await stage.key("F4")
        await stage.until(lambda: stage.shows("bench"))
        await stage.key("Esc")
        await stage.until(lambda: stage.shell.desk.over == "")


SIZES = [(1366, 768), (1920, 1080)]


def still(stage: Stage) -> Bench:
    """What differs from run to run is held."""
    made = bench(stage)
    made.naming = lambda _: "/home/ann/crumb"
    made.clock = lambda: dt.datetime(2013, 2, 3, 20, 41, 7, tzinfo=dt.UTC)
    made.stopwatch = lambda begun, done: 31.0
    made.changed.emit()
    return made


@pytest.fixture
def four(tmp_path: Path) -> Path:
    """A brand with a template of four cuts, which bears every stress text."""
    brand = brand_folder(tmp_path / "four", "breaking", "quote", "score", "thanks")
    file = brand / "quote" / "template.toml"
    more = '[cut."4x5"]\nsize = [540, 675]\n[cut."9x16"]\nsize = [540, 960]\nsafe = { top = 250, bottom = 250, left = 60, right = 60 }\n'
    more += '[cut."9x16".layer.headline]\nbox = { left = 80, right = 80, top = 300, bottom = 300 }\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    return brand


async def looked_at(stage: Stage, brand: Path, size: tuple[int, int]) -> None:
    """Saved once with the clock held, and done."""
    stage.resize(*size)
    await done(stage)
    still(stage).follow(brand / "quote")
    await done(stage)
    file = brand / "quote" / "template.toml"
    in_place(file, file.read_text("utf-8") + "# once more\n")
    await stage.until(lambda: "31 ms" in bench(stage).said)
    await done(stage)


@pytest.mark.parametrize("size", SIZES)
async def test_the_bench_as_it_looks(stage: Stage, four: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    await looked_at(stage, four, size)
    assert_as_kept(stage.grab(), f"bench_{size[0]}", tmp_path)
    file = four / "quote" / "template.toml"
    text = file.read_text("utf-8")
    in_place(file, text.replace("max = 150", "mx = 150").replace('font = "display"', 'font = "dispaly"'))
    await stage.until(lambda: bench(stage).problems.count > 0)
    await stage.settle()
    assert_as_kept(stage.grab(), f"bench_error_{size[0]}", tmp_path)
    in_place(file, text.replace('colour = "paper"', 'colour = "#1F5567"'))
    await stage.until(lambda: bench(stage).sheet.findings.count > 0)
    await done(stage)
    assert_as_kept(stage.grab(), f"bench_findings_{size[0]}", tmp_path)
    await stage.click("bench.cell.longest/9x16")
    await stage.until(lambda: bench(stage).image("large") is not None)
    await stage.settle()
    assert_as_kept(stage.grab(), f"bench_large_{size[0]}", tmp_path)
    (tmp_path / "fresh").mkdir(exist_ok=True)
    bench(stage).follow(tmp_path / "fresh")
    await stage.point_at(2, 2)
    await stage.settle()
    assert_as_kept(stage.grab(), f"bench_bare_{size[0]}", tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_the_bench_in_a_room_as_it_looks(stage: Stage, me: Place, four: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    await done(stage)
    await stage.enter(me)
    await stage.key("F4")
    await looked_at(stage, four, size)
    await stage.key("Ctrl+Shift+P")
    await stage.until(lambda: "Published Quote, version 1." in stage.words())
    await stage.until(lambda: "nothing changed since" in stage.words())
    await stage.settle()
    await settled(stage)
    assert_as_kept(stage.grab(), f"bench_published_{size[0]}", tmp_path)
