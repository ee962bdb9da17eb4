"""Copies and memory of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.watch.fold import Recent, fingerprint
from warroom.watch.words import folded


def test_the_same_told_text_is_the_same_whatever_hangs_on_it() -> None:
    long = "the lights went out in the dome"
    assert (
        fingerprint(long + "\0a card") == fingerprint(long + "\0another teaser") == fingerprint(folded("The LIGHTS went  out in the dome"))
    )
    assert fingerprint("wow\0a card") != fingerprint("wow\0another card")
    assert fingerprint("one thing that is long enough") != fingerprint("another thing that is long enough")


@given(st.lists(st.integers(0, 50)), st.integers(1, 10))
def test_memory_is_bounded_and_keeps_the_last(keys: list[int], size: int) -> None:
    recent: Recent[int, str] = Recent(size)
    for key in keys:
        recent.put(key, str(key))
        assert recent.get(key) == str(key)
    assert len(recent) <= 2 * size
    last = list(dict.fromkeys(reversed(keys)))[:size]
    assert all(key in recent for key in last)


def test_what_is_used_stays_and_what_is_dropped_is_gone() -> None:
    recent: Recent[int, str] = Recent(2)
    for key in range(5):
        recent.put(key, "x")
        if key:
            assert recent.get(1) == "x"
    assert recent.drop(1) == "x"
    assert 1 not in recent
    assert recent.drop(1) is None
