"""Sign-offs: who may give one, when it counts, and how it is lost."""

from __future__ import annotations

import pytest

from tests.review.driver import MINUTE, Driver, plan
from warroom.errors import RoomError
from warroom.plan.model import Lane, Person, Plan, Rule
from warroom.review.commands import (
    Actor,
    CallMoment,
    ClaimTarget,
    CreateItem,
    DecideMoment,
    KillItem,
    ReportPosted,
    RequestChanges,
    ResumeRoom,
    SaveVersion,
    SetDuty,
    SignOffItem,
    StandDownRoom,
    WithdrawSignOff,
)
from warroom.review.decide import decide
from warroom.review.standing import RuleStanding


def code(refusal: RoomError) -> tuple[int, str]:
    return refusal.status, refusal.code


def rule(room: Driver, item: str, role: str) -> RuleStanding:
    found = room.standing(item).rule(role)
    assert found is not None
    return found


def people(*more: Person, rules: tuple[Rule, ...]) -> Plan:
    base = (Person("Pia", ("producer",)), Person("Will", ("writer",)))
    return plan(people=(*base, *more), lanes=(Lane("full", rules),))


def test_a_sign_off_on_another_digest_is_stale_and_names_the_newest() -> None:
    room = Driver()
    item = room.sent()
    old = room.digest(item)
    room.send(item, "Power's out.")
    for command in (SignOffItem(item, "legal", old), RequestChanges(item, "legal", old, "Softer.")):
        refusal = room.refused("Cole", command)
        assert code(refusal) == (409, "stale_digest")
        assert refusal.detail == {"current": 2, "digest": room.digest(item)}


def test_nobody_signs_a_draft_or_what_is_being_changed() -> None:
    room = Driver()
    item = room.item()
    assert code(room.refused("Cole", SignOffItem(item, "legal", ""))) == (409, "wrong_state")
    assert code(room.refused("Cole", SignOffItem("nothing", "legal", ""))) == (404, "not_found")
    room.send(item, "Lights out.")
    room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Softer."))
    assert code(room.refused("Bea", SignOffItem(item, "brand", room.digest(item)))) == (409, "wrong_state")
    assert code(room.refused("Bea", RequestChanges(item, "brand", room.digest(item), "Too"))) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("person", "role", "expected"),
    [
        ("Will", "legal", (403, "not_allowed")),
        ("Pia", "brand", (403, "not_allowed")),
        ("Dora", "legal", (403, "not_allowed")),  # a deputy, while counsel is on duty
        ("Cole", "client", (400, "bad_request")),  # no rule of this lane
    ],
)
def test_who_may_not_sign_may_not_ask_for_changes_either(person: str, role: str, expected: tuple[int, str]) -> None:
    room = Driver()
    item = room.sent()
    assert code(room.refused(person, SignOffItem(item, role, room.digest(item)))) == expected
    assert code(room.refused(person, RequestChanges(item, role, room.digest(item), "No"))) == expected


def test_a_request_for_changes_says_what() -> None:
    room = Driver()
    item = room.sent()
    assert code(room.refused("Cole", RequestChanges(item, "legal", room.digest(item), " "))) == (400, "bad_request")


def test_the_author_can_not_sign_where_the_rule_says_so() -> None:
    room = Driver()
    item = room.item()
    room.send(item, "Lights out.", by="Wanda")
    assert rule(room, item, "brand").people == ("Bea",)
    refusal = room.refused("Wanda", SignOffItem(item, "brand", room.digest(item)))
    assert code(refusal) == (403, "not_allowed")
    assert "another Brand" in refusal.message


def test_the_author_may_sign_where_the_rule_does_not_mind() -> None:
    room = Driver()
    item = room.item("quick")
    room.send(item, "Lights out.", by="Wanda")
    room.sign(item, "Wanda", "brand")
    assert room.standing(item).greenlit


def test_making_the_same_bytes_again_takes_ones_own_yes_out() -> None:
    room = Driver()
    item = room.sent()
    room.sign(item, "Wanda", "brand")
    room.sign(item, "Cole", "legal")
    assert room.standing(item).greenlit
    room.send(item, "Power's out.", by="Will")
    room.send(item, "Lights out.", by="Wanda")
    lost = rule(room, item, "brand").lost
    assert [(each.why, each.text) for each in lost] == [("author", "Version 1 approval does not count: Wanda made version 3")]
    assert rule(room, item, "legal").satisfied
    room.sign(item, "Bea", "brand")
    assert room.standing(item).greenlit


def test_whoever_made_these_bytes_before_stays_their_author() -> None:
    room = Driver()
    item = room.item()
    room.send(item, "Lights out.", by="Wanda")
    room.send(item, "Power's out.", by="Will")
    room.send(item, "Lights out.", by="Will")
    assert code(room.refused("Wanda", SignOffItem(item, "brand", room.digest(item)))) == (403, "not_allowed")


