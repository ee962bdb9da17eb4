"""Everything that stands on the desk of one joined room, made when it is joined and taken down when it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.feeds import Feeds
from warroom.desktop.feeds_stream import FeedStream
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.moments import Moments
from warroom.desktop.notices import Notices
from warroom.desktop.people import People
from warroom.desktop.pulse import Pulse
from warroom.desktop.tasks import Tasks
from warroom.desktop.topbar import TopBar

if TYPE_CHECKING:
    from warroom.client.session import Session

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The desk belongs to the shell.")
class DeskScreen(QObject):
    """The view-models of one room; all are its children, so they live exactly as long."""

    def __init__(self, session: Session, hosted: Callable[[], str | None], tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self.live = LiveRoom(session, tasks, self)
        self._notices = notices
        self._stream = FeedStream(self.live, tasks, self)
        self._topbar = TopBar(self.live, hosted, self)
        self._pulse = Pulse(self.live, self._stream, self)
        self._feeds = Feeds(self.live, self._stream, tasks, notices, self)
        self._moments = Moments(self.live, self._pulse, self._feeds, tasks, notices, self)
        self._people = People(self.live, tasks, notices, self)

    def add_keys(self, keys: Keys) -> None:
        self._topbar.add_keys(keys)
        self._pulse.add_keys(keys)
        self._feeds.add_keys(keys)
        self._moments.add_keys(keys)

    def stop(self) -> None:
        """Hear nothing more; the session is closed by the shell."""
        self.live.stop()
        self._stream.stop()
        self._feeds.stop()

    @Property(TopBar, constant=True)
    def topbar(self) -> TopBar:
        return self._topbar

    @Property(Pulse, constant=True)
    def pulse(self) -> Pulse:
        return self._pulse

    @Property(Feeds, constant=True)
    def feeds(self) -> Feeds:
        return self._feeds

    @Property(Moments, constant=True)
    def moments(self) -> Moments:
        return self._moments

    @Property(People, constant=True)
    def people(self) -> People:
        return self._people

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices
