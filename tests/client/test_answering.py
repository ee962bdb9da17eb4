"""Asking a room's server whether it is there, and what it says of its intake."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest

from tests.sources.loopback import Request, answer, serving
from warroom.client import answering as asking
from warroom.client.answering import Answering


async def told(body: bytes) -> tuple[bool, float]:
    async with serving(answer(200, body)) as server:
        answering = Answering(server.http)
        try:
            return await answering.ask(), answering.intake_silent_s
        finally:
            await answering.close()


@pytest.mark.parametrize(
    ("body", "silent_s"),
    [
        (b'{"ok": true, "rooms": {"cup": {"seq": 3, "intake_silent_s": 16.5}}}', 16.5),
        (b'{"ok": true, "rooms": {"cup": {"seq": 3}}}', 0.0),
        (b'{"ok": true}', 0.0),
        (b'{"rooms": {"cup": {"intake_silent_s": "long"}}}', 0.0),
        (b"<html>", 0.0),
    ],
    ids=["silent", "does not say", "no rooms", "no number", "not JSON"],
)
def test_any_answer_is_an_answer_and_says_what_it_says_of_intake(body: bytes, silent_s: float) -> None:
    assert asyncio.run(told(body)) == (True, silent_s)


async def _never(_request: Request, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def until_it_hangs(answering: Answering) -> float:
    """How many seconds it took."""
    began = time.monotonic()
    while not answering.hangs:
        assert not await answering.ask()
    return time.monotonic() - began


def test_a_server_that_keeps_silent_hangs_and_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "HANGS_AFTER_S", 0.3)

    async def run() -> tuple[float, int]:
        async with serving(_never) as server:
            answering = Answering(server.http)
            try:
                return await until_it_hangs(answering), len(server.requests)
            finally:
                await answering.close()

    took, asked = asyncio.run(run())
    assert took >= 0.3
    assert asked == 1


def test_a_window_that_stood_still_itself_takes_no_server_for_hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "HANGS_AFTER_S", 2 * asking._MOST_S)
    gate = asyncio.Event()

    async def later(request: Request, writer: asyncio.StreamWriter) -> None:
        await gate.wait()
        await answer(200, b'{"ok": true}')(request, writer)

    async def run() -> None:
        async with serving(later) as server:
            answering = Answering(server.http)
            try:
                asyncio.get_running_loop().call_later(0.05, time.sleep, 3 * asking._MOST_S)  # the window draws
                assert not await answering.ask()
                assert not answering.hangs
                gate.set()
                assert await answering.ask()
            finally:
                await answering.close()

    asyncio.run(run())


def test_a_server_that_refuses_hangs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "HANGS_AFTER_S", 0.3)

    async def run() -> float:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            answering = Answering(f"http://127.0.0.1:{nobody.getsockname()[1]}")
            try:
                return await until_it_hangs(answering)
            finally:
                await answering.close()

    assert asyncio.run(run()) >= 0.3
