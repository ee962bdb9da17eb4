"""`warroom tour`, as the README gives it: three real desktops and the colleague, from the first screen to a published post."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from warroom.desktop.tour.record import Tour

ITEM = ("checks", "composer", "framing", "variations", "compare", "review", "handoff", "published")
SCREENS = ("first", "desk", *ITEM, "bench-mistake", "bench")
SIZES = {"": (1920, 1080), "-1366x768": (1366, 768), "-3840x2160": (3840, 2160)}


@pytest.mark.timeout(440)
def test_the_tour_goes_the_whole_way_and_proves_what_it_handed_over(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    home = {**os.environ, "WARROOM_HOME": str(tmp_path / "home")}
    played = subprocess.run(
        [sys.executable, "-m", "warroom", "tour", str(folder)], env=home, capture_output=True, text=True, timeout=400, check=False
    )
    assert (played.returncode, played.stderr) == (0, "")

    tour = msgspec.json.decode((folder / "tour.json").read_bytes(), type=Tour)
    assert tour.kind == "rehearsal"
    assert [cut.cut for cut in tour.cuts] == ["1x1", "4x5", "16x9", "9x16"]
    assert all(cut.approved == cut.handed_off and cut.same for cut in tour.cuts)
    assert (tour.counts.sign_offs, tour.counts.versions, tour.counts.targets_posted) == (2, 2, 2)
    assert tour.counts.sign_offs_void == 1  # Brand's on the first version
    assert tour.counts.posts_counted > 10_000
    assert (tour.design.template, tour.design.version, tour.design.same) == ("thank-you", 1, True)
    assert tour.stages["a template edited, published, on the second desktop"] < 60
    assert min(tour.stages.values()) >= 0
    assert list(tour.stages)[-1] == "handed over, published"
    for screen in SCREENS:
        for name, size in SIZES.items():
            with Image.open(folder / f"{screen}{name}.png") as picture:
                assert picture.size == size
                assert len(picture.convert("RGB").getcolors(10_000_000) or ()) > 100  # something is on it
