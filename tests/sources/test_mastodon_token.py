"""Testing a token before it is kept."""

from __future__ import annotations

import asyncio
import logging

import pytest

from tests.peers.mastodon_small import small_mastodon
from tests.sources.loopback import answer, serving, unused_port
from tests.sources.test_mastodon import by_path
from warroom.sources.mastodon_token import TokenProblem, token_account
from warroom.sources.open import new_client


async def tell(server: str, token: str) -> str:
    async with new_client() as client:
        return await token_account(server, token, client)


def test_a_good_token_has_a_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        async with small_mastodon() as peer:
            host = peer.address.removeprefix("http://")
            assert await tell(peer.address, "good") == f"@ann@{host} (Ann of the desk)"
            with pytest.raises(TokenProblem, match=r"does not accept our token \(401\)"):
                await tell(peer.address, "stale-s3cret")
            assert not [target for target in peer.asked if "good" in target or "s3cret" in target]

    asyncio.run(run())
    ours = [record for record in caplog.records if record.name.startswith(("warroom", "httpx"))]
    assert ours
    assert "s3cret" not in "".join(record.getMessage() for record in ours)


@pytest.mark.parametrize(
    ("home", "verify", "why"),
    [
        (answer(200, b"[]"), answer(403), ""),
        (answer(403), answer(403), "no scope read:statuses"),
        (answer(403), answer(200, b'{"acct": "ann"}'), "no scope read:statuses"),
        (answer(200, b"[]"), answer(200, b"<html>"), "does not answer as a Mastodon server does"),
        (answer(200, b"[]"), answer(404), "nothing at this address"),
        (answer(200, b"[]"), answer(429, Retry_After="9"), "too many requests"),
    ],
)
def test_what_is_wrong_is_said(home: object, verify: object, why: str) -> None:
    async def run() -> None:
        async with serving(by_path(home=home, verify_credentials=verify)) as server:
            if not why:
                assert await tell(server.http, "t") == ""
                return
            with pytest.raises(TokenProblem, match=why):
                await tell(server.http, "t")

    asyncio.run(run())


def test_nobody_there_and_no_token() -> None:
    with pytest.raises(TokenProblem, match="refused the connection"):
        asyncio.run(tell(f"http://127.0.0.1:{unused_port()}", "t"))
    for wrong in ("two words", "tö", "a\nb"):
        with pytest.raises(TokenProblem, match="This is no token"):
            asyncio.run(tell("http://127.0.0.1:1", wrong))
