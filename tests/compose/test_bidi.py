"""The order of letters against Unicode's own tests, where the package `unicode-data` has them, and against Qt's layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from warroom.compose import bidi, fonts
from warroom.compose.breaks import paragraph

UNICODE = Path("/usr/share/unicode")
SAMPLE = dict(
    zip(
        [
            "L",
            "R",
            "AL",
            "EN",
            "ES",
            "ET",
            "AN",
            "CS",
            "S",
            "WS",
            "ON",
            "NSM",
            "BN",
            "LRE",
            "LRO",
            "RLE",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        ],
        "a\u05d0\u06271+%\u0661,\t !\u0300\u00ad\u202a\u202d\u202b\u202e\u202c\u2066\u2067\u2068\u2069",
        strict=True,
    )
)
"""A letter of each class; no separator of paragraphs: a paragraph has none."""
AT_THE_END = {"WS", "S", "BN", "LRI", "RLI", "FSI", "PDI", "LRE", "LRO", "RLE", "RLO", "PDF"}
"""Takes the paragraph's level at a line's end (rule L1), which is cut off before."""

pytestmark = pytest.mark.skipif(not fonts.text_engine().shapes, reason="FriBiDi is not on this machine")


@pytest.mark.skipif(not UNICODE.is_dir(), reason="the package unicode-data is not on this machine")
def test_levels_are_those_of_the_standard() -> None:
    wanted: list[str] = []
    tried = 0
    with (UNICODE / "BidiTest.txt").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("@Levels:"):
                wanted = line[8:].split()
            if line[0] in "@#\n" or not any(level != "x" and int(level) % 2 for level in wanted):
                continue
            classes, directions = line.split(";")
            names = classes.split()
            # What stands before a tab takes the paragraph's level too; there are no tabs on a card.
            if not int(directions) & 1 or "B" in names or "S" in names or len(names) > 3:
                continue
            while names and names[-1] in AT_THE_END:
                names.pop()
            levels = bidi.levels("".join(SAMPLE[name] for name in classes.split()))
            assert all(level == "x" or int(level) == ours for level, ours in zip(wanted, levels[: len(names)], strict=False)), line
            tried += 1
    assert tried > 1_000


@pytest.mark.parametrize(
    "text",
    [
        "שלום (abc) 12",
        "שלום [abc] {1-2}",
        "English then עברית and عربي and back",
        "مرحبا بالعالم (abc) 123, كيف الحال؟",
        "هدف! 3-2 (Arsenal)",
        "abc (שלום) def",
        "1. אבג 2. דהו",
        "50% off על הכל",
        "٤٥٦ نعم 789",
        "a\u200fb שלום c",
        "א\u2067abc\u2069ב",
        "@warroom_il כתבה: https://example.com/א",
    ],
)
def test_runs_stand_in_the_order_that_qt_gives_them(qapp: object, text: str) -> None:
    del qapp
    theirs = _qts(text)
    assert [at for at in _ours(text) if at in set(theirs)] == theirs
    assert len(theirs) >= len(text.replace(" ", "")) - 4  # letters that are joined into one are told once


def _ours(text: str) -> list[int]:
    """Letters from the left to the right, as places in the text."""
    order: list[int] = []
    for run in bidi.visual_runs(text):
        span = range(run.start, run.end)
        order += reversed(span) if run.right_to_left else span
    return order


def _qts(text: str) -> list[int]:
    layout = QTextLayout(text, QFont("DejaVu Sans", 20))
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if paragraph(text).right_to_left else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine().setLineWidth(100_000)
    layout.endLayout()
    drawn = [
        (place.x(), at)
        for run in layout.glyphRuns(0, len(text), QTextLayout.GlyphRunRetrievalFlag.RetrieveAll)
        for place, at in zip(run.positions(), run.stringIndexes(), strict=True)
        if not text[at].isspace() and text[at] not in "\u200f\u2067\u2069"
    ]
    return list(dict.fromkeys(at for _, at in sorted(drawn)))
