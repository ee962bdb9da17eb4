"""The rows of one column, whatever holds them: what is shown, what waits, what is gone, and what was asked for of an earlier time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds.rows import Bar, PostRow, Sight, bar_row, post_row
from warroom.desktop.models import RecordListModel
from warroom.sources.post import Post
from warroom.wire import Profile

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

MOST = 300  # rows of a column that is let run
MOST_THEN = 600  # of one that shows an earlier time
MOST_WAITING = 2_000
TAKEN_BACK = "Taken back by its author."
MUTED = "Muted."

Entry = Post | Bar


def when(entry: Entry) -> int:
    """By what the rows are in order: when a post was read, where a bar stands."""
    return entry.seen if isinstance(entry, Post) else entry.at


@dataclass(frozen=True)
class Eyes:
    """What a column asks of the feeds: times, and what is known of pictures and people. Nothing in it waits."""

    now: Callable[[], int]
    clock_at: Callable[[int], str] = str
    pictures: Callable[[], bool] = lambda: False
    image: Callable[[str, str], str] = lambda url, size: ""
    profile: Callable[[str], Profile | None] = lambda author: None
    standstill: Callable[[], str] = lambda: ""


@QmlElement  # QML has to know what a column is built on
@QmlUncreatable("Rows belong to their column.")
class FeedShelf(QObject):
    """Newest first. `_flush` is for the column to call, when nothing holds its rows."""

    newerComes = Signal()  # the view is to mark where it stands
    newerCame = Signal(int)  # so many rows were put before the first, while an earlier time is shown

    def __init__(self, eyes: Eyes, parent: QObject) -> None:
        super().__init__(parent)
        self._eyes = eyes
        self._model = RecordListModel(PostRow, "id", self)
        self._entries: dict[str, Entry] = {}
        self._waiting: dict[str, Entry] = {}
        self._gone: dict[str, str] = {}
        self._restored: list[Post] = []
        self._aside: list[Entry] = []  # the live rows while an earlier time is shown
        self._unwarned: set[str] = set()
        self._opened: dict[str, str] = {}  # who says the same, a line each
        self._overflowed = self._newest = self._seen = self._then = self._first = self._last = 0
        self._chosen = ""

    # what comes

    def take(self, entries: Iterable[Entry]) -> None:
        """What came, the oldest first; shown at the next `settle` that nothing holds up. One of a known id replaces it."""
        for entry in entries:
            self._waiting.pop(entry.id, None)
            self._waiting[entry.id] = entry
            self._newest = max(self._newest, entry.at)
            self._seen = max(self._seen, entry.seen if isinstance(entry, Post) else 0)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting)))
            self._overflowed += 1

    def forget(self, ids: Iterable[str], instead: str = TAKEN_BACK) -> None:
        """Not shown any more, at once; the room they take stays until the hold ends."""
        ids = tuple(ids)
        for id in ids:
            self._waiting.pop(id, None)
            if id in self._entries:
                self._gone[id] = instead
                self._repaint(id)
        if self._aside:
            gone = set(ids)
            self._aside = [entry for entry in self._aside if entry.id not in gone]

    def put_back(self, posts: Iterable[Post]) -> None:
        """Posts that were hidden or left out come to where their time is, when nothing holds any more; none older than all there are."""
        rows = self._model.rows
        oldest = when(self._entries[rows[-1].id]) if rows and not self._then else 0
        missing = (post for post in posts if post.id not in self._entries or post.id in self._gone)
        self._restored = [*self._restored, *(post for post in missing if post.seen >= oldest)][-MOST:]
        for post in self._restored:
            if self._gone.pop(post.id, None) is not None:
                self._repaint(post.id)

    def _flush(self) -> None:
        self._sweep()
        fresh: list[Entry] = []
        for entry in self._waiting.values():
            if entry.id in self._entries:
                self._entries[entry.id] = entry
                self._repaint(entry.id)
            else:
                fresh.append(entry)
        self._waiting.clear()
        self._overflowed = 0
        fresh = fresh[-MOST:]
        fresh.reverse()
        for entry in fresh:
            self._entries[entry.id] = entry
        self._model.prepend([self._row(entry) for entry in fresh], MOST)
        self._trim()

    def _sweep(self) -> None:
        """What is gone goes, what comes back comes."""
        if self._gone:
            self._model.discard(self._gone)
            for id in self._gone:
                self._entries.pop(id, None)
            self._gone.clear()
        if self._restored:
            entries = self._shown()
            for post in {post.id: post for post in self._restored if post.id not in self._entries}.values():
                place = next((place for place, entry in enumerate(entries) if when(entry) <= post.seen), len(entries))
                entries.insert(place, post)
            del entries[MOST:]
            self._entries = {entry.id: entry for entry in entries}
            self._model.show(self._row(entry) for entry in entries)
            self._restored = []

    def _trim(self) -> None:
        if len(self._entries) > len(self._model.rows):
            shown = {row.id for row in self._model.rows}
            self._entries = {id: entry for id, entry in self._entries.items() if id in shown}

    def older(self, posts: Iterable[Post]) -> None:
        """More at the end, newest first, as fetched while scrolling back."""
        fresh = [post for post in posts if post.id not in self._entries and post.id not in self._waiting]
        for post in fresh:
            self._entries[post.id] = post
        self._model.append([self._row(post) for post in fresh])

    def newer(self, posts: Iterable[Post]) -> None:
        """More before the first, newest first, while an earlier time is shown."""
        fresh = [post for post in posts if post.id not in self._entries]
        if not self._then or not fresh or len(self._model.rows) > MOST_THEN:
            return
        for post in fresh:
            self._entries[post.id] = post
        self.newerComes.emit()
        self._model.prepend([self._row(post) for post in fresh])
        self.newerCame.emit(len(fresh))

    def grow_older(self) -> None:
        """Write the ages anew."""
        now = self._eyes.now()
        self._model.renew("age", lambda row: clock.age(now - row.at) if row.kind == "post" else "")

    def _row(self, entry: Entry) -> PostRow:
        if isinstance(entry, Bar):
            return bar_row(entry)
        eyes, id = self._eyes, entry.id
        sight = Sight(
            warned=id in self._unwarned,
            opened=id in self._opened,
            instead=self._gone.get(id, ""),
            chosen=id == self._chosen,
            pictures=eyes.pictures(),
            members=self._opened.get(id, ""),
            profile=eyes.profile(entry.author),
            image=eyes.image,
        )
        return post_row(entry, eyes.now(), sight)

    def _repaint(self, id: str) -> None:
        entry = self._entries.get(id)
        if entry is not None:
            self._model.replace(self._row(entry))

    def repaint(self, all_of_them: bool = False) -> None:
        """Pictures or people became known: draw again the rows on screen, or all."""
        for row in tuple(self._model.rows if all_of_them else self._model.rows[self._first : self._last + 1]):
            self._repaint(row.id)

    def _shown(self) -> list[Entry]:
        return [self._entries[row.id] for row in self._model.rows]

    def newest(self, count: int) -> tuple[Post, ...]:
        """The newest posts known, shown or waiting, newest first; of an earlier time those that are shown."""
        waiting = [] if self._then else list(reversed(self._waiting.values()))
        known = (*waiting, *self._shown()[: count + MOST])
        posts = {entry.id: entry for entry in known if isinstance(entry, Post) and entry.id not in self._gone}
        return tuple(posts.values())[:count]

    @property
    def known(self) -> Mapping[str, Entry]:
        """Everything shown or waiting, by its id."""
        return self._entries | {entry.id: entry for entry in self._aside} | self._waiting

    def is_gone(self, id: str) -> bool:
        """Whether only its place is shown still."""
        return id in self._gone

    def knows(self, id: str) -> bool:
        return id in self._entries or id in self._waiting or (bool(self._aside) and any(entry.id == id for entry in self._aside))

    @property
    def seen(self) -> int:
        """When the last of its posts was read by the room, ms; 0: none yet."""
        return self._seen

    @property
    def on_screen(self) -> tuple[Post, ...]:
        rows = self._model.rows[self._first : self._last + 1]
        return tuple(entry for row in rows if isinstance(entry := self._entries.get(row.id), Post))

    def may_look(self, post: Post) -> bool:
        """Whether its pictures are shown: not behind a warning that nobody has opened."""
        return not post.warning or post.id in self._unwarned