def test_one_yes_a_role_and_person() -> None:
    room = Driver()
    item = room.sent()
    room.sign(item, "Bea", "brand")
    assert code(room.refused("Bea", SignOffItem(item, "brand", room.digest(item)))) == (409, "wrong_state")


def test_a_count_of_two_needs_two_people() -> None:
    room = Driver(people(Person("Ada", ("brand",)), Person("Bob", ("brand",)), rules=(Rule("brand", count=2),)))
    item = room.sent()
    room.sign(item, "Ada", "brand")
    standing = room.standing(item)
    assert (standing.greenlit, standing.people) == (False, ("Bob",))
    assert standing.blocks == ("It waits for Brand: Bob.",)
    room.sign(item, "Bob", "brand")
    assert room.standing(item).greenlit


def test_how_many_of_whom_it_waits_for() -> None:
    three = tuple(Person(name, ("brand",)) for name in ("Ada", "Bob", "Cy"))
    room = Driver(people(*three, rules=(Rule("brand", count=2),)))
    item = room.sent()
    assert room.standing(item).blocks == ("It waits for Brand: 2 of Ada, Bob, Cy.",)
    room.sign(item, "Cy", "brand")
    assert room.standing(item).blocks == ("It waits for Brand: 1 of Ada, Bob.",)


def test_where_nobody_is_a_writer_the_turn_is_the_producers() -> None:
    room = Driver(plan(people=(Person("Pia", ("producer",)), Person("Per", ("producer",)), Person("Bea", ("brand", "legal")))))
    moment = room.say("Bea", CallMoment("Blackout", "", ()))[0].command
    room.say("Bea", DecideMoment(moment, "go"))
    item = room.say("Per", CreateItem(moment, ""))[0].command
    assert room.standing(item).people == ("Per", "Pia")


def test_a_yes_on_the_newest_version_is_not_called_valid_again() -> None:
    room = Driver()
    item = room.sent()
    room.send(item, "Power's out.")
    room.sign(item, "Bea", "brand")
    assert rule(room, item, "brand").valid_again == ()


def test_one_person_counts_for_one_rule_only() -> None:
    rules = (Rule("brand"), Rule("legal"))
    room = Driver(people(Person("Ada", ("brand", "legal")), Person("Cole", ("legal",)), rules=rules))
    item = room.sent()
    room.sign(item, "Ada", "brand")
    refusal = room.refused("Ada", SignOffItem(item, "legal", room.digest(item)))
    assert code(refusal) == (403, "not_allowed")
    assert rule(room, item, "legal").people == ("Cole",)
    room.sign(item, "Cole", "legal")
    assert room.standing(item).greenlit


def test_a_person_with_two_roles_counts_where_they_are_needed() -> None:
    rules = (Rule("brand"), Rule("legal"))
    room = Driver(people(Person("Ada", ("brand", "legal")), Person("Bea", ("brand",)), rules=rules))
    item = room.sent()
    room.sign(item, "Ada", "brand")
    room.sign(item, "Bea", "brand")  # a second yes of Brand, which sets Ada free for Legal
    room.sign(item, "Ada", "legal")
    assert room.standing(item).greenlit
    assert [sign_off.person for each in room.standing(item).rules for sign_off in each.given] == ["Bea", "Ada"]
    assert [lost.text for lost in rule(room, item, "brand").lost] == ["Ada already counts for another role"]
    assert rule(room, item, "legal").lost == ()


def test_withdrawing_ones_own_yes() -> None:
    room = Driver()
    item = room.greenlit()
    digest = room.digest(item)
    assert code(room.refused("Wanda", WithdrawSignOff(item, "brand", digest))) == (404, "not_found")
    room.say("Bea", WithdrawSignOff(item, "brand", digest))
    standing = room.standing(item)
    assert (standing.greenlit, standing.turn) == (False, ("brand",))
    assert [lost.text for lost in rule(room, item, "brand").lost] == ["Version 1 approval withdrawn by Bea"]
    assert code(room.refused("Bea", WithdrawSignOff(item, "brand", digest))) == (404, "not_found")
    room.sign(item, "Bea", "brand")
    assert room.standing(item).greenlit
    assert rule(room, item, "brand").lost == ()


def test_a_withdrawn_yes_does_not_come_back_with_its_bytes() -> None:
    room = Driver()
    item = room.greenlit()
    old = room.digest(item)
    room.send(item, "Power's out.")
    room.say("Bea", WithdrawSignOff(item, "brand", old))
    room.send(item, "Lights out.")
    assert room.standing(item).turn == ("brand",)


