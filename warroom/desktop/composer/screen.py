"""The composer: one draft at a time, shown as the card it will be, sent for approval as exactly those bytes.

Typing changes the draft on the desk (`desk.py`), which saves it and orders a new card (`preview.py`). What the
room does meanwhile never touches the draft: a version by somebody else is said, and the writer chooses.
"""

from __future__ import annotations

import uuid_utils
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.model import Template
from warroom.desktop.board.rows import Eyes, busy_words
from warroom.desktop.card.worker import CardWorker
from warroom.desktop.composer.card_view import CardView  # noqa: F401 - QML draws with it
from warroom.desktop.composer.conflict import Conflict, conflict
from warroom.desktop.composer.desk import blank, copied
from warroom.desktop.composer.edit import from_version
from warroom.desktop.composer.lane import still_locked
from warroom.desktop.composer.lane_shown import ComposerLane
from warroom.desktop.composer.looking import ComposerLooking
from warroom.desktop.composer.made import MadeWith
from warroom.desktop.composer.rows import headline, slot_values
from warroom.desktop.composer.said import AlreadySaid
from warroom.desktop.composer.send import Servers
from warroom.desktop.composer.sending import Sending, why_not
from warroom.desktop.composer.writing import PLACE, local_ms
from warroom.desktop.drafts import Draft
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.naming import imitations
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import RoomError
from warroom.review import commands

