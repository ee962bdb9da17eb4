"""Looking at what is written: the picture framed, the same in other templates, beside an earlier version. `screen.py` builds on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.card.worker import CardWorker
from warroom.desktop.composer.frame import PictureFrame
from warroom.desktop.composer.taking import ComposerTaking
from warroom.desktop.composer.variations import Variations
from warroom.desktop.composer.versions import Versions
from warroom.desktop.composer.writing import PLACE
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.review.model import Version

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement  # QML has to know what the composer is built on
@QmlUncreatable("Looking belongs to the composer.")
class ComposerLooking(ComposerTaking):
    """`looked` after the draft or the room changed, `reverted` when the draft says what an earlier version said."""

    looked = Signal()
    reverted = Signal()

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject, worker: CardWorker | None) -> None:
        super().__init__(live, tasks, notices, parent, worker)
        self._variations = Variations(self._desk, self._pictures, self._preview, self._shelf, self._choice, lambda: self._template, self)
        self._variations.taken.connect(self.chooseTemplate)
        self._versions = Versions(self._desk, self._preview, live, self._shelf.name, self)
        self._versions.reverted.connect(self._revert)
        self._frame = PictureFrame(self._desk, self._pictures, self._preview, lambda: self._template, self._edited, self)

    @Property(Variations, constant=True)
    def variations(self) -> Variations:
        return self._variations

    @Property(Versions, constant=True)
    def versions(self) -> Versions:
        return self._versions

    @Property(bool, notify=looked)
    def hasVersions(self) -> bool:
        """Something of it is in the room to compare with."""
        return self._versions.possible

    @Property(PictureFrame, constant=True)
    def frame(self) -> PictureFrame:
        return self._frame

    def stop(self) -> None:
        self._variations.stop()
        super().stop()

    def _revert(self, version: Version) -> None:
        self._settle()
        if self._desk.revert(version):
            self._edited(True)
            self.reverted.emit()

    def _look(self) -> None:
        """After the draft or the room changed."""
        self._choice.chosen(self._template.key if self._template is not None else "")
        self._frame.look()
        self._versions.look()
        self.looked.emit()

    def _look_away(self) -> None:
        """The draft goes from the desk."""
        self._variations.close()
        self._versions.close()

    def _add_looking_keys(self, keys: Keys, there: Callable[[], bool]) -> None:
        self._frame.add_keys(keys, PLACE)
        keys.add(PLACE, "composer.variations", "Variations: the same in other templates", "V", self._variations.toggle, ready=there)
        compare = "Compare with an earlier version"
        keys.add(PLACE, "composer.versions", compare, "=", self._versions.toggle, ready=lambda: self._versions.possible)
