"""The table of an item's life, row by row."""

from __future__ import annotations

import pytest

from tests.review.driver import MINUTE, Driver, content
from warroom.review.commands import (
    AddComment,
    ClaimTarget,
    Command,
    CreateItem,
    DecideMoment,
    DropTarget,
    HoldItem,
    KillItem,
    ReleaseItem,
    ReportFailed,
    ReportPosted,
    RequestChanges,
    SaveVersion,
    SendForApproval,
    SignOffItem,
)
from warroom.review.standing import take_down


def claim(room: Driver, item: str, target: int = 0, by: str = "Will") -> str:
    return room.say(by, ClaimTarget(item, target, room.digest(item)))[0].command


def post(room: Driver, item: str, target: int = 0, by: str = "Will") -> None:
    room.say(by, ReportPosted(item, target, claim(room, item, target, by), f"https://example.org/{target}"))


def test_an_item_on_a_go_is_a_draft() -> None:
    room = Driver()
    item = room.item()
    assert room.look(item).phase == "draft"
    standing = room.standing(item)
    assert (standing.stage, standing.greenlit, standing.turn, standing.people[0]) == ("draft", False, ("writer",), "Will")
    assert standing.since == room.look(item).created_at
    assert standing.blocks == ("It has not been sent for approval.",)


def test_an_item_without_a_title_is_called_like_its_moment() -> None:
    room = Driver()
    item = room.say("Will", CreateItem(room.go("Blackout"), " "))[0].command
    assert room.look(item).title == "Blackout"


def test_a_sent_draft_is_in_review_and_waits_for_all_its_roles_at_once() -> None:
    room = Driver()
    item = room.sent()
    standing = room.standing(item)
    assert standing.stage == "in_review"
    assert standing.turn == ("brand", "legal")
    assert standing.people == ("Wanda", "Bea", "Cole")
    assert standing.since == room.now
    assert room.look(item).title == "Lights out."


def test_with_every_sign_off_it_is_greenlit_and_waits_to_be_put_out() -> None:
    room = Driver()
    item = room.sent()
    room.sign(item, "Bea", "brand")
    half = room.standing(item)
    assert (half.greenlit, half.turn, half.people, half.since) == (False, ("legal",), ("Cole",), room.now)
    room.sign(item, "Cole", "legal")
    standing = room.standing(item)
    assert (standing.stage, standing.greenlit, standing.greenlit_at) == ("greenlit", True, room.now)
    assert (standing.turn, standing.people[0], standing.since, standing.blocks) == (("writer",), "Will", room.now, ())


@pytest.mark.parametrize("greenlit", [False, True])
def test_changes_are_requested_from_review_and_from_greenlit(greenlit: bool) -> None:
    room = Driver()
    item = room.greenlit() if greenlit else room.sent()
    room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Not “dunk”: say “dip”."))
    standing = room.standing(item)
    assert (standing.stage, standing.turn, standing.people[0], standing.since) == ("changes_requested", ("writer",), "Will", room.now)
    assert standing.blocks == ("Legal asked for changes.",)
    asked = room.look(item).comments[-1]
    assert (asked.asks_changes, asked.role, asked.person, asked.version) == (True, "legal", "Cole", 1)


def test_the_same_bytes_sent_again_need_the_role_that_asked_for_changes_anew() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Wait."))
    room.send(item, "Lights out.")
    standing = room.standing(item)
    assert (standing.stage, standing.turn) == ("in_review", ("legal",))
    legal = standing.rule("legal")
    assert legal is not None
    assert [lost.why for lost in legal.lost] == ["withdrawn"]
    room.sign(item, "Cole", "legal")
    assert room.standing(item).greenlit


def test_one_of_a_role_asking_for_changes_takes_the_others_yes_back_too() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Wanda", RequestChanges(item, "brand", room.digest(item), "Bigger."))
    room.send(item, "Lights out.")
    brand = room.standing(item).rule("brand")
    assert brand is not None
    assert [lost.text for lost in brand.lost] == ["Version 1 approval voided: Wanda asked for changes"]


@pytest.mark.parametrize("before", ["in_review", "greenlit", "changes_requested"])
def test_an_edit_that_is_sent_is_in_review_and_voids_and_says_why(before: str) -> None:
    room = Driver()
    item = room.sent() if before == "in_review" else room.greenlit()
    if before == "in_review":
        room.sign(item, "Bea", "brand")
    if before == "changes_requested":
        room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Softer."))
    old = room.digest(item)
    room.send(item, "Power's out.")
    assert room.digest(item) != old
    standing = room.standing(item)
    assert (standing.stage, standing.turn) == ("in_review", ("brand", "legal"))
    brand = standing.rule("brand")
    assert brand is not None
    assert [lost.text for lost in brand.lost] == ["Version 1 approval voided by an edit"]


@pytest.mark.parametrize(("before", "after"), [("draft", "draft"), ("in_review", "in_review"), ("changes_requested", "changes_requested")])
def test_an_edit_that_is_only_saved_leaves_the_item_where_it_was_and_nothing_to_sign(before: str, after: str) -> None:
    room = Driver()
    item = room.item() if before == "draft" else room.sent()
    if before == "changes_requested":
        room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Softer."))
    current = room.look(item).current
    room.say("Will", SaveVersion(item, current.number if current else 0, content("Power's out.")))
    standing = room.standing(item)
    assert (standing.stage, standing.turn, standing.deadline) == (after, ("writer",), 0)
    assert room.refused("Bea", SignOffItem(item, "brand", room.digest(item))).code == "wrong_state"


