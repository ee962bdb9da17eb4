"""Everything that stands on the desk of one joined room, made when it is joined and taken down when it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.bank.screen import BankScreen
from warroom.desktop.bench.view import BenchCard  # noqa: F401 - the bench's QML draws with it
from warroom.desktop.board.outcomes import Outcomes
from warroom.desktop.board.screen import BoardScreen
from warroom.desktop.composer.card_view import CardView  # noqa: F401 - the composer's QML draws with it
from warroom.desktop.composer.picture_gate import PictureGate
from warroom.desktop.composer.screen import ComposerScreen
from warroom.desktop.feeds.pictures import FeedPictures
from warroom.desktop.feeds.screen import Feeds
from warroom.desktop.feeds.sources_sheet import RoomSources
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.feeds.topics import TopicsEditor
from warroom.desktop.handoff.screen import HandOffScreen
from warroom.desktop.keys import Keys
from warroom.desktop.library.screen import LibraryScreen
from warroom.desktop.live import LiveRoom
from warroom.desktop.moments.noted import NotedMoments
from warroom.desktop.moments.screen import Moments
from warroom.desktop.moments.spikes import Spikes
from warroom.desktop.moments.view import MomentNews, MomentView
from warroom.desktop.notices import Notices
from warroom.desktop.pulse.screen import Pulse
from warroom.desktop.reviewing.screen import ReviewScreen
from warroom.desktop.sound import AlertSound
from warroom.desktop.tasks import Tasks
from warroom.desktop.wall.screen import WallScreen
from warroom.desktop.window.alerts import Alerts
from warroom.desktop.window.people import People
from warroom.desktop.window.topbar import TopBar
from warroom.desktop.window.undelivered import Undelivered

if TYPE_CHECKING:
    from warroom.client.session import Session

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


class HasKeys(Protocol):
    def add_keys(self, keys: Keys) -> None: ...


@QmlElement
@QmlUncreatable("The desk belongs to the shell.")
class DeskScreen(QObject):
    """The view-models of one room and what one asks of another; all are its children, so they live exactly as long."""

    overChanged = Signal()
    askedPane = Signal(str)  # the keyboard to this pane

    def __init__(self, session: Session, hosted: Callable[[], str | None], tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self.live = LiveRoom(session, tasks, self)
        self._notices = notices
        self._over = ""
        self.stream = FeedStream(self.live, tasks, self)
        self._topbar = TopBar(self.live, hosted, self)
        self._pulse = Pulse(self.live, self.stream, self)
        self._feeds = Feeds(self.live, self.stream, tasks, notices, self)
        self._noted = NotedMoments(session.room, session.person, self)
        self._moments = Moments(self.live, self._pulse, self._feeds, self._noted, tasks, notices, self)
        self._moment_view = MomentView(self.live, self._pulse, self)
        self._spikes = Spikes(self.live, self._pulse, self._moments, self)
        self._people = People(self.live, tasks, notices, self)
        self._sources = RoomSources(self.live, self.stream, tasks, notices, self)
        self._topics = TopicsEditor(self.live, tasks, notices, self)
        self._composer = ComposerScreen(self.live, tasks, notices, self)
        self._board = BoardScreen(self.live, tasks, notices, self)
        self._picture_gate = PictureGate()
        self._library = LibraryScreen(self.live, self._composer, self._picture_gate, tasks, notices, self)
        self._bank = BankScreen(self.live, self._composer, tasks, notices, self)
        self._outcomes = Outcomes(self.live, notices, self)
        self._review = ReviewScreen(self.live, tasks, notices, self)
        self._handoff = HandOffScreen(self.live, tasks, notices, self)
        self._composer_news = MomentNews(self.live, self._noted, lambda: self._composer.moment, self._composer.changed, self)
        self._review_news = MomentNews(self.live, self._noted, lambda: self._review.moment, self._review.changed, self)
        self._wall = WallScreen(self.live, self._pulse, hosted, self)
        self._alerts = Alerts(self.live, tasks, self)
        self.sound = AlertSound(tasks, notices, self)
        self._undelivered = Undelivered(self.live, notices, self)
        self._connect()
        self._composer.pictures.gate = self._picture_gate
        self._feeds.findChild(FeedPictures).gate = self._picture_gate
        self._composer.restore()
        self._library.load()

    def _connect(self) -> None:
        self._moments.askedCompose.connect(self._compose)
        self._composer.askedPass.connect(self._pass)
        self._composer.sent.connect(lambda item: self._board.choose(item))
        self._board.askedReview.connect(self._review.open)
        self._board.askedPublish.connect(self._handoff.ask)
        self._board.askedEdit.connect(self._edit)
        self._board.askedDuplicate.connect(self._duplicate)
        self._board.askedBank.connect(self._bank.put.ask)
        self._board.askedLock.connect(self._outcomes.lock)
        self._composer.askedLibrary.connect(self._library.ask)
        self._bank.askedCompose.connect(lambda: self.askedPane.emit("composer"))
        self._review.decision.askedPublish.connect(self._handoff.ask)
        self._review.decision.askedEdit.connect(self._edit)
        self._review.opened.connect(lambda: self._show("review"))
        self._review.closed.connect(lambda: self._unshow("review"))
        self._handoff.opened.connect(lambda: self._show("handoff"))
        self._handoff.closed.connect(lambda: self._unshow("handoff"))
        self._alerts.asked.connect(self._review.open)
        self._alerts.told.connect(self.sound.sound)
        self._review.opened.connect(self._review_news.look)
        self._moments.askedEvidence.connect(self._moment_view.open)
        self._spikes.spotted.connect(self._alerts.tell)
        self._spikes.askedTopic.connect(self._topics.offer)

    def _compose(self, moment: str) -> None:
        self._composer.compose(moment)
        self.askedPane.emit("composer")

    def _edit(self, item: str) -> None:
        self.goBack()
        self._composer.edit(item)
        self.askedPane.emit("composer")

    def _duplicate(self, item: str) -> None:
        self.goBack()
        self._composer.duplicateItem(item)
        self.askedPane.emit("composer")

    def _pass(self, moment: str) -> None:
        self._moments.choose(moment)
        self._moments.askPass()

    def _show(self, screen: str) -> None:
        if screen == "handoff":
            self._review.close()
        self._over = screen
        self.overChanged.emit()

    def _unshow(self, screen: str) -> None:
        if self._over == screen:
            self._over = ""
            self.overChanged.emit()
            self.askedPane.emit("board")

    def showBench(self, shown: bool) -> None:
        """The bench in the place of the panes, or the panes again."""
        if not shown:
            self._unshow("bench")
            return
        if self._over in ("review", "handoff"):
            self.goBack()
        self._show("bench")

    def goBack(self) -> bool:
        """Leave the review, the hand-off or the bench for the desk; False where none is open."""
        if not self._over:
            return False
        if self._over == "bench":
            self._unshow("bench")
            return True
        (self._review if self._over == "review" else self._handoff).close()
        return True

    def add_keys(self, keys: Keys) -> None:
        keys.add(
            "review",
            "review.noted",
            "Noted: how its moment turned",
            "Shift+N",
            self._review_news.note,
            ready=lambda: bool(self._review_news.words),
        )
        for part in self._parts:
            part.add_keys(keys)

    def stop(self) -> None:
        """Hear nothing more; the session is closed by the shell."""
        self.stream.stop()
        self._feeds.stop()
        self._composer.stop()
        self._library.stop()
        self._bank.stop()
        self._picture_gate.close()
        self._review.stop()
        self._handoff.stop()
        self._alerts.stop()
        self._undelivered.stop()
        self._people.stop()
        self.live.stop()

    @Property(str, notify=overChanged)
    def over(self) -> str:
        """The screen that lies over the panes: review · handoff · bench; empty for the panes themselves."""
        return self._over

    @property
    def _parts(self) -> tuple[HasKeys, ...]:
        return (
            self._topbar,
            self._pulse,
            self._spikes,
            self._topics,
            self._sources,
            self._feeds,
            self._moments,
            self._composer,
            self._board,
            self._review,
            self._handoff,
            self._library,
            self._bank,
            self._outcomes,
            self.sound,
        )

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

    @Property(MomentView, constant=True)
    def momentView(self) -> MomentView:
        return self._moment_view

    @Property(MomentNews, constant=True)
    def composerNews(self) -> MomentNews:
        return self._composer_news

    @Property(MomentNews, constant=True)
    def reviewNews(self) -> MomentNews:
        return self._review_news

    @Property(TopicsEditor, constant=True)
    def topics(self) -> TopicsEditor:
        return self._topics

    @Property(RoomSources, constant=True)
    def sources(self) -> RoomSources:
        return self._sources

    @Property(Spikes, constant=True)
    def spikes(self) -> Spikes:
        return self._spikes

    @Property(ComposerScreen, constant=True)
    def composer(self) -> ComposerScreen:
        return self._composer

    @Property(BoardScreen, constant=True)
    def board(self) -> BoardScreen:
        return self._board

    @Property(LibraryScreen, constant=True)
    def library(self) -> LibraryScreen:
        return self._library

    @Property(BankScreen, constant=True)
    def bank(self) -> BankScreen:
        return self._bank

    @Property(Outcomes, constant=True)
    def outcomes(self) -> Outcomes:
        return self._outcomes

    @Property(ReviewScreen, constant=True)
    def review(self) -> ReviewScreen:
        return self._review

    @Property(HandOffScreen, constant=True)
    def handoff(self) -> HandOffScreen:
        return self._handoff

    @Property(People, constant=True)
    def people(self) -> People:
        return self._people

    @Property(WallScreen, constant=True)
    def wall(self) -> WallScreen:
        return self._wall

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices
