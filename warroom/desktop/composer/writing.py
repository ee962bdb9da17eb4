"""Writing, as the composer shows it: what changes the draft on the desk, and the card that follows. `screen.py` builds on it."""

from __future__ import annotations

import datetime as dt
import time

import msgspec
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.compose.model import PictureAsset, Template
from warroom.desktop.card.worker import CardWorker
from warroom.desktop.clipboard import Clipboard
from warroom.desktop.composer.desk import Desk
from warroom.desktop.composer.edit import with_slot
from warroom.desktop.composer.instances import Instances
from warroom.desktop.composer.lane import followed
from warroom.desktop.composer.pictures import Pictures
from warroom.desktop.composer.preview import CardPreview
from warroom.desktop.composer.rows import slot_values
from warroom.desktop.composer.send import make_item
from warroom.desktop.composer.shown import ComposerShown
from warroom.desktop.composer.templates import TemplateChoice
from warroom.desktop.drafts import Draft, DraftStore
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.desktop.templates.pictures import TemplatePictures
from warroom.desktop.templates.published import Templates
from warroom.desktop.templates.shelf import Entry, TemplateShelf, planned_entries
from warroom.errors import TemplateError, WarroomError
from warroom.plan.model import Target
from warroom.review.model import Item, Moment, Shell

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "composer"
SETTLE_MS = 25
READ_AHEAD_MS = 400


def local_ms() -> int:
    return int(time.time() * 1000)


