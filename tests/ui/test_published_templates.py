"""A designer publishes from a desk of their own while somebody writes in this window: real processes, keys and pixels."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.brands import brand_folder
from tests.e2e.plans import live_plan
from tests.plan_text import table
from tests.ui.conftest import Stage
from tests.ui.test_composer import HEADLINE, card, composer, drawn
from tests.ui.test_real_items import colleague
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.review import commands as cmd

DESIGNER = table("person", name="Ann", roles=["designer"])
BLUE, PLUM, MOSS = "#174a5b", "#5b1747", "#3c5b17"


def ground(stage: Stage) -> str:
    """The colour of the card as it is on the screen, beside its words."""
    image = card(stage)
    return str(image.pixelColor(image.width() // 2, image.height() - 8).name())


async def paint(ann: Session, brand: Path, colour: str) -> float:
    """Publish the brand with this ground; when that began."""
    toml = brand / "brand.toml"
    lines = [f'brand = "{colour}"' if line.startswith("brand =") else line for line in toml.read_text("utf-8").splitlines()]
    toml.write_text("\n".join(lines) + "\n", "utf-8")
    began = time.perf_counter()
    await ann.publish(toml)
    return began


async def begin(stage: Stage) -> None:
    session = stage.shell._session
    sent = await session.send(cmd.CallMoment("Half the stadium is dark", "The match", ()))
    stage.shell.desk.moments.compose(sent.id)
    await stage.until(lambda: stage.shows("composer.send") and stage.shows(HEADLINE) and stage.item(HEADLINE).hasActiveFocus())
    composer(stage).chooseTemplate("quote")
    await drawn(stage)


@pytest.mark.slow
async def test_a_template_comes_while_one_types_and_an_item_keeps_its_own(stage: Stage, tmp_path: Path) -> None:
    stage.shell.home.share = False
    stage.shell.home.start(live_plan(tmp_path, DESIGNER))
    await stage.until(lambda: stage.shell.desk is not None)
    ann = await colleague(stage, "Ann", tmp_path)
    brand = brand_folder(tmp_path / "brand", "quote")
    await paint(ann, brand, BLUE)
    await stage.until(lambda: composer(stage)._shelf.get("quote") is not None)

    await begin(stage)
    await stage.until(lambda: ground(stage) == BLUE)  # until then ours of that name is offered
    await stage.type("Snacks on.")
    await stage.key("Left", "Left", "Left")
    await drawn(stage)

    began = await paint(ann, brand, PLUM)
    await stage.until(lambda: ground(stage) == PLUM)
    print(f"from the designer's key to the writer's screen: {(time.perf_counter() - began) * 1000:.0f} ms")
    field = stage.item(HEADLINE)
    assert (field.property("text"), field.hasActiveFocus(), field.property("cursorPosition")) == ("Snacks on.", True, 7)
    assert not stage.shows("composer.madeWith")
    await stage.type("!")
    assert stage.item(HEADLINE).property("text") == "Snacks !on."
    await stage.key("Ctrl+Z")
    assert stage.item(HEADLINE).property("text") != "Snacks !on."

    composer(stage).fill("headline", "Snacks on.")
    composer(stage).setAlt("Words on a plain ground.")
    await drawn(stage)
    composer(stage).setCaption("Power out?")
    await stage.until(lambda: composer(stage).canSend)
    item = composer(stage).item
    await stage.key("Ctrl+Enter")
    await stage.until(lambda: item in ann.state.items and ann.state.items[item].phase == "in_review")
    assert ann.state.items[item].versions[-1].content.template_version == 2

    await paint(ann, brand, MOSS)
    stage.shell.desk.board.act(item, "edit")
    await stage.until(lambda: stage.shows("composer.madeWith"))
    await drawn(stage)
    assert "Made with version 2 of Quote, now 3." in stage.words()
    assert ground(stage) == PLUM
    await stage.until(lambda: stage.shows("composer.moveOn"))
    await stage.click("composer.moveOn")
    await stage.until(lambda: ground(stage) == MOSS and not stage.shows("composer.madeWith"))
    await stage.key("Ctrl+Z")
    await stage.until(lambda: ground(stage) == PLUM)
    assert stage.item(HEADLINE).property("text") == "Snacks on."
    stage.shell.desk.board.act(item, "review")
    await stage.until(lambda: stage.shows("review.caption.0") and "Made with version 2 of Quote, now 3" in stage.words())

    await ann.close()
    stage.shell.goAway(True)
    await stage.until(lambda: stage.shell.desk is None and not Host.running())
