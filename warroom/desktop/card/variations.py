"""What is written, drawn in several templates at once: real renders at export size, on a thread that typing does not wait for."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from warroom import allocator
from warroom.compose.model import Card, SlotValues, Template
from warroom.compose.rasters import Photos
from warroom.compose.render import CardRenderer
from warroom.desktop.card.images import CardImages, variation_image
from warroom.desktop.card.pixels import shown

IDLE_S = 5.0
"""After which what was kept for drawing is let go."""


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
        self._wanted: list[Wanted] = []
        self._changed = threading.Condition()
        self._closing = self._ended = False
        self._thread: threading.Thread | None = None

    def want(self, wanted: list[Wanted]) -> None:
        with self._changed:
            self._wanted, self._ended = list(wanted), not wanted
            if self._thread is None and wanted:
                self._thread = threading.Thread(target=self._work, name="variations", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _called(self) -> bool:
        return bool(self._wanted) or self._closing or (self._ended and self._renderer is not None)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._called, IDLE_S if self._renderer is not None else None)
                if self._closing:
                    return
                one = self._wanted.pop(0) if self._wanted else None
            if one is None:
                self._renderer = None
                allocator.trim()
                continue
            try:
                # All go on with what the one before kept: nine templates share the room of one.
                self._renderer = CardRenderer(one.template, self._renderer, lean=True, photos=self._photos)
                card: Card = self._renderer.render(one.values, one.cut)
            except Exception as error:  # told at its place; the others are drawn all the same
                self.failed.emit(one.template.key, one.serial, error)
                continue
            self._images.keep(variation_image(one.template.key), shown(card.image, one.box))
            self.drawn.emit(one.template.key, one.serial, card)
            if not self._wanted:
                allocator.trim()
