"""Renders for the bench on a thread of its own: one step at a time, so that a newer save or a click never waits for a whole sheet.

After a save: the template is read, every cut is drawn with its sample words as small as it is shown, then the card that is shown
large, then all cells of the contact sheet as they will be sent. What is newer always goes first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from warroom.compose.contact import Cell, Contact
from warroom.compose.model import Template
from warroom.compose.pack import pack_of
from warroom.compose.stress import Stress
from warroom.designing.reading import Reader
from warroom.desktop.card.pixels import shown
from warroom.desktop.card.worker import CardImages
from warroom.errors import PackError, StorageError, TemplateError, WarroomError

LARGE = "large"
_WHOLE = (10_000, 10_000)


@dataclass(frozen=True)
class Save:
    """What is to be looked at: the template of `folder`, its samples no larger than `long_side` device pixels, `first` before others."""

    serial: int
    folder: Path
    long_side: int
    first: str = ""


@dataclass(frozen=True)
class Shown:
    """A card large: which one."""

    cut: str
    stress: Stress


def image_of(cut: str, stress: str) -> str:
    return f"{stress}/{cut}"


class BenchWorker(QObject):
    """Its signals arrive on the GUI's thread.

    `read(serial, Template)`; `framed(name)` when `images` has a new picture of that name; `drafted(serial, at)` when every cut stands
    there with its sample words (`at`: time.perf_counter); `checked(serial, Cell)` for each cell of the sheet, without its picture;
    `finished(serial)`; `failed(serial, error)` where the files cannot be read, or nothing was foreseen.
    """

    read = Signal(int, object)
    framed = Signal(str)
    drafted = Signal(int, float)
    checked = Signal(int, object)
    finished = Signal(int)
    failed = Signal(int, object)
    packed = Signal(int, str)  # what it would be published as: the digest of its pack, empty where it cannot travel
    large = Signal(object, str)  # Shown, and why it cannot be painted

    def __init__(self) -> None:
        super().__init__()
        self.images = CardImages()
        self._reader = Reader()
        self._contacts: dict[Path, Contact] = {}
        self._contact: Contact | None = None
        self._template: Template | None = None  # what it shows
        self._changed = threading.Condition()
        self._save: Save | None = None
        self._now: Save | None = None
        self._shown: Shown | None = None
        self._cells: Iterator[Cell] | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="bench", daemon=True)
        self._thread.start()

    def want(self, save: Save, large: Shown | None) -> None:
        with self._changed:
            self._save, self._shown = save, large
            self._cells = None
            self._changed.notify()

    def want_large(self, large: Shown | None) -> None:
        with self._changed:
            self._shown = large
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout=5.0)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._save or self._shown or self._cells)
                if self._closing:
                    return
                save, self._save = self._save, None
                large, cells = None, None
                if save is None:
                    large, self._shown = self._shown, None
                    cells = self._cells if large is None else None
            try:
                if save is not None:
                    self._begin(save)
                elif large is not None:
                    self._show(large)
                elif cells is not None:
                    self._step(cells)
            except Exception as error:  # shown to the user; the thread must live on
                self._cells = None
                self.failed.emit(self._now.serial if self._now else 0, error)

    def _begin(self, save: Save) -> None:
        self._now = save
        try:
            template = self._reader.read(save.folder)
        except TemplateError:
            self._draw_again(save)
            raise
        if save.folder not in self._contacts:
            self._contacts = {save.folder: Contact(save.long_side)}  # one at a time: pictures are large
        self._contact, self._template = self._contacts[save.folder], template
        self._contact.long_side = save.long_side
        self._contact.show(template)
        self.read.emit(save.serial, template)
        self._draft(self._contact)
        self.drafted.emit(save.serial, time.perf_counter())
        self.packed.emit(save.serial, _pack(template))
        with self._changed:
            if self._save is None:
                self._cells = self._contact.cells(save.first)

    def _draw_again(self, save: Save) -> None:
        """The last that could be read, where it is shown at another size now: it stays sharp, and what is mended comes at once."""
        contact = self._contacts.get(save.folder)
        if contact is not None and self._template is not None and contact.long_side != save.long_side:
            contact.long_side = save.long_side
            contact.show(self._template)
            self._draft(contact)

    def _draft(self, contact: Contact) -> None:
        for cell in contact.drafts():
            if cell.image is not None:
                self.images.keep(image_of(cell.cut, cell.stress.key), shown(cell.image, _WHOLE))
                self.framed.emit(image_of(cell.cut, cell.stress.key))

    def _show(self, large: Shown) -> None:
        if self._contact is None:
            return
        try:
            card = self._contact.card(large.cut, large.stress)
        except WarroomError as wrong:
            self.large.emit(large, str(wrong))
            return
        self.images.keep(LARGE, shown(card.image, _WHOLE))
        self.framed.emit(LARGE)
        self.large.emit(large, "")

    def _step(self, cells: Iterator[Cell]) -> None:
        assert self._now is not None
        serial = self._now.serial
        cell = next(cells, None)
        if cell is None:
            with self._changed:
                if self._cells is cells:
                    self._cells = None
            self.finished.emit(serial)
            return
        if cell.image is not None:
            name = image_of(cell.cut, cell.stress.key)
            self.images.keep(name, shown(cell.image, _WHOLE))
            self.framed.emit(name)
        self.checked.emit(serial, Cell(cell.cut, cell.stress, None, cell.findings, cell.problem))


def _pack(template: Template) -> str:
    try:
        return pack_of(template).digest
    except (PackError, StorageError):
        return ""  # said when somebody publishes it
