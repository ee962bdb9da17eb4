"""Where lines break, against Unicode's own test where the package `unicode-data` has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.compose import fonts
from warroom.compose.breaks import break_units, line_end, paragraph

TEST = Path("/usr/share/unicode/auxiliary/LineBreakTest.txt")
NEWER = 40
"""Of 7,654 lines those that a newer edition of the annex breaks otherwise: around numbers and commas with marks, Brahmic syllables."""


@pytest.mark.skipif(not TEST.is_file(), reason="the package unicode-data is not on this machine")
def test_lines_break_where_the_standard_says() -> None:
    other, tried = [], 0
    for line in TEST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, units = line.split("#")[0].split(), [""]
        for letter, after in zip(words[1::2], words[2::2], strict=True):
            units[-1] += chr(int(letter, 16))
            units += [""] if after == "÷" else []
        wanted = tuple(units[:-1])
        tried += 1
        if break_units("".join(wanted), anywhere=True) != wanted:
            other.append(line)
    assert tried > 7_000
    assert len(other) < NEWER, other[:5]


@given(st.text(max_size=60), st.booleans())
def test_units_are_the_text(text: str, anywhere: bool) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\n", " ")
    assert "".join(break_units(text, anywhere)) == text


def test_thai_breaks_between_words() -> None:
    assert break_units("ปลาฉลามว่ายน้ำ") == ("ปลา", "ฉลาม", "ว่าย", "น้ำ")
    assert len(break_units("ກິນເຂົ້າແລ້ວບໍ")) > 2  # Lao


def test_japanese_breaks_between_phrases_and_anywhere_when_it_must() -> None:
    assert break_units("あなたはまだ暗闇の中でダンクできます。") == ("あなたは", "まだ", "暗闇の", "中で", "ダンク", "できます。")
    assert len(break_units("あなたはまだ暗闇の中でダンクできます。", anywhere=True)) == 18
    assert len(break_units("あなたはまだ暗闇の中で" * 30)) > 240  # phrases of long texts would take a second to find


def test_chinese_breaks_between_letters_and_not_before_a_comma() -> None:
    assert break_units("灯灭了，") == ("灯", "灭", "了，")


def test_korean_breaks_at_spaces_and_anywhere_when_it_must() -> None:
    assert break_units("불이 꺼져도 덩크는") == ("불이 ", "꺼져도 ", "덩크는")
    assert break_units("불이 꺼져도", anywhere=True) == ("불", "이 ", "꺼", "져", "도")


def test_addresses_break_at_their_slashes() -> None:
    assert break_units("https://example.com/a/b") == ("https://", "example.com/", "a/", "b")


def test_what_is_one_letter_is_never_broken() -> None:
    family = "👩‍👩‍👧‍👦"
    assert break_units(f"a{family}b 🇫🇷🇩🇪") == ("a", family, "b ", "🇫🇷", "🇩🇪")


def test_a_soft_hyphen_shows_only_where_the_line_breaks() -> None:
    whole = paragraph("co\u00adoperation")
    assert [whole.line(0, 1).text, whole.line(1, 2).text] == ["co-", "operation"]
    assert whole.line(0, 2).text == "co\u00adoperation"
    assert line_end("co\u00ad", last=True) == "co\u00ad"


@pytest.mark.skipif(not fonts.text_engine().shapes, reason="FriBiDi is not on this machine")
def test_directions_are_the_paragraphs_on_every_line() -> None:
    """A line that begins with a Latin name is still part of a Hebrew paragraph: by itself it would be turned round."""
    whole = paragraph("הגמר של Super Bowl הערב")
    line = whole.line(2, 5)
    assert line.text == "Super Bowl הערב"
    assert line.right_to_left
    assert line.levels == bytes([2] * 10 + [1] * 5)
    assert paragraph(line.text).levels == bytes([0] * 11 + [1] * 4)
    assert paragraph("Super Bowl").levels == b""
