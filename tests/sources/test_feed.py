"""Feeds: what is read of them, and how politely."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable

import pytest

from tests.sources.loopback import DATA, Enough, Gathered, Handler, Server, Waits, answer, frame, hang_up, serving, unused_port
from tests.waiting import soon
from warroom.errors import SourceGarbled
from warroom.plan.model import Topic
from warroom.sources.feed import LONGEST_S, SHORTEST_S, Feed, freshness
from warroom.sources.feed_document import read_document
from warroom.sources.open import new_client
from warroom.watch.pipeline import Pipeline

NOW = 1_790_000_000_000
OWN = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Harbour Wire</title><language>en-us</language>%s
<item><guid>2</guid><title>Lights out &amp; players wait</title><link>https://wire.example/2</link>
<description>&lt;p&gt;Half the &lt;b&gt;dome&lt;/b&gt; is dark.&lt;/p&gt;</description>
<pubDate>Sun, 19 Jul 2026 19:00:00 GMT</pubDate><category>sport</category></item>
<item><guid>1</guid><title>Kickoff</title><link>https://wire.example/1</link></item></channel></rss>"""
PLAIN = OWN % b""


def feed_at(url: str, waits: Waits, scenario: Callable[[Feed, Gathered], Awaitable[None]]) -> Awaitable[None]:
    async def run() -> None:
        async with new_client() as client:
            await scenario(Feed("Wire", url, client=client, now=lambda: NOW, patience=waits.patience), Gathered())

    return run()


def with_server(*handlers: Handler, run: Callable[[Feed, Gathered, Server], Awaitable[None]]) -> None:
    async def scenario() -> None:
        async with serving(*handlers) as server:
            await feed_at(f"{server.http}/feed.xml", Waits(), lambda feed, gathered: run(feed, gathered, server))

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("name", "entries", "title", "says"),
    [
        ("encoding_ISO-8859-1.xml", 40, "Golem.de", "für"),
        ("encoding_WINDOWS-1251.xml", 50, "iBash.Org.Ru", "Цитата #17703"),
        ("large_atom.xml", 25, "Artificial truth", "Using vale with vim"),
        ("large_rss.xml", 25, "Artificial truth", "Using vale with vim"),
        (
            "no_encoding_ISO-8859-1.xml",
            10,
            "Flux RSS du magazine de psychologie Le Cercle Psy",
            "Perturbateurs endocriniens : quels effets sur le cerveau ?",
        ),
        ("rdf_UTF8.xml", 60, "heise online News", "OLED-TVs: Vorsichtsmaßnahmen gegen Einbrennen"),
        ("small_atom.xml", 20, "Recent Commits to v2:main", "Parse podcast categories"),
        ("urdu_UTF8.xml", 26, "BBC News  اردو - پاکستان کے لیے امریکی امداد کی بہار و خزاں", "وزیر دفاع"),
    ],
)
def test_real_documents_are_read_whole_in_their_encodings(name: str, entries: int, title: str, says: str) -> None:
    file = DATA / "feeds" / name
    if not file.is_file():
        pytest.skip("the real documents are not beside this checkout")
    document = read_document(file.read_bytes(), {"content-type": "application/xml"}, "Feed", NOW)
    assert len(document.posts) == len({post.id for post in document.posts}) == entries
    assert document.title.split() == title.split()
    texts = [f"{post.text}\n{post.link.description if post.link else ''}" for post in document.posts]
    assert any(says in text for text in texts)
    assert not [text for text in texts if "\ufffd" in text or "Ã" in text]
    empty = [post for post in document.posts if not post.text or not post.url.startswith("http")]
    assert len(empty) == (1 if name.startswith("no_encoding") else 0), "one entry there is empty in the document itself"


