from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.errors import MuteError
from warroom.sources.post import Link, Picture, Post
from warroom.watch.mute import Mute, Muting, check, stem, until

NOW = 1_359_942_000_000


def post(text: str = "", **more: object) -> Post:
    fields: dict[str, object] = {"id": "p", "source": "Bluesky", "network": "bluesky", "author": "nola.example", "at": NOW, "seen": NOW}
    return Post(text=text, **(fields | more))


def hides(kind: str, what: str, one: Post, **known: str) -> bool:
    return Muting([Mute("m", kind, what, NOW)]).hides(one, NOW, **known) is not None


@pytest.mark.parametrize(
    ("phrase", "text", "hidden"),
    [
        ("giveaway", "GIVEAWAY now", True),
        ("give", "a giveaway", False),
        ("free  tickets", "Free\ntickets!", True),
        ("#ad", "so dark #ad", True),
        ("#ad", "so dark #adapt", False),
        ("it's", "IT’S over", True),
        ("cat", "concat, cat", True),
        ("停电", "体育场停电了", True),
    ],
)
def test_a_word_or_phrase_stands_alone_whatever_its_case(phrase: str, text: str, hidden: bool) -> None:
    assert hides("phrase", phrase, post(text)) is hidden


def test_words_are_looked_for_in_all_that_is_read() -> None:
    assert hides("phrase", "giveaway", post(link=Link("https://a.example", "The giveaway")))
    assert hides("phrase", "giveaway", post(pictures=(Picture("u", "a giveaway box"),)))
    assert hides("phrase", "giveaway", post(warning="giveaway"))
    assert hides("phrase", "#giveaway", post("now", tags=("giveaway",)))


def test_author_source_and_language() -> None:
    assert hides("author", "Nola.example", post())
    assert not hides("author", "nola", post())
    assert hides("author", "nola.example", post(author="did:plc:1"), handle="nola.example")
    assert hides("source", "Bluesky", post())
    assert hides("language", "pt", post(languages=("pt-BR",)))
    assert not hides("language", "pt", post(languages=("pt", "en")))
    assert not hides("language", "pt", post())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news4u83721.bsky.social", "news4u"),
        ("@BuyNow_0042", "buynow"),
        ("Jenny8675309@social.example", "jenny"),
        ("nola.example", ""),
        ("agent7", ""),
        ("12345", ""),
        ("did:plc:q235v55g", ""),
        ("", ""),
    ],
)
def test_a_name_that_is_one_of_many(name: str, expected: str) -> None:
    assert stem(name) == expected


def test_a_pattern_hides_the_others_and_nobody_who_only_begins_so() -> None:
    assert hides("pattern", "buynow", post(author="BuyNow99117.example"))
    assert hides("pattern", "buynow", post(author="did:plc:1"), handle="buynow4242.example")
    assert hides("pattern", "buynow", post(author="x.example", author_name="BuyNow 4711"))
    assert not hides("pattern", "buynow", post(author="buynow.example"))
    assert not hides("pattern", "buynow", post(author="buynowplease22.example"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("win(ner", "at character"), ("a*", "every post"), ("", "nothing to mute"), ("x" * 300, "longer than 200"), ("[", "at character")],
)
def test_a_wrong_expression_says_what_is_wrong_with_it(wrong: str, said: str) -> None:
    with pytest.raises(MuteError, match=said):
        check("regex", wrong)


def test_a_wrong_word_says_so_too() -> None:
    with pytest.raises(MuteError, match="letter or digit"):
        check("phrase", "!!!")
    assert check("phrase", "  lights out ") == "lights out"


def test_an_expression_that_takes_too_long_is_left_out_and_named() -> None:
    muting = Muting([Mute("slow", "regex", r"(a|aa)+$", NOW), Mute("fast", "regex", r"win(ner)?s? a \d+", NOW)])
    evil = post("a" * 60 + "!")
    began = time.perf_counter()
    assert muting.hides(evil, NOW) is None
    assert time.perf_counter() - began < 1.0
    assert muting.slow == {"slow"}
    found = muting.hides(post("Winners a 100"), NOW)
    assert found is not None
    assert found.id == "fast"


def test_a_mute_ends_by_itself() -> None:
    muting = Muting([Mute("m", "phrase", "dark", NOW, until=NOW + 900_000)])
    assert muting.hides(post("so dark"), NOW + 899_999) is not None
    assert muting.hides(post("so dark"), NOW + 900_000) is None


def test_how_long() -> None:
    zone = dt.timezone(dt.timedelta(hours=-5))
    evening = int(dt.datetime(2013, 2, 3, 20, 41, tzinfo=zone).timestamp() * 1000)
    small_hours = int(dt.datetime(2013, 2, 4, 1, 30, tzinfo=zone).timestamp() * 1000)
    morning = int(dt.datetime(2013, 2, 4, 6, 0, tzinfo=zone).timestamp() * 1000)
    assert until("tonight", evening, zone) == until("tonight", small_hours, zone) == morning
    assert until("15 min", NOW, None) - NOW == 900_000
    assert until("1 h", NOW, None) - NOW == 3_600_000
    assert until("for good", NOW, None) == 0


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_no_post_and_no_mute_breaks_it(text: str, what: str) -> None:
    kinds = ("author", "pattern", "phrase", "source", "language")
    muting = Muting([Mute(kind, kind, what, NOW) for kind in kinds])
    found = muting.hides(post(text, author=text or "a"), NOW)
    assert found is None or found.id in kinds
    assert muting.hides(post(text, author=what), NOW) is not None


@given(st.text(min_size=1, max_size=30))
def test_every_expression_is_taken_or_refused_with_a_sentence(what: str) -> None:
    try:
        checked = check("regex", what)
    except MuteError as error:
        said = error.message
    else:
        Muting([Mute("m", "regex", checked, NOW)]).hides(post("half the stadium is dark"), NOW)
        said = "."
    assert said.endswith(".")
