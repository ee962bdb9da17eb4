"""The decision side of review: what this person may do with what is shown, and the commands that do it."""

from __future__ import annotations

from collections.abc import Coroutine

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.board.rows import signable
from warroom.desktop.item_at import ItemAt
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.reviewing.stage import ReviewStage
from warroom.desktop.tasks import Tasks
from warroom.errors import RoomError
from warroom.review import commands, lanes
from warroom.review.duty import on_duty

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The decision belongs to the review screen.")
class ReviewDecision(QObject):
    """Everything that is decided names the digest on the stage; `stale` when the room has a newer one."""

    changed = Signal()
    stale = Signal()
    formChanged = Signal()
    askedPublish = Signal(str)
    askedEdit = Signal(str)
    askedDuplicate = Signal(str)

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, place: str, stage: ReviewStage, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices, self._place, self._stage = live, tasks, notices, place, stage
        self._at = ItemAt(live)
        self._busy = ""
        self._role = ""
        self._form = ""
        stage.changed.connect(self.changed)

    def about(self, item: str) -> None:
        if item != self._at.id:
            self._role = ""
        self._at.id = item
        self.closeForm()
        self.changed.emit()

    @Property(str, notify=changed)
    def approveRole(self) -> str:
        """The role that Approve signs as: the chosen one, or the first that this person may sign for."""
        roles = self.roles
        return self._role if self._role in roles else roles[0] if roles else ""

    @Property(list, notify=changed)
    def approveRoles(self) -> list[str]:
        """More than one: the person chooses which they sign as."""
        return list(self.roles)

    @Property(str, notify=changed)
    def approveText(self) -> str:
        return f"Approve as {lanes.label(self.approveRole)}" if self.approveRole else ""

    @Property(bool, notify=changed)
    def canApprove(self) -> bool:
        return bool(self.approveRole) and not self.whyNot

    @Property(str, notify=changed)
    def whyNot(self) -> str:
        """Why nothing can be decided on what is shown; empty where it can."""
        if self._stage.shown is None:
            return ""
        if self._old:
            return "What is shown is not the newest version."
        if self._stage.comparing:
            return "The version before is shown."
        if self._busy:
            return f"{self._busy}…"
        missing = self._stage.unseen()
        return f"Still loading: {', '.join(missing)}" if missing else ""

    @Property(bool, notify=changed)
    def canRequest(self) -> bool:
        return bool(self.requestRole) and not self._old and not self._busy

    @Property(str, notify=changed)
    def requestRole(self) -> str:
        """As which role this person may ask for changes: also after having signed."""
        if self.approveRole:
            return self.approveRole
        item, stands = self._at.item, self._at.stands
        if item is None or stands is None or not lanes.under_review(item) or stands.going_out:
            return ""
        person = self._live.state.plan.person(self._live.session.person)
        return next((rule.role for rule in stands.rules if person and rule.role in person.roles), "")

    @Property(bool, notify=changed)
    def canHold(self) -> bool:
        item = self._at.item
        return self._may_hold and item is not None and item.hold is None and item.phase in ("draft", "in_review", "changes_requested")

    @Property(bool, notify=changed)
    def canRelease(self) -> bool:
        item = self._at.item
        return self._may_hold and item is not None and item.hold is not None

    @Property(bool, notify=changed)
    def canKill(self) -> bool:
        item = self._at.item
        return item is not None and self._has_role("producer", "writer") and item.phase not in ("killed", "expired")

    @Property(bool, notify=changed)
    def canEdit(self) -> bool:
        item, stands = self._at.item, self._at.stands
        alive = item is not None and item.phase in ("draft", "in_review", "changes_requested")
        return alive and stands is not None and not stands.going_out and self._has_role("producer", "writer")

    @Property(bool, notify=changed)
    def canPublish(self) -> bool:
        stands = self._at.stands
        return stands is not None and stands.greenlit and not stands.blocks and self._has_role("producer", "writer")

    @Property(str, notify=changed)
    def killWords(self) -> str:
        """What Kill will do, said before it is done."""
        item = self._at.item
        if item is None:
            return ""
        if item.phase == "published":
            links = [target.link for target in item.targets if target.link]
            return f"It is published. Killing records that it has to come down, and lists the links: {', '.join(links)}"
        return "Nobody can approve or publish it any more, for good. Its text can be taken into a duplicate."

    @Property(str, notify=formChanged)
    def form(self) -> str:
        """What is being written before it is done: request, comment, hold or kill; empty for nothing."""
        return self._form

    @Slot(str)
    def openForm(self, form: str) -> None:
        may = {"request": self.canRequest, "comment": bool(self._at.id), "hold": self.canHold, "kill": self.canKill}
        if may.get(form, False):
            self._form = form
            self.formChanged.emit()

    @Slot()
    def closeForm(self) -> None:
        if self._form:
            self._form = ""
            self.formChanged.emit()

    @Property(str, notify=changed)
    def requestText(self) -> str:
        return f"Request changes as {lanes.label(self.requestRole)}" if self.requestRole else ""

    @Slot(str)
    def chooseRole(self, role: str) -> None:
        self._role = role
        self.changed.emit()

    @Slot()
    def approve(self) -> None:
        """Sign the digest that is on screen, as the role that the button names."""
        if self.canApprove and self._stage.shown is not None:
            role, digest = self.approveRole, self._stage.shown.digest
            self._do("Approving", commands.SignOffItem(item=self._at.id, role=role, digest=digest))

    @Slot(str)
    def withdraw(self, role: str) -> None:
        if self._stage.shown is not None:
            self._do("Withdrawing", commands.WithdrawSignOff(item=self._at.id, role=role, digest=self._stage.shown.digest))

    @Slot(str)
    def requestChanges(self, words: str) -> None:
        if self.canRequest and self._stage.shown is not None and words.strip():
            command = commands.RequestChanges(
                item=self._at.id, role=self.requestRole, digest=self._stage.shown.digest, comment=words.strip()
            )
            self._do("Asking for changes", command)

    @Slot(str)
    def comment(self, words: str) -> None:
        if self._at.id and words.strip():
            self._do("Commenting", commands.AddComment(item=self._at.id, text=words.strip()))

    @Slot(str)
    def hold(self, reason: str) -> None:
        self._do("Holding", commands.HoldItem(item=self._at.id, reason=reason))

    @Slot()
    def release(self) -> None:
        self._do("Releasing", commands.ReleaseItem(item=self._at.id))

    @Slot(str)
    def kill(self, reason: str) -> None:
        self._do("Killing", commands.KillItem(item=self._at.id, reason=reason))

    @Slot()
    def publish(self) -> None:
        if self.canPublish:
            self.askedPublish.emit(self._at.id)

    @Slot()
    def edit(self) -> None:
        if self.canEdit:
            self.askedEdit.emit(self._at.id)

    # --- inside

    @property
    def _old(self) -> bool:
        """Whether the stage shows another version than the newest."""
        item, shown = self._at.item, self._stage.shown
        return item is not None and item.current is not None and shown is not None and item.current.number != shown.number

    @property
    def roles(self) -> tuple[str, ...]:
        item, stands = self._at.item, self._at.stands
        if item is None or stands is None:
            return ()
        return signable(self._live.state, item, stands, self._live.session.person, on_duty(self._live.state, self._live.now()))

    @property
    def _may_hold(self) -> bool:
        item = self._at.item
        return item is not None and self._has_role("producer", *(rule.role for rule in lanes.lane_of(self._live.state, item).rules))

    def _has_role(self, *roles: str) -> bool:
        return any(role in roles for role in self._live.session.roles)

    def _do(self, what: str, command: commands.Command) -> None:
        if self._busy:
            return
        self._busy = what
        self.closeForm()
        self._notices.clear(self._place)
        self.changed.emit()
        self._tasks.spawn(what, self._sending(command), self._place)

    def _sending(self, command: commands.Command) -> Coroutine[object, object, None]:
        async def send() -> None:
            try:
                await self._live.session.send(command)
            except RoomError as error:
                if error.code == "stale_digest":
                    self.stale.emit()
                raise
            finally:
                self._busy = ""
                self.changed.emit()

        return send()
