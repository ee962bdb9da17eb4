"""How a shell ends: its time, its withdrawal, and the approvals it lives on."""

from __future__ import annotations

import pytest

from tests.review.bank import PRINT, bank, code, score, slot
from tests.review.driver import Driver, plan
from warroom.plan.model import Lane, Rule
from warroom.review.commands import (
    ClaimTarget,
    CreateItem,
    ReportPosted,
    RequestChanges,
    ResumeRoom,
    SendForApproval,
    SignOffItem,
    StandDownRoom,
    WithdrawShell,
    WithdrawSignOff,
)
from warroom.review.events import ItemExpired, ShellExpired
from warroom.review.shells import clearance


def test_a_shell_expires_and_with_it_what_lives_on_it() -> None:
    kept = bank(minutes=5)
    room = kept.room
    waits, moved, out = kept.make(score("3–1")), kept.make(slot(score("4–1"), "accent", value="red")), kept.make(score("5–1"))
    room.sign(out, "Bea", "brand")
    claim = room.say("Will", ClaimTarget(out, 0, room.digest(out)))[0].command
    room.sign(moved, "Bea", "brand")
    room.now = kept.kept.until - 1
    room.say("Will", ClaimTarget(out, 1, room.digest(out)), 0)
    room.now = kept.kept.until - 1
    assert not any(isinstance(line.body, ShellExpired) for line in room.tick())
    bodies = [line.body for line in room.tick(1)]
    assert ShellExpired(kept.shell) in bodies
    assert room.look(waits).phase == "expired"
    assert room.look(moved).phase != "expired", "it has its own approvals to get"
    assert room.look(out).phase == "in_review", "what is being handed over may be finished"
    room.say("Will", ReportPosted(out, 0, room.look(out).targets[0].claim or claim, "https://example.org/1"), 0)
    assert room.refused("Will", CreateItem(room.go(), "", "shell", kept.shell)).code == "wrong_state"
    assert room.tick() == []


def test_withdrawing_a_shell_stops_what_was_made_from_it() -> None:
    kept = bank()
    room = kept.room
    waits, moved, out = kept.make(score("3–1")), kept.make(slot(score("4–1"), "accent", value="red")), kept.make(score("5–1"))
    room.sign(out, "Bea", "brand")
    for place in (0, 1):
        claim = room.say("Will", ClaimTarget(out, place, room.digest(out)))[0].command
        room.say("Will", ReportPosted(out, place, claim, "https://example.org/1"))
    assert room.refused("Dora", WithdrawShell(kept.shell, "No longer true")).code == "not_allowed"
    logged = room.say("Cole", WithdrawShell(kept.shell, "No longer true"))
    assert {line.body.item for line in logged if isinstance(line.body, ItemExpired)} == {waits, moved}
    assert room.look(out).phase == "published"
    assert room.look(kept.source).phase == "in_review", "what it was cleared with is an item of its own"
    assert clearance(room.state, kept.kept).why == "Cole withdrew it: No longer true."
    assert room.refused("Will", WithdrawShell(kept.shell, "Again")).code == "wrong_state"


def test_a_stand_down_voids_the_clearance_until_the_same_bytes_are_approved_again() -> None:
    kept = bank()
    room = kept.room
    item = kept.make(score("3–1"))
    room.sign(item, "Bea", "brand")
    room.say("Dora", StandDownRoom())
    room.say("Will", ResumeRoom())
    room.say("Pia", ResumeRoom())
    assert not clearance(room.state, kept.kept).stands
    assert "stand-down" in clearance(room.state, kept.kept).why
    assert room.refused("Will", CreateItem(room.go(), "", "shell", kept.shell)).code == "wrong_state"
    room.sign(item, "Bea", "brand")
    assert not room.standing(item).greenlit, "its own approval is back, the one it lives on is not"
    assert code(room.refused("Will", ClaimTarget(item, 0, room.digest(item)))) == (409, "not_greenlit")
    room.sign(kept.source, "Bea", "brand")
    room.sign(kept.source, "Cole", "legal")
    assert clearance(room.state, kept.kept).stands
    assert room.standing(item).greenlit


@pytest.mark.parametrize("how", ["withdrawn", "changes"])
def test_an_approval_taken_back_on_what_was_cleared_voids_its_shell(how: str) -> None:
    kept = bank()
    room = kept.room
    item = kept.make(score("3–1"))
    room.sign(item, "Bea", "brand")
    digest = room.digest(kept.source)
    command = WithdrawSignOff(kept.source, "legal", digest) if how == "withdrawn" else RequestChanges(kept.source, "legal", digest, "No")
    room.say("Cole", command)
    assert not clearance(room.state, kept.kept).stands
    assert not room.standing(item).greenlit
    assert room.standing(item).turn == ("writer",)
    room.say("Will", SendForApproval(item, 1, score("4–1"), PRINT))
    assert room.look(item).lane == "full"
    assert room.look(item).touched == ("the clearance of its shell",)


def test_writing_on_in_what_was_cleared_changes_nothing_of_the_shell() -> None:
    kept = bank()
    room = kept.room
    room.say("Will", SendForApproval(kept.source, 1, score("7–7"), PRINT))
    assert clearance(room.state, kept.kept).stands
    assert {sign_off.person for sign_off in clearance(room.state, kept.kept).signed} == {"Bea", "Cole"}


def test_a_shell_needs_its_signers_to_be_different_people() -> None:
    lanes = (Lane("full", (Rule("brand"), Rule("legal"))), Lane("shell", ()))
    room = Driver(plan(lanes=lanes))
    kept = bank(room)
    room.say("Bea", WithdrawSignOff(kept.source, "brand", room.digest(kept.source)))
    assert not clearance(room.state, kept.kept).stands
    room.say("Wanda", SignOffItem(kept.source, "brand", room.digest(kept.source)))
    assert clearance(room.state, kept.kept).stands
