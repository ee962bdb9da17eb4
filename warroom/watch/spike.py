"""A spike as it is told: what rose, by how much, since when, and three posts that show why."""

from __future__ import annotations

import msgspec

from warroom.sources.post import Post

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
