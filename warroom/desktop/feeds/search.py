"""Search over every post the room keeps; a found one brings its column to its time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds.rows import author_of, source_of
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError
from warroom.sources.post import Post
from warroom.watch.tame import tame_line

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PAUSE_MS = 180  # after the last key
PAGE = 50


@dataclass(frozen=True)
class FoundRow:
    id: str
    author: str
    words: str
    source: str
    rehearsal: bool
    time: str  # on the event's clock
    age: str
    topics: str
    at: int


@QmlElement
@QmlUncreatable("The search belongs to the feeds.")
class FeedSearch(QObject):
    """`found(post)` when one of them is to be gone to. An answer that comes after the next question is not shown."""

    changed = Signal()
    found = Signal(object)

    def __init__(self, live: LiveRoom, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks = live, tasks
        self._rows = RecordListModel(FoundRow, "id", self)
        self._posts: dict[str, Post] = {}
        self._open = self._busy = self._more = False
        self._query = self._asked = self._problem = ""
        self._asking: asyncio.Task[None] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def ask(self) -> None:
        self._open = True
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        self._open = False
        self._pause.stop()
        self.changed.emit()

    @Slot(str)
    def typed(self, query: str) -> None:
        self._query = query
        self._pause.start()

    @Slot(str)
    def go(self, id: str) -> None:
        post = self._posts.get(id)
        if post is not None:
            self.close()
            self.found.emit(post)

    @Slot()
    def again(self) -> None:
        self._asked = ""
        self._ask()

    @Slot()
    def older(self) -> None:
        """Called when the list is scrolled to its end."""
        if self._more and not self._busy and self._rows.rows:
            self._spawn(self._asked, self._rows.rows[-1].at)

    def stop(self) -> None:
        self._pause.stop()

    def _ask(self) -> None:
        query = self._query.strip()
        if query == self._asked:
            return
        self._asked = query
        if self._asking is not None:
            self._asking.cancel()
        if query:
            self._spawn(query, 0)
        else:
            self._show((), False)

    def _spawn(self, query: str, before: int) -> None:
        self._busy = True
        self._asking = self._tasks.spawn("Search the posts", self._search(query, before), "feeds")
        self.changed.emit()

    async def _search(self, query: str, before: int) -> None:
        try:
            page = await self._live.session.posts(query=query, before=before, limit=PAGE)
        except WarroomError as error:
            if query == self._asked:
                self._busy = False
                self._problem = f"{error.message} {error.hint}".strip()
                self._posts, self._asked = {}, ""
                self._rows.show(())
                self.changed.emit()
            return
        if query == self._asked:
            known = list(self._posts.values()) if before else []
            self._show((*known, *page.posts), page.more)

    def _show(self, posts: tuple[Post, ...], more: bool) -> None:
        self._posts = {post.id: post for post in posts}
        self._busy, self._more, self._problem = False, more, ""
        now = self._live.now()
        self._rows.show(self._row(post, now) for post in self._posts.values())
        self.changed.emit()

    def _row(self, post: Post, now: int) -> FoundRow:
        words = tame_line(post.text or (post.link.title if post.link else "") or post.warning, 240)
        if post.warning:
            words = f"Content warning: {tame_line(post.warning, 160)}"
        time, age = self._live.clock_at(post.at), clock.age(now - post.at)
        return FoundRow(post.id, author_of(post), words, source_of(post), post.in_rehearsal, time, age, ", ".join(post.topics), post.at)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    @Property(str, notify=changed)
    def query(self) -> str:
        """The last question, to begin from."""
        return self._asked

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[FoundRow]:
        return self._rows

    @Property(str, notify=changed)
    def state(self) -> str:
        """What stands where there are no results, or under them."""
        if self._problem:
            return self._problem
        if self._busy:
            return "Searching…"
        if not self._asked:
            return "Every post of the last two hours is searched: words, “whole phrases”, -without, author:name."
        if not self._rows.rows:
            return "No post that is kept says this."
        return f"{len(self._rows.rows)}{'+' if self._more else ''} found, the newest first."

    @Property(bool, notify=changed)
    def failed(self) -> bool:
        return bool(self._problem)
