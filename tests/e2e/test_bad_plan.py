"""A plan or a brand with mistakes starts nothing, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.plans import live_plan
from warroom import locations
from warroom.client.host import Host
from warroom.errors import PlanError, TemplateError


def test_a_brand_with_mistakes_is_told_before_the_room_is_made(tmp_path: Path) -> None:
    plan = live_plan(tmp_path)
    plan.write_text(plan.read_text("utf-8") + '\n[look]\nbrand = "brand.toml"\n', "utf-8")
    brand = tmp_path / "brand.toml"
    brand.write_text('format = 1\nname = "Crumb"\n[fonts]\ndisplay = { file = "nowhere.ttf" }\n', "utf-8")
    with pytest.raises(TemplateError) as caught:
        asyncio.run(Host.start(plan, "live"))
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [(brand, 4)]
    assert not list(locations.rooms().iterdir())


def test_a_live_room_is_not_made_with_imitations_in_its_plan(tmp_path: Path) -> None:
    plan = live_plan(tmp_path)
    plan.write_text(plan.read_text("utf-8").replace('account = "crumb.example"', 'account = "crumb.example"\nby = "imitation"'), "utf-8")
    with pytest.raises(PlanError, match="no imitation page"):
        asyncio.run(Host.start(plan, "live"))
    assert not list(locations.rooms().iterdir())
