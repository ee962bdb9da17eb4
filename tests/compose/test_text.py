from __future__ import annotations

import time
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from warroom import locations
from warroom.compose import bidi, fonts
from warroom.compose.emoji import emoji_file, emoji_picture
from warroom.compose.fit import Style, place
from warroom.compose.fonts import Chain, Face
from warroom.compose.layer import Fit, Rect
from warroom.compose.text import Setter, clean, graphemes, needs_shaping

FONTS = locations.assets() / "fonts"
NOTO = (
    "noto-sans/NotoSans",
    "noto-arabic/NotoSansArabic",
    "noto-hebrew/NotoSansHebrew",
    "noto-devanagari/NotoSansDevanagari",
    "noto-thai/NotoSansThai",
)
CHAIN = Chain((Face(FONTS / "anton" / "Anton.ttf"), *(Face(FONTS / f"{name}-Bold.ttf") for name in NOTO)), True, True)
SETTER = Setter(CHAIN, True)
TRACKED = Setter(CHAIN, True, 0.05)
BOX = Rect(37, 61, 737, 361)

SAMPLES = (
    *("Some", "things", "taste", "better", "in", "the", "dark.", "(12)", "Łódź", "Ǻpp", "🍪", "👩‍👩‍👧‍👦"),
    *("שלום", "مرحبا", "क्षत्रिय", "暗闇", "กล่อง", "x\u0301\u0302\u0303\u0304\u0305\u0306"),
)

needs_fribidi = pytest.mark.skipif(not fonts.text_engine().shapes, reason="FriBiDi is not on this machine")
headlines = st.one_of(
    st.text(max_size=90),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z", "S", "M")), max_size=120),
    st.lists(
        st.sampled_from(SAMPLES),
        max_size=25,
    ).map(" ".join),
)
fits = st.builds(
    Fit,
    max=st.sampled_from((40.0, 130.0, 400.0)),
    min=st.sampled_from((10.0, 24.0, 40.0)),
    mode=st.sampled_from(("shrink", "grow", "clip")),
    lines=st.integers(1, 5),
    balance=st.booleans(),
)


def style(fit: Fit, upper: bool = False, align: tuple[str, str] = ("left", "bottom")) -> Style:
    return Style(fit, int(fit.min), int(fit.max), 1.1, align, upper)


def drawn(text: str, setter: Setter, chosen: Style) -> tuple[tuple[int, int, int, int] | None, str]:
    """Where the pixels of a placed text are, and why it was refused."""
    placed = place(text, setter, chosen, BOX)
    mask = Image.new("L", (900, 500))
    for line in placed.lines:
        for picture, at in setter.draw(mask, line.text, placed.size, (line.left, line.baseline), line.levels):
            mask.paste(255, at, picture.getchannel("A"))
    return mask.getbbox(), placed.over


@settings(deadline=None, max_examples=150)
@given(
    text=headlines,
    fit=fits,
    upper=st.booleans(),
    tracked=st.booleans(),
    across=st.sampled_from(("left", "centre", "right")),
    down=st.sampled_from(("top", "middle", "bottom")),
)
def test_text_never_leaves_its_box_unless_refused(text: str, fit: Fit, upper: bool, tracked: bool, across: str, down: str) -> None:
    ink, over = drawn(clean(text, upper), TRACKED if tracked else SETTER, style(fit, upper, (across, down)))
    if ink is None or over:
        return
    # One pixel of grace: a letter's edge may share a pixel with the box's.
    assert BOX.left - 1 <= ink[0]
    assert BOX.top - 1 <= ink[1]
    assert ink[2] <= BOX.right + 1
    assert ink[3] <= BOX.bottom + 1


@settings(deadline=None, max_examples=100)
@given(
    words=st.lists(st.text("abcdefgHIJ", min_size=1, max_size=9), min_size=1, max_size=16), lines=st.integers(1, 4), balance=st.booleans()
)
def test_no_word_is_lost_and_none_doubled(words: list[str], lines: int, balance: bool) -> None:
    text = " ".join(words)
    placed = place(text, SETTER, style(Fit(130, 10, "shrink", lines, balance)), BOX)
    if not placed.over:
        assert " ".join(line.text for line in placed.lines) == text
        assert len(placed.lines) <= lines


