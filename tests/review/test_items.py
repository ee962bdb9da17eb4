"""Making, writing, sending, holding and killing: who may, and what is refused."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.review.driver import Driver, content, plan
from warroom.errors import RoomError
from warroom.plan.model import Guardrails
from warroom.review.commands import (
    Actor,
    AddComment,
    CallMoment,
    ClaimTarget,
    Command,
    CreateItem,
    DecideMoment,
    HoldItem,
    KillItem,
    ReleaseItem,
    ReportPosted,
    SaveVersion,
    SendForApproval,
    SignOffItem,
)
from warroom.review.decide import decide
from warroom.review.events import ItemCreated
from warroom.review.model import Content, Credit, Cut, Finding, TargetText

LONG = "x" * 4_001


def code(refusal: RoomError) -> tuple[int, str]:
    return refusal.status, refusal.code


def test_who_is_not_in_the_plan_may_nothing() -> None:
    refusal = Driver().refused("Mallory", CallMoment("Blackout", "", ()))
    assert code(refusal) == (403, "not_allowed")
    assert "Mallory" in refusal.message


def test_an_item_needs_a_go_a_lane_of_the_plan_and_a_writer() -> None:
    room = Driver()
    moment = room.say("Will", CallMoment("Blackout", "", ()))[0].command
    assert code(room.refused("Will", CreateItem(moment, ""))) == (409, "wrong_state")
    room.say("Pia", DecideMoment(moment, "go"))
    assert code(room.refused("Cole", CreateItem(moment, ""))) == (403, "not_allowed")
    refusal = room.refused("Will", CreateItem(moment, "", "fast"))
    assert code(refusal) == (400, "bad_request")
    assert refusal.detail == {"lanes": ["full", "shell", "quick", "slow"]}
    assert code(room.refused("Will", CreateItem("nothing", ""))) == (404, "not_found")
    room.say("Pia", CreateItem(moment, ""))


def test_nobody_writes_in_the_lane_of_what_was_cleared_before() -> None:
    room = Driver()
    moment = room.go()
    for person in ("Will", "Pia"):
        refusal = room.refused(person, CreateItem(moment, "", "shell"))
        assert code(refusal) == (403, "not_allowed")
        assert refusal.message == "The shell lane is for items made from a cleared shell. Make this item in the full or quick or slow lane."


@pytest.mark.parametrize("make", [SaveVersion, SendForApproval])
def test_an_item_that_is_in_that_lane_without_a_shell_is_moved_to_the_full_one(make: type[SaveVersion | SendForApproval]) -> None:
    room = Driver()
    moment = room.go()
    room._append("Will", "old", ItemCreated("old", moment, "Lights out", "shell"), room.state)  # as a room of before kept it
    room.say("Will", make("old", 0, content()))
    assert room.look("old").lane == "full"
    assert room.look("old").touched == ("the shell it came from",)


def test_an_id_makes_one_thing_only() -> None:
    room = Driver()
    item = room.item()
    with pytest.raises(RoomError) as caught:
        decide(room.state, item, CreateItem(room.look(item).moment, ""), Actor("Will", "desk"), room.now, room.has)
    assert code(caught.value) == (422, "id_reused")


@pytest.mark.parametrize("command", [SaveVersion, SendForApproval])
def test_only_writers_and_producers_write(command: type[SaveVersion | SendForApproval]) -> None:
    room = Driver()
    item = room.item()
    assert code(room.refused("Bea", command(item, 0, content()))) == (403, "not_allowed")
    assert code(room.refused("Will", command("nothing", 0, content()))) == (404, "not_found")
    room.say("Pia", command(item, 0, content()))


@pytest.mark.parametrize("command", [SaveVersion, SendForApproval])
def test_writing_on_an_old_version_is_refused_with_the_newest(command: type[SaveVersion | SendForApproval]) -> None:
    room = Driver()
    item = room.sent()
    for base in (0, 2):
        refusal = room.refused("Wanda", command(item, base, content("Mine.")))
        assert code(refusal) == (412, "stale_version")
        assert refusal.detail == {"current": 1}
        assert "Will" in refusal.message


def test_sending_what_is_in_review_unchanged_is_refused() -> None:
    room = Driver()
    item = room.sent()
    assert code(room.refused("Will", SendForApproval(item, 1, content("Lights out.")))) == (409, "wrong_state")


@pytest.mark.parametrize("command", [SaveVersion, SendForApproval])
def test_a_picture_that_has_not_arrived_is_named(command: type[SaveVersion | SendForApproval]) -> None:
    room = Driver()
    item = room.item()
    room.missing = {"b" * 64, content().cuts[0].blob}
    credited = replace(content(), credits=(Credit("photo", "b" * 64, "Ann", "bought"),))
    refusal = room.refused("Will", command(item, 0, credited))
    assert code(refusal) == (409, "blob_missing")
    assert refusal.detail == {"missing": [content().cuts[0].blob, "b" * 64]}


CUT = Cut("1x1", "a" * 64, 1, 1, 1, "image/png")
TARGET = TargetText("bluesky", "crumb.example", "1x1", "Words.", "Alt.")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"targets": ()}, (400, "bad_request")),
        ({"targets": (replace(TARGET, account="someone.else"),)}, (400, "bad_request")),
        ({"targets": (replace(TARGET, cut="4x5"),)}, (400, "bad_request")),
        ({"targets": (TARGET, TARGET)}, (400, "bad_request")),
        ({"cuts": (CUT, CUT)}, (400, "bad_request")),
        ({"title": "x" * 301}, (413, "too_large")),
        ({"why": LONG}, (413, "too_large")),
        ({"targets": (replace(TARGET, caption="x" * 40_001),)}, (413, "too_large")),
        ({"targets": (replace(TARGET, alt="x" * 40_001),)}, (413, "too_large")),
    ],
)
def test_what_can_not_be_sent(changed: dict[str, object], expected: tuple[int, str]) -> None:
    room = Driver()
    item = room.item()
    bad = Content(**{"title": "T", "template": "t", "slots": (), "cuts": (CUT,), "targets": (TARGET,), **changed})
    assert code(room.refused("Will", SendForApproval(item, 0, bad))) == expected


def test_a_draft_may_be_unfinished() -> None:
    room = Driver()
    item = room.item()
    room.say("Will", SaveVersion(item, 0, Content(title="", template="t", slots=(), cuts=(), targets=())))
    assert room.look(item).title == "Lights out"


@pytest.mark.parametrize(
    ("changed", "checks"),
    [
        ({"findings": (Finding("overflow", False, True, "The headline does not fit"),)}, ["overflow"]),
        ({"findings": (Finding("contrast", False, False, "Weak"), Finding("overflow", True, True, ""))}, []),
        ({"targets": (replace(TARGET, alt=" "),)}, ["alt_text"]),
        ({"targets": (replace(TARGET, alt="\u200b\u2060"),)}, ["alt_text"]),
        ({"credits": (Credit("photo", "c" * 64, "", "bought"),)}, ["credits"]),
        ({"credits": (Credit("photo", "c" * 64, "Ann", " "),)}, ["credits"]),
    ],
)
def test_checks_that_block_keep_it_from_being_sent(changed: dict[str, object], checks: list[str]) -> None:
    room = Driver()
    item = room.item()
    words = Content(**{"title": "T", "template": "t", "slots": (), "cuts": (CUT,), "targets": (TARGET,), **changed})
    if not checks:
        room.say("Will", SendForApproval(item, 0, words))
        return
    refusal = room.refused("Will", SendForApproval(item, 0, words))
    assert code(refusal) == (422, "blocked_check")
    assert refusal.detail == {"checks": checks}
    room.say("Will", SaveVersion(item, 0, words))


def test_a_plan_may_let_alt_text_go() -> None:
    room = Driver(plan(guardrails=Guardrails(block=())))
    item = room.item()
    room.say("Will", SendForApproval(item, 0, content(alt="")))
    assert room.look(item).phase == "in_review"


@pytest.mark.parametrize("posted", [False, True])
def test_what_is_going_out_can_not_be_edited(posted: bool) -> None:
    room = Driver()
    item = room.greenlit(targets=2)
    claim = room.say("Will", ClaimTarget(item, 0, room.digest(item)))[0].command
    if posted:
        room.say("Will", ReportPosted(item, 0, claim, "https://example.org/1"))
    for command in (SaveVersion, SendForApproval):
        refusal = room.refused("Wanda", command(item, 1, content("No!")))
        assert code(refusal) == (409, "going_out")
        assert refusal.detail == {"person": "Will", "network": "bluesky"}
        assert "on Bluesky, so" in refusal.message


def ended(room: Driver, phase: str) -> str:
    item = room.greenlit()
    if phase == "killed":
        room.say("Pia", KillItem(item, "Wrong night"))
    elif phase == "expired":
        room.say("Pia", DecideMoment(room.look(item).moment, "pass"))
    else:
        claim = room.say("Will", ClaimTarget(item, 0, room.digest(item)))[0].command
        room.say("Will", ReportPosted(item, 0, claim, "https://example.org/1"))
    assert room.look(item).phase == phase
    return item


@pytest.mark.parametrize("phase", ["expired", "killed", "published"])
def test_what_has_ended_stays_ended(phase: str) -> None:
    room = Driver()
    item = ended(room, phase)
    digest = room.digest(item)
    tries: list[tuple[str, Command]] = [
        ("Will", SaveVersion(item, 1, content("More."))),
        ("Will", SendForApproval(item, 1, content("More."))),
        ("Cole", SignOffItem(item, "legal", digest)),
        ("Pia", HoldItem(item, "Wait")),
        ("Pia", ReleaseItem(item)),
        ("Will", ClaimTarget(item, 0, digest)),
    ]
    if phase != "published":
        tries.append(("Pia", KillItem(item, "Again")))
    for person, command in tries:
        refusal = room.refused(person, command)
        assert code(refusal) == (409, "wrong_state"), command
        assert refusal.detail["phase"] == phase
        assert "uplicate" in refusal.message


@pytest.mark.parametrize(
    ("person", "command", "expected"),
    [
        ("Will", HoldItem("ITEM", "Wait"), (403, "not_allowed")),
        ("Dora", ReleaseItem("ITEM"), (403, "not_allowed")),
        ("Pia", ReleaseItem("ITEM"), (409, "wrong_state")),
        ("Pia", HoldItem("ITEM", "  "), (400, "bad_request")),
        ("Pia", HoldItem("ITEM", LONG), (413, "too_large")),
        ("Pia", HoldItem("nothing", "Wait"), (404, "not_found")),
        ("Cole", KillItem("ITEM", "No"), (403, "not_allowed")),
        ("Pia", KillItem("ITEM", ""), (400, "bad_request")),
        ("Dora", AddComment("ITEM", " "), (400, "bad_request")),
        ("Dora", AddComment("ITEM", LONG), (413, "too_large")),
        ("Dora", AddComment("nothing", "Hm"), (404, "not_found")),
    ],
)
def test_refused(person: str, command: HoldItem | ReleaseItem | KillItem | AddComment, expected: tuple[int, str]) -> None:
    room = Driver()
    item = room.sent()
    aimed = replace(command, item=item if command.item == "ITEM" else command.item)
    assert code(room.refused(person, aimed)) == expected


def test_what_is_held_can_not_be_held_again() -> None:
    room = Driver()
    item = room.sent()
    room.say("Pia", HoldItem(item, "Wait"))
    refusal = room.refused("Cole", HoldItem(item, "Wait too"))
    assert code(refusal) == (409, "wrong_state")
    assert "Pia" in refusal.message


@pytest.mark.parametrize(
    ("since", "until", "said"), [("2026-07-20", "", "begins on 2026-07-20"), ("", "2026-07-18", "ended on 2026-07-18")]
)
def test_a_picture_whose_licence_does_not_hold_on_the_day_is_not_sent(since: str, until: str, said: str) -> None:
    room = Driver()
    item = room.item()
    bad = replace(content(), credits=(Credit("photo", "ab" * 32, "Agency", "licensed", since, until),))
    refusal = room.refused("Will", SendForApproval(item, 0, bad))
    assert code(refusal) == (422, "blocked_check")
    assert refusal.detail == {"checks": ["rights"]}
    assert said in refusal.message
    on_the_day = replace(bad, credits=(Credit("photo", "ab" * 32, "Agency", "licensed", "2026-07-19", "2026-07-19"),))
    room.say("Will", SendForApproval(item, 0, on_the_day))
