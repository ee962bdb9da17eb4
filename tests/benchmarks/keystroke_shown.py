"""How long a key press in the headline takes to become a frame with the new card, in the composer's own pane, drawn in software.

The window is 1920 × 1080 with the composer as wide as on the desk; the card is `reaction-on-photo` at export size. A key is a real
key event; it is shown when the first frame after the new card's arrival has been swapped. Keys come eight a second, so that the
other cuts and the checks are under way as when somebody types. The baseline does the plain thing: the whole card anew, nothing
kept, on the GUI's own thread, in the same window.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure, percentile

WORDS = (
    "Some things taste better in the dark.",
    "Lights out, snacks on, says everyone.",
    "Still the best seats in the house now",
    "Half a stadium and all of the biscuits",
    "Who needs floodlights for a good bite",
)
WARM_UP = "Fonts are opened by the first words."
PACE_S = 0.125
PLAIN_KEYS = 12
PATIENCE_S = 5.0


def measure_keystroke_shown() -> list[Figure]:
    """`keystroke.shown.median` and `keystroke.shown.p99`, in milliseconds. Sets Qt up for drawing without a screen."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", QSG_RENDER_LOOP="basic")
    import qasync
    from PySide6.QtWidgets import QApplication

    from warroom.desktop.app import prepare

    app = prepare(QApplication.instance() or QApplication([]))  # type: ignore[arg-type]
    loop = qasync.QEventLoop(app, already_running=False)
    asyncio.set_event_loop(loop)
    before = os.environ.get("WARROOM_HOME")
    with tempfile.TemporaryDirectory(prefix="keystroke-shown-") as folder:
        os.environ["WARROOM_HOME"] = folder
        try:
            ours = loop.run_until_complete(_measure(Path(folder), plain=False))
            plain = loop.run_until_complete(_measure(Path(folder), plain=True))
        finally:
            os.environ.pop("WARROOM_HOME")
            if before is not None:
                os.environ["WARROOM_HOME"] = before
            asyncio.set_event_loop(None)
            loop.close()
    return [
        Figure("keystroke.shown.median", percentile(ours, 0.5), "ms", percentile(plain, 0.5), "< 17"),
        Figure("keystroke.shown.p99", percentile(ours, 0.99), "ms", percentile(plain, 0.99), "< 33"),
    ]


async def _measure(folder: Path, *, plain: bool) -> list[float]:
    from tests.desktop import acts
    from tests.desktop.loop import Chair, until
    from tests.desktop.table_room import TableRoom
    from warroom.desktop.card import CardWorker
    from warroom.desktop.composer import ComposerScreen

    room = TableRoom(folder / f"room-{plain}")
    writer = room.seat("Writer 1")
    chair = Chair(writer)
    worker = _plain_worker() if plain else CardWorker()
    screen = ComposerScreen(chair.live, chair.tasks, chair.notices, chair.root, worker)
    screen.compose(acts.moment(writer))
    screen.chooseTemplate("reaction-on-photo")
    screen.takeOwn("photo", screen.shown.library.rows[0].digest)
    window, engine = _window(screen, chair.root)
    await until(lambda: window.isExposed() and screen.preview.images.get("stage") is not None, 20)
    if not plain:
        await until(lambda: screen.preview.current, 20)
    _headline(window).forceActiveFocus()
    taken: list[float] = []
    for words in (WORDS[0][:PLAIN_KEYS],) if plain else (WARM_UP, *WORDS):
        screen.fill("headline", "")
        await asyncio.sleep(PACE_S)
        keys = [await _press(window, screen, letter) for letter in words]
        taken += keys if words != WARM_UP else []
    window.close()
    window.deleteLater()
    screen.stop()
    await chair.close()
    engine.deleteLater()
    return taken


def _window(screen: Any, root: Any) -> tuple[Any, Any]:
    from PySide6.QtCore import QUrl
    from PySide6.QtQml import QQmlComponent, QQmlEngine

    from warroom import locations
    from warroom.desktop.keys import Keys

    engine = QQmlEngine(root)
    engine.addImportPath(str(locations.ui().parent))
    component = QQmlComponent(engine, engine)
    component.setData(
        b"import QtQuick; import ui; import warroom.desktop\n"
        b"Window { id: window; visible: true; width: 1920; height: 1080; color: Theme.window\n"
        b"required property ComposerScreen composer; required property KeyTable keys\n"
        b"ComposerPane { width: 660; height: 850; composer: window.composer; keys: window.keys } }",
        QUrl.fromLocalFile(str(locations.ui() / "benchmark.qml")),
    )
    window = component.createWithInitialProperties({"composer": screen, "keys": Keys(root)})
    if window is None:
        raise RuntimeError(component.errorString())
    return window, engine


def _headline(window: Any) -> Any:
    from PySide6.QtQuick import QQuickItem

    found = [item for item in window.findChildren(QQuickItem) if item.objectName() == "composer.slot.headline.input"]
    return found[0] if found else _search(window.contentItem())


def _search(item: Any) -> Any:
    if item.objectName() == "composer.slot.headline.input" and item.isVisible():
        return item
    return next((found for child in item.childItems() if (found := _search(child)) is not None), None)


async def _press(window: Any, screen: Any, letter: str) -> float:
    """One key; milliseconds until its card is on the screen. Then the rest of the time until the next key."""
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    shown = asyncio.get_running_loop().create_future()
    arrived = False

    def framed(name: str) -> None:
        nonlocal arrived
        arrived = arrived or name == "stage"

    def swapped() -> None:
        if arrived and not shown.done():
            shown.set_result(time.perf_counter())

    screen.preview.framed.connect(framed)
    window.frameSwapped.connect(swapped)
    key = getattr(Qt.Key, f"Key_{letter.upper()}", Qt.Key.Key_unknown) if letter.isalpha() else Qt.Key.Key_unknown
    began = time.perf_counter()
    QCoreApplication.postEvent(window, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter))
    ended = await asyncio.wait_for(shown, PATIENCE_S)
    QCoreApplication.postEvent(window, QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier, letter))
    screen.preview.framed.disconnect(framed)
    window.frameSwapped.disconnect(swapped)
    await asyncio.sleep(max(0.0, PACE_S - (ended - began)))
    return (ended - began) * 1000


def _plain_worker() -> Any:
    """Renders where it is asked, on the GUI's thread, with nothing kept from the card before."""
    from warroom.compose.render import CardRenderer
    from warroom.desktop.card import STAGE, CardWorker, Order

    class PlainWorker(CardWorker):
        def want(self, order: Order) -> None:
            card = CardRenderer(order.template).render(order.values, order.cut)
            self._show(order, order.cut, card, order.thumb)
            self._show(order, STAGE, card, order.stage)

    return PlainWorker()
