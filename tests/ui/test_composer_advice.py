"""Advice while one writes: said with what to do, set aside for good, never said twice."""

from __future__ import annotations

from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.test_composer import begin, composer, drawn, sent, write
from tests.waiting import until
from warroom.compose.spelling import ready
from warroom.desktop.drafts import advice_key
from warroom.review import commands as cmd

WRONG = "“recieve” may be misspelt"


def advice(stage: Stage) -> list[str]:
    return [row.words for row in composer(stage).shown.checks.rows if row.advice]


async def test_advice_is_set_aside_by_its_button_or_a_key_and_can_be_said_again(stage: Stage, me: Place) -> None:
    until(lambda: ready("en"), "the list of words")
    item = await begin(stage, me)
    await write(stage)
    composer(stage).setCaption("You recieve light snacks. #LightsOut#Dunk")
    await drawn(stage)
    await stage.until(lambda: WRONG in advice(stage))
    before = advice(stage)
    assert any("runs into the hashtag" in words for words in before)
    await stage.key("F2")
    await stage.until(lambda: stage.shows("composer.leave.0"))
    assert stage.item("composer.advises").property("text") == f"1 of {len(before)} · {before[0]}"
    stage.item("composer.leave.0").forceActiveFocus()
    await stage.key("Return")
    await stage.until(lambda: len(advice(stage)) == len(before) - 1)
    assert composer(stage).shown.aside == "1 set aside"
    await stage.key("Escape")
    await stage.key("Escape")
    while advice(stage):
        left = len(advice(stage))
        await stage.key("L")
        await stage.until(lambda left=left: len(advice(stage)) < left)
    composer(stage).setCaption("You recieve light snacks, friends. #LightsOut#Dunk")
    await drawn(stage)
    await stage.settle()
    assert WRONG not in advice(stage)
    composer(stage).bringBack()
    await stage.until(lambda: WRONG in advice(stage))
    composer(stage).undo()
    await stage.until(lambda: WRONG not in advice(stage))
    await sent(stage, me, item)


async def test_what_was_sent_in_spite_of_advice_is_not_advised_against_again(stage: Stage, me: Place) -> None:
    until(lambda: ready("en"), "the list of words")
    item = await begin(stage, me)
    await write(stage)
    composer(stage).setCaption("You recieve light snacks.")
    await drawn(stage)
    await stage.until(lambda: WRONG in advice(stage))
    await sent(stage, me, item)
    composer(stage).close()
    composer(stage)._store.drop(item)
    composer(stage).edit(item)
    await drawn(stage)
    await stage.settle()
    assert composer(stage).caption == "You recieve light snacks."
    assert WRONG not in advice(stage)


async def test_who_writes_sees_what_was_asked_to_be_changed(stage: Stage, me: Place, brand: Place) -> None:
    item = await begin(stage, me)
    await write(stage)
    await sent(stage, me, item)
    version = me.state.items[item].current
    assert version is not None
    brand.ask(cmd.RequestChanges(item, "brand", version.digest, "One step quieter, please."))
    composer(stage).edit(item)
    await stage.until(lambda: stage.shows("composer.asked"))
    assert composer(stage).shown.asked == "Brand asks: One step quieter, please."
    composer(stage).setCaption("Quieter.")
    await drawn(stage)
    await sent(stage, me, item)
    await stage.until(lambda: not stage.shows("composer.asked"))


def test_advice_is_the_same_said_with_other_numbers_of_other_cuts() -> None:
    first = advice_key("contrast", "1:1, 4:5: Headline: contrast 2.1 : 1")
    assert first == advice_key("contrast", "9:16: Headline: contrast 2.9 : 1")
    assert first != advice_key("contrast", "9:16: Tag: contrast 2.9 : 1")
    assert advice_key("spelling", "“teh” may be misspelt") != advice_key("spelling", "“tah” may be misspelt")
