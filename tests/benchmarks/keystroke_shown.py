"""How long a key press in the headline takes to become a frame with the new card, on the whole desk, drawn in software.

The window is the program's own at 1920 × 1080 with every pane, and twenty posts a second come in; the card is `reaction-on-photo` at
export size. A key is a real key event; it is shown when the first frame after the new card's arrival has been swapped. Keys come
eight a second, so that the other cuts and the checks are under way as when somebody types. The baseline does the plain thing: the
whole card anew, nothing kept, on the GUI's own thread, on the same desk.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.screenless import entered, rehearsing, screenless, traffic
from tests.waiting import soon

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
    with (
        screenless() as loop,
        tempfile.TemporaryDirectory(prefix="keystroke-shown-") as folder,
        mock.patch.dict(os.environ, WARROOM_HOME=folder),
    ):
        ours = loop.run_until_complete(_measure(Path(folder), plain=False))
        with mock.patch("warroom.desktop.composer.writing.CardWorker", _plain_worker()):
            plain = loop.run_until_complete(_measure(Path(folder), plain=True))
    return [
        Figure("keystroke.shown.median", percentile(ours, 0.5), "ms", percentile(plain, 0.5), "< 17"),
        Figure("keystroke.shown.p99", percentile(ours, 0.99), "ms", percentile(plain, 0.99), "< 33"),
    ]


async def _measure(folder: Path, *, plain: bool) -> list[float]:
    from tests.desktop import acts
    from tests.ui.doubles import history

    place = rehearsing(folder, f"{plain}")
    desktop = entered(place)
    window = desktop.window
    place.say(history(place.state.plan, place.server_now()))
    posts = asyncio.get_running_loop().create_task(traffic(place))
    screen = desktop.shell.desk.composer
    screen.compose(acts.moment(place))
    screen.chooseTemplate("reaction-on-photo")
    screen.takeOwn("photo", screen.shown.library.rows[0].digest)
    await soon(lambda: window.isExposed() and screen.preview.images.get("stage") is not None)
    if not plain:
        await soon(lambda: screen.preview.current)
    await soon(lambda: _headline(window.contentItem()) is not None)
    _headline(window.contentItem()).forceActiveFocus()
    taken: list[float] = []
    for words in (WORDS[0][:PLAIN_KEYS],) if plain else (WARM_UP, *WORDS):
        screen.fill("headline", "")
        await asyncio.sleep(PACE_S)
        keys = [await _press(window, screen, letter) for letter in words]
        taken += keys if words != WARM_UP else []
    posts.cancel()
    await desktop.close()
    return taken


def _headline(item: Any) -> Any:
    """The headline's editor; items made by views are no QObject children of the window, so it is looked for among what is drawn."""
    if item.objectName() == "composer.slot.headline.input" and item.isVisible():
        return item
    return next((found for child in item.childItems() if (found := _headline(child)) is not None), None)


async def _press(window: Any, screen: Any, letter: str) -> float:
    """One key; milliseconds until its card is on the screen. Then the rest of the time until the next key."""
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    shown = asyncio.get_running_loop().create_future()
    arrived, before = False, screen.preview._serial

    def framed(name: str, serial: int) -> None:
        nonlocal arrived
        arrived = arrived or (name == "stage" and serial > before)  # not the card of the key before

    def swapped() -> None:
        if arrived and not shown.done():
            shown.set_result(time.perf_counter())

    screen._worker.framed.connect(framed, Qt.ConnectionType.QueuedConnection)
    window.frameSwapped.connect(swapped)
    key = getattr(Qt.Key, f"Key_{letter.upper()}", Qt.Key.Key_unknown) if letter.isalpha() else Qt.Key.Key_unknown
    began = time.perf_counter()
    QCoreApplication.postEvent(window, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter))
    ended = await asyncio.wait_for(shown, PATIENCE_S)
    QCoreApplication.postEvent(window, QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier, letter))
    screen._worker.framed.disconnect(framed)
    window.frameSwapped.disconnect(swapped)
    await asyncio.sleep(max(0.0, PACE_S - (ended - began)))
    return (ended - began) * 1000


def _plain_worker() -> Any:
    """Renders where it is asked, on the GUI's thread, with nothing kept from the card before."""
    from warroom.compose.render import CardRenderer
    from warroom.desktop.card.worker import STAGE, CardWorker, Order

    class PlainWorker(CardWorker):
        def want(self, order: Order) -> None:
            card = CardRenderer(order.template).render(order.values, order.cut)
            self._show(order, order.cut, card, order.thumb)
            self._show(order, STAGE, card, order.stage)

    return PlainWorker
