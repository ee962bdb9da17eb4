"""`search.p99`: a page of posts found among a million in the room's own store, against one that is scrolled to; and filling it."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figure import Figure, percentile
from warroom.room.store.pages import Page
from warroom.room.store.posts import Arrived, PostStore
from warroom.sources.post import Post

POSTS = 1_000_000
ROUNDS = 20
REACH_MS = 100
_BEGAN_MS = 1_784_480_400_000
_TOPICS = [f"Topic {number}" for number in range(10)]
_HEADS, _TAILS = "ba ce di fo gu la me ni po ru sa te vi wo zu", "n r s t l m ck sh nd rt lly"
_WORDS = [f"{head}{tail}" for head in _HEADS.split() for tail in _TAILS.split()]
_WORDS += [f"{one}{other}" for one in _WORDS[:60] for other in _WORDS[60:120]]
_AT_ONCE = 20_000


def measure_search() -> list[Figure]:
    """Rare, common, phrased, excluded and prefixed words, with and without a topic, at the newest and in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        store = PostStore(Path(folder) / "posts.db")
        try:
            began = time.perf_counter()
            for some in _posts():
                store.keep([Arrived(some)]).result(600)
            filled_s = time.perf_counter() - began
            searched = [_asked(store, page) for page in _searches() for _ in range(ROUNDS)]
            scrolled = [_asked(store, Page(topic, before=_middle())) for topic in ("", *_TOPICS[:3]) for _ in range(ROUNDS)]
        finally:
            store.close()
    return [
        Figure("search.p99", percentile(searched, 0.99), "ms", percentile(scrolled, 0.99), f"< {REACH_MS}"),
        Figure("search.median", percentile(searched, 0.5), "ms", percentile(scrolled, 0.5)),
        Figure("search.kept", POSTS / filled_s, "posts/s"),
    ]


def _posts() -> Iterator[tuple[Post, ...]]:
    """Words by Zipf's law: the commonest stands in half of all posts, most in a few hundred."""
    chance = random.Random(11)
    weights = [1 / (place + 2) for place in range(len(_WORDS))]
    for start in range(0, POSTS, _AT_ONCE):
        texts = [chance.choices(_WORDS, weights, k=chance.randrange(5, 20)) for _ in range(_AT_ONCE)]
        yield tuple(_post(start + number, " ".join(words)) for number, words in enumerate(texts))


def _post(number: int, text: str) -> Post:
    at = _BEGAN_MS + number * 7
    return Post(f"p{number}", "s", "bluesky", f"ann{number % 5_000}.example", text, at, at, topics=(_TOPICS[number % 10],))


def _middle() -> int:
    return _BEGAN_MS + POSTS * 7 // 2


def _searches() -> list[Page]:
    common, rare = _WORDS[0], _WORDS[-1]
    queries = [common, f"{common} ", rare, f"{common} {_WORDS[1]}", f'"{common} {_WORDS[1]}"', f"{common} -{_WORDS[1]}", f"-{common}"]
    queries += ["author:ann77 ", f"{common} author:ann77", f"{rare} OR {_WORDS[-2]}", f"{common[:2]}", f"{common} {rare}", "nowhere"]
    pages = [Page(topic, query) for query in queries for topic in ("", _TOPICS[3])]
    return pages + [Page("", query, around=_middle()) for query in queries]


def _asked(store: PostStore, page: Page) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    store.page(page).result(60)
    return (time.perf_counter() - began) * 1_000
