"""The picture side of review: which cut of which version is on screen, and which cuts have been."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.limits import base_cut
from warroom.desktop.composer.edit import cut_name, turned
from warroom.desktop.models import RecordListModel
from warroom.desktop.reviewing.rows import CutRow, cut_rows
from warroom.review.model import Version

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The stage belongs to the review screen.")
class ReviewStage(QObject):
    """Shows the cuts of one version; `before` is the version that `compare` turns to, None for a first one."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: Version | None = None
        self._before: Version | None = None
        self._cut = ""
        self._seen: frozenset[str] = frozenset()
        self._comparing = False
        self._cuts = RecordListModel(CutRow, "name", self)

    def show(self, version: Version | None, before: Version | None) -> None:
        if version is None or self._shown is None or version.digest != self._shown.digest:
            self._seen = frozenset()
        self._shown, self._before, self._comparing = version, before, False
        names = [cut.name for cut in version.content.cuts] if version else []
        if self._cut not in names:
            self._cut = names[0] if names else ""
        self._tell()

    @property
    def shown(self) -> Version | None:
        return self._shown

    def unseen(self) -> list[str]:
        """The cuts that have not been on screen yet, as people call them."""
        cuts = self._shown.content.cuts if self._shown else ()
        return [cut_name(cut.name) for cut in cuts if cut.name not in self._seen]

    @Property(RecordListModel, constant=True)
    def cuts(self) -> RecordListModel[CutRow]:
        return self._cuts

    @Property(str, notify=changed)
    def cut(self) -> str:
        return self._cut

    @Property(str, notify=changed)
    def picture(self) -> str:
        """The chosen cut of what is looked at: the shown version, or the one before it while comparing."""
        version = self._before if self._comparing else self._shown
        blobs = {cut.name: cut.blob for cut in version.content.cuts} if version else {}
        blob = blobs.get(self._cut) or blobs.get(base_cut(self._cut))  # the one before may have needed no file of its own
        return f"image://blob/{blob}" if blob else ""

    @Property(str, notify=changed)
    def alt(self) -> str:
        targets = self._shown.content.targets if self._shown else ()
        return next((target.alt for target in targets if target.cut == self._cut), targets[0].alt if targets else "")

    @Property(float, notify=changed)
    def aspect(self) -> float:
        cuts = self._shown.content.cuts if self._shown else ()
        cut = next((cut for cut in cuts if cut.name == self._cut), None)
        return cut.width / max(1, cut.height) if cut else 1.0

    @Property(str, notify=changed)
    def compareText(self) -> str:
        """What the compare button says; empty for a first version."""
        if self._before is None or self._shown is None:
            return ""
        return f"Back to version {self._shown.number}" if self._comparing else f"Compare with {self._before.number}"

    @Property(bool, notify=changed)
    def comparing(self) -> bool:
        return self._comparing

    @Property(str, notify=changed)
    def comparedWith(self) -> str:
        return f"Version {self._before.number}" if self._comparing and self._before else ""

    @Slot(str)
    def choose(self, name: str) -> None:
        if name != self._cut and any(row.name == name for row in self._cuts.rows):
            self._cut = name
            self._tell()

    @Slot()
    def next(self) -> None:
        self._turn(1)

    @Slot()
    def previous(self) -> None:
        self._turn(-1)

    @Slot()
    def compare(self) -> None:
        if self._before is not None:
            self._comparing = not self._comparing
            self._tell()

    @Slot(str)
    def seen(self, name: str) -> None:
        """The picture of that cut of the shown version is on screen."""
        if name not in self._seen:
            self._seen |= {name}
            self._tell()

    def _turn(self, by: int) -> None:
        self.choose(turned([row.name for row in self._cuts.rows], self._cut, by))

    def _tell(self) -> None:
        self._cuts.show(cut_rows(self._shown, self._cut, self._seen) if self._shown else ())
        self.changed.emit()
