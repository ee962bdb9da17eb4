"""One live column: the posts of one topic, newest first. Nothing in it moves while somebody reads, points or has scrolled away."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds_rows import PostRow, post_row
from warroom.desktop.models import RecordListModel
from warroom.sources.post import Post

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

MOST = 300  # rows of a column that is let run
MOST_WAITING = 2_000


@QmlElement
@QmlUncreatable("Columns belong to the feeds.")
class FeedColumn(QObject):
    """Painting holds while the pointer is over it, while it is scrolled away from its top, while a post is chosen, and while held by hand.

    Intake never holds: what comes waits, counted, and is shown in one batch when the hold ends.
    """

    changed = Signal()
    chosenChanged = Signal()
    toTop = Signal()  # the view goes to its first row

    def __init__(self, name: str, colour: int, now: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._name, self._colour, self._now = name, colour, now
        self._model = RecordListModel(PostRow, "id", self)
        self._posts: dict[str, Post] = {}
        self._waiting: dict[str, Post] = {}
        self._gone: set[str] = set()
        self._opened: set[str] = set()
        self._overflowed = self._told = 0
        self._chosen = ""
        self.minds_pointer = True
        self._pointed = self._away = self._by_hand = False

    # what comes

    def take(self, posts: Iterable[Post]) -> None:
        """Posts as they came; shown at the next `settle` that nothing holds up. One of a known id replaces it."""
        for post in posts:
            self._waiting.pop(post.id, None)
            self._waiting[post.id] = post
        while len(self._waiting) > MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting)))
            self._overflowed += 1

    def forget(self, ids: Iterable[str]) -> None:
        """Their authors took these back: not shown any more, at once; the room they take stays until the hold ends."""
        for id in ids:
            self._waiting.pop(id, None)
            if id in self._posts:
                self._gone.add(id)
                self._repaint(id)

    def settle(self) -> None:
        """Show what waits, unless held. Called a few times a second."""
        if not self.held or not self._model.rows:
            self._flush()
        self._tell()

    def _flush(self) -> None:
        if self._gone:
            self._model.discard(self._gone)
            for id in self._gone:
                self._posts.pop(id, None)
            self._gone.clear()
        fresh = []
        for post in self._waiting.values():
            if post.id in self._posts:
                self._posts[post.id] = post
                self._repaint(post.id)
            else:
                fresh.append(post)
        self._waiting.clear()
        self._overflowed = 0
        fresh = fresh[-MOST:]
        fresh.reverse()
        for post in fresh:
            self._posts[post.id] = post
        self._model.prepend([self._row(post) for post in fresh], MOST)
        if len(self._posts) > len(self._model.rows):
            shown = {row.id for row in self._model.rows}
            self._posts = {id: post for id, post in self._posts.items() if id in shown}

    def older(self, posts: Iterable[Post]) -> None:
        """More at the end, newest first, as fetched while scrolling back."""
        fresh = [post for post in posts if post.id not in self._posts and post.id not in self._waiting]
        for post in fresh:
            self._posts[post.id] = post
        self._model.append([self._row(post) for post in fresh])

    def grow_older(self) -> None:
        """Write the ages anew."""
        now = self._now()
        self._model.renew("age", lambda row: clock.age(now - row.at))

    def _row(self, post: Post) -> PostRow:
        return post_row(post, self._now(), opened=post.id in self._opened, gone=post.id in self._gone, chosen=post.id == self._chosen)

    def _repaint(self, id: str) -> None:
        post = self._posts.get(id)
        if post is not None:
            self._model.replace(self._row(post))

    # what is chosen

    @property
    def chosen(self) -> Post | None:
        return self._posts.get(self._chosen)

    def newest(self, count: int) -> tuple[Post, ...]:
        """The newest posts known, shown or waiting, newest first."""
        waiting = list(reversed(self._waiting.values()))
        shown = [self._posts[row.id] for row in self._model.rows[:count]]
        return tuple({post.id: post for post in (*waiting, *shown)}.values())[:count]

    def move(self, by: int) -> None:
        """Choose the next or previous post; before the first one nothing is chosen and the column runs again."""
        rows = self._model.rows
        if not rows:
            return
        at = self._model.find(self._chosen)
        wanted = 0 if at < 0 and by > 0 else at + by
        self.choose(rows[min(wanted, len(rows) - 1)].id if wanted >= 0 else "")
        if wanted < 0:
            self.back()

    @Slot(str)
    def choose(self, id: str) -> None:
        """Choose this post; an empty id chooses none."""
        if id == self._chosen:
            return
        before, self._chosen = self._chosen, id
        for one in (before, id):
            self._repaint(one)
        self.chosenChanged.emit()
        self._tell()

    @Slot(str)
    def open(self, id: str) -> None:
        """Show what stands behind a content warning."""
        self._opened.add(id)
        self._repaint(id)

    @Slot()
    def hold(self) -> None:
        """Hold or let go by hand."""
        self._by_hand = not self._by_hand
        self.settle()

    @Slot()
    def back(self) -> None:
        """Back to the newest: everything that held it is let go, except the pointer's place, and the view goes to its top."""
        self.choose("")
        self._by_hand = self._away = False
        self._flush()
        self.toTop.emit()
        self._tell()

    # what the view tells and shows

    def _tell(self) -> None:
        self._told = self._overflowed + sum(1 for id in self._waiting if id not in self._posts)
        self.changed.emit()

    @property
    def held(self) -> bool:
        return (self._pointed and self.minds_pointer) or self._away or self._by_hand or bool(self._chosen)

    def _set_pointed(self, pointed: bool) -> None:
        self._pointed = pointed
        self.settle()

    def _set_away(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            self.settle()

    @Property(str, constant=True)
    def name(self) -> str:
        return self._name

    @Property(int, constant=True)
    def colour(self) -> int:
        return self._colour

    @Property(RecordListModel, constant=True)
    def posts(self) -> RecordListModel[PostRow]:
        return self._model

    @Property(int, notify=chosenChanged)
    def row(self) -> int:
        return self._model.find(self._chosen) if self._chosen else -1

    @Property(int, notify=changed)
    def waiting(self) -> int:
        """How many posts wait to be shown, as of the last `changed`: whoever shows it shows the same."""
        return self._told

    @Property(str, notify=changed)
    def note(self) -> str:
        if self._by_hand:
            return "Held"
        if self._pointed and self.minds_pointer:
            return "Paused under the pointer"
        if self._chosen:
            return "Held while you choose"
        return "Scrolled away" if self._away else "Live"

    @Property(bool, notify=changed)
    def running(self) -> bool:
        return not self.held

    pointed = Property(bool, lambda self: self._pointed, _set_pointed, notify=changed)
    away = Property(bool, lambda self: self._away, _set_away, notify=changed)
