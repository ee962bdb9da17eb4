"""Tasks that go on by themselves come to an end."""

from __future__ import annotations

import asyncio

import pytest

from warroom import ending


async def deaf(times: int) -> None:
    """Takes so many cancellations for something else."""
    for _ in range(times):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            continue
    await asyncio.Event().wait()


async def broken() -> None:
    try:
        await asyncio.Event().wait()
    finally:
        raise OSError("the disk is full")


def test_a_cancellation_that_is_lost_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "AGAIN_S", 0.01)

    async def whole() -> None:
        tasks = [asyncio.create_task(work) for work in (deaf(0), deaf(1), deaf(2), broken())]
        done = asyncio.create_task(asyncio.sleep(0))
        await done
        await ending.end([*tasks, done])
        assert [task.cancelled() for task in tasks] == [True, True, True, False]
        assert not done.cancelled()

    asyncio.run(whole())


def test_what_does_not_end_at_all_keeps_nobody(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(ending, "AGAIN_S", 0.01)

    async def whole() -> None:
        task = asyncio.create_task(deaf(30), name="follow the room")
        await asyncio.sleep(0)
        await ending.end([task])
        assert not task.done()
        monkeypatch.setattr(ending, "_TIMES", 100)
        await ending.end([task])
        assert task.cancelled()

    asyncio.run(whole())
    assert "follow the room does not end" in caplog.text
