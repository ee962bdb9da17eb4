"""The feeds pane: a live column per topic, what is chosen in them, and how their sources are doing."""

from __future__ import annotations

from PySide6.QtCore import Property, QElapsedTimer, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.composer.picture_gate import NOT_OURS, NOT_OURS_HINT
from warroom.desktop.feeds import keys as feeds_keys
from warroom.desktop.feeds.column import ColumnRow, FeedColumn
from warroom.desktop.feeds.fetch import FeedFetch
from warroom.desktop.feeds.filters import FeedFilters
from warroom.desktop.feeds.mutes import FeedMutes
from warroom.desktop.feeds.pictures import FeedPictures
from warroom.desktop.feeds.rows import SourceRow
from warroom.desktop.feeds.search import FeedSearch
from warroom.desktop.feeds.shelf import Eyes
from warroom.desktop.feeds.sifting import Sifting
from warroom.desktop.feeds.sources import VOLUMES, FeedSourceStrip
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.sources.post import Post
from warroom.wire import FeedCounts, FeedHistory, FeedPosts

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "feeds"
SETTLE_MS = 250  # after which what waits is shown, whatever comes
APART_MS = 150  # what comes is shown at once, but not sooner after what came before: of ten batches a second every other moves the rows
LOOK_MS = 120  # rows that only flash by are not looked at


