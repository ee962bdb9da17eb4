"""Mastodon's REST API, as far as timelines need it: pages by `min_id`, where streams are, whose a token is.

https://docs.joinmastodon.org/methods/timelines/, /methods/instance/, /methods/apps/ and /methods/accounts/. A server allows
300 requests in 5 minutes and says in headers how many are left.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import httpx
import msgspec

from warroom.errors import SourceBusy, SourceError, SourceGarbled, SourceRefused
from warroom.sources.mastodon_status import Status, read_page
from warroom.sources.monitor import Clock
from warroom.sources.patience import answered, garbled
from warroom.sources.retry_after import retry_after

PAGE = 40
TIMEOUT = httpx.Timeout(15.0, read=40.0)  # a stream says something every 15 s
_LONGEST_PAGE = 10_000_000
_WHOLE_S = 60.0
_FEW_LEFT = 10


class TokenRefused(SourceRefused):
    """A token was given, and is not good for this."""


@dataclass
class Timeline:
    """One timeline: where it is asked for and streamed, and how far it was read.

    `last` is the id up to which nothing is missing, `at` when the post of it was made, in ms. What is streamed while older posts
    are still being asked for is `ahead`.
    """

    rest: str
    stream: str
    params: dict[str, str] = field(default_factory=dict)
    last: str = ""
    at: int = 0
    ahead: str = ""
    ahead_at: int = 0
    filling: bool = False


def timelines(hashtags: tuple[str, ...]) -> list[Timeline]:
    """One a hashtag; without any, the public timeline."""
    if not hashtags:
        return [Timeline("timelines/public", "public")]
    names = [name.removeprefix("#") for name in hashtags]
    return [Timeline(f"timelines/tag/{quote(name, safe='')}", "hashtag", {"tag": name}) for name in names]


class _Read(msgspec.Struct, frozen=True):
    last: str
    at: int


def place_of(read: list[Timeline]) -> str:
    """How far each timeline was read, for `go_on`."""
    return msgspec.json.encode({timeline.rest: _Read(timeline.last, timeline.at) for timeline in read if timeline.last}).decode()


def go_on(fresh: list[Timeline], place: str) -> None:
    """Begin where others ended: what was posted since is asked for. A place that cannot be read is as none."""
    try:
        read = msgspec.json.decode(place or "{}", type=dict[str, _Read])
    except msgspec.MsgspecError:
        return
    for timeline in fresh:
        if timeline.rest in read:
            timeline.last, timeline.at = read[timeline.rest].last, read[timeline.rest].at


class Page(NamedTuple):
    """`spare`: seconds to wait before the next request to stay within the server's limit."""

    statuses: list[Status]
    spare: float


class Account(msgspec.Struct, frozen=True):
    acct: str = ""
    display_name: str = ""


class Rest:
    """One server."""

    def __init__(self, server: str, client: httpx.AsyncClient, now: Clock) -> None:
        self._base = server.rstrip("/")
        self._client = client
        self._now = now

    async def page(self, timeline: Timeline, token: str | None, after: str) -> Page:
        """The oldest posts after the id `after`; the newest of all where it is empty."""
        params = {"limit": str(PAGE)} | ({"min_id": after} if after else {})
        response = await self._get(f"/api/v1/{timeline.rest}", params, token)
        try:
            statuses, unread = read_page(response.content)
        except msgspec.DecodeError as error:
            raise garbled(error) from error
        if unread and not statuses:
            raise SourceGarbled("sent posts that cannot be read")
        return Page(statuses, _spare(response, self._now()))

    async def streaming(self) -> str:
        """Where streams are, as the server itself says; always with the scheme of its own address."""
        try:
            response = await self._get("/api/v2/instance", {}, None)
            instance = msgspec.json.decode(response.content, type=_Instance)
        except SourceBusy:
            raise
        except (msgspec.DecodeError, SourceError):
            return self._base  # an older server, or one like Mastodon: its streams are where it is
        netloc = urlsplit(instance.configuration.urls.streaming or "").netloc
        return f"{urlsplit(self._base).scheme}://{netloc}" if netloc else self._base

    async def account(self, token: str) -> Account:
        """Whose the token is. Raises TokenRefused, other SourceErrors, or what httpx raises where nobody answers.

        A token may be good for reading timelines and not for reading its own account (scope `read:statuses` alone): then
        the account has no name.
        """
        try:
            response = await self._get("/api/v1/accounts/verify_credentials", {}, token)
            return msgspec.json.decode(response.content, type=Account)
        except msgspec.DecodeError as error:
            raise SourceGarbled("does not answer as a Mastodon server does") from error
        except TokenRefused as error:
            if "403" not in error.message:
                raise
        return Account()

    async def home(self, token: str) -> None:
        """Asks for what only a token with `read:statuses` is given. Raises as `account` does."""
        try:
            await self._get("/api/v1/timelines/home", {"limit": "1"}, token)
        except TokenRefused as error:
            if "403" not in error.message:
                raise
            raise TokenRefused(
                "accepts the token, but not for reading posts: it has no scope read:statuses",
                "Make a token with the scope read:statuses (in Mastodon: Preferences, Development, New application).",
            ) from error

    async def _get(self, path: str, params: dict[str, str], token: str | None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self._base}{path}"
        async with asyncio.timeout(_WHOLE_S):
            async with self._client.stream("GET", url, params=params, headers=headers, timeout=TIMEOUT, follow_redirects=True) as response:
                refuse(response.status_code, response.headers.get("Retry-After"), bool(token))
                body = b""
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > _LONGEST_PAGE:
                        raise SourceGarbled("sent a page of more than 10 MB")
        kept = {name: value for name, value in response.headers.items() if name.startswith("x-ratelimit")}
        return httpx.Response(200, headers=kept, content=body)


def refuse(status: int, asked: str | None, with_token: bool) -> None:
    """Raises what an HTTP status other than 200 means; `asked` is its Retry-After."""
    if status == 200:
        return
    if with_token and status == 401:
        raise TokenRefused("does not accept our token (401)", "Enter another token under Sources (F6).")
    if with_token and status == 403:
        raise TokenRefused("does not let our token read this (403)", "Enter a token with the scope read:statuses under Sources (F6).")
    raise answered(status, retry_after(asked))


class _Urls(msgspec.Struct):
    streaming: str | None = None


class _Configuration(msgspec.Struct):
    urls: _Urls = msgspec.field(default_factory=_Urls)


class _Instance(msgspec.Struct):
    configuration: _Configuration = msgspec.field(default_factory=_Configuration)


def _spare(response: httpx.Response, now: int) -> float:
    """Seconds until the server's limit is renewed, when few requests are left of it; else 0."""
    try:
        left = int(response.headers["X-RateLimit-Remaining"])
        reset = dt.datetime.fromisoformat(response.headers["X-RateLimit-Reset"])
    except (KeyError, ValueError):
        return 0.0
    return max(0.0, reset.timestamp() - now / 1_000) if left < _FEW_LEFT else 0.0
