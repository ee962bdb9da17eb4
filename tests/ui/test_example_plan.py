"""The example event plan, started whole: its own brand folder with real fonts and a logo, its template, a card, sent for approval."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QUrl

from tests.compose.conftest import DATA, photo
from tests.ui.conftest import Stage
from warroom import locations
from warroom.client.host import Host

EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "design" / "examples" / "event.toml"
NOWHERE = '[[source]]\nkind = "feed"\nurl = "http://127.0.0.1:9/sport.xml"\n\n'

# As it stands, the example's tall cut puts headline and logo under the network's own buttons, and its plan lets that block.
STORY = (
    """[cut."9x16".layer.logo]
box = { left = 56, top = 260, width = 167 }""",
    """[cut."9x16".layer.logo]
box = { left = 60, top = 260, width = 167 }
[cut."9x16".layer.headline]
box = { left = 74, right = 74, bottom = 260, height = 259 }""",
)


def example(folder: Path) -> Path:
    """A copy with the brand's files beside it; its sources are on this machine, where nobody answers."""
    if not EXAMPLE.exists():
        pytest.skip("the example plan is not beside this checkout")
    text = EXAMPLE.read_text(encoding="utf-8")
    first, last = text.index("[[source]]"), text.index("[[person]]")
    plan = folder / "event.toml"
    plan.write_text(text[:first] + NOWHERE + text[last:], encoding="utf-8")
    shutil.copytree(DATA / "brand", folder / "brand")
    template = folder / "brand" / "reaction-on-photo" / "template.toml"
    template.write_text(template.read_text(encoding="utf-8").replace(*STORY), encoding="utf-8")
    fonts = folder / "brand" / "fonts"
    fonts.mkdir()
    for file in ("anton/Anton.ttf", "archivo/Archivo.ttf"):
        shutil.copy(locations.assets() / "fonts" / file, fonts)
    return plan


@pytest.mark.slow
async def test_the_example_plan_goes_from_its_first_screen_to_an_item_in_review(stage: Stage, tmp_path: Path) -> None:
    stage.shell.home.share = False
    stage.shell.home.start(example(tmp_path))
    await stage.until(lambda: stage.shell.desk is not None)
    desk = stage.shell.desk
    await stage.until(lambda: "Cup final" in stage.words() and "LIVE" in stage.words())
    desk.moments.call_on_pulse()
    await stage.until(lambda: desk.live.state.moments)
    desk.moments.compose(next(iter(desk.live.state.moments)))
    await stage.until(lambda: stage.shows("composer.send"))
    composer = desk.composer
    assert [row.name for row in composer.templates.rows.rows] == ["Reaction on photo"]
    composer.fill("headline", "Lights out.")
    composer.takeFile("photo", QUrl.fromLocalFile(photo(tmp_path / "photo.png").path))  # 1600 × 1600
    await stage.until(lambda: composer.shown.slots.record("photo").picture)
    composer.setSource("photo", "Shot by us tonight")
    composer.setRights("photo", "ours")
    composer.setCaption("Power out? We've got a light snack.")
    composer.setAlt("Bands of colour with the words: lights out.")
    await stage.until(lambda: composer.canSend and composer.preview.current)
    assert {row.networks for row in composer.preview.cuts.rows} - {""} == {"Bluesky", "Instagram"}
    assert re.search(r"Bluesky \d+ · Instagram \d+", composer.shown.left)
    await stage.key("Ctrl+Enter")
    await stage.until(lambda: any(item.phase == "in_review" for item in desk.live.state.items.values()))
    item = next(iter(desk.live.state.items.values()))
    version = item.current
    assert version is not None
    assert [target.text.network for target in item.targets] == ["bluesky", "instagram"]
    for cut in version.content.cuts:
        with Image.open(await desk.live.session.blob(cut.blob)) as picture:
            assert picture.size == (cut.width, cut.height)
            assert len(picture.convert("RGB").getcolors(10_000_000) or ()) > 100
    stage.shell.goAway(True)
    await stage.until(lambda: stage.shell.desk is None and not Host.running())
