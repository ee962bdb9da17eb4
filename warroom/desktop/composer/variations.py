"""Variations: the same words and pictures in other templates, side by side at the cut that is shown; a key or a click takes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.model import Card, Template
from warroom.desktop.card.images import variation_image
from warroom.desktop.card.variations import VariationWorker, Wanted
from warroom.desktop.composer.desk import Desk
from warroom.desktop.composer.edit import cut_name, switched
from warroom.desktop.composer.pictures import Pictures
from warroom.desktop.composer.preview import CardPreview
from warroom.desktop.composer.rows import slot_values
from warroom.desktop.composer.templates import NINE, TemplateChoice
from warroom.desktop.models import RecordListModel
from warroom.desktop.templates.shelf import TemplateShelf

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class VariationRow:
    """`words` say what is wrong with it, or that it is of another cut; `aspect` width by height."""

    key: str
    name: str
    shortcut: str
    picture: str
    aspect: float
    now: bool  # the template the draft has
    ready: bool
    words: str
    tone: str


@QmlElement
@QmlUncreatable("Variations belong to the composer.")
class Variations(QObject):
    """Nothing of the draft changes until one is taken; taking one is one undo step, as any change of template."""

    changed = Signal()
    taken = Signal(str)

    def __init__(
        self,
        desk: Desk,
        pictures: Pictures,
        preview: CardPreview,
        shelf: TemplateShelf,
        choice: TemplateChoice,
        template: Callable[[], Template | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._pictures, self._preview = desk, pictures, preview
        self._shelf, self._choice, self._template = shelf, choice, template
        self._worker = VariationWorker(preview.images, preview.photos)
        self._worker.drawn.connect(self._on_drawn)
        self._worker.failed.connect(self._on_failed)
        self._rows = RecordListModel(VariationRow, "key", self)
        self._open = False
        self._serial = 0
        self._page = 0
        self._box = (480, 480)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[VariationRow]:
        return self._rows

    @Property(str, notify=changed)
    def cut(self) -> str:
        return cut_name(self._preview.cut)

    @Property(str, notify=changed)
    def where(self) -> str:
        """`10–18 of 200`; empty while all of them are shown."""
        total = len(self._choice.order)
        first = self._page * NINE + 1
        return f"{first}–{min(total, first + NINE - 1)} of {total}" if total > NINE else ""

    @Slot()
    def toggle(self) -> None:
        self._open = not self._open and self._desk.draft is not None
        self._page = 0
        if self._open:
            self._fill()
        else:
            self._rows.show(())
            self._worker.want([])
            self._preview.images.forget(variation_image(""))
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        if self._open:
            self.toggle()

    @Slot(int)
    def turn(self, by: int) -> None:
        """The next nine templates, or those before."""
        pages = -(-len(self._choice.order) // NINE)
        self._page = (self._page + by) % max(1, pages)
        self._fill()
        self.changed.emit()

    @Slot(str)
    def take(self, key: str) -> None:
        self.close()
        self.taken.emit(key)

    @Slot(int)
    def takeNth(self, place: int) -> None:
        """The one with that number."""
        if 0 < place <= len(self._rows.rows):
            self.take(self._rows.rows[place - 1].key)

    @Slot(int)
    def turnCut(self, by: int) -> None:
        """All of them in the next cut, as the stage behind them."""
        self._preview.turn(by)
        self._fill()
        self.changed.emit()

    @Slot(int, int)
    def setBox(self, width: int, height: int) -> None:
        """How large each is shown, in device pixels."""
        if width > 0 and height > 0 and (width, height) != self._box:
            self._box = (width, height)
            if self._open:
                self._fill()

    def stop(self) -> None:
        self._worker.close()

    def _fill(self) -> None:
        draft, now, cut = self._desk.draft, self._template(), self._preview.cut
        if draft is None or now is None:
            return
        self._serial += 1
        rows, wanted = [], []
        for place, key in enumerate(self._choice.order[self._page * NINE : (self._page + 1) * NINE], 1):
            template = self._shelf.get(key)
            if template is None:
                rows.append(VariationRow(key, self._shelf.name(key), str(place), "", 1.0, False, False, self._shelf.problem(key), "red"))
                continue
            as_it_would_be = switched(draft, now, template) if key != now.key else draft
            chosen = next((one for one in template.cuts if one.name == cut), template.cuts[0])
            values = slot_values(template, as_it_would_be, self._pictures.assets)
            before, aspect = self._rows.record(key), chosen.size[0] / chosen.size[1]
            rows.append(
                VariationRow(
                    key=key,
                    name=template.name,
                    shortcut=str(place),
                    picture=variation_image(key),
                    aspect=aspect,
                    now=key == now.key,
                    ready=before is not None and before.ready and before.aspect == aspect,  # never one cut under the name of another
                    words=f"has no {cut_name(cut)}: this is {cut_name(chosen.name)}" if chosen.name != cut else "",
                    tone="amber" if chosen.name != cut else "third",
                )
            )
            wanted.append(Wanted(self._serial, template, values, chosen.name, self._box))
        self._worker.want(wanted)  # first: tiles of another number may be of another size, which asks for all of them again
        self._rows.show(rows)

    def _on_drawn(self, key: str, serial: int, card: Card) -> None:
        self._preview.framed.emit(variation_image(key))
        row = self._rows.record(key)
        if row is None or serial != self._serial or not self._open:
            return
        wrong = [finding for finding in card.findings if not finding.ok]
        if wrong:
            tone = "red" if any(finding.level == "block" for finding in wrong) else "amber"
            self._rows.replace(replace(row, ready=True, words=wrong[0].text, tone=tone))
        else:
            self._rows.replace(replace(row, ready=True))

    def _on_failed(self, key: str, serial: int, error: Exception) -> None:
        row = self._rows.record(key)
        if row is not None and serial == self._serial:
            self._rows.replace(replace(row, words=str(error).splitlines()[0] if str(error) else "It cannot be drawn.", tone="red"))
