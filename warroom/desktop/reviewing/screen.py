"""The review screen: one version of one item, looked at as exactly the bytes that a sign-off names.

What is shown stays what it is while it is looked at: when a newer version comes, the screen says so and offers it, and the
decision buttons are off until it is the newest that is shown. Approving is possible once every cut has been on screen.
"""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.board.rows import Eyes, at_zero, busy_words
from warroom.desktop.clock import stopwatch
from warroom.desktop.composer.said import AlreadySaid
from warroom.desktop.item_at import ItemAt
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.naming import called, calling, imitations, target_name
from warroom.desktop.notices import Notices
from warroom.desktop.reviewing.decision import ReviewDecision
from warroom.desktop.reviewing.rows import (
    CaptionRow,
    CheckRow,
    CommentRow,
    SigningRow,
    StageRow,
    caption_rows,
    check_rows,
    comment_rows,
    short_digest,
    signing_rows,
    stage_rows,
)
from warroom.desktop.reviewing.stage import ReviewStage
from warroom.desktop.tasks import Tasks
from warroom.review import lanes, made
from warroom.review.model import Version
from warroom.review.standing import take_down

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "review"

_PHASES = {
    "draft": ("Draft", "second"),
    "in_review": ("In review", "amber"),
    "changes_requested": ("Changes requested", "red"),
    "locked": ("Waits for its result", "amber"),
    "greenlit": ("Greenlit", "green"),
    "published": ("Published", "blue"),
    "expired": ("Expired", "third"),
    "killed": ("Killed", "third"),
}