def test_the_largest_size_wins() -> None:
    text = "Some things taste better in the dark."
    one, two = (place(text, SETTER, style(Fit(400, 10, "shrink", lines)), BOX) for lines in (1, 2))
    assert two.size > one.size * 1.5
    longer = place(text + " Much better, as it happens.", SETTER, style(Fit(400, 10, "shrink", 2)), BOX)
    assert longer.size < two.size


def test_short_text_does_not_grow_past_its_size_unless_it_may() -> None:
    assert place("Hi", SETTER, style(Fit(60, 20)), BOX).size == 60
    assert place("Hi", SETTER, Style(Fit(4000, 20, "grow"), 20, 300, 1.1, ("left", "top"), False), BOX).size > 200


def test_balanced_lines_are_alike() -> None:
    text = "Some things taste better in the dark tonight"
    even = [line.text for line in place(text, SETTER, style(Fit(60, 60, "shrink", 2, True)), BOX).lines]
    full = [line.text for line in place(text, SETTER, style(Fit(60, 60, "shrink", 2, False)), BOX).lines]
    assert abs(len(even[0]) - len(even[1])) < abs(len(full[0]) - len(full[1]))


def test_refusal_says_by_how_much() -> None:
    placed = place("word " * 60, SETTER, style(Fit(60, 60, "shrink", 2)), BOX)
    assert "where 2 are allowed" in placed.over
    assert "letters too long" in placed.over
    assert "too wide" in place("W" * 80, SETTER, style(Fit(60, 60)), BOX).over


def test_clip_ends_in_an_ellipsis() -> None:
    placed = place("word " * 60, SETTER, style(Fit(60, 60, "clip", 2)), BOX)
    assert placed.clipped
    assert placed.lines[-1].text.endswith("…")
    assert placed.ink.right <= BOX.right
    assert not place("word", SETTER, style(Fit(60, 60, "clip", 2)), BOX).clipped


def test_a_box_too_narrow_for_an_ellipsis_is_said_to_be() -> None:
    placed = place("wide", SETTER, style(Fit(60, 60, "clip", 1)), Rect(0, 0, 10, 300))
    assert "too wide for its box" in placed.over


def test_a_line_break_that_was_typed_stays() -> None:
    placed = place("Lights out.\nSnacks on.", SETTER, style(Fit(130, 20, "shrink", 3, True)), BOX)
    assert [line.text for line in placed.lines] == ["Lights out.", "Snacks on."]
    assert place("a\nb\nc", SETTER, style(Fit(130, 20, "shrink", 2)), BOX).over


@needs_fribidi
def test_mixed_directions_are_drawn_in_order() -> None:
    runs = [run.text for run in SETTER.runs("שלום (abc) 12")]
    assert "".join(runs[-1:]).strip().startswith("שלום")
    assert runs[0].strip().startswith("abc") or "12" in runs[0]
    assert [(run.start, run.level) for run in bidi.visual_runs("ab שלום")] == [(0, 0), (3, 1)]
    assert bidi.levels("abc (1)") == bytes(7)


@needs_fribidi
def test_arabic_is_joined() -> None:
    word = "مرحبا"
    joined = SETTER.extent(word, 100).advance
    apart = sum(SETTER.extent(letter, 100).advance for letter in word)
    assert joined < apart * 0.9


def test_each_run_has_a_font_that_has_its_letters() -> None:
    for run in SETTER.runs("Łódź Привет 🍪 ok"):
        assert run.emoji or run.face.covers(run.text)
    assert SETTER.missing("Łódź 🍪 ok") == ()
    assert SETTER.missing("a\U00012000b\U00012000") == ("\U00012000",)


def test_emoji_with_joiners_are_one() -> None:
    family, flag, keycap = "👩‍👩‍👧‍👦", "🇫🇷", "1️⃣"
    for grapheme in (family, flag, keycap, "❤️", "👍🏽", "🍪"):
        assert emoji_file(grapheme) is not None, grapheme
    assert emoji_file("1") is None
    assert emoji_file("©") is None
    assert SETTER.count_emoji(f"a{family}{flag}1") == 2
    assert emoji_picture("1f36a.svg", 50).size == (50, 50)


EMOJI_TEST = Path("/usr/share/unicode/emoji/emoji-test.txt")


@pytest.mark.skipif(not EMOJI_TEST.is_file(), reason="the package unicode-data is not on this machine")
def test_every_emoji_of_the_standard_has_a_picture() -> None:
    lines = [line for line in EMOJI_TEST.read_text(encoding="utf-8").splitlines() if "-qualified" in line and line[0] != "#"]
    shown = ["".join(chr(int(point, 16)) for point in line.split(";")[0].split()) for line in lines]
    assert len(shown) > 4_000
    assert [emoji for emoji in shown if emoji_file(emoji) is None] == []
    assert all(graphemes(emoji) == [emoji] for emoji in shown)


