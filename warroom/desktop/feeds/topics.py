"""The editor of the room's topics: what they match, how soon they tell of a spike, and in which order they stand. For the whole room."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.feeds.topics_rows import TopicDraft, TopicRow, parted, topic_row
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import called
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import RoomError
from warroom.plan.model import Topic
from warroom.review.commands import Actor, SetTopics
from warroom.review.decide import decide

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "topics"
_NO_CHANGE = "wrong_state"


@QmlElement
@QmlUncreatable("The topics belong to the desk.")
class TopicsEditor(QObject):
    """A copy of the room's topics until it is saved; `refilled` when the fields are to show another topic."""

    changed = Signal()
    refilled = Signal()
    asked = Signal()
    saved = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self._drafts: list[TopicDraft] = []
        self._elsewhere = live.state.plan.elsewhere
        self._base = self._next = 0
        self._base_topics = live.state.plan.topics
        self._chosen = -1
        self._open = self._removing = self._busy = False
        self._rows = RecordListModel(TopicRow, "key", self)
        live.changed.connect(self._on_change)

    def add_keys(self, keys: Keys) -> None:
        open_, may = lambda: self._open, lambda: self._open and self.may
        keys.add("anywhere", "topics.open", "Topics: what the feeds match", "F7", self.asked.emit)
        keys.add(
            "anywhere",
            "topics.save",
            "Save the topics for everybody",
            "Ctrl+S",
            self.save,
            ready=lambda: may() and self.ready,
            over="topics",
        )
        keys.add(PLACE, "topics.next", "Next topic", "J Down", lambda: self.step(1), repeats=True, ready=open_)
        keys.add(PLACE, "topics.previous", "Previous topic", "K Up", lambda: self.step(-1), repeats=True, ready=open_)
        keys.add(PLACE, "topics.down", "Move the topic down", "Shift+J Ctrl+Down", lambda: self.move(1), repeats=True, ready=may)
        keys.add(PLACE, "topics.up", "Move the topic up", "Shift+K Ctrl+Up", lambda: self.move(-1), repeats=True, ready=may)
        keys.add(PLACE, "topics.add", "A new topic", "N", lambda: self.add("", []), ready=may)
        keys.add(PLACE, "topics.remove", "Remove the topic", "Del X", self.askRemove, ready=may)

    # opening

    @Slot()
    def open(self) -> None:
        """Begin with the room's topics; what was typed and not saved before stands as it was left."""
        if not self._open:
            self._open = True
            if not self._drafts or not self.dirty:
                self._take()
        self._show(refill=True)

    @Slot(str, list)
    def offer(self, name: str, words: list[str]) -> None:
        """Open with a new topic begun."""
        self.open()
        if self.may:
            self.add(name, words)
        self.asked.emit()

    @Slot()
    def close(self) -> None:
        self._open = self._removing = False
        self._notices.clear(PLACE)
        self.changed.emit()

    @Slot()
    def takeTheirs(self) -> None:
        """Forget what was typed here: the room's topics as they are now."""
        self._take()
        self._show(refill=True)

    @Slot()
    def keepMine(self) -> None:
        """What is typed here goes over what somebody else has set meanwhile."""
        self._base = self._live.state.topics_seq
        self._base_topics = self._live.state.plan.topics
        self._show()

    def _take(self) -> None:
        plan = self._live.state.plan
        self._drafts = [TopicDraft(key, topic, topic.name) for key, topic in enumerate(plan.topics)]
        self._next = len(self._drafts)
        self._elsewhere = plan.elsewhere
        self._base = self._live.state.topics_seq
        self._base_topics = plan.topics
        self._chosen = min(max(self._chosen, 0), len(self._drafts) - 1)
        self._removing = False

    # changing

    @Slot(str, list)
    def add(self, name: str, words: list[str]) -> None:
        self._drafts.append(TopicDraft(self._next, Topic(name, tuple(words)), ""))
        self._next += 1
        self._chosen = len(self._drafts) - 1
        self._show(refill=True)

    @Slot(int)
    def step(self, by: int) -> None:
        self.choose(self._chosen + by)

    @Slot(int)
    def choose(self, row: int) -> None:
        if self._drafts:
            self._chosen = min(max(0, row), len(self._drafts) - 1)
            self._removing = False
            self._show(refill=True)

    @Slot(int)
    def move(self, by: int) -> None:
        to = self._chosen + by
        if self.may and 0 <= self._chosen < len(self._drafts) and 0 <= to < len(self._drafts):
            self._drafts.insert(to, self._drafts.pop(self._chosen))
            self._chosen = to
            self._show()

    @Slot()
    def askRemove(self) -> None:
        self._removing = self.may and 0 <= self._chosen < len(self._drafts)
        self.changed.emit()

    @Slot(bool)
    def remove(self, really: bool) -> None:
        """The answer to the question."""
        if self._removing and really:
            del self._drafts[self._chosen]
            self._chosen = min(self._chosen, len(self._drafts) - 1)
        self._removing = False
        self._show(refill=True)

    @Slot(str, str)
    def write(self, field: str, text: str) -> None:
        """`field`: name · any · all · none · languages, as it is typed."""
        value = text if field == "name" else parted(text.lower() if field == "languages" else text)
        self._change(**{field: value})

    @Slot(str)
    def tune(self, sensitivity: str) -> None:
        self._change(sensitivity=sensitivity)

    @Slot(str)
    def tuneElsewhere(self, sensitivity: str) -> None:
        if self.may:
            self._elsewhere = sensitivity
            self._show()

    def _change(self, **fields: object) -> None:
        if self.may and 0 <= self._chosen < len(self._drafts):
            draft = self._drafts[self._chosen]
            self._drafts[self._chosen] = TopicDraft(draft.key, replace(draft.topic, **fields), draft.was)
            self._show()

    # saving

    def _command(self) -> SetTopics:
        return SetTopics(self._base, tuple(draft.topic for draft in self._drafts), self._elsewhere)

    @Slot()
    def save(self) -> None:
        if self.ready and not self._busy:
            self._busy = True
            self.changed.emit()
            self._tasks.spawn("Save the topics", self._save(self._command()), PLACE)

    async def _save(self, command: SetTopics) -> None:
        try:
            await self._live.session.send(command)
        except RoomError as error:
            if error.code != "stale_version":
                raise
            return  # who changed them is said by what comes from the room
        finally:
            self._busy = False
            self.changed.emit()
        self._take()
        self._show(refill=True)
        self.saved.emit()

    def _on_change(self, _change: object) -> None:
        if self._open:
            if self._base != self._live.state.topics_seq and not self._busy and not self._differs(self._base_topics):
                self._take()
                self.refilled.emit()
            self._show()

    # what is shown

    def _show(self, *, refill: bool = False) -> None:
        rows = [self._row(place, draft) for place, draft in enumerate(self._drafts)]
        self._rows.show(rows)
        self.changed.emit()
        if refill:
            self.refilled.emit()

    def _differs(self, topics: tuple[Topic, ...]) -> bool:
        return tuple(draft.topic for draft in self._drafts) != topics

    def _row(self, place: int, draft: TopicDraft) -> TopicRow:
        before = next((topic for topic in self._base_topics if topic.name == draft.was), None)
        return topic_row(draft, before, self._live.state.colour(draft.was), place == self._chosen)

    @property
    def _topic(self) -> Topic | None:
        return self._drafts[self._chosen].topic if 0 <= self._chosen < len(self._drafts) else None

    @Property(bool, notify=changed)
    def may(self) -> bool:
        """Whether this person may change topics at all."""
        return bool({"writer", "producer"} & set(self._live.session.roles))

    @Property(bool, notify=changed)
    def dirty(self) -> bool:
        return self._differs(self._base_topics) or self._elsewhere != self._live.state.plan.elsewhere

    @Property(str, notify=changed)
    def conflict(self) -> str:
        """Who changed the topics while they were changed here, and when; empty where nobody did."""
        state = self._live.state
        if not self._open or self._base == state.topics_seq or self._busy:
            return ""
        who = called(state.topics_by, self._live.session.person)
        return f"{who[:1].upper()}{who[1:]} changed the topics at {self._live.clock_at(state.topics_at)}, while you changed them here."

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why it cannot be saved, as the room would say it; empty where it can, or where nothing is changed."""
        if not self.may:
            return "Only a writer or a producer may change the topics. Ask one of them."
        if self.conflict:
            return ""
        person = Actor(self._live.session.person, self._live.session.device)
        try:
            decide(self._live.state, "topics", self._command(), person, self._live.now(), lambda _: False)
        except RoomError as error:
            return "" if error.code == _NO_CHANGE else error.message
        return ""

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """It can be saved now."""
        return self.may and not self._busy and not self.conflict and self.dirty and not self.problem

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(bool, notify=changed)
    def removing(self) -> bool:
        return self._removing

    @Property(bool, notify=changed)
    def any(self) -> bool:
        return self._topic is not None

    @Property(str, notify=changed)
    def name(self) -> str:
        return self._topic.name if self._topic is not None else ""

    @Property(str, notify=changed)
    def anyOf(self) -> str:
        return ", ".join(self._topic.any) if self._topic is not None else ""

    @Property(str, notify=changed)
    def allOf(self) -> str:
        return ", ".join(self._topic.all) if self._topic is not None else ""

    @Property(str, notify=changed)
    def noneOf(self) -> str:
        return ", ".join(self._topic.none) if self._topic is not None else ""

    @Property(str, notify=changed)
    def languages(self) -> str:
        return ", ".join(self._topic.languages) if self._topic is not None else ""

    @Property(str, notify=changed)
    def sensitivity(self) -> str:
        return self._topic.sensitivity if self._topic is not None else ""

    @Property(str, notify=changed)
    def elsewhere(self) -> str:
        return self._elsewhere

    @Property(bool, notify=changed)
    def renamed(self) -> bool:
        """A topic that was there has another name now."""
        draft = self._drafts[self._chosen] if 0 <= self._chosen < len(self._drafts) else None
        return draft is not None and bool(draft.was) and draft.was != draft.topic.name

    @Property(int, notify=changed)
    def chosenRow(self) -> int:
        return self._chosen

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[TopicRow]:
        return self._rows

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices
