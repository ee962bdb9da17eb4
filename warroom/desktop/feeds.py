"""The feeds pane: a live column per topic, what is chosen in them, and how their sources are doing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds_column import FeedColumn
from warroom.desktop.feeds_rows import SourceRow, source_rows
from warroom.desktop.feeds_stream import FeedStream
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.wire import FeedCounts, FeedGone, FeedHistory, FeedPosts, FeedSources

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "feeds"
SETTLE_MS = 200  # inserts come in batches, at most five a second
PAGE = 50
VOLUMES = "Volumes pass through the published points; what lies between them is ours."


@dataclass(frozen=True)
class ColumnRow:
    name: str
    modelData: FeedColumn


@QmlElement
@QmlUncreatable("The feeds belong to the desk.")
class Feeds(QObject):
    """One column a topic, in the topics' order, following them as they are changed."""

    changed = Signal()
    columnsChanged = Signal()
    pointerHoldsChanged = Signal()
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
        self._sources = RecordListModel(SourceRow, "name", self)
        self._health: dict[str, SourceHealth] = {}
        self._current = 0
        self._pointer_holds = True
        self._per_second = self._not_sent = 0
        self._asked_older: set[str] = set()
        self._came = False
        self._settling = QTimer(self)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self._settling.start()
        stream.history.connect(self._on_history)
        stream.posts.connect(self._on_posts)
        stream.counts.connect(self._on_counts)
        stream.sources.connect(self._on_sources)
        stream.gone.connect(self._on_gone)
        live.ticked.connect(self._tick)
        live.changed.connect(self._follow_topics)
        self._follow_topics()

    def stop(self) -> None:
        self._settling.stop()

    def _follow_topics(self, _change: object = None) -> None:
        """A column for each topic there is by now; those there were stay as they are, held and scrolled and chosen."""
        state = self._live.state
        if state.topics_seq == self._topics_seq:
            return
        self._topics_seq = state.topics_seq
        current, before = self.column, set(self._by_topic)
        names = [topic.name for topic in state.plan.topics]
        for name in names:
            if name not in self._ever:
                self._ever[name] = FeedColumn(name, state.colour(name), self._live.now, self)
                self._ever[name].minds_pointer = self._pointer_holds
                self._ever[name].changed.connect(self._count_waiting)
        self._columns = [self._ever[name] for name in names]
        self._by_topic = {column.name: column for column in self._columns}
        self._shown.show(ColumnRow(column.name, column) for column in self._columns)
        at = self._columns.index(current) if current in self._columns else min(self._current, max(0, len(self._columns) - 1))
        self._current = at
        if before and before != set(names):
            self._stream.again()
        self._count_waiting()
        self.columnsChanged.emit()
        self.currentChanged.emit()

    # what comes

    def _on_history(self, word: FeedHistory) -> None:
        self._came = True
        self._deal(sorted(word.posts, key=lambda post: (post.seen, post.at)))
        self._health = {source.name: source for source in word.sources}
        self._show_sources()
        self._settle()

    def _on_posts(self, word: FeedPosts) -> None:
        self._not_sent += word.not_sent
        self._deal(word.posts)

    def _deal(self, posts: tuple[Post, ...] | list[Post]) -> None:
        for post in posts:
            for topic in post.topics:
                column = self._by_topic.get(topic)
                if column is not None:
                    column.take((post,))

    def _on_counts(self, word: FeedCounts) -> None:
        self._per_second = word.total_per_s

    def _on_sources(self, word: FeedSources) -> None:
        self._health |= {source.name: source for source in word.sources}
        self._show_sources()

    def _on_gone(self, word: FeedGone) -> None:
        for column in self._columns:
            column.forget(word.posts)

    def _settle(self) -> None:
        for column in self._columns:
            column.settle()

    def _count_waiting(self) -> None:
        """What waits is said by the columns and by the pane together, at the same time."""
        waiting = sum(column.waiting for column in self._columns if column.held)
        if waiting != self._waiting:
            self._waiting = waiting
            self.changed.emit()

    def _tick(self) -> None:
        for column in self._columns:
            column.grow_older()
        self._show_sources()
        self.changed.emit()

    def _show_sources(self) -> None:
        self._sources.show(source_rows(self._health.values(), self._live.now(), self._live.state.pace.speed))

    # hands

    def add_keys(self, keys: Keys) -> None:
        some = self._some
        keys.add(PLACE, "feeds.next", "Next post", "J Down", lambda: self.move(1), repeats=True, ready=some)
        keys.add(
            PLACE, "feeds.previous", "Previous post; before the first the feed runs again", "K Up", lambda: self.move(-1), repeats=True
        )
        keys.add(PLACE, "feeds.left", "Feed at the left", "H Left", lambda: self.turn(-1), repeats=True)
        keys.add(PLACE, "feeds.right", "Feed at the right", "L Right", lambda: self.turn(1), repeats=True)
        keys.add(PLACE, "feeds.hold", "Hold this feed, and let go", "Space", self.hold, ready=some)
        keys.add(PLACE, "feeds.pointer", "Pause feeds under the pointer: on or off", "Shift+Space", self.toggle_pointer, ready=some)
        keys.add(PLACE, "feeds.back", "Back to the newest", "Home", self.back, ready=some)
        keys.add(PLACE, "feeds.open", "Open the post", "O Enter", self.openPost, ready=lambda: self.chosen() is not None)

    def _some(self) -> bool:
        return bool(self._columns)

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
        if row is not None and row.behind:
            column.open(post.id)
        elif post.url.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(post.url))
        else:
            self._notices.tell("feeds", "This post has no page to open.", "Rehearsal posts are only here.", key="feeds:open")

    @Slot(int)
    def fetchOlder(self, place: int) -> None:
        """Called when a column is scrolled to its end."""
        column = self._columns[place]
        rows = column.posts.rows
        if rows and rows[-1].id not in self._asked_older:
            self._asked_older.add(rows[-1].id)
            self._tasks.spawn("Fetch older posts", self._fetch(column, rows[-1].at), "feeds")

    async def _fetch(self, column: FeedColumn, before: int) -> None:
        page = await self._live.session.posts(topic=column.name, before=before, limit=PAGE)
        column.older(page.posts)

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
        return self._sources

    @Property(str, notify=changed)
    def summary(self) -> str:
        parts = [f"{clock.count(round(self._per_second / self._live.state.pace.speed))} posts/s"]  # of the event's clock, as in the pulse
        if self._waiting:
            parts.append(f"{clock.count(self._waiting)} new while you read")
        if self._not_sent:
            parts.append(f"{clock.short_count(self._not_sent)} counted, not shown")
        return " · ".join(parts)

    @Property(bool, notify=changed)
    def came(self) -> bool:
        """Whether the room has said anything of its feeds yet."""
        return self._came

    @Property(str, notify=changed)
    def silence(self) -> str:
        """What to say where no post has come: the trouble of the sources, if any."""
        if not self._health:
            return "The event plan names no source." if not self._live.state.plan.sources else "The sources are being opened."
        trouble = [row.words for row in self._sources.rows if row.tone in ("red", "amber")]
        return "\n".join(trouble) if trouble else "Nothing has matched yet. New posts come by themselves."
