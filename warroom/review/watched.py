"""What the room itself writes down of what intake tells: spikes, turns, and posts that stand in a moment's evidence. Pure.

Told twice is written once: what the state says already is no news. What cannot be so, or is out of all bounds, is left out
and said, never refused: the posts that came with it are still wanted.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from warroom.review.asking import LONGEST_TITLE
from warroom.review.decide_moments import SAFE_INTEGER, carried
from warroom.review.events import EvidenceChanged, Happening, MomentTurned, SpikeOver, SpikeRefined, SpikeSpotted
from warroom.review.model import State
from warroom.sources.post import Post
from warroom.watch.spike import ELSEWHERE, MOST_REFINED, Spike, SpikeEnd, Turn, refined

MOST_WORDS = 40
LONGEST_WORD = 200
MOST_POSTS = 10
MOST_BYTES = 200_000  # of a spike with its posts, of an edited post


@dataclass(frozen=True, slots=True)
class Told:
    """What one batch of intake's tells besides posts and counts. `posts`: all of them; those edited are looked for."""

    spikes: tuple[Spike, ...] = ()
    ended: tuple[SpikeEnd, ...] = ()
    turns: tuple[Turn, ...] = ()
    deleted: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """`dropped`: a sentence for each thing that was left out because it cannot be so."""

    happened: tuple[Happening, ...] = ()
    dropped: tuple[str, ...] = ()


def watched(state: State, told: Told) -> Watched:
    """The events of what was told, in an order in which they can be folded."""
    dropped: list[str] = []
    spotted = _spotted(state, told.spikes, dropped)
    again = _refined(state, spotted, told.spikes, dropped)
    over = _over(state, spotted, told.ended, dropped)
    turned = _turned(state, told.turns, dropped)
    return Watched((*spotted.values(), *again, *over.values(), *turned, *_evidence(state, told, dropped)), tuple(dropped))


def _spotted(state: State, spikes: Iterable[Spike], dropped: list[str]) -> dict[str, SpikeSpotted]:
    found: dict[str, SpikeSpotted] = {}
    for spike in spikes:
        if spike.id in state.spikes or spike.id in found or spike.refined:
            continue
        if why := _wrong_spike(state, spike):
            dropped.append(f"a spike of {spike.topic[:80]!r} {why}")
        else:
            found[spike.id] = SpikeSpotted(spike)
    return found


def _refined(state: State, spotted: Mapping[str, SpikeSpotted], spikes: Iterable[Spike], dropped: list[str]) -> list[SpikeRefined]:
    """Each telling of a spike once, never an earlier one after a later one; of a spike that was left out, none."""
    found: list[SpikeRefined] = []
    known = {id: body.spike for id, body in spotted.items()}
    for spike in spikes:
        if not spike.refined:
            continue
        seen = known.get(spike.id) or (state.spikes[spike.id].spike if spike.id in state.spikes else None)
        if seen is None or spike.refined > MOST_REFINED:
            dropped.append("more of a spike that the room does not know, or of which it has heard enough")
        elif seen.refined < spike.refined:
            anew = refined(seen, spike)
            if why := _wrong_spike(state, anew, known=True):
                dropped.append(f"more of a spike of {spike.topic[:80]!r}, which {why}")
            else:
                known[spike.id] = anew
                found.append(SpikeRefined(anew))
    return found


def _over(state: State, spotted: Container[str], ended: Iterable[SpikeEnd], dropped: list[str]) -> dict[str, SpikeOver]:
    found: dict[str, SpikeOver] = {}
    for end in ended:
        seen = state.spikes.get(end.spike)
        if end.spike in found or (seen is not None and seen.ended is not None):
            continue
        if seen is None and end.spike not in spotted:
            dropped.append("the end of a spike that the room does not know")
        elif not (_time(end.at) and _amount(end.peak)):
            dropped.append("the end of a spike with a number out of all bounds")
        else:
            found[end.spike] = SpikeOver(end)
    return found


def _turned(state: State, turns: Iterable[Turn], dropped: list[str]) -> list[MomentTurned]:
    found: list[MomentTurned] = []
    for turn in dict.fromkeys(turns):
        moment = state.moments.get(turn.moment)
        if moment is None or not (_words(turn.was) and _words(turn.now) and _words(turn.grave)):
            dropped.append("a turn of a moment that the room does not know, or with too many words")
        elif not moment.turns or moment.turns[-1].turn != turn:
            found.append(MomentTurned(turn))
    return found


def _evidence(state: State, told: Told, dropped: list[str]) -> list[EvidenceChanged]:
    """Of every moment, also those that are done with: what a decision stood on stays true in the record."""
    gone = set(told.deleted)
    edited = {post.id: post for post in sorted(told.posts, key=lambda post: post.edited) if post.edited}
    if not gone and not edited:
        return []
    changes: list[EvidenceChanged] = []
    for moment in state.moments.values():
        kept = {post.id: post for post in (*moment.evidence, *moment.edited)}
        deleted = tuple(post for post in kept if post in gone and post not in moment.deleted)
        newer = [edited[id] for id, post in kept.items() if id in edited and edited[id].edited > post.edited and id not in gone]
        fit = tuple(post for post in newer if _fits(post))
        if len(fit) < len(newer):
            dropped.append("an edited post that no log can keep")
        if deleted or fit:
            changes.append(EvidenceChanged(moment.id, deleted, fit))
    return changes


def _wrong_spike(state: State, spike: Spike, *, known: bool = False) -> str:
    """Why it cannot be so; empty if it can. The topic of a known one may have been taken from the room since."""
    if not known and spike.topic != ELSEWHERE and state.plan.topic(spike.topic) is None:
        return "is of no topic of the room's"
    if not _uuid(spike.id):
        return "has an id that is no UUID"
    if not 0 < len(spike.title.strip()) <= LONGEST_TITLE or not _words(spike.rising) or len(spike.posts) > MOST_POSTS:
        return "has no title, or says too much"
    amounts = (spike.per_s, spike.baseline, spike.peak, float(spike.authors))
    if not (_time(spike.since) and _time(spike.spotted) and all(_amount(each) for each in amounts) and math.isfinite(spike.score)):
        return "has a number out of all bounds"
    return "" if _fits(spike) else "holds posts that no log can keep"


def _fits(value: Spike | Post) -> bool:
    return carried(msgspec.to_builtins(value)) and len(msgspec.json.encode(value)) <= MOST_BYTES


def _uuid(written: str) -> bool:
    try:
        return str(uuid.UUID(written)) == written
    except ValueError:
        return False


def _words(words: Iterable[str]) -> bool:
    words = tuple(words)
    return len(words) <= MOST_WORDS and all(0 < len(word) <= LONGEST_WORD for word in words)


def _time(ms: int) -> bool:
    return -SAFE_INTEGER <= ms <= SAFE_INTEGER


def _amount(number: float) -> bool:
    return math.isfinite(number) and 0 <= number <= SAFE_INTEGER