def test_tracking_keeps_kerning() -> None:
    pairs = ("AV", "To", "Ly")
    for pair in pairs:
        tracked, plain = TRACKED.extent(pair, 200).advance, SETTER.extent(pair, 200).advance
        assert tracked == pytest.approx(plain + 0.05 * 200, abs=1.5)


def test_cleaning() -> None:
    assert clean("  a\tb\r\n\u202ec\u0007 ") == "a b\nc"
    assert clean("a\u2028b\u2029c\u0085d") == "a\nb\nc\nd"  # the layout engine takes no separator of paragraphs
    assert clean("e\u0301") == "é"
    assert clean("straße", upper=True) == "STRASSE"
    assert clean("\ud800x\ufdd0") == "\ufffdx"  # half a letter is none, and no card may show it
    assert len(clean("e" + "\u0301" * 99_999)) <= 65


def test_greek_capitals_carry_no_accents() -> None:
    assert clean("Ελλάδα, μάιος ή ρολόι ΐ προϋπόθεση", upper=True) == "ΕΛΛΑΔΑ, ΜΑΪΟΣ Ή ΡΟΛΟΪ Ϊ ΠΡΟΫΠΟΘΕΣΗ"


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from("🇫🇷\u0301\u200dae\u094dक👩"), max_size=20).map("".join)))
def test_graphemes_are_the_standards(text: str) -> None:
    assert graphemes(text) == regex.findall(r"\X", text)


def test_what_is_no_letter_is_missing() -> None:
    assert SETTER.missing("a\ufffd") == ("\ufffd",)
    assert len(SETTER.missing("a" + "\u0301" * 60)) == 1
    assert SETTER.missing("⌚\ufe0e 🇫") == ()


def test_lines_start_where_their_script_starts() -> None:
    wide = Rect(0, 0, 900, 300)
    for text, side in (("dark", "left"), ("שלום", "right")):
        for align, same in (("start", side), ("end", {"left": "right", "right": "left"}[side])):
            ours = place(text, SETTER, style(Fit(60, 20), align=(align, "top")), wide)
            assert ours.lines[0].left == place(text, SETTER, style(Fit(60, 20), align=(same, "top")), wide).lines[0].left


def test_every_line_keeps_its_paragraphs_direction() -> None:
    """The second line begins with a Latin name; read by itself it would run from left to right."""
    text = "הגמר של השנה Super Bowl הערב"
    width = round(SETTER.extent("הגמר של השנה", 60).advance) + 30
    placed = place(text, SETTER, style(Fit(60, 60, "shrink", 2)), Rect(0, 0, width, 300))
    assert placed.lines[1].text.startswith("Super")
    runs = SETTER.runs(placed.lines[1].text, placed.lines[1].levels)
    assert runs[0].right_to_left
    assert "Super" in runs[-1].text
    alone = SETTER.runs(placed.lines[1].text)
    assert "Super" in alone[0].text


def test_a_text_that_does_not_fit_by_phrases_breaks_anywhere() -> None:
    narrow = Rect(0, 0, 215, 400)
    placed = place("あなたはまだ", SETTER, style(Fit(70, 70, "shrink", 4)), narrow)
    assert not placed.over or "No font" in placed.over
    assert len(placed.lines) > 1


@pytest.mark.parametrize("mode", ["shrink", "grow", "clip"])
def test_a_book_is_refused_or_clipped_at_once(mode: str) -> None:
    for book in ("word " * 20_000, "🇫🇷" * 50_000, "x" * 100_000, "ปลาฉลาม" * 14_000):
        began = time.perf_counter()
        placed = place(clean(book), SETTER, style(Fit(60, 20, mode, 3)), BOX)
        assert time.perf_counter() - began < 1
        assert placed.clipped if mode == "clip" else "letters too long" in placed.over


def test_without_fribidi_such_text_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = fonts.LayoutEngine("basic", False, "FriBiDi is missing", "install it")
    monkeypatch.setattr("warroom.compose.text.text_engine", lambda: bare)
    assert needs_shaping("שלום")
    assert needs_shaping("क्षत्रिय")
    assert not needs_shaping("Łódź 🍪 暗闇")
