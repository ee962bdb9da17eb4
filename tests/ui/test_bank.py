"""The bank, its blanks, and results that items wait for, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication, QImage

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.pictures import assert_as_kept
from warroom.desktop.bank.screen import BankScreen
from warroom.plan.model import Lane, Outcome, Rule
from warroom.review import commands as cmd
from warroom.review.shells import clearance

SHELLS = Lane("shell", (Rule("brand", within=120, then="expire"),))
WINNER = Outcome("Winner", ("Baltimore", "San Francisco"))


@pytest.fixture
def room(tmp_path: Path) -> TableRoom:
    plan = rehearsal_plan()
    lanes = (*(lane for lane in plan.lanes if lane.name != "shell"), SHELLS)
    return TableRoom(tmp_path, "rehearsal", replace(plan, lanes=lanes, outcomes=(WINNER,)))


@pytest.fixture
def counsel(room: TableRoom, tmp_path: Path) -> Place:
    return Place(room, "Counsel", tmp_path / "counsel")


def bank(stage: Stage) -> BankScreen:
    return stage.shell.desk.bank


def box(stage: Stage, name: str) -> QImage:
    item = stage.item(f"{name}.box")
    return stage.grab().copy(item.mapRectToScene(item.boundingRect()).toRect())


async def greenlit(stage: Stage, me: Place, brand: Place, counsel: Place) -> str:
    """Written and sent in the window, so that its card is real; signed by the two."""
    await stage.enter(me)
    stage.shell.desk.moments.compose(acts.moment(me))
    composer = stage.shell.desk.composer
    await stage.until(lambda: composer.open)
    composer.chooseTemplate("breaking-line")
    composer.fill("headline", "28–6 at the break.")
    composer.setCaption("28–6 at the break. Still dunking.")
    composer.setAlt("The words 28–6 at the break.")
    await stage.until(lambda: composer.preview.current and not composer.reasons())
    item = composer.item
    composer.send()
    await stage.until(lambda: item in me.state.items and me.state.items[item].phase == "in_review")
    digest = me.state.items[item].current.digest
    brand.ask(cmd.SignOffItem(item, "brand", digest))
    counsel.ask(cmd.SignOffItem(item, "legal", digest))
    await stage.until(lambda: "bank" in (stage.shell.desk.board.rows.record(item).acts if stage.shell.desk.board.rows.record(item) else ()))
    return item


async def banked(stage: Stage, me: Place, brand: Place, counsel: Place) -> str:
    """Through the board's own button: the score is the blank."""
    item = await greenlit(stage, me, brand, counsel)
    await stage.key("F3")
    stage.shell.desk.board.choose(item)
    await stage.settle()
    await stage.click("board.bank")
    await stage.until(lambda: stage.shows("put.put"))
    put = bank(stage).put
    assert not stage.item("put.put").isEnabled(), "without a blank it is no shell"
    put.write("slot/headline", "{score=28–6} at the break.")
    put.write("caption", "{score} at the break. Still dunking.")
    put.write("alt", "The words {score} at the break.")
    await stage.until(lambda: put.canPut)
    put.turnPattern("score")
    put.turnPattern("score")
    await stage.until(lambda: [row.pattern for row in put.named.rows] == ["a score such as 2–1"])
    await stage.settle()
    await stage.click("put.put")
    await stage.until(lambda: bool(me.state.shells) and not stage.shows("put.put"))
    return next(iter(me.state.shells))


async def test_an_approved_item_goes_into_the_bank_and_comes_out_with_its_blank_filled(
    stage: Stage, me: Place, brand: Place, counsel: Place
) -> None:
    shell = await banked(stage, me, brand, counsel)
    kept = me.state.shells[shell]
    assert [(blank.name, blank.sample, blank.pattern) for blank in kept.blanks] == [("score", "28–6", "score")]
    await stage.key("N")
    await stage.until(lambda: stage.shows("bank.blank.score.input") and stage.item("bank.blank.score.input").hasActiveFocus())
    assert "Cleared by Brand lead (Brand), Counsel (Legal) until" in stage.words()
    await stage.type("nil")
    assert "must be a score" in stage.words()
    assert not stage.item("bank.make").isEnabled()
    for _ in range(3):
        await stage.key("Backspace")
    await stage.type("31-29")
    await stage.until(lambda: bank(stage).canMake)
    await stage.key("Enter")
    composer = stage.shell.desk.composer
    await stage.until(lambda: not bank(stage).open and composer.caption == "31-29 at the break. Still dunking.")
    assert composer._desk.draft.slot("headline") == "31-29 at the break."
    await stage.key("F2", "Esc")
    await stage.until(lambda: stage.item("composer.lane").property("words") == "Shell lane: only blanks were changed.")
    await stage.until(lambda: composer.item in me.state.items and composer.preview.current and not composer.reasons())
    composer.send()
    await stage.until(lambda: me.state.items[composer.item].phase == "in_review")
    assert me.state.items[composer.item].lane == "shell"


async def test_the_composer_says_the_full_lane_as_one_types_and_the_room_moves_it_there(
    stage: Stage, me: Place, brand: Place, counsel: Place
) -> None:
    await banked(stage, me, brand, counsel)
    bank(stage).ask()
    bank(stage).write("score", "31-29")
    bank(stage).make()
    composer = stage.shell.desk.composer
    await stage.key("F2", "Esc")
    await stage.until(lambda: composer.lane.words.startswith("Shell lane"))
    composer.fill("headline", "31-30 at the break.")
    assert composer.caption == "31-30 at the break. Still dunking.", "a blank says the same wherever it stands"
    await stage.until(lambda: composer.lane.words.startswith("Shell lane"))
    composer.setCaption("31-30 at the break. Still dunking?")
    await stage.until(lambda: composer.lane.words.startswith("Full lane when it is sent: the caption for "))
    assert composer.lane.tone == "amber"
    await stage.until(lambda: composer.item in me.state.items and composer.preview.current and not composer.reasons())
    composer.send()
    await stage.until(lambda: me.state.items[composer.item].phase == "in_review")
    item = me.state.items[composer.item]
    assert item.lane == "full"
    assert item.touched[0].startswith("the caption for ")
    await stage.until(lambda: composer.lane.words.startswith("Full lane since then: the caption for "))


