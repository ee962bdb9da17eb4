"""The composer: one draft at a time, shown as the card it will be, sent for approval as exactly those bytes.

Typing changes the draft on the desk (`composer_desk.py`), which saves it and orders a new card (`card_preview.py`). What the
room does meanwhile never touches the draft: a version by somebody else is said, and the writer chooses.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import uuid_utils
from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.compose.model import Template
from warroom.desktop.board_rows import Eyes, busy_words
from warroom.desktop.card import CardWorker
from warroom.desktop.card_preview import CardPreview
from warroom.desktop.card_view import CardView  # noqa: F401 - QML draws with it
from warroom.desktop.clipboard import Clipboard
from warroom.desktop.clock import hours_minutes
from warroom.desktop.composer_conflict import Conflict, conflict
from warroom.desktop.composer_desk import Desk, blank, copied
from warroom.desktop.composer_edit import from_version
from warroom.desktop.composer_pictures import Pictures
from warroom.desktop.composer_rows import headline, slot_values
from warroom.desktop.composer_send import make_item
from warroom.desktop.composer_sending import Sending, why_not
from warroom.desktop.composer_shown import ComposerShown
from warroom.desktop.composer_templates import templates_for
from warroom.desktop.drafts import Draft, DraftStore
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import RoomError, TemplateError, WarroomError
from warroom.plan.model import Target
from warroom.review import commands
from warroom.review.model import Item, Moment

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "composer"


def _local_ms() -> int:
    return int(time.time() * 1000)


@QmlElement
@QmlUncreatable("The composer belongs to its room.")
class ComposerScreen(QObject):
    """`opened` when a draft comes onto the desk, `refilled` when its fields are to be set anew (another draft, undo, theirs),
    `sent(item)` once the room has it, `askedPass(moment)` when the moment shall be passed after all."""

    changed = Signal()
    refilled = Signal()
    opened = Signal()
    sent = Signal(str)
    askedPass = Signal(str)

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject, worker: CardWorker | None = None) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        folder = locations.home() / "drafts" / live.session.room
        self._store = DraftStore(folder, self._on_disk_trouble)
        self._desk = Desk(self._store, _local_ms)
        self._pictures = Pictures(folder / "pictures", live)
        self._worker = worker or CardWorker()  # no child of this object: its thread may outlive a desk that was not stopped
        self._sending = Sending(live, self._desk, folder / "cuts", self._refresh)
        self._clipboard = Clipboard()
        self._templates: tuple[Template, ...] = self._load_templates()
        self._preview = CardPreview(self._worker, self._templates, self)
        self._clash: Conflict | None = None
        self._comparing = False
        self._restored = ""
        self._making = ""
        self._admitting = 0
        self._shown = ComposerShown(self._templates, self._pictures, self)
        self._preview.checked.connect(self._refresh)
        self._preview.failed.connect(self._on_render_failed)
        self.diskTrouble.connect(self._say_disk_trouble)
        live.changed.connect(self._on_change)
        live.ticked.connect(self._shown.tick)

    diskTrouble = Signal(str)

    def stop(self) -> None:
        """Write what is not written yet, end the threads, leave nothing of ours on the clipboard."""
        self._worker.close()
        self._store.close()
        self._clipboard.forget()

    # --- opening

    @Slot(str)
    def compose(self, moment: str) -> None:
        """A new item on `moment`; the draft already begun on it here, where there is one."""
        if moment not in self._live.state.moments or not self._templates:
            return
        begun = next((draft for draft in reversed(self._store.all()) if draft.moment == moment and self._lives(draft)), None)
        if begun is not None:
            self._open(begun, restored=True)
            return
        lane = self._live.state.plan.lanes[0].name if self._live.state.plan.lanes else "full"
        template = self._template or self._templates[0]
        self._open(blank(str(uuid_utils.uuid7()), moment, template, self._live.state.plan.targets, lane))

    @Slot(str)
    def edit(self, item: str) -> None:
        """What is written here on `item`, or its newest version."""
        found = self._live.state.items.get(item)
        kept = self._store.get(item)
        if kept is not None:
            self._open(kept, restored=True)
        elif found is not None and found.current is not None:
            self._open(from_version(item, found.moment, found.lane, found.current))
        elif found is not None and self._templates:
            self._open(blank(item, found.moment, self._templates[0], self._live.state.plan.targets, found.lane))

    @Slot()
    def restore(self) -> None:
        """The draft written last, if one was left behind by a crash or a restart."""
        left = [draft for draft in self._store.all() if self._lives(draft)]
        if left and self._desk.draft is None:
            self._open(left[-1], restored=True)

    @Slot()
    def duplicate(self) -> None:
        """The same content as a new item on the same moment."""
        draft = self._desk.draft
        if draft is not None:
            self._open(copied(draft, str(uuid_utils.uuid7())), save=True)

    @Slot(str)
    def duplicateItem(self, item: str) -> None:
        found = self._live.state.items.get(item)
        if found is not None and found.current is not None:
            draft = from_version(item, found.moment, found.lane, found.current)
            self._open(copied(draft, str(uuid_utils.uuid7())), save=True)

    @Slot()
    def close(self) -> None:
        """Leave the draft where it is kept."""
        self._desk.close()
        self._clash = None
        self._preview.clear()
        self._live.session.busy_with("", "")
        self._refill()

    # --- writing

    @Slot(str, str)
    def fill(self, slot: str, value: str) -> None:
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
        template = next((template for template in self._templates if template.key == key), None)
        if template is not None:
            self._edited(self._desk.template(template))

    @Slot(str)
    def toggleTarget(self, key: str) -> None:
        target = self._target(key)
        if target is not None:
            self._edited(self._desk.toggle(target, self._cut_names(), self._live.state.plan.targets))

    @Slot(str)
    def nextTargetCut(self, key: str) -> None:
        self._edited(self._desk.next_cut(key, self._cut_names()))

    @Slot()
    def undo(self) -> None:
        if self._desk.undo():
            self._edited(True)
            self._refill()

    @Slot()
    def redo(self) -> None:
        if self._desk.redo():
            self._edited(True)
            self._refill()

    # --- pictures

    @Slot(str, QUrl)
    def takeFile(self, slot: str, url: QUrl) -> None:
        if url.isLocalFile():
            self._take(slot or self._picture_slot(), Path(url.toLocalFile()))
        else:
            self._notices.tell(PLACE, "Only pictures on this machine can be used.", "Save it first, and know its rights.", "warning")

    @Slot(str)
    def paste(self, slot: str) -> None:
        """A picture from the clipboard into `slot`; empty: into the first picture slot."""
        picture = self._clipboard.picture()
        if picture is None:
            self._notices.tell(PLACE, "There is no picture on the clipboard.", "Copy one, or drop a file.", key=f"{PLACE}:paste")
            return
        self._take(slot or self._picture_slot(), picture)

    @Slot(result=bool)
    def pastePicture(self) -> bool:
        """At Ctrl+V in a field: take what is on the clipboard if it is a picture and no words; False leaves it to the field."""
        if not self._picture_slot() or not self._clipboard.holds_picture():
            return False
        self.paste("")
        return True

    @Slot(str, str)
    def takeOwn(self, slot: str, digest: str) -> None:
        """One of the brand's own pictures; its source and rights are known."""
        asset = self._pictures.assets.get(digest)
        if asset is not None:
            self._edited(self._desk.put_picture(slot, digest, self._pictures.credit(slot, asset)))

    def _take(self, slot: str, picture: Path | bytes) -> None:
        if self._desk.draft is not None and slot:
            self._notices.clear(PLACE)
            self._tasks.spawn("Take a picture", self._admit(slot, picture, self._desk.draft.item), PLACE)

    async def _admit(self, slot: str, picture: Path | bytes, item: str) -> None:
        template = self._template
        wanted = template.slot(slot) if template is not None else None
        if wanted is None:
            return
        self._admitting += 1
        self._refresh()
        try:
            asset = await self._pictures.take(picture, picture.name if isinstance(picture, Path) else "The pasted picture", wanted)
            if self._desk.draft is not None and self._desk.draft.item == item:
                self._edited(self._desk.put_picture(slot, asset.digest, self._pictures.credit(slot, asset)))
        finally:
            self._admitting -= 1
            self._refresh()

    # --- sending

    @Slot()
    def send(self) -> None:
        draft, template = self._desk.draft, self._template
        if draft is None or template is None or self.reasons() or self._sending.busy:
            return
        self._notices.clear(PLACE)
        self._tasks.spawn("Send for approval", self._send(draft, template), PLACE)

    async def _send(self, draft: Draft, template: Template) -> None:
        moment = self._live.state.moments[draft.moment]
        values = slot_values(template, draft, self._pictures.assets)
        try:
            item = await self._sending.send(
                self._worker.renderer(template), values, self._today(), (headline(template, draft), moment.title)
            )
        except RoomError as error:
            self._look_for_conflict()
            if error.code == "stale_version" and self._clash is not None:
                return  # the strip says it, and what to do
            raise
        self.sent.emit(item)

    @Slot()
    def decideGo(self) -> None:
        """The moment under the draft becomes a go."""
        if self._desk.draft is not None:
            self._live.ask("Decide go", commands.DecideMoment(moment=self._desk.draft.moment, decision="go"), PLACE)

    @Slot()
    def pass_(self) -> None:
        if self._desk.draft is not None:
            self.askedPass.emit(self._desk.draft.moment)

    # --- conflicts

    @Slot()
    def keepMine(self) -> None:
        if self._clash is not None:
            self._desk.rebase(self._clash.theirs)
            self._look_for_conflict()

    @Slot()
    def takeTheirs(self) -> None:
        if self._clash is not None:
            self._desk.take(self._clash.theirs)
            self._look_for_conflict()
            self._fetch()
            self._refill()

    @Slot()
    def compare(self) -> None:
        self._comparing = not self._comparing and self._clash is not None
        self._refresh()

    def add_keys(self, keys: Keys) -> None:
        """The letters work while no field has the focus, the others always."""
        there = lambda: self._desk.draft is not None  # noqa: E731
        for place in range(1, 10):
            keys.add(
                PLACE,
                f"composer.template{place}",
                f"Template {place}",
                str(place),
                lambda place=place: self._choose_nth(place),
                ready=there,
            )
        keys.add(PLACE, "composer.nextCut", "Next cut", "]", self._preview.next, ready=there)
        keys.add(PLACE, "composer.previousCut", "Previous cut", "[", self._preview.previous, ready=there)
        keys.add(PLACE, "composer.safe", "Show the safe area", "S", self._preview.toggleSafe, ready=there)
        keys.add(PLACE, "composer.undo", "Undo", "Ctrl+Z", self.undo, ready=there, repeats=True)
        keys.add(PLACE, "composer.redo", "Redo", "Ctrl+Shift+Z", self.redo, ready=there, repeats=True)
        keys.add(PLACE, "composer.paste", "Paste a picture", "Ctrl+V", lambda: self.paste(""), ready=there)
        keys.add("anywhere", "composer.send", "Send for approval", "Ctrl+Enter", self.send, ready=lambda: there() and not self.reasons())
        keys.add("anywhere", "composer.duplicate", "Duplicate the item", "Ctrl+D", self.duplicate, ready=there)

    # --- what is shown

    @Property(ComposerShown, constant=True)
    def shown(self) -> ComposerShown:
        return self._shown

    @Property(CardPreview, constant=True)
    def preview(self) -> CardPreview:
        return self._preview

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._desk.draft is not None

    @Property(str, notify=changed)
    def item(self) -> str:
        return self._desk.draft.item if self._desk.draft else ""

    @Property(str, notify=changed)
    def caption(self) -> str:
        return self._desk.draft.caption if self._desk.draft else ""

    @Property(str, notify=changed)
    def alt(self) -> str:
        return self._desk.draft.alt if self._desk.draft else ""

    @Property(str, notify=changed)
    def why(self) -> str:
        return self._desk.draft.why if self._desk.draft else ""

    @Property(str, notify=changed)
    def others(self) -> str:
        """Who else has it open: `Counsel is reviewing`."""
        eyes = Eyes(self._live.session.person, self._live.now(), self._live.session.presence)
        return busy_words(self._desk.draft.item, eyes) if self._desk.draft else ""

    @Property(str, notify=changed)
    def restored(self) -> str:
        return self._restored

    @Property(bool, notify=changed)
    def undecided(self) -> bool:
        """The moment is no go yet: sending needs that first."""
        moment = self._moment
        return moment is not None and moment.decision in ("open", "wait")

    @Property(bool, notify=changed)
    def canSend(self) -> bool:
        return self._desk.draft is not None and not self._sending.busy and not self.reasons()

    @Property(bool, notify=changed)
    def sending(self) -> bool:
        return self._sending.busy

    @Property(str, notify=changed)
    def progress(self) -> str:
        return self._sending.progress

    @Property(bool, notify=changed)
    def admitting(self) -> bool:
        return self._admitting > 0

    @Property(str, notify=changed)
    def reason(self) -> str:
        """The first thing that stands in the way of sending; empty when nothing does."""
        reasons = self.reasons()
        more = f" · {len(reasons) - 1} more" if len(reasons) > 1 else ""
        return reasons[0] + more if reasons else ""

    @Property(str, notify=changed)
    def conflict(self) -> str:
        return self._clash.words if self._clash else ""

    @Property(bool, notify=changed)
    def comparing(self) -> bool:
        return self._comparing and self._clash is not None

    @Property(str, notify=changed)
    def theirPicture(self) -> str:
        cuts = self._clash.theirs.content.cuts if self._clash else ()
        cut = next((cut for cut in cuts if cut.name == self._preview.cut), cuts[0] if cuts else None)
        return f"image://blob/{cut.blob}" if cut else ""

    @Property(bool, notify=changed)
    def canUndo(self) -> bool:
        return self._desk.can_undo

    def reasons(self) -> tuple[str, ...]:
        """Everything that keeps the draft from being sent."""
        draft, item = self._desk.draft, self._item
        if draft is None:
            return ()
        finished = self._preview.finished
        findings = finished.findings if finished is not None else ()
        changed = self._desk.changed_from(item.current if item is not None else None)
        return why_not(self._live.state, draft, findings, self._clash, self._live.session.roles, changed=changed)

    # --- inside

    @property
    def _template(self) -> Template | None:
        draft = self._desk.draft
        wanted = next((template for template in self._templates if draft is not None and template.key == draft.template), None)
        return wanted or (self._templates[0] if self._templates and draft is not None else None)

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

    def _choose_nth(self, place: int) -> None:
        if place <= len(self._templates):
            self.chooseTemplate(self._templates[place - 1].key)

    def _today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self._live.event_now() / 1000, self._live.state.plan.event.starts.tzinfo).date()

    def _load_templates(self) -> tuple[Template, ...]:
        try:
            return templates_for(self._live.state.plan)
        except TemplateError as error:
            self._notices.report(PLACE, error)
            return ()

    def _lives(self, draft: Draft) -> bool:
        item = self._live.state.items.get(draft.item)
        moment = self._live.state.moments.get(draft.moment)
        ended = item is not None and item.phase in ("published", "expired", "killed")
        return moment is not None and moment.decision != "pass" and not ended

    def _open(self, draft: Draft, *, restored: bool = False, save: bool = False) -> None:
        self._desk.open(draft, save=save)
        self._comparing = False
        self._notices.clear(PLACE)
        zone = self._live.state.plan.event.starts.tzinfo
        self._restored = f"draft restored from {hours_minutes(draft.saved_at, zone)}" if restored and draft.saved_at else ""
        self._look_for_conflict()
        self._fetch()
        self._live.session.busy_with(draft.item, "editing")
        self._refill()
        self.opened.emit()

    def _edited(self, changed: bool) -> None:
        if not changed:
            return
        self._restored = ""
        self._order_card()
        self._refresh()
        self._make_item()

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
            self._preview.show(template, draft, values, self._live.state.plan.guardrails, self._today())

    def _fetch(self) -> None:
        """Have the draft's pictures, then show the card; without pictures from elsewhere at once."""
        self._order_card()
        draft, template = self._desk.draft, self._template
        if draft is not None and template is not None and any(self._pictures.missing(filled.value) for filled in draft.slots):
            self._tasks.spawn("Fetch the item's pictures", self._fetch_pictures(draft, template), PLACE)

    async def _fetch_pictures(self, draft: Draft, template: Template) -> None:
        if await self._pictures.fetch(draft, template):
            self._order_card()
            self._refresh()

    def _look_for_conflict(self) -> None:
        """After anything the room said: a newer version than the draft's base is said, or silently followed where nothing was written."""
        draft, item = self._desk.draft, self._item
        newest = item.current if item is not None else None
        if draft is not None and item is not None and newest is not None and newest.number > draft.base and not self._sending.busy:
            base = next((version for version in item.versions if version.number == draft.base), None)
            untouched = base is not None and not self._desk.changed_from(base)
            if untouched or not self._desk.changed_from(newest):
                self._desk.sent(item) if not untouched else self._desk.open(from_version(item.id, item.moment, item.lane, newest))
                self._refill()
                self._fetch()
        self._clash = conflict(self._desk.draft, item) if self._desk.draft is not None and not self._sending.busy else None
        self._refresh()

    def _on_change(self, _change: object) -> None:
        if self._desk.draft is not None:
            self._look_for_conflict()

    def _refill(self) -> None:
        self.refilled.emit()
        self._refresh()

    def _refresh(self, _what: object = None) -> None:
        self._shown.show(self._desk.draft, self._template, self._live, self._preview.finished, self._clash)
        self.changed.emit()

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
