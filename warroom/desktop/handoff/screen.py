"""Handing a greenlit item over: which targets it has and how far each is. The one in hand is `hand.py`.

The room checks everything again at each claim. What is copied and opened is always what the claimed digest names.
"""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.desktop.clock import stopwatch
from warroom.desktop.handoff.hand import PLACE, HandOffHand
from warroom.desktop.handoff.rows import TargetRow, publish_words, target_rows
from warroom.desktop.item_at import ItemAt
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import called
from warroom.desktop.notices import Notices
from warroom.desktop.reviewing.rows import StageRow, stage_rows
from warroom.desktop.tasks import Tasks
from warroom.review import commands
from warroom.review.model import Item, TargetText
from warroom.review.standing import Standing, standing

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The hand-off belongs to its room.")
class HandOffScreen(QObject):
    """`asking` between P and the second gesture; `opened` once that was made; `closed` when it is left."""

    changed = Signal()
    ticked = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._notices = live, notices
        self._at = ItemAt(live)
        self._asking = ""
        self._hand = HandOffHand(live, tasks, notices, locations.home() / "hand-off" / live.session.room, self)
        self._targets = RecordListModel(TargetRow, "place", self)
        self._stages = RecordListModel(StageRow, "key", self)
        self._hand.changed.connect(self._refresh)
        live.changed.connect(self._refresh)
        live.ticked.connect(self._on_tick)

    def stop(self) -> None:
        self._hand.stop()

    # --- what can be done

    @Slot(str)
    def ask(self, item: str) -> None:
        """The first gesture: say what publishing will do. An item that is on its way already is opened at once."""
        found = self._live.state.items.get(item)
        if found is None:
            return
        stands = standing(self._live.state, found)
        if stands.going_out or found.phase == "published":
            self._open(item)
        elif stands.greenlit and not stands.blocks:
            self._asking = item
            self.changed.emit()

    @Slot()
    def confirm(self) -> None:
        """The second gesture."""
        item, self._asking = self._asking, ""
        if item:
            self._open(item)

    @Slot()
    def dismiss(self) -> None:
        self._asking = ""
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        if self._at.id:
            self._at.id = ""
            self._hand.lay_down()
            self.closed.emit()

    @Slot(int)
    def begin(self, place: int) -> None:
        """Take a target in hand; nothing happens where it may not be begun."""
        row = self._targets.record(place)
        if row is not None and row.mayBegin:
            self._hand.begin(self._at.id, place, mine=row.mine)

    @Slot()
    def beginNext(self) -> None:
        place = self._next
        if place is not None:
            self.begin(place)

    @Slot(int, str)
    def drop(self, place: int, reason: str) -> None:
        """Leave a target out, for good."""
        if self._at.id and reason.strip():
            command = commands.DropTarget(item=self._at.id, target=place, reason=reason.strip())
            self._hand.run("Leave the target out", "Leaving out", self._live.session.send(command))

    def add_keys(self, keys: Keys) -> None:
        hand = self._hand
        there = lambda: hand.active  # noqa: E731
        keys.add(PLACE, "handoff.start", "Start the next target", "S", self.beginNext, ready=lambda: self._next is not None and not there())
        keys.add(PLACE, "handoff.picture", "Copy the picture", "1", hand.copyPicture, ready=there)
        keys.add(PLACE, "handoff.caption", "Copy the caption", "2", hand.copyCaption, ready=there)
        keys.add(PLACE, "handoff.alt", "Copy the alt text", "3", hand.copyAlt, ready=there)
        keys.add(PLACE, "handoff.page", "Open the network's page", "O", hand.openPage, ready=lambda: bool(hand.pageText))
        keys.add(PLACE, "handoff.folder", "Open the folder", "F", hand.openFolder, ready=there)

    # --- what is shown

    @Property(HandOffHand, constant=True)
    def hand(self) -> HandOffHand:
        return self._hand

    @Property(RecordListModel, constant=True)
    def targets(self) -> RecordListModel[TargetRow]:
        return self._targets

    @Property(RecordListModel, constant=True)
    def stages(self) -> RecordListModel[StageRow]:
        return self._stages

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return bool(self._asking)

    @Property(str, notify=changed)
    def askingTitle(self) -> str:
        item = self._live.state.items.get(self._asking)
        return f"Publish “{item.title}”" if item is not None else ""

    @Property(str, notify=changed)
    def askingWords(self) -> str:
        item = self._live.state.items.get(self._asking)
        return publish_words(self._live.state, item) if item is not None else ""

    @Property(str, notify=changed)
    def item(self) -> str:
        return self._at.id

    @Property(str, notify=changed)
    def title(self) -> str:
        item = self._at.item
        return item.title if item else ""

    @Property(str, notify=changed)
    def digest(self) -> str:
        item = self._at.item
        current = item.current if item else None
        return current.digest if current else ""

    @Property(str, notify=changed)
    def blocked(self) -> str:
        """Why nothing can be handed over now; empty where it can, and where it is done."""
        stands = self._at.stands
        return " ".join(stands.blocks) if stands is not None and not self.published else ""

    @Property(bool, notify=changed)
    def published(self) -> bool:
        item = self._at.item
        return item is not None and item.phase == "published"

    @Property(str, notify=changed)
    def out(self) -> str:
        """The picture that is out: that of the first target it was posted to."""
        item, text = self._at.item, self._out
        cuts = item.current.content.cuts if item is not None and item.current is not None else ()
        return next((f"image://blob/{cut.blob}" for cut in cuts if text is not None and cut.name == text.cut), "")

    @Property(str, notify=changed)
    def outAlt(self) -> str:
        return self._out.alt if self._out is not None else ""

    @property
    def _out(self) -> TargetText | None:
        item = self._at.item
        targets = item.targets if item is not None else ()
        return next((target.text for target in targets if target.phase == "posted"), None)

    @Property(str, notify=changed)
    def publishedWords(self) -> str:
        item = self._at.item
        if item is None or item.phase != "published":
            return ""
        moment = self._at.moment
        took = stopwatch(item.ended_at - moment.called_at) if moment else ""
        who = called(item.ended_by, self._live.session.person)
        return f"Published by {who}, {took} after the moment was called." if took else f"Published by {who}."

    @Property(str, notify=ticked)
    def sinceMoment(self) -> str:
        return self._at.since_moment

    # --- inside

    @property
    def _next(self) -> int | None:
        return next((row.place for row in self._targets.rows if row.mayBegin), None)

    def _open(self, item: str) -> None:
        self._at.id = item
        self._notices.clear(PLACE)
        self._hand.lay_down(item)
        self.opened.emit()

    def _refresh(self, _change: object = None) -> None:
        self.changed.emit()
        self._on_tick()

    def _on_tick(self) -> None:
        item, stands = self._at.item, self._at.stands
        if item is None or stands is None:
            return
        self._show_targets(item, stands)
        self._stages.show(stage_rows(item, self._at.moment, stands, self._live.now()))
        self.ticked.emit()
        self._hand.ticked.emit()

    def _show_targets(self, item: Item, stands: Standing) -> None:
        retry = item.phase == "published" and any(target.phase == "failed" for target in item.targets)
        writes = bool(set(self._live.session.roles) & {"writer", "producer"})
        open_for = writes and ((stands.greenlit and not stands.blocks) or (retry and not stands.stood_down))
        self._targets.show(target_rows(item, self._live.session.person, self._live.now(), self._hand.place, open_for=open_for))
