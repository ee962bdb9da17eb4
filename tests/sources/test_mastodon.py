"""Mastodon's timelines, streamed and asked for, from servers that are well and servers that are not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sources.loopback import Enough, Gathered, Handler, Request, Server, Waits, answer, hang_up, send, serving, unused_port
from warroom.plan.model import Topic
from warroom.sources.mastodon import Mastodon
from warroom.sources.mastodon_status import order, post_of, read_page, read_status
from warroom.sources.open import new_client
from warroom.watch.pipeline import Pipeline

NOW = 1_790_000_000_000


def status(number: int, text: str = "", **other: object) -> dict[str, object]:
    return {
        "id": str(number),
        "uri": f"https://far.example/posts/{number}",
        "url": f"https://far.example/@ann/{number}",
        "created_at": "2026-07-19T19:00:00.000Z",
        "content": f"<p>{text or f'post {number}'}</p>",
        "account": {"acct": "ann", "display_name": "Ann"},
        "tags": [{"name": "crumb"}],
    } | other


def page(*statuses: dict[str, object], **headers: str) -> Handler:
    return answer(200, json.dumps(statuses).encode(), Content_Type="application/json", **headers)


def told(event: str, data: object) -> bytes:
    return f"event: {event}\ndata: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def streaming(*events: bytes, keep: bool = True) -> Handler:
    async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n:)\n")
        await send(writer, events, keep)

    return handle


def by_path(**routes: Handler | list[Handler]) -> Handler:
    """Answers by the last part of the path; a list in turn, its last for all further requests."""
    turns: dict[str, int] = {}

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        path = urlsplit(request.target).path
        name = "stream" if "/streaming/" in path else path.rpartition("/")[2]
        route = routes.get(name, answer(404))
        handlers = route if isinstance(route, list) else [route]
        turn = turns.get(name, 0)
        turns[name] = turn + 1
        await handlers[min(turn, len(handlers) - 1)](request, writer)

    return handle


Scenario = Callable[[Mastodon, Gathered, Server], Awaitable[None]]


def with_server(
    handler: Handler, scenario: Scenario, waits: Waits | None = None, token: str | None = None, hashtags: tuple[str, ...] = ("crumb",)
) -> None:
    async def run() -> None:
        async with serving(handler) as server, new_client() as client:
            patience = (waits or Waits()).patience
            source = Mastodon("Social", server.http, hashtags, client=client, token=lambda: token, now=lambda: NOW, patience=patience)
            await scenario(source, Gathered(), server)

    asyncio.run(run())


async def run_until(source: Mastodon, gathered: Gathered, condition: Callable[[], bool]) -> None:
    task = asyncio.create_task(source.run(gathered))
    try:
        await gathered.until(condition)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def asked(server: Server, name: str) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(request.target).query) for request in server.requests if name in urlsplit(request.target).path]


def test_a_status_is_a_post() -> None:
    card = {"url": "https://paper.example/a", "title": "Dome goes dark", "description": "why"}
    media = [{"preview_url": "https://far.example/p.jpg", "description": "a lamp"}]
    full = status(7, "the <b>lights</b>", spoiler_text="sport", language="en-GB", card=card, media_attachments=media, reblogs_count=3)
    post = post_of(read_status(json.dumps(full)), "Social", "home.example", NOW)
    assert (post.id, post.author, post.author_name) == ("https://far.example/posts/7", "ann@home.example", "Ann")
    assert (post.text, post.warning, post.languages, post.tags, post.reshares) == ("the lights", "sport", ("en",), ("crumb",), 3)
    assert post.at == 1_784_487_600_000
    assert post.link is not None
    assert (post.link.title, post.pictures[0].alt, post.url) == ("Dome goes dark", "a lamp", "https://far.example/@ann/7")


def test_a_boost_is_what_was_boosted_and_nulls_are_no_harm() -> None:
    boost = status(8, reblog=status(7, "original"))
    assert post_of(read_status(json.dumps(boost)), "S", "h", NOW).text == "original"
    bare = {
        "id": "1",
        "content": None,
        "language": None,
        "card": None,
        "tags": None,
        "url": None,
        "spoiler_text": None,
        "media_attachments": None,
    }
    assert post_of(read_status(json.dumps(bare)), "S", "h", NOW).id == "h/1"


def test_one_bad_status_does_not_spoil_the_page() -> None:
    statuses, unread = read_page(json.dumps([status(1), {"id": 5}, status(2)]).encode())
    assert ([each.id for each in statuses], unread) == (["1", "2"], 1)


def test_ids_are_ordered_by_length_first() -> None:
    assert sorted(["10", "9", "100", "99"], key=order) == ["9", "10", "99", "100"]


def test_without_a_token_timelines_are_asked_for_what_is_newer() -> None:
    pages = [page(status(2), status(1)), page(status(3)), page(), page(status(3), status(4))]

    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        await run_until(source, gathered, lambda: len(gathered.posts) >= 5)
        assert [post.text for post in gathered.posts][:5] == ["post 1", "post 2", "post 3", "post 3", "post 4"]
        queries = asked(server, "tag/crumb")
        assert [query.get("min_id") for query in queries][:4] == [None, ["2"], ["3"], ["3"]]
        assert all("authorization" not in request.headers for request in server.requests)
        assert source.health().state == "live"

    with_server(by_path(crumb=pages), scenario)


def test_the_public_timeline_without_hashtags() -> None:
    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        await run_until(source, gathered, lambda: len(gathered.posts) >= 1)
        assert urlsplit(server.requests[0].target).path == "/api/v1/timelines/public"

    with_server(by_path(public=page(status(1))), scenario, hashtags=())


def test_polls_keep_their_distance_and_heed_the_limit() -> None:
    waits = Waits(enough=2)
    low = page(status(1), X_RateLimit_Remaining="3", X_RateLimit_Reset="2026-09-21T14:14:20Z")

    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        with pytest.raises(Enough):
            await source.run(gathered)
        reset = 1_790_000_060
        assert waits.seconds == [10.0, reset - NOW / 1_000]

    with_server(by_path(crumb=[page(status(1)), low]), scenario, waits)


def test_with_a_token_it_streams_and_fills_in_what_is_there() -> None:
    instance = answer(200, json.dumps({"configuration": {"urls": {"streaming": None}}}).encode())
    events = [
        told("update", status(3)),
        b":thump\n\n",
        told("delete", "3"),
        told("status.update", status(4, "edited", edited_at="2026-07-19T19:05:00Z")),
        told("notification", "{}"),
    ]
    handler = by_path(instance=instance, stream=streaming(*events), crumb=page(status(2), status(1)))

    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        await run_until(source, gathered, lambda: len(gathered.posts) >= 4)
        assert sorted(post.text for post in gathered.posts) == ["edited", "post 1", "post 2", "post 3"]
        assert gathered.deleted == ["https://far.example/posts/3"]
        assert asked(server, "streaming") == [{}, {"tag": ["crumb"]}]  # first whether it opens a socket
        assert [request.headers.get("authorization") for request in server.requests] == [None, *3 * ["Bearer s3cret"]]

    with_server(handler, scenario, token="s3cret")


def test_deletions_and_edits_may_come_before_their_post() -> None:
    early = status(4, "second edition", edited_at="2026-07-19T19:05:00Z")
    events = [
        told("delete", "3"),
        told("update", status(3)),
        told("status.update", early),
        told("update", status(4)),
        told("update", status(5)),
    ]
    handler = by_path(instance=answer(404), stream=streaming(*events), crumb=page())

    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        await run_until(source, gathered, lambda: any(post.text == "post 5" for post in gathered.posts))
        assert [post.text for post in gathered.posts] == ["second edition", "post 5"]

    with_server(handler, scenario, token="t")


def test_a_post_known_from_two_servers_is_shown_once() -> None:
    async def run() -> None:
        pipeline = Pipeline([Topic("All", ("post",))], now=lambda: NOW)
        async with (
            serving(by_path(crumb=page(status(1)))) as one,
            serving(by_path(crumb=page(status(1, id="999")))) as two,
            new_client() as client,
        ):
            for server in (one, two):
                source = Mastodon("S", server.http, ("crumb",), client=client, now=lambda: NOW, patience=Waits(enough=1).patience)
                with pytest.raises(Enough):
                    await source.run(pipeline)
        batch = pipeline.batch()
        assert len(batch.posts) == 1
        assert batch.posts[0].copies == 0
        assert batch.total == 2

    asyncio.run(run())


def test_the_token_is_never_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)

    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        with pytest.raises(Enough):
            await source.run(gathered)
        assert "s3cret" not in repr(source.health()) + repr(vars(source)) + caplog.text

    with_server(by_path(instance=answer(404), stream=answer(401)), scenario, Waits(enough=1), token="s3cret")


def test_a_wrong_scheme_is_not_followed() -> None:
    async def scenario(source: Mastodon, gathered: Gathered, server: Server) -> None:
        await run_until(source, gathered, lambda: len(gathered.posts) >= 1)
        assert asked(server, "/streaming/hashtag") == [{"tag": ["crumb"]}]  # TLS would have found nobody here to speak it

    async def advertise(request: Request, writer: asyncio.StreamWriter) -> None:
        body = json.dumps({"configuration": {"urls": {"streaming": f"wss://{request.headers['host']}"}}}).encode()
        await answer(200, body)(request, writer)

    with_server(by_path(instance=advertise, stream=streaming(told("update", status(1))), crumb=page()), scenario, token="t")


POLLED: list[tuple[str, Handler, str, str]] = [
    ("429 with", answer(429, Retry_After="33"), "waiting", "says too many requests, asked us to wait 33 s"),
    ("429 without", answer(429), "waiting", "says too many requests"),
    ("401", answer(401), "failed", "does not let us read this (401)"),
    ("garbage", answer(200, b"<html>"), "failed", "sent something that is not JSON"),
    ("half", answer(200, b'[{"id": "1", "content'), "failed", "sent half a frame"),
    ("another shape", answer(200, b'{"error": "no"}'), "failed", "sent something that is not JSON"),
    ("unreadable posts", answer(200, b'[{"id": 1}]'), "failed", "sent posts that cannot be read"),
    ("huge", answer(200, b" " * 10_000_001), "failed", "sent a page of more than 10 MB"),
    ("vanishes", hang_up, "failed", "broke off the connection"),
]
STREAMED: list[tuple[str, Handler, str, str]] = [
    ("429 with", answer(429, Retry_After="33"), "waiting", "says too many requests, asked us to wait 33 s"),
    ("garbage", streaming(told("update", "garbage")), "failed", "sent something that is not JSON"),
    ("half a post", streaming(told("update", '{"id": "1", "con')), "failed", "sent half a frame"),
    ("an endless event", streaming(b"data: " + b"x" * 10_000_000), "failed", "sent an event of more than 1 MB"),
    ("closes", streaming(keep=False), "failed", "closed the connection"),
]
CASES = [(*case, None) for case in POLLED] + [(*case, "t") for case in STREAMED]


@pytest.mark.parametrize(
    ("fault", "state", "why", "token"),
    [case[1:] for case in CASES],
    ids=[f"{'streamed' if case[4] else 'polled'} {case[0]}" for case in CASES],
)
def test_a_fault_is_named_waited_out_and_recovered_from(fault: Handler, state: str, why: str, token: str | None) -> None:
    waits = Waits(enough=1)

    async def broken(source: Mastodon, gathered: Gathered, server: Server) -> None:
        with pytest.raises(Enough):
            await asyncio.wait_for(source.run(gathered), 20)
        assert (source.health().state, source.health().why) == (state, why)
        assert waits.seconds[0] >= {"says too many requests, asked us to wait 33 s": 33, "says too many requests": 10}.get(why, 0.5)

    async def recovering(source: Mastodon, gathered: Gathered, server: Server) -> None:
        await run_until(source, gathered, lambda: any(post.text == "post 9" for post in gathered.posts))
        assert source.health().state == "live"

    good = page(status(9))
    if token:
        with_server(by_path(instance=answer(404), stream=fault, crumb=page()), broken, waits, token)
        with_server(
            by_path(instance=answer(404), stream=[fault, streaming(told("update", status(9)))], crumb=page()), recovering, token=token
        )
    else:
        with_server(by_path(crumb=fault), broken, waits)
        with_server(by_path(crumb=[fault, good]), recovering)


def test_who_refuses_the_connection_is_said_to() -> None:
    async def run() -> None:
        async with new_client() as client:
            source = Mastodon("S", f"http://127.0.0.1:{unused_port()}", client=client, patience=Waits(enough=1).patience)
            with pytest.raises(Enough):
                await source.run(Gathered())
            assert source.health().why == "refused the connection"

    asyncio.run(run())


def test_the_next_reader_goes_on_where_this_one_ended() -> None:
    places: list[str] = []

    async def run(place: str, *pages: Handler) -> list[dict[str, list[str]]]:
        async with serving(by_path(crumb=list(pages))) as server, new_client() as client:
            patience = Waits(3).patience
            source = Mastodon("Social", server.http, ("crumb",), client=client, patience=patience, place=place, save_place=places.append)
            with pytest.raises(Enough):
                await source.run(Gathered())
            return asked(server, "tag/crumb")

    asyncio.run(run("", page(status(2), status(1)), page(status(3)), page()))
    queries = asyncio.run(run(places[-1], page(status(4)), page()))
    assert [query.get("min_id") for query in queries][:2] == [["3"], ["4"]]
    assert asyncio.run(run("no place", page()))[0].get("min_id") is None
