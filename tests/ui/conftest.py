"""The real window, offscreen, on Qt's own loop; tests are coroutines on that loop and use keys and clicks."""

from __future__ import annotations

import asyncio
import gc
import inspect
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desktop.table_room import TableRoom
from tests.ui.doubles import Place, history, rehearsal_plan
from tests.waiting import BLINK_S, WITHIN_S
from warroom import doctor
from warroom.desktop.app import Desktop, prepare
from warroom.desktop.event_loop import event_loop
from warroom.options import DesktopOptions

FRAME_S = 0.02  # the window's own clock has come round in it
STILL_LOOKS = 250  # five seconds of frames
BODY_S = 150.0
MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
NAMED = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "?": Qt.Key.Key_Question}


class Stage:
    """One running desktop and the hands on it."""

    def __init__(self, desktop: Desktop | None = None) -> None:
        if desktop is not None:
            self._stand_on(desktop)

    def _stand_on(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.shell = desktop.shell
        self.window: QQuickWindow = desktop.window

    async def open(self, desktop: Desktop) -> None:
        """That desktop, on its first screen, 1366 × 768."""
        self._stand_on(desktop)
        self.resize(1366, 768)
        await self.until(lambda: self.shell.home.doctor)
        await self.settle()

    def item(self, name: str) -> QQuickItem:
        """The one visible item of that objectName."""
        found = [item for item in self._all(self.window.contentItem()) if item.objectName() == name]
        assert found, f"nothing is called {name!r}"
        shown = [item for item in found if item.isVisible()]
        return (shown or found)[0]

    def shows(self, name: str) -> bool:
        return any(item.objectName() == name and item.isVisible() for item in self._all(self.window.contentItem()))

    def _all(self, root: QQuickItem) -> Iterator[QQuickItem]:
        yield root
        for child in root.childItems():
            yield from self._all(child)

    def words(self) -> str:
        """Every text that is shown."""
        texts = (item.property("text") for item in self._all(self.window.contentItem()) if item.isVisible())
        return "\n".join(text for text in texts if isinstance(text, str) and text)

    async def act(self, what: Callable[[], object]) -> None:
        """Do it outside of any task: QTest lets Qt's events run, and other tasks with them."""
        done = asyncio.get_running_loop().create_future()

        def go() -> None:
            try:
                what()
            except BaseException as error:
                done.set_exception(error)
            else:
                done.set_result(None)

        asyncio.get_running_loop().call_soon(go)
        await done

    async def key(self, *keys: str) -> None:
        for key in keys:
            *modifiers, name = key.split("+")
            code = NAMED.get(name) or getattr(Qt.Key, f"Key_{name}")
            pressed = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                pressed |= MODIFIERS[modifier]
            await self.act(lambda code=code, pressed=pressed: QTest.keyClick(self.window, code, pressed))

    async def type(self, text: str) -> None:
        for letter in text:
            await self.act(lambda letter=letter: QTest.keyClick(self.window, letter))

    def middle(self, name: str) -> QPoint:
        item = self.item(name)
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    async def still(self, name: str) -> None:
        """Until that item is laid out where it will stay: a hand goes to where a button is seen, not to where it was made."""
        await self.until(lambda: self.shows(name))
        places: list[QPoint] = []
        while len(places) < 2 or places[-1] != places[-2]:
            assert len(places) < STILL_LOOKS, f"{name!r} does not stop moving: {places[-3:]}"
            if places:
                await asyncio.sleep(FRAME_S)
            self.window.grabWindow()
            places.append(self.middle(name))

    async def click(self, name: str) -> None:
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        await self.still(name)
        await self.act(lambda: QTest.mouseClick(self.window, left, plain, self.middle(name)))

    async def point(self, name: str) -> None:
        await self.still(name)
        await self.act(lambda: QTest.mouseMove(self.window, self.middle(name)))

    async def point_at(self, x: int, y: int) -> None:
        await self.act(lambda: QTest.mouseMove(self.window, QPoint(x, y)))

    def grab(self) -> QImage:
        return self.window.grabWindow()

    async def until(self, what: Callable[[], object]) -> None:
        end = time.monotonic() + WITHIN_S
        while not what():
            if time.monotonic() > end:
                raise AssertionError(f"it did not become true in time; shown:\n{self.words()[:3000]}")
            await asyncio.sleep(BLINK_S)

    async def settle(self) -> None:
        """Until everything that was asked for is on the screen."""
        for _ in range(3):
            await asyncio.sleep(FRAME_S)
        self.window.grabWindow()

    async def enter(self, place: Place, host: object = None) -> None:
        """Into the room of that seat, with half an hour of history."""
        self.shell._enter(place, host)
        place.say(history(place.state.plan, place.server_now()))
        await self.until(lambda: self.shell.desk is not None and self.shell.desk.feeds.columns[0].posts.count > 0)
        await self.settle()

    def resize(self, width: int, height: int) -> None:
        self.window.setWidth(width)
        self.window.setHeight(height)

    def accessible(self, name: str) -> tuple[str, QAccessible.Role]:
        face = QAccessible.queryAccessibleInterface(self.item(name))
        return face.text(QAccessible.Text.Name), face.role()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    prepare(qapp)
    made = event_loop(qapp)
    asyncio.set_event_loop(made)
    yield made
    left = asyncio.all_tasks(made)
    for task in left:
        task.cancel()
    if left:
        made.run_until_complete(asyncio.wait(left, timeout=3.0))
    asyncio.set_event_loop(None)
    made.close()


@pytest.fixture(scope="session", autouse=True)
def _collect_only_what_tests_make() -> None:
    """A full collection after each window would look through all of pytest and Qt's bindings each time: half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def drawn_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("template-pictures")


@pytest.fixture(autouse=True)
def _draw_templates_once(home: Path, drawn_templates: Path) -> None:
    """The small pictures of the shipped templates are the same for every test: drawn anew they are half of its time."""
    (home / "template-pictures").symlink_to(drawn_templates)


@pytest.fixture
def options() -> DesktopOptions:
    return DesktopOptions()


@pytest.fixture
def stage(loop: asyncio.AbstractEventLoop, options: DesktopOptions, home: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The desktop, open while the test's body runs."""
    monkeypatch.setattr(doctor, "report", lambda: (doctor.Check("Python", True, "3.11"),))
    return Stage()


@pytest.fixture
def room(tmp_path: Path) -> TableRoom:
    """A rehearsal of the night, at 20:40 on its clock."""
    return TableRoom(tmp_path, "rehearsal", rehearsal_plan())


@pytest.fixture
def me(room: TableRoom, tmp_path: Path) -> Place:
    """The producer and writer."""
    return Place(room, "Writer on duty", tmp_path / "me")


@pytest.fixture
def brand(room: TableRoom, tmp_path: Path) -> Place:
    return Place(room, "Brand lead", tmp_path / "brand")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test on the loop its fixtures were made on."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    given = pyfuncitem.funcargs
    loop = given["loop"] if "loop" in given else given["request"].getfixturevalue("loop")
    body = pyfuncitem.obj(**{name: given[name] for name in pyfuncitem._fixtureinfo.argnames})
    if "stage" in given:
        body = _with_desktop(given["stage"], given["options"], body)
    try:
        loop.run_until_complete(body)
    finally:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """What a window's test leaves goes here, when nothing of pytest's holds it any more: Qt's timers end on the thread they live on."""
    ran = yield
    if isinstance(item, pytest.Function) and "loop" in item.fixturenames:  # pytest calls this for every test there is
        gc.collect()
    return ran


async def _with_desktop(stage: Stage, options: DesktopOptions, body: Coroutine[Any, Any, None]) -> None:
    """Opened and closed within one run of the loop: pytest-qt lets Qt's events come between a test's phases, where no task can go on."""
    desktop = Desktop(options)
    try:
        await stage.open(desktop)
        await asyncio.wait_for(body, BODY_S)
    finally:
        body.close()
        await asyncio.wait_for(desktop.close(), BODY_S)
