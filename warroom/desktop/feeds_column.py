"""One live column: the posts of one topic, newest first. Nothing in it moves while somebody reads, points or has scrolled away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds_rows import Bar, PostRow, Sight, bar_row, post_row
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


@dataclass(frozen=True)
class Eyes:
    """What a column asks of the feeds: times, and what is known of pictures and people. Nothing in it waits."""

    now: Callable[[], int]
    clock_at: Callable[[int], str] = str
    pictures: Callable[[], bool] = lambda: False
    image: Callable[[str, str], str] = lambda url, size: ""
    profile: Callable[[str], Profile | None] = lambda author: None


@QmlElement
@QmlUncreatable("Columns belong to the feeds.")
class FeedColumn(QObject):
    """Painting holds while the pointer is over it, while it is scrolled away from its top, while a post is chosen, while held by hand,
    and while it shows an earlier time. Intake never holds: what comes waits, counted, and is shown in one batch when the hold ends.
    """

    changed = Signal()
    chosenChanged = Signal()
    toTop = Signal()  # the view goes to its first row
    toRow = Signal(int)  # the view goes to that row
    newerCame = Signal(int)  # so many rows were put before the first, while an earlier time is shown
    looked = Signal()  # other rows are on screen

    def __init__(self, name: str, colour: int, eyes: Eyes, parent: QObject) -> None:
        super().__init__(parent)
        self._name, self._colour, self._eyes = name, colour, eyes
        self._model = RecordListModel(PostRow, "id", self)
        self._entries: dict[str, Entry] = {}
        self._waiting: dict[str, Entry] = {}
        self._gone: dict[str, str] = {}
        self._restored: list[Post] = []
        self._aside: list[Entry] = []  # the live rows while an earlier time is shown
        self._unwarned: set[str] = set()
        self._opened: dict[str, str] = {}  # who says the same, a line each
        self._overflowed = self._told = self._newest = self._seen = self._then = self._first = self._last = 0
        self._chosen = self._filtered = self._hidden = ""
        self.minds_pointer = True
        self._pointed = self._away = self._by_hand = False

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
        """Posts that were hidden come back to where their time is, when nothing holds any more."""
        self._restored += [post for post in posts if post.id not in self._entries or post.id in self._gone]
        for post in self._restored:
            if self._gone.pop(post.id, None) is not None:
                self._repaint(post.id)

    def settle(self) -> None:
        """Show what waits, unless held. Called a few times a second."""
        if not self.held or (not self._model.rows and not self._then):
            self._flush()
        self._tell()

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
            back = {post.id: post for post in self._restored if post.id not in self._entries}
            entries = sorted((*self._shown(), *back.values()), key=lambda entry: entry.at, reverse=True)[:MOST]
            self._entries |= back
            self._model.show(self._row(entry) for entry in entries)
            self._restored = []

    def _trim(self) -> None:
        if len(self._entries) > len(self._model.rows):
            shown = {row.id for row in self._model.rows}
            self._entries = {id: entry for id, entry in self._entries.items() if id in shown}

    def anew(self, entries: Sequence[Entry]) -> None:
        """Nothing but these, oldest first: what is wanted of the topic has changed."""
        self.leave_then()
        self.choose("")
        self._waiting.clear()
        self._gone.clear()
        self._entries = {entry.id: entry for entry in entries[-MOST:]}
        self._model.show(self._row(entry) for entry in reversed(entries[-MOST:]))
        self._newest = max((entry.at for entry in entries), default=0)
        self.toTop.emit()
        self._tell()

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

    # an earlier time

    def show_then(self, at: int, posts: Sequence[Post], chosen: str = "") -> None:
        """The posts around a time, newest first, in the place of the newest; these go on coming and wait."""
        if not self._then:
            self._sweep()
            self._aside = self._shown()
        self._then = at
        self.choose("")
        self._entries = {post.id: post for post in posts}
        self._model.show(self._row(post) for post in posts)
        near = next((place for place, post in enumerate(posts) if post.id == chosen or (not chosen and post.at <= at)), len(posts) - 1)
        if chosen in self._entries:
            self.choose(chosen)
        if near >= 0:
            self.toRow.emit(near)
        self._tell()

    def leave_then(self) -> None:
        """Back to where it ran, with what has come since still waiting."""
        if self._then:
            self._then = 0
            self._entries = {entry.id: entry for entry in self._aside}
            self._aside = []
            self._model.show(self._row(entry) for entry in self._entries.values())

    @property
    def then(self) -> int:
        return self._then

    # what is chosen

    @property
    def chosen(self) -> Post | None:
        entry = self._entries.get(self._chosen)
        return entry if isinstance(entry, Post) else None

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

    def move(self, by: int) -> None:
        """Choose the next or previous post; before the first one nothing is chosen and the column runs again."""
        posts = [row.id for row in self._model.rows if row.kind == "post"]
        if not posts:
            return
        at = posts.index(self._chosen) if self._chosen in posts else -1
        wanted = 0 if at < 0 and by > 0 else at + by
        self.choose(posts[min(wanted, len(posts) - 1)] if wanted >= 0 else "")
        if wanted < 0 and not self._then:
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
        self._unwarned.add(id)
        self._repaint(id)
        self.looked.emit()

    def unfold(self, id: str, members: str | None) -> None:
        """Show it whole, with who says the same; None folds it again."""
        if members is None:
            self._opened.pop(id, None)
        else:
            self._opened[id] = members
        self._repaint(id)

    def is_unfolded(self, id: str) -> bool:
        return id in self._opened

    @Slot()
    def hold(self) -> None:
        """Hold or let go by hand."""
        self._by_hand = not self._by_hand
        self.settle()

    @Slot()
    def back(self) -> None:
        """Back to the newest: everything that held it is let go, except the pointer's place, and the view goes to its top."""
        self.choose("")
        self.leave_then()
        self._by_hand = self._away = False
        self._flush()
        self.toTop.emit()
        self._tell()

    # what the view tells and shows

    def _tell(self) -> None:
        aside = {entry.id for entry in self._aside} if self._then else self._entries
        self._told = self._overflowed + sum(1 for entry in self._waiting.values() if isinstance(entry, Post) and entry.id not in aside)
        self.changed.emit()

    @property
    def held(self) -> bool:
        return (self._pointed and self.minds_pointer) or self._away or self._by_hand or bool(self._chosen) or bool(self._then)

    def _set_pointed(self, pointed: bool) -> None:
        self._pointed = pointed
        self.settle()

    def _set_away(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            self.settle()

    def say(self, filtered: str, hidden: int) -> None:
        """What is not shown here, and why. Told with the next `changed`."""
        self._filtered, self._hidden = filtered, f"{clock.count(hidden)} hidden by mutes" if hidden else ""

    @Slot(int, int)
    def sees(self, first: int, last: int) -> None:
        """These rows are on screen."""
        self._first, self._last = max(0, first), last
        self.looked.emit()

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
    def last(self) -> str:
        """How old the newest post is, shown or not."""
        return clock.age(self._eyes.now() - self._newest) if self._newest else ""

    @Property(str, notify=changed)
    def filtered(self) -> str:
        return self._filtered

    @Property(str, notify=changed)
    def hidden(self) -> str:
        return self._hidden

    @Property(str, notify=changed)
    def wayBack(self) -> str:
        """What the button back to the newest says; empty where the column is there."""
        new = f"{clock.count(self._told)} new" if self._told else ""
        if self._then:
            return f"Back to live · {new}" if new else "Back to live"
        return new if self.held else ""

    @Property(bool, notify=changed)
    def earlier(self) -> bool:
        """Whether it shows an earlier time."""
        return bool(self._then)

    @Property(str, notify=changed)
    def note(self) -> str:
        if self._then:
            return f"at {self._eyes.clock_at(self._then)}"
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
