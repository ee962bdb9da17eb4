"""Mutes as a person makes, looks through and lifts them: what each hid is counted and can be read."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import uuid_utils
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop import clock
from warroom.desktop.feeds.mutes_rows import HiddenRow, MuteRow, Offer, hidden_row, mute_words, offers
from warroom.desktop.models import RecordListModel
from warroom.errors import MuteError
from warroom.sources.post import Post
from warroom.watch.fold import Recent
from warroom.watch.mute import LASTING, Kind, Lasting, Mute, Muting, check, until
from warroom.wire import Profile

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

LISTED = 100  # posts of each mute that can be read again
_SEEN = 20_000


@dataclass
class _Hidden:
    """What one mute hid since this desk was opened."""

    posts: deque[Post] = field(default_factory=lambda: deque(maxlen=LISTED))
    count: int = 0
    topics: dict[str, int] = field(default_factory=dict)


@QmlElement
@QmlUncreatable("Mutes belong to the feeds.")
class FeedMutes(QObject):
    """`made(mute)` and `lifted(posts)` when the feeds are to be changed at once."""

    changed = Signal()
    typedChanged = Signal()
    made = Signal(object)
    lifted = Signal(object)
    kept = Signal(object)  # the mutes as they are to be remembered

    def __init__(
        self,
        mutes: Sequence[Mute],
        now: Callable[[], int],
        zone: Callable[[], dt.tzinfo | None],
        profile: Callable[[str], Profile | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._now, self._zone, self._profile = now, zone, profile
        self._muting = Muting([mute for mute in mutes if not mute.until or mute.until > now()])
        self._hidden: dict[str, _Hidden] = {}
        self._seen: Recent[str, str] = Recent(_SEEN)
        self._rows = RecordListModel(MuteRow, "id", self)
        self._listing = RecordListModel(HiddenRow, "id", self)
        self._offers = RecordListModel(Offer, "id", self)
        self._open = False
        self._listed = self._problem = self._fits = ""
        self._lasting: Lasting = "1 h"
        self._around: tuple[Post, ...] = ()
        self._refresh()

    # asked by the feeds

    @property
    def any(self) -> bool:
        return bool(self._muting.mutes)

    def hides(self, post: Post) -> bool:
        """Whether a mute hides it; what is hidden is counted, each post once."""
        profile = self._profile(post.author)
        mute = self._muting.hides(post, self._now(), *((profile.handle, profile.name) if profile is not None else ()))
        if mute is None:
            return False
        if self._seen.get(post.id) != mute.id:
            self._seen.put(post.id, mute.id)
            hidden = self._hidden.setdefault(mute.id, _Hidden())
            hidden.posts.append(post)
            hidden.count += 1
            for topic in post.topics:
                hidden.topics[topic] = hidden.topics.get(topic, 0) + 1
        return True

    def count(self, topic: str) -> int:
        """How many posts of this topic the mutes that stand have hidden."""
        return sum(hidden.topics.get(topic, 0) for hidden in self._hidden.values())

    def forget(self, ids: Iterable[str]) -> None:
        """Taken back by their authors: not to be read here either."""
        gone = set(ids)
        for hidden in self._hidden.values():
            if any(post.id in gone for post in hidden.posts):
                hidden.posts = deque((post for post in hidden.posts if post.id not in gone), LISTED)

    def tick(self) -> None:
        """Once a second: mutes whose time is over are lifted."""
        now = self._now()
        for mute in [mute for mute in self._muting.mutes if mute.until and mute.until <= now]:
            self.lift(mute.id)
        if self._open:
            self._refresh()

    def ask(self, post: Post | None, around: tuple[Post, ...]) -> None:
        """Open the sheet on this post; `around` are those that a word is tried on."""
        self._around = around
        self._problem = self._fits = self._listed = ""
        self._offers.show(offers(post, self._profile(post.author)) if post is not None else ())
        self._open = True
        self._refresh()

    # hands

    @Slot()
    def close(self) -> None:
        if self._open:
            self._open = False
            self.changed.emit()

    @Slot()
    def turn(self) -> None:
        """The next length of time."""
        self.last((LASTING.index(self._lasting) + 1) % len(LASTING))

    @Slot(int)
    def last(self, place: int) -> None:
        self._lasting = LASTING[place]
        self.changed.emit()

    @Slot(int)
    def offer(self, place: int) -> None:
        if 0 <= place < len(self._offers.rows):
            one = self._offers.rows[place]
            self._make(one.kind, one.what, one.shown)

    @Slot(str, str)
    def mute(self, kind: str, what: str) -> None:
        """A phrase or an expression, as typed."""
        self._try(kind, what, lambda checked: self._make(kind, checked, ""))

    @Slot(str, str)
    def tried(self, kind: str, what: str) -> None:
        """While it is typed: what is wrong with it, or how many of the posts known would go."""
        self._fits = ""
        if what.strip():
            self._try(kind, what, self._preview(kind))
        else:
            self._problem = ""
            self.typedChanged.emit()

    def _preview(self, kind: str) -> Callable[[str], None]:
        def show(checked: str) -> None:
            trial = Muting([Mute("", kind, checked, 0)])
            fitting = sum(trial.hides(post, 0) is not None for post in self._around)
            self._fits = f"Would hide {fitting} of the {len(self._around)} posts here."
            if trial.slow:
                self._problem = "This expression takes too long. Nested repeats, as in (a+)+, are the usual reason."

        return show

    def _try(self, kind: str, what: str, then: Callable[[str], None]) -> None:
        self._problem = ""
        try:
            checked = check(kind, what)
            then(checked)
        except MuteError as error:
            self._problem = f"{error.message} {error.hint}".strip()
        self.typedChanged.emit()

    def _make(self, kind: Kind, what: str, shown: str) -> None:
        now = self._now()
        mute = Mute(str(uuid_utils.uuid7()), kind, what, now, until(self._lasting, now, self._zone()), shown)
        same = [old for old in self._muting.mutes if (old.kind, old.what) == (kind, what)]
        self._set((*(old for old in self._muting.mutes if old not in same), mute))
        for old in same:
            if old.id in self._hidden:
                self._hidden[mute.id] = self._hidden.pop(old.id)
        self._open = False
        self.made.emit(mute)
        self._refresh()

    @Slot(str)
    def lift(self, id: str) -> None:
        """Its posts come back."""
        self._set(tuple(mute for mute in self._muting.mutes if mute.id != id))
        hidden = self._hidden.pop(id, None)
        if hidden is not None:
            for post in hidden.posts:
                self._seen.drop(post.id)
            self.lifted.emit(tuple(hidden.posts))
        if self._listed == id:
            self._listed = ""
        self._refresh()

    @Slot(str)
    def reveal(self, id: str) -> None:
        """Show what it hid; asked again, no more."""
        self._listed = "" if self._listed == id else id
        self._refresh()

    def _set(self, mutes: tuple[Mute, ...]) -> None:
        slow = self._muting.slow
        self._muting = Muting(mutes)
        self._muting.slow |= slow & {mute.id for mute in mutes}
        self.kept.emit(mutes)

    # what is shown

    def _refresh(self) -> None:
        now = self._now()
        self._rows.show(self._row(mute, now) for mute in reversed(self._muting.mutes))
        hidden = self._hidden.get(self._listed, _Hidden())
        self._listing.show(hidden_row(post, now, self._profile(post.author)) for post in reversed(hidden.posts))
        self.changed.emit()

    def _row(self, mute: Mute, now: int) -> MuteRow:
        hidden = self._hidden.get(mute.id, _Hidden())
        slow = mute.id in self._muting.slow
        left = "for good" if not mute.until else f"{clock.span(mute.until - now)} left"
        said = "off: took too long on a post" if slow else f"hid {clock.count(hidden.count)}"
        return MuteRow(mute.id, mute_words(mute), left, said, slow, mute.id == self._listed)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    @Property(RecordListModel, constant=True)
    def offers(self) -> RecordListModel[Offer]:
        return self._offers

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[MuteRow]:
        return self._rows

    @Property(RecordListModel, constant=True)
    def listing(self) -> RecordListModel[HiddenRow]:
        return self._listing

    @Property(str, notify=changed)
    def listed(self) -> str:
        return self._listed

    @Property(list, constant=True)
    def lastings(self) -> list[str]:
        return list(LASTING)

    @Property(int, notify=changed)
    def lasting(self) -> int:
        return LASTING.index(self._lasting)

    @Property(str, notify=typedChanged)
    def problem(self) -> str:
        return self._problem

    @Property(str, notify=typedChanged)
    def fits(self) -> str:
        return self._fits