@pytest.mark.parametrize(
    ("encoding", "headers"), [("utf-8", {}), ("iso-8859-1", {}), ("windows-1251", {}), ("utf-16", {}), ("shift_jis", {})]
)
def test_own_documents_in_their_encodings(encoding: str, headers: dict[str, str]) -> None:
    word = {"windows-1251": "Темнота", "shift_jis": "停電"}.get(encoding, "Dunkelheit für alle")
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f'{head}<rss version="2.0"><channel><title>t</title><item><title>{word}</title></item></channel></rss>'
    document = read_document(text.encode(encoding), headers, "Feed", NOW)
    assert [post.text for post in document.posts] == [word]


def test_an_entry_is_a_post() -> None:
    document = read_document(OWN % b"<ttl>15</ttl>", {}, "Wire", NOW)
    post, undated = document.posts[1], document.posts[0]
    assert document.ttl_s == 900
    assert (post.text, post.author, post.network, post.languages, post.tags) == (
        "Lights out & players wait",
        "The Harbour Wire",
        "feed",
        ("en",),
        ("sport",),
    )
    assert post.at == 1_784_487_600_000
    assert post.link is not None
    assert (post.url, post.link.description) == ("https://wire.example/2", "Half the dome is dark.")
    assert undated.at == NOW


def test_a_page_is_no_feed_and_an_empty_feed_is_one() -> None:
    with pytest.raises(SourceGarbled, match="not a feed"):
        read_document(b"<!doctype html><html><body>Hello</body></html>", {}, "Wire", NOW)
    with pytest.raises(SourceGarbled, match="not a feed"):
        read_document(b"\x00\x01\x02", {}, "Wire", NOW)
    empty = b'<rss version="2.0"><channel><title>Quiet</title></channel></rss>'
    assert read_document(empty, {}, "Wire", NOW).posts == ()


def test_validators_go_back_byte_for_byte_and_304_is_no_news() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        assert await feed.fetch(gathered) == SHORTEST_S
        await feed.fetch(gathered)
        await feed.fetch(gathered)
        sent = [(request.headers.get("if-none-match"), request.headers.get("if-modified-since")) for request in server.requests]
        assert sent == [(None, None)] + 2 * [('W/"a-b,c"', "Sun, 19 Jul 2026  19:00:00 GMT")]
        assert len(gathered.posts) == 2
        assert feed.health().state == "live"

    tagged = answer(200, PLAIN, ETag='W/"a-b,c"', Last_Modified="Sun, 19 Jul 2026  19:00:00 GMT")
    with_server(tagged, answer(304), run=run)


def test_only_what_is_new_is_handed_on() -> None:
    more = PLAIN.replace(b"<item><guid>2", b"<item><guid>3</guid><title>Power is back</title></item><item><guid>2")

    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        await feed.fetch(gathered)
        await feed.fetch(gathered)
        assert [post.text for post in gathered.posts] == ["Lights out & players wait", "Kickoff", "Power is back"]

    with_server(answer(200, PLAIN), answer(200, more), run=run)


def test_undated_entries_of_the_first_document_are_in_no_count() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        pipeline = Pipeline([Topic("Game", ("kickoff", "power"))], now=lambda: NOW)
        await feed.fetch(pipeline)
        batch = pipeline.batch()
        assert [post.text for post in batch.posts] == ["Kickoff"]
        assert batch.counts == ()
        await feed.fetch(pipeline)
        assert [count.count for count in pipeline.batch().counts] == [1]

    more = PLAIN.replace(b"<item><guid>2", b"<item><guid>3</guid><title>Power is back</title></item><item><guid>2")
    with_server(answer(200, PLAIN), answer(200, more), run=run)


