"""The target in hand: claimed, its approved bytes in a folder and on the clipboard, its page opened, and what became of it reported."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.client.handoff import HandedOff, give_back, hand_off, report_failed, report_posted
from warroom.compose.limits import base_cut
from warroom.desktop.clipboard import Clipboard
from warroom.desktop.clock import stopwatch
from warroom.desktop.composer.edit import cut_name
from warroom.desktop.handoff.page import ImitationScreen
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError
from warroom.plan.networks import network_name
from warroom.review.model import TargetState
from warroom.targets.folder import write_folder
from warroom.targets.route import page_address, way

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "handoff"


@QmlElement
@QmlUncreatable("The hand belongs to the hand-off.")
class HandOffHand(QObject):
    """At most one target at a time. `begun` when one came into the hand; `changed` also when it left."""

    changed = Signal()
    ticked = Signal()
    begun = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices, self._folder = live, tasks, notices, folder
        self._clipboard = Clipboard()
        self._handed: HandedOff | None = None
        self._done: frozenset[str] = frozenset()
        self._busy = ""
        self._wanted = ""
        self._page = ImitationScreen(live, notices, PLACE, self)

    def stop(self) -> None:
        """Nothing of ours may be on the clipboard when the application ends."""
        self._clipboard.forget()

    def lay_down(self, item: str = "") -> None:
        """Nothing is in the hand; the next target is one of `item`. A claim that stands lapses by itself, or is taken up again."""
        self._wanted, self._handed, self._done = item, None, frozenset()
        self.changed.emit()

    def begin(self, item: str, place: int, *, mine: bool) -> None:
        """Claim a target, or go on with one that this person has claimed; then its folder is written."""
        if not self._busy:
            self._run("Start handing over", "Getting the pictures", self._begin(item, place, mine=mine))

    @property
    def place(self) -> int:
        """Which of the item's targets is in the hand; -1 for none."""
        return self._handed.target if self._handed is not None else -1

    def run(self, what: str, busy: str, sending: Awaitable[object]) -> None:
        """Do something to the item while nothing else is under way; `busy` is shown meanwhile."""
        if not self._busy:
            self._run(what, busy, sending)

    # --- what can be done with it

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
            self._run("Report the post", "Reporting", self._ending(report_posted(self._live.session, self._handed, link)))

    @Slot(str)
    def failed(self, reason: str) -> None:
        if self._handed is not None and reason.strip() and not self._busy:
            self._run("Report the failure", "Reporting", self._ending(report_failed(self._live.session, self._handed, reason.strip())))

    @Slot()
    def giveBack(self) -> None:
        if self._handed is not None and not self._busy:
            self._run("Give the target back", "Giving back", self._ending(give_back(self._live.session, self._handed)))

    # --- what is shown

    @Property(ImitationScreen, constant=True)
    def page(self) -> ImitationScreen:
        return self._page

    @Property(str, notify=changed)
    def busy(self) -> str:
        return self._busy

    @Property(bool, notify=changed)
    def active(self) -> bool:
        return self._handed is not None

    @Property(str, notify=changed)
    def title(self) -> str:
        handed = self._handed
        return f"{network_name(handed.text.network)} · {handed.text.account} · {cut_name(base_cut(handed.text.cut))}" if handed else ""

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
        """Its page is the imitation inside this window."""
        return self._handed is not None and self._handed.way == "imitation"

    @Property(list, notify=changed)
    def done(self) -> list[str]:
        """Of picture, caption, alt and page, what was copied or opened."""
        return sorted(self._done)

    @Property(str, notify=ticked)
    def claimLeft(self) -> str:
        target = self._claimed
        return stopwatch(max(0, target.until - self._live.now())) if target is not None else "00:00"

    @Property(bool, notify=ticked)
    def lapsed(self) -> bool:
        """Its two minutes are over; a link can still be reported while nobody else has claimed it."""
        return self._handed is not None and self._claimed is None

    # --- inside

    @property
    def _claimed(self) -> TargetState | None:
        """The target in the room while its claim stands."""
        handed = self._handed
        item = self._live.state.items.get(handed.item) if handed is not None else None
        if item is None or handed is None or handed.target >= len(item.targets):
            return None
        target = item.targets[handed.target]
        return target if target.phase == "claimed" and target.claim == handed.claim else None

    @property
    def _mime(self) -> str:
        handed = self._handed
        assert handed is not None
        return next((cut.mime for cut in handed.folder.manifest.cuts if cut.name == handed.text.cut), "image/jpeg")

    async def _begin(self, item: str, place: int, *, mine: bool) -> None:
        handed = await (self._take_up(item, place) if mine else hand_off(self._live.session, item, place, self._folder))
        if item == self._wanted:
            self._handed, self._done = handed, frozenset()
            self._page.show(handed)
            self.begun.emit()

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

    async def _ending(self, sending: Awaitable[object]) -> None:
        await sending
        self._handed = None

    def _run(self, what: str, busy: str, doing: Awaitable[object]) -> None:
        self._busy = busy
        self._notices.clear(PLACE)
        self.changed.emit()
        self._tasks.spawn(what, self._doing(doing), PLACE)

    async def _doing(self, doing: Awaitable[object]) -> None:
        try:
            await doing
        finally:
            self._busy = ""
            self.changed.emit()

    def _did(self, what: str) -> None:
        self._done |= {what}
        self.changed.emit()

    def _show_outside(self, url: QUrl, what: str) -> None:
        if not QDesktopServices.openUrl(url):
            hint = f"Open it yourself: {url.toDisplayString()}"
            self._notices.tell(PLACE, f"{what} cannot be opened from here.", hint, "warning", f"{PLACE}:open")