FULL = "full"  # the lane of whatever nobody cleared before; every plan has it

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The composer belongs to its room.")
class ComposerScreen(ComposerLooking):
    """`opened` when a draft comes onto the desk, `sent(item)` once the room has it, `askedPass(moment)` when that is to be passed."""

    updated = Signal()  # with `changed`: a property can only tell by a signal of its own class
    opened = Signal()
    sent = Signal(str)
    askedPass = Signal(str)

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject, worker: CardWorker | None = None) -> None:
        super().__init__(live, tasks, notices, parent, worker)
        self._sending = Sending(live, self._desk, self._folder / "cuts", self._refresh)
        self._clash: Conflict | None = None
        self._comparing = False
        self._lane = ComposerLane(live, self._desk, self.updated, self)
        self._said = AlreadySaid(live, tasks, self._sayings, "F10", self)
        self.updated.connect(self._said.look)
        self._preview.checked.connect(self._refresh)
        self.reverted.connect(self._refetch)
        live.changed.connect(self._on_change)
        self._made = MadeWith(self._desk, self._published, lambda: self._template, self._edited, self)
        self._published.changed.connect(self._on_template)

    @property
    def moment(self) -> str:
        """The id of the moment that is written on; empty for none."""
        return self._desk.draft.moment if self._desk.draft is not None else ""

    # --- opening

    @Slot(str)
    def compose(self, moment: str) -> None:
        """A new item on `moment`; the draft already begun on it here, where there is one."""
        if moment not in self._live.state.moments:
            return
        begun = next((draft for draft in reversed(self._store.all()) if draft.moment == moment and self._lives(draft)), None)
        if begun is not None:
            self._open(begun, restored=True)
            return
        self._choice.reorder()
        template = self._template or self._first_template()
        if template is None:
            return
        self._open(blank(str(uuid_utils.uuid7()), moment, template, self._live.state.plan.targets, FULL))

    @Slot(str)
    def edit(self, item: str) -> None:
        """What is written here on `item`, or its newest version."""
        found = self._live.state.items.get(item)
        kept = self._store.get(item)
        if kept is not None:
            self._open(kept, restored=True)
        elif found is not None and found.current is not None:
            self._open(from_version(item, found.moment, found.lane, found.current))
        elif found is not None and (template := self._first_template()) is not None:
            self._open(blank(item, found.moment, template, self._live.state.plan.targets, found.lane))

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
            self._open(copied(still_locked(self._live.state, draft), str(uuid_utils.uuid7())), save=True)

    @Slot(str)
    def duplicateItem(self, item: str) -> None:
        found = self._live.state.items.get(item)
        if found is not None and found.current is not None:
            draft = still_locked(self._live.state, from_version(item, found.moment, found.lane, found.current))
            self._open(copied(draft, str(uuid_utils.uuid7())), save=True)

    def begin(self, draft: Draft) -> None:
        """A draft made elsewhere, as from the bank, onto the desk; it is kept from here on."""
        self._open(draft, save=True)
        self._make_item()

    @Slot()
    def close(self) -> None:
        """Leave the draft where it is kept."""
        self._desk.close()
        self._look_away()
        self._clash = None
        self._preview.clear()
        self._live.session.busy_with("", "")
        self._refill()

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
                self._worker.renderer(template),
                values,
                self._today(),
                (headline(template, draft), moment.title),
                self._published.made_with(template),
                Servers(self._instances.server(draft.aims), self._instances.pictures()),
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
            self._settle()
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
        self._choice.add_keys(keys, PLACE, there)
        keys.add(PLACE, "composer.nextCut", "Next cut", "]", self._preview.next, ready=there)
        keys.add(PLACE, "composer.previousCut", "Previous cut", "[", self._preview.previous, ready=there)
        keys.add(PLACE, "composer.safe", "Safe area, then the network's own screen", "S", self._preview.turnGuides, ready=there)
        keys.add(PLACE, "composer.undo", "Undo", "Ctrl+Z", self.undo, ready=there, repeats=True)
        keys.add(PLACE, "composer.redo", "Redo", "Ctrl+Shift+Z", self.redo, ready=there, repeats=True)
        self._made.add_keys(keys, PLACE)
        keys.add(PLACE, "composer.leave", "Leave the first advice as it is", "L", self.leaveAdvice, ready=lambda: self._shown.advice != "")
        keys.add(PLACE, "composer.paste", "Paste a picture", "Ctrl+V", lambda: self.paste(""), ready=there)
        keys.add("anywhere", "composer.send", "Send for approval", "Ctrl+Enter", self.send, ready=lambda: there() and not self.reasons())
        self._said.add_keys(keys, "anywhere", "composer.said")
        self._add_looking_keys(keys, there)
        keys.add("anywhere", "composer.duplicate", "Duplicate the item", "Ctrl+D", self.duplicate, ready=there)

    def stop(self) -> None:
        self._said.stop()
        super().stop()

    def _sayings(self) -> tuple[tuple[str, str], ...]:
        draft, template = self._desk.draft, self._template
        if draft is None or template is None:
            return ()
        return (("Headline", headline(template, draft)), ("Caption", draft.caption))

    # --- what is shown

    @Property(AlreadySaid, constant=True)
    def said(self) -> AlreadySaid:
        return self._said

    @Property(bool, notify=updated)
    def open(self) -> bool:
        return self._desk.draft is not None

    @Property(str, notify=updated)
    def item(self) -> str:
        return self._desk.draft.item if self._desk.draft else ""

    @Property(str, notify=updated)
    def caption(self) -> str:
        return self._desk.draft.caption if self._desk.draft else ""

    @Property(str, notify=updated)
    def alt(self) -> str:
        return self._desk.draft.alt if self._desk.draft else ""

    @Property(str, notify=updated)
    def why(self) -> str:
        return self._desk.draft.why if self._desk.draft else ""

    @Property(str, notify=updated)
    def others(self) -> str:
        """Who else has it open: `Counsel is reviewing`."""
        eyes = Eyes(self._live.session.person, self._live.now(), self._live.session.presence, imitations(self._live.state.plan))
        return busy_words(self._desk.draft.item, eyes) if self._desk.draft else ""

    @Property(MadeWith, constant=True)
    def made(self) -> MadeWith:
        return self._made

    @Property(ComposerLane, constant=True)
    def lane(self) -> ComposerLane:
        return self._lane

    @Property(str, notify=updated)
    def restored(self) -> str:
        return self._restored

    @Property(bool, notify=updated)
    def undecided(self) -> bool:
        """The moment is no go yet: sending needs that first."""
        moment = self._moment
        return moment is not None and moment.decision in ("open", "wait")

    @Property(bool, notify=updated)
    def canSend(self) -> bool:
        return self._desk.draft is not None and not self._sending.busy and not self.reasons()

    @Property(bool, notify=updated)
    def sending(self) -> bool:
        return self._sending.busy

    @Property(str, notify=updated)
    def progress(self) -> str:
        return self._sending.progress

    @Property(bool, notify=updated)
    def admitting(self) -> bool:
        return self._admitting > 0

    @Property(str, notify=updated)
    def reason(self) -> str:
        """The first thing that stands in the way of sending; empty when nothing does."""
        reasons = self.reasons()
        more = f" ({len(reasons) - 1} more)" if len(reasons) > 1 else ""
        return reasons[0] + more if reasons else ""

    @Property(str, notify=updated)
    def conflict(self) -> str:
        return self._clash.words if self._clash else ""

    @Property(bool, notify=updated)
    def comparing(self) -> bool:
        return self._comparing and self._clash is not None

    @Property(str, notify=updated)
    def theirPicture(self) -> str:
        cuts = self._clash.theirs.content.cuts if self._clash else ()
        cut = next((cut for cut in cuts if cut.name == self._preview.cut), cuts[0] if cuts else None)
        return f"image://blob/{cut.blob}" if cut else ""

    def reasons(self) -> tuple[str, ...]:
        """Everything that keeps the draft from being sent."""
        draft, item = self._desk.draft, self._item
        if draft is None:
            return ()
        if self._admitting:
            return ("The picture is still being looked at.",)
        finished = self._preview.finished
        findings = finished.findings if finished is not None else ()
        changed = self._desk.changed_from(item.current if item is not None else None)
        return why_not(self._live.state, draft, findings, self._clash, self._live.session.roles, changed=changed)

    # --- inside

    def _lives(self, draft: Draft) -> bool:
        item = self._live.state.items.get(draft.item)
        moment = self._live.state.moments.get(draft.moment)
        ended = item is not None and item.phase in ("published", "expired", "killed")
        return moment is not None and moment.decision != "pass" and not ended

    def _open(self, draft: Draft, *, restored: bool = False, save: bool = False) -> None:
        self._settle()
        self._desk.open(draft, save=save)
        self._comparing = False
        self._choice.reorder()
        self._read_ahead.start()
        self._notices.clear(PLACE)
        saved = self._live.clock_at(self._live.now() - (local_ms() - draft.saved_at))  # a draft has this machine's time
        self._restored = f"draft restored from {saved[:5]}" if restored and draft.saved_at else ""
        self._look_for_conflict()
        self._fetch()
        self._live.session.busy_with(draft.item, "editing")
        self._refill()
        self.opened.emit()

    def _fetch(self) -> None:
        """Have the draft's pictures, then show the card; without pictures from elsewhere at once."""
        self._order_card()
        draft, template = self._desk.draft, self._template
        if draft is not None and template is not None and any(self._pictures.missing(filled.value) for filled in draft.slots):
            self._tasks.spawn("Fetch the item's pictures", self._fetch_pictures(draft, template), PLACE)

    def _refetch(self) -> None:
        self._fetch()
        self._refill()

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
        draft = None if self._sending.busy else self._desk.draft
        me = self._live.session.person
        self._clash = conflict(draft, item, me, self._shelf.name) if draft is not None else None
        self._refresh()

    def _on_change(self, _change: object) -> None:
        if self._desk.draft is not None:
            self._look_for_conflict()

    def _on_template(self, key: str) -> None:
        self._template_pictures.again(key)
        if self._made.follow(key):
            self._fetch()
            self._refresh()

    def _refresh(self, _what: object = None) -> None:
        self._shown.show(self._desk.draft, self._template, self._live, self._preview.finished, self._clash)
        self._look()
        self._made.look()
        self.changed.emit()
        self.updated.emit()
