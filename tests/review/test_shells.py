"""The bank: what may go in, and what is made from it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.review.bank import BLANKS, MOULDS, PHOTO, PRINT, bank, cleared, code, score, slot
from tests.review.driver import MINUTE, Driver, plan
from warroom.plan.model import Lane
from warroom.review.blanks import wrong
from warroom.review.commands import (
    BankItem,
    ClaimTarget,
    CreateItem,
    Offered,
    PublishTemplates,
    SaveVersion,
    SendForApproval,
)
from warroom.review.events import LaneChanged
from warroom.review.model import Blank, Content, Credit, Filled, Finding, Mould, Shell
from warroom.review.shells import compared, fill

# --- the lane


def test_filling_only_blanks_keeps_the_fast_lane() -> None:
    kept = bank()
    item = kept.make(score("3–1", "Bo"))
    assert kept.room.look(item).lane == "shell"
    assert kept.room.look(item).touched == ()
    kept.room.sign(item, "Bea", "brand")
    assert kept.room.standing(item).greenlit


VALUES = st.fixed_dictionaries(
    {
        "score": st.from_regex(r"[0-9]{1,3} ?[-–:] ?[0-9]{1,3}", fullmatch=True).filter(lambda text: text.isascii() or "–" in text),
        "who": st.text(alphabet="ABCdé 2–1.👩🏽‍🚀", min_size=1, max_size=12).filter(lambda text: not wrong(BLANKS[1], text)),
    }
)


def the_shell() -> Shell:
    return Shell("s", "2–1!", "i", 1, "d", score(), PRINT, BLANKS, MOULDS, (), "Will", 0, 1)


@given(VALUES)
def test_any_values_that_the_blanks_allow_touch_nothing(values: dict[str, str]) -> None:
    values = {**values, "score": values["score"].replace(" ", "")}
    filling = compared(the_shell(), fill(the_shell(), values), PRINT)
    assert filling.touched == ()
    assert fill(the_shell(), filling.values).slots == fill(the_shell(), values).slots


def target(content: Content, place: int, **changes: Any) -> Content:
    targets = tuple(replace(one, **changes) if at == place else one for at, one in enumerate(content.targets))
    return replace(content, targets=targets)


WHERE = {
    "template": (lambda c: replace(c, template="quote"), "another template"),
    "version": (lambda c: replace(c, template_version=1, pack="score-line 1"), "another version of the template"),
    "newer version": (lambda c: replace(c, template_version=2, pack="score-line 2"), "another version of the template"),
    "fixed text": (lambda c: slot(c, "line", value="Still dunking."), "the line"),
    "colour": (lambda c: slot(c, "accent", value="red"), "the accent"),
    "picture": (lambda c: slot(c, "photo", value="cd" * 32), "the photo"),
    "focal": (lambda c: slot(c, "photo", focal=(0.5, 0.5)), "what is seen of the photo"),
    "a slot more": (lambda c: replace(c, slots=(*c.slots, Filled("kicker", "Now"))), "the kicker"),
    "a slot less": (lambda c: replace(c, slots=c.slots[:-1]), "the line"),
    "a slot twice": (lambda c: replace(c, slots=(*c.slots, c.slots[2])), "a slot that is filled twice"),
    "around the blank": (lambda c: slot(c, "headline", value="3–1"), "the headline outside its blanks"),
    "caption": (lambda c: target(c, 0, caption="Bo makes it 3–1, at last. #BigGame"), "the caption for Bluesky outside its blanks"),
    "alt": (lambda c: target(c, 1, alt="3–1."), "the alt text for Instagram outside its blanks"),
    "other score in one": (lambda c: target(c, 0, alt="The score 4–1."), "a blank that is not the same wherever it stands"),
    "cut": (lambda c: target(c, 0, cut="4x5"), "the cut for Bluesky"),
    "a target less": (lambda c: replace(c, targets=c.targets[:1]), "where it goes"),
    "rights": (lambda c: replace(c, credits=(Credit("photo", PHOTO, "Own studio", "theirs"),)), "whose picture it is, or by what right"),
    "cuts": (lambda c: replace(c, cuts=(replace(c.cuts[0], width=1_000),)), "the cuts"),
    "check": (lambda c: replace(c, findings=(Finding("contrast", False, True, "2.1:1"),)), "the check that blocks: 2.1:1"),
}


@pytest.mark.parametrize("what", WHERE)
@pytest.mark.parametrize("by", ["Will", "Wanda", "Pia"])
def test_anything_else_moves_it_to_the_full_lane_and_says_what(what: str, by: str) -> None:
    kept = bank()
    change, said = WHERE[what]
    for base in (0, 1):
        kept.room.say("Dora", PublishTemplates((Offered("score-line", f"score-line {base + 1}", base),)))
    item = kept.room.say(by, CreateItem(kept.room.go(), "", "shell", kept.shell))[0].command
    logged = kept.room.say(by, SaveVersion(item, 0, change(score("3–1", "Bo")), PRINT))
    assert logged[0].body == LaneChanged(item, "full", (said,))
    assert kept.room.look(item).lane == "full"
    assert kept.room.look(item).touched == (said,)


@given(VALUES, st.sampled_from(sorted(set(WHERE) - {"around the blank", "caption", "alt", "other score in one"})))
def test_whatever_is_filled_in_a_touch_is_seen(values: dict[str, str], what: str) -> None:
    values = {**values, "score": values["score"].replace(" ", "")}
    change, said = WHERE[what]
    assert compared(the_shell(), change(fill(the_shell(), values)), PRINT).touched == (said,)


def test_every_field_of_a_content_counts_unless_it_follows_or_is_told_apart() -> None:
    """Also one that a content gets after this was written."""
    told = {"title", "cuts", "why", "findings", "slots", "targets", "credits"}
    for name in set(Content.__struct_fields__) - told:
        value = getattr(score(), name)
        other = replace(score(), **{name: f"{value}x" if isinstance(value, str) else value + 1 if isinstance(value, int) else ("x",)})
        assert compared(the_shell(), other, PRINT).touched, name


def test_another_brand_or_font_behind_the_same_words_is_a_touch() -> None:
    for name in ("template", "brand", "fonts"):
        assert compared(the_shell(), score("3–1"), replace(PRINT, **{name: "other"})).touched == (f"the {name} it is drawn with",)
    assert compared(the_shell(), score("3–1"), replace(PRINT, pillow="14")).touched == ()


def test_a_blank_that_is_too_long_or_of_another_kind_is_a_touch() -> None:
    kept = bank()
    item = kept.make(score("two–one", "Bo"))
    assert kept.room.look(item).lane == "full"
    assert "the headline outside its blanks" in kept.room.look(item).touched


def test_what_was_moved_needs_the_full_lane_from_then_on() -> None:
    kept = bank()
    room = kept.room
    item = kept.make(score("3–1", "Bo"))
    room.sign(item, "Bea", "brand")
    assert room.standing(item).greenlit
    room.say("Will", SendForApproval(item, 1, slot(score("3–1", "Bo"), "accent", value="red"), PRINT))
    assert room.look(item).lane == "full"
    assert [rule.role for rule in room.standing(item).rules] == ["brand", "legal"]
    assert not room.standing(item).greenlit
    room.say("Will", SendForApproval(item, 2, score("3–1", "Bo"), PRINT))
    assert room.look(item).lane == "full", "going back is not enough: make another from the shell"
    room.sign(item, "Bea", "brand")
    room.sign(item, "Cole", "legal")
    assert room.standing(item).greenlit


def test_a_lane_without_rules_is_greenlit_when_sent_and_published_by_a_producer() -> None:
    lanes = (plan().lanes[0], Lane("shell", ()))
    kept = bank(Driver(plan(lanes=lanes)))
    item = kept.make(score("3–1"))
    stands = kept.room.standing(item)
    assert stands.greenlit
    assert stands.turn == ("producer",)
    refusal = kept.room.refused("Will", ClaimTarget(item, 0, kept.room.digest(item)))
    assert code(refusal) == (403, "not_allowed")
    kept.room.say("Pia", ClaimTarget(item, 0, kept.room.digest(item)))


# --- into the bank


def test_only_what_is_greenlit_in_the_full_lane_goes_into_the_bank() -> None:
    room = Driver()
    item = room.item()
    room.say("Will", SendForApproval(item, 0, score(), PRINT))
    command = BankItem(item, room.digest(item), BLANKS, MOULDS, room.now + MINUTE)
    assert code(room.refused("Will", command)) == (409, "not_greenlit")
    kept = bank()
    made = kept.make(score("3–1"))
    kept.room.sign(made, "Bea", "brand")
    refusal = kept.room.refused("Will", BankItem(made, kept.room.digest(made), BLANKS, MOULDS, kept.room.now + MINUTE))
    assert code(refusal) == (409, "not_greenlit")


def test_only_writers_and_producers_put_into_the_bank() -> None:
    room = Driver()
    item = cleared(room)
    command = BankItem(item, room.digest(item), BLANKS, MOULDS, room.now + MINUTE)
    assert code(room.refused("Bea", command)) == (403, "not_allowed")
    room.say("Pia", command)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"blanks": ()}, "bad_request"),
        ({"blanks": (replace(BLANKS[0], most=0), BLANKS[1])}, "bad_request"),
        ({"blanks": (replace(BLANKS[0], most=281), BLANKS[1])}, "bad_request"),
        ({"blanks": (replace(BLANKS[0], most=-1), BLANKS[1])}, "bad_request"),
        ({"blanks": (replace(BLANKS[0], pattern=".*"), BLANKS[1])}, "bad_request"),
        ({"blanks": (replace(BLANKS[0], name="Score"), BLANKS[1])}, "bad_request"),
        ({"blanks": (replace(BLANKS[0], sample="2–2"), BLANKS[1])}, "bad_request"),
        ({"blanks": (*BLANKS, BLANKS[0])}, "bad_request"),
        ({"blanks": (*BLANKS, Blank("idle", "x", 3))}, "bad_request"),
        ({"blanks": (BLANKS[0], replace(BLANKS[1], most=2))}, "bad_request"),
        ({"blanks": tuple(Blank(f"b{place}", "x", 3) for place in range(13))}, "too_large"),
        ({"moulds": (*MOULDS, MOULDS[0])}, "bad_request"),
        ({"moulds": (*MOULDS[1:], Mould("slot", "headline", "{score}!!"))}, "bad_request"),
        ({"moulds": (*MOULDS, Mould("slot", "photo", "{who}"))}, "bad_request"),
        ({"moulds": (*MOULDS, Mould("caption", "mastodon/nobody", "{who}"))}, "bad_request"),
        ({"until": 1}, "bad_request"),
        ({"digest": "0" * 64}, "stale_digest"),
    ],
)
def test_a_shell_without_limits_or_not_as_it_was_signed_is_refused(changes: dict[str, Any], refused: str) -> None:
    room = Driver()
    item = cleared(room)
    command = BankItem(item, room.digest(item), BLANKS, MOULDS, room.now + MINUTE)
    assert room.refused("Will", replace(command, **changes)).code == refused


def test_a_plan_without_the_lane_has_no_bank() -> None:
    room = Driver(plan(lanes=plan().lanes[:1]))
    item = cleared(room)
    command = BankItem(item, room.digest(item), BLANKS, MOULDS, room.now + MINUTE)
    assert code(room.refused("Will", command)) == (409, "wrong_state")


def test_the_lane_and_the_shell_go_together() -> None:
    kept = bank()
    moment = kept.room.go()
    assert kept.room.refused("Will", CreateItem(moment, "", "full", kept.shell)).code == "bad_request"
    assert kept.room.refused("Will", CreateItem(moment, "", "shell", "none")).code == "not_found"
