"""What this desktop could not deliver: said while it waits, and said again where nothing came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.review import commands
from warroom.review.model import State
from warroom.review.tags import snake_case

if TYPE_CHECKING:
    from warroom.client.change import Change, Late

PLACE = "window"
WAITING = "undelivered"


class Undelivered(QObject):
    """One notice for all that waits, gone when nothing does; one for each command that came too late or was refused late."""

    def __init__(self, live: LiveRoom, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._notices = live, notices
        live.changed.connect(self._on_change)
        self._show()

    def stop(self) -> None:
        self._notices.dismiss(WAITING)

    def _on_change(self, change: Change) -> None:
        for late in change.late:
            if late.outcome != "delivered":
                self._tell(late)
        if change.outbox or change.late:
            self._show()

    def _tell(self, late: Late) -> None:
        what = asked(late.command, self._live.state)
        did = "came too late" if late.outcome == "expired" else "was refused when it was delivered"
        self._notices.tell(PLACE, f"{what[:1].upper()}{what[1:]} {did}: {late.message}", "", "error", key=f"late:{late.id}")

    def _show(self) -> None:
        waiting = self._live.session.waiting
        if not waiting:
            self._notices.dismiss(WAITING)
            return
        whats = list(dict.fromkeys(asked(one.command, self._live.state) for one in waiting))
        more = f" and {len(whats) - 3} more" if len(whats) > 3 else ""
        self._notices.tell(
            PLACE,
            f"Not delivered yet: {', '.join(whats[:3])}{more}.",
            "It is kept here and sent as soon as the room answers.",
            "warning",
            key=WAITING,
            action="Do not send",
            act=self._withdraw,
        )

    def _withdraw(self) -> None:
        for one in self._live.session.waiting:
            self._live.session.withdraw(one.id)


def asked(command: commands.Command, state: State) -> str:
    """What a person asked for, as they would call it, in the middle of a sentence."""
    item = state.items.get(getattr(command, "item", ""))
    on = f" on “{item.title}”" if item is not None else ""
    match command:
        case commands.CallMoment(title=title):
            return f"the moment “{title}”"
        case commands.DecideMoment(decision=decision):
            return f"the decision “{decision}”"
        case commands.CreateItem(title=title):
            return f"the new item “{title}”"
        case commands.SaveVersion() | commands.SendForApproval():
            return f"the new version{on}"
        case commands.SignOffItem():
            return f"your approval{on}"
        case commands.WithdrawSignOff():
            return f"the withdrawal of your approval{on}"
        case commands.RequestChanges():
            return f"your request for changes{on}"
        case commands.AddComment():
            return f"your comment{on}"
        case commands.ReportPosted():
            return f"the link to the post{on}"
        case commands.StandDownRoom():
            return "the stand-down"
        case commands.ResumeRoom():
            return "your yes to resuming"
    return f"“{snake_case(type(command).__name__).replace('_', ' ')}”{on}"
