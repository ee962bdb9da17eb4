"""Two results prepared, and only the one that came goes out."""

from __future__ import annotations

import pytest

from tests.review.driver import Driver, content, plan
from warroom.plan.model import Outcome
from warroom.review.commands import (
    ClaimTarget,
    CreateItem,
    KillItem,
    LockItem,
    MarkOutcome,
    ReportFailed,
    ReportPosted,
    SendForApproval,
    SignOffItem,
)
from warroom.review.events import ItemCameBack, ItemExpired, OutcomeMarked

WINNER = Outcome("Winner", ("Home", "Away", "Draw"))


def night() -> Driver:
    return Driver(plan(outcomes=(WINNER, Outcome("Overtime", ("Yes", "No")))))


def ready(room: Driver, result: str) -> str:
    item = room.greenlit()
    room.say("Will", LockItem(item, "Winner", result))
    return item


def claim(room: Driver, item: str) -> ClaimTarget:
    return ClaimTarget(item, 0, room.digest(item))


def test_nothing_of_an_outcome_goes_before_it_is_marked() -> None:
    room = night()
    item = ready(room, "Home")
    stands = room.standing(item)
    assert stands.greenlit
    assert stands.stage == "locked"
    assert stands.blocks == ("It waits for Winner: Home.",)
    assert stands.turn == ("producer",)
    for person in ("Will", "Pia"):
        refusal = room.refused(person, claim(room, item))
        assert refusal.message == "It waits for Winner: Home. A producer marks what came."
    room.say("Pia", MarkOutcome("Winner", "Home"))
    assert room.standing(item).stage == "greenlit"
    room.say("Will", claim(room, item))


def test_what_is_locked_can_be_signed_meanwhile() -> None:
    room = night()
    item = room.sent()
    room.say("Will", LockItem(item, "Winner", "Away"))
    room.sign(item, "Bea", "brand")
    assert room.standing(item).stage == "in_review"
    room.sign(item, "Cole", "legal")
    assert room.standing(item).stage == "locked"


def test_the_other_results_expire_and_say_so() -> None:
    room = night()
    home, away, free = ready(room, "Home"), ready(room, "Away"), room.greenlit()
    draft = room.item()
    room.say("Will", LockItem(draft, "Winner", "Draw"))
    logged = room.say("Pia", MarkOutcome("Winner", "Home"))
    assert [type(line.body) for line in logged] == [OutcomeMarked, ItemExpired, ItemExpired]
    assert room.look(away).phase == room.look(draft).phase == "expired"
    assert room.look(away).reason == "Winner was Home, and this was for Away."
    assert room.standing(home).stage == room.standing(free).stage == "greenlit"


def test_only_a_producer_marks_and_what_the_plan_knows() -> None:
    room = night()
    ready(room, "Home")
    assert room.refused("Will", MarkOutcome("Winner", "Home")).code == "not_allowed"
    assert room.refused("Pia", MarkOutcome("Winner", "Us")).code == "bad_request"
    assert room.refused("Pia", MarkOutcome("Loser", "Home")).code == "not_found"
    assert room.refused("Pia", MarkOutcome("Winner", "")).code == "wrong_state"


def test_a_wrong_mark_is_put_right() -> None:
    room = night()
    home, away, killed = ready(room, "Home"), ready(room, "Away"), ready(room, "Away")
    room.say("Pia", KillItem(killed, "Not that one"))
    draft = room.item()
    room.say("Will", LockItem(draft, "Winner", "Away"))
    room.say("Pia", MarkOutcome("Winner", "Home"))
    assert room.refused("Pia", MarkOutcome("Winner", "Away")).code == "stale_version", "who marks says what they saw"
    logged = room.say("Pia", MarkOutcome("Winner", "Away", seen="Home"))
    assert {line.body.item for line in logged if isinstance(line.body, ItemCameBack)} == {away, draft}
    assert room.look(home).phase == "expired"
    assert room.standing(away).stage == "greenlit", "the approvals it had are on the same bytes"
    assert room.look(draft).phase == "draft"
    assert room.look(killed).phase == "killed"
    room.say("Pia", MarkOutcome("Winner", "", seen="Away"))
    assert room.standing(home).stage == room.standing(away).stage == "locked", "taken back: both wait again"


