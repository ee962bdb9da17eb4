"""Which version of its template the draft is made with, what became of that template since, and the one act that moves it on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.model import Template
from warroom.desktop.composer.desk import Desk
from warroom.desktop.keys import Keys
from warroom.desktop.templates.published import Templates

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("What a draft is made with belongs to the composer.")
class MadeWith(QObject):
    """`edited` is told whether something was changed; `changed` follows `look`."""

    changed = Signal()

    def __init__(
        self, desk: Desk, templates: Templates, template: Callable[[], Template | None], edited: Callable[[bool], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._templates, self._template, self._edited = desk, templates, template, edited

    @Property(str, notify=changed)
    def words(self) -> str:
        """`Made with version 7 of Quote, now 9.`; empty where it has the newest."""
        news = self._templates.news(self._desk.draft) if self._desk.draft is not None else ""
        return f"{news}." if news else ""

    @Property(str, notify=changed)
    def moveWords(self) -> str:
        """What moves the draft on; empty where it cannot be."""
        newer = self._newer
        return f"Move to version {self._templates.made_with(newer)[0]}" if newer is not None else ""

    @Slot()
    def move(self) -> None:
        """The newest version of the draft's template; undo brings back the one it was made with."""
        newer = self._newer
        if newer is not None:
            self._edited(self._desk.template(newer, self._template(), lambda draft: self._templates.pin(draft, newer)))

    def look(self) -> None:
        """After the draft or the room changed."""
        self.changed.emit()

    def follow(self, key: str) -> bool:
        """Another version of this template came; whether the draft is made with it. What is typed and can be undone stays as it is."""
        draft, template = self._desk.draft, self._template()
        if draft is None or draft.template != key:
            return False
        if template is not None and not draft.pack:
            self._desk.follow(template)
        return True

    def add_keys(self, keys: Keys, place: str) -> None:
        keys.add(place, "composer.moveOn", "Move to the newest version of the template", "M", self.move, ready=lambda: bool(self.moveWords))

    @property
    def _newer(self) -> Template | None:
        return self._templates.newer(self._desk.draft) if self._desk.draft is not None else None
