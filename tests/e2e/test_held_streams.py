"""Something between desktop and room holds streams back: the desktop polls instead, and remembers."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from pathlib import Path

import msgspec

from tests.e2e.people import at_the_host, until
from tests.e2e.plans import live_plan
from tests.e2e.proxy import holding_proxy
from warroom.client.address import parse_address
from warroom.client.host import Host
from warroom.client.line import Line
from warroom.client.session import Session
from warroom.review.commands import CallMoment
from warroom.room.folder import IntakeFile
from warroom.sources.count import TopicCount
from warroom.sources.post import Post
from warroom.wire import FeedBatch, FeedCounts, FeedHistory, FeedPosts


async def feed_comes(session: Session, host: Host) -> None:
    """What intake hands in reaches a desktop that can only ask."""
    told = msgspec.json.decode((host.folder / "intake.json").read_bytes(), type=IntakeFile)
    async with asyncio.timeout(10):
        words = session.feed(["The match"])
        async with aclosing(words):
            assert isinstance(await anext(words), FeedHistory)
            line = await Line.open(parse_address(host.address), told.token)
            now = session.server_now()
            post = Post("p1", "Wire", "feed", "Wire", "Lights out", now, now, topics=("The match",))
            batch = FeedBatch((post,), (TopicCount("The match", now // 1000 * 1000, 3),), total=3)
            await line.request("POST", "feed", content=msgspec.json.encode(batch))
            await line.close()
            seen: list[str] = []
            counted = 0
            async for word in words:
                seen += [one.id for one in word.posts] if isinstance(word, FeedPosts) else []
                counted += sum(count.count for count in word.counts) if isinstance(word, FeedCounts) else 0
                if seen and counted:
                    break
    assert (seen, counted) == (["p1"], 3)


async def behind_a_scanner(tmp_path: Path) -> list[tuple[str, float]]:
    """By what each of two sessions in turn came to hear of others, and after how many seconds."""
    host = await Host.start(live_plan(tmp_path), "live")
    try:
        where = parse_address(host.address)
        async with at_the_host(host, tmp_path) as open_air, holding_proxy(where.host, where.port) as proxy:
            address = f"{proxy}/{host.room}"
            own = tmp_path / "behind"
            began = time.monotonic()
            behind = await Session.open(address, host.token, cache=own, device_folder=own)
            await until(behind, lambda: behind.link.by == "poll", "it polls", 8.0)
            first = behind.link.by, time.monotonic() - began
            await until(behind, lambda: behind.link.phase == "live", "and that is live")
            sent = await open_air.send(CallMoment(title="Lights", topic="The match", evidence=()))
            await until(behind, lambda: sent.id in behind.state.moments, "it hears of others' work", 8.0)
            await feed_comes(behind, host)
            mine = await behind.send(CallMoment(title="Out", topic="The match", evidence=()))
            assert mine.id in behind.state.moments
            await until(open_air, lambda: mine.id in open_air.state.moments, "and others of its work", 8.0)
            await behind.close()

            began = time.monotonic()
            again = await Session.open(address, host.token, cache=own, device_folder=own)
            second = again.link.by, time.monotonic() - began
            third = await open_air.send(CallMoment(title="On", topic="The match", evidence=()))
            await until(again, lambda: third.id in again.state.moments, "at once, the second time", 8.0)
            assert open_air.link.by == "sse"
            await again.close()
            return [first, second]
    finally:
        await host.stop()


def test_it_polls_within_seconds_and_remembers(tmp_path: Path) -> None:
    (first, waited_s), (second, waited_again_s) = asyncio.run(behind_a_scanner(tmp_path))
    assert (first, second) == ("poll", "poll")
    assert 4.0 < waited_s < 7.0
    assert waited_again_s < 3.0
