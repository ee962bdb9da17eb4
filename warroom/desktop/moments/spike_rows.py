"""Spikes as they are told: what rose, by how much, since when, what became of it. Pure; times in ms of the clock they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from warroom.desktop import clock
from warroom.desktop.feeds.rows import author_of, source_of
from warroom.desktop.naming import called
from warroom.desktop.pulse.words import grown
from warroom.review.model import SpikeSeen, State
from warroom.sources.post import Post
from warroom.watch.spike import ELSEWHERE, Spike
from warroom.watch.tame import tame, tame_line

SHOWN_POSTS = 3
SHOWN_WORDS = 6
LONGEST_POST = 220
LONGEST_WORD = 40
OLD_MS = 900_000  # of the server's clock: then it stands in the list only


@dataclass(frozen=True)
class TypicalPost:
    author: str
    source: str
    words: str


@dataclass(frozen=True)
class SpikeRow:
    """One spike of the night. `mark`: moment · false_alarm · dismissed · over · standing."""

    id: str
    title: str
    colour: int
    since: str
    facts: str
    rising: str
    mark: str
    became: str
    chosen: bool


def waiting(state: State, now: int) -> tuple[SpikeSeen, ...]:
    """What somebody should look at: standing, nobody has acted on it, and not old. The newest first. `now` on the server's clock."""
    found = [
        seen
        for seen in state.spikes.values()
        if not seen.mark and not seen.moment and seen.ended is None and now - seen.at < OLD_MS and not followed(state, seen)
    ]
    return tuple(sorted(found, key=lambda seen: (seen.at, seen.spike.id), reverse=True))


def title_of(spike: Spike) -> str:
    return tame_line(spike.title, 64) or "Something else"


def rate_words(per_s: float) -> str:
    return f"{clock.count(round(per_s))}/s" if per_s >= 9.95 else f"{per_s:.1f}/s"


def facts(spike: Spike) -> str:
    """`×41 · 3,858/s · 412 people`; at its most, as far as that is known."""
    most = max(spike.per_s, spike.peak)
    people = "1 person" if spike.authors == 1 else f"{clock.count(spike.authors)} people"
    return " · ".join(part for part in (grown(most, spike.baseline), rate_words(most), people) if part)


def after(spike: Spike) -> str:
    """How long after the first rise it was spotted."""
    return f"spotted after {clock.span(spike.spotted - spike.since)}"


def rising(spike: Spike) -> tuple[str, ...]:
    return tuple(word for word in (tame_line(word, LONGEST_WORD) for word in spike.rising[:SHOWN_WORDS]) if word)


def typical(posts: Iterable[Post]) -> tuple[TypicalPost, ...]:
    """Words behind a content warning stay behind it."""
    shown = tuple(posts)[:SHOWN_POSTS]
    return tuple(TypicalPost(author_of(post), source_of(post), said(post)) for post in shown)


def said(post: Post, most: int = LONGEST_POST) -> str:
    """On one line, tamed; only the warning where there is one."""
    if post.warning:
        return f"Content warning: {tame_line(post.warning, 80)}"
    text = post.text.strip() or (post.link.title if post.link is not None else "")
    return " ".join(tame(text, most).split()) or "A picture, without words"


def spike_rows(state: State, me: str, chosen: str) -> tuple[SpikeRow, ...]:
    """Every spike of the night, newest first, with what became of each."""
    zone = state.plan.event.starts.tzinfo
    found = sorted(state.spikes.values(), key=lambda seen: (seen.at, seen.spike.id), reverse=True)
    return tuple(
        SpikeRow(
            id=seen.spike.id,
            title=title_of(seen.spike),
            colour=state.colour(seen.spike.topic),
            since=clock.clock(seen.spike.since, zone),
            facts=facts(seen.spike),
            rising=", ".join(rising(seen.spike)[:4]),
            mark=_mark(seen),
            became=became(state, seen, me, zone),
            chosen=seen.spike.id == chosen,
        )
        for seen in found
    )


def _mark(seen: SpikeSeen) -> str:
    return "moment" if seen.moment else seen.mark or ("over" if seen.ended is not None else "standing")


def became(state: State, seen: SpikeSeen, me: str, zone: dt.tzinfo | None) -> str:
    """What was made of it, and when it ended."""
    parts = []
    moment = state.moments.get(seen.moment)
    if moment is not None:
        decided = {"open": "not decided yet"}.get(moment.decision, f"decided {moment.decision}")
        parts.append(f"Moment called by {called(moment.called_by, me)}, {decided}")
    elif seen.mark:
        parts.append(f"{'False alarm, says' if seen.mark == 'false_alarm' else 'Dismissed by'} {called(seen.marked_by, me)}")
    elif topic := followed(state, seen):
        parts.append(f"Followed as the topic {topic}")
    else:
        parts.append("Nobody has acted on it")
    if seen.ended is not None:
        parts.append(f"over at {clock.clock(seen.ended.at, zone)}, {rate_words(seen.ended.peak)} at its most")
    return " · ".join(parts)


def followed(state: State, seen: SpikeSeen) -> str:
    """The topic that was made of what rose in none, by now; empty while there is none."""
    if not is_elsewhere(seen.spike) or state.topics_at < seen.at:
        return ""
    words = {word.casefold() for word in offered_topic(seen.spike)[1]}
    return next((topic.name for topic in state.plan.topics if words & {word.casefold() for word in topic.any}), "")


def offered_topic(spike: Spike) -> tuple[str, tuple[str, ...]]:
    """The name and the words of a topic to be made of what rises elsewhere."""
    words = rising(spike) or tuple(word for word in (tame_line(part, LONGEST_WORD) for part in spike.title.split("·")) if word)
    name = words[0].lstrip("#").strip() if words else ""
    return (name[:1].upper() + name[1:] or title_of(spike), words)


def is_elsewhere(spike: Spike) -> bool:
    return spike.topic == ELSEWHERE