@pytest.mark.parametrize(
    ("headers", "ttl", "seconds"),
    [
        ({}, b"", 300.0),
        ({"ETag": '"a"'}, b"", 60.0),
        ({"ETag": '"a"', "Cache_Control": "public, max-age=900"}, b"", 900.0),
        ({"ETag": '"a"', "Cache_Control": "max-age=90"}, b"<ttl>10</ttl>", 600.0),
        ({"Cache_Control": "max-age=99999999"}, b"", LONGEST_S),
        ({"ETag": '"a"', "Expires": "0"}, b"<ttl>soon</ttl>", 60.0),
    ],
)
def test_the_next_fetch_is_when_the_server_wants_it(headers: dict[str, str], ttl: bytes, seconds: float) -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        assert await feed.fetch(gathered) == seconds

    with_server(answer(200, OWN % ttl, **headers), run=run)


def test_freshness_by_date() -> None:
    assert freshness({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}) == 0.0
    assert freshness({"expires": "Fri, 01 Jan 2999 00:00:00 GMT"}) > 1e9
    assert freshness({"cache-control": "no-store", "expires": "garbage"}) == 0.0


def test_packed_documents_are_unpacked() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        await feed.fetch(gathered)
        assert len(gathered.posts) == 2
        assert "gzip" in server.requests[0].headers["accept-encoding"]

    with_server(answer(200, gzip.compress(PLAIN), Content_Encoding="gzip"), run=run)


def test_a_lasting_move_is_remembered_and_said_and_a_passing_one_is_not() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        await feed.fetch(gathered)
        assert feed.health().why == ""
        await feed.fetch(gathered)
        assert feed.health().why == f"has moved for good to {server.http}/there; put that into the event plan"
        await feed.fetch(gathered)
        assert [request.target for request in server.requests] == ["/feed.xml", "/new", "/feed.xml", "/there", "/there"]

    passing = answer(302, Location="/new")
    lasting = answer(301, Location="/there")
    fine = answer(200, PLAIN)
    with_server(passing, fine, lasting, fine, run=run)


PAGE = answer(
    200, "<!DOCTYPE html><html><title>\n 503 — Backend &lt;b&gt;sleeping&lt;/b&gt;\u202e</title></html>".encode(), Content_Type="text/html"
)


async def cut_off(_request: object, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + PLAIN)


FAULTS: list[tuple[str, Handler, str, str, float]] = [
    ("forbidden", answer(403), "failed", "does not let us read this (403)", 60),
    ("busy", answer(429, Retry_After="77"), "waiting", "says too many requests, asked us to wait 77 s", 77),
    ("busy, does not say", answer(429), "waiting", "says too many requests", 10),
    ("overloaded", answer(503, Retry_After="9"), "waiting", "says it is overloaded, asked us to wait 9 s", 9),
    ("turning in circles", answer(302, Location="/feed.xml?"), "failed", "sends us on more than 5 times", 60),
    ("nowhere", answer(301), "failed", "sends us to an address that cannot be read", 60),
    ("garbage", answer(200, frame(b"\x00\xff" * 50)), "failed", "sent something that is not a feed", 0.5),
    ("huge", answer(200, b" " * 10_000_001), "failed", "sent a document of more than 10 MB", 0.5),
    (
        "huge when unpacked",
        answer(200, gzip.compress(b" " * 20_000_000), Content_Encoding="gzip"),
        "failed",
        "sent a document of more than 10 MB",
        0.5,
    ),
    ("an empty answer", answer(200, b" "), "failed", "sent nothing at all where a feed should be", 0.5),
    ("a page", PAGE, "failed", 'answers with a web page, which is not a feed ("503 — Backend <b>sleeping</b>")', 0.5),
    ("cut off on the way", cut_off, "failed", "broke off the connection", 0.5),
    ("hangs up", hang_up, "failed", "broke off the connection", 0.5),
]


