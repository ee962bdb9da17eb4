"""The moments in front of everybody, as plain values: what they are called, how long they run, what was decided. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from warroom.desktop import clock
from warroom.desktop.moments.news import Noted, news
from warroom.desktop.naming import called
from warroom.desktop.pulse.words import TRENDS
from warroom.review.model import Moment, State
from warroom.sources.post import Post
from warroom.watch.tame import tame
from warroom.watch.trend import Trend

TITLE = 72
_ENDED = ("published", "expired", "killed")


@dataclass(frozen=True)
class MomentRow:
    """`watch` is the stopwatch since it was called; `words` what was decided and by whom."""

    id: str
    title: str
    colour: int
    watch: str
    decision: str
    tone: str
    words: str
    chosen: bool
    evidence: int
    trend: str
    news: str
    newsTone: str


@dataclass(frozen=True)
class Looks:
    """Who looks at the moments, when on the server's clock, and what is known beside the room's state."""

    me: str
    now: int
    chosen: str = ""
    trend_of: Callable[[str], Trend | None] = lambda topic: None
    noted: Callable[[str], Noted] = lambda moment: Noted()


def moment_rows(state: State, looks: Looks) -> tuple[MomentRow, ...]:
    """The moments that still ask for something: undecided, waiting, and those decided go until their items ended. Newest first."""
    rows = []
    zone = state.plan.event.starts.tzinfo
    for moment in sorted(state.moments.values(), key=lambda moment: moment.called_at, reverse=True):
        items = [item for item in state.items.values() if item.moment == moment.id]
        if moment.decision == "pass" or (items and all(item.phase in _ENDED for item in items)):
            continue
        told = news(moment, looks.noted(moment.id), zone)
        rows.append(
            MomentRow(
                id=moment.id,
                title=moment.title,
                colour=state.colour(moment.topic),
                watch=clock.stopwatch(looks.now - moment.called_at),
                decision=moment.decision,
                tone={"open": "amber", "wait": "second", "go": "green"}[moment.decision],
                words=_words(moment, looks.me),
                chosen=moment.id == looks.chosen,
                evidence=len(moment.evidence),
                trend=trend_words(looks.trend_of(moment.topic), zone),
                news=told.short,
                newsTone=told.tone,
            )
        )
    return tuple(rows)


def trend_words(trend: Trend | None, zone: dt.tzinfo | None) -> str:
    """`rising since 20:39:10`"""
    return f"{TRENDS[trend.kind]} since {clock.clock(trend.since, zone)}" if trend is not None else ""


def _words(moment: Moment, me: str) -> str:
    if moment.decision == "open":
        return f"called by {called(moment.called_by, me)}"
    return f"{moment.decision} · {called(moment.decided_by, me)}"


def title_of(post: Post) -> str:
    words = " ".join(tame(post.text or (post.link.title if post.link else "") or post.author, 4 * TITLE).split())
    return words if len(words) <= TITLE else words[:TITLE].rsplit(" ", 1)[0] + "…"
