from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.waiting import until
from warroom.compose.spelling import Speller, ready


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller("en")


@pytest.mark.parametrize(
    "text",
    [
        "Power out? No problem. You can still dunk in the dark.",
        "The colour of victory: organised, travelled, centre stage.",
        "LIGHTS OUT, SPIRITS UP",
        "don’t panic, the kickoff’s at 7, y'all",
        "We're gonna need a bigger biscuit 🍪",
        "the WiFi's down and the iPhone torch is on",
        "Tonight with Xylia Qwortz of the Zzyzx Herons",
        "@jquil #CupFnal https://crumb.example/zxqv crumb.example/qqq",
        "Здравствуй, мир. 你好",
        "3rd 2nd q4 zx9",
    ],
)
def test_what_is_right_or_cannot_be_known_is_left_alone(speller: Speller, text: str) -> None:
    assert speller.misspelt((text,)) == ()


@pytest.mark.parametrize(
    ("text", "word", "instead"),
    [
        ("Teh lights went out.", "Teh", "the"),
        ("LIGHTS OUT. BLAKOUT.", "BLAKOUT", "blackout"),
        ("a rainy-day recieve", "recieve", "receive"),
        ("what a touchdwon!", "touchdwon", "touchdown"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_near(speller: Speller, text: str, word: str, instead: str) -> None:
    assert speller.misspelt((text, text)) == ((word, instead),)


def test_own_words_are_right_in_every_form(speller: Speller) -> None:
    text = "the blorpo, two blorpos and the blorpo's crumbs."
    assert [found.word for found in speller.misspelt((text,))] == ["blorpo", "blorpos", "blorpo's"]
    assert speller.misspelt((text,), own=("Blorpo snacks",)) == ()


def test_a_word_that_is_being_typed_is_waited_for(speller: Speller) -> None:
    assert speller.misspelt(("what a touchd",)) == ()
    assert [found.word for found in speller.misspelt(("what a touchdw",))] == ["touchdw"]
    assert [found.word for found in speller.misspelt(("what a touchd ",))] == ["touchd"]


def test_a_list_is_read_aside_and_there_is_not_one_for_every_language() -> None:
    until(lambda: ready("en-GB"), "the list of words")
    assert ready("en") is ready("en-US")
    assert ready("tlh") is None


@given(text=st.text(max_size=200))
def test_any_text_is_taken(speller: Speller, text: str) -> None:
    assert all(found.word in text for found in speller.misspelt((text,)))
