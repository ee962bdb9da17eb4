"""How much memory a desktop takes that composes: all that the composer can do, on the whole desk, again and again.

In a process of its own, at 1920 × 1080 and drawn in software, with twenty posts a second coming in and two hundred templates. A round
writes words and drops a photo (12, 24 and 39 million pixels, the most that is taken) in each of the twelve templates that ship, turns
through the cuts, opens the variations and all their pages, the search and every picture in it, and compares with an earlier version.
`compose.memory.peak` is the most that was ever resident; `compose.memory.growth` what is resident at a round's end more than after the
first, a round: the slope of the line through all of them. The child that admits pictures is not of it.
"""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from tests.benchmarks.figure import Figure
from tests.benchmarks.screenless import entered, screenless, traffic
from tests.waiting import soon

ROUNDS = 4
THUMB = 104  # device pixels: what a row of the templates' list asks for at 1920 × 1080
PHOTOS = ((4000, 3000), (6000, 4000), (7200, 5400))
OURS = (
    *("reaction-on-photo", "quote", "score-line", "versus", "countdown", "breaking-line"),
    *("product-on-dark", "split-picture", "sticker-over-full-bleed", "poll", "thank-you", "plain-type"),
)
HOUR_S = 3_600


class Told(msgspec.Struct, frozen=True):
    """Of the child, MB: `ends` what was resident at each round's end."""

    begin: float
    peak: float
    ends: tuple[float, ...]


def measure_compose_memory() -> list[Figure]:
    """In megabytes. Linux only, for what it reads of the process."""
    ran = subprocess.run([sys.executable, "-m", "tests.benchmarks.compose_memory"], stdout=subprocess.PIPE, timeout=HOUR_S, check=True)
    told = msgspec.json.decode(ran.stdout.splitlines()[-1], type=Told)
    return [
        Figure("compose.memory.peak", told.peak, "MB", told.begin, "< 400"),
        Figure("compose.memory.growth", slope(told.ends), "MB a round", None, "< 2"),
    ]


def slope(ends: Sequence[float]) -> float:
    """Of the line nearest to all of them (least squares)."""
    middle, mean = (len(ends) - 1) / 2, sum(ends) / len(ends)
    return sum((at - middle) * (end - mean) for at, end in enumerate(ends)) / sum((at - middle) ** 2 for at in range(len(ends)))


def resident() -> tuple[float, float]:
    """MB: now, and the most it ever was."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["VmHWM"].split()[0]) / 1024


def main() -> None:
    with (
        screenless() as loop,
        tempfile.TemporaryDirectory(prefix="compose-memory-") as folder,
        mock.patch.dict(os.environ, WARROOM_HOME=f"{folder}/home"),
    ):
        told = loop.run_until_complete(_measure(Path(folder), _photos(Path(folder))))
        print(msgspec.json.encode(told).decode(), flush=True)
        os._exit(0)  # with all that is on the screen


def _photos(folder: Path) -> list[Path]:
    """Made in a process of their own, whose memory is not counted."""
    made = [folder / f"photo-{wide}.jpg" for wide, _ in PHOTOS]
    make = (
        "import sys\nfrom PIL import Image\nImage.effect_noise((int(sys.argv[2]), int(sys.argv[3])), 60).convert('RGB').save(sys.argv[1])"
    )
    for path, (wide, high) in zip(made, PHOTOS, strict=True):
        subprocess.run([sys.executable, "-c", make, str(path), str(wide), str(high)], check=True, timeout=HOUR_S)
    return made


async def _measure(folder: Path, photos: list[Path]) -> Told:
    from tests.benchmarks.composer_open import brand_of_many
    from tests.desktop import acts
    from tests.desktop.table_room import TableRoom
    from tests.ui.doubles import Place, history, rehearsal_plan

    plan = msgspec.structs.replace(rehearsal_plan(), brand=str(brand_of_many(folder / "brand", OURS, 0)))
    room = TableRoom(folder / "room", "rehearsal", plan)
    place = Place(room, "Writer on duty", folder / "writer")
    desktop = entered(place)
    place.say(history(place.state.plan, place.server_now()))
    posts = asyncio.get_running_loop().create_task(traffic(place))
    screen = desktop.shell.desk.composer
    await soon(lambda: desktop.window.isExposed())
    begin = resident()[0]
    item = _sent(room, place)
    ends = []
    for _ in range(ROUNDS):
        await _round(screen, acts.moment(place), item, photos)
        gc.collect()
        ends.append(resident()[0])
        print(f"{ends[-1]:.0f} MB, at most {resident()[1]:.0f}", file=sys.stderr, flush=True)
    posts.cancel()
    return Told(begin, resident()[1], tuple(ends))


def _sent(room: Any, place: Any) -> str:
    """An item with a version to compare with."""
    from tests.desktop import acts
    from warroom.review import commands as cmd

    content = acts.content(room)
    targets = tuple(
        msgspec.structs.replace(text, network=target.network, account=target.account)
        for text, target in zip(content.targets, place.state.plan.targets, strict=False)
    )
    item: str = place.ask(cmd.CreateItem(moment=acts.moment(place), title="Blackout in the dome", lane="full"))
    place.ask(cmd.SendForApproval(item=item, base=0, content=msgspec.structs.replace(content, targets=targets)))
    return item


async def _round(screen: Any, moment: str, item: str, photos: list[Path]) -> None:
    from PySide6.QtCore import QUrl

    from tests.waiting import soon

    screen.compose(moment)
    keys = list(screen.templates.order)
    for nth, key in enumerate(keys[: len(OURS)]):
        screen.chooseTemplate(key)
        slots = [slot.name for slot in screen._template.slots if slot.kind == "picture"]
        for at, slot in enumerate(slots):
            screen.takeFile(slot, QUrl.fromLocalFile(str(photos[(nth + at) % len(photos)])))
        for slot in (slot.name for slot in screen._template.slots if slot.kind == "text"):
            screen.fill(slot, f"Some things taste better in the dark, they say: {nth}")
        await soon(lambda: not screen._admitting and screen.preview.current, within_s=60)
        for _ in screen._template.cuts:
            screen.preview.next()
            await soon(lambda: screen.preview.current, within_s=60)
    variations = screen.variations
    variations.toggle()
    for _ in range(3):
        await soon(lambda: all(row.ready or row.words for row in variations.rows.rows), within_s=60)
        variations.turn(1)
    variations.toggle()
    templates = screen.templates
    templates.search()
    for key in keys:
        templates.wantPicture(key, THUMB)
    await soon(lambda: all(screen.preview.images.get(f"template {key}") is not None for key in keys), within_s=240)
    templates.show(False)
    screen.edit(item)
    await soon(lambda: screen.preview.current, within_s=60)
    screen.versions.toggle()
    await asyncio.sleep(0.3)
    screen.versions.toggle()


if __name__ == "__main__":
    main()
