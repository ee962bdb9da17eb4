"""Asking intake to try a source again at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.intake.test_sources import Nowhere, Steady
from tests.waiting import soon
from warroom.intake.nudge import Nudges, nudge
from warroom.intake.sources import Supervisor


def test_each_wish_is_taken_once_and_old_ones_not_at_all(tmp_path: Path) -> None:
    nudge(tmp_path, "before")
    nudges = Nudges(tmp_path)
    assert nudges.take() == ()
    nudge(tmp_path, "Wire")
    nudge(tmp_path, "Social")
    assert nudges.take() == ("Wire", "Social")
    assert nudges.take() == ()
    nudge(tmp_path, "Wire")
    assert nudges.take() == ("Wire",)
    (tmp_path / "sources-again.json").write_text("garbage")
    assert nudges.take() == ()


def test_the_source_is_begun_anew_and_no_other() -> None:
    class Other(Steady):
        name = "Other"

    async def run() -> None:
        good, other = Steady(), Other()
        supervisor = Supervisor((good, other), Nowhere(), lambda: 1)
        supervisor.start()
        await soon(lambda: good.runs == other.runs == 1)
        await supervisor.again("Good")
        await supervisor.again("Nobody")
        await soon(lambda: good.runs == 2)
        assert other.runs == 1
        await supervisor.close()

    asyncio.run(run())