def test_a_greenlit_item_that_is_edited_but_not_sent_can_not_go_out() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Will", SaveVersion(item, 1, content("Power's out.")))
    assert not room.standing(item).greenlit
    assert room.standing(item).blocks == ("Version 2 has not been sent for approval.",)
    assert room.refused("Will", ClaimTarget(item, 0, room.digest(item))).code == "not_greenlit"


def test_going_back_to_the_same_bytes_makes_its_sign_offs_count_again_and_says_so() -> None:
    room = Driver()
    item = room.greenlit()
    room.send(item, "Power's out.")
    assert not room.standing(item).greenlit
    room.send(item, "Lights out.")
    standing = room.standing(item)
    assert standing.greenlit
    assert standing.greenlit_at == room.now
    brand = standing.rule("brand")
    assert brand is not None
    assert [sign_off.version for sign_off in brand.valid_again] == [1]
    assert brand.lost == ()


def test_a_draft_that_is_sent_as_it_was_saved_is_one_version() -> None:
    room = Driver()
    item = room.item()
    room.say("Will", SaveVersion(item, 0, content()))
    room.say("Wanda", SendForApproval(item, 1, content()))
    assert [version.number for version in room.look(item).versions] == [1]
    assert room.look(item).phase == "in_review"


def test_a_passed_limit_expires_it_for_good() -> None:
    room = Driver()
    item = room.sent()
    room.sign(item, "Bea", "brand")
    room.tick(5 * MINUTE)
    assert room.look(item).phase == "expired"
    assert room.look(item).reason == "Legal did not answer within 5 min."
    refusal = room.refused("Cole", SignOffItem(item, "legal", room.digest(item)))
    assert (refusal.status, refusal.code) == (409, "wrong_state")
    assert "Duplicate" in refusal.message


def test_a_moment_that_is_passed_on_expires_its_open_items_greenlit_or_not() -> None:
    room = Driver()
    out, lit = room.greenlit(), room.greenlit()
    post(room, out)
    draft = room.item(moment=room.look(lit).moment)
    for item in (out, lit):
        room.say("Pia", DecideMoment(room.look(item).moment, "pass", "It is over"))
    assert [room.look(item).phase for item in (out, lit, draft)] == ["published", "expired", "expired"]


def test_hold_and_release_by_a_producer_or_a_role_of_its_lane() -> None:
    room = Driver()
    item = room.greenlit()
    for person in ("Pia", "Cole"):
        room.say(person, HoldItem(item, "The mayor is speaking"))
        standing = room.standing(item)
        assert (standing.held, standing.greenlit) == (True, True)
        assert standing.blocks == (f"{person} holds it (“The mayor is speaking”).",)
        assert room.refused("Will", ClaimTarget(item, 0, room.digest(item))).code == "wrong_state"
        room.say("Bea", ReleaseItem(item))
        assert room.standing(item).blocks == ()


@pytest.mark.parametrize("before", ["draft", "in_review", "greenlit", "changes_requested"])
def test_kill_from_anywhere(before: str) -> None:
    room = Driver()
    item = {"draft": room.item, "in_review": room.sent}.get(before, room.greenlit)()
    if before == "changes_requested":
        room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Softer."))
    room.say("Pia", KillItem(item, "Wrong night"))
    assert (room.standing(item).stage, room.standing(item).greenlit) == ("killed", False)
    assert room.look(item).reason == "Wrong night"


def test_kill_after_publishing_lists_the_links_to_take_down() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    post(room, item, 0)
    post(room, item, 1)
    assert take_down(room.look(item)) == ()
    room.say("Pia", KillItem(item, "Bad taste"))
    assert [target.link for target in take_down(room.look(item))] == ["https://example.org/0", "https://example.org/1"]


def test_it_is_published_when_every_target_is_done() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    post(room, item, 0)
    assert room.look(item).phase == "in_review"
    assert room.standing(item).going_out
    post(room, item, 1, by="Pia")
    assert (room.look(item).phase, room.look(item).ended_by, room.look(item).ended_at) == ("published", "Pia", room.now)
    assert room.standing(item).blocks == ("It is already published.",)


def test_a_dropped_or_failed_target_does_not_keep_it_from_being_published() -> None:
    room = Driver()
    dropped, failed = room.greenlit(targets=2), room.greenlit(targets=2)
    for item in (dropped, failed):
        post(room, item, 0)
    room.say("Will", DropTarget(dropped, 1, "Account locked"))
    room.say("Will", ReportFailed(failed, 1, claim(room, failed, 1), "Rate limit"))
    assert [room.look(item).phase for item in (dropped, failed)] == ["published", "published"]


def test_nothing_is_published_when_every_target_was_dropped() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Will", DropTarget(item, 0, "Account locked"))
    assert room.look(item).phase == "in_review"


def test_a_comment_is_no_sign_off_and_stays_possible_to_the_end() -> None:
    room = Driver()
    item = room.sent()
    comment: Command = AddComment(item, "I approve!")
    room.say("Cole", comment)
    assert not room.standing(item).greenlit
    room.say("Pia", KillItem(item, "Wrong night"))
    room.say("Dora", comment)
    assert [said.asks_changes for said in room.look(item).comments] == [False, False]
