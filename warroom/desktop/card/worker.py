"""The composer's preview: cards rendered at export size on one thread, the newest wanted first, shown scaled by Qt.

A half-size render would not be the export scaled (glyphs round differently), so what is shown is always the export's own
pixels. The thread works on one order at a time; a newer order makes it leave the older one after the cut it is on.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from warroom import allocator
from warroom.compose.checks import Words, check_item
from warroom.compose.counts import Count, count
from warroom.compose.model import Card, Finding, SlotValues, Template
from warroom.compose.rasters import Photos
from warroom.compose.render import CardRenderer
from warroom.desktop.card.images import CardImages
from warroom.desktop.card.pixels import shown
from warroom.plan.model import Guardrails

STAGE = "stage"
REST_S = 0.02
"""After a new large picture: time for the window to draw it before this thread wants Python's lock and a core again."""
IDLE_S = 3.0
"""After so long without an order, what is not needed for the cards that are shown is let go."""


class Renderer(Protocol):
    def render(self, slots: SlotValues, cut: str) -> Card: ...

    def settle(self) -> None: ...


@dataclass(frozen=True)
class Order:
    """What to render. Sizes are in device pixels of the screen; a card is never enlarged here."""

    serial: int
    template: Template
    values: SlotValues
    cut: str  # rendered first, and also shown large
    words: Words
    guardrails: Guardrails
    today: dt.date
    stage: tuple[int, int]
    thumb: tuple[int, int]


@dataclass(frozen=True)
class Finished:
    """All cuts of one order, what the checks say of them and of the words, and what the caption leaves on each network."""

    order: Order
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]
    counts: dict[str, Count]


class CardWorker(QObject):
    """Renders on its own thread; its signals arrive on the GUI's. `want` returns at once, the latest order wins.

    `framed(name, serial)` when `images` has a new picture of that name; `finished(Finished)` when an order is done whole;
    `failed(serial, error)` when it cannot be rendered.
    """

    framed = Signal(str, int)
    finished = Signal(object)
    failed = Signal(int, object)

    def __init__(self, renderer: Callable[[Template], Renderer] | None = None) -> None:
        super().__init__()
        self.images = CardImages()
        self.photos = Photos()
        self._make = renderer or (lambda template: CardRenderer(template, photos=self.photos))
        self._renderers: dict[str, Renderer] = {}  # by the template's look
        self._content: tuple[str, SlotValues] | None = None  # what `_cards` show
        self._cards: dict[str, Card] = {}
        self._pictures: set[str] = set()  # digests of those on the last order's cards
        self._shown: dict[str, tuple[object, tuple[int, int]]] = {}  # image name -> what it shows, at which size
        self._changed = threading.Condition()
        self._wanted: Order | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="card", daemon=True)
        self._thread.start()

    def want(self, order: Order) -> None:
        with self._changed:
            self._wanted = order
            self._changed.notify()

    def renderer(self, template: Template) -> Renderer:
        """The renderer that keeps this template's caches; one at a time is enough, and each may be used by any thread."""
        with self._changed:
            if template.look not in self._renderers:
                self._renderers = {template.look: self._make(template)}
            return self._renderers[template.look]

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout=5.0)
        self._renderers, self._cards, self._content, self._shown = {}, {}, None, {}
        self.images.forget("")

    def _superseded(self, within_s: float = 0.0) -> bool:
        """Whether a newer order is there, or comes in so much time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._wanted is not None or self._closing, within_s)

    def _work(self) -> None:
        rested = True
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._closing, None if rested else IDLE_S)
                if self._closing:
                    return
                order, self._wanted = self._wanted, None
            rested = order is None
            if order is not None:
                self._fill(order)
            else:
                self._settle()
                allocator.trim()

    def _settle(self) -> None:
        """All cuts of the last order stand: let go of what they were made on the way to."""
        with self._changed:
            renderers = tuple(self._renderers.values())
        for renderer in renderers:
            renderer.settle()

    def _fill(self, order: Order) -> None:
        names = sorted((cut.name for cut in order.template.cuts), key=lambda name: name != order.cut)
        try:
            cards = []
            if self._show(order, STAGE, self._card(order, order.cut), order.stage) and self._superseded(REST_S):
                return
            for name in names:
                card = self._card(order, name)
                self._show(order, name, card, order.thumb)
                cards.append(card)
                if self._superseded():
                    return
            self.finished.emit(self._checked(order, tuple(cards)))
            pictures = {asset.digest for asset in order.values.pictures.values()}
            if pictures != self._pictures:  # grounds with the former ones, or with a first look, are of no use any more
                self._pictures = pictures
                self._settle()
        except Exception as error:  # shown to the user; the thread must live on
            self.failed.emit(order.serial, error)

    def _card(self, order: Order, name: str) -> Card:
        """The card as it was where only words beside it, the cut or a size changed."""
        content = (order.template.look, order.values)
        if content != self._content:
            self._content, self._cards = content, {}
        if name not in self._cards:
            self._cards[name] = self.renderer(order.template).render(order.values, name)
        return self._cards[name]

    @staticmethod
    def _checked(order: Order, cards: tuple[Card, ...]) -> Finished:
        findings = check_item(cards, order.values, order.words, order.guardrails, order.today)
        return Finished(
            order, cards, findings, {network: count(network, order.words.caption, order.words.server) for network in order.words.networks}
        )

    def _show(self, order: Order, name: str, card: Card, box: tuple[int, int]) -> bool:
        """Put the card under that name, unless it is there; whether it is new."""
        if self._shown.get(name) == (card, box):
            return False
        self.images.keep(name, shown(card.image, box))
        self._shown[name] = (card, box)
        self.framed.emit(name, order.serial)
        return True
