"""Sources of a plan, and that none of them disturbs another."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.sources.loopback import Gathered, Request, Server, answer, frame, serving, stay_silent, stream, unused_port
from warroom.plan import model
from warroom.sources.feed import Feed
from warroom.sources.jetstream import Jetstream
from warroom.sources.jetstream_offer import V1_HOSTS, V2_HOSTS
from warroom.sources.mastodon import Mastodon
from warroom.sources.open import Running, new_client, open_source

FEED = b'<rss version="2.0"><channel><title>W</title><item><guid>1</guid><title>from the feed</title></item></channel></rss>'
RECORD = {"text": "from the stream", "createdAt": "2026-07-19T19:00:00Z"}
COMMIT = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "k", "rev": "r", "record": RECORD}
EVENT = json.dumps({"did": "did:plc:own", "time_us": 1_784_480_400_000_000, "kind": "commit", "commit": COMMIT}).encode()
STATUS = json.dumps(
    [{"id": "1", "uri": "https://s.example/1", "content": "<p>from the timeline</p>", "created_at": "2026-07-19T19:00:00Z"}]
).encode()


def test_each_kind_of_the_plan_is_a_source() -> None:
    async def run() -> None:
        async with new_client() as client:
            kinds = [
                (model.Source("jetstream", "a", server="ws://127.0.0.1:1, ws://127.0.0.1:2"), Jetstream),
                (model.Source("jetstream", "b"), Jetstream),
                (model.Source("jetstream", "old", servers=("wss://a.example", "wss://b.example"), version=1, compress=False), Jetstream),
                (model.Source("mastodon", "c", server="https://s.example", token="keyring:s"), Mastodon),
                (model.Source("feed", "d", url="https://w.example/f"), Feed),
            ]
            for plan, kind in kinds:
                source = open_source(plan, client=client)
                assert isinstance(source, kind)
                assert source.health().name == source.name == plan.name
                assert source.health().state == "connecting"
            assert open_source(model.Source("rehearsal", "e"), client=client) is None
            hosts = []
            for plan, _ in kinds[:3]:
                source = open_source(plan, client=client)
                assert isinstance(source, Jetstream)
                hosts.append(source.hosts)
            assert hosts == [
                ("ws://127.0.0.1:1", "ws://127.0.0.1:2"),
                (*V2_HOSTS, *V1_HOSTS),
                ("wss://a.example", "wss://b.example"),
            ]

    asyncio.run(run())


def test_the_token_is_asked_for_by_its_name() -> None:
    async def run() -> None:
        names: list[str] = []
        asked = asyncio.Event()

        async def notice(_request: Request, _writer: asyncio.StreamWriter) -> None:
            asked.set()

        async with serving(notice) as server, new_client() as client:
            plan = model.Source("mastodon", "c", server=server.http, token="keyring:social.example")
            source = open_source(plan, client=client, secrets=lambda name: names.append(name))
            assert source is not None
            task = asyncio.create_task(source.run(Gathered()))
            await asked.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert names[0] == "social.example"

    asyncio.run(asyncio.wait_for(run(), 90))


@pytest.mark.parametrize("bad", ["refuses", "silent", "garbage"])
def test_one_that_fails_does_not_disturb_the_others(bad: str) -> None:
    async def run() -> None:
        async with (
            serving(answer(200, FEED)) as feed,
            serving(stream(frame(EVENT), keep=True)) as jetstream,
            serving(answer(200, STATUS)) as mastodon,
            serving(stay_silent if bad == "silent" else answer(200, b"\xff\x00")) as broken,
            new_client() as client,
        ):
            place = f"127.0.0.1:{unused_port()}" if bad == "refuses" else f"127.0.0.1:{broken.port}"
            plans = [
                model.Source("feed", "bad feed", url=f"http://{place}/"),
                model.Source("mastodon", "bad mastodon", server=f"http://{place}"),
                model.Source("jetstream", "bad jetstream", server=f"ws://{place}"),
                model.Source("feed", "feed", url=feed.http),
                model.Source("mastodon", "mastodon", server=mastodon.http),
                model.Source("jetstream", "jetstream", server=jetstream.ws, version=1),
            ]
            running = Running([source for plan in plans if (source := open_source(plan, client=client)) is not None])
            gathered = Gathered()
            running.start(gathered)
            await gathered.until(
                lambda: {post.text for post in gathered.posts} == {"from the feed", "from the timeline", "from the stream"}
            )
            servers: list[Server] = [feed, mastodon, jetstream]
            assert all(server.requests for server in servers)
            states = {health.name: health.state for health in running.health()}
            assert all(states[name] in ("connecting", "failed") for name in states if name.startswith("bad"))
            await running.close()

    asyncio.run(asyncio.wait_for(run(), 90))