async def test_taking_a_shell_out_says_first_what_it_stops(stage: Stage, me: Place, brand: Place, counsel: Place) -> None:
    shell = await banked(stage, me, brand, counsel)
    await stage.key("N")
    await stage.until(lambda: stage.shows("bank.withdraw"))
    await stage.click("bank.withdraw")
    await stage.until(lambda: stage.shows("bank.why.input"))
    assert "0 items made from it stop for good" in stage.item("bank.withdrawing").property("words")
    assert not me.state.shells[shell].ended_at
    await stage.type("Not true any more")
    await stage.settle()
    await stage.click("bank.withdrawIt")
    await stage.until(lambda: bool(me.state.shells[shell].ended_at))
    assert clearance(me.state, me.state.shells[shell]).why == "Writer on duty withdrew it: Not true any more."
    await stage.until(lambda: not stage.item("bank.make").isEnabled())


async def test_a_result_is_waited_for_and_marked_in_two_gestures(
    stage: Stage, me: Place, brand: Place, counsel: Place, room: TableRoom, tmp_path: Path
) -> None:
    item = await greenlit(stage, me, brand, counsel)
    board = stage.shell.desk.board
    await stage.key("F3")
    board.choose(item)
    await stage.settle()
    await stage.key("L")
    await stage.until(lambda: stage.shows("outcome.confirm"))
    await stage.key("Down")
    assert "can go out only when Winner is marked Baltimore" in stage.item("outcome.words").property("text")
    await stage.key("Enter")
    assert stage.item("outcome.confirm").hasActiveFocus()
    assert "can go out only when Winner is marked Baltimore" in stage.item("outcome.words").property("text")
    assert me.state.items[item].result == "", "Return leads to the button; it does nothing yet"
    await stage.key("Enter")
    await stage.until(lambda: me.state.items[item].result == "Baltimore")
    await stage.until(lambda: board.rows.record(item).group == "locked")
    row = board.rows.record(item)
    assert "publish" not in row.acts
    assert "It waits for Winner: Baltimore" in row.subtitle
    assert "Ready to publish" not in stage.words()
    stage.shell.desk.handoff.ask(item)
    await stage.settle()
    assert not stage.shell.desk.handoff.asking, "a locked item is not even asked about"
    await stage.settle()
    await stage.key("W")
    await stage.until(lambda: stage.shows("outcome.confirm"))
    assert not stage.item("outcome.confirm").isEnabled()
    await stage.key("Down")
    assert "may go out once greenlit" in stage.item("outcome.words").property("text")
    assert "Winner" not in me.state.outcomes, "picking is not marking"
    await stage.click("outcome.confirm")
    await stage.until(lambda: me.state.outcomes.get("Winner") is not None)
    await stage.until(lambda: board.rows.record(item).group == "greenlit" and "publish" in board.rows.record(item).acts)
    assert "Winner: Baltimore" in stage.item("board.outcome.Winner").property("words")
    await stage.click("board.outcome.Winner.action")
    await stage.until(lambda: stage.shows("outcome.pick.San Francisco"))
    await stage.click("outcome.pick.San Francisco")
    assert "expires" in stage.item("outcome.words").property("text")
    await stage.click("outcome.confirm")
    await stage.until(lambda: me.state.items[item].phase == "expired")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
async def test_the_bank_and_a_result_as_they_look(
    stage: Stage, me: Place, brand: Place, counsel: Place, tmp_path: Path, size: tuple[int, int]
) -> None:
    QGuiApplication.styleHints().setCursorFlashTime(0)  # the cursor in the field does not blink
    stage.resize(*size)
    item = await greenlit(stage, me, brand, counsel)
    stage.shell.desk.board.choose(item)
    bank(stage).put.ask(item)
    put = bank(stage).put
    put.mark("slot/headline")
    await stage.until(lambda: put.canPut)
    await stage.settle()
    assert_as_kept(box(stage, "put"), f"bank_put_{size[0]}", tmp_path)
    put.put()
    await stage.until(lambda: bool(me.state.shells))
    bank(stage).ask()
    bank(stage).write("headline", "31–29 at the break.")
    await stage.until(lambda: bank(stage).preview.current)
    await stage.settle()
    assert_as_kept(box(stage, "bank"), f"bank_{size[0]}", tmp_path)
    bank(stage).close()
    me.ask(cmd.LockItem(item, "Winner", "Baltimore"))
    stage.shell.desk.board.choose(item)
    await stage.key("F3")
    await stage.until(lambda: stage.shows("board.outcome.Winner"))
    await stage.settle()
    stage.shell.desk.outcomes.mark("Winner")
    stage.shell.desk.outcomes.pick("San Francisco")
    await stage.settle()
    assert_as_kept(box(stage, "outcome"), f"outcome_{size[0]}", tmp_path)
    stage.shell.desk.outcomes.close()
    await stage.settle()
    pane = stage.item("board")
    assert_as_kept(stage.grab().copy(pane.mapRectToScene(pane.boundingRect()).toRect()), f"board_locked_{size[0]}", tmp_path)
