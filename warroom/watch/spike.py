"""A spike as it is told: what rose, by how much, since when, and three posts that show why."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from warroom.sources.post import Post

MOST_REFINED = 2  # a spike is told again so often
ELSEWHERE = ""  # the topic of a spike across the whole stream, in no topic of the plan


class Spike(msgspec.Struct, frozen=True):
    """`since` and `spotted` on the event's clock, ms; rates in posts a second of that clock."""

    id: str  # UUIDv7
    topic: str  # ELSEWHERE: `title` alone says what it is about
    title: str  # the topic's name, or the words that rise
    since: int  # the first visible rise
    spotted: int
    per_s: float  # over the bin that decided
    baseline: float
    score: float  # in standard deviations of the baseline
    authors: int  # distinct ones in that bin
    rising: tuple[str, ...] = ()  # words and phrases against the last half hour, the strongest first
    posts: tuple[Post, ...] = ()  # three typical ones
    rule: str = "baseline"  # "baseline" | "raised" (the short-memory rule) | "words" (across the whole stream)
    peak: float = 0.0  # the most posts a second so far; 0 where it is told for the first time
    refined: int = 0  # how often it was told again since, with what more posts have shown


def refined(seen: Spike, told: Spike) -> Spike:
    """`seen` with what `told` knows better by now. What it is, since when and above what stays as it was told first."""
    return replace(seen, per_s=told.per_s, peak=told.peak, authors=told.authors, rising=told.rising, posts=told.posts, refined=told.refined)


class SpikeEnd(msgspec.Struct, frozen=True):
    """`at` on the event's clock; `peak` is the most posts a second it reached."""

    spike: str
    at: int
    peak: float


class Turn(msgspec.Struct, frozen=True):
    """The words that lead a moment's topic are others than when it was called, or grave ones rise."""

    moment: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    grave: tuple[str, ...] = ()  # those of `now`, or rising beside them, that tell of harm
