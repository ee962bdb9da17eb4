"""What counts as nearly the same, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.watch.near import WINDOW, NearIndex, canonical, near, plain, sketch
from warroom.watch.words import folded

GOAL = "Goal! What a strike from the edge of the box by the captain, and it is 2-1 to the hosts in extra time"


def said(text: str) -> str:
    return plain(folded(text))


@pytest.mark.parametrize(
    "other",
    [
        GOAL.upper() + " 😱😱",
        "RT @ann.example: " + GOAL,
        GOAL + " https://video.example/7",
        "Wow. " + GOAL,
        GOAL.replace("strike", "strikee"),
        GOAL.replace("What a", "what  a…"),
        GOAL.replace("the captain", "captain"),
    ],
)
def test_said_in_nearly_the_same_words(other: str) -> None:
    assert near(said(GOAL), said(other))


@pytest.mark.parametrize(
    "other",
    [
        GOAL.replace("2-1", "2-2"),
        GOAL.replace("2-1", "1-2"),
        GOAL.replace("2-1 ", ""),
        GOAL.replace("it is", "it is not"),
        GOAL.replace("it is", "it isn't"),
        GOAL.replace("hosts", "guests"),
        GOAL.replace("edge", "back"),
        GOAL.replace("extra", "first"),
        GOAL.replace("captain", "keeper"),
        GOAL[:60],
    ],
)
def test_one_word_may_change_everything(other: str) -> None:
    assert not near(said(GOAL), said(other))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Blast felt across the whole of * this morning, says the mayor of the town", "Austria", "Australia"),
        ("The minister has * resigned, several people at the ministry say tonight", "just", "never"),
        ("Das Spiel wird nach dem Ausfall des Lichts heute * fortgesetzt werden", "", "nicht"),
        ("Le match * reprend * après la panne au stade, dit la ligue ce soir à tous", "", "ne"),
        ("照明が消えてからスタジアムは真っ暗で試合は中断していますがもうすぐ*再開すると発表がありました観客は席で待っています", "", "未"),
        ("The lights in the stadium are * and everybody is waiting for the second half", "on", "off"),
        ("*", "short and true", "short and trues"),
    ],
)
def test_names_and_noes_tell_apart_in_any_language(text: str, one: str, other: str) -> None:
    assert not near(said(text.replace("*", one)), said(text.replace("*", other)))
    assert near(said(text.replace("*", one)), said(text.replace("*", one) + "!"))


def test_addresses_of_one_page() -> None:
    same = {
        canonical(url)
        for url in (
            "https://www.paper.example/a/b/?utm_source=x&id=7",
            "http://paper.example/a/b?id=7#top",
            "https://m.paper.example/a/b?fbclid=zz&id=7",
            "https://amp.paper.example/a/b?id=7&ref=q",
        )
    }
    assert same == {"paper.example/a/b?id=7"}
    assert canonical("https://paper.example/a/b?id=8") not in same
    for nothing in ("https://paper.example/", "paper", "mailto:a@b.example", "https://[::1", "", "https://paper.example/?utm_source=x"):
        assert canonical(nothing) == ""


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_written_can_be_compared(one: str, other: str) -> None:
    assert near(said(one), said(one))
    assert near(said(one), said(other)) == near(said(other), said(one))
    canonical(one)


def test_the_latest_of_a_topic_are_compared_with() -> None:
    index: NearIndex[int] = NearIndex()
    texts = [" ".join(f"{word}{chr(97 + number % 26)}{chr(97 + number // 26)}" for word in _WORDS) for number in range(WINDOW + 1)]
    for number, text in enumerate(texts):
        index.add(("t",), sketch(text), number)
    assert index.find(("t",), sketch(texts[-1] + " ok")) == WINDOW
    assert index.find(("t", "u"), sketch(texts[1])) == 1
    assert index.find(("t",), sketch(texts[0])) is None
    assert index.find(("u",), sketch(texts[1])) is None
    index.keep(("u",))
    assert index.find(("t",), sketch(texts[1])) is None


_WORDS = (
    "the",
    "a",
    "lights",
    "went",
    "out",
    "in",
    "dome",
    "second",
    "half",
    "power",
    "and",
    "crowd",
    "of",
    "night",
    "everyone",
    "stadium",
)


@given(st.lists(st.sampled_from(_WORDS), min_size=14, max_size=30), st.data())
def test_near_texts_are_found(words: list[str], data: st.DataObject) -> None:
    """What is added before, after or between is little enough for some run of words to be found by."""
    place = data.draw(st.integers(0, len(words)))
    one, other = said(" ".join(words)), said(" ".join([*words[:place], "folks", *words[place:]]))
    index: NearIndex[int] = NearIndex()
    index.add(("t",), sketch(one), 1)
    assert (index.find(("t",), sketch(other)) == 1) == near(one, other)