@pytest.mark.parametrize(("fault", "state", "why", "at_least"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_is_named_waited_out_and_recovered_from(fault: Handler, state: str, why: str, at_least: float) -> None:
    async def broken(feed: Feed, gathered: Gathered) -> None:
        with pytest.raises(Enough):
            await asyncio.wait_for(feed.run(gathered), 20)
        assert (feed.health().state, feed.health().why) == (state, why)

    async def recovering(feed: Feed, gathered: Gathered) -> None:
        task = asyncio.create_task(feed.run(gathered))
        await gathered.until(lambda: len(gathered.posts) == 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def scenario() -> None:
        async with serving(fault) as server:
            waits = Waits(enough=1)
            await feed_at(f"{server.http}/feed.xml", waits, broken)
            assert waits.seconds[0] >= at_least
        first = [fault] * (6 if "circles" in why or "5 times" in why else 1)
        async with serving(*first, answer(200, PLAIN)) as server:
            await feed_at(f"{server.http}/feed.xml", Waits(), recovering)

    asyncio.run(scenario())


def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        task = asyncio.create_task(feed.run(gathered))
        await soon(lambda: feed.health().state == "failed")
        assert feed.health().why == "says this is gone for good (410), and is asked no more"
        await asyncio.sleep(0)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert len(server.requests) == 1
        again = asyncio.create_task(feed.run(gathered))
        await gathered.until(lambda: len(gathered.posts) == 2)
        again.cancel()
        await asyncio.gather(again, return_exceptions=True)

    with_server(answer(410), answer(200, PLAIN), run=run)


def test_half_a_document_is_said_read_as_far_as_it_goes_and_asked_for_again_whole() -> None:
    half = PLAIN[: PLAIN.index(b"<item><guid>1")]

    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        await feed.fetch(gathered)
        assert [post.text for post in gathered.posts] == ["Lights out & players wait"]
        assert feed.health().why == "sent half a document, of which 1 entry could be read"
        await feed.fetch(gathered)
        assert feed.health().why == "", "it is put right"
        assert [post.text for post in gathered.posts] == ["Lights out & players wait", "Kickoff"]
        assert "if-none-match" not in server.requests[1].headers

    with_server(answer(200, half, ETag='"1"'), answer(200, PLAIN, ETag='"2"'), run=run)


def test_a_changed_headline_is_an_edit_of_the_same_post() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        await feed.fetch(gathered)
        await feed.fetch(gathered)
        first, _, changed = sorted(gathered.posts, key=lambda post: (post.id, post.edited))[-2:][0], None, gathered.posts[-1]
        assert (changed.id, changed.text, changed.at, changed.edited) == (first.id, "Lights back on", first.at, NOW)
        assert [post.edited for post in gathered.posts] == [0, 0, NOW]

    with_server(answer(200, PLAIN), answer(200, PLAIN.replace(b"Lights out &amp; players wait", b"Lights back on")), run=run)


def test_entries_that_may_have_been_missed_are_a_gap() -> None:
    entry = b"<item><guid>%d</guid><title>n</title><pubDate>Sun, 19 Jul 2026 %d:00:00 GMT</pubDate></item>"
    item = b"<rss version='2.0'><channel><title>t</title>" + entry + b"</channel></rss>"

    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        await feed.fetch(gathered)
        await feed.fetch(gathered)
        (gap,) = gathered.gaps
        assert (gap.source, gap.since, gap.until) == ("Wire", 1_784_448_000_000, 1_784_484_000_000)

    with_server(answer(200, item % (1, 8)), answer(200, item % (2, 18)), run=run)


def test_a_feed_that_wants_to_be_read_seldom_says_so() -> None:
    async def run(feed: Feed, gathered: Gathered, server: Server) -> None:
        assert await feed.fetch(gathered) == 7_200
        assert feed.health().why == "asks to be read no more often than every 120 min"

    with_server(answer(200, PLAIN, Cache_Control="max-age=7200"), run=run)


def test_who_refuses_the_connection_is_said_to() -> None:
    async def broken(feed: Feed, gathered: Gathered) -> None:
        with pytest.raises(Enough):
            await feed.run(gathered)
        assert feed.health().why == "refused the connection"

    asyncio.run(feed_at(f"http://127.0.0.1:{unused_port()}/", Waits(enough=1), broken))