@QmlElement
@QmlUncreatable("The feeds belong to the desk.")
class Feeds(QObject):
    """One column a topic, in the topics' order, following them as they are changed."""

    changed = Signal()
    columnsChanged = Signal()
    pointerHoldsChanged = Signal()
    picturesChanged = Signal()
    askedMoment = Signal()
    askedCompose = Signal()
    currentChanged = Signal()

    def __init__(self, live: LiveRoom, stream: FeedStream, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._stream, self._tasks, self._notices = live, stream, tasks, notices
        self._columns: list[FeedColumn] = []
        self._by_topic: dict[str, FeedColumn] = {}
        self._ever: dict[str, FeedColumn] = {}
        self._shown = RecordListModel(ColumnRow, "name", self)
        self._topics_seq = -1
        self._waiting = 0
        self._sources = FeedSourceStrip(live, stream, self)
        self._current = 0
        self._pointer_holds = True
        self._per_second = 0
        self._came = False
        self._pictures = FeedPictures(live, tasks, self)
        self._sifting = Sifting(live, stream, self._pictures, tasks, self)
        self._search = FeedSearch(live, tasks, self)
        self._fetch = FeedFetch(live, self._sifting.inflow, tasks)
        pictures, sources = self._pictures, self._sources
        self._eyes = Eyes(live.now, live.clock_at, lambda: pictures.on, pictures.image, pictures.profile, lambda: sources.standstill)
        self._sources.changed.connect(lambda: [column.changed.emit() for column in self._ever.values()])
        self._looking = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._pictures.came.connect(self._learnt)
        self._sifting.changed.connect(self._say_hidden)
        self._sifting.changed.connect(self.changed)
        self._search.found.connect(lambda post: self.jump(post.topics, post.at, post))
        self._settling = QTimer(self)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self._settling.start()
        self._settled = QElapsedTimer()
        self._settled.start()
        stream.history.connect(self._on_history)
        stream.posts.connect(self._on_posts)
        stream.counts.connect(self._on_counts)
        live.ticked.connect(self._tick)
        live.changed.connect(self._follow_topics)
        self._follow_topics()

    def stop(self) -> None:
        self._settling.stop()
        self._looking.stop()
        self._pictures.stop()
        self._search.stop()

    def _follow_topics(self, _change: object = None) -> None:
        """A column for each topic there is by now; those there were stay as they are, held and scrolled and chosen."""
        state = self._live.state
        if state.topics_seq == self._topics_seq:
            return
        self._topics_seq = state.topics_seq
        current, before = self.column, set(self._by_topic)
        names = self._sifting.in_order([topic.name for topic in state.plan.topics])
        for name in names:
            if name not in self._ever:
                self._ever[name] = FeedColumn(name, state.colour(name), self._eyes, self)
                self._ever[name].minds_pointer = self._pointer_holds
                self._ever[name].changed.connect(self._count_waiting)
                self._ever[name].looked.connect(self._looking.start)
        self._columns = [self._ever[name] for name in names]
        self._by_topic = {column.name: column for column in self._columns}
        self._sifting.inflow.feed(self._by_topic)
        self._say_hidden()
        self._shown.show(ColumnRow(column.name, column) for column in self._columns)
        at = self._columns.index(current) if current in self._columns else min(self._current, max(0, len(self._columns) - 1))
        self._current = at
        if before and before != set(names):
            self._stream.again()
        self._count_waiting()
        self.columnsChanged.emit()
        self.currentChanged.emit()

    # what comes

    def _on_history(self, _word: FeedHistory) -> None:
        self._came = True
        self._settle()

    def _on_posts(self, _word: FeedPosts) -> None:
        """They are in their columns by now."""
        if self._settled.elapsed() >= APART_MS:
            self._settle()

    def _on_counts(self, word: FeedCounts) -> None:
        self._per_second = word.total_per_s

    def _settle(self) -> None:
        self._settled.restart()
        if self._settling.isActive():
            self._settling.start()
        self._say_hidden()
        for column in self._columns:
            column.settle()

    def _count_waiting(self) -> None:
        """What waits is said by the columns and by the pane together, at the same time."""
        waiting = sum(column.waiting for column in self._columns if column.held)
        if waiting != self._waiting:
            self._waiting = waiting
            self.changed.emit()

    def _tick(self) -> None:
        self._sifting.tick()
        for column in self._columns:
            column.grow_older()
        self._looking.start()  # who was not known a while ago may be by now
        self.changed.emit()

    # hands

    def add_keys(self, keys: Keys) -> None:
        feeds_keys.add(self, keys)

    @property
    def column(self) -> FeedColumn | None:
        return self._columns[self._current] if self._current < len(self._columns) else None

    def chosen(self) -> Post | None:
        column = self.column
        return column.chosen if column is not None else None

    def column_of(self, topic: str) -> FeedColumn | None:
        return self._by_topic.get(topic)

    def move(self, by: int) -> None:
        if self.column is not None:
            self.column.move(by)

    def turn(self, by: int) -> None:
        """To the column at the left or right; what was chosen in the one left is let go."""
        wanted = min(max(0, self._current + by), len(self._columns) - 1)
        if wanted != self._current and self.column is not None:
            self.column.choose("")
            self.go(wanted)

    @Slot(int)
    def go(self, place: int) -> None:
        if place != self._current and 0 <= place < len(self._columns):
            self._current = place
            self.currentChanged.emit()

    def hold(self) -> None:
        if self.column is not None:
            self.column.hold()

    def back(self) -> None:
        if self.column is not None:
            self.column.back()

    @Slot()
    def wantMoment(self) -> None:
        """A moment on the chosen post."""
        self.askedMoment.emit()

    @Slot()
    def wantCompose(self) -> None:
        self.askedCompose.emit()

    @Slot()
    def openPost(self) -> None:
        """The chosen post on its own page; what stands behind a content warning is shown first."""
        post, column = self.chosen(), self.column
        if post is None or column is None:
            return
        row = column.posts.record(post.id)
        if row is not None and row.gone:
            self._notices.tell(PLACE, f"{row.instead.rstrip('.')}: there is nothing to open.", key="feeds:open")
        elif row is not None and row.behind:
            column.open(post.id)
        elif post.url.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(post.url))
        else:
            self._notices.tell("feeds", "This post has no page to open.", "Rehearsal posts are only here.", key="feeds:open")

    @Slot(int)
    def fetchOlder(self, place: int) -> None:
        """Called when a column is scrolled to its end."""
        self._fetch.older(self._columns[place])

    @Slot(int)
    def fetchNewer(self, place: int) -> None:
        """Called when a column that shows an earlier time is scrolled towards its top."""
        self._fetch.newer(self._columns[place])

    @Slot(str, float)
    def goTo(self, topic: str, at: float) -> None:
        """The column of this topic as it was at that time, ms."""
        self.jump((topic,), int(at), None)

    def jump(self, topics: tuple[str, ...], at: int, chosen: Post | None) -> None:
        """To a time, and a post of it, in the column in hand if it is of these topics, else in the first of them."""
        here = [name for name in topics if name in self._by_topic]
        if not here:
            self._notices.tell(PLACE, "This post is in none of the feeds.", "Its topic is not watched any more.", key="feeds:jump")
            return
        column = self.column
        if column is None or column.name not in here:
            column = self._by_topic[here[0]]
            self.go(self._columns.index(column))
        self._fetch.jump(column, at, chosen)

    @Slot()
    def unfold(self) -> None:
        """The chosen post whole, with who says the same; asked again, as before."""
        post, column = self.chosen(), self.column
        if post is not None and column is not None:
            self._fetch.unfold(column, post)

    # muting and filtering

    @Slot()
    def askMutes(self) -> None:
        self._sifting.ask_mutes(self.column)

    @Slot()
    def askFilter(self) -> None:
        if self.column is not None:
            self._sifting.ask_filter(self.column, self._sources.names)

    def _say_hidden(self) -> None:
        for column in self._columns:
            self._sifting.say(column)

    def shift(self, by: int) -> None:
        """Put the column in hand one place to the left or right, here and from now on."""
        names = [column.name for column in self._columns]
        at, wanted = self._current, self._current + by
        if 0 <= wanted < len(names):
            names.insert(wanted, names.pop(at))
            self._sifting.keep_order(names)
            self._topics_seq = -1
            self._follow_topics()

    # pictures

    def _look(self) -> None:
        for column in self._columns:
            self._pictures.look(column)

    def _learnt(self) -> None:
        for column in self._columns:
            self._sifting.learnt(column)  # a name that is muted may have become known
            column.repaint()

    def toggle_pictures(self) -> None:
        self.pictures = not self._pictures.on

    @Slot()
    def refusePicture(self) -> None:
        """Somebody wants to take a picture of a feed along."""
        self._notices.tell(PLACE, NOT_OURS, NOT_OURS_HINT, "warning", key="feeds:pictures")

    def toggle_pointer(self) -> None:
        self.pointerHolds = not self._pointer_holds

    # what is shown

    def _get_pointer_holds(self) -> bool:
        return self._pointer_holds

    def _set_pointer_holds(self, holds: bool) -> None:
        if holds != self._get_pointer_holds():
            self._pointer_holds = holds
            for column in self._ever.values():
                column.minds_pointer = holds
            self._settle()
            self.pointerHoldsChanged.emit()

    pointerHolds = Property(bool, _get_pointer_holds, _set_pointer_holds, notify=pointerHoldsChanged)

    def _get_pictures(self) -> bool:
        return self._pictures.on

    def _set_pictures(self, on: bool) -> None:
        if on != self._pictures.on:
            self._pictures.on = on
            for column in self._ever.values():
                column.repaint(all_of_them=True)
            self._looking.start()
            self.picturesChanged.emit()

    pictures = Property(bool, _get_pictures, _set_pictures, notify=picturesChanged)

    @Property(FeedMutes, constant=True)
    def mutes(self) -> FeedMutes:
        return self._sifting.mutes

    @Property(FeedFilters, constant=True)
    def filters(self) -> FeedFilters:
        return self._sifting.filters

    @Property(FeedSearch, constant=True)
    def search(self) -> FeedSearch:
        return self._search

    @Property(bool, notify=changed)
    def sifted(self) -> bool:
        """Whether anything is left out by this person's own will: then every column keeps a line to say so."""
        return self._sifting.any

    @Property(list, notify=columnsChanged)
    def columns(self) -> list[FeedColumn]:
        return self._columns

    @Property(RecordListModel, constant=True)
    def shown(self) -> RecordListModel[ColumnRow]:
        """The same columns as a list that changes in place: what stands in one that stays is not made anew."""
        return self._shown

    @Property(str, constant=True)
    def volumes(self) -> str:
        """In a rehearsal: what in its volumes is the night's and what is ours."""
        return VOLUMES if self._live.state.kind == "rehearsal" else ""

    @Property(int, notify=currentChanged)
    def current(self) -> int:
        return self._current

    @Property(RecordListModel, constant=True)
    def sources(self) -> RecordListModel[SourceRow]:
        return self._sources.rows

    @Property(str, notify=changed)
    def summary(self) -> str:
        rate = clock.count(round(self._per_second / self._live.state.pace.speed))  # of the event's clock, as in the pulse
        heard_at = self._live.heard_at()
        parts = [f"Not live since {heard_at}, {rate} posts/s then" if heard_at else f"{rate} posts/s"]
        if self._waiting:
            parts.append(f"{clock.count(self._waiting)} new while you read")
        if self._sifting.inflow.not_sent:
            parts.append(f"{clock.short_count(self._sifting.inflow.not_sent)} counted, not shown")
        return " · ".join(parts)

    @Property(bool, notify=changed)
    def came(self) -> bool:
        """Whether the room has said anything of its feeds yet."""
        return self._came

    @Property(str, notify=changed)
    def silence(self) -> str:
        """What to say where no post has come: the trouble of the sources, if any."""
        return self._sources.silence
