"""Something between desktop and room holds streams back: the desktop polls instead, and remembers."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.e2e.people import at_the_host, until
from tests.e2e.plans import live_plan
from tests.e2e.proxy import holding_proxy
from warroom.client.address import parse_address
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.review.commands import CallMoment


async def behind_a_scanner(tmp_path: Path) -> None:
    host = await Host.start(live_plan(tmp_path), "live")
    try:
        where = parse_address(host.address)
        async with at_the_host(host, tmp_path) as open_air, holding_proxy(where.host, where.port) as proxy:
            address = f"{proxy}/{host.room}"
            own = tmp_path / "behind"
            began = time.monotonic()
            behind = await Session.open(address, host.token, cache=own, device_folder=own)
            await until(behind, lambda: behind.link.by == "poll", "it polls", 8.0)
            assert 4.0 < time.monotonic() - began < 7.0
            await until(behind, lambda: behind.link.phase == "live", "and that is live")
            sent = await open_air.send(CallMoment(title="Lights", topic="The match", evidence=()))
            await until(behind, lambda: sent.id in behind.state.moments, "it hears of others' work", 2.0)
            mine = await behind.send(CallMoment(title="Out", topic="The match", evidence=()))
            assert mine.id in behind.state.moments
            await until(open_air, lambda: mine.id in open_air.state.moments, "and others of its work", 2.0)
            await behind.close()

            again = await Session.open(address, host.token, cache=own, device_folder=own)
            assert again.link.by == "poll"
            third = await open_air.send(CallMoment(title="On", topic="The match", evidence=()))
            await until(again, lambda: third.id in again.state.moments, "at once, the second time", 2.0)
            assert open_air.link.by == "sse"
            await again.close()
    finally:
        await host.stop()


def test_it_polls_within_seconds_and_remembers(tmp_path: Path) -> None:
    asyncio.run(behind_a_scanner(tmp_path))
