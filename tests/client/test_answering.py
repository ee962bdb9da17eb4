"""Asking a room's server whether it is there, and what it says of its intake."""

from __future__ import annotations

import asyncio

import pytest

from tests.sources.loopback import answer, serving
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
