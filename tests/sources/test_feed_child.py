"""Documents made to harm whoever reads them harm a process of their own at most."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from warroom.errors import SourceGarbled
from warroom.sources.feed_child import Documents

NOW = 1_790_000_000_000
PLAIN = b'<rss version="2.0"><channel><title>The Harbour Wire</title><item><guid>1</guid><title>Kickoff</title></item></channel></rss>'


def with_documents(run: Callable[[Documents], Awaitable[None]], seconds: float = 20.0) -> None:
    async def whole() -> None:
        documents = Documents(seconds)
        try:
            await run(documents)
        finally:
            await documents.close()

    asyncio.run(whole())


async def texts(documents: Documents, body: bytes) -> list[str]:
    return [post.text for post in (await documents.read(body, {"content-type": "text/xml", "x": "y"}, "Wire", NOW)).posts]


def bomb() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    return f'{head}<rss version="2.0"><channel><title>&l9;</title><item><title>&l9;</title></item></channel></rss>'.encode()


def test_one_child_reads_many_documents_and_says_what_is_none() -> None:
    async def run(documents: Documents) -> None:
        assert await texts(documents, PLAIN) == ["Kickoff"]
        child = documents._child
        with pytest.raises(SourceGarbled, match="web page"):
            await texts(documents, b"<html>")
        assert await asyncio.gather(*(texts(documents, PLAIN) for _ in range(3))) == 3 * [["Kickoff"]]
        assert documents._child is child

    with_documents(run)


def test_a_billion_laughs_are_not_laughed() -> None:
    async def run(documents: Documents) -> None:
        with contextlib.suppress(SourceGarbled):  # as good
            assert max(map(len, await texts(documents, bomb())), default=0) < 10_000
        assert await texts(documents, PLAIN) == ["Kickoff"]

    with_documents(run, seconds=10)


def test_nothing_of_this_machine_is_read_into_a_feed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret words")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = f'{head}<rss version="2.0"><channel><title>t</title><item><title>a &x; b</title></item></channel></rss>'

    async def run(documents: Documents) -> None:
        assert "s3cret" not in str(await texts(documents, body.encode()))

    with_documents(run)


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    many = b"<item><title>" + b"<b>" * 200 + b"x</title></item>"
    body = PLAIN.replace(b"</channel>", many * 10_000 + b"</channel>")

    async def run(documents: Documents) -> None:
        await texts(documents, PLAIN)
        documents._seconds = 0.05
        with pytest.raises(SourceGarbled, match=r"takes more than 0\.05 s"):
            await texts(documents, body)
        documents._seconds = 20
        assert await texts(documents, PLAIN) == ["Kickoff"]

    with_documents(run)


def test_a_killed_child_is_replaced() -> None:
    async def run(documents: Documents) -> None:
        await texts(documents, PLAIN)
        assert documents._child is not None
        os.kill(documents._child.pid, signal.SIGKILL)
        await documents._child.wait()
        assert await texts(documents, PLAIN) == ["Kickoff"]

    with_documents(run)


@pytest.mark.slow
def test_ten_megabytes_are_read_within_the_limits() -> None:
    item = b"<item><guid>%d</guid><title>Entry %d</title><description>" + b"words " * 800 + b"</description></item>"
    body = PLAIN.replace(b"</channel>", b"".join(item % (n, n) for n in range(2_000)) + b"</channel>")
    assert 9_000_000 < len(body) < 10_000_000

    async def run(documents: Documents) -> None:
        assert len(await texts(documents, body)) == 2_001

    with_documents(run, seconds=60)
