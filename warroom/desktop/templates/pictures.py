"""Templates as small pictures, drawn with their own samples: on a thread, what was asked for last first, each kept on disk.

A picture on disk is named by all that decides its pixels: the template, its brand, how it was rendered and how large.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable

import PIL
from PIL import Image
from PySide6.QtCore import QBuffer, QObject, Signal
from PySide6.QtGui import QImage

from warroom import allocator, locations
from warroom.client.keeping import keep
from warroom.compose.fonts import text_engine
from warroom.compose.model import Card, PictureAsset, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.desktop.card.images import CardImages, template_image
from warroom.desktop.card.pixels import shown
from warroom.desktop.wishes import Wishes
from warroom.errors import StorageError

TRIM_AFTER = 16
"""So many drawn at once, of two hundred of all shapes, leave more that is free than it takes to draw one."""


def sample_values(template: Template) -> SlotValues:
    """The template as its designer meant it to look: sample words and sample pictures."""
    values = SlotValues()
    for slot in template.slots:
        if slot.kind == "text" and slot.sample:
            values = values.with_text(slot.name, slot.sample)
        elif slot.kind == "picture" and slot.sample_file is not None:
            with Image.open(slot.sample_file.path) as picture:
                asset = PictureAsset(slot.sample_file.digest, str(slot.sample_file.path), picture.width, picture.height, own=True)
            values = values.with_picture(slot.name, asset)
    return values


class TemplatePictures(QObject):
    """`drawn(name)` when `images` has another picture of that name; `failed(key, error)` for one that cannot be drawn."""

    drawn = Signal(str)
    failed = Signal(str, object)

    def __init__(self, images: CardImages, template: Callable[[str], Template | None], parent: QObject | None = None) -> None:
        """`template` is asked on this thread's own; it may be slow."""
        super().__init__(parent)
        self._images, self._template = images, template
        self._have: dict[str, tuple[str, int]] = {}  # key -> what its picture shows
        self._renderer: CardRenderer | None = None
        self._drawn = 0  # since the last trim
        self._wishes = Wishes("template pictures", self._work, self._let_go)

    def want(self, key: str, side: int) -> None:
        """Have the picture of that template, no larger than `side` device pixels either way. Returns at once."""
        self._wishes.first((key, side))

    def again(self, key: str) -> None:
        """Its template may be another now: have its picture anew, where it was wanted before."""
        if key in self._have:
            self.want(key, self._have[key][1])

    def close(self) -> None:
        self._wishes.close()

    def _work(self, one: tuple[str, int]) -> None:
        try:
            self._drawn += self._make(*one)
        except Exception as error:  # told; the other templates are drawn all the same
            self.failed.emit(one[0], error)
        if self._drawn >= TRIM_AFTER:
            self._drawn = 0
            allocator.trim()

    def _let_go(self) -> None:
        self._renderer, self._drawn = None, 0
        allocator.trim()

    def _make(self, key: str, side: int) -> bool:
        """Whether it had to be drawn: it was neither there nor kept on disk."""
        template = self._template(key)
        if template is None:
            return False
        looks = (_looks(template), side)
        if self._have.get(key) == looks:
            return False
        kept = locations.home() / "template-pictures" / f"{looks[0]}-{side}.png"
        image = QImage(str(kept)) if kept.is_file() else QImage()
        anew = image.isNull()
        if anew:
            # Those of one brand go on with its fonts and pictures.
            self._renderer = CardRenderer(template, self._renderer, lean=True)
            card: Card = self._renderer.render(sample_values(template), template.cuts[0].name)
            image = shown(card.image, (side, side))
            with contextlib.suppress(StorageError):  # it is shown all the same, and drawn again another time
                keep(kept, _png(image))
        self._have[key] = looks
        self._images.keep(template_image(key), image)
        self.drawn.emit(template_image(key))
        return anew


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


def _looks(template: Template) -> str:
    engine = text_engine()
    said = "\0".join((template.digest, template.brand.digest, PIL.__version__, engine.name, engine.detail))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
