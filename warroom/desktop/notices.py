"""What the user has to know and deal with: each notice stands at the place where it happened until it is dealt with."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.models import RecordListModel
from warroom.errors import FileProblems, WarroomError

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

Level = Literal["info", "warning", "error"]

log = logging.getLogger("warroom.desktop")


@dataclass(frozen=True)
class Notice:
    """`key` names it: a notice with the same key takes its place, so a repeated failure does not flood."""

    key: str
    place: str
    level: Level
    words: str
    hint: str = ""
    action: str = ""


@QmlElement
@QmlUncreatable("Notices belong to the program.")
class Notices(RecordListModel[Notice]):
    """All notices standing, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(Notice, "key", parent)
        self._acts: dict[str, Callable[[], None]] = {}

    def tell(
        self,
        place: str,
        words: str,
        hint: str = "",
        level: Level = "info",
        key: str = "",
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> str:
        """Put one up; returns its key. `act` runs when its action is pressed, and the notice goes."""
        notice = Notice(key or f"{place}:{words}", place, level, words, hint, action)
        if act is not None:
            self._acts[notice.key] = act
        if not self.replace(notice):
            self.append([notice])
        return notice.key

    def report(self, place: str, error: WarroomError, key: str = "") -> str:
        """Show an error of ours: its sentence and what to do about it."""
        if isinstance(error, FileProblems):
            return self.tell(place, str(error), "", "error", key)
        return self.tell(place, error.message, error.hint, "error", key)

    def crash(self, what: str, error: BaseException) -> None:
        """Show an error nobody foresaw, once each, with its details for the clipboard."""
        details = "".join(traceback.format_exception(error))
        log.error("%s failed\n%s", what, details)
        frame = traceback.extract_tb(error.__traceback__)[-1:]
        where = f"{frame[0].filename}:{frame[0].lineno}" if frame else ""
        self.tell(
            "window",
            f"{what} failed: {type(error).__name__}: {error}",
            "This is a fault in warroom. What you did before it is kept.",
            "error",
            f"crash:{type(error).__name__}:{where}",
            "Copy details",
            lambda: QGuiApplication.clipboard().setText(details),
        )

    @Slot(str)
    def dismiss(self, key: str) -> None:
        self._acts.pop(key, None)
        self.discard([key])

    @Slot(str)
    def act(self, key: str) -> None:
        act = self._acts.get(key)
        self.dismiss(key)
        if act is not None:
            act()

    @Slot(str)
    def clear(self, place: str) -> None:
        for notice in [row for row in self.rows if row.place == place]:
            self.dismiss(notice.key)
