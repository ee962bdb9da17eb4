"""Pictures into the card: dropped, pasted, picked, from the library; seen at once, kept once admitted. `screen.py` builds on it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.admitting import Glance
from warroom.compose.library import Asset
from warroom.desktop.card.worker import CardWorker
from warroom.desktop.composer.framing import slot_at
from warroom.desktop.composer.picture_gate import NOT_OURS_HINT
from warroom.desktop.composer.rows import sticker_slots
from warroom.desktop.composer.writing import PLACE, ComposerWriting
from warroom.desktop.live import LiveRoom
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


_DIGEST = re.compile(r"[0-9a-fA-F]{32,}")


def _called(file: Path) -> str:
    """What a message calls it: its name, but no digest, as the files of the caches have for one."""
    return "The picture" if _DIGEST.fullmatch(file.stem) else file.name


@QmlElement  # QML has to know what the composer is built on
@QmlUncreatable("Taking pictures belongs to the composer.")
class ComposerTaking(ComposerWriting):
    """What is no picture, or none that may be used, is told at the composer and leaves the slot as it was."""

    askedAsset = Signal(str, str)
    _glanced = Signal(str, str, object)

    def __init__(self, live: LiveRoom, tasks: Tasks, notices: Notices, parent: QObject, worker: CardWorker | None) -> None:
        super().__init__(live, tasks, notices, parent, worker)
        self._glanced.connect(self._on_glance)

    @Slot(str, QUrl)
    def takeFile(self, slot: str, url: QUrl) -> None:
        if url.isLocalFile():
            self._take(slot or self._picture_slot(), Path(url.toLocalFile()))
        else:
            said = "A picture from a page or a feed cannot be taken along."
            self._notices.tell(PLACE, said, NOT_OURS_HINT, "warning", key=f"{PLACE}:elsewhere")

    @Slot(float, float, QUrl)
    def dropFile(self, x: float, y: float, url: QUrl) -> None:
        """Dropped on the card, at this part of it: into the picture slot that lies there, else into the first."""
        template = self._template
        there = slot_at(template, self._preview.cut, x, y) if template is not None else ""
        self.takeFile(there, url)

    @Slot(str)
    def paste(self, slot: str) -> None:
        """A picture from the clipboard into `slot`; empty: into the first picture slot."""
        picture = self._clipboard.picture()
        if picture is None:
            self._notices.tell(PLACE, "There is no picture on the clipboard.", "Copy one, or drop a file.", key=f"{PLACE}:paste")
            return
        self._take(slot or self._picture_slot(), picture)

    @Slot(result=bool)
    def pastePicture(self) -> bool:
        """At Ctrl+V in a field: take what is on the clipboard if it is a picture and no words; False leaves it to the field."""
        if not self._picture_slot() or not self._clipboard.holds_picture():
            return False
        self.paste("")
        return True

    @Slot(int, result=str)
    def someWords(self, most: int) -> str:
        """The first letters of the words on the clipboard where there are more than `most` of them; empty where there are not."""
        return self._clipboard.some_words(most)

    @Slot(str, str)
    def takeOwn(self, slot: str, key: str) -> None:
        """One of the brand's own pictures that are at hand; its source and rights are known."""
        asset = self._pictures.assets.get(key)
        if asset is not None:
            self._edited(self._desk.put_picture(slot, key, self._pictures.credit(slot, asset)))
        else:
            self.askedAsset.emit(slot, key)

    @Slot(str)
    def askLibrary(self, slot: str) -> None:
        self.askedLibrary.emit(slot)

    def place(self, slot: str, picture: Path, known: Asset) -> bool:
        """A picture of the library: its source, its rights and the days of its licence go with it. False: no slot takes it.

        Where no slot is named, a sticker or a logo goes where the template has one stuck on, and a picture into the first.
        """
        slot = slot or (self._sticker_slot() if known.kind != "picture" else "") or self._picture_slot()
        self._take(slot, picture, known)
        return bool(slot) and self._desk.draft is not None

    @property
    def takesPicture(self) -> bool:
        return self._desk.draft is not None and bool(self._picture_slot())

    def _sticker_slot(self) -> str:
        """The first that only stickers show; empty where the template has none."""
        return next(iter(sticker_slots(self._template)), "") if self._template is not None else ""

    def _take(self, slot: str, picture: Path | bytes, known: Asset | None = None) -> None:
        if self._desk.draft is not None and slot:
            self._notices.clear(PLACE)
            self._tasks.spawn("Take a picture", self._admit(slot, picture, self._desk.draft.item, known), PLACE)

    async def _admit(self, slot: str, picture: Path | bytes, item: str, known: Asset | None) -> None:
        template = self._template
        wanted = template.slot(slot) if template is not None else None
        if wanted is None:
            return
        self._admitting += 1
        self._refresh()
        try:
            name = _called(picture) if isinstance(picture, Path) else "The pasted picture"
            look = (self._preview.stage, lambda glance: self._glanced.emit(slot, item, glance))
            asset = await self._pictures.take(picture, name, wanted, self._today(), known, look)
            if self._desk.draft is not None and self._desk.draft.item == item:
                self._edited(self._desk.put_picture(slot, asset.digest, self._pictures.credit(slot, asset)))
        finally:
            self._admitting -= 1
            if self._glances.pop(slot, None) is not None:
                self._order_card()
            self._refresh()

    @Slot(str, str, object)
    def _on_glance(self, slot: str, item: str, glance: Glance) -> None:
        """A first look at a picture that is still being admitted: on the card, in no draft."""
        if self._admitting and self._desk.draft is not None and self._desk.draft.item == item:
            self._glances[slot] = glance.asset()
            self._order_card()