@QmlElement
@QmlUncreatable("The review screen belongs to its room.")
class ReviewScreen(QObject):
    """Open on one item at a time. `closed` when it is left; `askedPublish` and `askedEdit` carry the item's id to the shell."""

    changed = Signal()
    ticked = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._notices = live, notices
        self._at = ItemAt(live)
        self._shown: Version | None = None
        self._stage = ReviewStage(self)
        self._decision = ReviewDecision(live, tasks, notices, PLACE, self._stage, self)
        self._decision.stale.connect(self.showNewest)
        self._captions = RecordListModel(CaptionRow, "key", self)
        self._checks = RecordListModel(CheckRow, "key", self)
        self._signings = RecordListModel(SigningRow, "role", self)
        self._comments = RecordListModel(CommentRow, "key", self)
        self._stages = RecordListModel(StageRow, "key", self)
        self._said = AlreadySaid(live, tasks, self._sayings, "W", self)
        self.changed.connect(self._said.look)
        live.changed.connect(self._on_change)
        live.ticked.connect(self._on_tick)

    # --- opening, leaving

    @Slot(str)
    def open(self, item: str) -> None:
        """Look at the newest version of `item`; nothing happens for an item without one."""
        found = self._live.state.items.get(item)
        if found is None or found.current is None:
            return
        self._at.id = item
        self._decision.about(item)
        self._notices.clear(PLACE)
        self._show(found.current)
        self._live.session.busy_with(item, "reviewing")
        self.opened.emit()

    @Slot()
    def close(self) -> None:
        if self._at.id:
            self._at.id, self._shown = "", None
            self._stage.show(None, None)
            self._decision.about("")
            self._live.session.busy_with("", "")
            self.changed.emit()
            self.closed.emit()

    @Slot()
    def showNewest(self) -> None:
        item = self._at.item
        if item is not None and item.current is not None:
            self._show(item.current)

    @property
    def moment(self) -> str:
        """The id of the moment behind the item; empty for none."""
        item = self._at.item
        return item.moment if item is not None else ""

    # --- what is shown

    @Property(str, notify=changed)
    def item(self) -> str:
        return self._at.id

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown.content.title if self._shown else ""

    @Property(str, notify=changed)
    def why(self) -> str:
        return self._shown.content.why if self._shown else ""

    @Property(str, notify=changed)
    def phase(self) -> str:
        stands = self._at.stands
        return _PHASES[stands.stage][0] if stands else ""

    @Property(str, notify=changed)
    def phaseTone(self) -> str:
        stands = self._at.stands
        return _PHASES[stands.stage][1] if stands else "second"

    @Property(str, notify=changed)
    def version(self) -> str:
        item, shown = self._at.item, self._shown
        return f"version {shown.number} of {len(item.versions)} · {called(shown.author, self._me)}" if item and shown else ""

    @Property(str, notify=changed)
    def newer(self) -> str:
        """What to say when what is shown is not the newest; empty when it is."""
        item, shown = self._at.item, self._shown
        if item is None or shown is None or item.current is None or item.current.number == shown.number:
            return ""
        same = " with the very same bytes" if item.current.digest == shown.digest else ""
        return (
            f"{calling(item.current.author, self._me)} made version {item.current.number}{same} while you looked at version {shown.number}."
        )

    @Property(str, notify=changed)
    def digest(self) -> str:
        return short_digest(self._shown.digest) if self._shown else ""

    @Property(str, notify=changed)
    def wholeDigest(self) -> str:
        return self._shown.digest if self._shown else ""

    @Property(str, notify=changed)
    def others(self) -> str:
        return busy_words(self._at.id, self._eyes) if self._at.id else ""

    @Property(str, notify=changed)
    def stoodDown(self) -> str:
        down = self._live.state.stood_down
        if down is None:
            return ""
        reason = f": {down.reason}" if down.reason else ""
        return f"{calling(down.by, self._me)} stood the room down{reason}. Nobody approves or publishes until two people resume it."

    @Property(str, notify=changed)
    def held(self) -> str:
        item = self._at.item
        hold = item.hold if item else None
        if hold is None:
            return ""
        return f"You hold it: {hold.reason}" if hold.by == self._me else f"{hold.by} holds it: {hold.reason}"

    @Property(str, notify=changed)
    def ended(self) -> str:
        """Why it is over, where it is; with the links to take down of a killed one."""
        item = self._at.item
        if item is None or item.phase not in ("expired", "killed", "published"):
            return ""
        if item.phase == "published":
            links = [target.link for target in item.targets if target.link]
            return f"Published by {called(item.ended_by, self._me)}. " + " ".join(links)
        places = [(target.text.network, target.text.account) for target in item.targets]
        links = [f"{target_name((target.text.network, target.text.account), places)}: {target.link}" for target in take_down(item)]
        by = f" by {called(item.ended_by, self._me)}" if item.phase == "killed" else ""
        return f"{item.phase.capitalize()}{by}: {item.reason}" + (f" Take down: {', '.join(links)}" if links else "")

    @Property(ReviewStage, constant=True)
    def stage(self) -> ReviewStage:
        return self._stage

    @Property(ReviewDecision, constant=True)
    def decision(self) -> ReviewDecision:
        return self._decision

    @Property(RecordListModel, constant=True)
    def captions(self) -> RecordListModel[CaptionRow]:
        return self._captions

    @Property(RecordListModel, constant=True)
    def checks(self) -> RecordListModel[CheckRow]:
        return self._checks

    @Property(RecordListModel, constant=True)
    def signings(self) -> RecordListModel[SigningRow]:
        return self._signings

    @Property(RecordListModel, constant=True)
    def comments(self) -> RecordListModel[CommentRow]:
        return self._comments

    @Property(RecordListModel, constant=True)
    def stages(self) -> RecordListModel[StageRow]:
        return self._stages

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    # --- the clocks

    @Property(str, notify=changed)
    def waiting(self) -> str:
        stands = self._at.stands
        if stands is None:
            return ""
        if stands.stage == "greenlit":
            return "Greenlit since"
        if stands.stage == "locked":
            return f"{stands.lock.removesuffix('.')}, since"
        if stands.stage == "changes_requested":
            return "Changes asked for since"
        roles = [lanes.label(role) for role in stands.turn if role != "writer"]
        return f"Waiting for {' and '.join(roles)}" if roles and stands.stage == "in_review" else _PHASES[stands.stage][0]

    @Property(str, notify=ticked)
    def waitingClock(self) -> str:
        stands = self._at.stands
        return stopwatch(self._live.now() - stands.since) if stands and stands.since else "00:00"

    @Property(str, notify=ticked)
    def waitingTone(self) -> str:
        stands = self._at.stands
        if stands is None:
            return "second"
        return {"in_review": "amber", "locked": "amber", "greenlit": "green", "changes_requested": "red"}.get(stands.stage, "second")

    @Property(str, notify=ticked)
    def left(self) -> str:
        """`03:48 left, then it expires`; empty where no limit runs."""
        stands = self._at.stands
        if stands is None or not stands.deadline:
            return ""
        return f"{stopwatch(max(0, stands.deadline - self._live.now()))} left, {at_zero(stands)}"

    @Property(str, notify=ticked)
    def sinceMoment(self) -> str:
        return self._at.since_moment

    def stop(self) -> None:
        self._said.stop()

    def add_keys(self, keys: Keys) -> None:
        """Each shown on its button."""
        decision, stage = self._decision, self._stage
        keys.add(PLACE, "review.approve", "Approve as my role", "A", decision.approve, ready=lambda: decision.canApprove)
        keys.add(PLACE, "review.nextCut", "Next cut", "]", stage.next)
        keys.add(PLACE, "review.previousCut", "Previous cut", "[", stage.previous)
        keys.add(PLACE, "review.compare", "Compare with the version before", "=", stage.compare, ready=lambda: bool(stage.compareText))
        keys.add(PLACE, "review.newest", "Show the newest version", "N", self.showNewest, ready=lambda: bool(self.newer))
        keys.add(PLACE, "review.request", "Request changes", "R", lambda: decision.openForm("request"), ready=lambda: decision.canRequest)
        keys.add(PLACE, "review.comment", "Comment", "C", lambda: decision.openForm("comment"))
        keys.add(PLACE, "review.hold", "Hold", "H", lambda: decision.openForm("hold"), ready=lambda: decision.canHold)
        keys.add(PLACE, "review.release", "Release", "H", decision.release, ready=lambda: decision.canRelease)
        keys.add(PLACE, "review.kill", "Kill…", "X", lambda: decision.openForm("kill"), ready=lambda: decision.canKill)
        self._said.add_keys(keys, PLACE, "review.said")
        keys.add(PLACE, "review.back", "Back", "Esc", self.close)
        keys.add(PLACE, "review.publish", "Publish", "P", decision.publish, ready=lambda: decision.canPublish)
        keys.add(PLACE, "review.edit", "Edit", "E", decision.edit, ready=lambda: decision.canEdit)

    @Property(AlreadySaid, constant=True)
    def said(self) -> AlreadySaid:
        return self._said

    # --- inside

    def _sayings(self) -> tuple[tuple[str, str], ...]:
        if self._shown is None:
            return ()
        content = self._shown.content
        return (("Headline", content.title), *(("Caption", target.caption) for target in content.targets[:1]))

    @property
    def _me(self) -> str:
        return self._live.session.person

    @property
    def _eyes(self) -> Eyes:
        return Eyes(self._me, self._live.now(), self._live.session.presence, imitations(self._live.state.plan))

    @property
    def _before(self) -> Version | None:
        item, shown = self._at.item, self._shown
        if item is None or shown is None:
            return None
        return next(
            (version for version in reversed(item.versions) if version.number < shown.number and version.digest != shown.digest), None
        )

    def _show(self, version: Version) -> None:
        self._shown = version
        self._stage.show(version, self._before)
        self._captions.show(caption_rows(version))
        self._refresh()

    def _on_change(self, _change: object) -> None:
        if self._at.id:
            self._refresh()

    def _refresh(self) -> None:
        item, stands = self._at.item, self._at.stands
        if item is None or stands is None:
            return
        if self._shown is not None:
            content = self._shown.content
            news = made.behind(self._live.state, content.template, content.template_version)
            self._checks.show(check_rows(self._shown, news))
        played = imitations(self._live.state.plan)
        self._signings.show(signing_rows(item, stands, self._decision.roles, self._me, self._live.clock_at, played))
        self._comments.show(comment_rows(item, self._me, self._live.clock_at))
        self._decision.changed.emit()
        self.changed.emit()
        self._on_tick()

    def _on_tick(self) -> None:
        item, stands = self._at.item, self._at.stands
        if item is None or stands is None:
            return
        self._stages.show(stage_rows(item, self._at.moment, stands, self._live.now()))
        self.ticked.emit()
