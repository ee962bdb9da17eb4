"""How long after a designer's save every cut stands there again with its sample words, and the whole contact sheet.

The bench follows a copy of the brand that ships, twelve templates, in a real folder. A template is saved as editors do it, written
beside and renamed over, each time with another size of its headline; the clock runs from the file's event to the moment when the
window has the picture of every cut. The baseline is the plain way: brand and templates read anew, a fresh renderer, every cut
at export size, brought down to what is shown.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.screenless import screenless

if TYPE_CHECKING:
    from warroom.desktop.bench.screen import Bench

KEY = "reaction-on-photo"
SAVES = 40
SHEETS = 4
PLAIN_RUNS = 5
WITHIN_S = 60.0


def measure_template_reload() -> list[Figure]:
    """`template.reload.median`, `.p99` and `.sheet`, in milliseconds. Sets Qt up for drawing without a screen."""
    with screenless() as loop, tempfile.TemporaryDirectory(prefix="template-reload-") as folder:
        brand = Path(folder) / "brand"
        shutil.copytree(_shipped(), brand)
        ours, sheets = loop.run_until_complete(_measure(brand))
        plain = [_plain(brand) for _ in range(PLAIN_RUNS)]
    base = percentile(plain, 0.5)
    return [
        Figure("template.reload.median", percentile(ours, 0.5), "ms", base, "< 50"),
        Figure("template.reload.p99", percentile(ours, 0.99), "ms", base),
        Figure("template.reload.sheet", percentile(sheets, 0.5), "ms"),
    ]


def _shipped() -> Path:
    from warroom import locations

    return locations.assets() / "templates"


async def _measure(brand: Path) -> tuple[list[float], list[float]]:
    from warroom.desktop.bench.screen import Bench
    from warroom.desktop.notices import Notices
    from warroom.desktop.tasks import Tasks

    notices = Notices()
    bench = Bench(Tasks(notices), notices)
    bench.sheet.setRoom(800, 640, 12, 24, 1.0)
    taken: list[float] = []
    events: list[float] = []

    def arrived(begun: float, _done: float) -> float:
        """On the window's thread: the pictures are there for it to draw."""
        events.append(begun)
        taken.append((time.perf_counter() - begun) * 1000)
        return taken[-1]

    bench.stopwatch = arrived
    try:
        bench.come(brand / KEY)
        await _until(lambda: not bench.busy and bench.state)
        sheets = await _saves(bench, brand / KEY / "template.toml", taken, events)
    finally:
        bench.stop()
    return taken, sheets


async def _saves(bench: Bench, file: Path, taken: list[float], events: list[float]) -> list[float]:
    text, sheets = file.read_text(encoding="utf-8"), []
    for save in range(SAVES):
        had = len(taken)
        beside = file.with_name("template.toml.new~")
        beside.write_text(text.replace("max = ", f"max = {save % 7 + 1}", 1), encoding="utf-8")
        beside.replace(file)
        await _until(lambda had=had: len(taken) > had)
        if save < SHEETS:
            await _until(lambda: not bench.busy)
            sheets.append((time.perf_counter() - events[-1]) * 1000)
    return sheets


def _plain(brand: Path) -> float:
    """Everything anew, as a loop over a folder would."""
    from warroom.compose.render import CardRenderer
    from warroom.compose.stress import SAMPLE, stressed
    from warroom.compose.template import load_brand, load_templates
    from warroom.desktop.card.pixels import shown

    began = time.perf_counter()
    template = next(one for one in load_templates(load_brand(brand / "brand.toml")) if one.key == KEY)
    renderer = CardRenderer(template)
    for cut in renderer.cuts:
        shown(renderer.render(stressed(template, SAMPLE), cut).image, (400, 400))
    return (time.perf_counter() - began) * 1000


async def _until(true: Callable[[], Any]) -> None:
    end = time.perf_counter() + WITHIN_S
    while not true():
        if time.perf_counter() > end:
            raise TimeoutError("the bench did not become ready")
        await asyncio.sleep(0.001)
