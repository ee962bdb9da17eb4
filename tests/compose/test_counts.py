from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.compose.counts import _twitter, alt_limit, count, networks

FAMILY = "👨‍👩‍👧‍👦"
CASES = [
    # text, bluesky, mastodon, x, threads
    ("", 0, 0, 0, 0),
    ("Power out? We've got a light snack.", 35, 35, 35, 35),
    ("क्षत्रिय", 3, 3, 8, 8),
    ("日本語", 3, 3, 6, 3),
    (FAMILY, 1, 1, 2, 25),
    ("🇫🇷", 1, 1, 2, 8),
    ("a🏈b", 3, 3, 4, 6),
    ("https://example.com/a/very/long/path/indeed?with=query", 54, 23, 23, 54),
    ("see example.com now", 19, 19, 31, 19),
    ("hello @reader@social.example!", 29, 14, 29, 29),
    ("@reader hi", 10, 10, 10, 10),
    ("cafe\u0301", 4, 4, 4, 5),
    ("two\r\nlines", 9, 9, 9, 9),
]


@pytest.mark.parametrize(("text", "bluesky", "mastodon", "x", "threads"), CASES)
def test_each_network_counts_its_own_way(text: str, bluesky: int, mastodon: int, x: int, threads: int) -> None:
    used = [count(network, text).used for network in ("bluesky", "mastodon", "x", "threads")]
    assert used == [bluesky, mastodon, x, threads]


def test_left_is_exact_at_the_edge() -> None:
    assert count("bluesky", "x" * 300).left == 0
    assert not count("bluesky", "x" * 301).fits
    assert count("mastodon", "x" * 500).fits
    assert count("x", "日" * 140).left == 0
    assert count("x", "日" * 141).left == -2
    assert count("instagram", "x" * 2201).left == -1
    assert count("linkedin", "x" * 3000).left == 0
    assert count("facebook", "😀").used == 2


def test_bluesky_counts_bytes_too() -> None:
    heavy = FAMILY * 125  # 125 graphemes, 3125 bytes
    counted = count("bluesky", heavy)
    assert (counted.limit, counted.left) == (3000, -125)
    assert count("imitation", heavy) == counted


def test_an_unknown_network_has_no_limit() -> None:
    assert count("carrier pigeon", "x" * 9999).fits
    assert count("Bluesky", "x").limit == 300
    assert "mastodon" in networks()
    assert alt_limit("mastodon") == 1500


@given(
    st.lists(
        st.sampled_from(
            ["a", "B", ".", "/", ":", "@", "#", "-", "_", " ", "com", "https://", "www.", "é", "e\u0301", "字", "🙂", "?", ","]
        ),
        max_size=24,
    )
)
def test_x_finds_links_word_by_word_as_its_own_counter_does_in_the_whole(parts: list[str]) -> None:
    text = "".join(parts)
    assert count("x", text).used == (_twitter().parse_tweet(text).weightedLength if text else 0)


@pytest.mark.parametrize("text", ["a." * 20_000, "a-" * 20_000 + ".com", "a." * 20_000 + "/" + "a." * 400])
@pytest.mark.parametrize("network", ["x", "mastodon"])
def test_dots_and_dashes_without_end_are_counted_at_once(network: str, text: str) -> None:
    assert count(network, text).used == len(text)


def test_a_long_link_counts_as_one_however_many_dots_its_path_has() -> None:
    assert count("x", f"See https://example.com/{'v1.2/' * 60}").used == len("See ") + 23
