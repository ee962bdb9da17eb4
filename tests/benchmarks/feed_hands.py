"""Hands for `feed` and `ui_gap`: somebody who turns the wheel over the first column and writes a headline, both all the time."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

from warroom.review.commands import CallMoment, DecideMoment

WHEEL_S = 0.016
TURNS = 60  # of the wheel one way, then the other
NOTCH = 60  # an eighth of a degree each: half a usual notch
PACE_S = 0.125
TEXT = "Some things taste better in the dark, says everyone. "


class Hands:
    def __init__(self, window: Any, desk: Any, session: Any) -> None:
        self._window, self._desk, self._session = window, desk, session

    async def sit_down(self) -> None:
        """Open a card on a moment, with a photo, and put the keyboard into its headline."""
        from tests.waiting import soon

        called = await self._session.send(CallMoment(title="Lights out", topic=self._session.state.plan.topics[0].name, evidence=()))
        await self._session.send(DecideMoment(moment=called.id, decision="go"))
        screen = self._desk.composer
        screen.compose(called.id)
        screen.chooseTemplate("reaction-on-photo")
        await soon(lambda: screen.shown.library.rows, "the library", 30)
        screen.takeOwn("photo", screen.shown.library.rows[0].digest)
        await soon(lambda: self._find("composer.slot.headline.input") is not None, "the headline", 30)
        self._find("composer.slot.headline.input").forceActiveFocus()

    def _find(self, name: str) -> Any:
        def within(item: Any) -> Any:
            if item.objectName() == name and item.isVisible():
                return item
            return next((found for child in item.childItems() if (found := within(child)) is not None), None)

        return within(self._window.contentItem())

    async def scroll(self) -> None:
        """Down for a second, and up again."""
        from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        view = self._find("column.0.posts")
        for step in itertools.count():
            at = view.mapToScene(QPointF(view.width() / 2, view.height() / 2))
            by = QPoint(0, -NOTCH if step // TURNS % 2 == 0 else NOTCH)
            plain, nothing = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
            wheel = QWheelEvent(at, at, QPoint(), by, nothing, plain, Qt.ScrollPhase.NoScrollPhase, False)
            QCoreApplication.postEvent(self._window, wheel)
            await asyncio.sleep(WHEEL_S)

    async def type(self) -> None:
        """Eight keys a second; a headline that is full is begun anew."""
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        for number in itertools.count():
            if number % len(TEXT) == 0:
                self._desk.composer.fill("headline", "")
            letter = TEXT[number % len(TEXT)]
            key = getattr(Qt.Key, f"Key_{letter.upper()}", Qt.Key.Key_unknown) if letter.isalpha() else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.postEvent(self._window, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))
            await asyncio.sleep(PACE_S)
