"""Templates that designers publish to the room."""

from __future__ import annotations

import pytest

from tests.review.driver import Driver, plan
from warroom.review.commands import Offered, PublishTemplates, RetireTemplate
from warroom.review.decide_templates import MOST_AT_ONCE, MOST_TEMPLATES
from warroom.review.fold import fold_all
from warroom.review.model import Published


def publish(*offered: Offered) -> PublishTemplates:
    return PublishTemplates(offered)


def test_a_template_is_published_in_versions_that_all_stay() -> None:
    room = Driver()
    room.say("Dora", publish(Offered("quote", "quote 1", 0, "d1")))
    at = room.now
    room.say("Pia", publish(Offered("quote", "quote 2", 1, "d2")))
    assert room.state.templates == {
        "quote": (Published(1, "Quote", "quote 1", "d1", "Dora", at), Published(2, "Quote", "quote 2", "d2", "Pia", room.now))
    }
    assert fold_all(None, room.log) == room.state


@pytest.mark.parametrize(("roles", "person", "allowed"), [
    (None, "Dora", True), (None, "Pia", True), (None, "Will", False), (None, "Bea", False),
    (("writer",), "Will", True), (("writer",), "Dora", False), (("writer",), "Pia", False), ((), "Pia", False),
])  # fmt: skip
def test_only_the_roles_that_the_plan_names_publish_and_retire(roles: tuple[str, ...] | None, person: str, allowed: bool) -> None:
    room = Driver(plan() if roles is None else plan(publish=roles))
    commands = (publish(Offered("quote", "quote 1")), RetireTemplate("quote"))
    for command in commands:
        if allowed:
            assert room.say(person, command)
        else:
            assert room.refused(person, command).code == "not_allowed"


def test_who_changed_an_older_version_is_told_and_nothing_is_lost() -> None:
    room = Driver()
    room.say("Dora", publish(Offered("quote", "quote 1")))
    for base in (0, 2):
        refused = room.refused("Pia", publish(Offered("quote", "quote 2", base)))
        assert (refused.status, refused.code, refused.detail["current"]) == (409, "stale_template", 1)
    assert len(room.state.templates["quote"]) == 1


def test_of_several_all_are_published_or_none() -> None:
    room = Driver()
    room.say("Dora", publish(Offered("a", "a 1"), Offered("b", "b 1")))
    assert room.refused("Dora", publish(Offered("a", "a 2", 1), Offered("b", "b 2", 0))).code == "stale_template"
    room.missing.add("b 2")
    assert room.refused("Dora", publish(Offered("a", "a 2", 1), Offered("b", "b 2", 1))).code == "blob_missing"
    assert {key: len(versions) for key, versions in room.state.templates.items()} == {"a": 1, "b": 1}


def test_a_retired_template_is_kept_and_can_come_back() -> None:
    room = Driver()
    assert room.refused("Dora", RetireTemplate("quote")).code == "not_found"
    room.say("Dora", publish(Offered("quote", "quote 1")))
    assert room.refused("Dora", publish(Offered("quote", "quote 1", 1))).code == "wrong_state"
    room.say("Pia", RetireTemplate("quote"))
    (retired,) = room.state.templates["quote"]
    assert (retired.manifest, retired.retired_by, retired.retired_at) == ("quote 1", "Pia", room.now)
    assert room.refused("Dora", RetireTemplate("quote")).code == "wrong_state"
    room.say("Dora", publish(Offered("quote", "quote 1", 1)))
    assert [(one.version, bool(one.retired_at)) for one in room.state.templates["quote"]] == [(1, True), (2, False)]


@pytest.mark.parametrize(
    ("offered", "code"),
    [
        ((), "bad_request"),
        ((Offered("a", "a 1"), Offered("a", "a 2")), "bad_request"),
        (tuple(Offered(f"t{number}", f"t{number} 1") for number in range(MOST_AT_ONCE + 1)), "bad_request"),
        ((Offered("a", "b 1"),), "bad_pack"),
    ],
)
def test_what_cannot_be_published(offered: tuple[Offered, ...], code: str) -> None:
    assert Driver().refused("Dora", PublishTemplates(offered)).code == code


def test_a_room_keeps_only_so_many_templates() -> None:
    room = Driver()
    for first in range(0, MOST_TEMPLATES, MOST_AT_ONCE):
        room.say("Dora", PublishTemplates(tuple(Offered(f"t{number}", f"t{number} 1") for number in range(first, first + MOST_AT_ONCE))))
    assert room.refused("Dora", publish(Offered("one-more", "one-more 1"))).code == "too_large"
    room.say("Dora", publish(Offered("t0", "t0 2", 1)))
