"""Which posts of the store say nearly what is asked for: candidates from an index of stems, scored by `warroom.watch.said`.

Candidates are the posts that hold enough of the asked words, weighed by how rare these are. Posts that read alike are scored once.
Beyond `MOST_SCORED` different ones the earliest, the most repeated and a random part of the others are scored, and the count is told as
an estimate. Writing happens in the writer's transaction; searching has a thread and a connection of its own.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import apsw
import msgspec

from warroom.room.store.base import disk, reader
from warroom.room.store.pages import NUMBERS, first_key
from warroom.sources.post import Post
from warroom.watch.commonness import Commonness
from warroom.watch.said import LEAST_ASKED, SAME, Reading, alike, rarest, read, told

MOST_SCORED = 400
MOST_FOUND = 6_000  # candidates that are looked at; of more, the newest and the earliest
CLOSEST = 5
MINUTES = 60

_MOST_TOGETHER, _EARLIEST, _REPEATED = 100, 80, 80  # of those scored
_FIRST_FOUND = 1_000
_MORE_FOUND = 1_000  # with more of the words than are needed
_COUNTED_TO = 200_000  # candidates
_MOST_THREES = 5  # words of which three at once are looked for: there are ten ways to take three of five, and 56 of eight
_SCORING_S = 0.15  # after which no more are scored; what has been then stands for the others
_TOGETHER = 50  # posts read at once
_MOST_WORDS = 8  # by which candidates are found, the rarest
_MOST_STEPS = 200_000  # through the index, to find them: common words in a long text are left to the scoring
_SAMPLED = 1_000  # posts read to learn how common words are, at most once in _LEARN_EVERY_S
_LEARN_EVERY_S = 5.0
_COUNT_HOLDS_S = 5.0
_MINUTE = 60_000
_CACHE_KB = 32_000

_INTO = (
    "INSERT OR IGNORE INTO found SELECT said_by.key, print, words, ? FROM "
    "(SELECT rowid FROM said WHERE said MATCH ? AND rowid >= ? ORDER BY rowid {} LIMIT ?) AS hit "
    "CROSS JOIN said_by ON said_by.key = hit.rowid"
)

_ALIKE = f"{_INTO.format('DESC')} WHERE print = ?"

_WAYS = "INSERT INTO way SELECT print, min(key), count(*), words, max(together) FROM found GROUP BY print"

_decode = msgspec.json.Decoder(Post).decode


class _Way(NamedTuple):
    """Posts that read alike: the key of their earliest, how many words they have, and by how many of the asked ones they were found."""

    key: int
    print: int
    posts: int
    words: int
    together: int


@dataclass(frozen=True, slots=True)
class Match:
    """One way of saying it: its earliest post, how nearly it is the same, and how many posts read like it."""

    post: Post
    score: float
    posts: int


@dataclass(frozen=True, slots=True)
class Found:
    """`count` is exact or, where too much had to be looked through, an estimate. `per_minute` ends with the running minute."""

    of: int = 0
    count: int = 0
    exact: bool = True
    words: int = 0  # that were compared; without any nothing can be said
    first: Post | None = None
    matches: tuple[Match, ...] = ()  # the closest first
    per_minute: tuple[int, ...] = ()


def saying(post: Post) -> str:
    """What the post says itself; of a bare link, its title."""
    return post.text or (post.link.title if post.link else "")


def entry(post: Post) -> tuple[int, int, str]:
    """Its print, how many words are compared, and the words under which it is found."""
    return _entry(saying(post))


@lru_cache(maxsize=4096)  # what is said again is said again soon
def _entry(text: str) -> tuple[int, int, str]:
    said = told(text)
    print = said.print
    return print, len(said.tokens), f"{' '.join(said.tokens)} {_print_word(print)}"


def _print_word(print: int) -> str:
    """Somebody may write it too: what is found by it is looked at."""
    return f"zz{print & (1 << 64) - 1:016x}"


class SaidSearch:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = reader(path)
        self._thread = ThreadPoolExecutor(1, "room-posts-said")
        self._commonness = Commonness()
        self._learnt_to = 0
        self._learn_at = 0.0
        self._counted: tuple[float, int, int] = (0.0, 0, 0)  # until when, since which minute, how many
        self._random = random.Random(20)  # only to look at some posts rather than at all
        with disk(path):
            self._connection.pragma("cache_size", -_CACHE_KB)
            self._connection.pragma("temp_store", "MEMORY")
            self._connection.execute("CREATE TEMP TABLE found (key INTEGER PRIMARY KEY, print INTEGER, words INTEGER, together INTEGER)")
            self._connection.execute(
                "CREATE TEMP TABLE way (print INTEGER PRIMARY KEY, key INTEGER, posts INTEGER, words INTEGER, together INTEGER)"
            )

    def search(self, text: str, since: int, now: int, wanted: Callable[[], bool]) -> Future[Found | None]:
        """What was said from `since` to `now` (ms). None if it was no longer `wanted` when its turn came, or interrupted."""
        return self._thread.submit(self._search, text, since, now, wanted)

    def interrupt(self) -> None:
        """Break off what is being searched; from any thread."""
        self._connection.interrupt()

    def close(self) -> None:
        self.interrupt()
        self._thread.shutdown()
        self._connection.close()

    def _search(self, text: str, since: int, now: int, wanted: Callable[[], bool]) -> Found | None:
        if not wanted():
            return None
        with disk(self._path):
            try:
                if not self._commonness.posts:
                    self._learn()
                found = self._found(read(text), since, now)
                self._learn()
            except apsw.InterruptError:
                return None
        return found

    def _found(self, asked: Reading, since: int, now: int) -> Found:
        until = monotonic() + _SCORING_S
        self._connection.execute("DELETE FROM found")
        self._connection.execute("DELETE FROM way")
        of = self._of(since)
        words = rarest(asked, self._commonness.weight)
        if not words:
            return Found(of)
        values = (len(asked.tokens) + 1, _print_word(asked.print), first_key(since), MOST_FOUND, asked.print)
        self._connection.execute(_ALIKE, values)
        candidates = self._collect(telling(words, of), first_key(since))
        ways, looked_at, chance = self._to_score(len(asked.tokens))
        scored = self._scored(asked, ways, until)
        whole = len(scored) == len(ways)
        if not whole:
            chance = min(chance, len(scored) * 2 // 3) if chance else len(scored) // 2
        same = [one for one in scored if one[2] >= SAME]
        count = sum(way.posts for way, _, _ in same)
        if chance:  # those scored at random stand for all that were not scored
            alike_posts = sum(way.posts for way, _, score in scored[chance:] if score >= SAME)
            share = alike_posts / max(sum(way.posts for way, _, _ in scored[chance:]), 1)
            count += round(share * (looked_at - sum(way.posts for way, _, _ in scored)))
        if candidates > looked_at:
            count = round(count * candidates / looked_at)
        matches = sorted((Match(post, round(score, 3), way.posts) for way, post, score in same), key=_closest)
        first = min((one.post for one in matches), key=lambda post: (post.at, post.seen), default=None)
        per_minute = self._minutes([way.print for way, _, _ in same], now)
        return Found(of, count, whole and not chance and candidates <= looked_at, len(words), first, tuple(matches), per_minute)

    def _of(self, since: int) -> int:
        """How many posts are searched, as of a few seconds ago at most."""
        until, minute, count = self._counted
        if monotonic() > until or minute != since // _MINUTE:
            count = _number(self._connection.execute("SELECT count(*) FROM said_by WHERE key >= ?", (first_key(since),)).get)
            self._counted = (monotonic() + _COUNT_HOLDS_S, since // _MINUTE, count)
        return count

    def _collect(self, words: Sequence[tuple[str, float]], least: int) -> int:
        """Fills the table of candidates, those with the most of the words first; how many there would be in all."""
        execute = self._connection.execute
        count = 0
        for together in sorted({len(words), min(3, len(words)), min(2, len(words))}, reverse=True):
            last = together <= 2
            match = enough_of(words if last or together == len(words) else words[:_MOST_THREES], LEAST_ASKED, together)
            execute(_INTO.format("DESC"), (together, match, least, MOST_FOUND if last else _MORE_FOUND))
            if last and (count := _number(execute("SELECT count(*) FROM found").get)) >= MOST_FOUND:
                execute(_INTO.format("ASC"), (together, match, least, _FIRST_FOUND))
                some = "SELECT 1 FROM said WHERE said MATCH ? AND rowid >= ? LIMIT ?"
                count = max(count, _number(execute(f"SELECT count(*) FROM ({some})", (match, least, _COUNTED_TO)).get))
        return count

    def _to_score(self, words: int) -> tuple[list[_Way], int, int]:
        """What to score, how many posts were found, and from which on it was chosen at random; 0 where nothing is left out."""
        self._connection.execute(_WAYS)
        totals = self._connection.execute("SELECT count(*), coalesce(sum(posts), 0) FROM way").get
        assert isinstance(totals, tuple)
        different, looked_at = (_number(value) for value in totals)
        if different <= MOST_SCORED:
            return self._ways("print", MOST_SCORED), looked_at, 0
        chosen = dict.fromkeys(self._ways(f"together DESC, abs(words - {words}), key", _MOST_TOGETHER))
        chosen |= dict.fromkeys(self._ways("key", _EARLIEST))
        chosen |= dict.fromkeys(self._ways("posts DESC, print", _REPEATED))
        certain = len(chosen)
        for way in self._ways("print", MOST_SCORED):  # the order of their prints is none
            if len(chosen) >= MOST_SCORED:
                break
            chosen[way] = None
        return list(chosen), looked_at, certain

    def _ways(self, order: str, most: int) -> list[_Way]:
        rows = self._connection.execute(f"SELECT key, print, posts, words, together FROM way ORDER BY {order} LIMIT {most}")
        return [_Way(*(_number(value) for value in row)) for row in rows]

    def _scored(self, asked: Reading, ways: Sequence[_Way], until: float) -> list[tuple[_Way, Post, float]]:
        """The ways in their order, fewer of them where it takes longer than `until` (monotonic)."""
        scored: list[tuple[_Way, Post, float]] = []
        for start in range(0, len(ways), _TOGETHER):
            some = ways[start : start + _TOGETHER]
            keys = apsw.carray(array("q", [way.key for way in some]), flags=apsw.SQLITE_CARRAY_INT64)
            rows = self._connection.execute("SELECT key, json FROM post WHERE key IN carray(?)", (keys,)).fetchall()
            posts = {key: _decode(json) for key, json in rows if isinstance(json, bytes)}
            for way in some:
                if way.key in posts:  # it may be forgotten by now
                    post = posts[way.key]
                    scored.append((way, post, alike(asked, read(saying(post)), self._commonness.weight)))
            if monotonic() > until:
                break
        return scored

    def _minutes(self, prints: Sequence[int], now: int) -> tuple[int, ...]:
        """How many posts of these ways of saying it were made in each of the last minutes, oldest first; only those scored."""
        minutes = [0] * MINUTES
        least = (now // _MINUTE - MINUTES + 1) * _MINUTE
        rows = self._connection.execute(
            f"SELECT (key >> {NUMBERS}) / {_MINUTE}, count(*) FROM found "
            "WHERE key >= ? AND print IN (SELECT value FROM json_each(?)) GROUP BY 1",
            (first_key(least), msgspec.json.encode(prints).decode()),
        )
        for minute, count in rows:
            place = _number(minute) - least // _MINUTE
            if 0 <= place < MINUTES:
                minutes[place] = _number(count)
        return tuple(minutes)

    def _learn(self) -> None:
        """How common words are, from posts that came since it was last asked for."""
        if monotonic() < self._learn_at:
            return
        self._learn_at = monotonic() + _LEARN_EVERY_S
        execute = self._connection.execute
        last = execute("SELECT max(key) FROM said_by").get
        if last is None or _number(last) <= self._learnt_to:
            return
        keys = [_number(key) for (key,) in execute("SELECT key FROM said_by WHERE key > ? LIMIT ?", (self._learnt_to, _SAMPLED))]
        if len(keys) == _SAMPLED:
            least, most = keys[0], _number(last)
            keys = [
                _number(execute("SELECT key FROM said_by WHERE key >= ? LIMIT 1", (self._random.randint(least, most),)).get)
                for _ in range(_SAMPLED)
            ]
        for key in keys:
            json = execute("SELECT json FROM post WHERE key = ?", (key,)).get
            if isinstance(json, bytes):
                self._commonness.add(read(saying(_decode(json))).tokens)
        self._learnt_to = _number(last)


def telling(words: Sequence[tuple[str, float]], posts: int) -> Sequence[tuple[str, float]]:
    """As many of the words, the weightiest first, as can be looked for two at a time without too many steps through the index."""
    steps = 0.0
    for many in range(2, min(len(words), _MOST_WORDS) + 1):
        steps += sum(posts * math.exp(-weight) for _, weight in words[: many - 1])
        if steps > _MOST_STEPS and many > 2:
            return words[: many - 1]
    return words[:_MOST_WORDS]


def enough_of(words: Sequence[tuple[str, float]], share: float, together: int) -> str:
    """FTS5's query for posts with so many of the words at once: 1, 2, 3 or all. The weightiest are given first.

    Words that cannot be part of `share` of the weight are not looked for: what has only these says too little.
    """
    quoted = [f'"{word}"' for word, _ in words]
    if together == len(words):
        return " AND ".join(quoted)
    weights = [weight for _, weight in words]
    need = share * sum(weights) - 1e-9

    def some(place: int, many: int) -> str:
        if many == 1:
            return f"({' OR '.join(quoted[place:])})"
        first = range(place, len(words) - many + 1)
        return f"({' OR '.join(f'({quoted[at]} AND {some(at + 1, many - 1)})' for at in first if place or sum(weights[at:]) >= need)})"

    return some(0, together)


def _closest(match: Match) -> tuple[float, int, int]:
    return -match.score, -match.posts, match.post.at


def _number(value: apsw.SQLiteValue | tuple[apsw.SQLiteValue, ...]) -> int:
    assert isinstance(value, int)
    return value
