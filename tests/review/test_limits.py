"""Limits: how long each role has, what happens at zero, and when the clock does not run."""

from __future__ import annotations

from tests.review.driver import MINUTE, Driver, content, plan
from warroom.plan.model import Lane, Rule
from warroom.review.commands import (
    ClaimTarget,
    HoldItem,
    KillItem,
    ReleaseItem,
    RequestChanges,
    ResumeRoom,
    SaveVersion,
    StandDownRoom,
    WithdrawSignOff,
)
from warroom.review.due import due, next_due
from warroom.review.events import ItemExpired, RuleEscalated


def happened(room: Driver, ms: int) -> list[str]:
    return [type(line.body).__name__ for line in room.tick(ms)]


def test_each_rule_has_its_own_deadline_and_the_nearest_is_the_items() -> None:
    rules = (Rule("brand", within=120), Rule("legal", within=300), Rule("client"))
    room = Driver(plan(lanes=(Lane("full", rules),)))
    item = room.sent()
    sent = room.now
    standing = room.standing(item)
    assert [rule.deadline for rule in standing.rules] == [sent + 2 * MINUTE, sent + 5 * MINUTE, 0]
    assert standing.deadline == sent + 2 * MINUTE
    room.sign(item, "Bea", "brand")
    assert room.standing(item).deadline == sent + 5 * MINUTE


def test_at_zero_it_escalates_once_or_expires() -> None:
    room = Driver(plan(lanes=(Lane("full", (Rule("brand", within=60, then="escalate"), Rule("legal", within=120, then="expire"))),)))
    item = room.sent()
    assert happened(room, MINUTE - 1) == []
    assert happened(room, 1) == ["RuleEscalated"]
    assert room.look(item).escalated == ("brand",)
    brand = room.standing(item).rule("brand")
    assert brand is not None
    assert (brand.escalated, brand.deadline) == (True, 0)
    assert happened(room, 30_000) == []
    assert happened(room, 30_000) == ["ItemExpired"]
    assert happened(room, MINUTE) == []


def test_when_both_are_due_it_expires() -> None:
    room = Driver()
    room.sent()
    assert happened(room, 10 * MINUTE) == ["ItemExpired"]


def test_a_limit_that_only_waits_does_nothing_at_zero() -> None:
    room = Driver(plan(lanes=(Lane("full", (Rule("brand", within=60),)),)))
    item = room.sent()
    assert happened(room, 60 * MINUTE) == []
    assert room.standing(item).deadline == room.look(item).clock_from + MINUTE


def test_a_greenlit_item_has_no_limit() -> None:
    room = Driver()
    item = room.greenlit()
    assert room.standing(item).deadline == 0
    assert happened(room, 60 * MINUTE) == []


def test_the_clock_starts_anew_with_each_sending() -> None:
    room = Driver()
    item = room.sent()
    room.tick(4 * MINUTE)
    room.send(item, "Power's out.")
    assert happened(room, 4 * MINUTE) == []
    assert room.standing(item).deadline == room.look(item).clock_from + 5 * MINUTE


def test_the_clock_stands_while_held_and_starts_anew() -> None:
    room = Driver()
    item = room.sent()
    room.say("Pia", HoldItem(item, "The mayor is speaking"))
    assert room.standing(item).deadline == 0
    assert happened(room, 60 * MINUTE) == []
    room.say("Pia", ReleaseItem(item))
    assert room.standing(item).deadline == room.now + 5 * MINUTE


def test_the_clock_stands_while_the_room_is_stood_down_and_starts_anew() -> None:
    room = Driver()
    item, held = room.sent(), room.sent()
    room.say("Pia", HoldItem(held, "Wait"))
    room.say("Dora", StandDownRoom())
    assert room.standing(item).deadline == 0
    assert happened(room, 60 * MINUTE) == []
    room.say("Pia", ResumeRoom())
    room.say("Will", ResumeRoom())
    assert room.standing(item).deadline == room.now + 5 * MINUTE
    assert room.standing(held).deadline == 0


