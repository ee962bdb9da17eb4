"""A token entered beside a running room: intake goes on with it by itself, and nobody can read it anywhere."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.e2e.people import at_the_host
from tests.e2e.plans import live_plan
from tests.e2e.test_intake import Watcher
from tests.peers.mastodon_small import small_mastodon
from tests.waiting import soon
from warroom import locations
from warroom.client.host import Host
from warroom.intake import secret
from warroom.intake.nudge import nudge

TOKEN = "s3cret-token-of-a-user"
CRUMB = ("hashtag", "cupfinal")


async def whole(tmp_path: Path) -> Path:
    async with small_mastodon() as peer:
        peer.token, peer.access = TOKEN, "authenticated"
        source = f'[[source]]\nkind = "mastodon"\nname = "Social"\nserver = "{peer.address}"\nhashtags = ["cupfinal"]\n'
        host = await Host.start(live_plan(tmp_path, source + 'token = "keyring:social"\n'), "live")
        try:
            async with at_the_host(host, tmp_path) as me:
                feed = Watcher(me)
                await soon(lambda: feed.states == {"failed"}, "without a token it may not read", 15)
                assert peer.listeners == 0
                await asyncio.to_thread(lambda: secret.keep("social", TOKEN))
                nudge(host.folder, "Social")
                await soon(lambda: peer.listeners == 1, "with it, it streams at once", 15)
                account = {"acct": "ann", "display_name": "Ann"}
                post = {"id": "7", "uri": "https://far.example/7", "content": "<p>lights out</p>", "account": account, "tags": []}
                peer.publish(post | {"created_at": "2026-07-19T19:00:00Z"}, CRUMB)
                await soon(lambda: feed.posts == 1 and feed.states == {"live"}, "and its posts come", 15)
                if sys.platform == "linux":
                    assert TOKEN.encode() not in b"".join(_commands())
                await feed.close()
        finally:
            await host.stop()
        assert not [target for target in peer.asked if TOKEN in target]
        return host.folder


def _commands() -> list[bytes]:
    """The command line of every process."""
    commands = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(process.read_bytes())
        except OSError:
            continue  # it ended just now
    return commands


def test_a_token_is_used_without_a_restart_and_written_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(secret.PASSPHRASE, raising=False)
    folder = asyncio.run(whole(tmp_path))
    written = [file for place in (folder, locations.home(), tmp_path) for file in place.rglob("*") if file.is_file()]
    assert any(file.name == "secrets.json" for file in written)
    assert any(file.suffix == ".log" for file in written)
    assert not [file for file in written if TOKEN.encode() in file.read_bytes()]
