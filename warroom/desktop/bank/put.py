"""Putting what is greenlit into the bank: its texts with the blanks marked in them, a limit for each, and until when it is cleared."""

from __future__ import annotations

import datetime as dt
import re

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.bank.rows import NamedBlank, TextRow, clock_at, may_bank, moulds_of, named_in, text_rows, texts_of, whole_blank
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.plan.table import CLOCK
from warroom.review import blanks, commands
from warroom.review.duty import event_time
from warroom.review.model import Blank, Item, Version
from warroom.review.standing import standing

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "bank"
HOURS = 4  # offered as the end of the clearance
_DAY_MS = 86_400_000
_NIGHT_H = 12  # after the start an event is surely over
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)")


@QmlElement
@QmlUncreatable("Putting into the bank belongs to the bank.")
class BankPut(QObject):
    """`begun` when the fields are to be set anew."""

    changed = Signal()
    begun = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self._texts: RecordListModel[TextRow] = RecordListModel(TextRow, "key", self)
        self._named: RecordListModel[NamedBlank] = RecordListModel(NamedBlank, "key", self)
        self._item = self._digest = self._title = self._until = ""
        self._written: dict[str, str] = {}
        self._limits: dict[str, str] = {}
        self._patterns: dict[str, str] = {}
        self._busy = False

    @Slot(str)
    def ask(self, item: str) -> None:
        """Open the form on a greenlit item."""
        found = self._live.state.items.get(item)
        if found is None or not self.may(found) or found.current is None:
            return
        self._item, self._digest, self._title = item, found.current.digest, found.title
        self._until = self._usual()
        self._written, self._limits, self._patterns = {}, {}, {}
        self._notices.clear(PLACE)
        self.look()
        self.begun.emit()

    @Slot()
    def close(self) -> None:
        self._item = ""
        self.changed.emit()

    @Slot(str, str)
    def write(self, key: str, marked: str) -> None:
        self._written[key] = marked
        self.look()

    @Slot(str)
    def mark(self, key: str) -> None:
        """All of this text is a blank, here and wherever else the same words stand; once more: none of it is."""
        version = self._version
        if version is None:
            return
        texts = {each: (label, text) for each, label, text in texts_of(version.content)}
        label, text = texts[key]
        before = self._written.get(key, text)
        self._written[key] = text if before != text else whole_blank(label, text)
        name = next(iter(named_in((self._written[key],))), "")
        for other, (_, words) in texts.items():
            if other != key and name and text in words and self._written.get(other, words) == words:
                self._written[other] = words.replace(text, "{" + name + "}")
            elif other != key and not name:
                self._written.pop(other, None)
        self.look()
        self.begun.emit()

    @Slot(str, str)
    def limit(self, blank: str, most: str) -> None:
        self._limits[blank] = most
        self.look()

    @Slot(str)
    def turnPattern(self, blank: str) -> None:
        """The next kind of words that this blank may hold."""
        kinds = ["", *blanks.PATTERNS]
        self._patterns[blank] = kinds[(kinds.index(self._patterns.get(blank, "")) + 1) % len(kinds)]
        self.look()

    @Slot(str)
    def setTitle(self, title: str) -> None:
        self._title = title
        self.look()

    @Slot(str)
    def setUntil(self, until: str) -> None:
        self._until = until
        self.look()

    @Slot()
    def put(self) -> None:
        version = self._version
        if version is None or self.reason:
            return
        named = self._blanks()
        moulds = moulds_of(version.content, self._written, (blank.name for blank in named))
        command = commands.BankItem(self._item, self._digest, named, moulds, self._until_ms(), self._title)
        self._busy = True
        self.changed.emit()
        self._tasks.spawn("Put it in the bank", self._send(command), PLACE)

    async def _send(self, command: commands.BankItem) -> None:
        try:
            await self._live.session.send(command)
        finally:
            self._busy = False
            self.changed.emit()
        self.close()

    def may(self, item: Item) -> bool:
        """Whether this person may put that item into the bank as it stands."""
        stands = standing(self._live.state, item)
        writes = bool(set(self._live.session.roles) & {"writer", "producer"})
        return writes and stands.greenlit and may_bank(self._live.state, item.lane)

    def look(self) -> None:
        """Show it as it stands now."""
        version = self._version
        if version is None:
            self._texts.show(())
            self._named.show(())
        else:
            samples = named_in(self._written.values())
            self._texts.show(text_rows(version.content, self._written, samples))
            self._named.show(self._row(blank) for blank in self._blanks())
        self.changed.emit()

    @property
    def _version(self) -> Version | None:
        item = self._live.state.items.get(self._item)
        return item.current if item is not None else None

    def _blanks(self) -> tuple[Blank, ...]:
        samples = named_in(self._written.values())
        return tuple(Blank(name, sample, self._most(name, sample), self._patterns.get(name, "")) for name, sample in samples.items())

    def _most(self, name: str, sample: str) -> int:
        """As written; half as long again as the sample where nothing is."""
        written = self._limits.get(name, "")
        if not written:
            return min(blanks.LONGEST_BLANK, max(4, blanks.count(sample) * 3 // 2))
        return int(written) if written.isdigit() and len(written) < 5 else 0

    def _row(self, blank: Blank) -> NamedBlank:
        why = "needs a limit from 1 to 280" if not 1 <= blank.most <= blanks.LONGEST_BLANK else blanks.wrong(blank, blank.sample)
        pattern = blanks.PATTERNS[blank.pattern][0] if blank.pattern else "any words"
        limit = self._limits.get(blank.name, str(blank.most))
        return NamedBlank(blank.name, blank.sample, limit, pattern, f"{blank.name} {why}." if why else "")

    def _usual(self) -> str:
        """Some hours from now; before the event's day, through its night."""
        state, now = self._live.state, self._live.now()
        starts = state.plan.event.starts
        if event_time(state, now) < starts.timestamp() * 1000 - _DAY_MS / 2:
            return f"{starts + dt.timedelta(hours=_NIGHT_H):%Y-%m-%d %H:%M}"
        return clock_at(state, now + HOURS * 3_600_000)[-5:]

    def _until_ms(self) -> int:
        """The next time the event's clock shows it, or that day's, on the server's clock; 0 where it is no time to come."""
        if dated := _DATED.fullmatch(self._until.strip()):
            return self._dated_ms(dated[1], dated[2])
        if not CLOCK.fullmatch(self._until.strip()):
            return 0
        state, now = self._live.state, self._live.now()
        local = dt.datetime.fromtimestamp(event_time(state, now) / 1000, state.plan.event.starts.tzinfo)
        hours, _, minutes = self._until.strip().partition(":")
        then = local.replace(hour=int(hours), minute=int(minutes), second=0, microsecond=0)
        ahead = int((then - local).total_seconds() * 1000) % _DAY_MS
        speed = state.pace.speed if not state.pace.paused else 1.0
        return now + int((ahead or _DAY_MS) / speed)

    def _dated_ms(self, day: str, time: str) -> int:
        state, now = self._live.state, self._live.now()
        try:
            then = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=state.plan.event.starts.tzinfo)
        except ValueError:
            return 0
        speed = state.pace.speed if not state.pace.paused else 1.0
        ahead = then.timestamp() * 1000 - event_time(state, now)
        return now + int(ahead / speed) if ahead > 0 else 0

    # what is shown

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return bool(self._item)

    @Property(RecordListModel, constant=True)
    def texts(self) -> RecordListModel[TextRow]:
        return self._texts

    @Property(RecordListModel, constant=True)
    def named(self) -> RecordListModel[NamedBlank]:
        return self._named

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def until(self) -> str:
        return self._until

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(str, notify=changed)
    def reason(self) -> str:
        """What stands in the way; empty when nothing does."""
        item = self._live.state.items.get(self._item)
        if item is None or item.current is None:
            return ""
        if item.current.digest != self._digest or not self.may(item):
            return "It is not what was approved any more. Close this and look at the board."
        wrong = next((row.problem for row in (*self._texts.rows, *self._named.rows) if row.problem), "")
        if wrong:
            return wrong
        if not self._named.rows:
            return "Name at least one blank: press Blank beside a text, or write {score=2–1} in it."
        return "" if self._until_ms() else "Say until when it is cleared, as 23:30 or 2026-07-20 02:00."

    @Property(bool, notify=changed)
    def canPut(self) -> bool:
        return bool(self._item) and not self.reason and not self._busy
