"""How long a photo of 12 million pixels that is dropped on the card takes to be seen on it, and what the window's thread does meanwhile.

The window is the program's own at 1920 × 1080 with every pane, twenty posts a second come in, the composer has the window's middle. The
photo is a JPEG of 4000 × 3000 and about four megabytes, another one each time; it is dropped by real drag and drop events and is shown
when the first frame with it has been swapped: a first look, which the picture as it will be sent replaces as soon as it is admitted.
`photo.shown.whole` is the time until that. A timer beats on the window's thread from the drop until then: `photo.shown.ui_gap` is how
long something that happens at any time waits, 99 times of 100, `photo.shown.ui_gap.max` the longest gap of a drop, the middle one
of all drops. The baseline does the plain thing on the window's own thread: decode, turn upright, keep, and draw the card anew.
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

PHOTOS = 9
PLAIN_PHOTOS = 3
SIZE = (4000, 3000)
PATIENCE_S = 20.0


def measure_photo_shown() -> list[Figure]:
    """In milliseconds. Sets Qt up for drawing without a screen."""
    with (
        screenless() as loop,
        tempfile.TemporaryDirectory(prefix="photo-shown-") as folder,
        mock.patch.dict(os.environ, WARROOM_HOME=folder),
    ):
        photos = [photo(Path(folder) / f"photo-{number}.jpg", number) for number in range(PHOTOS + 1)]
        ours = loop.run_until_complete(_measure(Path(folder), photos, plain=False))
        plain = loop.run_until_complete(_measure(Path(folder), photos[: PLAIN_PHOTOS + 1], plain=True))
    return [
        Figure("photo.shown.median", percentile(ours.shown, 0.5), "ms", percentile(plain.shown, 0.5), "< 120"),
        Figure("photo.shown.whole", percentile(ours.whole, 0.5), "ms", percentile(plain.whole, 0.5)),
        Figure("photo.shown.ui_gap", percentile(ours.waits, 0.99), "ms", percentile(plain.waits, 0.99), "< 16"),
        Figure("photo.shown.ui_gap.max", percentile(ours.gaps, 0.5), "ms", percentile(plain.gaps, 0.5)),
    ]


def photo(path: Path, seed: int) -> Path:
    """Large soft shapes under fine grain, as a camera leaves them: about four megabytes."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(seed)
    shapes = Image.fromarray(rng.integers(0, 255, (75, 100, 3), dtype=np.uint8)).resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.fromarray(rng.integers(0, 255, (SIZE[1], SIZE[0]), dtype=np.uint8))
    Image.blend(shapes, Image.merge("RGB", [grain] * 3), 0.1).save(path, quality=88)
    return path


class _Taken:
    def __init__(self) -> None:
        self.shown: list[float] = []
        self.whole: list[float] = []
        self.waits: list[float] = []
        self.gaps: list[float] = []


async def _measure(folder: Path, photos: list[Path], *, plain: bool) -> _Taken:
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
    screen.fill("headline", "Some things taste better in the dark.")
    await soon(lambda: window.isExposed() and screen.preview.current)
    screen._pictures._admitter.warm()
    if plain:
        _make_plain(screen)
    taken = _Taken()
    for number, path in enumerate(photos):
        await asyncio.sleep(0.5)
        one = _Taken()
        await _drop(window, screen, path, one)
        if number:  # the first opens what is opened once
            for name in ("shown", "whole", "waits", "gaps"):
                getattr(taken, name).extend(getattr(one, name))
    posts.cancel()
    await desktop.close()
    return taken


async def _drop(window: Any, screen: Any, path: Path, taken: _Taken) -> None:
    from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from tests.benchmarks.ui_gap import Heartbeat, waits

    shown = asyncio.get_running_loop().create_future()
    arrived, before = False, screen.preview._serial

    def framed(name: str, serial: int) -> None:
        nonlocal arrived
        arrived = arrived or (name == "stage" and serial > before and "photo" in screen.preview._order.values.pictures)

    def swapped() -> None:
        if arrived and not shown.done():
            shown.set_result(time.perf_counter())

    screen._worker.framed.connect(framed, Qt.ConnectionType.QueuedConnection)
    window.frameSwapped.connect(swapped)
    card = _card(window.contentItem())
    at = card.mapToScene(QPointF(card.width() / 2, card.height() / 2))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    held = screen._desk.draft.slot("photo")
    heart = Heartbeat(window)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(window, QDragEnterEvent(at.toPoint(), copy, mime, left, none))
    began = time.perf_counter()
    QCoreApplication.sendEvent(window, QDropEvent(at, copy, mime, left, none))
    ended = await asyncio.wait_for(shown, PATIENCE_S)
    await soon(lambda: screen._desk.draft.slot("photo") != held and screen.preview.current)
    taken.whole.append((time.perf_counter() - began) * 1000)
    taken.shown.append((ended - began) * 1000)
    gaps = heart.stop()
    heart.deleteLater()
    taken.waits += waits(gaps)
    taken.gaps.append(max(gaps))
    screen._worker.framed.disconnect(framed)
    window.frameSwapped.disconnect(swapped)


def _card(item: Any) -> Any:
    if item.objectName() == "composer.card" and item.isVisible():
        return item
    return next((found for child in item.childItems() if (found := _card(child)) is not None), None)


def _make_plain(screen: Any) -> None:
    """Pictures are opened and kept, and cards drawn, where they are asked for, on the window's thread."""
    import hashlib

    from PIL import Image, ImageOps

    from warroom.compose.model import PictureAsset
    from warroom.compose.render import CardRenderer

    def take(slot: str, path: Path, *_known: object) -> None:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        kept = path.with_suffix(".kept.jpg")
        picture.save(kept, quality=95)
        digest = hashlib.sha256(kept.read_bytes()).hexdigest()
        screen._pictures.assets[digest] = PictureAsset(digest, str(kept), picture.width, picture.height)
        screen._edited(screen._desk.put_picture(slot, digest, None))

    def want(order: Any) -> None:
        renderer = CardRenderer(order.template)
        cards = tuple(renderer.render(order.values, name) for name in (order.cut, *(cut for cut in renderer.cuts if cut != order.cut)))
        screen._worker._show(order, "stage", cards[0], order.stage)
        for card in cards:
            screen._worker._show(order, card.cut, card, order.thumb)
        screen._worker.finished.emit(screen._worker._checked(order, cards))

    screen._take = take
    screen._worker.want = want
