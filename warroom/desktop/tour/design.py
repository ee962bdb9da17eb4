"""The tour's designer: edits a template in a folder, slips once, sees it on the bench, publishes it; the second desktop draws the same."""

from __future__ import annotations

import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

from PIL import Image

from warroom import locations
from warroom.client.session import Session
from warroom.compose.model import Template
from warroom.compose.packs import PackShelf
from warroom.compose.render import CardRenderer
from warroom.compose.stress import SAMPLE, stressed
from warroom.compose.template import load_brand, load_template
from warroom.desktop.bench.screen import Bench
from warroom.desktop.tour.hands import Hands, Stuck
from warroom.desktop.tour.record import DesignProof
from warroom.desktop.window.shell import Shell

KEY = "thank-you"
CUT = "16x9"
SLIP = ('colour = "cocoa"', 'colour = "coaco"')
CHANGES = (
    ('options = ["cream", "mint", "amber"]', 'options = ["amber", "cream", "mint"]'),
    ('sample = "Thank you."', 'sample = "Good night."'),
)
THERE = "designed-there.png"
PATIENCE_S = 60.0


async def design(hands: Hands, shell: Shell, brand: Path, folder: Path, picture: Callable[[str], Awaitable[None]]) -> DesignProof:
    """In the folder `brand`, made for it. `picture(name)` takes one of the screen; the second desktop leaves `THERE` in `folder`."""
    shutil.copytree(locations.assets() / "templates", brand)
    await hands.key("F4")
    await hands.find("bench")
    bench = cast(Bench, shell.bench.bench)
    bench.naming = lambda _: "~/crumb"  # a picture shows no folder of this machine
    bench.follow(brand / KEY)
    await _looked_at(hands, bench)
    file = brand / KEY / "template.toml"
    text = file.read_text("utf-8")
    _save(file, text.replace(*SLIP))
    await hands.until("a mistake named on the bench", lambda: bench.problems.count > 0)
    await picture("bench-mistake")
    _save(file, text)
    await _looked_at(hands, bench)
    for change in CHANGES:
        text = text.replace(*change)
    took: list[float] = []
    bench.stopwatch = lambda heard, _: took.append((time.perf_counter() - heard) * 1000) or took[-1]
    _save(file, text)
    await hands.until("the changed template", lambda: took and bench.problems.count == 0)
    await _looked_at(hands, bench)
    began = time.monotonic()
    await hands.key("Ctrl+Shift+P")
    session = shell.desk.live.session
    await hands.until("a published template", lambda: KEY in session.state.templates)
    published = time.monotonic() - began
    await hands.until("its version on the bench", lambda: bench.publishing.tone == "green")
    await picture("bench")
    await hands.until("the template on the second desktop", (folder / THERE).exists, PATIENCE_S)
    with Image.open(folder / THERE) as there:
        same = there.convert("RGB").tobytes() == _drawn(load_template(brand / KEY, load_brand(brand / "brand.toml"))).tobytes()
    if not same:
        raise Stuck("The second desktop draws the published template otherwise.")
    await hands.key("Esc")
    newest = session.state.templates[KEY][-1]
    return DesignProof(KEY, newest.version, newest.manifest, round(took[0], 1), round(published, 3), same)


async def arrives(hands: Hands, session: Session, folder: Path, within_s: float) -> None:
    """On the second desktop: what was published is here by itself, and `THERE` shows it as this desktop draws it."""
    packs = PackShelf(locations.home() / "packs")
    await hands.until(
        "the published template",
        lambda: KEY in session.state.templates and packs.has(session.state.templates[KEY][-1].manifest),
        within_s,
    )
    template = packs.load(session.state.templates[KEY][-1].manifest)
    beside = folder / f"{THERE}.part"
    _drawn(template).save(beside, "PNG")
    beside.replace(folder / THERE)


async def _looked_at(hands: Hands, bench: Bench) -> None:
    await hands.until("every card of the sheet", lambda: not bench.busy and bench.state and bench.problems.count == 0)


def _save(file: Path, text: str) -> None:
    """As editors do: written beside, renamed over."""
    beside = file.with_name(f"{file.name}.part~")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def _drawn(template: Template) -> Image.Image:
    return CardRenderer(template).render(stressed(template, SAMPLE), CUT).image.convert("RGB")
