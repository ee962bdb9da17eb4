"""Rows of the composer that say what is known and nothing more."""

from __future__ import annotations

from warroom.compose.model import Finding
from warroom.compose.template import shipped_templates
from warroom.desktop.composer_rows import cut_rows
from warroom.desktop.drafts import Aim, Draft


def test_no_cut_has_a_light_before_it_was_checked() -> None:
    template, draft = shipped_templates()[0], Draft(item="i", moment="m", template="t")
    assert {row.tone for row in cut_rows(template, draft, "1x1", None)} == {"third"}
    assert {row.tone for row in cut_rows(template, draft, "1x1", ())} == {"green"}
    wrong = Finding("overflow", False, "block", "The headline does not fit", cut="4x5")
    tones = {row.name: row.tone for row in cut_rows(template, draft, "1x1", [wrong])}
    assert (tones["4x5"], tones["1x1"]) == ("red", "green")


def test_a_cut_names_the_accounts_where_one_network_has_two() -> None:
    template = shipped_templates()[0]
    two = (Aim("bluesky", "crumb.example", "1x1"), Aim("bluesky", "crumb.photos.example", "4x5"), Aim("x", "crumb", "1x1"))
    networks = {row.name: row.networks for row in cut_rows(template, Draft(item="i", moment="m", template="t", aims=two), "1x1", None)}
    assert (networks["1x1"], networks["4x5"], networks["16x9"]) == ("Bluesky crumb.example, X", "Bluesky crumb.photos.example", "")
