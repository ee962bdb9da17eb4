"""The contact sheet: every cut × every stress text, with what is wrong of each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.compose.conftest import rewrite
from warroom.compose.contact import Contact, contact_sheet
from warroom.compose.model import SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.stress import SAMPLE, STRESSES, stressed, stresses, words
from warroom.compose.template import load_brand, load_template
from warroom.compose.text import graphemes


def reread(brand_folder: Path) -> Template:
    return load_template(brand_folder / "reaction-on-photo", load_brand(brand_folder / "brand.toml"))


def test_a_sheet_has_every_cut_with_every_text(example: Template) -> None:
    sheet = contact_sheet(example, long_side=160)
    assert [(cell.cut, cell.stress.key) for cell in sheet.cells[:5]] == [
        *((cut, "sample") for cut in ("1x1", "4x5", "16x9", "9x16")),
        ("1x1", "empty"),
    ]
    assert len(sheet.cells) == 4 * len(stresses())
    assert all(cell.image is not None and max(cell.image.size) == 160 for cell in sheet.cells)
    assert len({np.asarray(cell.image).tobytes() for cell in sheet.cells if cell.cut == "1x1"}) == len(stresses())
    assert {finding.check for cell in sheet.failing for finding in cell.findings} == {"safe_area"}  # the example's own, on 9x16
    assert {cell.cut for cell in sheet.failing} == {"9x16"}


def test_what_is_wrong_stands_in_its_cell(brand_folder: Path) -> None:
    rewrite(brand_folder / "reaction-on-photo" / "template.toml", "min = 44, lines = 2", "min = 120, lines = 2")
    sheet = contact_sheet(reread(brand_folder), long_side=100)
    assert any(finding.check == "overflow" for finding in sheet.cell("1x1", "longest").findings)
    assert sheet.cell("1x1", "word").ok


def test_a_file_that_went_is_a_problem_of_its_cells_and_nothing_raises(brand_folder: Path) -> None:
    template = reread(brand_folder)
    (brand_folder / "logo.svg").unlink()
    cell = contact_sheet(template, long_side=100).cells[0]
    assert cell.image is None
    assert "logo.svg" in cell.problem


def test_the_cut_that_is_looked_at_comes_first(example: Template) -> None:
    contact = Contact(100)
    contact.show(example)
    cells = contact.cells(first="9x16")
    assert [next(cells).cut for _ in range(4)] == ["9x16", "1x1", "4x5", "16x9"]


def test_after_a_save_only_what_changed_differs_and_pixels_are_those_of_a_new_start(brand_folder: Path) -> None:
    contact = Contact(200)
    contact.show(reread(brand_folder))
    list(contact.drafts())
    before = {(cell.cut, cell.stress.key): np.asarray(cell.image).tobytes() for cell in contact.cells()}
    rewrite(brand_folder / "reaction-on-photo" / "template.toml", "fit = { lines = 3 }", "fit = { lines = 3, max = 60 }")
    contact.show(reread(brand_folder))
    after = {(cell.cut, cell.stress.key): np.asarray(cell.image).tobytes() for cell in contact.cells()}
    assert {cut for (cut, text), image in after.items() if image != before[cut, text]} == {"4x5"}
    anew = contact_sheet(reread(brand_folder), long_side=200)
    assert {(cell.cut, cell.stress.key): np.asarray(cell.image).tobytes() for cell in anew.cells} == after
    card = CardRenderer(reread(brand_folder)).render(stressed(reread(brand_folder), SAMPLE), "1x1")
    assert contact.card("1x1").image.tobytes() == card.image.tobytes()


def test_a_changed_brand_is_drawn_anew(brand_folder: Path) -> None:
    contact = Contact(200)
    contact.show(reread(brand_folder))
    before = np.asarray(contact.cell("1x1", SAMPLE).image)
    rewrite(brand_folder / "brand.toml", 'paper = "#FFFFFF"', 'paper = "#FFE000"')
    contact.show(reread(brand_folder))
    assert np.abs(np.asarray(contact.cell("1x1", SAMPLE).image).astype(int) - before).max() > 100


def test_drafts_are_small_and_look_like_the_cells(example: Template) -> None:
    contact = Contact(240)
    contact.show(example)
    drafts = list(contact.drafts())
    assert [draft.cut for draft in drafts] == ["1x1", "4x5", "16x9", "9x16"]
    for draft in drafts:
        cell = contact.cell(draft.cut, SAMPLE)
        assert draft.draft
        assert not draft.findings
        assert draft.image is not None
        assert cell.image is not None
        assert draft.image.size == cell.image.size
        assert np.abs(np.asarray(draft.image).astype(int) - np.asarray(cell.image)).mean() < 16


@pytest.mark.parametrize("stress", STRESSES, ids=lambda stress: stress.key)
def test_no_stress_text_is_longer_than_its_slot_allows(templates: dict[str, Template], stress: object) -> None:
    for template in templates.values():
        for slot in template.slots:
            if slot.kind == "text" and slot.max_graphemes:
                count = len(graphemes(words(slot, stress)))
                assert count <= slot.max_graphemes
                assert getattr(stress, "key", "") != "longest" or slot.sample.isdigit() or count >= slot.max_graphemes - 3 or count == 3


def test_an_empty_template_is_filled_with_nothing(example: Template) -> None:
    values = stressed(example, STRESSES[1])
    assert values.texts == {"headline": ""}
    assert values.choices == {"tag": ""}
    assert values.pictures["photo"].width >= 1080
    assert isinstance(values, SlotValues)
