"""The moments in front of everybody, as plain values: what they are called, how long they run, what was decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.desktop import clock
from warroom.desktop.naming import called
from warroom.review.model import Moment, State
from warroom.sources.post import Post

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


def moment_rows(state: State, me: str, now: int, chosen: str) -> tuple[MomentRow, ...]:
    """The moments that still ask for something: undecided, waiting, and those decided go until their items ended. Newest first."""
    topics = [topic.name for topic in state.plan.topics]
    rows = []
    for moment in sorted(state.moments.values(), key=lambda moment: moment.called_at, reverse=True):
        items = [item for item in state.items.values() if item.moment == moment.id]
        if moment.decision == "pass" or (items and all(item.phase in _ENDED for item in items)):
            continue
        rows.append(
            MomentRow(
                id=moment.id,
                title=moment.title,
                colour=topics.index(moment.topic) if moment.topic in topics else -1,
                watch=clock.stopwatch(now - moment.called_at),
                decision=moment.decision,
                tone={"open": "amber", "wait": "second", "go": "green"}[moment.decision],
                words=_words(moment, me),
                chosen=moment.id == chosen,
                evidence=len(moment.evidence),
            )
        )
    return tuple(rows)


def _words(moment: Moment, me: str) -> str:
    if moment.decision == "open":
        return f"called by {called(moment.called_by, me)}"
    return f"{moment.decision} · {called(moment.decided_by, me)}"


def title_of(post: Post) -> str:
    words = " ".join((post.text or (post.link.title if post.link else "") or post.author).split())
    return words if len(words) <= TITLE else words[:TITLE].rsplit(" ", 1)[0] + "…"
