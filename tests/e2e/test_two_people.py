"""Two people at one thing at the same moment: one wins, the other is told what happened."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from tests.e2e.people import at_the_host, card, digest, greenlit, item_on, joined, send_card, until
from tests.e2e.plans import live_plan
from warroom.client.courier import Sent
from warroom.client.handoff import hand_off, report_posted
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.errors import RoomError
from warroom.review.commands import ClaimTarget, SaveVersion, SignOffItem


@asynccontextmanager
async def two_writers(tmp_path: Path) -> AsyncIterator[tuple[Session, Session]]:
    host = await Host.start(live_plan(tmp_path), "live")
    try:
        async with at_the_host(host, tmp_path) as one, joined(one, "Writer", tmp_path) as two:
            yield one, two
    finally:
        await host.stop()


def test_only_one_of_two_publishes(tmp_path: Path) -> None:
    async def run() -> None:
        async with two_writers(tmp_path) as (one, two), contextlib.AsyncExitStack() as stack:
            item = await item_on(one, ())
            await send_card(one, item, await card(one, tmp_path / "cards", "Snacks on.", "We have candles."))
            for person, role in (("Brand lead", "brand"), ("Counsel", "legal")):
                approver = await stack.enter_async_context(joined(one, person, tmp_path))
                await approver.send(SignOffItem(item=item, role=role, digest=digest(approver, item)))
            await until(two, lambda: greenlit(two, item), "greenlit at the other desk")

            claim = ClaimTarget(item=item, target=0, digest=digest(one, item))
            results = await asyncio.gather(one.send(claim), two.send(claim), return_exceptions=True)
            won = [result for result in results if isinstance(result, Sent)]
            lost = [result for result in results if isinstance(result, RoomError)]
            assert (len(won), len(lost)) == (1, 1)
            assert (lost[0].status, lost[0].code) == (409, "already_claimed")

            winner = one if isinstance(results[0], Sent) else two
            assert winner.state.items[item].targets[0].person == winner.person
            other = await hand_off(two if winner is one else one, item, 1, tmp_path / "out")
            with pytest.raises(RoomError) as twice:
                await hand_off(winner, item, 1, tmp_path / "out")
            assert twice.value.code == "already_claimed"
            assert other.compose_page == "https://www.instagram.com/"
            sent = await report_posted(two if winner is one else one, other, "https://www.instagram.com/p/1/")
            assert sent.seq

    asyncio.run(run())


def test_the_second_of_two_edits_is_told_which_version_overtook_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with two_writers(tmp_path) as (one, two):
            item = await item_on(one, ())
            content = await card(one, tmp_path / "cards", "Snacks on.", "We have candles.")
            await one.send(SaveVersion(item=item, base=0, content=content))
            await until(two, lambda: bool(two.state.items.get(item) and two.state.items[item].current), "the other sees the first version")
            first = SaveVersion(item=item, base=1, content=msgspec.structs.replace(content, title="By one"))
            second = SaveVersion(item=item, base=1, content=msgspec.structs.replace(content, title="By two"))
            await one.send(first)
            with pytest.raises(RoomError) as refused:
                await two.send(second)
            assert (refused.value.status, refused.value.code) == (412, "stale_version")
            assert refused.value.detail["current"] == 2
            await until(two, lambda: len(two.state.items[item].versions) == 2, "the other has what overtook it")
            assert [version.content.title for version in two.state.items[item].versions] == ["Snacks on.", "By one"]

    asyncio.run(run())


def test_others_see_who_is_at_work_on_what(tmp_path: Path) -> None:
    async def run() -> None:
        async with two_writers(tmp_path) as (one, two):
            two.busy_with("some item", "editing")
            await until(one, lambda: any(p.device == two.device and p.busy_with == "some item" for p in one.presence), "seen editing")
            two.busy_with("", "")
            await until(one, lambda: all(not p.busy_with for p in one.presence), "seen to have closed it")
            assert {present.person for present in one.presence} == {"Producer", "Writer"}

    asyncio.run(run())
