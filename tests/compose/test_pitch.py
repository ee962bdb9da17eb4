"""Lines of a text keep apart: no ink of one lies on that of the next, and Latin keeps the leading its designer chose."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.compose.test_text import CHAIN, SETTER, needs_fribidi
from warroom.compose.fit import Placed, Style, place
from warroom.compose.layer import Align, Fit, Rect
from warroom.compose.text import Setter, clean

BOX = Rect(40, 60, 640, 760)
TIGHT = 0.7
SCRIPTS = {
    "Arabic": "انقطعت الأضواء، لكن إِنَّ اللَّيْلَ طَوِيلٌ جِدًّا يا أصدقاء",
    "Arabic beside Latin": "CRUMB ما زال هنا معكم (Qjy) حتى النهاية ٣٤",
    "Hebrew": "נִקּוּד בָּעִבְרִית קָדוֹשׁ וְאָרוֹךְ לְכֻלָּם",
    "Devanagari": "क्षत्रिय त्रयी हिन्दी में र्त्स्न्यूं कृष्ण ट्ठू बत्तियाँ बुझीं",
    "Thai": "ปลาฉลาม ที่นี่ กู้ภู่ ญี่ปุ่น ฎู ฏุ น้ำ ปิ๊บ ฤๅษี",
    "Vietnamese": "Ặp ỷ gỵ Ở đây ậy Ấy gỡ ữ Ỗ ngỵ Ẵ",
    "Latin": "Ågy Ǻpp (Qj) Ęç ŷ Ňģ Šķ |gjpqy| ÅÄÖ",
    "Greek and Cyrillic": "Ϊ́ γζξ Ἄρης Ёжик Щуки Її цур",
    "Chinese, Japanese": "停電でも大丈夫、暗闇の中でもまだ食べられる。",
    "piled marks": "x\u0301\u0302\u0303\u0304\u0305\u0306 g\u0323\u0331\u0332 Á\u0302\u0303 ộ\u0331 y x\u0301\u0302\u0303 gjy Ǻ Ộ\u0301",
    "emoji": "🍪 gjy 👩‍👩‍👧‍👦 Åy 🏈",
}


def style(leading: float, lines: int = 6, upper: bool = False, align: Align = ("start", "top")) -> Style:
    return Style(Fit(140, 12, "shrink", lines, True), 12, 140, leading, align, upper)


def inked(placed: Placed, setter: Setter) -> list[npt.NDArray[np.bool_]]:
    """Each line's ink, by itself."""
    out = []
    for line in placed.lines:
        mask = Image.new("L", (720, 900))
        for picture, at in setter.draw(mask, line.text, placed.size, (line.left, line.baseline), line.levels):
            mask.paste(255, at, picture.getchannel("A"))
        out.append(np.asarray(mask) > 0)
    return out


def met(placed: Placed, setter: Setter) -> list[str]:
    lines = inked(placed, setter)
    return [
        f"{one.text!r} and {two.text!r} at {placed.size} px"
        for at, (one, two) in enumerate(zip(placed.lines, placed.lines[1:], strict=False))
        if (lines[at] & lines[at + 1]).any()
    ]


@needs_fribidi
@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS.keys())
@pytest.mark.parametrize("upper", [False, True], ids=["as typed", "capitals"])
def test_no_line_s_ink_meets_the_next_one_s(words: str, upper: bool) -> None:
    placed = place(clean(words, upper), SETTER, style(TIGHT, upper=upper), BOX)
    assert not placed.over
    assert len(placed.lines) > 1
    assert met(placed, SETTER) == []


@settings(deadline=None, max_examples=60)
@given(
    words=st.lists(st.sampled_from([word for words in SCRIPTS.values() for word in words.split()]), min_size=2, max_size=14).map(" ".join),
    leading=st.sampled_from((0.5, 0.8, 1.0, 1.1)),
    lines=st.integers(2, 6),
    across=st.sampled_from(("start", "left", "centre", "right")),
    tracked=st.booleans(),
)
def test_nor_of_scripts_side_by_side(words: str, leading: float, lines: int, across: str, tracked: bool) -> None:
    setter = Setter(CHAIN, True, 0.05) if tracked else SETTER
    placed = place(clean(words), setter, style(leading, lines, align=(across, "middle")), BOX)
    if placed.over:
        return
    assert met(placed, setter) == []
    assert placed.ink.inside(BOX.grown(1))


@pytest.mark.parametrize(("words", "apart"), [("paaaa\naaaaL", False), ("paaaa\nLaaaa", True), ("CAPS\nCAPS", False)])
def test_latin_moves_only_where_ink_would_touch(words: str, apart: bool) -> None:
    """The boxes around the first two would meet in both; in one a tail stands beside a letter, which is how tight capitals look."""
    tight = CHAIN.first.cap + 0.05
    placed = place(words, SETTER, Style(Fit(100, 100, lines=2), 100, 100, tight, ("left", "top"), True), Rect(0, 0, 900, 900))
    first, second = (line.baseline for line in placed.lines)
    assert (second - first > round(tight * 100) + 1) == apart
    assert met(placed, SETTER) == []
