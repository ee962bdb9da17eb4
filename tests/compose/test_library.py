"""The brand's library: reading, searching, and what may not be placed."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.compose.library import Asset, Library, read_library
from warroom.compose.licence import findings, span, why_not
from warroom.compose.model import PictureAsset, SlotValues
from warroom.errors import TemplateError

DAY = dt.date(2026, 7, 19)
ENTRY = """
[[asset]]
file = "players/ann.jpg"
title = "Ann at the line"
shows = "Ann, arms up, at dusk in Göteborg"
people = ["Ann Lee"]
tags = ["#goal", "big joy"]
source = "Own photographer"
rights = "ours"
from = 2026-05-01
until = 2026-07-31
note = "Not for posters"
"""
LOGO = """
[[asset]]
file = "logo.png"
title = "Logo on dark"
kind = "logo"
source = "The brand"
rights = "ours"
until = 2026-07-18
"""


def library(tmp_path: Path, text: str = ENTRY + LOGO) -> Library:
    (tmp_path / "library.toml").write_text(text)
    return read_library(tmp_path / "library.toml")


def test_a_whole_entry_reads(tmp_path: Path) -> None:
    read = library(tmp_path)
    assert read.problems == ()
    assert read.asset("players/ann.jpg") == Asset(
        "players/ann.jpg",
        "Ann at the line",
        "picture",
        "Ann, arms up, at dusk in Göteborg",
        ("Ann Lee",),
        ("goal", "big joy"),
        "Own photographer",
        "ours",
        dt.date(2026, 5, 1),
        dt.date(2026, 7, 31),
        "Not for posters",
    )
    assert read.tags == ("big joy", "goal")
    assert read.people == ("Ann Lee",)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["players/ann.jpg", "logo.png"]),
        ("ann dusk", ["players/ann.jpg"]),
        ("GOTEBORG", ["players/ann.jpg"]),
        ("#goal", ["players/ann.jpg"]),
        ("#goa", []),
        ("#big_joy", ["players/ann.jpg"]),
        ("lee", ["players/ann.jpg"]),
        ("logo", ["logo.png"]),
        ("ann logo", []),
        ("photographer", ["players/ann.jpg"]),
    ],
)
def test_it_is_searched_by_words_tags_and_people(tmp_path: Path, query: str, found: list[str]) -> None:
    assert [asset.file for asset in library(tmp_path).found(query)] == found


def test_what_may_be_used_comes_first_and_kinds_are_kept_apart(tmp_path: Path) -> None:
    read = library(tmp_path, LOGO + ENTRY)
    assert [asset.file for asset in read.found("", (), DAY)] == ["players/ann.jpg", "logo.png"]
    assert [asset.file for asset in read.found("", ("logo",), DAY)] == ["logo.png"]
    assert read.found("", ("sticker",)) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "line", "key", "words"),
    [
        ('file = "players/ann.jpg"', 'file = "../ann.jpg"', 3, "asset[1].file", "no picture in the library"),
        ('file = "players/ann.jpg"', 'file = "/etc/ann.jpg"', 3, "asset[1].file", "no picture in the library"),
        ('file = "players/ann.jpg"', 'file = "ann.exe"', 3, "asset[1].file", "ends in .jpg"),
        ('file = "players/ann.jpg"', 'file = "logo.png"', 15, "asset[2].file", "described already"),
        ('rights = "ours"\n', "", 2, "asset[1].rights", "is missing"),
        ('source = "Own', 'sauce = "Own', 8, "asset[1].sauce", 'Did you mean "source"?'),
        ("until = 2026-07-31", "until = 2026-04-30", 11, "asset[1].until", "before from"),
        ("until = 2026-07-31", 'until = "2026-07-31"', 11, "asset[1].until", "must be a date"),
        ('kind = "logo"', 'kind = "logos"', 17, "asset[2].kind", 'Did you mean "logo"?'),
        ('tags = ["#goal", "big joy"]', 'tags = "goal"', 7, "asset[1].tags", "must be a list"),
    ],
)
def test_one_slip_is_named_with_its_line_and_costs_one_entry(
    tmp_path: Path, right: str, wrong: str, line: int, key: str, words: str
) -> None:
    assert right in ENTRY + LOGO
    read = library(tmp_path, (ENTRY + LOGO).replace(right, wrong, 1))
    problem = next(each for each in read.problems if each.key == key)
    assert problem.line == line
    assert words in f"{problem.problem} {problem.hint}"
    assert len(read.assets) == 1


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        library(tmp_path, ENTRY + "title = \n")
    assert caught.value.problems[0].line == 13
    with pytest.raises(TemplateError):
        read_library(tmp_path / "none.toml")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_library_or_an_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("library") / "library.toml"
    path.write_bytes(data)
    with contextlib.suppress(TemplateError):
        assert isinstance(read_library(path), Library)


def test_two_thousand_are_read_and_searched_at_once(tmp_path: Path) -> None:
    text = "".join(ENTRY.replace("ann.jpg", f"{place}.jpg").replace("Ann at", f"Ann {place} at") for place in range(2_000))
    begun = time.monotonic()
    read = library(tmp_path, text)
    took = time.monotonic() - begun
    assert len(read.assets) == 2_000
    assert took < 5, took  # a fifth of a second on an idle machine
    begun = time.monotonic()
    assert [asset.file for asset in read.found("ann 1999", (), DAY)] == ["players/1999.jpg"]
    read.found("a", (), DAY)
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, ""),
        (None, DAY, ""),
        (DAY, None, ""),
        (None, dt.date(2026, 7, 18), "its licence ended on 18 July 2026"),
        (dt.date(2026, 7, 20), None, "its licence begins on 20 July 2026"),
    ],
)
def test_both_days_of_a_licence_count(since: dt.date | None, until: dt.date | None, said: str) -> None:
    assert why_not(since, until, DAY) == said
    asset = PictureAsset("ab" * 32, "x", 1, 1, "Agency", "licensed", True, since=since, until=until)
    found = findings(SlotValues(pictures={"photo": asset}), DAY)
    assert [finding.text for finding in found] == ([f"Photo: {said}"] if said else [])
    assert all(finding.level == "block" for finding in found)


def test_a_licence_is_said_as_a_span() -> None:
    assert span(None, None) == "without end"
    assert span(DAY, dt.date(2026, 8, 1)) == "from 19 July 2026 until 1 August 2026"
