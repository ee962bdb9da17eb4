from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from warroom.desktop.composer.word_differences import runs

WORDS = st.lists(st.sampled_from(["dark", "light", "a", "b", "  ", "\n", "…", "👩‍🚀"]), max_size=30).map(" ".join)


@given(WORDS, WORDS)
def test_without_what_came_it_is_what_was_and_without_what_went_it_is_what_is(before: str, after: str) -> None:
    found = runs(before, after)
    assert "".join(run.text for run in found if run.mark != "new") == before
    assert "".join(run.text for run in found if run.mark != "gone") == after


def test_only_the_words_that_differ_are_marked() -> None:
    found = [(run.text, run.mark) for run in runs("Power out?", "Power out? We have a snack.")]
    assert found == [("Power out?", "same"), (" We have a snack.", "new")]


def test_a_hundred_thousand_characters_are_compared_at_once_and_shown_in_short() -> None:
    before, after = "dark " * 20_000, "light " * 20_000
    began = time.monotonic()
    found = runs(before, "x" * 100_000 + after)
    assert time.monotonic() - began < 1.0
    assert sum(len(run.text) for run in found) < 2_000
