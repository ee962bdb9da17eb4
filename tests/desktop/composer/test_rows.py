"""Rows of the composer that say what is known and nothing more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QObject

from warroom.compose.checks import join_cuts
from warroom.compose.model import Card, Finding, PictureAsset, Rect
from warroom.compose.pictures import LibraryPicture
from warroom.compose.template import shipped_templates
from warroom.desktop.composer.pictures import Pictures
from warroom.desktop.composer.rows import cut_rows
from warroom.desktop.composer.shown import FEW, ComposerShown
from warroom.desktop.drafts import Aim, Draft


def test_no_cut_has_a_light_before_it_was_checked() -> None:
    template, draft = shipped_templates()[0], Draft(item="i", moment="m", template="t")
    assert {row.tone for row in cut_rows(template, draft, "1x1", None)} == {"third"}
    assert {row.tone for row in cut_rows(template, draft, "1x1", ())} == {"green"}
    wrong = Finding("overflow", False, "block", "The headline does not fit", cut="4x5")
    tones = {row.name: row.tone for row in cut_rows(template, draft, "1x1", [wrong])}
    assert (tones["4x5"], tones["1x1"]) == ("red", "green")


def card(cut: str, findings: tuple[Finding, ...]) -> Card:
    return Card(cut, Image.new("RGB", (1, 1)), Rect(0, 0, 1, 1), (), (), (), findings)


def test_what_is_wrong_in_several_cuts_or_in_all_lights_each_of_them() -> None:
    template, draft = shipped_templates()[0], Draft(item="i", moment="m", template="t")
    finding = Finding("overflow", False, "block", "Headline does not fit", "Shorten it.")
    names = [cut.name for cut in template.cuts]
    for wrong in (["9x16", "1x1"], names):
        cards = [card(name, (replace(finding, cut=name),) if name in wrong else ()) for name in names]
        tones = {row.name: row.tone for row in cut_rows(template, draft, "1x1", join_cuts(cards))}
        assert {name for name, tone in tones.items() if tone == "red"} == set(wrong)
    caption = Finding("caption_length", False, "block", "X: 12 too many")
    assert {row.tone for row in cut_rows(template, draft, "1x1", [caption])} == {"green"}


def test_a_cut_names_the_accounts_where_one_network_has_two() -> None:
    template = shipped_templates()[0]
    two = (Aim("bluesky", "crumb.example", "1x1"), Aim("bluesky", "crumb.photos.example", "4x5"), Aim("x", "crumb", "1x1"))
    networks = {row.name: row.networks for row in cut_rows(template, Draft(item="i", moment="m", template="t", aims=two), "1x1", None)}
    assert (networks["1x1"], networks["4x5"], networks["16x9"]) == ("Bluesky crumb.example, X", "Bluesky crumb.photos.example", "")


def test_of_a_library_of_thousands_the_first_few_stand_in_a_slot() -> None:
    made = tuple(LibraryPicture(f"Asset {n}", "", PictureAsset(f"{n:064}", f"a/{n}.jpg", 9, 9)) for n in range(2_000))
    shown = ComposerShown(cast(Pictures, SimpleNamespace(library=made, placed={})), QObject())
    assert [row.name for row in shown._library.rows] == [picture.name for picture in made[:FEW]]
