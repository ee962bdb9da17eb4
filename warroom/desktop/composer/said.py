"""Whether what is being written was said already: asked of the room a moment after the last key, said in one line, opened as a sheet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.clock import count as grouped
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.tasks import Tasks
from warroom.errors import RoomError, WarroomError
from warroom.sources.post import Post
from warroom.watch.tame import tame, tame_line
from warroom.wire import Said

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

IDLE_MS = 400  # after the last key
AGAIN_S = 30  # the night goes on while nobody types
HOURS = 2.0
_LONGEST = 280  # of a post's text
_TONES = {"fresh": "green", "crowded": "amber", "done": "red", "unclear": "second"}
_WORSE = {"unclear": 0, "fresh": 1, "crowded": 2, "done": 3}

METHOD = (
    "Compares words, not meanings: endings, small words, links and slips of the pen are evened out, a short table of ours brings ways of "
    "saying the same to one (lights out, blackout, power cut), and rare words count more than those everybody uses tonight. Another name "
    "or number, a “not” or an opposite in the same sentence makes it another idea."
)
BLIND = (
    "On 160 pairs of texts kept for judging it found 34 of 35 near copies but only 11 of 45 told in other words, and took 6 of 45 other "
    "ideas for the same. It does not find what is said in a picture, in another language, or where this room's sources do not read. "
    "Crowded is 3 posts or more; done is 1,000, or from 50 on one in a hundred of all searched."
)

Text = tuple[str, str]  # what it is called, and what is written in it


@dataclass(frozen=True)
class CloseRow:
    """One way of saying it that comes close."""

    key: str
    author: str
    source: str
    at: str
    words: str
    likeness: str
    times: str


@QmlElement
@QmlUncreatable("What is known of a text belongs to who shows the text.")
class AlreadySaid(QObject):
    """`texts` are the headline and the caption of now; the one that was said most is the one that is told.

    `old` while the words are of an earlier text than the one that stands there.
    """

    changed = Signal()
    openChanged = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, texts: Callable[[], tuple[Text, ...]], key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key
        self._live, self._tasks, self._texts = live, tasks, texts
        self._asked: tuple[Text, ...] = ()
        self._asked_at = 0
        self._answers: dict[str, Said] = {}
        self._chosen = ""
        self._trouble = ""
        self._old = self._open = False
        self._asking: asyncio.Task[None] | None = None
        self._closest = RecordListModel(CloseRow, "key", self)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._ask)
        live.ticked.connect(self._on_tick)

    def stop(self) -> None:
        self._idle.stop()
        if self._asking is not None:
            self._asking.cancel()

    @Slot()
    def look(self) -> None:
        """Something was written, perhaps; costs nothing where it was not."""
        texts = _worth_asking(self._texts())
        if texts == self._asked:
            return
        self._asked = texts
        self._chosen = ""
        if not texts:
            self.stop()
            self._answers, self._old, self._trouble = {}, False, ""
            self._show()
            self.close()
            return
        if not self._old:
            self._old = True
            self.changed.emit()
        self._idle.start()

    def _on_tick(self) -> None:
        if self._asked and not self._idle.isActive() and not self._busy and self._live.now() - self._asked_at > AGAIN_S * 1000:
            self._ask()

    @property
    def _busy(self) -> bool:
        return self._asking is not None and not self._asking.done()

    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asked_at = self._live.now()
        self._asking = self._tasks.spawn("Already said?", self._look_up(self._asked))

    async def _look_up(self, texts: tuple[Text, ...]) -> None:
        answers = {}
        try:
            for name, text in texts:
                answers[name] = await self._live.session.said(text, HOURS)
        except WarroomError as error:
            if isinstance(error, RoomError) and error.code == "overtaken":
                return  # another window of this device asks; its answer comes there
            self._trouble = error.message
        else:
            self._answers, self._trouble, self._old = answers, "", False
        self._show()

    def _show(self) -> None:
        said = self._said
        rows = said.closest if said is not None else ()
        self._closest.show(self._row(place, one.post, one.score, one.posts) for place, one in enumerate(rows))
        self.changed.emit()

    def _row(self, place: int, post: Post, score: float, posts: int) -> CloseRow:
        return CloseRow(
            f"{place}:{post.id}",
            tame_line(post.author_name or post.author),
            tame_line(post.source),
            self._clock(post.at),
            tame(post.text or (post.link.title if post.link else ""), _LONGEST),
            f"{round(100 * score)} %",
            f"× {grouped(posts)}" if posts > 1 else "",
        )

    def _clock(self, at: int) -> str:
        return self._live.clock_at(at)[:5]

    @property
    def _said(self) -> Said | None:
        """Of the chosen text, else of the one that was said most."""
        if self._chosen in self._answers:
            return self._answers[self._chosen]
        return max(self._answers.values(), key=lambda said: (_WORSE[said.verdict], said.count), default=None)

    @Slot()
    def ask(self) -> None:
        """Open the sheet; again, close it."""
        self._open = not self._open
        self.openChanged.emit()

    @Slot()
    def close(self) -> None:
        if self._open:
            self.ask()

    @Slot(str)
    def choose(self, name: str) -> None:
        """Tell of the headline or of the caption."""
        self._chosen = name
        self._show()

    def add_keys(self, keys: Keys, place: str, id: str) -> None:
        keys.add(place, id, "Already said? By whom, how often, what comes closest", self._key, self.ask, ready=lambda: bool(self._asked))

    # --- what is shown

    @Property(str, constant=True)
    def key(self) -> str:
        """That opens the sheet."""
        return self._key

    @Property(bool, notify=openChanged)
    def open(self) -> bool:
        return self._open

    @Property(bool, notify=changed)
    def old(self) -> bool:
        return self._old and bool(self._answers)

    @Property(str, notify=changed)
    def words(self) -> str:
        """The chip; empty while there is nothing to ask about."""
        if self._trouble:
            return "Already said? Not known now"
        if self._said is None:
            return "Already said? …" if self._asked else ""
        return chip_words(self._said, self._clock(self._said.since))

    @Property(str, notify=changed)
    def tone(self) -> str:
        if self._trouble or self._said is None or not self._said.of:
            return "second"
        return _TONES[self._said.verdict]

    @Property(str, notify=changed)
    def trouble(self) -> str:
        return self._trouble

    @Property(str, notify=changed)
    def told(self) -> str:
        """Which text is told of, in quotes."""
        name = self.which
        return next((f"{name}: “{tame_line(text, _LONGEST)}”" for one, text in self._asked if one == name), "")

    @Property(str, notify=changed)
    def which(self) -> str:
        said = self._said
        return next((name for name, one in self._answers.items() if one is said), "")

    @Property(list, notify=changed)
    def names(self) -> list[str]:
        """What can be chosen between; empty where there is one text only."""
        return list(self._answers) if len(self._answers) > 1 else []

    @Property(str, notify=changed)
    def first(self) -> str:
        said = self._said
        if said is None or said.first is None:
            return ""
        by = tame_line(said.first.author_name or said.first.author)
        return f"First at {self._live.clock_at(said.since)} by {by} · {tame_line(said.first.source)}"

    @Property(str, notify=changed)
    def rate(self) -> str:
        said = self._said
        return rate_words(said.per_minute) if said is not None else ""

    @Property(list, notify=changed)
    def minutes(self) -> list[int]:
        said = self._said
        return list(said.per_minute) if said is not None and any(said.per_minute) else []

    @Property(str, notify=changed)
    def searched(self) -> str:
        said = self._said
        if said is None:
            return ""
        about = "" if said.exact else "; too many to read each, so the count is an estimate"
        return f"{grouped(said.of)} posts of the last {HOURS:g} hours searched{about}"

    @Property(RecordListModel, constant=True)
    def closest(self) -> RecordListModel[CloseRow]:
        return self._closest

    @Property(str, constant=True)
    def method(self) -> str:
        return METHOD

    @Property(str, constant=True)
    def blind(self) -> str:
        return BLIND


def chip_words(said: Said, since: str) -> str:
    """`Nobody has said this · 41,233 posts`, `Crowded: 213 since 20:39`."""
    if said.verdict == "unclear":
        return "Too few words to compare"
    if not said.of:
        return "No posts to compare with yet"
    if not said.count:
        return f"Nobody has said this · {grouped(said.of)} posts"
    if said.verdict == "fresh":
        return f"Said {'once' if said.count == 1 else 'twice'} since {since} · {grouped(said.of)} posts"
    return f"{said.verdict.capitalize()}: {count_words(said)} since {since}"


def count_words(said: Said) -> str:
    """An estimate with the two figures that it is worth."""
    if said.exact or said.count < 100:
        return grouped(said.count) if said.exact else f"about {grouped(said.count)}"
    worth = 10 ** (len(str(said.count)) - 2)
    return f"about {grouped(said.count // worth * worth)}"


def rate_words(per_minute: tuple[int, ...]) -> str:
    if not any(per_minute):
        return ""
    now, ten, hour = (grouped(sum(per_minute[-minutes:])) for minutes in (1, 10, 60))
    return f"{now} in the running minute, {ten} in ten minutes, {hour} in an hour"


def _worth_asking(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """Each text once, without those that say nothing."""
    found: dict[str, Text] = {}
    for name, text in texts:
        plain = " ".join(text.split())
        if plain:
            found.setdefault(plain.casefold(), (name, plain))
    return tuple(found.values())