def test_limits_begin_anew_for_what_comes_back() -> None:
    room = night()
    item = room.sent()
    room.say("Will", LockItem(item, "Winner", "Away"))
    room.say("Pia", MarkOutcome("Winner", "Home"))
    room.tick(3_600_000)
    room.say("Pia", MarkOutcome("Winner", "Away", seen="Home"))
    assert room.look(item).clock_from == room.now
    room.tick(200_000)
    assert room.look(item).phase == "in_review"


def test_an_item_that_expired_by_itself_does_not_come_back() -> None:
    room = night()
    item = room.sent()
    room.say("Will", LockItem(item, "Winner", "Away"))
    room.tick(301_000)
    assert room.look(item).phase == "expired"
    room.say("Pia", MarkOutcome("Winner", "Home"))
    room.say("Pia", MarkOutcome("Winner", "Away", seen="Home"))
    assert room.look(item).phase == "expired"


@pytest.mark.parametrize("how", ["claimed", "posted"])
def test_a_mark_stands_once_something_of_it_is_out(how: str) -> None:
    room = night()
    item = ready(room, "Home")
    room.say("Pia", MarkOutcome("Winner", "Home"))
    taken = room.say("Will", claim(room, item))[0].command
    if how == "posted":
        room.say("Will", ReportPosted(item, 0, taken, "https://example.org/1"))
    refusal = room.refused("Pia", MarkOutcome("Winner", "Away", seen="Home"))
    assert refusal.code == "going_out"
    assert "Will" in refusal.message


def test_a_hand_over_that_failed_leaves_the_mark_open() -> None:
    room = night()
    item = ready(room, "Home")
    room.say("Pia", MarkOutcome("Winner", "Home"))
    taken = room.say("Will", claim(room, item))[0].command
    room.say("Will", ReportFailed(item, 0, taken, "Refused"))
    room.say("Pia", MarkOutcome("Winner", "Away", seen="Home"))
    assert room.look(item).phase == "expired"


def test_a_lock_is_changed_and_lifted_by_a_producer_only() -> None:
    room = night()
    item = ready(room, "Home")
    assert room.refused("Will", LockItem(item, "", "")).code == "not_allowed"
    assert room.refused("Will", LockItem(item, "Winner", "Away")).code == "not_allowed"
    assert room.refused("Pia", LockItem(item, "Winner", "Home")).code == "wrong_state"
    assert room.refused("Pia", LockItem(item, "Winner", "Us")).code == "bad_request"
    room.say("Pia", LockItem(item, "Overtime", "Yes"))
    assert room.standing(item).lock == "It waits for Overtime: Yes."
    room.say("Pia", LockItem(item, "", ""))
    assert room.standing(item).stage == "greenlit"


def test_nothing_is_locked_to_what_did_not_come_or_while_it_goes_out() -> None:
    room = night()
    item = room.greenlit()
    room.say("Pia", MarkOutcome("Winner", "Home"))
    assert room.refused("Will", LockItem(item, "Winner", "Away")).code == "wrong_state"
    assert room.refused("Will", CreateItem(room.go(), "", "full", "", "Winner", "Away")).code == "wrong_state"
    room.say("Will", claim(room, item))
    assert room.refused("Will", LockItem(item, "Winner", "Home")).code == "going_out"


def test_an_item_can_be_locked_from_its_beginning() -> None:
    room = night()
    item = room.say("Will", CreateItem(room.go(), "", "full", "", "Winner", "Away"))[0].command
    room.say("Will", SendForApproval(item, 0, content()))
    room.say("Bea", SignOffItem(item, "brand", room.digest(item)))
    room.say("Cole", SignOffItem(item, "legal", room.digest(item)))
    assert room.standing(item).stage == "locked"
