"""Hands on a real window: keys, letters and clicks as a person would give them, and eyes that wait and take pictures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from warroom.errors import WarroomError

MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
NAMED = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape}
LOOK_S = 0.02
PATIENCE_S = 60.0
CLICK_AGAIN_S = 1.0
LOGS_SAY = "The logs beside the tour's pictures say what happened."


class Stuck(WarroomError):
    """What was waited for did not come."""

    code = "tour_stuck"


def wheel_turned(window: QQuickWindow, at: QPointF, clicks: int) -> QWheelEvent:
    """The wheel turned over that place of the window, away from the hand where `clicks` is over 0."""
    over = QPointF(window.mapToGlobal(at.toPoint()))
    nothing, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    return QWheelEvent(at, over, QPoint(), QPoint(0, 120 * clicks), nothing, plain, Qt.ScrollPhase.NoScrollPhase, False)


class Hands:
    """On one window, on the GUI thread. Each gesture is made outside of any task: Qt lets events run during it."""

    def __init__(self, window: QQuickWindow) -> None:
        self.window = window

    async def key(self, *keys: str) -> None:
        """Press keys one after the other, written as on the buttons: `M`, `F2`, `Ctrl+Enter`."""
        for key in keys:
            *modifiers, name = key.split("+")
            pressed = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                pressed |= MODIFIERS[modifier]
            code = NAMED.get(name) or getattr(Qt.Key, f"Key_{name}")
            await self._act(lambda code=code, pressed=pressed: QTest.keyClick(self.window, code, pressed))

    async def write(self, field: str, text: str) -> None:
        """Click into a field and type, replacing what stands there."""
        await self._into(field)
        await self.key("Ctrl+A")
        for letter in text:
            await self._act(lambda letter=letter: QTest.keyClick(self.window, letter))

    async def _into(self, field: str) -> None:
        """Click into the field: letters given to no field would be taken as keys."""
        await self.click(field, lambda: (item := self._shown(field)) is not None and item.hasActiveFocus())

    async def click(self, name: str, done: Callable[[], object]) -> None:
        """Click until it is done: what is clicked may move away meanwhile, while a busy machine lays the screen out."""
        end = time.monotonic() + PATIENCE_S
        await self.find(name)
        while not done():
            if time.monotonic() > end:
                raise Stuck(f"The tour clicked for {PATIENCE_S:g} s in vain on: {name}.", LOGS_SAY)
            if (item := self._shown(name)) is not None:
                await self._click(item)
            again = time.monotonic() + CLICK_AGAIN_S
            while time.monotonic() < again:
                if done():
                    return
                await asyncio.sleep(LOOK_S)

    async def _click(self, item: QQuickItem) -> None:
        await self._reveal(item)
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        await self._act(lambda: QTest.mouseClick(self.window, left, plain, middle))

    async def drag(self, name: str, across: int, down: int) -> None:
        """Take hold of its middle and pull, in steps as a hand does."""
        item = await self.find(name)
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        await self._act(lambda: QTest.mousePress(self.window, left, plain, at))
        for step in range(1, 6):
            to = at + QPoint(across * step // 5, down * step // 5)
            await self._act(lambda to=to: QTest.mouseMove(self.window, to))
        await self._act(lambda: QTest.mouseRelease(self.window, left, plain, at + QPoint(across, down)))

    async def wheel(self, name: str, clicks: int) -> None:
        """Turn the wheel over its middle, away from the hand where `clicks` is over 0."""
        item = await self.find(name)
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        turned = wheel_turned(self.window, at, clicks)
        await self._act(lambda: QCoreApplication.sendEvent(self.window, turned))

    async def _reveal(self, item: QQuickItem) -> None:
        """Scroll what scrolls until the item is inside of it, as a wheel would."""
        above = item.parentItem()
        while above is not None:
            if above.inherits("QQuickFlickable"):
                top = item.mapToItem(above, QPointF(0, 0)).y()
                past = top + item.height() - above.height()
                if top < 0 or past > 0:
                    above.setProperty("contentY", above.property("contentY") + (top if top < 0 else past))
                    await asyncio.sleep(LOOK_S)
            above = above.parentItem()

    async def away(self) -> None:
        """Take the pointer off every list: what it rests on holds still."""
        await self._act(lambda: QTest.mouseMove(self.window, QPoint(1, 1)))

    async def find(self, name: str) -> QQuickItem:
        """The visible item of that objectName, once it is there."""
        await self.until(f"{name} on the screen", lambda: self._shown(name) is not None)
        found = self._shown(name)
        assert found is not None
        return found

    def shows(self, name: str) -> bool:
        return self._shown(name) is not None

    async def until(self, what: str, true: Callable[[], object], timeout: float = PATIENCE_S) -> None:
        """Wait until it is true. Raises Stuck, saying `what` did not come."""
        end = time.monotonic() + timeout
        while not true():
            if time.monotonic() > end:
                raise Stuck(f"The tour waited {timeout:g} s in vain for: {what}.", LOGS_SAY)
            await asyncio.sleep(LOOK_S)

    async def picture(self, file: Path, width: int, height: int) -> None:
        """What the window shows at this size, as a PNG."""
        before = self.window.width(), self.window.height()
        await self._resize(width, height)
        image = self.window.grabWindow()
        if not image.save(str(file)):
            raise WarroomError(f"{file} cannot be written.", "Give the tour a folder with room in it.", "storage")
        await self._resize(*before)

    async def _resize(self, width: int, height: int) -> None:
        if (self.window.width(), self.window.height()) != (width, height):
            self.window.setWidth(width)
            self.window.setHeight(height)
            await asyncio.sleep(0.5)  # thumbnails of another size come from a thread

    def _shown(self, name: str) -> QQuickItem | None:
        return next((item for item in _all(self.window.contentItem()) if item.objectName() == name and item.isVisible()), None)

    async def _act(self, gesture: Callable[[], object]) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def make() -> None:
            try:
                gesture()
            except Exception as error:
                done.set_exception(error)
            else:
                done.set_result(None)

        asyncio.get_running_loop().call_soon(make)
        await done


def _all(root: QQuickItem) -> Iterator[QQuickItem]:
    yield root
    for child in root.childItems():
        yield from _all(child)
