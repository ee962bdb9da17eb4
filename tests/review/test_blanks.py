"""Filling moulds and reading them again."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warroom.review.blanks import MOST_BLANKS, PATTERNS, count, pour, read, wrong
from warroom.review.model import Blank

WORDS = st.text(alphabet="ab -–é👩🏽‍🚀", min_size=1, max_size=6).filter(lambda text: not wrong(Blank("a", "x", 20), text))
LITERAL = st.text(alphabet="ab -xé{}", max_size=4)


def blank(name: str, most: int = 20, pattern: str = "", sample: str = "x") -> Blank:
    return Blank(name, sample, most, pattern)


@given(
    values=st.fixed_dictionaries({"a": WORDS, "b": WORDS, "c": WORDS}),
    moulds=st.lists(st.lists(st.one_of(LITERAL, st.sampled_from(["{a}", "{b}", "{c}"])), max_size=6).map("".join), min_size=1, max_size=4),
)
@example(values={"a": "aaa ", "b": "aaaaa-", "c": "aa"}, moulds=["{b}{a}{c}{a}"])
def test_what_was_poured_is_read_as_something_that_pours_to_the_same(values: dict[str, str], moulds: list[str]) -> None:
    pairs = [(mould, pour(mould, values)) for mould in moulds]
    blanks = [blank(name) for name in values]
    found = read(blanks, pairs)
    assert found is not None
    assert [pour(mould, found) for mould, _ in pairs] == [text for _, text in pairs]
    assert all(not wrong(each, found[each.name]) for each in blanks if each.name in found)


@given(values=st.fixed_dictionaries({"a": WORDS, "b": WORDS}), more=st.text(alphabet="xyz", min_size=1, max_size=3), at=st.integers(0, 99))
def test_one_letter_more_outside_the_blanks_is_never_read(values: dict[str, str], more: str, at: int) -> None:
    mould = "Now: {a} | {b} at last"
    text = pour(mould, values)
    fixed = [place for place in range(len(text)) if text.startswith(("Now:", "at last"), place)]
    place = fixed[at % len(fixed)]
    assert (
        read([blank("a", 6), blank("b", 6)], [(mould, text[:place] + more + text[place:]), ("{a}", values["a"]), ("{b}", values["b"])])
        is None
    )


def test_a_blank_says_the_same_wherever_it_stands() -> None:
    blanks = [blank("score", 5, "score")]
    assert read(blanks, [("{score}", "2–1"), ("It is {score}. {score}!", "It is 2–1. 2–1!")]) == {"score": "2–1"}
    assert read(blanks, [("{score}", "2–1"), ("It is {score}. {score}!", "It is 2–1. 3–1!")]) is None


def test_two_blanks_that_touch_are_told_apart_by_what_they_may_hold() -> None:
    blanks = [blank("name", 10), blank("minute", 5, "minute")]
    assert read(blanks, [("{name} {minute}", "Ann Lee 45+2"), ("{minute}", "45+2")]) == {"name": "Ann Lee", "minute": "45+2"}


def test_braces_that_name_no_blank_are_only_braces() -> None:
    assert pour("{a} {b} {Not} {", {"a": "1"}) == "1 {b} {Not} {"
    assert read([blank("a")], [("{a} {b}", "1 {b}")]) == {"a": "1"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("a\nb", "holds a line break or a sign that cannot be seen"),
        ("a\u202eb", "holds a line break or a sign that cannot be seen"),
        ("a\u2028b", "holds a line break or a sign that cannot be seen"),
        ("eleven char", "has 11 characters and 10 is the most"),
        ("x.com", "holds a link, a handle or a hashtag"),
        ("@them", "holds a link, a handle or a hashtag"),
        ("go #tag", "holds a link, a handle or a hashtag"),
        ("http://", "holds a link, a handle or a hashtag"),
        ("\u200da", "begins or ends with a sign that joins what stands beside it"),
        ("\u0301a", "begins or ends with a sign that joins what stands beside it"),
        ("No. 1 @ 5", ""),
        ("👩🏽‍🚀" * 10, ""),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", ""),
        ("نَعَم", ""),
    ],
)
def test_what_may_stand_in_a_blank(value: str, said: str) -> None:
    assert wrong(blank("a", 10), value) == said


@pytest.mark.parametrize(
    ("pattern", "right", "false"),
    [
        ("digits", ("0", "2026"), ("2.5", "٣", "-1", "")),
        ("score", ("2–1", "21 - 14", "3:0"), ("2", "two–one", "2–1!")),
        ("time", ("20:45", "1.07"), ("2045", "20:4")),
        ("minute", ("45", "90+3", "45+2′"), ("45+", "min 45")),
    ],
)
def test_a_pattern_holds_the_whole_of_a_blank(pattern: str, right: tuple[str, ...], false: tuple[str, ...]) -> None:
    assert [wrong(blank("a", 9, pattern), value) for value in right] == [""] * len(right)
    said = PATTERNS[pattern][0]
    assert all(wrong(blank("a", 9, pattern), value) in (f"must be {said}", "is empty") for value in false)
    assert "" not in [wrong(blank("a", 9, pattern), value) for value in false]


def test_a_text_made_to_be_read_in_a_million_ways_takes_no_time() -> None:
    names = [chr(ord("a") + place) for place in range(MOST_BLANKS)]
    blanks = [blank(name, 280) for name in names]
    mould = "a".join(f"{{{name}}}" for name in names)
    begun = time.monotonic()
    assert read(blanks, [(mould, "a" * 4_000 + "!"), (mould + "!", "a" * 300 + "?")]) is None
    assert time.monotonic() - begun < 2


def test_graphemes_are_counted_as_people_count() -> None:
    assert count("👩🏽‍🚀🇨🇭é") == 3


def test_counting_a_long_row_of_flags_takes_no_time() -> None:
    begun = time.monotonic()
    assert count("🇨🇭" * 20_000) == 20_000
    assert wrong(blank("a", 10), "🇨🇭" * 20_000) == "has 20000 characters and 10 is the most"
    assert time.monotonic() - begun < 1


def test_letters_are_counted_as_people_count_also_where_all_are_of_the_plainest() -> None:
    assert (count("abc"), count("a\r\nb")) == (3, 3)
