"""The room's process dies without a word while people work: everyone is told, nothing acknowledged is lost, all agree again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from pathlib import Path

import msgspec
import pytest

from tests.e2e.people import at_the_host, changes_of, joined, until
from tests.e2e.plans import live_plan
from tests.waiting import soon
from warroom.client.children import alive
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.errors import RoomError, Unreachable
from warroom.review.commands import CallMoment
from warroom.review.model import State
from warroom.wire import STALE_AFTER_S


async def keep_calling(session: Session, acknowledged: list[str]) -> None:
    """Call moments as fast as they are answered, noting those that were."""
    number = 0
    while True:
        number += 1
        with contextlib.suppress(Unreachable):
            sent = await session.send(CallMoment(title=f"{session.person} {number}", topic="The match", evidence=()))
            acknowledged.append(sent.id)


def as_json(state: State) -> bytes:
    return msgspec.json.encode(state, order="deterministic")


async def old_is_said(sessions: tuple[Session, ...]) -> float:
    """Seconds until the last of them says that what it shows is old."""
    began = time.monotonic()
    await soon(lambda: all(session.link.phase != "live" for session in sessions), "everyone says it is old", STALE_AFTER_S + 1)
    return time.monotonic() - began


def test_a_killed_room_loses_nothing_and_everyone_agrees_again(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(lambda: host.stop())
            one = await stack.enter_async_context(at_the_host(host, tmp_path))
            two = await stack.enter_async_context(joined(one, "Writer", tmp_path))
            acknowledged: list[str] = []
            working = [asyncio.create_task(keep_calling(session, acknowledged)) for session in (one, two)]
            await soon(lambda: len(acknowledged) > 20, "some work is done")

            folder, pid = host.folder, host.server_pid
            await host.leave()  # nobody starts it again
            before = one.link.since
            os.kill(pid, signal.SIGKILL)
            took = await old_is_said((one, two))
            assert took <= STALE_AFTER_S
            assert one.link.why
            assert before <= one.link.since <= one.server_now()

            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            host = await Host.adopt(folder)
            await until(one, lambda: one.link.phase == "live", "the first is live again")
            await until(two, lambda: two.link.phase == "live", "the second is live again")
            await until(one, lambda: not one.waiting, "what the first could not send is sent")
            await until(two, lambda: not two.waiting, "what the second could not send is sent")
            await soon(lambda: one.seq == two.seq, "both have the whole log")

            assert set(acknowledged) <= set(one.state.moments)
            assert as_json(one.state) == as_json(two.state)
            async with at_the_host(host, tmp_path / "fresh") as fresh:
                await until(one, lambda: one.seq == fresh.seq, "nothing is missing")
                assert as_json(fresh.state) == as_json(one.state)

    asyncio.run(run())


def test_its_host_starts_it_again_by_itself(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        try:
            async with at_the_host(host, tmp_path) as me:
                seen = changes_of(me)
                port = me.address
                before = host.server_pid
                os.kill(before, signal.SIGKILL)
                await soon(lambda: host.server_pid != before, "the host starts it again", 1.5)
                await me.send(CallMoment(title="After", topic="The match", evidence=()))
                assert host.address == port
                assert not host.trouble
                await until(me, lambda: me.link.phase == "live", "the stream comes again")
                assert not any(change.reset for change in seen)  # the same log goes on
        finally:
            await host.stop()

    asyncio.run(run())


def test_a_room_that_hangs_is_called_old_and_what_was_asked_arrives_once(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        pid = host.server_pid
        try:
            async with at_the_host(host, tmp_path) as me:
                await host.leave()  # nobody ends it
                os.kill(pid, signal.SIGSTOP)
                try:
                    assert await old_is_said((me,)) <= STALE_AFTER_S
                    with pytest.raises(Unreachable):
                        await me.send(CallMoment(title="Into the void", topic="The match", evidence=()))
                    assert [one.command for one in me.waiting] == [CallMoment(title="Into the void", topic="The match", evidence=())]
                finally:
                    os.kill(pid, signal.SIGCONT)
                host = await Host.adopt(host.folder)
                assert host.server_pid == pid
                await until(me, lambda: not me.waiting, "what waited is delivered")
                assert [moment.title for moment in me.state.moments.values()] == ["Into the void"]
                await until(me, lambda: me.link.phase == "live", "the stream comes again")
        finally:
            await host.stop()

    asyncio.run(run())


def test_its_host_ends_a_room_that_hangs_and_starts_it_again(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        try:
            async with at_the_host(host, tmp_path) as me:
                before = await me.send(CallMoment(title="Before", topic="The match", evidence=()))
                pid = host.server_pid
                os.kill(pid, signal.SIGSTOP)
                waits = asyncio.create_task(me.send(CallMoment(title="Meanwhile", topic="The match", evidence=())))
                await soon(lambda: host.server_pid != pid, "the host ends it and starts another")
                assert not alive(pid)
                await asyncio.gather(waits, return_exceptions=True)  # it may have come through, or have waited
                await until(me, lambda: len(me.state.moments) == 2 and not me.waiting, "what was asked meanwhile has arrived")
                assert before.id in me.state.moments
                await until(me, lambda: me.link.phase == "live", "the stream comes again")
                assert not host.trouble
        finally:
            await host.stop()

    asyncio.run(run())


def test_a_room_left_hanging_can_be_gone_back_into(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        try:
            pid = host.server_pid
            await host.leave()
            os.kill(pid, signal.SIGSTOP)
            host = await Host.adopt(host.folder)
            assert host.server_pid != pid
            assert not alive(pid)
            async with at_the_host(host, tmp_path) as me:
                assert me.link.phase == "live"
        finally:
            await host.stop()

    asyncio.run(run())


def test_two_windows_that_host_one_room_start_it_again_once(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        second = await Host.adopt(host.folder)
        try:
            before = host.server_pid
            assert second.server_pid == before
            os.kill(before, signal.SIGKILL)
            await soon(lambda: host.server_pid == second.server_pid != before, "both watch over the one that was started again")
            await soon(lambda: not host.trouble and not second.trouble, "neither is in trouble")
            assert alive(host.server_pid)
            assert (host.server_pid, host.address) == (second.server_pid, second.address)
        finally:
            await second.leave()
            await host.stop()

    asyncio.run(run())


def test_what_the_room_refuses_does_not_wait(tmp_path: Path) -> None:
    async def run() -> None:
        host = await Host.start(live_plan(tmp_path), "live")
        try:
            async with at_the_host(host, tmp_path) as me:
                with pytest.raises(RoomError) as refused:
                    await me.send(CallMoment(title="", topic="Nothing", evidence=()))
                assert refused.value.status in (400, 404)
                assert me.waiting == ()
        finally:
            await host.stop()

    asyncio.run(run())
