from __future__ import annotations

import asyncio

import pytest

from tests.waiting import soon
from warroom.intake import sources
from warroom.intake.sources import Supervisor
from warroom.sources.base import Sink
from warroom.sources.health import SourceHealth


class Failing:
    """Breaks at its first run, reads from its second on."""

    name = "Bad"

    def __init__(self) -> None:
        self.runs = 0

    async def run(self, sink: Sink, /) -> None:
        self.runs += 1
        if self.runs == 1:
            raise RuntimeError("a fault of ours")
        await asyncio.Event().wait()

    def health(self) -> SourceHealth:
        return SourceHealth(self.name, "feed", "live", 1.0, 5)


class Steady(Failing):
    name = "Good"

    async def run(self, sink: Sink, /) -> None:
        self.runs += 1
        await asyncio.Event().wait()


class Nowhere:
    def take(self, items: object, reader: object, /) -> None: ...

    def delete(self, ids: object, /) -> None: ...


def test_a_source_that_breaks_is_said_to_have_and_comes_back_while_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sources, "_SHORTEST_S", 0.2)

    async def whole() -> None:
        bad, good = Failing(), Steady()
        supervisor = Supervisor((bad, good), Nowhere(), lambda: 77)
        supervisor.start()
        await soon(lambda: supervisor.health()[0].state == "failed")
        told = supervisor.health()
        assert (told[0].name, told[0].since) == ("Bad", 77)
        assert "inside warroom" in told[0].why
        assert told[1].state == "live"
        await soon(lambda: bad.runs == 2)
        assert supervisor.health()[0].state == "live"
        assert good.runs == 1
        await supervisor.close()

    asyncio.run(whole())
    assert "a fault of ours" in caplog.text
