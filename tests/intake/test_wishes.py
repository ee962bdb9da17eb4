from __future__ import annotations

import datetime as dt

import msgspec

from warroom.intake.wishes import Wish, comment_on, wish_of
from warroom.plan.model import Event, Lane, Person, Plan, Rule
from warroom.review.commands import RequestChanges, ResumeRoom, SignOffItem
from warroom.review.model import Comment, Content, Hold, Item, Pace, Sending, SignOff, StandDown, State, TargetText, Version

BRAND = Person("Brand lead", ("brand",), imitation=True)
LEGAL = Person("Counsel", ("legal",), imitation=True)
LANE = Lane("full", (Rule("brand", not_author=True), Rule("legal", not_author=True)))
PLAN = Plan(
    Event("Cup", dt.datetime(2026, 7, 19, 19, tzinfo=dt.UTC)), people=(Person("You", ("writer", "producer")), BRAND, LEGAL), lanes=(LANE,)
)


def content(
    title: str = "Snacks on.", caption: str = "We have candles.", alt: str = "A biscuit beside a candle on a dark table."
) -> Content:
    return Content(title, "t", (), (), (TargetText("imitation", "a", "1x1", caption, alt),))


def item(id: str, *, sent: int = 1, at: int = 5) -> Item:
    version = Version(sent, f"digest{sent}", content(), "You", at)
    sendings = tuple(Sending(number, "You", at + number) for number in range(1, sent + 1))
    return Item(id, "m", "full", "T", at, "You", "in_review", (version,), sendings, clock_from=at)


def room(*items: Item) -> State:
    return State("r", "rehearsal", PLAN, 1, Pace(1, 1), items={one.id: one for one in items})


def test_the_first_item_is_sent_back_once_and_the_others_wait_for_that() -> None:
    state = room(item("i1"))
    wish = wish_of(state, BRAND, "Brand lead")
    assert wish is not None
    assert isinstance(wish.command, RequestChanges)
    assert wish_of(state, LEGAL, "Brand lead") is None
    assert wish_of(state, LEGAL, "") == Wish("i1", SignOffItem(item="i1", role="legal", digest="digest1"))


def test_after_that_everything_is_approved() -> None:
    asked = msgspec.structs.replace(item("i1", sent=2), comments=(Comment("c", "Brand lead", "No", 1, 6, "brand", True),))
    for state in (room(asked), room(asked, item("i2", at=50))):
        for me, role in ((BRAND, "brand"), (LEGAL, "legal")):
            assert wish_of(state, me, "Brand lead") == Wish("i1", SignOffItem(item="i1", role=role, digest="digest2"))


def test_what_needs_no_answer_gets_none() -> None:
    signed = msgspec.structs.replace(item("i1"), sign_offs=(SignOff("brand", "Brand lead", "digest1", 1, 9),))
    held = msgspec.structs.replace(item("i1"), hold=Hold("You", "Wait", 9))
    for one in (signed, held, msgspec.structs.replace(item("i1"), phase="changes_requested")):
        assert wish_of(room(one), BRAND, "") is None
    assert wish_of(room(item("i1")), Person("You", ("writer", "producer")), "") is None


def test_a_resume_is_seconded_never_asked_for() -> None:
    down = msgspec.structs.replace(room(item("i1")), stood_down=StandDown(9, "You", "Stop"))
    assert wish_of(down, BRAND, "") is None
    asked = msgspec.structs.replace(down, stood_down=StandDown(9, "You", "Stop", "You"))
    assert wish_of(asked, BRAND, "") == Wish("", ResumeRoom())


def test_the_comment_fits_the_card_and_says_whose_it_is() -> None:
    long = comment_on(content(title="A headline with far too many words to be read"), BRAND)
    assert "10 words" in long
    assert "headline again" in comment_on(content(caption="Snacks on. Really."), BRAND)
    assert "alt text" in comment_on(content(alt="A biscuit."), BRAND)
    for comment in (long, comment_on(content(), LEGAL)):
        assert "imitation" in comment
