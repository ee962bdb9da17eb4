"""Already said? in the composer: the chip while writing, and the sheet behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from tests.ui.pictures import assert_as_kept
from tests.ui.test_composer import begin, composer
from tests.ui.test_pictures_items import send
from tests.watch.said_pairs import judged
from warroom.desktop.composer.said import BLIND, chip_words, count_words
from warroom.errors import Unreachable
from warroom.wire import Said, SaidPost

HEADLINE = "Some things taste better in the dark."
LONG = "you know what tastes better in the dark? \u202ebiscuits\u202c, and anything else that somebody left on the sofa " * 3
CAPTION = "Power out? We've got a light snack."


def crowded(me: Place, count: int, verdict: str, exact: bool = True) -> Said:
    now = me.server_now()
    texts = (
        ("everything tastes better in the dark", 0.94, 41),
        ("lights out at the dome, snacks taste better now", 0.71, 1),
        (LONG, 0.66, 3),
    )
    posts = [post(number, "Blackout", now, text, age=90 - number * 20) for number, (text, _, _) in enumerate(texts)]
    closest = tuple(SaidPost(one, score, times) for one, (_, score, times) in zip(posts, texts, strict=True))
    minutes = tuple(max(0, count * (minute - 50) // 45) for minute in range(60))
    return Said(verdict, count, 41_233, exact, closest[0].post.at, closest[0].post, closest, minutes, 31.0)


async def written(stage: Stage, me: Place, headline: str = HEADLINE, caption: str = CAPTION) -> None:
    await begin(stage, me)
    composer(stage).fill("headline", headline)
    composer(stage).setCaption(caption)
    composer(stage).setAlt("A lone biscuit in a pool of light.")
    await stage.until(lambda: set(me.asked_said) >= {headline, caption} - {""} and not composer(stage).said.old)
    await stage.settle()


async def test_what_nobody_said_is_green_and_asked_once_after_the_last_key(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    await stage.type("Some dark")
    await stage.until(lambda: stage.shows("composer.said") and composer(stage).said.words.startswith("Nobody"))
    assert composer(stage).said.words == "Nobody has said this · 41,233 posts"
    assert composer(stage).said.tone == "green"
    assert me.asked_said[-1] == "Some dark"
    assert len(me.asked_said) < len("Some dark")
    assert stage.accessible("composer.said")[0] == composer(stage).said.words


async def test_the_text_that_was_said_more_is_told_of_and_the_sheet_says_by_whom(stage: Stage, me: Place) -> None:
    me.answers_said[CAPTION] = crowded(me, 213, "crowded")
    await written(stage, me)
    said = composer(stage).said
    assert said.words.startswith("Crowded: 213 since ")
    assert said.tone == "amber"
    await stage.key("F10")
    await stage.until(lambda: stage.shows("said.first"))
    assert CAPTION in stage.words()
    assert "First at " in stage.item("said.first").property("text")
    assert "everything tastes better in the dark" in stage.words()
    assert "words, not meanings" in stage.words()
    assert "\u202e" not in stage.words()
    await stage.key("1")
    await stage.until(lambda: HEADLINE in stage.words() and "Nobody has said this" in stage.item("said.verdict").property("text"))
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("said.first") and not said.open)


async def test_no_answer_is_said_and_asked_again(stage: Stage, me: Place, room: object) -> None:
    me.answers_said[HEADLINE] = Unreachable("No room answers at 10.0.0.12:7000.")
    await written(stage, me, caption="")
    await stage.until(lambda: composer(stage).said.trouble)
    assert composer(stage).said.words == "Already said? Not known now"
    del me.answers_said[HEADLINE]
    me._room.now += 60_000
    await stage.until(lambda: composer(stage).said.words.startswith("Nobody"))


async def test_with_nothing_written_nothing_is_asked(stage: Stage, me: Place) -> None:
    await begin(stage, me)
    assert not stage.shows("composer.said")
    await stage.key("F10")
    assert not composer(stage).said.open
    assert me.asked_said == []


def test_the_sheet_states_how_the_judging_half_comes_out() -> None:
    told = judged("judge")
    pairs = sum(told.pairs.values())
    assert f"On {pairs} pairs" in BLIND
    for kind, words in (("near_copy", "near copies"), ("other_words", "told in other words"), ("other_idea", "other ideas")):
        assert f"{told.held_same[kind]} of {told.pairs[kind]} {words}" in BLIND
    assert told.held_same["unrelated"] == 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said("unclear", 0, 9), "Too few words to compare"),
        (Said("fresh", 0, 0), "No posts to compare with yet"),
        (Said("fresh", 1, 900), "Said once since 20:41 · 900 posts"),
        (Said("done", 2_104, 41_233), "Done: 2,104 since 20:41"),
        (Said("done", 2_154, 41_233, exact=False), "Done: about 2,100 since 20:41"),
    ],
)
def test_the_chip_says_it_in_a_line(said: Said, words: str) -> None:
    assert chip_words(said, "20:41") == words
    assert count_words(Said("crowded", 57, 9, exact=False)) == "about 57"


def around(stage: Stage, first: str, last: str, margin: int = 4) -> QImage:
    """What is shown from the top left of one item to the bottom right of another."""
    boxes = [stage.item(name).mapRectToScene(QRectF(0, 0, stage.item(name).width(), stage.item(name).height())) for name in (first, last)]
    box = boxes[0].united(boxes[1]).adjusted(-margin, -margin, margin, margin)
    return stage.grab().copy(box.toRect())


@pytest.mark.parametrize("verdict", ["fresh", "crowded", "done"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
async def test_pictures(stage: Stage, me: Place, tmp_path: Path, verdict: str, width: int, height: int) -> None:
    count = {"fresh": 0, "crowded": 213, "done": 2_104}[verdict]
    if count:
        me.answers_said[HEADLINE] = crowded(me, count, verdict)
    stage.resize(width, height)
    await written(stage, me)
    assert stage.shows("composer.said")
    box = stage.item("composer.said")
    assert box.mapToScene(QPointF(0, box.height())).y() < stage.item("composer.send").mapToScene(QPointF(0, 0)).y()
    assert_as_kept(around(stage, "composer.said", "composer.said"), f"said_{verdict}_chip_{width}", tmp_path)
    await stage.key("F10")
    await stage.until(lambda: stage.shows("said.searched"))
    await stage.settle()
    assert_as_kept(around(stage, "said.verdict", "said.close"), f"said_{verdict}_{width}", tmp_path)


async def test_approvers_see_it_too(stage: Stage, me: Place, brand: Place, room: TableRoom) -> None:
    item = send(room, me, "item-1", "Lights out. Snacks on.")
    title = me.state.items[item].current.content.title
    brand.answers_said[title] = crowded(brand, 213, "crowded")
    await stage.enter(brand)
    stage.shell.desk.review.open(item)
    await stage.until(lambda: stage.shows("review.said") and stage.shell.desk.review.said.words.startswith("Crowded: 213"))
    await stage.key("W")
    await stage.until(lambda: stage.shows("said.first"))
    assert "everything tastes better in the dark" in stage.words()
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("said.first") and stage.shell.desk.over == "review")
