"""How long the composer takes from being asked for to the first card on the screen, with 200 templates and a library of 2,000 assets.

The desk is open at 1920 × 1080. The brand has two hundred templates beside it, none of which was read before; each is its own
file with a name and words of its own. Its library holds two thousand pictures, each a file, described in one `library.toml`. The
composer's whole view-model is made anew for each run, so that what its making costs counts too. The baseline does the plain
thing: reads every template and looks at every asset before the card is drawn.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.screenless import entered, screenless
from tests.waiting import soon

TEMPLATES = 200
ASSETS = 2_000
RUNS = 7
PLAIN_RUNS = 3
KINDS = ("breaking-line", "product-on-dark", "reaction-on-photo")


def measure_composer_open() -> list[Figure]:
    """`composer.open.median`, in milliseconds. Sets Qt up for drawing without a screen."""
    with (
        screenless() as loop,
        tempfile.TemporaryDirectory(prefix="composer-open-") as folder,
        mock.patch.dict(os.environ, WARROOM_HOME=f"{folder}/home"),
    ):
        brand = brand_of_many(Path(folder) / "brand")
        ours = [loop.run_until_complete(_measure(Path(folder) / f"run-{run}", brand, plain=False)) for run in range(RUNS + 1)]
        plain = [loop.run_until_complete(_measure(Path(folder) / f"plain-{run}", brand, plain=True)) for run in range(PLAIN_RUNS + 1)]
    return [
        # The first of each opens what is opened once: fonts, QML's own cache.
        Figure("composer.open.median", percentile(ours[1:], 0.5), "ms", percentile(plain[1:], 0.5), "< 300"),
        Figure("composer.open.first", ours[0], "ms", plain[0]),
    ]


def brand_of_many(folder: Path, kinds: tuple[str, ...] = KINDS, assets: int = ASSETS) -> Path:
    """The brand file, with two hundred templates of these kinds and so many assets beside it."""
    from PIL import Image

    from warroom import locations

    shipped = locations.assets() / "templates"
    folder.mkdir(parents=True)
    for file in shipped.iterdir():
        if file.is_file():
            shutil.copy(file, folder / file.name)
        elif not (file / "template.toml").is_file():
            shutil.copytree(file, folder / file.name)
    for number in range(TEMPLATES):
        made = folder / f"template-{number:03}"
        shutil.copytree(shipped / kinds[number % len(kinds)], made)
        text = (made / "template.toml").read_text(encoding="utf-8").splitlines()
        first = next(place for place, line in enumerate(text) if line.startswith("name ="))
        named = [f'name = "Template {number:03}"' if place == first else line for place, line in enumerate(text)]
        (made / "template.toml").write_text("\n".join(named) + "\n", encoding="utf-8")
    library = folder / "library"
    library.mkdir()
    lines = ["format = 1", ""]
    for number in range(assets):
        Image.new("RGB", (640, 480), (number % 256, number // 256 * 20, 90)).save(library / f"asset-{number:04}.jpg", quality=80)
        lines += [
            "[[asset]]",
            f'file = "asset-{number:04}.jpg"',
            f'title = "Asset {number:04}"',
            f'shows = "A plain ground, number {number}"',
            'source = "Made for this"',
            'rights = "ours"',
            "",
        ]
    (library / "library.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder / "brand.toml"


async def _measure(folder: Path, brand: Path, *, plain: bool) -> float:
    """Milliseconds from the first line of the composer's making to its first card on the screen."""
    import msgspec

    from tests.desktop import acts
    from tests.desktop.table_room import TableRoom
    from tests.ui.doubles import Place, history, rehearsal_plan
    from warroom.compose.template import load_brand, load_template

    plan = msgspec.structs.replace(rehearsal_plan(), brand=str(brand))
    look = plan.look if hasattr(plan, "look") else None
    if look is not None:
        plan = msgspec.structs.replace(plan, look=msgspec.structs.replace(look, library=str(brand.parent / "library")))
    place = Place(TableRoom(folder / "room", "rehearsal", plan), "Writer on duty", folder / "writer")
    moment = acts.moment(place)
    making = _Making(plain, brand, load_brand, load_template)
    with making.timed():
        desktop = entered(place)
    window = desktop.window
    place.say(history(place.state.plan, place.server_now()))
    await soon(lambda: window.isExposed() and desktop.shell.desk.feeds.columns[0].posts.count > 0)
    await asyncio.sleep(0.3)
    screen = desktop.shell.desk.composer
    shown = asyncio.get_running_loop().create_future()
    arrived = False

    def framed(name: str, _serial: int) -> None:
        nonlocal arrived
        arrived = arrived or name == "stage"

    def swapped() -> None:
        if arrived and not shown.done():
            shown.set_result(time.perf_counter())

    from PySide6.QtCore import Qt

    screen._worker.framed.connect(framed, Qt.ConnectionType.QueuedConnection)
    window.frameSwapped.connect(swapped)
    began = time.perf_counter()
    screen.compose(moment)
    ended = await asyncio.wait_for(shown, 60)
    await desktop.close()
    gc.collect()
    return making.spent * 1000 + (ended - began) * 1000


class _Making:
    """What of entering the room is the composer's: its view-model, and for the plain way all that is read beforehand."""

    def __init__(self, plain: bool, brand: Path, load_brand: Any, load_template: Any) -> None:
        self.spent = 0.0
        self._plain, self._brand, self._load_brand, self._load_template = plain, brand, load_brand, load_template

    def timed(self) -> Any:
        from warroom.desktop.composer.screen import ComposerScreen

        before = ComposerScreen.__init__

        def timed(screen: Any, *given: Any, **named: Any) -> None:
            began = time.perf_counter()
            before(screen, *given, **named)
            if self._plain:
                self._read_all()
            self.spent += time.perf_counter() - began

        return mock.patch.object(ComposerScreen, "__init__", timed)

    def _read_all(self) -> None:
        """Every template and every asset, whether they are wanted or not."""
        from PIL import Image

        brand = self._load_brand(self._brand)
        for folder in sorted(self._brand.parent.glob("*/template.toml")):
            self._load_template(folder.parent, brand)
        for asset in sorted((self._brand.parent / "library").glob("*.jpg")):
            hashlib.sha256(asset.read_bytes()).hexdigest()
            with Image.open(asset) as picture:
                picture.load()
                picture.thumbnail((88, 88))
