"""Handing over: the gate, one claim at a time, and what came of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.review.driver import MINUTE, Driver
from warroom.errors import RoomError
from warroom.review.commands import (
    ClaimTarget,
    Command,
    DecideMoment,
    DropTarget,
    KillItem,
    ReleaseTarget,
    ReportFailed,
    ReportPosted,
    ResumeRoom,
    SignOffItem,
    StandDownRoom,
)

LINK = "https://example.org/1"


def code(refusal: RoomError) -> tuple[int, str]:
    return refusal.status, refusal.code


def claim(room: Driver, item: str, target: int = 0, by: str = "Will") -> str:
    return room.say(by, ClaimTarget(item, target, room.digest(item)))[0].command


def test_a_claim_needs_all_approvals_and_says_whom_it_waits_for() -> None:
    room = Driver()
    item = room.sent()
    room.sign(item, "Bea", "brand")
    refusal = room.refused("Will", ClaimTarget(item, 0, room.digest(item)))
    assert code(refusal) == (409, "not_greenlit")
    assert refusal.detail == {"waits": ["legal"]}
    assert "Legal: Cole" in refusal.message


def test_a_claim_needs_the_bytes_its_maker_saw() -> None:
    room = Driver()
    item = room.greenlit()
    assert code(room.refused("Will", ClaimTarget(item, 0, "0" * 64))) == (409, "stale_digest")


def test_a_claim_needs_a_room_that_is_not_stood_down() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Bea", StandDownRoom("Injury"))
    refusal = room.refused("Will", ClaimTarget(item, 0, room.digest(item)))
    assert code(refusal) == (409, "stood_down")
    assert refusal.detail == {"by": "Bea", "at": room.now - 1_000, "reason": "Injury"}


@pytest.mark.parametrize(
    ("person", "command", "expected"),
    [
        ("Bea", ClaimTarget("ITEM", 0, ""), (403, "not_allowed")),
        ("Will", ClaimTarget("ITEM", 1, ""), (404, "not_found")),
        ("Will", ClaimTarget("ITEM", -1, ""), (404, "not_found")),
        ("Will", ClaimTarget("nothing", 0, ""), (404, "not_found")),
        ("Bea", DropTarget("ITEM", 0, "No"), (403, "not_allowed")),
        ("Will", DropTarget("ITEM", 0, " "), (400, "bad_request")),
        ("Will", DropTarget("ITEM", 7, "No"), (404, "not_found")),
        ("Cole", ReportPosted("ITEM", 0, "c", LINK), (403, "not_allowed")),
        ("Will", ReportPosted("ITEM", 0, "c", LINK), (409, "wrong_state")),
        ("Will", ReportFailed("ITEM", 0, "c", "No"), (409, "wrong_state")),
        ("Will", ReleaseTarget("ITEM", 0, ""), (409, "wrong_state")),
    ],
)
def test_refused(
    person: str, command: ClaimTarget | DropTarget | ReportPosted | ReportFailed | ReleaseTarget, expected: tuple[int, str]
) -> None:
    room = Driver()
    item = room.greenlit()
    aimed = replace(command, item=item if command.item == "ITEM" else command.item)
    if isinstance(aimed, ClaimTarget):
        aimed = replace(aimed, digest=room.digest(item))
    assert code(room.refused(person, aimed)) == expected


def test_one_claim_at_a_time_and_the_second_is_told_whose() -> None:
    room = Driver()
    item = room.greenlit()
    first = claim(room, item)
    target = room.look(item).targets[0]
    assert (target.phase, target.person, target.claim, target.until) == ("claimed", "Will", first, room.now + 2 * MINUTE)
    assert target.digest == room.digest(item)
    refusal = room.refused("Pia", ClaimTarget(item, 0, room.digest(item)))
    assert code(refusal) == (409, "already_claimed")
    assert "put it out on Bluesky." in refusal.message
    assert refusal.detail == {"person": "Will", "until": target.until, "claim": first}
    assert code(room.refused("Pia", DropTarget(item, 0, "No"))) == (409, "already_claimed")


def test_a_claim_lapses_after_two_minutes_and_is_free_again() -> None:
    room = Driver()
    item = room.greenlit()
    first = claim(room, item)
    room.tick(2 * MINUTE - 1)
    assert room.look(item).targets[0].phase == "claimed"
    room.tick(1)
    assert (room.look(item).targets[0].phase, room.look(item).targets[0].lapsed) == ("waiting", first)
    assert claim(room, item, by="Pia") != first


def test_who_lets_go_frees_it() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Will", ReleaseTarget(item, 0, claim(room, item)))
    target = room.look(item).targets[0]
    assert (target.phase, target.person, target.claim, target.lapsed) == ("waiting", "", "", "")


def test_posted_keeps_the_link_and_what_was_handed_over() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Will", ReportPosted(item, 0, claim(room, item), f" {LINK} "))
    target = room.look(item).targets[0]
    assert (target.phase, target.link, target.person, target.digest) == ("posted", LINK, "Will", room.digest(item))


@pytest.mark.parametrize("link", ["", "posted!", "javascript:alert(1)"])
def test_posted_needs_a_link(link: str) -> None:
    room = Driver()
    item = room.greenlit()
    assert code(room.refused("Will", ReportPosted(item, 0, claim(room, item), link))) == (400, "bad_request")


def test_a_rehearsals_link_may_be_the_imitations() -> None:
    room = Driver(kind="rehearsal")
    item = room.greenlit()
    room.say("Will", ReportPosted(item, 0, claim(room, item), "imitation:1"))
    assert room.look(item).phase == "published"


def test_nothing_is_posted_twice() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    mine = claim(room, item)
    room.say("Will", ReportPosted(item, 0, mine, LINK))
    again: list[Command] = [
        ReportPosted(item, 0, mine, LINK),
        ReportPosted(item, 0, "other", LINK),
        ClaimTarget(item, 0, room.digest(item)),
        DropTarget(item, 0, "No"),
    ]
    for command in again:
        refusal = room.refused("Will", command)
        assert code(refusal) == (409, "wrong_state")
        assert LINK in refusal.message


def test_only_its_claimant_or_a_producer_reports() -> None:
    room = Driver()
    item = room.greenlit()
    mine = claim(room, item)
    assert code(room.refused("Wanda", ReportPosted(item, 0, mine, LINK))) == (403, "not_allowed")
    room.say("Pia", ReportPosted(item, 0, mine, LINK))
    assert room.look(item).phase == "published"


def test_a_failed_target_can_be_tried_again() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Will", ReportFailed(item, 0, claim(room, item), "Rate limit"))
    assert (room.look(item).targets[0].phase, room.look(item).phase) == ("failed", "in_review")
    room.say("Will", ReportPosted(item, 0, claim(room, item), LINK))
    assert (room.look(item).phase, room.look(item).targets[0].reason) == ("published", "")


def test_a_failed_target_can_be_tried_again_beside_one_that_is_out() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    room.say("Will", ReportFailed(item, 1, claim(room, item, 1), "Rate limit"))
    room.say("Will", ReportPosted(item, 0, claim(room, item, 0), LINK))
    assert room.look(item).phase == "published"
    room.say("Will", ReportPosted(item, 1, claim(room, item, 1), f"{LINK}2"))
    assert [target.phase for target in room.look(item).targets] == ["posted", "posted"]


@pytest.mark.parametrize("lapses", [False, True], ids=["let go", "lapsed"])
def test_what_was_tried_again_in_vain_has_failed_still_and_can_be_tried_once_more(lapses: bool) -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    room.say("Will", ReportPosted(item, 0, claim(room, item), LINK))
    room.say("Will", ReportFailed(item, 1, claim(room, item, 1), "The page was down."))
    again = claim(room, item, 1)
    if lapses:
        room.tick(2 * MINUTE)
    else:
        room.say("Will", ReleaseTarget(item, 1, again))
    target = room.state.items[item].targets[1]
    assert (target.phase, target.reason) == ("failed", "The page was down.")
    room.say("Will", ReportPosted(item, 1, claim(room, item, 1), LINK))
    assert [target.phase for target in room.state.items[item].targets] == ["posted", "posted"]


def test_a_failed_target_is_not_tried_again_after_a_stand_down() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    room.say("Will", ReportFailed(item, 1, claim(room, item, 1), "Rate limit"))
    room.say("Will", ReportPosted(item, 0, claim(room, item, 0), LINK))
    room.say("Bea", StandDownRoom())
    room.say("Pia", ResumeRoom())
    room.say("Bea", ResumeRoom())
    assert code(room.refused("Will", ClaimTarget(item, 1, room.digest(item)))) == (409, "not_greenlit")


def test_a_dropped_target_is_not_claimed() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    room.say("Will", DropTarget(item, 0, "Account locked"))
    refusal = room.refused("Will", ClaimTarget(item, 0, room.digest(item)))
    assert code(refusal) == (409, "wrong_state")
    assert "Account locked" in refusal.message


@pytest.mark.parametrize("after", ["stand_down", "kill", "pass", "lapse"])
def test_what_went_out_is_recorded_whatever_happened_meanwhile(after: str) -> None:
    room = Driver()
    item = room.greenlit()
    mine = claim(room, item)
    if after == "stand_down":
        room.say("Bea", StandDownRoom("Injury"))
    elif after == "kill":
        room.say("Pia", KillItem(item, "Bad taste"))
    elif after == "pass":
        room.say("Pia", DecideMoment(room.look(item).moment, "pass"))
    else:
        room.tick(3 * MINUTE)
    phase = room.look(item).phase
    room.say("Will", ReportPosted(item, 0, mine, LINK))
    assert room.look(item).targets[0].link == LINK
    assert room.look(item).phase == ("published" if phase == "in_review" else phase)


def test_a_late_report_is_refused_once_somebody_else_is_at_it() -> None:
    room = Driver()
    item = room.greenlit()
    mine = claim(room, item)
    room.tick(3 * MINUTE)
    claim(room, item, by="Pia")
    refusal = room.refused("Will", ReportPosted(item, 0, mine, LINK))
    assert code(refusal) == (409, "already_claimed")
    assert "Pia" in refusal.message


def test_a_lapsed_claim_can_not_fail_or_be_let_go() -> None:
    room = Driver()
    item = room.greenlit()
    mine = claim(room, item)
    room.tick(3 * MINUTE)
    assert code(room.refused("Will", ReportFailed(item, 0, mine, "No"))) == (409, "wrong_state")
    assert code(room.refused("Will", ReleaseTarget(item, 0, mine))) == (409, "wrong_state")


def test_an_item_does_not_expire_under_the_hand() -> None:
    room = Driver()
    item = room.greenlit()
    claim(room, item)
    room.say("Bea", StandDownRoom(), 0)
    room.say("Pia", ResumeRoom(), 0)
    room.say("Bea", ResumeRoom(), 0)
    room.now += 5 * MINUTE
    assert [type(line.body).__name__ for line in room.tick()] == ["TargetReleased"]
    assert [type(line.body).__name__ for line in room.tick()] == ["ItemExpired"]


def test_one_may_sign_again_what_is_partly_out_after_a_stand_down() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    room.say("Will", ReportPosted(item, 0, claim(room, item), LINK))
    room.say("Bea", StandDownRoom())
    room.say("Pia", ResumeRoom())
    room.say("Bea", ResumeRoom())
    assert code(room.refused("Will", ClaimTarget(item, 1, room.digest(item)))) == (409, "not_greenlit")
    room.say("Bea", SignOffItem(item, "brand", room.digest(item)))
    room.say("Cole", SignOffItem(item, "legal", room.digest(item)))
    room.say("Will", ReportPosted(item, 1, claim(room, item, 1), LINK))
    assert room.look(item).phase == "published"
