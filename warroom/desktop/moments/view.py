"""A moment looked at closely: the posts that raised it, the curve as it was, and what became of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, SignalInstance, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.feeds.rows import author_of, source_of
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.moments.news import all_of, news, turn_words
from warroom.desktop.moments.noted import NotedMoments
from warroom.desktop.moments.rows import trend_words
from warroom.desktop.moments.spike_rows import said
from warroom.desktop.naming import called
from warroom.desktop.pulse.screen import Pulse
from warroom.review import duty
from warroom.review.model import Moment, TurnSeen

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

LONGEST = 400
BIN_S = 10


@QmlElement
@QmlUncreatable("News belong to the desk.")
class MomentNews(QObject):
    """What became of the moment that somebody works on, until this person has noted it. `which` says which moment that is."""

    changed = Signal()

    def __init__(self, live: LiveRoom, noted: NotedMoments, which: Callable[[], str], when: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._noted, self._which = live, noted, which
        self._words = self._tone = self._title = ""
        live.changed.connect(self.look)
        noted.changed.connect(self.look)
        when.connect(self.look)

    def look(self, _change: object = None) -> None:
        moment = self._live.state.moments.get(self._which())
        before = (self._words, self._tone, self._title)
        self._words = self._tone = self._title = ""
        if moment is not None:
            told = news(moment, self._noted.of(moment.id), self._live.state.plan.event.starts.tzinfo, turned_at(self._live, moment.turns))
            self._words, self._tone, self._title = told.words, told.tone, moment.title
        if (self._words, self._tone, self._title) != before:
            self.changed.emit()

    @Slot()
    def note(self) -> None:
        moment = self._live.state.moments.get(self._which())
        if moment is not None:
            self._noted.note(moment.id, all_of(moment))

    @Property(str, notify=changed)
    def words(self) -> str:
        return self._words

    @Property(str, notify=changed)
    def tone(self) -> str:
        return self._tone or "amber"

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title


def turned_at(live: LiveRoom, turns: tuple[TurnSeen, ...]) -> int:
    """When the newest turn was, on the event's clock; 0 where there is none."""
    return duty.event_time(live.state, turns[-1].at) if turns else 0


@dataclass(frozen=True)
class EvidenceRow:
    """`fate`: what became of it since, in words; `later`: what it says by now, where it was changed."""

    id: str
    author: str
    source: str
    at: str
    words: str
    fate: str
    later: str


@QmlElement
@QmlUncreatable("The evidence belongs to the desk.")
class MomentView(QObject):
    """Open on one moment at a time."""

    changed = Signal()
    opened = Signal()

    def __init__(self, live: LiveRoom, pulse: Pulse, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._pulse = live, pulse
        self._id = ""
        self._posts = RecordListModel(EvidenceRow, "id", self)
        self._values: list[float] = []
        live.changed.connect(self._look)
        live.ticked.connect(self._tick)

    @Slot(str)
    def open(self, moment: str) -> None:
        if moment in self._live.state.moments:
            self._id = moment
            self._look()
            self.opened.emit()

    @Slot()
    def close(self) -> None:
        self._id = ""
        self._look()

    def _tick(self) -> None:
        if self._id:
            self.changed.emit()

    def _look(self, _change: object = None) -> None:
        moment = self._moment
        self._posts.show(self._rows(moment) if moment is not None else ())
        self._values = list(binned(moment.curve)) if moment is not None else []
        self.changed.emit()

    @property
    def _moment(self) -> Moment | None:
        return self._live.state.moments.get(self._id)

    def _rows(self, moment: Moment) -> list[EvidenceRow]:
        edited = {post.id: post for post in moment.edited}
        rows = {}
        for post in moment.evidence:
            later = edited.get(post.id)
            gone = post.id in moment.deleted
            rows[post.id] = EvidenceRow(
                id=post.id,
                author=author_of(post),
                source=source_of(post),
                at=self._live.clock_at(post.at),
                words=said(post, LONGEST),
                fate="Deleted by its author" if gone else "Changed by its author" if later is not None else "",
                later=said(later, LONGEST) if later is not None and not gone else "",
            )
        return list(rows.values())

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        return self._moment is not None

    @Property(str, notify=changed)
    def title(self) -> str:
        moment = self._moment
        return moment.title if moment is not None else ""

    @Property(str, notify=changed)
    def facts(self) -> str:
        """Who called it, when, on how many posts, and what its topic's curve does now."""
        moment = self._moment
        if moment is None:
            return ""
        posts = "1 post" if len(moment.evidence) == 1 else f"{len(moment.evidence)} posts"
        who, when = called(moment.called_by, self._live.session.person), self._live.clock_at(moment.called_at)
        trend = trend_words(self._pulse.trend_of(moment.topic), self._live.state.plan.event.starts.tzinfo)
        parts = (f"Called by {who} at {when} on {posts}", f"{moment.topic} {trend}" if trend else moment.topic)
        return " · ".join(part for part in parts if part)

    @Property(list, notify=changed)
    def turns(self) -> list[str]:
        """Each turn in words, oldest first."""
        moment = self._moment
        zone = self._live.state.plan.event.starts.tzinfo
        return [turn_words(seen, zone, turned_at(self._live, (seen,))) for seen in moment.turns] if moment is not None else []

    @Property(list, notify=changed)
    def grave(self) -> list[bool]:
        """Of each turn, whether it tells of harm."""
        moment = self._moment
        return [bool(seen.turn.grave) for seen in moment.turns] if moment is not None else []

    @Property(RecordListModel, constant=True)
    def posts(self) -> RecordListModel[EvidenceRow]:
        return self._posts

    @Property(list, notify=changed)
    def values(self) -> list[float]:
        """The curve up to the call, posts a second in bins of ten."""
        return self._values

    @Property(int, notify=changed)
    def colour(self) -> int:
        moment = self._moment
        return self._live.state.colour(moment.topic) if moment is not None else -1


def binned(curve: tuple[int, ...]) -> tuple[float, ...]:
    """Counts per second as means of whole bins, the newest whole."""
    first = len(curve) % BIN_S
    return tuple(sum(curve[at : at + BIN_S]) / BIN_S for at in range(first, len(curve), BIN_S))
