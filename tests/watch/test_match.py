"""Which topics a post belongs to, against a slow and plain way of finding out."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from warroom.plan.model import Topic
from warroom.watch.match import Matcher
from warroom.watch.words import folded, folded_each

WORD = r"[\p{L}\p{N}\p{M}_]"
UNSPACED = (
    r"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\uFF66-\uFF9F]"
)
SPACED = rf"[{WORD}--{UNSPACED}]"


def stands_in(term: str, text: str) -> bool:
    """The rule as one regular expression, on text that is folded."""
    first, last = term[0], term[-1]
    before = after = ""
    if first == "#":
        before, after = rf"(?<!{SPACED})", rf"(?!{WORD})"
    elif first == "@":
        before, after = rf"(?<!{SPACED}|[.+-])", rf"(?!{WORD}|[.-]{WORD})"
    else:
        if regex.match(SPACED, first, regex.V1):
            before = rf"(?<!{SPACED})"
        if regex.match(SPACED, last, regex.V1):
            after = rf"(?!{SPACED})"
    return regex.search(before + regex.escape(term, literal_spaces=True) + after, text, regex.V1) is not None


def slowly(topics: list[Topic], text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    text = folded(text)

    def any_of(terms: tuple[str, ...]) -> bool:
        return any(stands_in(folded(term).strip(), text) for term in terms)

    return tuple(
        topic.name
        for topic in topics
        if (not topic.any or any_of(topic.any))
        and (topic.any or topic.all)
        and all(any_of((term,)) for term in topic.all)
        and not any_of(topic.none)
        and (not topic.languages or not languages or set(topic.languages) & set(languages))
    )


PIECES = [
    "crumb",
    "the lights",
    "#crumb",
    "@crumb.example",
    "blackout",
    "Straße",
    "停電",
    "dunk it",
    "é",
    "E\u0301",
    "ß",
    "İ",
    "$5",
    "it's",
    "a_b",
    "c++",
    "ไฟ",
]
BETWEEN = [" ", "", ".", "-", "_", "s", "x", "#", "@", "\n", "  ", "\0", "の", "9", "\u2019", "!", "e.com", "+", "\x01", "\u0301"]
terms = st.sampled_from(PIECES)
texts = st.lists(st.sampled_from(PIECES + BETWEEN), max_size=12).map("".join).map(lambda text: text + " ")
some = st.lists(terms, max_size=3).map(tuple)
topics_of = st.lists(
    st.builds(Topic, name=st.uuids().map(str), any=some, all=some, none=some, languages=st.sampled_from([(), ("en",), ("de", "en")])),
    max_size=4,
)


@given(topics_of, st.lists(texts, max_size=5), st.sampled_from([(), ("en",), ("fr",)]))
def test_as_the_slow_way_says(topics: list[Topic], posts: list[str], languages: tuple[str, ...]) -> None:
    matcher = Matcher(topics)
    for text in posts:
        assert matcher.topics(folded(text), languages) == slowly(topics, text, languages)
    together = matcher.terms_of_each(folded_each(posts))
    for place, text in enumerate(posts):
        assert matcher.of_terms(together.get(place, 0), languages) == slowly(topics, text, languages) or place not in together
        if place not in together:
            assert slowly(topics, text, languages) == ()


@pytest.mark.parametrize(
    ("term", "text", "stands"),
    [
        ("crumb", "A CRUMB!", True),
        ("crumb", "crumbs", False),
        ("crumb", "breadcrumb", False),
        ("crumb", "crumb's", True),
        ("crumb", "#crumb", True),
        ("crumb", "@crumb.example", True),
        ("#crumb", "crumb", False),
        ("#crumb", "love #Crumb, always", True),
        ("#crumb", "#crumbs", False),
        ("#crumb", "no#crumb", False),
        ("#停電", "#停電しました", False),
        ("停電", "今停電しました", True),
        ("@crumb.example", "hey @Crumb.Example.", True),
        ("@crumb.example", "@crumb.example.org", False),
        ("@crumb.example", "mail me@crumb.example", False),
        ("power outage", "power\n  outage", True),
        ("power outage", "power\u00a0outage", True),
        ("power outage", "power\0outage", False),
        ("don't", "don\u2019t", True),
        ("straße", "STRASSE", True),
        ("café", "cafe\u0301", True),
        ("cafe", "cafe\u0301", False),
        ("c++", "c++ and more", True),
        ("🏈", "go🏈go", True),
    ],
)
def test_where_a_term_stands(term: str, text: str, stands: bool) -> None:
    assert bool(Matcher([Topic("t", (term,))]).topics(folded(text))) is stands


def test_any_all_none_and_languages() -> None:
    matcher = Matcher(
        [
            Topic("wide", ("cup", "final")),
            Topic("both", ("cup",), all=("final", "tonight")),
            Topic("no adverts", ("cup",), none=("tickets",)),
            Topic("only all", (), all=("final",)),
            Topic("french", ("cup",), languages=("fr",)),
            Topic("nothing", ()),
            Topic("blank", ("  ",)),
        ]
    )
    assert matcher.topics("the cup final tonight", ("en",)) == ("wide", "both", "no adverts", "only all")
    assert matcher.topics("cup tickets", ("en",)) == ("wide",)
    assert matcher.topics("cup", ("fr", "en")) == ("wide", "no adverts", "french")
    assert matcher.topics("cup") == ("wide", "no adverts", "french"), "a post of no named language may be in any"
    assert matcher.topics("final") == ("wide", "only all")
    assert matcher.topics("a cupboard") == ()


def test_no_topics_match_nothing() -> None:
    assert Matcher([]).topics("anything") == ()
    assert Matcher([]).terms_of_each(["anything", ""]) == {}


def test_a_term_does_not_reach_from_one_post_into_the_next() -> None:
    matcher = Matcher([Topic("t", ("lights out", "\x01"))])
    assert matcher.terms_of_each(["the lights", "out now", "lights out"]).keys() == {2}


@given(st.text(max_size=60))
def test_folding_is_stable_and_in_one_go_the_same(text: str) -> None:
    assert folded_each([text, "x", text]) == [folded(text), "x", folded(text)]
    assert "\n" not in folded(text)
