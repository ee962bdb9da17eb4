"""The picture on the card under the hand: dragged, zoomed, set back; for the cut that is shown or for every cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Property, QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.model import Template
from warroom.desktop.composer.desk import Desk
from warroom.desktop.composer.edit import cut_name
from warroom.desktop.composer.framing import Stand, stands
from warroom.desktop.composer.pictures import Pictures
from warroom.desktop.composer.preview import CardPreview
from warroom.desktop.composer.rows import slot_values
from warroom.desktop.keys import Keys
from warroom.review.model import Framing

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

STEP = 0.02  # of the box, for an arrow key; five times that with Shift
CLOSER = 1.15  # for a key


@QmlElement
@QmlUncreatable("The picture's frame belongs to the composer.")
class PictureFrame(QObject):
    """Places and ways are parts of the card, 0..1 from its top left. `edited` tells the composer that the draft changed."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        pictures: Pictures,
        preview: CardPreview,
        template: Callable[[], Template | None],
        edited: Callable[[bool], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._pictures, self._preview = desk, pictures, preview
        self._template, self._edited = template, edited
        self._slot = ""
        self._every = False
        self._gesture = 0
        self._pressed: Stand | None = None
        self._stand: Stand | None = None
        preview.cutChanged.connect(self.look)
        preview.checked.connect(self.look)

    @Slot()
    def look(self, _what: object = None) -> None:
        """Where the picture stands now; called after every change of the draft."""
        found = self._stands()
        stand = next((one for one in found if one.slot == self._slot), found[-1] if found else None)
        if stand != self._stand:
            self._stand = stand
        self.changed.emit()

    # --- what is shown

    @Property(bool, notify=changed)
    def there(self) -> bool:
        """Whether there is a picture to frame on this cut."""
        return self._stand is not None

    @Property(QRectF, notify=changed)
    def box(self) -> QRectF:
        stand = self._stand
        return QRectF(stand.left, stand.top, stand.width, stand.height) if stand is not None else QRectF()

    @Property(QPointF, notify=changed)
    def mark(self) -> QPointF:
        """The focal point."""
        return QPointF(*self._stand.mark) if self._stand is not None else QPointF()

    @Property(bool, notify=changed)
    def every(self) -> bool:
        """Framing goes for every cut, also for those that had one of their own."""
        return self._every

    @Property(bool, notify=changed)
    def framed(self) -> bool:
        """A person framed it, for this cut or for every cut."""
        filled = self._desk.draft.filled(self._slot_now()) if self._desk.draft is not None else None
        return filled is not None and filled.framing(self._preview.cut) is not None

    @Property(bool, notify=changed)
    def held(self) -> bool:
        """It is being dragged."""
        return self._pressed is not None

    @Property(str, notify=changed)
    def words(self) -> str:
        """`4:5 · 1.5×`, `found in the picture`."""
        stand = self._stand
        if stand is None:
            return ""
        filled = self._desk.draft.filled(stand.slot) if self._desk.draft is not None else None
        framing = filled.framing(self._preview.cut) if filled is not None else None
        if framing is None:
            return "Found in the picture"
        where = cut_name(framing.cut) if framing.cut else "Every cut"
        return f"{where} · {stand.zoom:.2f}×" if stand.zoom != 1 else where

    # --- by hand

    @Slot(float, float, result=bool)
    def press(self, x: float, y: float) -> bool:
        """Take hold of the picture there; False where there is none."""
        under = [one for one in self._stands() if one.holds(x, y)]
        self._pressed = under[-1] if under else None
        if self._pressed is not None:
            self._choose(self._pressed.slot)
            self._gesture += 1
        self.changed.emit()
        return self._pressed is not None

    @Slot(float, float)
    def drag(self, dx: float, dy: float) -> None:
        """So far from where it was taken hold of."""
        if self._pressed is not None:
            self._put(self._pressed.moved(dx, dy), f"drag {self._gesture}")

    @Slot()
    def release(self) -> None:
        self._pressed = None
        self._gesture += 1
        self.changed.emit()

    @Slot(float, float, float)
    def zoomAt(self, factor: float, x: float, y: float) -> None:
        """What is there stays there; for the wheel and two fingers."""
        under = [one for one in self._stands() if one.holds(x, y)]
        if under:
            self._choose(under[-1].slot)
            self._put(under[-1].zoomed(factor, (x, y)), "wheel")

    @Slot()
    def toggleEvery(self) -> None:
        """Every cut, or this one only, from here on. How this cut is framed goes for every cut at once; Ctrl+Z takes that back."""
        self._every = not self._every
        stand = self._now()
        filled = self._desk.draft.filled(stand.slot) if self._desk.draft is not None and stand is not None else None
        framing = filled.framing(self._preview.cut) if filled is not None else None
        if self._every and stand is not None and framing is not None:
            self._gesture += 1
            every = Framing("", framing.focal, framing.zoom)
            self._edited(self._desk.frame(stand.slot, every, f"frame {stand.slot} every {self._gesture}"))
            self.look()
        self.changed.emit()

    @Slot()
    def reset(self) -> None:
        """As found in the picture."""
        stand = self._now()
        if stand is not None:
            self._gesture += 1
            self._edited(self._desk.unframe(stand.slot, "" if self._every else self._preview.cut))
            self.look()

    @Slot(float)
    def zoomBy(self, factor: float) -> None:
        stand = self._now()
        if stand is not None:
            self._put(stand.zoomed(factor), "zoom")

    @Slot(float, float)
    def nudge(self, dx: float, dy: float) -> None:
        """The picture moves by these parts of its box."""
        stand = self._now()
        if stand is not None:
            self._put(stand.moved(dx * stand.width, dy * stand.height), "nudge")

    def add_keys(self, keys: Keys, place: str) -> None:
        def there() -> bool:
            return self._now() is not None

        for name, words, dx, dy in (("Left", "left", -1, 0), ("Right", "right", 1, 0), ("Up", "up", 0, -1), ("Down", "down", 0, 1)):
            near, far = (partial(self.nudge, dx * by, dy * by) for by in (STEP, 5 * STEP))
            keys.add(place, f"composer.picture{name}", f"Move the picture {words}", name, near, ready=there, repeats=True)
            wide = f"Move the picture far {words}"
            keys.add(place, f"composer.picture{name}Far", wide, f"Shift+{name}", far, ready=there, repeats=True)
        keys.add(place, "composer.closer", "Picture closer", "+", lambda: self.zoomBy(CLOSER), ready=there, repeats=True)
        keys.add(place, "composer.farther", "Picture farther away", "-", lambda: self.zoomBy(1 / CLOSER), ready=there, repeats=True)
        keys.add(place, "composer.unframe", "Frame the picture by itself again", "0", self.reset, ready=there)
        keys.add(place, "composer.everyCut", "Frame the picture for this cut or for every cut", "A", self.toggleEvery, ready=there)

    # --- inside

    def _stands(self) -> tuple[Stand, ...]:
        draft, template = self._desk.draft, self._template()
        cut = self._preview.cut
        if draft is None or template is None or not any(one.name == cut for one in template.cuts):
            return ()
        finished = self._preview.finished
        cards = finished.cards if finished is not None and finished.order.template.digest == template.digest else ()
        return stands(template, cut, slot_values(template, draft, self._pictures.assets).pictures, cards)

    def _now(self) -> Stand | None:
        found = self._stands()
        return next((one for one in found if one.slot == self._slot), found[-1] if found else None)

    def _slot_now(self) -> str:
        return self._stand.slot if self._stand is not None else ""

    def _choose(self, slot: str) -> None:
        self._slot = slot

    def _put(self, stand: Stand, how: str) -> None:
        draft = self._desk.draft
        filled = draft.filled(stand.slot) if draft is not None else None
        before = self._now()
        if filled is None or before is None or (stand.focal, stand.zoom) == (before.focal, before.zoom):
            return
        cut = self._preview.cut
        known = filled.framing(cut)
        # A focal point that was found and not moved stays one to be found: another picture of the same slot may come.
        focal = stand.focal if stand.focal != before.focal or (known is not None and known.focal is not None) else None
        framing = Framing("" if self._every else cut, focal, stand.zoom)
        what = f"frame {stand.slot} {cut} {how}"
        self._edited(self._desk.frame(stand.slot, framing, what))
        self._stand = replace(stand)
        self.changed.emit()
