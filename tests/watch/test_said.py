"""Whether two texts say nearly the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watch.said_pairs import OTHER, SAME_IDEA, judged, pairs
from warroom.watch.commonness import HEAVIEST, LIGHTEST, MOST_POSTS, Commonness
from warroom.watch.said import SAME, alike, read, verdict

PLAIN = Commonness().weight


def score(asked: str, found: str) -> float:
    return alike(read(asked), read(found), PLAIN)


def test_the_pairs_are_enough_and_no_pair_is_in_both_halves() -> None:
    choosing, judging = pairs("choose"), pairs("judge")
    assert len(choosing) + len(judging) >= 300
    for part in (choosing, judging):
        assert {pair.kind for pair in part} == {*SAME_IDEA, *OTHER}
    assert not {pair.found for pair in choosing} & {pair.found for pair in judging}


def test_the_judging_half_is_told_apart_as_well_as_is_stated() -> None:
    """What the screen says of the method rests on these figures; `python -m tests.benchmarks already_said` prints them."""
    told = judged("judge")
    assert told.share("near_copy") >= 0.9
    assert told.share("other_words") >= 0.2
    assert told.share("other_idea") <= 0.15
    assert told.share("unrelated") == 0.0
    assert told.precision >= 0.85
    assert told.recall >= 0.5


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("#LightsOut at the dome https://x.example/1", ("dark00", "stadium00")),
        ("RT @ann: The lights have GONE out!!", ("dark00",)),
        ("Beyoncé’s dancing", ("beyonc", "dance00")),
        ("28-6, 28:6 and 28–6", ("28x6", "28x6", "28x6")),
        ("thirty-four minutes", ("30", "4", "minute00")),
        ("停電だ", ("停電", "電だ")),
        ("It is what it is", ("what",)),
        ("", ()),
    ],
)
def test_what_a_text_is_read_into(text: str, tokens: tuple[str, ...]) -> None:
    assert read(text).tokens == tokens


def test_the_same_words_may_be_another_idea() -> None:
    assert score("The lights are out", "The power is gone") >= SAME
    for asked, found in (
        ("The Ravens beat the Niners", "The Niners beat the Ravens"),
        ("We won the cup", "We did not win the cup"),
        ("The lights are out at the dome", "The lights are back on at the dome"),
        ("Ravens lead 28-6 at the half", "Ravens lead 31-29 at the half"),
        ("Flacco is having the game of his life", "Kaepernick is having the game of his life"),
        ("Lights out. Snacks on.", "the lights are out in here and my phone is at two percent"),
    ):
        assert score(asked, asked) == pytest.approx(1)
        assert score(asked, found) < SAME


def test_a_slip_of_the_pen_is_no_other_idea() -> None:
    assert score("This keeper has eight arms tonight", "this keper has eight arms tonight lol") >= SAME
    assert score("That hat has its own postcode", "that hat has its own post code") >= SAME


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_have_a_score_and_every_text_is_like_itself(one: str, other: str) -> None:
    assert 0 <= score(one, other) <= 1
    if read(one).tokens:
        assert score(one, one) == pytest.approx(1)
    assert -(1 << 63) <= read(one).print < 1 << 63


def test_a_word_that_everybody_uses_says_little() -> None:
    night = Commonness()
    for number in range(900):
        night.add(("dark00", f"word{number}"))
    assert night.weight("dark00") < night.weight("snack00") / 3
    asked, found = read("Lights out. Snacks on, biscuits everywhere"), read("the lights are out at the stadium and I am cold")
    assert alike(asked, found, night.weight) < alike(asked, found, PLAIN)
    assert LIGHTEST <= night.weight("dark00") <= night.weight("never seen") <= HEAVIEST


def test_commonness_forgets_and_stays_small() -> None:
    words = Commonness()
    for number in range(3 * MOST_POSTS):
        words.add((f"once{number}", "always"))
    assert len(words._with) <= 2 * MOST_POSTS
    assert words.posts < MOST_POSTS
    assert words.weight("always") < 1


@pytest.mark.parametrize(
    ("count", "of", "words", "called"),
    [
        (0, 0, 2, "fresh"),
        (2, 10, 2, "fresh"),
        (3, 1_000_000, 2, "crowded"),
        (49, 100, 2, "crowded"),
        (50, 5_000, 2, "done"),
        (50, 5_001, 2, "crowded"),
        (1_000, 1_000_000, 2, "done"),
        (0, 1_000, 0, "unclear"),
    ],
)
def test_the_verdict_goes_by_count_and_by_share(count: int, of: int, words: int, called: str) -> None:
    assert verdict(count, of, words) == called
