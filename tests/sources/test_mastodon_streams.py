"""Mastodon's streams against a small server written from the protocol's documents."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.peers.mastodon_small import Json, SmallMastodon, small_mastodon
from tests.sources.loopback import Gathered, frame
from tests.waiting import soon
from warroom.plan.model import Topic
from warroom.sources.mastodon import Mastodon
from warroom.sources.open import new_client
from warroom.sources.patience import Patience
from warroom.watch.pipeline import Pipeline

NOW = 1_790_000_000_000
CRUMB, GAME = ("hashtag", "crumb"), ("hashtag", "game")


def status(number: int, text: str = "", tag: str = "crumb", **other: object) -> Json:
    return {
        "id": str(number),
        "uri": f"https://far.example/posts/{number}",
        "url": f"https://far.example/@ann/{number}",
        "created_at": f"2026-07-19T19:00:{number % 60:02}.000Z",
        "content": f"<p>{text or f'post {number}'}</p>",
        "account": {"acct": "ann", "avatar": "https://far.example/a.gif", "avatar_static": "https://far.example/a.png"},
        "tags": [{"name": tag}],
    } | other


@asynccontextmanager
async def reading(
    peer: SmallMastodon, gathered: Gathered, token: str | None = "good", tags: tuple[str, ...] = ("crumb",), pages: int = 25
) -> AsyncIterator[Mastodon]:
    async with new_client() as client:
        waited: list[str] = []

        async def wait(_seconds: float) -> None:
            waited.append(source.health().why)
            await asyncio.sleep(0)

        patience = Patience(sleep=wait)
        source = Mastodon("Social", peer.address, tags, client=client, token=lambda: token, now=lambda: NOW, patience=patience, pages=pages)
        source.waited = waited
        task = asyncio.create_task(source.run(gathered))
        try:
            yield source
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def texts(gathered: Gathered) -> list[str]:
    return [post.text for post in gathered.posts]


def test_one_socket_carries_every_timeline_and_is_left_politely() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            async with reading(peer, gathered, tags=("crumb", "game")) as source:
                await soon(lambda: peer.listeners == 2)
                peer.publish(status(1), CRUMB)
                peer.publish(status(2, tag="game"), GAME)
                await gathered.until(lambda: len(gathered.posts) >= 2)
                await soon(lambda: source.health().state == "live")
                assert peer.sockets == 1
            await soon(lambda: len(peer.wishes) == 4)
            assert peer.wishes == [
                {"type": kind, "stream": "hashtag", "tag": tag} for kind in ("subscribe", "unsubscribe") for tag in ("crumb", "game")
            ]
        assert sorted(set(texts(gathered))) == ["post 1", "post 2"]
        assert gathered.posts[0].avatar == "https://far.example/a.png"
        assert not [target for target in peer.asked if "good" in target]

    asyncio.run(run())


def test_the_public_stream_without_hashtags() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer, reading(peer, gathered, tags=()):
            await soon(lambda: peer.listeners == 1)
            peer.publish(status(1), ("public",))
            await gathered.until(lambda: len(gathered.posts) >= 1)
            assert peer.wishes == [{"type": "subscribe", "stream": "public"}]
            assert set(texts(gathered)) == {"post 1"}

    asyncio.run(run())


def test_edits_and_deletions_in_any_order() -> None:
    edited = status(3, "new words", edited_at="2026-07-19T19:05:00Z")

    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer, reading(peer, gathered):
            await soon(lambda: peer.listeners == 1)
            peer.publish(status(1), CRUMB)
            peer.tell("delete", "1", CRUMB)
            peer.tell("delete", "2", CRUMB)
            peer.tell("update", json.dumps(status(2)), CRUMB)
            peer.publish(edited, CRUMB, event="status.update")
            peer.publish(status(3), CRUMB)
            peer.publish(status(4), CRUMB)
            await gathered.until(lambda: "post 4" in texts(gathered))
        assert list(dict.fromkeys(texts(gathered))) == ["post 1", "new words", "post 4"]
        assert gathered.deleted == ["https://far.example/posts/1"]
        change = next(post for post in gathered.posts if post.text == "new words")
        assert (change.id, change.edited) == ("https://far.example/posts/3", 1_784_487_900_000)

    asyncio.run(run())


@pytest.mark.parametrize("end", [SmallMastodon.close, SmallMastodon.kill])
def test_after_a_break_what_was_missed_is_asked_for_page_by_page(end: Callable[[SmallMastodon], None]) -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.keep(status(1))
            async with reading(peer, gathered) as source:
                await gathered.until(lambda: len(gathered.posts) == 1)
                await soon(lambda: len(gathered.posts) == 1 and not source._timelines[0].filling)
                peer.keep(*(status(number) for number in range(2, 120)))
                end(peer)
                await gathered.until(lambda: "post 119" in texts(gathered))
                assert sorted(set(texts(gathered))) == sorted(f"post {number}" for number in range(1, 120))
                assert gathered.gaps == []
                pages = [target for target in peer.asked if "min_id" in target]
                assert [target.rpartition("=")[2] for target in pages][:3] == ["1", "41", "81"]

    asyncio.run(run())


def test_what_streams_while_older_posts_are_asked_for_hides_no_gap() -> None:
    """The connection breaks again before the fill is through: the next fill begins where the first got to, not at what streamed."""

    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.keep(status(1))
            async with reading(peer, gathered) as source:
                await soon(lambda: len(gathered.posts) == 1 and not source._timelines[0].filling)
                gate = peer.rest_gate = asyncio.Event()
                peer.keep(status(2), status(3))
                peer.close()
                await soon(lambda: len(peer.wishes) == 2 and peer.listeners == 1)
                peer.publish(status(50), CRUMB)
                await gathered.until(lambda: "post 50" in texts(gathered))
                peer.kill()
                await soon(lambda: len(peer.wishes) == 3)
                gate.set()
                await gathered.until(lambda: {"post 2", "post 3"} <= set(texts(gathered)))
                assert gathered.gaps == []

    asyncio.run(run())


def test_too_long_a_gap_is_said_and_the_newest_posts_are_read() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.keep(status(1))
            async with reading(peer, gathered, pages=2) as source:
                await soon(lambda: len(gathered.posts) == 1 and not source._timelines[0].filling)
                peer.keep(*(status(number, created_at=f"2026-07-19T20:{number // 60:02}:{number % 60:02}Z") for number in range(2, 500)))
                peer.close()
                await gathered.until(lambda: "post 499" in texts(gathered))
                await soon(lambda: bool(gathered.gaps))
                (gap,) = gathered.gaps
                assert (gap.source, gap.why) == ("Social", "had more posts than can be asked for afterwards")
                assert (gap.since, gap.until) == (1_784_491_281_000, 1_784_491_660_000)  # 81 was the last read, 460 is the next

    asyncio.run(run())


@pytest.mark.parametrize(("code", "why"), [(401, "does not let missed posts"), (404, "not let missed"), (500, "did not give the posts")])
def test_what_the_server_will_not_give_afterwards_is_a_gap_and_the_stream_goes_on(code: int, why: str) -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.keep(status(1))
            async with reading(peer, gathered) as source:
                await soon(lambda: len(gathered.posts) == 1 and not source._timelines[0].filling)
                peer.rest_status = code
                peer.close()
                await soon(lambda: bool(gathered.gaps))
                assert why in gathered.gaps[0].why
                assert gathered.gaps[0].since == 1_784_487_601_000
                assert gathered.gaps[0].until == NOW
                await soon(lambda: peer.listeners == 1)
                peer.publish(status(9), CRUMB)
                await gathered.until(lambda: "post 9" in texts(gathered))

    asyncio.run(run())


@pytest.mark.parametrize("refused", [403, 404, 500])
def test_without_sockets_events_and_without_events_asking(refused: int) -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.socket_status = refused
            async with reading(peer, gathered, tags=("crumb", "game")) as source:
                await soon(lambda: peer.listeners == 2)
                assert peer.sockets == 0
                peer.publish(status(1, tag="game"), GAME)
                await gathered.until(lambda: "post 1" in texts(gathered))
                assert source.health().why == ""
                peer.events_status = 404
                peer.keep(status(2))
                peer.close()
                await gathered.until(lambda: "post 2" in texts(gathered))
                await soon(lambda: source.health().why == "does not stream there (404), so it is asked every 10 s")
                assert source.health().state == "live"

    asyncio.run(run())


def test_a_stream_the_server_does_not_know_is_had_another_way() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.unknown = CRUMB
            async with reading(peer, gathered):
                await soon(lambda: any("streaming/hashtag" in target for target in peer.asked))
                await soon(lambda: peer.listeners == 1)
                peer.publish(status(1), CRUMB)
                await gathered.until(lambda: "post 1" in texts(gathered))
                assert peer.wishes[0] == {"type": "subscribe", "stream": "hashtag", "tag": "crumb"}, "the socket was tried first"
                assert set(texts(gathered)) == {"post 1"}

    asyncio.run(run())


def test_a_token_that_is_not_taken_is_said_and_the_public_timeline_read() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer:
            peer.keep(status(1))
            async with reading(peer, gathered, token="stale") as source:
                await gathered.until(lambda: bool(gathered.posts))
                await soon(lambda: source.health().why == "does not accept our token (401), so it is asked every 10 s without it")
                assert source.health().state == "live"
            peer.access = "authenticated"
            async with reading(peer, Gathered(), token="stale") as source:
                await soon(lambda: source.health().state == "failed")
                assert source.health().why == "does not accept our token (401)"
            async with reading(peer, Gathered(), token=None) as source:
                await soon(lambda: source.health().state == "failed")
                assert source.health().why == "does not let us read this (401)"

    asyncio.run(run())


BAD = [
    ("garbage", frame(b"\xff\xfe nothing"), "sent something that is not JSON"),
    ("half a frame", frame(b'{"stream":["pub'), "sent half a frame"),
    ("half a post", frame(b'{"stream":["hashtag","crumb"],"event":"update","payload":"{\\"id\\": \\"1\\", \\"con"}'), "sent half a frame"),
    ("10 MB", frame(b'{"event":"' + b"x" * 10_000_000 + b'"}'), "sent an event of more than 1 MB"),
    ("a length that is a lie", b"\x81\x7f" + (1 << 62).to_bytes(8, "big"), "does not speak WebSocket there"),
]


@pytest.mark.parametrize(("raw", "why"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_broken_stream_is_named_and_begun_again(raw: bytes, why: str) -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer, reading(peer, gathered) as source:
            await soon(lambda: peer.listeners == 1 and source.health().state == "live")
            peer.say(raw)
            await soon(lambda: len(peer.wishes) == 2 and peer.listeners == 1)
            assert source.waited == [why]
            peer.publish(status(9), CRUMB)
            await gathered.until(lambda: "post 9" in texts(gathered))

    asyncio.run(run())


def test_unreadable_posts_are_passed_over() -> None:
    async def run() -> None:
        gathered = Gathered()
        async with small_mastodon() as peer, reading(peer, gathered) as source:
            await soon(lambda: peer.listeners == 1)
            peer.tell("update", '{"id": 5}', CRUMB)
            peer.tell("whatever", "", CRUMB)
            peer.publish(status(9), CRUMB)
            await gathered.until(lambda: "post 9" in texts(gathered))
            await soon(lambda: source.health().why == "a post could not be read")
            assert source.health().state == "live"
            assert set(texts(gathered)) == {"post 9"}

    asyncio.run(run())


def test_one_post_from_two_servers_is_one_post() -> None:
    async def run() -> None:
        pipeline = Pipeline([Topic("All", ("post",))], now=lambda: NOW)
        async with small_mastodon() as one, small_mastodon() as two, reading(one, pipeline), reading(two, pipeline):
            await soon(lambda: one.listeners == two.listeners == 1)
            one.publish(status(1), CRUMB)
            two.publish(status(1, id="77", account={"acct": "ann@far.example"}), CRUMB)
            posts: dict[str, int] = {}
            total = 0

            def both() -> bool:
                nonlocal total
                batch = pipeline.batch()
                total += batch.total
                posts.update({post.id: post.copies for post in batch.posts})
                return total >= 2

            await soon(both)
            assert posts == {"https://far.example/posts/1": 0}

    asyncio.run(run())


def test_sensitive_pictures_carry_a_warning_that_is_no_topics_word() -> None:
    async def run() -> None:
        pipeline = Pipeline([Topic("Pictures", ("pictures",)), Topic("Lamp", ("lamp",))], now=lambda: NOW)
        async with small_mastodon() as peer, reading(peer, pipeline):
            await soon(lambda: peer.listeners == 1)
            peer.publish(status(1, "a lamp", sensitive=True, media_attachments=[{"preview_url": "https://far.example/p.jpg"}]), CRUMB)
            posts: list[tuple[str, tuple[str, ...]]] = []
            await soon(lambda: bool(posts.extend((post.warning, post.topics) for post in pipeline.batch().posts) or posts))
            assert posts[0] == ("Pictures marked as sensitive", ("Lamp",))

    asyncio.run(run())
