"""What is written, drawn in several templates at once: real renders at export size, on a thread that typing does not wait for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from warroom import allocator
from warroom.compose.model import Card, SlotValues, Template
from warroom.compose.rasters import Photos
from warroom.compose.render import CardRenderer
from warroom.desktop.card.images import CardImages, variation_image
from warroom.desktop.card.pixels import shown
from warroom.desktop.wishes import Wishes


@dataclass(frozen=True)
class Wanted:
    """One template with what is written; `box` in device pixels."""

    serial: int
    template: Template
    values: SlotValues
    cut: str
    box: tuple[int, int]


class VariationWorker(QObject):
    """`drawn(key, serial, card)` and `failed(key, serial, error)` arrive on the GUI's thread; `want` returns at once, a newer list wins.

    An empty list is the end: what was kept for drawing is let go at once.
    """

    drawn = Signal(str, int, object)
    failed = Signal(str, int, object)

    def __init__(
        self,
        images: CardImages,
        photos: Photos | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`photos`: those that are decoded already for the card that is written."""
        super().__init__(parent)
        self._images, self._photos = images, photos
        self._renderer: CardRenderer | None = None
        self._wishes = Wishes("variations", self._draw, self._let_go)

    def want(self, wanted: list[Wanted]) -> None:
        self._wishes.replace(wanted)

    def close(self) -> None:
        self._wishes.close()

    def _draw(self, one: Wanted) -> None:
        try:
            # All go on with what the one before kept: nine templates share the room of one.
            self._renderer = CardRenderer(one.template, self._renderer, lean=True, photos=self._photos)
            card: Card = self._renderer.render(one.values, one.cut)
        except Exception as error:  # told at its place; the others are drawn all the same
            self.failed.emit(one.template.key, one.serial, error)
            return
        self._images.keep(variation_image(one.template.key), shown(card.image, one.box))
        self.drawn.emit(one.template.key, one.serial, card)
        if self._wishes.none:
            allocator.trim()

    def _let_go(self) -> None:
        self._renderer = None
        allocator.trim()
