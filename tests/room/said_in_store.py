"""The pairs of `tests/watch/said_pairs.py` looked up in a post store, among posts of a made evening."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.said_posts import Evening
from tests.watch.said_pairs import OTHER, SAME_IDEA, Judged, pairs
from warroom.room.store.posts import Arrived, PostStore
from warroom.room.store.said import SaidSearch
from warroom.sources.post import Post

OTHERS = 4_000
NOW = 1_800_000_000_000


def judged_in_store(part: str) -> Judged:
    """Each pair's post is among thousands of others; a pair counts as the same where looking up its text brings that post."""
    kinds = (*SAME_IDEA, *OTHER)
    count, same = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0)
    with tempfile.TemporaryDirectory() as folder:
        store = PostStore(Path(folder) / "posts.db")
        asked = pairs(part)
        theirs = [Post(f"pair{number}", "s", "rehearsal", "a", pair.found, NOW, NOW) for number, pair in enumerate(asked)]
        store.keep([Arrived((*Evening().posts(OTHERS, NOW), *theirs))]).result(60)
        search = SaidSearch(store.path)
        try:
            for post, pair in zip(theirs, asked, strict=True):
                found = search.search(pair.asked, 0, NOW, lambda: True).result(60)
                assert found is not None
                count[pair.kind] += 1
                same[pair.kind] += any(match.post.text == post.text for match in found.matches)
        finally:
            search.close()
            store.close()
    return Judged(count, same)
