"""`already_said.p99`: from asking over HTTP whether an idea was said already to the answer, among a million kept posts, in milliseconds.

The posts are of our own making (`said_posts`), in a real room's store; the room is a process of its own, asked over loopback by one
device. The baseline compares the asked text with every post's by RapidFuzz's token_set_ratio, the plain way to do it: measured on a
sample and scaled to the million. Precision and recall are those of the judging half of our pairs (`tests/watch/said_pairs.py`), alone
and, `in_store`, looked up among other posts.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from itertools import islice
from pathlib import Path

import msgspec
from rapidfuzz import fuzz, process

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.said_posts import Evening
from tests.room.said_in_store import judged_in_store
from tests.room.serving import Client, serving
from tests.watch.said_pairs import OTHER, SAME_IDEA, judged
from warroom.room.store.posts import Arrived, PostStore
from warroom.wire import Said

POSTS = 1_000_000
AT_ONCE = 20_000
QUESTIONS = 400
SAMPLE = 20_000
IDEAS = (
    "Lights out. Snacks on.",
    "Power out? We've got a light snack.",
    "You can still dunk in the dark.",
    "lights out",
    "Blackout at the superdome",
    "Half the stadium is pitch black and who turned off the lights",
    "the game",
    "touchdown",
    "The ref needs some glasses",
    "My grandma deserves a statue and the coach a nap, what a night for the snack table and the whole party",
    "the ref ruins everything while our kicker loves the party and the quarterback misses the clock but grandma saves the dip",
    "Nothing of this kind was ever written: marzipan submarines",
)


def measure_said() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served:
        texts = _filled(served.folder / "posts.db")
        client = served.owner()
        for text in IDEAS:  # how common words are is learnt from the first
            _ask(client, text)
        taken = [_ask(client, text) for text in _questions(texts)]
        room_ms = [said.took_ms for _, said in taken]
        asked_ms = [ms for ms, _ in taken]
    told = judged("judge")
    return [
        Figure("already_said.p99", percentile(asked_ms, 0.99), "ms", _naive(texts) * POSTS / len(texts), "< 300"),
        Figure("already_said.median", percentile(asked_ms, 0.5), "ms"),
        Figure("already_said.room.p99", percentile(room_ms, 0.99), "ms"),
        Figure("already_said.load", os.getloadavg()[0], "waiting"),
        Figure("already_said.precision", told.precision, ""),
        Figure("already_said.recall", told.recall, ""),
        *(Figure(f"already_said.recall.{kind}", told.share(kind), "") for kind in SAME_IDEA),
        *(Figure(f"already_said.false.{kind}", told.share(kind), "") for kind in OTHER),
        *_through_a_store(),
    ]


def _filled(path: Path) -> list[str]:
    """A million posts beside the running room, through the store's own writer; the texts of some of them."""
    store = PostStore(path)
    made = Evening().posts(POSTS, time.time_ns() // 1_000_000)
    texts = []
    kept = None
    try:
        while some := tuple(islice(made, AT_ONCE)):  # made while those before are written
            if kept is not None:
                kept.result()
            kept = store.keep([Arrived(some)])
            texts += [post.text for post in some[:: POSTS // SAMPLE]]
    finally:
        store.close()
    return texts


def _questions(texts: list[str]) -> list[str]:
    """Our ideas, what somebody wrote word for word, half of it, and two of them together."""
    chosen = random.Random(7)
    kinds = (
        lambda: chosen.choice(IDEAS),
        lambda: chosen.choice(texts),
        lambda: " ".join(chosen.choice(texts).split()[:4]),
        lambda: f"{chosen.choice(texts)}. {chosen.choice(IDEAS)}",
    )
    return [kinds[number % len(kinds)]() for number in range(QUESTIONS)]


def _ask(client: Client, text: str) -> tuple[float, Said]:
    began = time.perf_counter()
    answer = client.http.post("said", json={"text": text})
    ms = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, answer.text
    return ms, msgspec.json.decode(answer.content, type=Said)


def _naive(texts: list[str]) -> float:
    """Milliseconds to compare one idea with these."""
    began = time.perf_counter()
    for text in IDEAS[:3]:
        process.extract(text, texts, scorer=fuzz.token_set_ratio, limit=5)
    return (time.perf_counter() - began) * 1000 / 3


def _through_a_store() -> list[Figure]:
    told = judged_in_store("judge")
    return [
        Figure("already_said.in_store.precision", told.precision, ""),
        Figure("already_said.in_store.recall", told.recall, ""),
    ]
