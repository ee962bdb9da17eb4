"""The sources against others' servers on this machine: Bluesky's own with its Jetstream, and one that speaks Mastodon's API."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest

from tests.peers.bluesky import Account, Bluesky
from tests.sources.loopback import Gathered, Waits
from tests.waiting import soon
from warroom.plan.model import Topic
from warroom.sources.base import Reader, Source
from warroom.sources.jetstream import Jetstream
from warroom.sources.jetstream_offer import Version
from warroom.sources.mastodon import Mastodon
from warroom.sources.monitor import unix_ms
from warroom.sources.open import new_client
from warroom.watch.pipeline import Pipeline

pytestmark = pytest.mark.peers


class Person:
    """Somebody with an account on the Mastodon server."""

    def __init__(self, server: str) -> None:
        self._server = server
        self.token = str(self._ask("POST", "_mock/dev_user", {})["access_token"])

    def post(self, text: str, **fields: object) -> dict[str, Any]:
        return self._ask("POST", "statuses", {"status": text, "visibility": "public", **fields})

    def edit(self, status_id: str, text: str) -> None:
        self._ask("PUT", f"statuses/{status_id}", {"status": text})

    def delete(self, status_id: str) -> None:
        self._ask("DELETE", f"statuses/{status_id}", None)

    def fault(self, path: str, effect: dict[str, object]) -> None:
        """The next answer at `path` is this bad one."""
        self._ask("POST", "_mock/faults", {"match": {"path": path}, "effect": effect, "count": 1})

    def _ask(self, method: str, path: str, body: dict[str, object] | None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.token}"} if hasattr(self, "token") else {}
        answer = httpx.request(method, f"{self._server}/api/v1/{path}", json=body, headers=headers, timeout=20)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


async def while_running(source: Source, gathered: Gathered, steps: list[Callable[[], object]], until: list[Callable[[], bool]]) -> None:
    """Takes each step in a thread and waits until its condition holds."""
    task = asyncio.create_task(source.run(gathered))
    try:
        for step, condition in zip(steps, until, strict=True):
            await asyncio.to_thread(step)
            await gathered.until(condition)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def texts(gathered: Gathered) -> list[str]:
    return [post.text for post in gathered.posts]


def test_a_hashtag_is_streamed_filled_edited_and_deleted(mastodon: str) -> None:
    person = Person(mastodon)
    tag = f"night{secrets.token_hex(4)}"
    early = person.post(f"before we came #{tag}", spoiler_text="sport", language="en")
    made: dict[str, Any] = {}

    def post() -> None:
        made.update(person.post(f"while we listen #{tag}"))

    async def run() -> Gathered:
        gathered = Gathered()
        async with new_client() as client:
            source = Mastodon("Social", mastodon, (tag,), client=client, token=lambda: person.token, patience=Waits().patience)
            await while_running(
                source,
                gathered,
                [lambda: None, post, lambda: person.edit(made["id"], f"changed my mind #{tag}"), lambda: person.delete(made["id"])],
                [
                    lambda: texts(gathered) == [f"before we came #{tag}"],
                    lambda: f"while we listen #{tag}" in texts(gathered),
                    lambda: f"changed my mind #{tag}" in texts(gathered),
                    lambda: gathered.deleted != [],
                ],
            )
            assert source.health().state == "live"
        return gathered

    gathered = asyncio.run(asyncio.wait_for(run(), 90))
    assert gathered.posts[0].id == early["uri"]
    assert (gathered.posts[0].warning, gathered.posts[0].tags) == ("sport", (tag,))
    assert gathered.deleted == [made["uri"]]
    assert gathered.posts[1].id == gathered.posts[2].id == made["uri"]


def test_without_a_token_a_hashtag_is_read_and_a_limit_waited_out(mastodon: str) -> None:
    person = Person(mastodon)
    tag = f"night{secrets.token_hex(4)}"
    for number in range(45):
        person.post(f"post {number} #{tag}")
    waits = Waits()
    told: list[str] = []

    async def run() -> list[str]:
        gathered = Gathered()
        async with new_client() as client:
            source = Mastodon("Social", mastodon, (tag,), client=client, patience=waits.patience)
            person.fault(f"/api/v1/timelines/tag/{tag}", {"type": "ratelimit", "headers": {"Retry-After": "7"}})
            task = asyncio.create_task(source.run(gathered))
            await gathered.until(lambda: len(gathered.posts) >= 40)
            person.fault(f"/api/v1/timelines/tag/{tag}", {"type": "malformed", "truncate": True})
            await asyncio.to_thread(person.post, f"the last one #{tag}")
            await gathered.until(lambda: f"the last one #{tag}" in texts(gathered))
            told.append(source.health().state)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return texts(gathered)

    found = asyncio.run(asyncio.wait_for(run(), 90))
    assert len(set(found)) == 41, "the newest page of forty, and the one that came later"
    assert waits.seconds[0] == Waits().patience.spread(7.0)
    assert told == ["live"]


@pytest.mark.parametrize("version", [1, 2])
def test_a_bluesky_post_is_read_and_one_made_while_we_were_away_too(bluesky: Bluesky, version: Version) -> None:
    """The bridge does not pack: asked for that, it is read plain."""
    word = f"dome{secrets.token_hex(4)}"
    other = f"no words of it here {secrets.token_hex(4)}"  # its own: what is read again may reach back into the test before
    saved: list[int] = []
    account: Account = bluesky.account()
    embed = {
        "$type": "app.bsky.embed.external",
        "external": {"uri": "https://paper.example/a", "title": f"a card about {word}", "description": ""},
    }

    async def run() -> Pipeline:
        pipeline = Pipeline([Topic("Dome", (word,))], now=unix_ms)
        gathered = Gathered()

        class Both(Gathered):
            def take(self, items: Sequence[Any], reader: Reader[Any], /) -> None:
                pipeline.take(items, reader)
                gathered.take(items, reader)

        first = Jetstream("Bluesky", [bluesky.jetstream], version=version, save_cursor=saved.append, patience=Waits().patience)
        task = asyncio.create_task(first.run(Both()))
        await soon(lambda: first.health().state == "live", "the stream")  # without a cursor it begins at what comes from then on
        await asyncio.to_thread(account.post, f"the {word} is dark", langs=["en"])
        await gathered.until(lambda: any(word in text for text in texts(gathered)))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.to_thread(account.post, other, embed=embed)
        again = Jetstream("Bluesky", [bluesky.jetstream], version=version, cursor=saved[-1], patience=Waits().patience)
        task = asyncio.create_task(again.run(Both()))
        await gathered.until(lambda: other in texts(gathered))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return pipeline

    batch = asyncio.run(asyncio.wait_for(run(), 90)).batch()
    assert [post.text for post in batch.posts] == [f"the {word} is dark", other]
    assert {post.author for post in batch.posts} == {account.did}
    assert sum(count.count for count in batch.counts) == 2
