from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.compose.wording import Sheet, bare, faults
from warroom.plan.model import Name

SHEET = Sheet(
    (Name("Jamal Quill", ("Quill",), ("@jquill.example", "mastodon:@quill@social.example")), Name("Beyoncé")),
    ("crumb.example",),
    ("crumb.example",),
)


def said(text: str, *networks: str, sheet: Sheet = SHEET) -> list[tuple[str, str]]:
    return [(fault.check, fault.text) for fault in faults((text,), sheet, networks)]


@pytest.mark.parametrize(
    "text",
    [
        "More at https://crumb.example/dunk.",
        "crumb.example has the recipe",
        "https://shop.crumb.example/a?b=c#d",
        "What a night, @jquill.example! And @crumb.example, of course.",
        "@quill@social.example scores",
        "#LightsOut #cupfinal #1stHalf (#Crumb)",
        "Jamal Quill runs. QUILL AGAIN. Quill’s night. Beyoncé!",
        "Mail us: hello@crumb.example",
        "3.5 seconds, U.S.A., e.g. this… and 20:48",
        "C# is no hashtag, nor is rock & roll #Night",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert said(text, "bluesky") == []


@pytest.mark.parametrize(
    ("text", "check", "part"),
    [
        ("See http//crumb.example now", "links", "broken"),
        ("See https:/crumb.example", "links", "broken"),
        ("See ttps://crumb.example", "links", "broken"),
        ("https://crumb", "links", "broken"),
        ("https://", "links", "broken"),
        ("https://cru mb.example", "links", "broken"),
        ("http://crumb.example", "links", "broken"),
        ("Watch https://elsewhere.example/x", "links", "goes elsewhere"),
        ("evilcrumb.example", "links", "goes elsewhere"),
        ("Thanks @jquil.example!", "handles", "not on the name sheet"),
        ("Thanks @ Jamal", "handles", "stands alone"),
        ("Dark#LightsOut", "hashtags", "runs into"),
        ("#LightsOut#CupFinal", "hashtags", "runs into"),
        ("# LightsOut", "hashtags", "stands alone"),
        ("#2013", "hashtags", "is no hashtag"),
        ("#somethingstastebetter", "hashtags", "runs words together"),
        ("What a catch by Jamal Quil", "names", "looks like “Jamal Quill”"),
        ("Go, Jamall Quill!", "names", "looks like “Jamal Quill”"),
        ("Beyonce was on fire", "names", "looks like “Beyoncé”"),
    ],
)
def test_what_is_wrong_is_said_once_with_what_to_do(text: str, check: str, part: str) -> None:
    found = faults((text, text), SHEET, ("bluesky",))
    assert [fault for fault in found if fault.check == check and part in fault.text], found
    assert all(fault.hint for fault in found)
    assert len(found) == len(set(found))


def test_a_handle_like_one_of_the_sheet_is_offered() -> None:
    (fault,) = faults(("@jquil.example",), SHEET, ("bluesky",))
    assert fault.hint == "Did you mean @jquill.example?"


def test_on_mastodon_a_handle_needs_its_server() -> None:
    assert ("handles", "@jquill names no server") in said("Hi @jquill", "mastodon", sheet=Sheet())
    assert said("Hi @jquill", "bluesky", sheet=Sheet()) == []


def test_without_a_sheet_nobody_is_strange() -> None:
    assert said("@anybody https://anywhere.example Jamal Quil", sheet=Sheet()) == []


def test_handles_are_compared_without_their_network() -> None:
    assert bare("bluesky:@Quill.Example") == bare("@quill.example") == "quill.example"


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    for fault in faults((text,), SHEET, ("mastodon",)):
        assert fault.text
        assert fault.hint
