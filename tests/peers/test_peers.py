"""The peers themselves answer as the other tests rely on."""

from __future__ import annotations

import asyncio
import json
import secrets

import httpx
import picows
import pytest

from tests.peers.bluesky import Bluesky

pytestmark = pytest.mark.peers


class _Frames(picows.WSListener):
    def __init__(self) -> None:
        self.frames: asyncio.Queue[str] = asyncio.Queue()

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        if frame.msg_type == picows.WSMsgType.TEXT:
            self.frames.put_nowait(frame.get_payload_as_utf8_text())


def test_a_post_on_the_server_comes_out_of_its_jetstream(bluesky: Bluesky) -> None:
    text = f"the lights are back {secrets.token_hex(4)}"

    async def heard() -> dict[str, object]:
        url = f"{bluesky.jetstream}/subscribe?wantedCollections=app.bsky.feed.post"
        transport, listener = await picows.ws_connect(_Frames, url)
        try:
            account = await asyncio.to_thread(bluesky.account)
            await asyncio.to_thread(account.post, text)
            while True:
                frame: dict[str, dict[str, dict[str, object]]] = json.loads(await listener.frames.get())
                if frame.get("commit", {}).get("record", {}).get("text") == text:
                    return {"did": frame["did"], "account": account.did}
        finally:
            transport.disconnect()

    found = asyncio.run(asyncio.wait_for(heard(), 90))
    assert found["did"] == found["account"]


def test_the_mastodon_server_has_a_public_timeline(mastodon: str) -> None:
    answer = httpx.get(f"{mastodon}/api/v1/timelines/public", timeout=20)
    assert answer.status_code in {200, 401}
    assert httpx.get(f"{mastodon}/api/v1/instance", timeout=20).json()["title"]
