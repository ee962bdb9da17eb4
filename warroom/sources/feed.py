"""RSS, Atom and RDF documents, fetched again no sooner than they, and their server, ask for.

Validators are kept byte for byte and sent back (RFC 9110, section 13.1); the next fetch is due after the longest of the
document's own `ttl`, `Cache-Control: max-age`, `Expires` and our shortest wait; `Retry-After` is obeyed. A feed that is gone for
good (410) is asked no more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
import msgspec

from warroom.errors import SourceGarbled, SourceRefused
from warroom.sources.base import PostReader, Sink
from warroom.sources.feed_document import Document, read_document
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.monitor import Clock, Monitor, unix_ms
from warroom.sources.patience import Patience, answered, keep_trying, plainly
from warroom.sources.post import Post
from warroom.sources.retry_after import retry_after

SHORTEST_S = 60.0
WITHOUT_VALIDATORS_S = 300.0
LONGEST_S = 86_400.0
LARGEST = 10_000_000  # bytes, unpacked
_REDIRECTS = 5
_WHOLE_S = 60.0  # for one fetch, whatever its pace
_TIMEOUT = httpx.Timeout(15.0, read=30.0)
_SILENT_AFTER_MS = 3_600_000
_SELDOM_S = 900.0  # a feed that is to be read no more often says so
_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True)
class Fetched:
    """One answer: the body (None: not modified), its headers in lower case, and where it really is now."""

    body: bytes | None
    headers: dict[str, str]
    moved_to: str = ""  # after permanent redirects only


Read = Callable[[bytes, dict[str, str], str, int], Awaitable[Document]]
"""Parses a document: body, headers in lower case, source's name, now in ms. Raises SourceGarbled."""


class Gone(SourceRefused):
    """The server said that there will never be anything there again."""


async def in_thread(body: bytes, headers: dict[str, str], source: str, seen: int) -> Document:
    return await asyncio.to_thread(read_document, body, headers, source, seen)


