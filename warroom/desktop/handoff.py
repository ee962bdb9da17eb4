"""Handing a greenlit item over: target by target, with the approved bytes in a folder and on the clipboard, and the link back.

The room checks everything again at each claim. What is copied and opened here is always what the claimed digest names.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.client.handoff import HandedOff, give_back, hand_off, report_failed, report_posted
from warroom.desktop.clipboard import Clipboard
from warroom.desktop.clock import stopwatch
from warroom.desktop.composer_edit import cut_name, network_name
from warroom.desktop.handoff_page import ImitationScreen
from warroom.desktop.handoff_rows import TargetRow, publish_words, target_rows
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.reviewing_rows import StageRow, stage_rows
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError
from warroom.review import commands
from warroom.review.model import Item, TargetState
from warroom.review.standing import Standing, standing
from warroom.targets.folder import write_folder
from warroom.targets.route import page_address, way

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "handoff"


@QmlElement
@QmlUncreatable("The hand-off belongs to its room.")
class HandOffScreen(QObject):
    """`asking` between P and the second gesture; `opened` once that was made; `closed` when it is left."""

    changed = Signal()
    ticked = Signal()
    opened = Signal()
    closed = Signal()
    begun = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject, clipboard: Clipboard | None = None) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self._clipboard = clipboard or Clipboard()
        self._folder = locations.home() / "hand-off" / live.session.room
        self._item_id = ""
        self._asking = ""
        self._handed: HandedOff | None = None
        self._done: frozenset[str] = frozenset()
        self._busy = ""
        self._targets = RecordListModel(TargetRow, "place", self)
        self._stages = RecordListModel(StageRow, "key", self)
        self._page = ImitationScreen(live, notices, PLACE, self)
        live.changed.connect(self._refresh)
        live.ticked.connect(self._on_tick)

    def stop(self) -> None:
        """Nothing of ours may be on the clipboard when the application ends."""
        self._clipboard.forget()

    # --- opening

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
        """Leave the screen; a claim that stands is given back by itself in two minutes, or taken up again here."""
        if self._item_id:
            self._item_id, self._handed = "", None
            self.changed.emit()
            self.closed.emit()

    def _open(self, item: str) -> None:
        self._item_id, self._handed, self._done = item, None, frozenset()
        self._notices.clear(PLACE)
        self._refresh()
        self.opened.emit()

    # --- one target

    @Slot(int)
    def begin(self, place: int) -> None:
        """Claim a target, or go on with one that this person has claimed; then its folder is written."""
        row = self._targets.record(place)
        if row is None or not row.mayBegin or self._busy:
            return
        self._notices.clear(PLACE)
        self._busy = "Getting the pictures"
        self.changed.emit()
        self._tasks.spawn("Start handing over", self._begin(place, mine=row.mine), PLACE)

    async def _begin(self, place: int, *, mine: bool) -> None:
        try:
            item = self._item_id
            handed = await (self._take_up(item, place) if mine else hand_off(self._live.session, item, place, self._folder))
            if item == self._item_id:
                self._handed, self._done = handed, frozenset()
                self._page.show(handed)
                self.begun.emit()
        finally:
            self._busy = ""
            self._refresh()

    async def _take_up(self, item_id: str, place: int) -> HandedOff:
        """A claim of this person's that this window knows nothing of: after a restart, or from another desktop."""
        session = self._live.session
        item = session.state.items[item_id]
        version, target = item.current, item.targets[place]
        if version is None or target.digest != version.digest:
            raise WarroomError(
                "What was claimed is not the newest version any more.", "Let the claim lapse and start again.", "stale_digest"
            )
        blobs = {cut.blob: await session.blob(cut.blob) for cut in version.content.cuts}
        written = await asyncio.to_thread(write_folder, self._folder, item, version, blobs)
        return HandedOff(
            item=item_id,
            target=place,
            claim=target.claim,
            until=target.until,
            digest=version.digest,
            text=target.text,
            folder=written,
            picture=written.picture(target.text.cut),
            way=way(session.state, target.text),
            compose_page=page_address(session.state, target.text),
        )

    @Slot()
    def copyPicture(self) -> None:
        if self._handed is not None:
            self._clipboard.offer_picture(self._handed.picture, self._mime)
            self._did("picture")

    @Slot()
    def copyCaption(self) -> None:
        if self._handed is not None:
            self._clipboard.offer_text(self._handed.text.caption)
            self._did("caption")

    @Slot()
    def copyAlt(self) -> None:
        if self._handed is not None:
            self._clipboard.offer_text(self._handed.text.alt)
            self._did("alt")

    @Slot()
    def openFolder(self) -> None:
        if self._handed is not None:
            self._show_outside(QUrl.fromLocalFile(str(self._handed.folder.path)), "The folder")

    @Slot()
    def openPage(self) -> None:
        """The network's own compose page in the browser; never in a rehearsal, which has no address to open."""
        if self._handed is not None and self._handed.compose_page:
            self._show_outside(QUrl(self._handed.compose_page), "The page")
            self._did("page")

    @Slot(str)
    def posted(self, link: str) -> None:
        """It is out: the link is checked here and kept by the room."""
        if self._handed is not None and not self._busy:
            self._report("Report the post", "Reporting", report_posted(self._live.session, self._handed, link))

    @Slot(str)
    def failed(self, reason: str) -> None:
        if self._handed is not None and reason.strip() and not self._busy:
            self._report("Report the failure", "Reporting", report_failed(self._live.session, self._handed, reason.strip()))

    @Slot()
    def giveBack(self) -> None:
        if self._handed is not None and not self._busy:
            self._report("Give the target back", "Giving back", give_back(self._live.session, self._handed))

    @Slot(int, str)
    def drop(self, place: int, reason: str) -> None:
        """Leave a target out, for good."""
        if self._item_id and reason.strip() and not self._busy:
            command = commands.DropTarget(item=self._item_id, target=place, reason=reason.strip())
            self._report("Leave the target out", "Leaving out", self._live.session.send(command), ends=False)

    def add_keys(self, keys: Keys) -> None:
        there = lambda: self._handed is not None  # noqa: E731
        keys.add(PLACE, "handoff.start", "Start the next target", "S", self.beginNext, ready=lambda: self._next is not None and not there())
        keys.add(PLACE, "handoff.picture", "Copy the picture", "1", self.copyPicture, ready=there)
        keys.add(PLACE, "handoff.caption", "Copy the caption", "2", self.copyCaption, ready=there)
        keys.add(PLACE, "handoff.alt", "Copy the alt text", "3", self.copyAlt, ready=there)
        keys.add(PLACE, "handoff.page", "Open the network's page", "O", self.openPage, ready=lambda: there() and bool(self.pageText))
        keys.add(PLACE, "handoff.folder", "Open the folder", "F", self.openFolder, ready=there)

    @Slot()
    def beginNext(self) -> None:
        place = self._next
        if place is not None:
            self.begin(place)

    # --- what is shown

    @Property(RecordListModel, constant=True)
    def targets(self) -> RecordListModel[TargetRow]:
        return self._targets

    @Property(RecordListModel, constant=True)
    def stages(self) -> RecordListModel[StageRow]:
        return self._stages

    @Property(ImitationScreen, constant=True)
    def page(self) -> ImitationScreen:
        return self._page

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
        return self._item_id

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._item.title if self._item else ""

    @Property(str, notify=changed)
    def digest(self) -> str:
        current = self._item.current if self._item else None
        return current.digest if current else ""

    @Property(str, notify=changed)
    def blocked(self) -> str:
        """Why nothing can be handed over now; empty where it can, and where it is done."""
        stands = self._stands
        return " ".join(stands.blocks) if stands is not None and not self.published else ""

    @Property(bool, notify=changed)
    def published(self) -> bool:
        return self._item is not None and self._item.phase == "published"

    @Property(str, notify=changed)
    def publishedWords(self) -> str:
        item = self._item
        if item is None or item.phase != "published":
            return ""
        moment = self._live.state.moments.get(item.moment)
        took = stopwatch(item.ended_at - moment.called_at) if moment else ""
        return f"Published by {item.ended_by}, {took} after the moment was called." if took else f"Published by {item.ended_by}."

    @Property(str, notify=changed)
    def busy(self) -> str:
        return self._busy

    @Property(bool, notify=changed)
    def active(self) -> bool:
        """A target is being handed over in this window."""
        return self._handed is not None

    @Property(str, notify=changed)
    def activeTitle(self) -> str:
        handed = self._handed
        return f"{network_name(handed.text.network)} · {handed.text.account} · {cut_name(handed.text.cut)}" if handed else ""

    @Property(str, notify=changed)
    def picture(self) -> str:
        """The handed-over file itself."""
        return QUrl.fromLocalFile(str(self._handed.picture)).toString() if self._handed else ""

    @Property(str, notify=changed)
    def caption(self) -> str:
        return self._handed.text.caption if self._handed else ""

    @Property(str, notify=changed)
    def alt(self) -> str:
        return self._handed.text.alt if self._handed else ""

    @Property(str, notify=changed)
    def folder(self) -> str:
        return str(self._handed.folder.path) if self._handed else ""

    @Property(str, notify=changed)
    def folderShort(self) -> str:
        path = self._handed.folder.path if self._handed else Path()
        return f"{path.parent.name}/{path.name}" if self._handed else ""

    @Property(str, notify=changed)
    def pageText(self) -> str:
        handed = self._handed
        return f"Open {network_name(handed.text.network)}" if handed is not None and handed.compose_page else ""

    @Property(bool, notify=changed)
    def imitation(self) -> bool:
        """The active target is the imitation page inside this window."""
        return self._handed is not None and self._handed.way == "imitation"

    @Property(list, notify=changed)
    def done(self) -> list[str]:
        """Of picture, caption, alt and page, what was copied or opened for the active target."""
        return sorted(self._done)

    @Property(str, notify=ticked)
    def claimLeft(self) -> str:
        target = self._claimed
        return stopwatch(max(0, target.until - self._live.now())) if target is not None else "00:00"

    @Property(bool, notify=ticked)
    def lapsed(self) -> bool:
        """The active target's two minutes are over; a link can still be reported while nobody else has claimed it."""
        return self._handed is not None and self._claimed is None

    @Property(str, notify=ticked)
    def sinceMoment(self) -> str:
        item = self._item
        moment = self._live.state.moments.get(item.moment) if item else None
        return stopwatch((item.ended_at or self._live.now()) - moment.called_at) if item and moment else "00:00"

    # --- inside

    @property
    def _item(self) -> Item | None:
        return self._live.state.items.get(self._item_id)

    @property
    def _stands(self) -> Standing | None:
        item = self._item
        return standing(self._live.state, item) if item is not None else None

    @property
    def _claimed(self) -> TargetState | None:
        """The active target while its claim stands."""
        item, handed = self._item, self._handed
        if item is None or handed is None or handed.target >= len(item.targets):
            return None
        target = item.targets[handed.target]
        return target if target.phase == "claimed" and target.claim == handed.claim else None

    @property
    def _next(self) -> int | None:
        return next((row.place for row in self._targets.rows if row.mayBegin), None)

    @property
    def _mime(self) -> str:
        handed = self._handed
        assert handed is not None
        return next((cut.mime for cut in handed.folder.manifest.cuts if cut.name == handed.text.cut), "image/jpeg")

    def _did(self, what: str) -> None:
        self._done |= {what}
        self.changed.emit()

    def _show_outside(self, url: QUrl, what: str) -> None:
        if not QDesktopServices.openUrl(url):
            self._notices.tell(
                PLACE, f"{what} cannot be opened from here.", f"Open it yourself: {url.toDisplayString()}", "warning", f"{PLACE}:open"
            )

    def _report(self, what: str, busy: str, sending: object, *, ends: bool = True) -> None:
        self._busy = busy
        self._notices.clear(PLACE)
        self.changed.emit()
        self._tasks.spawn(what, self._reporting(sending, ends=ends), PLACE)

    async def _reporting(self, sending: object, *, ends: bool) -> None:
        try:
            await sending  # type: ignore[misc]
            if ends:
                self._handed = None
        finally:
            self._busy = ""
            self._refresh()

    def _refresh(self, _change: object = None) -> None:
        item, stands = self._item, self._stands
        if item is not None and stands is not None:
            self._show_targets(item, stands)
        self.changed.emit()
        self._on_tick()

    def _show_targets(self, item: Item, stands: Standing) -> None:
        retry = item.phase == "published" and any(target.phase == "failed" for target in item.targets)
        writes = bool(set(self._live.session.roles) & {"writer", "producer"})
        open_for = writes and ((stands.greenlit and not stands.blocks) or (retry and not stands.stood_down))
        active = self._handed.target if self._handed else -1
        self._targets.show(target_rows(item, self._live.session.person, self._live.now(), active, open_for=open_for))

    def _on_tick(self) -> None:
        item, stands = self._item, self._stands
        if item is None or stands is None:
            return
        self._show_targets(item, stands)
        self._stages.show(stage_rows(item, self._live.state.moments.get(item.moment), stands, self._live.now()))
        self.ticked.emit()
