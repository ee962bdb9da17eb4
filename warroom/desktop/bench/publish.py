"""Publishing and retiring from the bench: what it would do before it is done, then with one key, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.live import LiveRoom
from warroom.desktop.tasks import Tasks
from warroom.errors import RoomError, TemplateError, WarroomError
from warroom.review import made
from warroom.review.commands import RetireTemplate
from warroom.review.decide_templates import not_a_publisher
from warroom.review.model import Published

if TYPE_CHECKING:
    from warroom.client.change import Change

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("Publishing belongs to the bench.")
class BenchPublish(QObject):
    """`wrong(TemplateError)` where the files that were to be published cannot be read."""

    changed = Signal()
    wrong = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._live: LiveRoom | None = None
        self._folder: Path | None = None
        self._name, self._pack = "", ""
        self._broken = self._busy = self._stale = self._whole = False
        self._retiring = ""  # the template that is about to be retired, by a second gesture
        self._words, self._tone = "", "second"

    def enter(self, live: LiveRoom | None) -> None:
        """The room to publish to; None when it is left."""
        if self._live is not None:
            self._live.changed.disconnect(self._on_change)
        self._live = live
        if live is not None:
            live.changed.connect(self._on_change)
        self._say("")

    def show(self, folder: Path | None, name: str) -> None:
        """The template in hand. What was said of another is said no more."""
        if folder != self._folder:
            self._words, self._stale, self._retiring = "", False, ""
        self._folder, self._name, self._pack = folder, name, ""
        self.changed.emit()

    def read(self, pack: str, broken: bool) -> None:
        """What stands in its folder now: the digest of its pack, empty while it is not known; `broken`: it cannot be read."""
        if pack != self._pack and pack and not self._busy:
            self._words = ""
        self._pack, self._broken = pack, broken
        self.changed.emit()

    # --- what is shown

    @Property(bool, notify=changed)
    def inRoom(self) -> bool:
        return self._live is not None

    @Property(str, notify=changed)
    def room(self) -> str:
        return "" if self._live is None else self._live.state.plan.event.name

    @Property(str, notify=changed)
    def line(self) -> str:
        """What publishing would do: `quote: version 3 → 4`."""
        if self._live is None or self._folder is None:
            return ""
        key = self._folder.name
        versions = self._live.state.templates.get(key, ())
        if versions and versions[-1].retired_at:
            return f"{key}: retired by {versions[-1].retired_by} → version {len(versions) + 1}"
        if self._same:
            return f"{key}: version {versions[-1].version}, nothing changed since"
        return f"{key}: version {versions[-1].version} → {len(versions) + 1}" if versions else f"{key}: new here → version 1"

    @Property(str, notify=changed)
    def refusal(self) -> str:
        """Why it cannot be published now; empty where it can."""
        if self._live is None:
            return "Not in a room. Start or join one, and publish with one key."
        if not self._may:
            return not_a_publisher(self._live.state.plan, "publish templates").message
        if self._folder is None:
            return "Nothing is chosen."
        return "Mend what is wrong first: the room gets only what can be read." if self._broken else ""

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(bool, notify=changed)
    def stale(self) -> bool:
        """Somebody else published meanwhile; it can be published over theirs."""
        return self._stale

    @Property(bool, notify=changed)
    def canRetire(self) -> bool:
        """The room offers the template in hand, and this person may have it offered no more."""
        return self._offered is not None and self._may and not self._busy

    @Property(str, notify=changed)
    def retiring(self) -> str:
        """What retiring would do, once it was asked for; empty until then."""
        now = self._offered
        if now is None or not self._retiring:
            return ""
        return f"Nobody will be offered {now.name} any more. Items made with it keep it, and it can be published again."

    @Property(str, notify=changed)
    def words(self) -> str:
        return self._words

    @Property(str, notify=changed)
    def tone(self) -> str:
        return self._tone

    @property
    def _may(self) -> bool:
        return self._live is not None and bool(set(self._live.session.roles) & set(self._live.state.plan.publish))

    @property
    def _offered(self) -> Published | None:
        """The version of the template in hand that the room offers now."""
        return made.newest(self._live.state, self._folder.name) if self._live is not None and self._folder is not None else None

    @property
    def _same(self) -> bool:
        now = self._offered
        return now is not None and bool(self._pack) and now.manifest == self._pack

    # --- what can be done

    @Slot()
    def publish(self) -> None:
        """The template in hand."""
        self._begin(whole=False, over=False)

    @Slot()
    def publishAll(self) -> None:
        """Every template of the brand that is not in the room exactly so."""
        self._begin(whole=True, over=False)

    @Slot()
    def publishOver(self) -> None:
        """Over what somebody else published; every version stays."""
        if self._stale:
            self._begin(whole=self._whole, over=True)

    @Slot()
    def askRetire(self) -> None:
        """The first gesture."""
        if self.canRetire and self._folder is not None:
            self._retiring = self._folder.name
            self.changed.emit()

    @Slot()
    def keepOffered(self) -> None:
        """Not retired after all."""
        self._retiring = ""
        self.changed.emit()

    @Slot()
    def retire(self) -> None:
        """The second gesture: that template, and no other that came in hand meanwhile."""
        key, self._retiring = self._retiring, ""
        if key and self.canRetire:
            self._busy = True
            self._tasks.spawn("Retire", self._retire(key), "bench")
        self.changed.emit()

    async def _retire(self, key: str) -> None:
        assert self._live is not None
        try:
            await self._live.session.send(RetireTemplate(key))
            self._busy = False
            self._say(f"{self._live.state.templates[key][-1].name} is offered no more.", "green")
        except WarroomError as error:
            self._busy = False
            self._say(f"{error.message} {error.hint}".strip(), "red")
        finally:
            self._busy = False
            self.changed.emit()

    def _begin(self, *, whole: bool, over: bool) -> None:
        if self._busy or self._folder is None:
            return
        if self.refusal:
            self._say(self.refusal, "amber")
            return
        self._whole = whole
        self._busy, self._stale, self._retiring = True, False, ""
        self._tasks.spawn("Publish", self._publish(self._folder.parent if whole else self._folder, over), "bench")

    async def _publish(self, folder: Path, over: bool) -> None:
        assert self._live is not None
        try:
            done = await self._live.session.publish(folder, over=over, tell=lambda words: self._say(f"{words}…"))
            self._busy = False
            self._say(done.words, "green")
        except TemplateError as error:
            self._busy = False
            self._say("Nothing was published: a file cannot be read.", "red")
            self.wrong.emit(error)
        except WarroomError as error:
            self._busy = False
            self._stale = isinstance(error, RoomError) and error.code == "stale_template"
            self._say(f"{error.message} {error.hint}".strip(), "amber" if self._stale else "red")
        finally:
            self._busy = False
            self.changed.emit()

    def _say(self, words: str, tone: str = "second") -> None:
        self._words, self._tone = words, tone
        self.changed.emit()

    def _on_change(self, change: Change) -> None:
        if change.reset or change.events:
            self.changed.emit()