class Feed:
    """One document. The client must not follow redirects itself."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        client: httpx.AsyncClient,
        read: Read = in_thread,
        now: Clock = unix_ms,
        patience: Patience | None = None,
    ) -> None:
        self.name = name
        self._url = url
        self._client = client
        self._parse = read
        self._now = now
        self._patience = patience or Patience()
        self._monitor = Monitor(name, "feed", now, _SILENT_AFTER_MS)
        self._reader = PostReader()
        self._fetches = 0
        self._validators: dict[str, str] = {}
        self._last: dict[str, Post] = {}
        self._ttl_s = 0.0
        self._moved = ""

    def health(self) -> SourceHealth:
        return self._monitor.health()

    async def run(self, sink: Sink, /) -> None:
        try:
            await keep_trying(lambda: self._session(sink), self._monitor, self._patience, lambda: self._fetches)
        except _ForGood:
            await asyncio.Event().wait()

    async def _session(self, sink: Sink) -> None:
        while True:
            try:
                wait = await self.fetch(sink)
            except Gone as error:
                self._monitor.failed(plainly(error))
                raise _ForGood from error
            await self._patience.sleep(wait)

    async def fetch(self, sink: Sink) -> float:
        """Fetches once, hands on what is new since the last time, and returns the seconds until the next fetch is due."""
        fetched = await self._get()
        if fetched.moved_to:
            self._url = fetched.moved_to
            self._moved = f"has moved for good to {fetched.moved_to}; put that into the event plan"
        if fetched.body is not None:
            document = await self._parse(fetched.body, fetched.headers, self.name, self._now())
            self._hand_on(document, sink)
            self._validators = {} if document.cut else _validators(fetched.headers)
            self._ttl_s = document.ttl_s
            self._monitor.remark(_half(len(document.posts)) if document.cut else "")
        self._fetches += 1
        shortest = SHORTEST_S if self._validators else WITHOUT_VALIDATORS_S
        wait = min(LONGEST_S, max(shortest, self._ttl_s, freshness(fetched.headers)))
        seldom = f"asks to be read no more often than every {round(wait / 60)} min" if wait >= _SELDOM_S else ""
        self._monitor.live("; ".join(part for part in (self._moved, seldom) if part))
        return wait

    def _hand_on(self, document: Document, sink: Sink) -> None:
        self._miss(document, sink)
        fresh = [told for post in document.posts if (told := self._news(post)) is not None]
        self._last = {post.id: post for post in document.posts}
        if fresh:
            sink.take(fresh[::-1], self._reader if self._fetches else _FIRST)
            self._monitor.heard(len(fresh))

    def _news(self, post: Post) -> Post | None:
        """The post where it is new or says something else than before."""
        before = self._last.get(post.id)
        if before is None:
            return msgspec.structs.replace(post, edited=0)
        if before.text == post.text:
            return None
        return msgspec.structs.replace(post, at=min(before.at, post.at), edited=post.edited or self._now())

    def _miss(self, document: Document, sink: Sink) -> None:
        """A document that has nothing of the one before may have dropped entries that were never read."""
        if not self._last or not document.posts or any(post.id in self._last for post in document.posts):
            return
        since, until = max(post.at for post in self._last.values()), min(post.at for post in document.posts)
        if since < until:
            sink.gap(Gap(self.name, since, until, "may have had more entries between two readings"))

    async def _get(self) -> Fetched:
        """Follows redirects; remembers where to as long as each of them is permanent."""
        url, moved_to, lasting = self._url, "", True
        async with asyncio.timeout(_WHOLE_S):
            for _ in range(_REDIRECTS + 1):
                async with self._client.stream("GET", url, headers={"Accept": _ACCEPT} | self._validators, timeout=_TIMEOUT) as response:
                    if response.status_code not in (301, 302, 303, 307, 308):
                        return await _answer(response, moved_to)
                    target = urljoin(url, response.headers.get("Location", ""))
                    lasting = lasting and response.status_code in (301, 308)
                    if "Location" not in response.headers or not target.startswith(("https://", "http://")):
                        raise SourceRefused("sends us to an address that cannot be read")
                    url, moved_to = target, target if lasting else moved_to
        raise SourceRefused(f"sends us on more than {_REDIRECTS} times")


class _ForGood(BaseException):
    """Ends the trying."""


class _FirstReader(PostReader):
    """Entries without a date that were there before we looked were not made this second: they are in no second's count."""

    def heard(self, item: Post, /) -> int:
        return item.at if item.at != item.seen else 0


_FIRST = _FirstReader()


async def _answer(response: httpx.Response, moved_to: str) -> Fetched:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code == 304:
        return Fetched(None, headers, moved_to)
    if response.status_code == 410:
        raise Gone("says this is gone for good (410), and is asked no more", "Take this source out of the event plan.")
    if response.status_code != 200:
        raise answered(response.status_code, retry_after(headers.get("retry-after")))
    parts = []
    size = 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise SourceGarbled(f"sent a document of more than {LARGEST // 1_000_000} MB")
    return Fetched(b"".join(parts), headers, moved_to)


def _half(entries: int) -> str:
    read = "nothing" if not entries else "1 entry" if entries == 1 else f"{entries} entries"
    return f"sent half a document, of which {read} could be read"


def _validators(headers: dict[str, str]) -> dict[str, str]:
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {ours: headers[theirs] for ours, theirs in pairs if theirs in headers}


def freshness(headers: dict[str, str]) -> float:
    """Seconds for which the answer says that it stays fresh (RFC 9111, section 5.2.2.1 and 5.3); 0 when it does not say."""
    for directive in headers.get("cache-control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age" and (digits := value.strip('"')).isascii() and digits.isdigit():
            return float(digits)
    return retry_after(headers.get("expires")) or 0.0 if not headers.get("expires", "0").strip().isdigit() else 0.0