@QmlElement  # QML has to know what the composer is built on
@QmlUncreatable("Writing belongs to the composer.")
class ComposerWriting(QObject):
    """`refilled` when the fields are to be set anew: another draft, undo, theirs. Every slot that writes saves the draft at once."""

    changed = Signal()
    refilled = Signal()
    diskTrouble = Signal(str)
    askedLibrary = Signal(str)

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject, worker: CardWorker | None) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self._folder = locations.home() / "drafts" / live.session.room
        self._store = DraftStore(self._folder, self._on_disk_trouble)
        self._desk = Desk(self._store, local_ms)
        self._pictures = Pictures(self._folder / "pictures", live)
        self._worker = worker or CardWorker()  # no child of this object: its thread may outlive a desk that was not stopped
        self._clipboard = Clipboard()
        self._shelf = TemplateShelf(self._entries(), self)
        self._published = Templates(live, self._shelf, tasks, notices, self)
        self._preview = CardPreview(self._worker, self)
        self._instances = Instances(live, tasks, self)
        self._instances.changed.connect(self._order_card)
        self._template_pictures = TemplatePictures(self._preview.images, self._shelf.get, self)
        self._choice = TemplateChoice(self._shelf, self._template_pictures, self)
        self._shown = ComposerShown(self._pictures, self)
        self._restored = ""
        self._making = ""
        self._admitting = 0
        self._glances: dict[str, PictureAsset] = {}  # by slot
        # Lists and notes follow a little after a key: the thread that draws its card goes first.
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(lambda: self._refresh())
        # The others are read once the first card is on the screen.
        self._read_ahead = QTimer(self, singleShot=True, interval=READ_AHEAD_MS)
        self._read_ahead.timeout.connect(self._shelf.read_ahead)
        self._read_ahead.timeout.connect(self._pictures.warm)
        self._preview.failed.connect(self._on_render_failed)
        self._template_pictures.drawn.connect(self._preview.framed)
        self._template_pictures.failed.connect(lambda _key, error: self._on_render_failed(error))
        self._shelf.failed.connect(lambda error: notices.report(PLACE, error))
        self._choice.picked.connect(self.chooseTemplate)
        self.diskTrouble.connect(self._say_disk_trouble)
        live.ticked.connect(self._shown.tick)

    def stop(self) -> None:
        """Write what is not written yet, end the threads, leave nothing of ours on the clipboard."""
        self._settling.stop()
        self._read_ahead.stop()
        self._pictures.close()
        self._published.stop()
        self._shelf.close()
        self._template_pictures.close()
        self._worker.close()
        self._store.close()
        self._clipboard.forget()

    def _refresh(self, _what: object = None) -> None:
        """Show the draft as it is now; the composer that builds on this shows more."""
        self.changed.emit()

    @Property(ComposerShown, constant=True)
    def shown(self) -> ComposerShown:
        return self._shown

    @Property(TemplateChoice, constant=True)
    def templates(self) -> TemplateChoice:
        return self._choice

    @Property(CardPreview, constant=True)
    def preview(self) -> CardPreview:
        return self._preview

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    # --- writing

    @Slot(str, str)
    def fill(self, slot: str, value: str) -> None:
        before, shell = self._desk.draft, self._shell
        if before is not None and shell is not None:
            self._edited(self._desk.change(f"slot {slot}", followed(shell, before, with_slot(before, slot, value), slot)))
        else:
            self._edited(self._desk.fill(slot, value))

    @Slot(str)
    def setCaption(self, text: str) -> None:
        self._edited(self._desk.write("caption", text))

    @Slot(str)
    def setAlt(self, text: str) -> None:
        self._edited(self._desk.write("alt", text))

    @Slot(str)
    def setWhy(self, text: str) -> None:
        self._edited(self._desk.write("why", text))

    @Slot(str, str)
    def setSource(self, slot: str, source: str) -> None:
        credit = self._desk.draft.credit(slot) if self._desk.draft else None
        self._edited(self._desk.credit(slot, source, credit.rights if credit else ""))

    @Slot(str, str)
    def setRights(self, slot: str, rights: str) -> None:
        credit = self._desk.draft.credit(slot) if self._desk.draft else None
        self._edited(self._desk.credit(slot, credit.source if credit else "", rights))

    @Slot(str)
    def chooseTemplate(self, key: str) -> None:
        template = self._shelf.get(key)
        if template is not None and self._desk.draft is not None:
            self._choice.used(key)
            self._edited(self._desk.template(template, self._template, lambda draft: self._published.pin(draft, template)))
            self._choice.chosen(key)

    @Slot(str)
    def toggleTarget(self, key: str) -> None:
        target = self._target(key)
        if target is not None:
            self._edited(self._desk.toggle(target, self._cut_names(), self._live.state.plan.targets))

    @Slot(str)
    def nextTargetCut(self, key: str) -> None:
        self._edited(self._desk.next_cut(key, self._cut_names()))

    @Slot(str)
    def setAside(self, advice: str) -> None:
        """Say this no more of what is written on here."""
        if self._desk.draft is not None and advice:
            aside = (*self._desk.draft.aside, advice)
            self._edited(self._desk.change("advice", msgspec.structs.replace(self._desk.draft, aside=tuple(dict.fromkeys(aside)))))

    @Slot()
    def leaveAdvice(self) -> None:
        """The first piece of advice is set aside."""
        self.setAside(self._shown.advice)

    @Slot()
    def bringBack(self) -> None:
        """Say all advice again."""
        if self._desk.draft is not None:
            self._edited(self._desk.change("advice", msgspec.structs.replace(self._desk.draft, aside=())))

    @Slot()
    def undo(self) -> None:
        self._settle()
        if self._desk.undo():
            self._edited(True)
            self._refill()

    @Slot()
    def redo(self) -> None:
        self._settle()
        if self._desk.redo():
            self._edited(True)
            self._refill()

    @property
    def pictures(self) -> Pictures:
        return self._pictures

    @property
    def published(self) -> Templates:
        return self._published

    @property
    def _template(self) -> Template | None:
        draft = self._desk.draft
        if draft is None:
            return None
        return self._published.of(draft) or (None if self._published.awaited(draft) else self._first_template())

    def _first_template(self) -> Template | None:
        """The first that can be read: pinned, or used last."""
        return next((template for key in self._choice.order if (template := self._shelf.get(key)) is not None), None)

    @property
    def _shell(self) -> Shell | None:
        """What the draft is made from."""
        draft, item = self._desk.draft, self._item
        return self._live.state.shells.get((draft.shell if draft else "") or (item.shell if item else ""))

    @property
    def _item(self) -> Item | None:
        return self._live.state.items.get(self._desk.draft.item) if self._desk.draft else None

    @property
    def _moment(self) -> Moment | None:
        return self._live.state.moments.get(self._desk.draft.moment) if self._desk.draft else None

    def _target(self, key: str) -> Target | None:
        return next((one for one in self._live.state.plan.targets if f"{one.network}/{one.account}" == key), None)

    def _cut_names(self) -> tuple[str, ...]:
        return tuple(cut.name for cut in self._template.cuts) if self._template else ()

    def _picture_slot(self) -> str:
        return next((slot.name for slot in self._template.slots if slot.kind == "picture"), "") if self._template else ""

    def _today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self._live.event_now() / 1000, self._live.state.plan.event.starts.tzinfo).date()

    def _edited(self, changed: bool) -> None:
        if not changed:
            return
        self._restored = ""
        self._order_card()
        if not self._settling.isActive():
            self._settling.start()
        self._make_item()

    def _settle(self) -> None:
        """Before the draft is replaced: show what was typed, so that the fields see that something else comes."""
        if self._settling.isActive():
            self._settling.stop()
            self._refresh()

    def _make_item(self) -> None:
        """The first change makes the item in the room, so that everyone sees that somebody writes. Sending makes it in any case."""
        draft, moment = self._desk.draft, self._moment
        if draft is None or moment is None or moment.decision != "go" or draft.item in self._live.state.items or self._making == draft.item:
            return
        if self._live.state.stood_down is None and set(self._live.session.roles) & {"writer", "producer"}:
            self._making = draft.item
            self._tasks.spawn("Begin the item", self._begin(draft, moment.title), PLACE)

    async def _begin(self, draft: Draft, title: str) -> None:
        try:
            await make_item(self._live.session, draft, title)
        except WarroomError:
            self._making = ""  # tried again with the next change, and by sending
            raise

    def _order_card(self) -> None:
        draft, template = self._desk.draft, self._template
        if draft is not None and template is not None:
            values = slot_values(template, draft, self._pictures.assets)
            for slot, glance in self._glances.items():
                values = values.with_picture(slot, glance)
            self._preview.show(template, draft, values, self._live.state.plan.guardrails, self._today(), self._instances.server(draft.aims))
        elif draft is not None:
            self._preview.clear()  # what another draft looked like is not how this one does

    def _refill(self) -> None:
        self.refilled.emit()
        self._refresh()

    def _entries(self) -> tuple[Entry, ...]:
        try:
            return planned_entries(self._live.state.plan)
        except TemplateError as error:
            self._notices.report(PLACE, error)
            return ()

    def _on_render_failed(self, error: Exception) -> None:
        if isinstance(error, WarroomError):
            self._notices.report(PLACE, error, key=f"{PLACE}:render")
        else:
            self._notices.crash("Drawing the card", error)

    def _on_disk_trouble(self, error: OSError | None) -> None:
        self.diskTrouble.emit("" if error is None else error.strerror or str(error))

    @Slot(str)
    def _say_disk_trouble(self, what: str) -> None:
        key = f"{PLACE}:disk"
        if what:
            self._notices.tell(PLACE, f"The draft cannot be saved: {what}.", "It is kept in memory and tried again.", "error", key)
        else:
            self._notices.dismiss(key)
