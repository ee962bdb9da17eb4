"""The bank's sheet: the shelf of shells, the form that fills one's blanks with its card beside it, and the way into the composer."""

from __future__ import annotations

import datetime as dt

import uuid_utils
from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.bank.put import BankPut
from warroom.desktop.bank.rows import BlankRow, ResultRow, ShellRow, blank_rows, go_moments, open_blanks, result_rows, shell_rows
from warroom.desktop.card.worker import CardWorker
from warroom.desktop.composer.edit import from_version
from warroom.desktop.composer.lane import filled_draft, shell_version
from warroom.desktop.composer.preview import CardPreview
from warroom.desktop.composer.rows import slot_values
from warroom.desktop.composer.screen import ComposerScreen
from warroom.desktop.drafts import Draft
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.review import commands
from warroom.review.lanes import SHELL
from warroom.review.model import Moment, Shell
from warroom.review.shells import clearance, samples

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "bank"


@QmlElement
@QmlUncreatable("The bank belongs to the desk.")
class BankScreen(QObject):
    """`askedCompose` when a draft made here is on the composer's desk; `filled` when the form's fields are to be set anew."""

    changed = Signal()
    filled = Signal()
    askedCompose = Signal()

    def __init__(self, live: LiveRoom, composer: ComposerScreen, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._composer, self._tasks, self._notices = live, composer, tasks, notices
        self._rows: RecordListModel[ShellRow] = RecordListModel(ShellRow, "key", self)
        self._blanks: RecordListModel[BlankRow] = RecordListModel(BlankRow, "key", self)
        self._results: RecordListModel[ResultRow] = RecordListModel(ResultRow, "key", self)
        self._worker: CardWorker | None = None
        self._preview: CardPreview | None = None
        self._put = BankPut(live, tasks, notices, self)
        self._open = False
        self._chosen = self._moment = self._withdrawing = ""
        self._result = ("", "")
        self._values: dict[str, dict[str, str]] = {}
        live.changed.connect(self._on_change)

    def add_keys(self, keys: Keys) -> None:
        keys.add("composer", "composer.bank", "The bank of shells", "N", self.ask)
        keys.add("board", "board.bank", "The bank of shells", "N", self.ask)

    def stop(self) -> None:
        self._open = False
        if self._worker is not None:
            self._worker.close()

    # what is done

    @Slot()
    def ask(self) -> None:
        self._open = True
        self._withdrawing, self._result = "", ("", "")
        self._moment = self._composer.moment or self._moment
        self._notices.clear(PLACE)
        if self._preview is None:
            self._worker = CardWorker()
            self._preview = CardPreview(self._worker, self)
        self._show()
        self.filled.emit()

    @Slot()
    def close(self) -> None:
        self._open = False
        if self._preview is not None:
            self._preview.clear()
        self.changed.emit()

    @Slot(str)
    def choose(self, key: str) -> None:
        if key != self._chosen:
            self._chosen, self._withdrawing = key, ""
            self._show()
            self.filled.emit()

    @Slot(int)
    def step(self, by: int) -> None:
        keys = [row.key for row in self._rows.rows]
        if keys:
            at = keys.index(self._chosen) if self._chosen in keys else 0
            self.choose(keys[max(0, min(len(keys) - 1, at + by))])

    @Slot(str, str)
    def write(self, blank: str, value: str) -> None:
        shell = self._shell
        if shell is not None:
            self._values.setdefault(shell.id, {})[blank] = value
            self._show()

    @Slot(str)
    def waitFor(self, key: str) -> None:
        """Lock the item to this result from its beginning; an empty key: to none."""
        outcome, _, result = key.partition("\n")
        self._result = (outcome, result)
        self._show()

    @Slot()
    def nextMoment(self) -> None:
        """On which of the moments that are a go the item is made."""
        ids = [moment.id for moment in go_moments(self._live.state)]
        if ids:
            at = ids.index(self._moment) + 1 if self._moment in ids else 0
            self._moment = ids[at % len(ids)]
            self._show()

    @Slot()
    def make(self) -> None:
        """Into the composer, as an item in the shell lane."""
        draft = self._draft()
        if draft is None or self.reason:
            return
        self.close()
        self._composer.begin(draft)
        self.askedCompose.emit()

    @Slot()
    def askWithdraw(self) -> None:
        """The first gesture: say what taking it out will do."""
        self._withdrawing = self._chosen
        self.changed.emit()

    @Slot(str)
    def withdraw(self, reason: str) -> None:
        """The second gesture."""
        if self._withdrawing:
            self._live.ask("Take a shell out of the bank", commands.WithdrawShell(self._withdrawing, reason), PLACE)
            self._withdrawing = ""
            self.changed.emit()

    @Slot()
    def keepIt(self) -> None:
        self._withdrawing = ""
        self.changed.emit()

    # inside

    @property
    def _shell(self) -> Shell | None:
        return self._live.state.shells.get(self._chosen)

    @property
    def _on(self) -> Moment | None:
        """The moment the item is made on: the composer's, the one chosen here, or the newest that is a go."""
        moments = go_moments(self._live.state)
        return next((moment for moment in moments if moment.id == self._moment), moments[0] if moments else None)

    def _draft(self) -> Draft | None:
        shell = self._shell
        if shell is None:
            return None
        moment = self._on
        draft = from_version(str(uuid_utils.uuid7()), moment.id if moment else "", SHELL, shell_version(shell))
        values = {**samples(shell), **{name: value for name, value in self._values.get(shell.id, {}).items() if value}}
        outcome, result = self._result
        return replace(filled_draft(draft, shell, values), base=0, shell=shell.id, outcome=outcome, result=result)

    def _on_change(self, _change: object = None) -> None:
        if self._open:
            self._show()
        self._put.look()

    def _show(self) -> None:
        rows = shell_rows(self._live.state, self._live.session.person, self._chosen)
        if rows and self._chosen not in {row.key for row in rows}:
            self._chosen = rows[0].key
            rows = shell_rows(self._live.state, self._live.session.person, self._chosen)
        self._rows.show(rows)
        shell = self._shell
        self._blanks.show(blank_rows(shell, self._values.get(shell.id, {})) if shell is not None else ())
        self._results.show(result_rows(self._live.state, self._result))
        draft = self._draft() if self._open else None
        if draft is not None:
            self._tasks.spawn("Draw the shell", self._draw(draft), PLACE)
        self.changed.emit()

    async def _draw(self, draft: Draft) -> None:
        template = self._composer.published.of(draft)
        if template is None:
            return  # not here yet; the shelf shows the picture that was cleared
        await self._composer.pictures.fetch(draft, template)
        if self._open and self._preview is not None:
            values = slot_values(template, draft, self._composer.pictures.assets)
            self._preview.show(template, draft, values, self._live.state.plan.guardrails, self._today())
            self.changed.emit()

    def _today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self._live.event_now() / 1000, self._live.state.plan.event.starts.tzinfo).date()

    # what is shown

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[ShellRow]:
        return self._rows

    @Property(RecordListModel, constant=True)
    def blanks(self) -> RecordListModel[BlankRow]:
        return self._blanks

    @Property(RecordListModel, constant=True)
    def results(self) -> RecordListModel[ResultRow]:
        return self._results

    @Property(CardPreview, notify=changed)
    def preview(self) -> CardPreview | None:
        return self._preview

    @Property(BankPut, constant=True)
    def put(self) -> BankPut:
        return self._put

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    @Property(str, notify=changed)
    def words(self) -> str:
        usable = sum(row.usable for row in self._rows.rows)
        rest = len(self._rows.rows) - usable
        return f"{usable} cleared" + (f" · {rest} not" if rest else "") if self._rows.rows else ""

    @Property(str, notify=changed)
    def nothing(self) -> str:
        if self._rows.rows:
            return ""
        if self._live.state.plan.lane(SHELL) is None:
            return "This event's plan has no lane “shell”, so there is no bank."
        return "“Bank…” on a greenlit item puts it here, with its blanks named."

    @Property(str, notify=changed)
    def chosen(self) -> str:
        return self._chosen

    @Property(int, notify=changed)
    def chosenIndex(self) -> int:
        return self._rows.find(self._chosen)

    @Property(str, notify=changed)
    def momentWords(self) -> str:
        moment = self._on
        return f"On “{moment.title}”" if moment is not None else "No moment is a go yet: decide go on one first."

    @Property(bool, notify=changed)
    def manyMoments(self) -> bool:
        return len(go_moments(self._live.state)) > 1

    @Property(str, notify=changed)
    def reason(self) -> str:
        """What stands in the way of making it; empty when nothing does."""
        shell = self._shell
        if shell is None:
            return "Choose a shell."
        stands = clearance(self._live.state, shell)
        if not stands.stands:
            return stands.why
        if not set(self._live.session.roles) & {"writer", "producer"}:
            return "Only a writer or a producer may make an item."
        if self._live.state.stood_down is not None:
            return "The room is stood down."
        if self._on is None:
            return "No moment is a go yet: decide go on one first."
        return open_blanks(shell, self._values.get(shell.id, {}))

    @Property(bool, notify=changed)
    def canMake(self) -> bool:
        return not self.reason

    @Property(bool, notify=changed)
    def canWithdraw(self) -> bool:
        shell, lane = self._shell, self._live.state.plan.lane("full")
        may = {"producer", "writer", *(rule.role for rule in lane.rules)} if lane is not None else {"producer", "writer"}
        return shell is not None and not shell.ended_at and bool(set(self._live.session.roles) & may)

    @Property(str, notify=changed)
    def withdrawWords(self) -> str:
        """What taking it out will do, said before it is done; empty while nobody asks."""
        shell = self._live.state.shells.get(self._withdrawing)
        if shell is None:
            return ""
        made = [item for item in self._live.state.items.values() if item.shell == shell.id]
        living = sum(item.phase not in ("published", "expired", "killed") for item in made)
        out = sum(item.phase == "published" for item in made)
        stops = f"{living} item{'' if living == 1 else 's'} made from it stop{'s' if living == 1 else ''} for good"
        stays = f"; {out} published stay{'s' if out == 1 else ''} out" if out else ""
        return f"“{shell.title}” goes out of the bank for good. {stops}{stays}."