def test_nobody_takes_a_yes_back_while_it_goes_out() -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    claim = room.say("Will", ClaimTarget(item, 0, room.digest(item)))[0].command
    for _ in range(2):
        assert code(room.refused("Bea", WithdrawSignOff(item, "brand", room.digest(item)))) == (409, "going_out")
        refusal = room.refused("Bea", RequestChanges(item, "brand", room.digest(item), "No!"))
        assert code(refusal) == (409, "going_out")
        assert "on Bluesky: too late" in refusal.message
        assert ("has put it out" in refusal.message) == (room.look(item).targets[0].phase == "posted")
        if room.look(item).targets[0].phase == "claimed":
            room.say("Will", ReportPosted(item, 0, claim, "https://example.org/1"))


def test_a_stand_down_voids_every_sign_off_before_it_for_good() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Dora", StandDownRoom("Injury"))
    assert not room.standing(item).greenlit
    assert code(room.refused("Bea", SignOffItem(item, "brand", room.digest(item)))) == (409, "stood_down")
    room.say("Pia", ResumeRoom())
    room.say("Will", ResumeRoom())
    standing = room.standing(item)
    assert (standing.greenlit, standing.turn) == (False, ("brand", "legal"))
    assert [lost.text for lost in rule(room, item, "legal").lost] == ["Version 1 approval voided by the stand-down"]
    room.sign(item, "Bea", "brand")
    room.sign(item, "Cole", "legal")
    assert room.standing(item).greenlit


def test_a_stand_down_in_the_same_millisecond_still_comes_after() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Dora", StandDownRoom(), 0)
    room.say("Pia", ResumeRoom(), 0)
    room.say("Will", ResumeRoom(), 0)
    assert not room.standing(item).greenlit
    room.say("Bea", SignOffItem(item, "brand", room.digest(item)), 0)
    assert rule(room, item, "brand").satisfied


def test_a_deputy_signs_when_nobody_with_the_role_is_on_duty() -> None:
    room = Driver()
    item = room.sent()
    room.say("Cole", SetDuty("Cole", False))
    room.sign(item, "Dora", "legal")
    given = rule(room, item, "legal").given
    assert [(sign_off.person, sign_off.as_deputy) for sign_off in given] == [("Dora", True)]
    room.say("Cole", SetDuty("Cole", True))
    assert rule(room, item, "legal").satisfied, "a yes stays given when counsel comes back"


def test_a_deputy_signs_once_the_limit_has_passed() -> None:
    room = Driver()
    item = room.sent(lane="slow")
    assert room.standing(item).people == ("Cole",)
    assert code(room.refused("Dora", SignOffItem(item, "legal", room.digest(item)))) == (403, "not_allowed")
    room.tick(MINUTE)
    assert room.standing(item).people == ("Cole", "Dora")
    room.sign(item, "Dora", "legal")
    assert room.standing(item).greenlit


def test_a_deputy_signs_after_the_end_of_the_roster_window() -> None:
    room = Driver()
    room.tick(90 * MINUTE)  # 20:30, counsel goes home
    item = room.sent()
    room.sign(item, "Dora", "legal")
    assert rule(room, item, "legal").satisfied


def test_a_late_yes_does_not_revive_even_before_the_room_has_noticed() -> None:
    room = Driver()
    item = room.sent()
    room.now += 5 * MINUTE
    with pytest.raises(RoomError) as caught:
        decide(room.state, "late", SignOffItem(item, "legal", room.digest(item)), Actor("Cole", "desk"), room.now, room.has)
    assert code(caught.value) == (409, "wrong_state")


def test_an_unsent_edit_back_to_approved_bytes_counts_again() -> None:
    room = Driver()
    item = room.greenlit()
    kept = room.look(item).versions[0].content
    room.send(item, "Power's out.")
    room.say("Will", SaveVersion(item, 2, kept))
    assert room.standing(item).greenlit


def test_when_nobody_is_left_to_sign_the_block_says_so() -> None:
    room = Driver(people(Person("Ada", ("brand", "writer")), rules=(Rule("brand", not_author=True),)))
    item = room.item()
    room.send(item, "Lights out.", by="Ada")
    assert room.standing(item).people == ()
    assert room.standing(item).blocks == ("It waits for Brand, and nobody is left who may sign for it.",)


def test_nothing_counts_on_a_killed_item() -> None:
    room = Driver()
    item = room.greenlit()
    room.say("Pia", KillItem(item, "Wrong night"))
    standing = room.standing(item)
    assert (standing.greenlit, standing.turn, standing.people, standing.deadline) == (False, (), (), 0)
    assert standing.blocks == ("Pia killed it (“Wrong night”).",)
