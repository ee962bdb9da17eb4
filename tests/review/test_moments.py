"""Moments: called by anybody, decided go, wait or pass."""

from __future__ import annotations

import pytest

from tests.review.driver import Driver
from warroom.review.commands import CallMoment, DecideMoment
from warroom.sources.post import Post

POST = Post(id="p1", source="Bluesky", network="bluesky", author="@a", text="dark!", at=1, seen=2)


def test_a_moment_keeps_its_evidence_and_its_curve() -> None:
    room = Driver()
    moment = room.say("Dora", CallMoment(" Blackout ", "The match", (POST,), (3, 5, 400)))[0].command
    kept = room.state.moments[moment]
    assert (kept.title, kept.evidence, kept.curve) == ("Blackout", (POST,), (3, 5, 400))
    assert (kept.called_by, kept.called_at, kept.decision) == ("Dora", room.now, "open")


@pytest.mark.parametrize(
    ("first", "then", "allowed"),
    [
        ("go", "pass", True),
        ("wait", "go", True),
        ("wait", "pass", True),
        ("go", "wait", False),
        ("go", "go", False),
        ("wait", "wait", False),
        ("pass", "go", False),
        ("pass", "wait", False),
    ],
)
def test_what_may_follow_what(first: str, then: str, allowed: bool) -> None:
    room = Driver()
    moment = room.say("Will", CallMoment("Blackout", "The match", ()))[0].command
    room.say("Dora", DecideMoment(moment, first, "Because"))
    decided = room.state.moments[moment]
    assert (decided.decision, decided.decided_by, decided.reason, decided.decided_at) == (first, "Dora", "Because", room.now)
    again = DecideMoment(moment, then)
    if allowed:
        room.say("Pia", again)
        assert room.state.moments[moment].decision == then
    else:
        assert room.refused("Pia", again).code == "wrong_state"


@pytest.mark.parametrize(
    ("command", "status", "code"),
    [
        (CallMoment("  ", "The match", ()), 400, "bad_request"),
        (CallMoment("x" * 301, "The match", ()), 413, "too_large"),
        (CallMoment("Blackout", "The mtch", ()), 400, "bad_request"),
        (CallMoment("Blackout", "The match", (POST,) * 201), 413, "too_large"),
        (CallMoment("Blackout", "", (), (1,) * 7_201), 413, "too_large"),
        (CallMoment("Blackout", "", (), (2**53,)), 400, "bad_request"),
        (
            CallMoment("Blackout", "", (Post(id="p", source="s", network="n", author="a", text="t", at=-(2**60), seen=0),)),
            400,
            "bad_request",
        ),
        (DecideMoment("nothing", "go"), 404, "not_found"),
    ],
)
def test_refused(command: CallMoment | DecideMoment, status: int, code: str) -> None:
    refusal = Driver().refused("Will", command)
    assert (refusal.status, refusal.code) == (status, code)
