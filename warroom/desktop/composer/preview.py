"""The card as the composer shows it: the chosen cut large, every cut small, its safe area, all following what is typed."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Property, QObject, QRectF, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.counts import USUAL, Server
from warroom.compose.model import Card, Safe, SlotValues, Template
from warroom.compose.overlays import usual
from warroom.compose.rasters import Photos
from warroom.desktop.card.images import CardImages
from warroom.desktop.card.worker import CardWorker, Finished, Order
from warroom.desktop.composer.edit import turned
from warroom.desktop.composer.rows import CutRow, OverlayRow, cut_rows, overlay_rows, whose
from warroom.desktop.composer.words import words_of
from warroom.desktop.drafts import Draft
from warroom.desktop.models import RecordListModel
from warroom.plan.model import Guardrails

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

GUIDES = ("off", "safe", "overlay")
THUMB_BOX = (160, 160)  # device pixels that a small picture fills at the most


@QmlElement
@QmlUncreatable("The preview belongs to the composer.")
class CardPreview(QObject):
    """`framed(name)` when there is a new picture of that name, `checked(Finished)` when the newest order is done whole."""

    cutChanged = Signal()
    framed = Signal(str)
    checked = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: CardWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._cuts = RecordListModel(CutRow, "name", self)
        self._template: Template | None = None
        self._draft: Draft | None = None
        self._order: Order | None = None
        self._cut = ""
        self._serial = 0
        self._last: Finished | None = None
        self._stage_box = (1080, 1080)
        self._look_box = (0, 0)
        self._guides = "safe"
        self._overlay = RecordListModel(OverlayRow, "key", self)
        self._told = ("", "")
        worker.framed.connect(self._on_frame)
        worker.finished.connect(self._on_finished)
        worker.failed.connect(self._on_failed)

    @property
    def images(self) -> CardImages:
        return self._worker.images

    @property
    def photos(self) -> Photos:
        """The photos that are decoded for it."""
        return self._worker.photos

    def show(
        self, template: Template, draft: Draft, values: SlotValues, guardrails: Guardrails, today: dt.date, server: Server = USUAL
    ) -> None:
        """Ask for the card of `draft`; the newest ask wins. `server`: of the Mastodon accounts it goes to."""
        names = [cut.name for cut in template.cuts]
        if self._cut not in names:
            self._cut = names[0]
        self._template, self._draft = template, draft
        words = words_of(draft, template, server)
        self._serial += 1
        stage = (max(self._stage_box[0], self._look_box[0]), max(self._stage_box[1], self._look_box[1]))
        self._order = Order(self._serial, template, values, self._cut, words, guardrails, today, stage, THUMB_BOX)
        self._worker.want(self._order)
        self._refresh()

    def clear(self) -> None:
        self._template = self._draft = self._order = self._last = None
        self._cuts.show(())
        self.cutChanged.emit()

    @property
    def stage(self) -> tuple[int, int]:
        """How large the chosen cut is shown, in device pixels."""
        return self._stage_box

    @property
    def finished(self) -> Finished | None:
        """The last order that was done whole; of an older draft while a newer one is being rendered."""
        return self._last

    @property
    def current(self) -> bool:
        """Whether what was checked last is what is wanted now."""
        return self._last is not None and self._order is not None and self._last.order.serial == self._order.serial

    # --- what is shown

    @Property(RecordListModel, constant=True)
    def cuts(self) -> RecordListModel[CutRow]:
        return self._cuts

    @Property(str, notify=cutChanged)
    def cut(self) -> str:
        return self._cut

    @Property(float, notify=cutChanged)
    def aspect(self) -> float:
        size = self._size
        return size[0] / size[1]

    @Property(QRectF, notify=cutChanged)
    def safe(self) -> QRectF:
        """The area that the template keeps free of what networks lay over it, in parts of the card; empty while it is not shown."""
        if self._template is None or self._guides != "safe":
            return QRectF()
        width, height = self._size
        rect = self._template.cut(self._cut).safe.on((width, height))
        return QRectF(rect.left / width, rect.top / height, rect.width / width, rect.height / height)

    @Property(bool, notify=cutChanged)
    def keepsSafe(self) -> bool:
        """Whether the template keeps anything of this cut free: on many cuts there is nothing to."""
        return self._template is not None and self._template.cut(self._cut).safe != Safe()

    @Property(str, notify=cutChanged)
    def guides(self) -> str:
        """What is shown over the card: `off`, `safe` or `overlay`."""
        return self._guides

    @Property(RecordListModel, constant=True)
    def overlay(self) -> RecordListModel[OverlayRow]:
        """What the networks that get this cut lay over it or leave out of it; empty while it is not shown."""
        return self._overlay

    @Property(str, notify=cutChanged)
    def overlayWords(self) -> str:
        """Whose screen it is: `As on Instagram and X`."""
        return whose(self._networks()) if self._guides == "overlay" else ""

    # --- what can be done

    @Slot(str)
    def choose(self, name: str) -> None:
        if self._template is not None and name != self._cut and any(cut.name == name for cut in self._template.cuts):
            self._cut = name
            self._again()

    def turn(self, by: int) -> None:
        """The cut that is so many places on, around the end."""
        names = [cut.name for cut in self._template.cuts] if self._template else []
        self.choose(turned(names, self._cut, by))

    @Slot()
    def next(self) -> None:
        self.turn(1)

    @Slot()
    def previous(self) -> None:
        self.turn(-1)

    @Slot()
    def turnGuides(self) -> None:
        """Off, the safe area, the networks' own screen, and off again."""
        self.showGuides(turned(GUIDES, self._guides, 1))

    @Slot(str)
    def showGuides(self, guides: str) -> None:
        """These, or none where these are shown."""
        self._guides = guides if guides != self._guides else GUIDES[0]
        self._refresh()
        self.cutChanged.emit()

    @Slot(int, int)
    def setStage(self, width: int, height: int) -> None:
        """How large the chosen cut is shown, in device pixels."""
        if min(width, height) > 0 and (width, height) != self._stage_box:
            self._stage_box = (width, height)
            self._again()

    @Slot(int, int)
    def setLook(self, width: int, height: int) -> None:
        """The large picture is looked at larger than on the stage, in device pixels; 0 × 0: no more."""
        if (width, height) != self._look_box:
            self._look_box = (width, height)
            self._again()

    # --- inside

    @property
    def _size(self) -> tuple[int, int]:
        return self._template.cut(self._cut).size if self._template is not None else (1, 1)

    def _networks(self) -> tuple[str, ...]:
        """Those that get the cut that is shown; those it is usual for where none does that we know, as in a rehearsal."""
        aims = tuple(aim.network for aim in self._draft.aims if aim.cut == self._cut) if self._draft is not None else ()
        known = tuple(network for network in dict.fromkeys(aims) if network != "imitation")
        return known or usual(self._cut)

    def _again(self) -> None:
        order = self._order
        if order is not None and self._template is not None and self._draft is not None:
            self.show(self._template, self._draft, order.values, order.guardrails, order.today, order.words.server)

    def _refresh(self) -> None:
        if self._template is not None and self._draft is not None:
            findings = self._last.findings if self._last is not None else None
            self._cuts.show(cut_rows(self._template, self._draft, self._cut, findings))
            self._overlay.show(overlay_rows(self._networks(), self._cut, self._size) if self._guides == "overlay" else ())
        if self._told != (self._template.digest if self._template else "", self._cut):
            self._told = (self._template.digest if self._template else "", self._cut)
            self.cutChanged.emit()

    def _on_frame(self, name: str, _serial: int) -> None:
        if self._order is not None:
            self.framed.emit(name)

    def _on_finished(self, finished: Finished) -> None:
        if self._order is not None and finished.order.serial == self._order.serial:
            self._last = finished
            self._refresh()
            self.checked.emit(finished)

    def _on_failed(self, serial: int, error: Exception) -> None:
        if self._order is not None and serial == self._order.serial:
            self.failed.emit(error)

    def card(self, cut: str) -> Card | None:
        return next((card for card in self._last.cards if card.cut == cut), None) if self._last is not None else None
