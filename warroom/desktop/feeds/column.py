"""One live column: the posts of one topic, newest first. Nothing in it moves while somebody reads, points or has scrolled away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds.rows import NIGHT_OVER, PostRow
from warroom.desktop.feeds.shelf import MOST, Entry, Eyes, FeedShelf
from warroom.desktop.models import RecordListModel
from warroom.sources.post import Post

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("Columns belong to the feeds.")
class FeedColumn(FeedShelf):
    """Painting holds while the pointer is over it, while it is scrolled away from its top, while a post is chosen, while held by hand,
    and while it shows an earlier time. Intake never holds: what comes waits, counted, and is shown in one batch when the hold ends.
    """

    changed = Signal()
    chosenChanged = Signal()
    toTop = Signal()  # the view goes to its first row
    toRow = Signal(int)  # the view goes to that row
    looked = Signal()  # other rows are on screen

    def __init__(self, name: str, colour: int, eyes: Eyes, parent: QObject) -> None:
        super().__init__(eyes, parent)
        self._name, self._colour = name, colour
        self._told = 0
        self._filtered = self._hidden = ""
        self.minds_pointer = True
        self._pointed = self._away = self._by_hand = False

    def settle(self) -> None:
        """Show what waits, unless held. Called a few times a second."""
        if not self.held or (not self._model.rows and not self._then):
            self._flush()
        self._tell()

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
        """What is not shown here, and why."""
        said = (filtered, f"{clock.count(hidden)} hidden by mutes" if hidden else "")
        if said != (self._filtered, self._hidden):
            self._filtered, self._hidden = said
            self.changed.emit()

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
        return "Scrolled away" if self._away else self._eyes.standstill() or "Live"

    @Property(bool, notify=changed)
    def running(self) -> bool:
        """As far as anybody can tell: nothing holds it, and something is read."""
        return not self.held and self._eyes.standstill() in ("", NIGHT_OVER)

    pointed = Property(bool, lambda self: self._pointed, _set_pointed, notify=changed)
    away = Property(bool, lambda self: self._away, _set_away, notify=changed)


@dataclass(frozen=True)
class ColumnRow:
    name: str
    modelData: FeedColumn
