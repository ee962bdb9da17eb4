"""The imitation network's page of a rehearsal: it looks like a page one posts on, and nothing of it leaves this window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.client.handoff import HandedOff, imitation_page, post_on_imitation
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.errors import WarroomError
from warroom.plan.networks import network_name

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class PageRow:
    link: str
    caption: str
    alt: str
    picture: str


@QmlElement
@QmlUncreatable("The imitation page belongs to the hand-off.")
class ImitationScreen(QObject):
    """A post is written by putting the picture, the caption and the alt text in, as on a real page; Post gives its link."""

    changed = Signal()
    posted = Signal(str)

    def __init__(self, live: LiveRoom, notices: Notices, place: str, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._notices, self._place = live, notices, place
        self._handed: HandedOff | None = None
        self._put: frozenset[str] = frozenset()
        self._link = ""
        self._posts = RecordListModel(PageRow, "link", self)

    def show(self, handed: HandedOff) -> None:
        self._handed, self._put, self._link = handed, frozenset(), ""
        if handed.way == "imitation":
            page = imitation_page(self._live.session, handed.text.account)
            self._posts.show(
                PageRow(post.link, post.caption, post.alt, f"image://blob/{post.cut}" if post.cut else "") for post in reversed(page.posts)
            )
        self.changed.emit()

    @Slot(str)
    def put(self, what: str) -> None:
        """`what` is picture, caption or alt: what was handed over goes into the page's own field."""
        self._put |= {what}
        self.changed.emit()

    @Slot()
    def post(self) -> None:
        """Press Post on the page. The link stands in `link` and goes out with `posted`."""
        if self._handed is None or not self.ready:
            return
        try:
            _, post = post_on_imitation(self._live.session, self._handed)
        except WarroomError as error:
            self._notices.report(self._place, error)
            return
        self._link = post.link
        self._posts.prepend([PageRow(post.link, post.caption, post.alt, self.picture)])
        self.changed.emit()
        self.posted.emit(post.link)

    @Property(RecordListModel, constant=True)
    def posts(self) -> RecordListModel[PageRow]:
        return self._posts

    @Property(str, notify=changed)
    def account(self) -> str:
        return self._handed.text.account if self._handed else ""

    @Property(str, notify=changed)
    def network(self) -> str:
        return network_name(self._handed.text.network) if self._handed else ""

    @Property(str, notify=changed)
    def picture(self) -> str:
        return QUrl.fromLocalFile(str(self._handed.picture)).toString() if self._handed and "picture" in self._put else ""

    @Property(str, notify=changed)
    def caption(self) -> str:
        return self._handed.text.caption if self._handed and "caption" in self._put else ""

    @Property(str, notify=changed)
    def alt(self) -> str:
        return self._handed.text.alt if self._handed and "alt" in self._put else ""

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Everything is put in and it was not posted yet."""
        return self._put == {"picture", "caption", "alt"} and not self._link

    @Property(str, notify=changed)
    def link(self) -> str:
        return self._link