def test_no_limit_runs_while_its_writer_is_changing_it() -> None:
    room = Driver()
    asked, saved = room.sent(), room.sent()
    room.say("Cole", RequestChanges(asked, "legal", room.digest(asked), "Softer."))
    room.say("Will", SaveVersion(saved, 1, content("Power's out.")))
    assert happened(room, 60 * MINUTE) == []


def test_a_withdrawn_yes_gives_its_role_its_time_again() -> None:
    room = Driver()
    item = room.greenlit()
    room.tick(30 * MINUTE)
    room.say("Cole", WithdrawSignOff(item, "legal", room.digest(item)))
    legal = room.standing(item).rule("legal")
    assert legal is not None
    assert (legal.since, legal.deadline) == (room.now, room.now + 5 * MINUTE)
    room.tick(MINUTE)
    room.say("Bea", WithdrawSignOff(item, "brand", room.digest(item)))
    assert room.standing(item).deadline == legal.deadline, "and no other role"
    assert happened(room, 4 * MINUTE) == ["ItemExpired"]


def test_escalation_is_over_when_the_clock_starts_anew() -> None:
    room = Driver()
    item = room.sent(lane="slow")
    room.tick(MINUTE)
    assert room.standing(item).people == ("Cole", "Dora")
    room.send(item, "Power's out.")
    assert room.standing(item).people == ("Cole",)


def test_the_next_time_something_is_due_is_known() -> None:
    room = Driver()
    assert next_due(room.state) == 0
    item = room.sent()
    assert next_due(room.state) == room.now + 5 * MINUTE
    assert due(room.state, next_due(room.state) - 1) == ()
    assert due(room.state, next_due(room.state)) == (ItemExpired(item, "Legal did not answer within 5 min."),)


def test_the_next_time_is_that_of_the_first_claim_or_limit_that_does_something() -> None:
    room = Driver(plan(lanes=(Lane("full", (Rule("brand", within=60), Rule("legal", within=300, then="expire"))),)))
    first = room.sent()
    assert next_due(room.state) == room.now + 5 * MINUTE, "a limit that only waits does nothing"
    room.sign(first, "Bea", "brand")
    room.sign(first, "Cole", "legal")
    assert next_due(room.state) == 0
    room.say("Will", ClaimTarget(first, 0, room.digest(first)))
    assert next_due(room.state) == room.now + 2 * MINUTE
    second = room.sent()
    room.sign(second, "Bea", "brand")
    assert next_due(room.state) == room.look(first).targets[0].until
    room.say("Pia", KillItem(first, "No"))
    room.tick(2 * MINUTE)
    assert next_due(room.state) == room.look(second).clock_from + 5 * MINUTE


def test_what_is_being_handed_over_has_no_limit_to_come() -> None:
    room = Driver(plan(lanes=(Lane("full", (Rule("brand", within=60, then="expire"),)),)))
    item = room.sent()
    room.sign(item, "Bea", "brand")
    room.say("Will", ClaimTarget(item, 0, room.digest(item)))
    for person, command in (("Bea", StandDownRoom()), ("Pia", ResumeRoom()), ("Bea", ResumeRoom())):
        room.say(person, command, 0)
    until = room.look(item).targets[0].until
    assert room.standing(item).deadline < until
    assert next_due(room.state) == until


def test_a_limit_of_odd_seconds_is_told_in_seconds() -> None:
    room = Driver(plan(lanes=(Lane("full", (Rule("brand", within=90, then="expire"),)),)))
    item = room.sent()
    assert due(room.state, room.now + 90_000) == (ItemExpired(item, "Brand did not answer within 90 s."),)


def test_two_rules_of_one_role_escalate_together() -> None:
    rules = (Rule("brand", within=60, then="escalate"), Rule("brand", within=60, then="escalate"))
    room = Driver(plan(lanes=(Lane("full", rules),)))
    item = room.sent()
    assert due(room.state, room.now + MINUTE) == (RuleEscalated(item, "brand"),)
