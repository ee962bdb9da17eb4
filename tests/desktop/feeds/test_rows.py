"""What a post says on its card. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.desktop.feeds.rows import STUFFED, Sight, author_of, gap_bar, member_lines, post_row, source_rows, unstuffed
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.post import Link, Picture, Post
from warroom.watch.tame import TEXT_MOST
from warroom.wire import Profile

NOW = 1_359_942_000_000
DID = "did:plc:q235v55g5unth4zjjdpacfdr"


def post(text: str = "the lights are out", **more: object) -> Post:
    fields: dict[str, object] = {"id": "p", "source": "Bluesky", "network": "bluesky", "author": "nola.example", "at": NOW, "seen": NOW}
    return Post(text=text, **(fields | more))


@pytest.mark.parametrize(
    ("text", "shown", "folded"),
    [
        ("lights out #a #b #c #d", "lights out", 4),
        ("lights out #a #b #c", "lights out #a #b #c", 0),
        ("so #dark and #cold and #wet and #late", "so #dark and #cold and #wet and #late", 0),
        ("#a #b #c #d lights out", "lights out", 4),
        ("lights out\n\n#a #b\n#c #d #e", "lights out", 5),
        ("#a #b #c #d #e", "#a #b #c", 2),
        ("half #a #b #c #d time", "half time", 4),
        ("a#b#c#d#e", "a#b#c#d#e", 0),
        ("", "", 0),
    ],
)
def test_stuffed_hashtags_are_folded_and_those_of_a_sentence_are_not(text: str, shown: str, folded: int) -> None:
    assert unstuffed(text) == (shown, folded)


@given(st.lists(st.sampled_from(["#a", "#dark", "word", "\n", "no#tag", "#", "##x"]), max_size=30))
def test_no_tag_is_lost_without_being_counted(parts: list[str]) -> None:
    text = " ".join(parts)
    shown, folded = unstuffed(text)
    assert shown.count("#") + folded == text.count("#")
    assert folded == 0 or folded > STUFFED - 1 or shown


def test_folded_tags_come_back_on_opening() -> None:
    stuffed = post("lights out #a #b #c #d")
    assert post_row(stuffed, NOW).words == "lights out"
    assert post_row(stuffed, NOW).facts == "+4 tags"
    opened = post_row(stuffed, NOW, Sight(opened=True))
    assert (opened.words, opened.facts) == ("lights out #a #b #c #d", "")


def test_everything_of_a_stranger_is_tame() -> None:
    evil = "\u202eevil\u202c" + "e\u0301" + "\u0301" * 50
    row = post_row(
        post(evil * 2000, author=evil, warning="", link=Link("u", evil), pictures=(Picture("u", evil),)),
        NOW,
        Sight(members="", opened=False),
    )
    for shown in (row.author, row.words, row.extra):
        assert "\u202e" not in shown
        assert "\u0301" * 4 not in shown
    assert len(row.words) <= TEXT_MOST
    assert "\u202e" not in post_row(post(warning=evil), NOW).behind


def test_pictures_keep_their_boxes_and_a_warned_one_has_none() -> None:
    images: list[tuple[str, str]] = []

    def image(url: str, size: str) -> str:
        images.append((url, size))
        return ""

    four = tuple(Picture(f"https://a.example/{n}", "a dome" if not n else "") for n in range(4))
    row = post_row(post(pictures=four), NOW, Sight(pictures=True, image=image))
    assert (row.shots, row.thumbs, row.facts) == (2, ("", ""), "2 of 4 pictures")
    assert row.extra == "4 pictures: a dome"
    images.clear()
    warned = post_row(post(pictures=four, warning="flashing"), NOW, Sight(pictures=True, image=image))
    assert (warned.shots, warned.thumbs, images) == (0, (), [])
    assert post_row(post(pictures=four, warning="flashing"), NOW, Sight(pictures=True, image=image, warned=True)).shots == 2
    assert post_row(post(pictures=four), NOW).shots == 0
    assert post_row(post(pictures=four), NOW).extra == "4 pictures: a dome"


def test_a_handle_takes_the_place_of_a_did() -> None:
    assert author_of(post(author=DID)) == "did:plc:q235v5…"
    assert author_of(post(author=DID), Profile(DID, "nola.example", "Nola")) == "@nola.example"
    assert author_of(post(author=DID), Profile(DID, "\u202enola.example")) == "@nola.example"


def test_a_paper_has_a_name_and_no_handle() -> None:
    assert author_of(post(author="The Evening Ledger", network="rehearsal")) == "The Evening Ledger"
    assert author_of(post(author="nola.example", network="rehearsal")) == "@nola.example"


def test_of_a_room_that_is_not_heard_no_source_is_green() -> None:
    sources = (
        SourceHealth("Bluesky", "jetstream", "live", 1.7, NOW),
        SourceHealth("Wire", "feed", "failed", 0.0, NOW - 20_000, "refused the connection"),
    )
    assert [(row.words, row.tone) for row in source_rows(sources, NOW)] == [
        ("Wire: refused the connection, for 20 s", "red"),
        ("Bluesky 1.7/s", "green"),
    ]
    assert [(row.words, row.tone) for row in source_rows(sources, NOW, 1.0, "20:41:07")] == [
        ("Wire: refused the connection, for 20 s, at 20:41:07", "second"),
        ("Bluesky 1.7/s, at 20:41:07", "second"),
    ]


def test_the_place_of_a_face_is_kept_where_one_may_come() -> None:
    seen = Sight(pictures=True, image=lambda url, size: f"image:{size}:{url}")
    assert post_row(post(author=DID), NOW, seen).avatar == "-"
    assert post_row(post(avatar="u"), NOW, seen).avatar == "image:avatar:u"
    assert post_row(post(), NOW, seen).avatar == ""
    known = Sight(pictures=True, image=seen.image, profile=Profile(DID, "nola.example", avatar="v"))
    assert post_row(post(author=DID), NOW, known).avatar == "image:avatar:v"
    assert post_row(post(avatar="u"), NOW).avatar == ""


def test_how_many_say_the_same_and_who() -> None:
    assert post_row(post(copies=11, alike=1), NOW).alike == "+12 say the same"
    assert post_row(post(copies=1), NOW).alike == "+1 says the same"
    assert post_row(post(), NOW).alike == ""
    others = (post(author="a.example", at=NOW - 4_000), post(author="Wire", network="feed", author_name="Wire desk", at=NOW - 90_000))
    assert member_lines(others, NOW) == "@a.example · Bluesky · 4s\nWire desk · News · 90s"


def test_edited_is_said() -> None:
    assert post_row(post(edited=NOW, reshares=1_234), NOW).facts == "↻ 1.2k · edited"


def test_a_gap_in_words() -> None:
    bar = gap_bar(Gap("Bluesky", NOW, NOW + 123_000, "was out of reach"), lambda ms: f"t{(ms - NOW) // 1000}")
    assert (bar.words, bar.at, bar.begins) == ("Bluesky was out of reach t0–t123: these posts cannot be had.", NOW + 123_000, 0)
