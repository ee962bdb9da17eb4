from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warroom.watch.tame import ELLIPSIS, MARKS_MOST, NAME_MOST, TEXT_MOST, quoted, tame, tame_line

ANY = st.text(st.characters(exclude_categories=()), max_size=400)
NASTY = st.text(
    st.sampled_from(
        "aZ é\n\r\t\x00\x07\x1b\u0301\u0336\u034f\u0489\u202e\u2066\u2069\u202c\u200d\u200b\ufe0f\u05d0\u0627\U0001f3f4\U000e0067"
    )
)
REACHING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    "fair",
    [
        "half the stadium is pitch black",
        "האורות כבו באצטדיון",
        "انطفأت الأضواء في الملعب",
        "שָׁלוֹם",  # pointed
        "Tiếng Việt: điện mất rồi",
        "བསྒྲུབས་པ",
        "ไฟดับทั้งสนาม ทำไม",
        "बिजली चली गई क्षेत्र",
        "می\u200cخواهم",  # a joiner that Persian needs
        "👩‍👩‍👧‍👦 👍🏽 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️",
        "mixed \u200fעברית\u200f and English",
        "first line\n\nsecond paragraph",
    ],
)
def test_what_people_really_write_stays_as_it_is(fair: str) -> None:
    assert tame(fair) == fair


def test_an_override_turns_nothing_round() -> None:
    assert tame("pay \u202egnp.exe\u202c now") == "pay gnp.exe now"
    assert tame_line("\u2067@crumb\u2069") == "@crumb"


def test_zalgo_keeps_its_letters_and_loses_its_tower() -> None:
    tower = "".join(letter + "\u0301\u0316\u0334" * 30 for letter in "lights")
    tamed = tame(tower)
    assert [char for char in tamed if not unicodedata.combining(char)] == list("lights")
    assert len(tamed) == len("lights") * (1 + MARKS_MOST)


def test_marks_with_nothing_to_stand_on_go() -> None:
    assert tame("\u0301\u0301\u0301lights") == "lights"
    assert tame("lights\n" + "\u0336" * 40 + "out") == "lights\nout"


def test_controls_go_and_every_kind_of_line_end_is_one() -> None:
    assert tame("a\x00\x1b[31mb\r\nc\rd\u2028e\x0bf\tg") == "a[31mb\nc\nd\ne\nf g"


def test_a_wall_of_blank_lines_is_one() -> None:
    assert tame("\n\n\nup\n \n\n\t\n\n\ndown\n\n") == "up\n\ndown"


def test_flag_letters_stand_only_behind_a_flag() -> None:
    assert tame("hi\U000e0067\U000e0062 there") == "hi there"


def test_what_is_too_long_ends_in_an_ellipsis_and_between_two_letters() -> None:
    assert len(tame("x" * 20_000)) == TEXT_MOST
    assert tame("x" * 20_000).endswith("x" + ELLIPSIS)
    name = tame_line("é" * (NAME_MOST - 2) + "e\u0301e\u0301e\u0301")
    assert name == "é" * (NAME_MOST - 2) + ELLIPSIS
    assert tame_line("a" * (NAME_MOST - 2) + "👩‍👩‍👧‍👦") == "a" * (NAME_MOST - 2) + ELLIPSIS


def test_ten_megabytes_are_cut_before_they_are_read() -> None:
    assert len(tame("e" + "\u0301" * 10_000_000)) <= 1 + MARKS_MOST + len(ELLIPSIS)


def test_a_phrase_in_one_character_is_written_out() -> None:
    assert tame("\ufdfd").count(" ") == 3


def test_a_name_in_our_sentence_turns_only_itself() -> None:
    assert quoted("דנה\u202e x") == "\u2068דנה x\u2069"


@given(ANY | NASTY)
@example("\ud83d")
@example("\U0001f3f4" + "\U000e0067" * 3)
@example("\u200d\u200b\u200d")
def test_always(text: str) -> None:
    tamed = tame(text)
    assert tame(tamed) == tamed
    assert len(tamed) <= TEXT_MOST
    assert not REACHING & set(tamed)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in tamed)
    assert "\n\n\n" not in tamed
    tamed.encode()
    run = 0
    for char in tamed:
        run = run + 1 if unicodedata.combining(char) else 0 if not unicodedata.category(char).startswith("M") else run
        assert run <= MARKS_MOST


@given(ANY | NASTY)
def test_a_line_is_one_line(text: str) -> None:
    line = tame_line(text)
    assert "\n" not in line
    assert len(line) <= NAME_MOST
    assert tame_line(line) == line
    assert quoted(text).count("\u2068") == quoted(text).count("\u2069") == 1


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=200))
def test_plain_words_are_untouched(text: str) -> None:
    assert tame(text) == text
